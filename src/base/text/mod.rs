//! Text with placeholders: values that a template does not contain, as they are written.

mod bounded;
mod cut;
mod parameter_part;
pub mod pattern;
mod pieces;
mod placeholder;
mod spelling;

pub use bounded::bounded;
pub use parameter_part::ParameterPart;
pub use placeholder::{Composition, DeploymentPart, Placeholder, PlaceholderKind};
pub use spelling::{Spelling, placeholder_at_start};

use crate::base::truth::Truth;
use pieces::Pieces;
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// A run of literal text, or a placeholder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'s> {
    /// Text as it is.
    Literal(Cow<'s, str>),
    /// A placeholder.
    Placeholder(Placeholder<'s>),
}

impl Piece<'_> {
    fn into_owned(self) -> Piece<'static> {
        match self {
            Self::Literal(value) => Piece::Literal(Cow::Owned(value.into_owned())),
            Self::Placeholder(placeholder) => Piece::Placeholder(placeholder.into_owned()),
        }
    }
}

/// Literal text and placeholders, in order. No two literals stand side by side, and none is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text<'s> {
    pieces: Pieces<'s>,
}

impl<'s> Text<'s> {
    /// Finds the placeholders in a string as people write them in templates.
    pub fn read(value: &'s str, spelling: Spelling) -> Self {
        if !may_have_placeholder(value) {
            return Self::literal(value);
        }
        let mut text = Self::default();
        let mut rest = value;
        while let Some((at, placeholder, len)) =
            spelling::next_placeholder(rest, rest.len() == value.len(), spelling)
        {
            let (before, after) = rest.split_at(at);
            text.push_str(before);
            text.push_placeholder(placeholder);
            rest = after.get(len..).unwrap_or_default();
        }
        text.push_str(rest);
        text
    }

    /// Whether a text may have placeholders, at a glance: most have none.
    pub fn may_have_placeholders(value: &str) -> bool {
        may_have_placeholder(value)
    }

    /// Text without a placeholder.
    pub fn literal(value: impl Into<Cow<'s, str>>) -> Self {
        let value = value.into();
        if value.is_empty() {
            return Self::default();
        }
        Self { pieces: Pieces::One(Piece::Literal(value)) }
    }

    /// Text that is one placeholder.
    pub fn placeholder(placeholder: Placeholder<'s>) -> Self {
        Self { pieces: Pieces::One(Piece::Placeholder(placeholder)) }
    }

    /// Adds literal text.
    pub fn push_str(&mut self, value: &'s str) {
        self.push_literal(Cow::Borrowed(value));
    }

    /// Adds literal text, owned or borrowed.
    pub fn push_literal(&mut self, value: Cow<'s, str>) {
        if value.is_empty() {
            return;
        }
        if let Some(Piece::Literal(last)) = self.pieces.last_mut() {
            last.to_mut().push_str(&value);
        } else {
            self.pieces.push(Piece::Literal(value));
        }
    }

    /// Adds a copy of literal text.
    pub fn push_copy(&mut self, value: &str) {
        match self.pieces.last_mut() {
            Some(Piece::Literal(last)) => last.to_mut().push_str(value),
            _ if value.is_empty() => {}
            _ => {
                // What is copied is the beginning of an ARN: it need not grow step by step.
                let mut copy = String::with_capacity(value.len() + 90);
                copy.push_str(value);
                self.pieces.push(Piece::Literal(Cow::Owned(copy)));
            }
        }
    }

    /// Adds a character of literal text.
    pub fn push_char(&mut self, c: char) {
        match self.pieces.last_mut() {
            Some(Piece::Literal(last)) => last.to_mut().push(c),
            _ => self.pieces.push(Piece::Literal(Cow::Owned(c.to_string()))),
        }
    }

    /// Adds a placeholder.
    pub fn push_placeholder(&mut self, placeholder: Placeholder<'s>) {
        self.pieces.push(Piece::Placeholder(placeholder));
    }

    /// Adds all of another text.
    pub fn push_text(&mut self, other: &Self) {
        if self.is_empty() {
            *self = other.clone();
            return;
        }
        for piece in other.pieces() {
            match piece {
                Piece::Literal(Cow::Borrowed(value)) => self.push_str(value),
                Piece::Literal(Cow::Owned(value)) => self.push_copy(value),
                Piece::Placeholder(placeholder) => self.push_placeholder(placeholder.clone()),
            }
        }
    }

    /// The pieces, in order.
    pub fn pieces(&self) -> &[Piece<'s>] {
        self.pieces.as_slice()
    }

    /// The text itself, where it has no placeholder.
    pub fn as_literal(&self) -> Option<&str> {
        match self.pieces() {
            [] => Some(""),
            [Piece::Literal(value)] => Some(value),
            _ => None,
        }
    }

    /// The placeholder, where the text is one placeholder and nothing else.
    pub fn as_placeholder(&self) -> Option<&Placeholder<'s>> {
        match self.pieces() {
            [Piece::Placeholder(placeholder)] => Some(placeholder),
            _ => None,
        }
    }

    /// Whether there is a placeholder anywhere.
    pub fn has_placeholders(&self) -> bool {
        self.placeholders().next().is_some()
    }

    /// The placeholders, in order.
    pub fn placeholders(&self) -> impl Iterator<Item = &Placeholder<'s>> {
        self.pieces().iter().filter_map(|piece| match piece {
            Piece::Placeholder(placeholder) => Some(placeholder),
            Piece::Literal(_) => None,
        })
    }

    /// How many bytes it has as it is written.
    pub fn source_len(&self) -> usize {
        let len = |piece: &Piece<'_>| match piece {
            Piece::Literal(run) => run.len(),
            Piece::Placeholder(placeholder) => placeholder.source_len(),
        };
        self.pieces().iter().map(len).sum()
    }

    /// Whether there is nothing at all, not even a placeholder.
    pub fn is_empty(&self) -> bool {
        self.pieces().is_empty()
    }

    /// Whether the text is `literal`. A placeholder may stand for any text, the empty one included.
    pub fn equals(&self, literal: &str) -> Truth {
        match self.as_literal() {
            Some(value) => Truth::known(value == literal),
            None => Truth::possible(pattern::may_equal(self.pieces(), literal)),
        }
    }

    /// Whether the text begins with `prefix`.
    pub fn starts_with(&self, prefix: &str) -> Truth {
        match self.pieces().first() {
            None => Truth::known(prefix.is_empty()),
            Some(Piece::Placeholder(_)) => {
                Truth::possible(true).or(Truth::known(prefix.is_empty()))
            }
            Some(Piece::Literal(value)) if value.starts_with(prefix) => Truth::True,
            Some(Piece::Literal(value)) => {
                Truth::possible(self.pieces().len() > 1 && prefix.starts_with(value.as_ref()))
            }
        }
    }

    /// Whether the text ends in `suffix`.
    pub fn ends_with(&self, suffix: &str) -> Truth {
        match self.pieces().last() {
            None => Truth::known(suffix.is_empty()),
            Some(Piece::Placeholder(_)) => {
                Truth::possible(true).or(Truth::known(suffix.is_empty()))
            }
            Some(Piece::Literal(value)) if value.ends_with(suffix) => Truth::True,
            Some(Piece::Literal(value)) => {
                Truth::possible(self.pieces().len() > 1 && suffix.ends_with(value.as_ref()))
            }
        }
    }

    /// The same text with every literal changed by `change`.
    #[must_use]
    pub fn map_literals(&self, change: impl Fn(&str) -> String) -> Self {
        let mut text = Self::default();
        for piece in self.pieces() {
            match piece {
                Piece::Literal(value) => text.push_literal(Cow::Owned(change(value))),
                Piece::Placeholder(placeholder) => text.push_placeholder(placeholder.clone()),
            }
        }
        text
    }

    /// The same text, owning its contents.
    pub fn into_owned(self) -> Text<'static> {
        let pieces = match self.pieces {
            Pieces::None => Pieces::None,
            Pieces::One(piece) => Pieces::One(piece.into_owned()),
            Pieces::Many(pieces) => {
                let pieces = Arc::unwrap_or_clone(pieces).into_iter();
                Pieces::Many(Arc::new(pieces.map(Piece::into_owned).collect()))
            }
        };
        Text { pieces }
    }

    /// The text itself, where it has no placeholder.
    ///
    /// # Errors
    ///
    /// The text as it is, where it has one.
    pub fn into_literal(self) -> Result<Cow<'s, str>, Self> {
        match self.pieces {
            Pieces::None => Ok(Cow::Borrowed("")),
            Pieces::One(Piece::Literal(value)) => Ok(value),
            pieces => Err(Self { pieces }),
        }
    }
}

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pieces().iter().try_for_each(|piece| match piece {
            Piece::Literal(value) => f.write_str(value),
            Piece::Placeholder(placeholder) => placeholder.fmt(f),
        })
    }
}

/// Whether a placeholder may begin anywhere. Without a branch for each byte, so that many are compared at once:
/// most texts have none.
fn may_have_placeholder(value: &str) -> bool {
    let flags = |flags, byte| flags | spelling::opens(byte);
    match value.bytes().fold(0, flags) {
        0 => false,
        spelling::PAIR => value.as_bytes().windows(2).any(|it| matches!(it, b"__" | b"((")),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::{Spelling, Text};
    use crate::base::truth::Truth::{False, True, Unknown};

    fn placeholders(value: &str, spelling: Spelling) -> Vec<String> {
        Text::read(value, spelling)
            .placeholders()
            .map(|placeholder| placeholder.name().to_owned())
            .collect()
    }

    #[test]
    fn the_spellings_that_people_use() {
        for value in ["${X}", "$X", "$(X)", "{{ X }}", "{{.X}}", "<X>", "%X%", "a${X}b", "${X:-d}"]
        {
            assert_eq!(placeholders(value, Spelling::Anywhere), ["X"], "{value}");
        }
        for value in [
            "#{X}#",
            "#{X}",
            "@@X@@",
            "%%X%%",
            "$$X$$",
            "<<X>>",
            "<+X>",
            "<%= X %>",
            "<%= X -%>",
            "[[X]]",
            "__X__",
            "a/__X__:b",
            "${{ X }}",
            "{{{X}}}",
            "$($X)",
            "$env:X",
            "${X:-\"a\"}",
        ] {
            assert_eq!(placeholders(value, Spelling::Anywhere), ["X"], "{value}");
        }
        for value in
            ["<%= ENV[\"X\"] %>", "<% x.map { |y| y => 1 } %>", "<ロールのARN>", "<이름, x>"]
        {
            assert!(placeholders(value, Spelling::Anywhere).len() == 1, "{value}");
        }
        for value in ["{X}", "[X]", "@X@", "((X))", "@{X}", "!{X}", "$[X]"] {
            assert_eq!(placeholders(value, Spelling::Identifier), ["X"], "{value}");
            assert!(placeholders(value, Spelling::Anywhere).is_empty(), "{value}");
        }
        for value in [
            "100%",
            "%Y-%m",
            "a < b > c",
            "${",
            "{{}}",
            "$",
            "$1",
            "{}",
            "a@b",
            "a__b__c",
            "____",
            "__1__",
            "#5#",
            "[[ ]]",
        ] {
            assert!(placeholders(value, Spelling::Identifier).is_empty(), "{value}");
        }
    }

    #[test]
    fn what_was_written_comes_back() {
        for value in ["a${X}b{{ y }}c", "${A}${B}", "plain", "", "$${X}"] {
            assert_eq!(Text::read(value, Spelling::Anywhere).to_string(), value);
        }
    }

    #[test]
    fn equality_is_three_valued() {
        let text = |value| Text::read(value, Spelling::Anywhere);
        assert_eq!(text("awslogs").equals("awslogs"), True);
        assert_eq!(text("${X}").equals("awslogs"), Unknown);
        assert_eq!(text("aws${X}").equals("awslogs"), Unknown);
        assert_eq!(text("aws${X}s").equals("awslogs"), Unknown);
        assert_eq!(text("awx${X}").equals("awslogs"), False);
        assert_eq!(text("${X}x").equals("awslogs"), False);
        assert_eq!(text("a${X}ws${Y}z").equals("awslogs"), False);
    }

    #[test]
    fn ends_are_three_valued() {
        let text = |value| Text::read(value, Spelling::Anywhere);
        assert_eq!(text("arn:aws").starts_with("arn:"), True);
        assert_eq!(text("${X}").starts_with("arn:"), Unknown);
        assert_eq!(text("ar${X}").starts_with("arn:"), Unknown);
        assert_eq!(text("name${X}").starts_with("arn:"), False);
        assert_eq!(text("a/${X}.env").ends_with(".env"), True);
        assert_eq!(text("a/${X}").ends_with(".env"), Unknown);
        assert_eq!(text("a/${X}nv").ends_with(".env"), Unknown);
        assert_eq!(text("a/${X}.txt").ends_with(".env"), False);
        assert_eq!(text("nv").ends_with(".env"), False);
    }
}
