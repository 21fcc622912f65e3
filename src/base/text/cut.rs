//! Cuts text at a character that stands in its literal runs, and joins it again.

use super::{Piece, Text};
use std::borrow::Cow;
use std::slice::SliceIndex;

impl Text<'_> {
    /// Cuts at each `separator` that is in literal text, into at most `limit` parts.
    pub fn split(&self, separator: char, limit: usize) -> Vec<Self> {
        if let [Piece::Literal(Cow::Borrowed(value))] = self.pieces() {
            let mut parts = Vec::with_capacity(limit.min(8));
            // Runs are short: to look at each character, as for a list of them, is faster than to search for one.
            parts.extend(value.splitn(limit, [separator]).map(Self::literal));
            return parts;
        }
        let mut parts = Vec::new();
        let mut part = Self::default();
        for piece in self.pieces() {
            match piece {
                Piece::Placeholder(placeholder) => part.push_placeholder(placeholder.clone()),
                Piece::Literal(value) => {
                    let room = limit.saturating_sub(parts.len());
                    for (index, run) in splitn(value, room, separator).enumerate() {
                        if index > 0 {
                            parts.push(std::mem::take(&mut part));
                        }
                        part.push_literal(run);
                    }
                }
            }
        }
        parts.push(part);
        parts
    }

    /// Cuts at the first `separator` in literal text: what is before and after it.
    pub fn split_once(&self, separator: char) -> Option<(Self, Self)> {
        let mut places = self.pieces().iter().enumerate();
        let (piece, at) = places.find_map(|(index, it)| Some((index, it.find(separator)?)))?;
        self.cut(piece, at, separator)
    }

    /// Cuts at the last `separator` in literal text: what is before and after it.
    pub fn rsplit_once(&self, separator: char) -> Option<(Self, Self)> {
        let mut places = self.pieces().iter().enumerate().rev();
        let (piece, at) = places.find_map(|(index, it)| Some((index, it.rfind(separator)?)))?;
        self.cut(piece, at, separator)
    }

    /// What is before and after the character at a byte of one of the pieces.
    fn cut(&self, piece: usize, at: usize, separator: char) -> Option<(Self, Self)> {
        let (before, rest) = self.pieces().split_at_checked(piece)?;
        let (Piece::Literal(cut), after) = rest.split_first()? else { return None };
        let (mut head, mut tail) = (Self::default(), Self::default());
        for it in before {
            head.pieces.push(it.clone());
        }
        head.push_literal(part_of(cut, ..at)?);
        tail.push_literal(part_of(cut, at + separator.len_utf8()..)?);
        for it in after {
            tail.pieces.push(it.clone());
        }
        Some((head, tail))
    }

    /// The parts with `separator` between them.
    pub fn join(parts: &[Self], separator: char) -> Self {
        let mut joined = Self::default();
        for (index, part) in parts.iter().enumerate() {
            if index > 0 {
                joined.push_char(separator);
            }
            joined.push_text(part);
        }
        joined
    }
}

impl Piece<'_> {
    /// The byte at which a character is for the first time, in literal text.
    fn find(&self, c: char) -> Option<usize> {
        self.as_literal()?.find([c])
    }

    /// The byte at which it is for the last time.
    fn rfind(&self, c: char) -> Option<usize> {
        self.as_literal()?.rfind([c])
    }

    fn as_literal(&self) -> Option<&str> {
        match self {
            Self::Literal(value) => Some(value),
            Self::Placeholder(_) => None,
        }
    }
}

/// A part of a text, which is borrowed where the text is.
fn part_of<'s, R: SliceIndex<str, Output = str>>(
    value: &Cow<'s, str>,
    range: R,
) -> Option<Cow<'s, str>> {
    Some(match value {
        Cow::Borrowed(value) => Cow::Borrowed(value.get(range)?),
        Cow::Owned(value) => Cow::Owned(value.get(range)?.to_owned()),
    })
}

/// [`str::splitn`] that copies nothing of what is borrowed.
fn splitn<'a, 's>(
    value: &'a Cow<'s, str>,
    limit: usize,
    separator: char,
) -> impl Iterator<Item = Cow<'s, str>> + use<'a, 's> {
    let (borrowed, owned) = match value {
        Cow::Borrowed(value) => (Some(*value), None),
        Cow::Owned(value) => (None, Some(value.as_str())),
    };
    let borrowed = borrowed.into_iter().flat_map(move |value| value.splitn(limit, separator));
    let owned = owned.into_iter().flat_map(move |value| value.splitn(limit, separator));
    borrowed.map(Cow::Borrowed).chain(owned.map(|run| Cow::Owned(run.to_owned())))
}

#[cfg(test)]
mod tests {
    use crate::base::text::{Piece, Spelling, Text};

    #[test]
    fn splitting_keeps_placeholders_whole() {
        let text = Text::read("a:${B:-c}:d:e", Spelling::Anywhere);
        let parts: Vec<_> = text.split(':', 3).iter().map(ToString::to_string).collect();
        assert_eq!(parts, ["a", "${B:-c}", "d:e"]);
        let (head, tail) = text.rsplit_once(':').unwrap_or_default();
        assert_eq!((head.to_string(), tail.to_string()), ("a:${B:-c}:d".into(), "e".into()));
        assert!(matches!(
            text.pieces(),
            [Piece::Literal(_), Piece::Placeholder(_), Piece::Literal(_)]
        ));
    }
}
