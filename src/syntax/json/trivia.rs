//! What stands between the tokens: blanks, and the comments that people put there.

use super::{Once, Reader};
use crate::base::problem::Problem;
use crate::base::source::Span;

impl Reader<'_> {
    /// Moves past blanks and comments.
    pub(super) fn gap(&mut self) {
        let mut comments = None;
        loop {
            while matches!(self.peek(), Some(b' ' | b'\n' | b'\t' | b'\r')) {
                self.at += 1;
            }
            match self.peek() {
                Some(b'/' | b'#') => {
                    let start = self.at;
                    if !self.skip_comment() {
                        break;
                    }
                    comments.get_or_insert(Span::new(start, self.at));
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
            let problem =
                Problem::error("comment", span, "JSON has no comments: AWS refuses the file");
            self.report(problem.with_help("remove the comment"));
        }
    }

    /// Moves past one comment, if there is one at the cursor.
    fn skip_comment(&mut self) -> bool {
        let rest = self.rest();
        if rest.starts_with("/*") {
            self.at += rest.find("*/").map_or(rest.len(), |end| end + 2);
            return true;
        }
        if rest.starts_with("//") || (rest.starts_with('#') && self.hash_placeholder().is_none()) {
            let line = rest.lines().next().unwrap_or_default();
            self.at += line.trim_end().len().max(1);
            return true;
        }
        false
    }

    /// The length of a `#{NAME}` at the cursor: a placeholder, not a comment.
    pub(super) fn hash_placeholder(&self) -> Option<usize> {
        let name = self.rest().strip_prefix("#{")?;
        let in_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | ':');
        let end = name.find(|c| !in_name(c))?;
        let after = name.get(end..)?.strip_prefix('}')?;
        (end > 0).then_some(end + 3 + usize::from(after.starts_with('#')))
    }

    /// Moves past a blank that is none in JSON: a no-break space, a byte order mark.
    fn skip_odd_space(&mut self) -> bool {
        let Some(c) = self.rest().chars().next() else { return false };
        if !c.is_whitespace() && !matches!(c, '\u{FEFF}' | '\u{200B}') {
            return false;
        }
        if self.first_time(Once::OddSpace) {
            let message = format!("expected a space, found U+{:04X}", u32::from(c));
            self.syntax(self.here(), message, "replace it with a space throughout the file");
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
        let message = "something was left out here";
        self.syntax(span, message, "replace the dots with what belongs here, or remove them");
        Some(span)
    }
}
