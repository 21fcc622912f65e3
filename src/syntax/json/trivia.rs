//! Trivia between the tokens: blanks, and comments.

use super::{JsonReader, Once};
use crate::base::scan::after_blanks;
use crate::base::source::Span;
use crate::syntax::{FILLER, JsonFault};

impl JsonReader<'_> {
    /// Moves past blanks and comments.
    pub(super) fn gap(&mut self) {
        self.passed_filler = false;
        self.blanks();
        // What most gaps are before.
        if !matches!(self.peek(), Some(b'"' | b',' | b':' | b'{' | b'}' | b'[' | b']')) {
            self.odd_gap();
        }
    }

    fn blanks(&mut self) {
        self.at = after_blanks(self.text.as_bytes(), self.at);
    }

    /// The rest of a gap, where something else than a usual token is next.
    #[cold]
    fn odd_gap(&mut self) {
        let mut comments = None;
        loop {
            self.blanks();
            match self.peek() {
                Some(b'/' | b'#') => {
                    let Some(len) = comment_len(self.rest()) else { break };
                    comments.get_or_insert(Span::new(self.at, self.at + len));
                    self.at += len;
                }
                Some(FILLER) if self.original.is_some() => {
                    self.passed_filler = true;
                    self.at += 1;
                }
                Some(byte) if !byte.is_ascii() => {
                    if !self.skip_odd_space() {
                        break;
                    }
                }
                _ => break,
            }
        }
        // One message for comments that follow one another: they are removed in one go.
        if let Some(span) = comments {
            self.report(span, JsonFault::Comment);
        }
    }

    /// Moves past a blank that is not one in JSON: a no-break space, a byte order mark.
    fn skip_odd_space(&mut self) -> bool {
        let Some(c) = self.rest().chars().next() else { return false };
        if !c.is_whitespace() && !matches!(c, '\u{FEFF}' | '\u{200B}') {
            return false;
        }
        if self.first_time(Once::OddSpace) {
            self.report(self.here(), JsonFault::OddSpace(c));
        }
        self.step();
        true
    }

    /// Moves past `...` or `…`, by which documentation leaves something out; its place.
    pub(super) fn ellipsis(&mut self) -> Option<Span> {
        if !matches!(self.peek(), Some(b'.' | 0xE2)) {
            return None;
        }
        let start = self.at;
        let rest = self.rest();
        let tail = rest.trim_start_matches(['.', '\u{2026}']);
        let len = rest.len() - tail.len();
        if len < 2 {
            return None;
        }
        self.at += len;
        let span = Span::new(start, self.at);
        self.report(span, JsonFault::Ellipsis);
        Some(span)
    }
}

/// The length of the comment that a text begins with, without its line break.
pub(in crate::syntax) fn comment_len(text: &str) -> Option<usize> {
    if text.starts_with("/*") {
        return Some(text.find("*/").map_or(text.len(), |end| end + 2));
    }
    let is_comment =
        text.starts_with("//") || (text.starts_with('#') && hash_placeholder(text).is_none());
    let line = text.lines().next().filter(|_| is_comment)?;
    Some(line.trim_end().len().max(1))
}

/// The length of the `#{NAME}` that a text begins with: a placeholder, not a comment.
pub(super) fn hash_placeholder(text: &str) -> Option<usize> {
    let name = text.strip_prefix("#{")?;
    let in_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | ':');
    let end = name.find(|c| !in_name(c))?;
    let after = name.get(end..)?.strip_prefix('}')?;
    (end > 0).then_some(end + 3 + usize::from(after.starts_with('#')))
}
