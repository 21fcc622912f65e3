//! Quotes in a string that belong to a placeholder in it: `"{{ env "IMAGE" }}"`.

use super::JsonReader;
use crate::base::source::Span;
use crate::syntax::{FILLER, OPEN_FILLER};

impl JsonReader<'_> {
    /// At a quote in a string that began at `start`: whether it is within a placeholder. If so, moves past the
    /// placeholder. Nearly all strings end here, which the byte after the quote shows.
    #[inline]
    pub(super) fn passes_placeholder(&mut self, start: usize) -> bool {
        let ends = match self.byte(self.at + 1) {
            None | Some(b':' | b'}' | b']' | b'\n' | b'\r') => true,
            Some(b',') => !matches!(self.byte(self.at - 1), Some(b'(' | b' ')),
            Some(_) => false,
        };
        !ends && self.goes_on(start)
    }

    #[cold]
    fn goes_on(&mut self, start: usize) -> bool {
        let quote = self.at;
        if !self.may_go_on(start) {
            return false;
        }
        let mut at = start + 1;
        while let Some(mark) = next_mark(self.slice(at, quote)) {
            at += mark;
            self.at = at;
            let end = self.placeholder_end();
            self.at = quote;
            match end {
                Some(end) if end > quote => {
                    let is_line = !self.slice(quote, end).contains('\n');
                    if is_line {
                        self.marks.push(Span::new(at, end));
                        self.at = end;
                    }
                    return is_line;
                }
                Some(end) => at = end,
                None => at += 2,
            }
        }
        false
    }

    /// Whether what follows the quote at the cursor is nothing that may follow a string.
    fn may_go_on(&self, start: usize) -> bool {
        let after = self.slice(self.at + 1, self.text.len());
        let after = after.trim_start_matches([' ', '\t']).as_bytes();
        match after.first().copied() {
            // A separator in a call, as of `${join(",", xs)}`: in an object, a key would follow the comma.
            Some(b',') => {
                let is_call = self.slice(start, self.at).ends_with(['(', ' ']);
                let in_object = self.open.last().is_some_and(|open| open.close == b'}');
                is_call && in_object && !is_member(after.get(1..).unwrap_or_default())
            }
            None | Some(b':' | b'}' | b']' | b'\n' | b'\r' | b'/' | FILLER | OPEN_FILLER) => false,
            Some(_) => true,
        }
    }

    /// Where the placeholder at the cursor ends.
    fn placeholder_end(&mut self) -> Option<usize> {
        if self.rest().starts_with("#{") {
            return self.balanced(b'{', b'}');
        }
        self.token().map(|token| token.end)
    }
}

/// Whether a text begins with a string and a colon, on one line.
fn is_member(text: &[u8]) -> bool {
    let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let mut parts = line.split(|byte| *byte == b'"');
    let is_blank = |part: &[u8]| part.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r'));
    // A line that ends behind the comma, too: the key is on the next.
    let begins = parts.next().is_none_or(is_blank);
    let after = parts.nth(1).map(<[u8]>::trim_ascii_start);
    begins && after.is_none_or(|after| after.starts_with(b":"))
}

/// Where the first mark is that opens a placeholder which may have quotes in it.
fn next_mark(text: &str) -> Option<usize> {
    let is_mark =
        |pair: &[u8]| matches!(pair, b"{{" | b"{%" | b"<%" | b"${" | b"$(" | b"#{" | b"%{");
    text.as_bytes().windows(2).position(is_mark)
}
