//! Text without quotes: numbers, `true`, `false`, `null`, and words that should have quotes.

use super::template::{MarkRole, of_source};
use super::{JsonReader, Once, Value};
use crate::base::source::Span;
use crate::syntax::{FILLER, JsonFault, JsonLiteral, Node, OPEN_FILLER};
use std::borrow::Cow;

impl<'s> JsonReader<'s> {
    /// The number or literal at the cursor, if it is one and nothing is attached to it.
    pub(super) fn plain_scalar(&mut self) -> Option<Value<'s>> {
        let (value, end) = match self.peek()? {
            b'-' | b'0'..=b'9' => {
                let end = self.number_end()?;
                (Value::Number(Cow::Borrowed(self.slice(self.at, end))), end)
            }
            b't' => (Value::Bool(true), self.literal_end("true")?),
            b'f' => (Value::Bool(false), self.literal_end("false")?),
            b'n' => (Value::Null, self.literal_end("null")?),
            _ => return None,
        };
        if !ends_value(self.byte(end)) && !self.directive_at(end) {
            return None;
        }
        if let Value::Number(number) = &value {
            self.check_range(number);
        }
        self.at = end;
        Some(value)
    }

    /// Whether a directive is attached: `1{% if x %}, "b": 2{% endif %}`.
    fn directive_at(&mut self, end: usize) -> bool {
        if !matches!(self.byte(end), Some(b'{' | b'%' | b'<')) {
            return false;
        }
        let start = std::mem::replace(&mut self.at, end);
        let found = self.token().is_some_and(|token| token.role != MarkRole::Value);
        self.at = start;
        found
    }

    fn literal_end(&self, literal: &str) -> Option<usize> {
        self.rest().starts_with(literal).then_some(self.at + literal.len())
    }

    /// Where the number at the cursor ends, by the grammar of JSON.
    fn number_end(&self) -> Option<usize> {
        let mut at = self.at + usize::from(self.peek() == Some(b'-'));
        at = match self.byte(at) {
            Some(b'0') => at + 1,
            _ => self.digits(at)?,
        };
        if self.byte(at) == Some(b'.') {
            at = self.digits(at + 1)?;
        }
        if matches!(self.byte(at), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(self.byte(at + 1), Some(b'+' | b'-')));
            at = self.digits(at + 1 + sign)?;
        }
        Some(at)
    }

    /// The end of a run of at least one digit.
    fn digits(&self, at: usize) -> Option<usize> {
        let rest = self.text.as_bytes().get(at..)?;
        let len = rest.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(rest.len());
        (len > 0).then_some(at + len)
    }

    /// JSON readers reject a number that no 64-bit float can hold, such as `1e999`.
    fn check_range(&mut self, number: &str) {
        let suspect = number.len() > 300 || number.contains(['e', 'E']);
        if suspect && serde_json::from_str::<serde_json::Value>(number).is_err() {
            let span = Span::new(self.at, self.at + number.len());
            self.report(span, JsonFault::NumberTooLarge);
        }
    }

    /// A run without quotes where a value belongs: placeholders, a word, or both.
    pub(super) fn unquoted(&mut self) -> Node<'s> {
        if let Some(expression) = self.jsonnet() {
            return expression;
        }
        let start = self.at;
        let mut placeholders = Vec::new();
        loop {
            if let Some(token) = self.token() {
                if token.role != MarkRole::Value {
                    return self.block_value(start);
                }
                let span = Span::new(self.at, token.end);
                self.at = token.end;
                placeholders.push((span, token.placeholder));
            } else if self.at == start || !self.run_ends() {
                self.step();
            } else {
                break;
            }
        }
        if placeholders.is_empty() {
            self.end_of_words(start);
        }
        let span = Span::new(start, self.at);
        let written = self.slice(start, self.at);
        if placeholders.is_empty() {
            self.report_word(written, span);
        } else {
            self.marks.push(span);
        }
        let alone = placeholders.pop().filter(|(own, _)| *own == span);
        let placeholder =
            alone.map_or_else(|| of_source(written, written), |(_, placeholder)| placeholder);
        Node { span, value: Value::Placeholder(placeholder) }
    }

    /// Reports a word where a value belongs.
    fn report_word(&mut self, word: &str, span: Span) {
        if word.contains(':') {
            self.lose(span);
        }
        let (found, meant) = (self.excerpt(span), JsonLiteral::meant_by(word));
        self.report(span, JsonFault::BareWord { found, meant });
    }

    /// The key without double quotes at the cursor, which moves past it. A word is a key where a colon or
    /// `=` follows.
    pub(super) fn unquoted_key(&mut self) -> Option<&'s str> {
        if let Some(key) = self.odd_string() {
            return Some(key);
        }
        let rest = self.rest();
        let in_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '$');
        let len = rest.find(|c| !in_key(c)).unwrap_or(rest.len());
        let (key, after) = (rest.get(..len)?, rest.get(len..)?);
        if key.is_empty() || !after.trim_start().starts_with([':', '=']) {
            return None;
        }
        self.report_quotes(Span::new(self.at, self.at + len));
        self.at += len;
        Some(key)
    }

    /// Reports a key or a string that does not stand in double quotes.
    pub(super) fn report_quotes(&mut self, span: Span) {
        if self.first_time(Once::Quotes) {
            let found = self.excerpt(span);
            self.report(span, JsonFault::MissingQuotes(found));
        }
    }

    /// Whether a run without quotes ends at the cursor. A quote ends it unless it is itself followed
    /// by an end: in `"cpu": 256",` the opening quote is missing, and one message about it is sufficient.
    fn run_ends(&self) -> bool {
        let byte = self.peek();
        ends_value(byte)
            || matches!(byte, Some(b'{' | b'['))
            || (byte == Some(b'"') && !ends_value(self.byte(self.at + 1)))
    }

    /// Words of plain text belong together up to what may follow a value: `my first app`.
    fn end_of_words(&mut self, start: usize) {
        let tail = self.rest();
        let ends = [',', '}', ']', '{', '[', '"', '\n', '\r', char::from(FILLER)];
        let end = tail.find(ends).unwrap_or(tail.len());
        let tail = tail.get(..end).unwrap_or_default();
        let comment = [" //", " #", " /*", "\t//", "\t#"].iter().filter_map(|mark| tail.find(mark));
        let tail = tail.get(..comment.min().unwrap_or(end)).unwrap_or_default();
        self.at = (self.at + tail.trim_end().len()).max(start + 1);
    }
}

/// Whether a number or a word may end before this byte.
pub(super) fn ends_value(byte: Option<u8>) -> bool {
    matches!(
        byte,
        None | Some(b',' | b'}' | b']' | b' ' | b'\n' | b'\t' | b'\r' | FILLER | OPEN_FILLER)
    )
}
