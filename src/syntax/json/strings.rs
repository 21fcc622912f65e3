//! Strings: borrowed as they are if possible, otherwise unescaped.

use super::JsonReader;
use crate::base::scan::after_plain;
use crate::base::source::Span;
use crate::syntax::{FILLER, JsonFault, OPEN_FILLER};
use std::borrow::Cow;

impl<'s> JsonReader<'s> {
    /// The string whose opening quote is at the cursor, and its place with its quotes.
    pub(super) fn string(&mut self) -> (Cow<'s, str>, Span) {
        let start = self.at;
        self.at += 1;
        self.skip_plain();
        while self.peek() == Some(b'"') && self.passes_placeholder(start) {
            self.skip_plain();
        }
        if self.peek() == Some(b'"') {
            let text = self.slice(start + 1, self.at);
            self.at += 1;
            return (Cow::Borrowed(text), Span::new(start, self.at));
        }
        let text = self.string_with_escapes(start);
        (Cow::Owned(text), Span::new(start, self.at))
    }

    /// Moves past what requires no care: neither a quote, an escape nor a control character.
    fn skip_plain(&mut self) {
        self.at = after_plain(self.text.as_bytes(), self.at);
    }

    /// The rest of a string that began at `start`, from the first byte that requires care.
    fn string_with_escapes(&mut self, start: usize) -> String {
        let mut text = String::new();
        let mut from = start + 1;
        // Line breaks up to here are known to lie within the string.
        let mut goes_on_to = 0;
        let mut reported = false;
        loop {
            match self.peek() {
                Some(b'"') if self.passes_placeholder(start) => {}
                Some(b'"') => {
                    text.push_str(self.slice(from, self.at));
                    self.at += 1;
                    self.string_in_doubt = reported;
                    return text;
                }
                Some(b'\\') => {
                    text.push_str(self.slice(from, self.at));
                    reported = self.escape(&mut text, reported);
                    from = self.at;
                }
                Some(FILLER | OPEN_FILLER) if self.original.is_some() => {
                    text.push_str(self.slice(from, self.at));
                    self.pass_filler(&mut text);
                    from = self.at;
                }
                Some(b'\n' | b'\r') if self.at >= goes_on_to => match self.closing_line() {
                    Some(line_end) => {
                        goes_on_to = line_end;
                        self.report_control(Span::new(start, self.at));
                        reported = true;
                    }
                    None => break,
                },
                Some(_) => {
                    if !reported {
                        self.report_control(self.here());
                    }
                    reported = true;
                    self.at += 1;
                }
                None => break,
            }
            self.skip_plain();
        }
        self.unterminated(start, from, text)
    }

    /// Moves past what a rendering leaves out. What may be anything is a placeholder in the string.
    fn pass_filler(&mut self, text: &mut String) {
        let start = self.at;
        let Some(filler) = self.peek() else { return };
        while self.peek() == Some(filler) {
            self.at += 1;
        }
        if filler == OPEN_FILLER {
            let first = self.written(Span::new(start, self.at)).lines().next().unwrap_or_default();
            let name = first.trim_matches(|c: char| !c.is_ascii_alphanumeric());
            text.extend([
                "{{",
                name.split(['%', '}', '{', '<', '>']).next().unwrap_or(name).trim(),
                "}}",
            ]);
        }
    }

    /// Where a string ends that has no closing quote: with its line, before a comma that ends it.
    fn unterminated(&mut self, start: usize, from: usize, mut text: String) -> String {
        let tail = self.slice(from, self.at).trim_end();
        let tail = tail.strip_suffix(',').unwrap_or(tail);
        text.push_str(tail);
        self.at = from + tail.len();
        let span = Span::new(start, self.at);
        self.report(span, JsonFault::UnclosedString);
        // The character that should be the quote may be part of it.
        self.string_in_doubt = true;
        if text.contains(['{', '}', '[', ']', ',', '"', ' ', '\t']) {
            self.lose(span);
        }
        text
    }

    /// At a line break inside a string: the end of the line on which it is closed, if it is.
    ///
    /// The next line with a quote decides. An odd number of quotes on it means that one of them closes
    /// this string; with an even number, the line is in order by itself and this string never ended.
    fn closing_line(&self) -> Option<usize> {
        let mut end = self.at;
        for line in self.rest().split_inclusive('\n') {
            end += line.len();
            let mut escaped = false;
            let mut quotes = 0_usize;
            for byte in line.bytes() {
                if byte == b'"' && !escaped {
                    quotes += 1;
                }
                escaped = byte == b'\\' && !escaped;
            }
            if quotes > 0 {
                return (quotes % 2 == 1).then_some(end);
            }
        }
        None
    }

    /// Reports a character that a string cannot hold as it is, and that is at the cursor.
    fn report_control(&mut self, span: Span) {
        let character = self.peek().map(char::from).unwrap_or_default();
        self.report(span, JsonFault::ControlCharacter(character));
    }

    /// The escape at the cursor; whether something was reported.
    fn escape(&mut self, text: &mut String, reported: bool) -> bool {
        let plain = match self.byte(self.at + 1) {
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(text, reported),
            _ => return self.bad_escape(text, reported),
        };
        text.push(plain);
        self.at += 2;
        reported
    }

    /// `\u00e4`, or a pair of them for a character past U+FFFF.
    fn unicode_escape(&mut self, text: &mut String, reported: bool) -> bool {
        let Some(first) = self.hex(self.at + 2) else {
            return self.bad_escape(text, reported);
        };
        if let Some(c) = char::from_u32(first) {
            text.push(c);
            self.at += 6;
            return reported;
        }
        let second = match (self.byte(self.at + 6), self.byte(self.at + 7)) {
            (Some(b'\\'), Some(b'u')) => self.hex(self.at + 8),
            _ => None,
        };
        let pair = second.filter(|second| first < 0xDC00 && (0xDC00..0xE000).contains(second));
        let joined = pair.map(|second| 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00));
        if let Some(c) = joined.and_then(char::from_u32) {
            text.push(c);
            self.at += 12;
            return reported;
        }
        if !reported {
            self.report_escape(Span::new(self.at, self.at + 6));
        }
        text.push(char::REPLACEMENT_CHARACTER);
        self.at += 6;
        true
    }

    /// The value of four hexadecimal digits.
    fn hex(&self, at: usize) -> Option<u32> {
        let digits = self.text.get(at..at + 4)?;
        let fits = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        fits.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
    }

    /// A backslash that begins no escape is kept, as in `C:\path`.
    fn bad_escape(&mut self, text: &mut String, reported: bool) -> bool {
        if !reported {
            let next = self.slice(self.at + 1, self.text.len()).chars().next();
            let len = next.filter(|c| !c.is_control()).map_or(1, |c| 1 + c.len_utf8());
            self.report_escape(Span::new(self.at, self.at + len));
        }
        text.push('\\');
        self.at += 1;
        true
    }

    fn report_escape(&mut self, span: Span) {
        let found = self.excerpt(span);
        self.report(span, JsonFault::UnknownEscape(found));
    }

    /// The text of a string in single or typographic quotes at the cursor, which moves past it. The string
    /// ends on its line.
    pub(super) fn odd_string(&mut self) -> Option<&'s str> {
        if !matches!(self.peek(), Some(b'\'' | 0xE2)) {
            return None;
        }
        let rest = self.rest();
        let quote = rest.chars().next()?;
        let single = quote == '\'';
        let closes = |c: char| if single { c == '\'' } else { is_smart(c) || c == '"' };
        if !single && !is_smart(quote) {
            return None;
        }
        let body = rest.get(quote.len_utf8()..)?;
        let (end, close) = body.char_indices().find(|&(_, c)| c == '\n' || closes(c))?;
        if close == '\n' {
            return None;
        }
        let start = self.at;
        self.at += quote.len_utf8() + end + close.len_utf8();
        self.report_quotes(Span::new(start, self.at));
        body.get(..end)
    }
}

fn is_smart(c: char) -> bool {
    matches!(c, '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{201F}' | '\u{2018}' | '\u{2019}')
}
