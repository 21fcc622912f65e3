//! The cursor over a text of HCL: blanks, comments, names, and what was met on the way.

use crate::base::sorting::sort_by_key;
use crate::base::source::Span;
use crate::syntax::{
    HclExpected, HclFault, HclFound, MAX_DEPTH, StringPlaces, SyntaxDiagnostic, SyntaxFault,
    TextExcerpt, shorten,
};

use super::HclRead;

/// How many problems are kept; past that, they are counted.
const MAX_PROBLEMS: usize = 50;

/// A syntax error that is reported already: what it is in cannot be read further.
pub(super) struct Halt;

/// What is read, unless there is a syntax error.
pub(super) type HclResult<T> = Result<T, Halt>;

/// A cursor over the text, and what was met on the way.
pub(super) struct HclReader<'s> {
    pub text: &'s str,
    /// Where the text is in its source.
    pub places: StringPlaces,
    /// Offset of the next byte; always on a character boundary when something is read from it.
    pub at: usize,
    /// Where what is read ends: the text, or the heredoc around the cursor.
    pub end: usize,
    /// Whether a line break ends what is read: not within parentheses and square brackets.
    pub lines_count: bool,
    /// How many expressions and blocks are around the cursor.
    pub depth: usize,
    problems: Vec<SyntaxDiagnostic>,
    left_out: usize,
    /// How many bytes may yet be scanned in vain for the end of a heredoc.
    pub scans_left: usize,
}

impl<'s> HclReader<'s> {
    pub(super) fn new(text: &'s str, places: StringPlaces) -> Self {
        Self {
            text,
            places,
            at: 0,
            end: text.len(),
            lines_count: true,
            depth: 0,
            problems: Vec::new(),
            left_out: 0,
            scans_left: text.len().saturating_mul(4) + 65_536,
        }
    }

    pub(super) fn finish<T>(mut self, value: T) -> HclRead<T> {
        sort_by_key(&mut self.problems, SyntaxDiagnostic::span);
        shorten(&mut self.problems, self.left_out, |count| HclFault::More(count).into());
        HclRead { value, problems: self.problems }
    }

    /// A place in the source.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        self.places.place(start, end)
    }

    /// The place from an offset to the cursor.
    pub(super) fn since(&self, start: usize) -> Span {
        self.span(start, self.at)
    }

    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        if at < self.end { self.text.as_bytes().get(at).copied() } else { None }
    }

    /// The next byte.
    pub(super) fn peek(&self) -> Option<u8> {
        self.byte(self.at)
    }

    /// The text from the cursor on.
    pub(super) fn rest(&self) -> &'s str {
        self.text.get(self.at..self.end).unwrap_or_default()
    }

    pub(super) fn slice(&self, start: usize, end: usize) -> &'s str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// Moves past a byte, if it is the next one.
    pub(super) fn eat(&mut self, byte: u8) -> bool {
        let is_there = self.peek() == Some(byte);
        self.at += usize::from(is_there);
        is_there
    }

    /// Moves past a text, if it is next.
    pub(super) fn eat_text(&mut self, text: &str) -> bool {
        let is_there = self.rest().starts_with(text);
        self.at += if is_there { text.len() } else { 0 };
        is_there
    }

    /// Moves past blanks and comments, and past line breaks where they end nothing.
    pub(super) fn skip(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b' ' | b'\t' | b'\r' => self.at += 1,
                b'\n' if !self.lines_count => self.at += 1,
                b'#' => self.skip_line_comment(),
                b'/' if self.byte(self.at + 1) == Some(b'/') => self.skip_line_comment(),
                b'/' if self.byte(self.at + 1) == Some(b'*') => self.skip_comment(),
                _ => break,
            }
        }
    }

    /// Moves past blanks, comments and line breaks.
    pub(super) fn skip_lines(&mut self) {
        self.with_lines(false, Self::skip);
    }

    /// To the end of the line, which is no part of the comment.
    fn skip_line_comment(&mut self) {
        let line = self.rest().as_bytes();
        self.at += line.iter().position(|&byte| byte == b'\n').unwrap_or(line.len());
    }

    fn skip_comment(&mut self) {
        let start = self.at;
        if let Some(len) = self.rest().find("*/") {
            self.at += len + 2;
        } else {
            self.at = self.end;
            self.report(self.span(start, start + 2), HclFault::UnclosedComment);
        }
    }

    /// Reads where line breaks end something, or do not.
    pub(super) fn with_lines<T>(&mut self, count: bool, read: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.lines_count, count);
        let result = read(self);
        self.lines_count = before;
        result
    }

    /// Reads one level deeper.
    pub(super) fn nested<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> HclResult<T>,
    ) -> HclResult<T> {
        if self.depth >= MAX_DEPTH {
            let fault = HclFault::TooDeep { most: MAX_DEPTH };
            return Err(self.report(self.here(), fault));
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    /// The name at the cursor, if there is one.
    pub(super) fn name(&mut self) -> Option<&'s str> {
        let rest = self.rest();
        if !rest.starts_with(begins_name) {
            return None;
        }
        let len = rest.find(|c| !continues_name(c)).unwrap_or(rest.len());
        self.at += len;
        rest.get(..len)
    }

    /// The name that has to be at the cursor.
    pub(super) fn required_name(&mut self) -> HclResult<&'s str> {
        self.skip();
        self.name().ok_or_else(|| self.expected(HclExpected::Name))
    }

    /// Whether a word is at the cursor, as a whole.
    pub(super) fn is_word(&self, word: &str) -> bool {
        let after = self.rest().strip_prefix(word);
        after.is_some_and(|after| !after.starts_with(continues_name))
    }

    /// Moves past a word, if it is next.
    pub(super) fn eat_word(&mut self, word: &str) -> bool {
        let is_there = self.is_word(word);
        self.at += if is_there { word.len() } else { 0 };
        is_there
    }

    /// Where the next word or character is; empty at the end.
    pub(super) fn here(&self) -> Span {
        let rest = self.rest();
        let word = rest.find(|c| !continues_name(c)).unwrap_or(rest.len());
        let len = if word > 0 { word } else { rest.chars().next().map_or(0, char::len_utf8) };
        self.span(self.at, self.at + len)
    }

    /// Reports that the grammar has something else at the cursor.
    pub(super) fn expected(&mut self, expected: HclExpected) -> Halt {
        let place = self.here();
        let found = match self.peek() {
            None if self.end == self.text.len() => HclFound::EndOfFile,
            None => HclFound::EndOfHeredoc,
            Some(b'\n' | b'\r') => HclFound::EndOfLine,
            Some(_) => HclFound::Text(TextExcerpt::of(self.slice(self.at, self.at + place.len()))),
        };
        self.report(place, HclFault::Expected { expected, found })
    }

    /// Takes down a problem.
    pub(super) fn report(&mut self, span: Span, fault: HclFault) -> Halt {
        if self.problems.len() < MAX_PROBLEMS {
            self.problems.push(SyntaxFault::from(fault).at(span));
        } else {
            self.left_out += 1;
        }
        Halt
    }

    /// The 1-based line of a place, for a message; 0 where the message is going to be omitted.
    pub(super) fn line_of(&self, place: Span) -> usize {
        if self.problems.len() >= MAX_PROBLEMS {
            return 0;
        }
        let at = place.range().start.saturating_sub(self.places.place(0, 0).range().start);
        self.slice(0, at).matches('\n').count() + 1
    }
}

/// Whether a name may begin with a character.
fn begins_name(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

/// Whether a name may have a character after its first.
pub(super) fn continues_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '-'
}
