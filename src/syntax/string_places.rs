//! Where the characters of a string are in the text, which may write some of them as escapes.

use crate::base::source::Span;
use std::ops::Range;

/// Where the characters of a string are.
#[derive(Clone, Debug, Default)]
pub struct StringPlaces {
    /// Where its first character is.
    start: usize,
    /// The escapes in it, in order.
    escapes: Vec<EscapePlace>,
    /// The place of all of it, where it is not known which character is where.
    whole: Option<Span>,
}

/// An escape of a string.
#[derive(Clone, Copy, Debug)]
struct EscapePlace {
    /// What it stands for, in the string.
    start: usize,
    end: usize,
    /// Where it is in the text.
    written_start: usize,
    written_end: usize,
}

impl StringPlaces {
    /// Those of a text that is as it is written, from an offset on.
    pub fn from(start: usize) -> Self {
        Self { start, ..Self::default() }
    }

    /// Those of a string of JSON: `written` is what is between its quotes, from `start` on, and `text` what it stands for.
    pub fn of_json(written: &str, start: usize, text: &str) -> Self {
        let mut places = Self::from(start);
        if written.len() == text.len() {
            return places;
        }
        let (mut at, mut removed) = (0, 0);
        while let Some(before) = written.get(at..).and_then(|rest| rest.find('\\')) {
            at += before;
            let (written_len, len) = escape(written.get(at..).unwrap_or_default());
            let (start, written_start) = (at - removed, places.start + at);
            let (end, written_end) = (start + len, written_start + written_len);
            places.escapes.push(EscapePlace { start, end, written_start, written_end });
            at += written_len;
            removed += written_len - len;
        }
        if written.len() - removed != text.len() {
            places.escapes.clear();
            places.whole = Some(Span::new(start, start + written.len()));
        }
        places
    }

    /// Whether some characters are written as escapes.
    pub fn has_escapes(&self) -> bool {
        !self.escapes.is_empty()
    }

    /// The place of a part of the string.
    pub fn place(&self, start: usize, end: usize) -> Span {
        self.whole.unwrap_or_else(|| Span::new(self.offset(start), self.offset(end)))
    }

    /// A part of the string, cut so that each piece is an escape or has none.
    pub fn pieces(&self, part: Range<usize>) -> Vec<Range<usize>> {
        let mut pieces = Vec::new();
        let mut from = part.start;
        let first = self.escapes.partition_point(|it| it.end <= part.start);
        let escapes = self.escapes.iter().skip(first).take_while(|it| it.start < part.end);
        for boundary in escapes.flat_map(|it| [it.start, it.end]).chain([part.end]) {
            let to = boundary.min(part.end);
            if from < to {
                pieces.push(from..to);
                from = to;
            }
        }
        pieces
    }

    fn offset(&self, at: usize) -> usize {
        let after = self.escapes.partition_point(|it| it.end <= at);
        if let Some(within) = self.escapes.get(after).filter(|it| it.start < at) {
            return within.written_start;
        }
        match after.checked_sub(1).and_then(|last| self.escapes.get(last)) {
            Some(last) => last.written_end + (at - last.end),
            None => self.start + at,
        }
    }
}

/// How long the escape at the beginning of a text is, and what it stands for.
fn escape(text: &str) -> (usize, usize) {
    let unit = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u32::from_str_radix(digits, 16).ok()
    };
    let Some(first) = unit(0) else { return (text.len().min(2), 1) };
    let second = unit(6).filter(|it| (0xDC00..0xE000).contains(it));
    match (first, second) {
        (0xD800..0xDC00, Some(_)) => (12, 4),
        (unit, _) => (6, char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER).len_utf8()),
    }
}

#[cfg(test)]
mod tests {
    use super::StringPlaces;
    use crate::base::source::Span;

    /// What the text between the quotes of a string stands for.
    fn unescaped(written: &str) -> String {
        serde_json::from_str(&format!("\"{written}\"")).unwrap_or_default()
    }

    fn of(written: &str) -> (String, StringPlaces) {
        let text = unescaped(written);
        let places = StringPlaces::of_json(written, 100, &text);
        (text, places)
    }

    #[test]
    fn each_character_has_its_place() {
        for written in [
            "plain",
            r#"[{\"a\": \"b\\n\"}]"#,
            r"\u00e4x\ud83d\ude00\u003c!",
            r"\n\t\/\\\\",
            "ä\\u20acß",
        ] {
            let (text, places) = of(written);
            let pieces = places.pieces(0..text.len());
            let mut next = 100;
            for piece in pieces {
                let Span { start, end } = places.place(piece.start, piece.end);
                assert_eq!(start, next, "{written}");
                let own = &written[start as usize - 100..end as usize - 100];
                assert_eq!(unescaped(own), text[piece], "{written}");
                next = end;
            }
            assert_eq!(next as usize, 100 + written.len(), "{written}");
        }
    }

    #[test]
    fn a_part_begins_and_ends_within_its_escapes() {
        let (_, places) = of(r"a\nb\nc");
        assert_eq!(places.pieces(2..5), [2..3, 3..4, 4..5]);
        assert_eq!(places.place(2, 3), Span::new(103, 104));
        let (_, places) = of(r"\u00e4");
        assert_eq!(places.place(1, 2), Span::new(100, 106));
    }

    #[test]
    fn what_cannot_be_followed_is_one_place() {
        let places = StringPlaces::of_json(r"a\qb", 7, "a\\qbc");
        assert_eq!(places.place(1, 2), Span::new(7, 11));
    }
}
