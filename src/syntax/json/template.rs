//! Placeholders without quotes and the directives of template languages.

use super::trivia::hash_placeholder;
use super::{JsonReader, Value};
use crate::base::source::Span;
use crate::base::text::{Placeholder, placeholder_at_start};
pub(super) use crate::syntax::of_source;
use crate::syntax::{Node, OPEN_FILLER};

/// How far a placeholder of the simple spellings may reach.
const SIMPLE_REACH: usize = 256;

/// Words that begin a block, of Terraform, Go, Jinja and Handlebars.
const OPENING: [&str; 8] = ["if", "for", "range", "with", "define", "block", "each", "unless"];
/// Words that part one.
const PARTING: [&str; 4] = ["else", "elif", "elsif", "elseif"];

/// What a token of a template does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum MarkRole {
    /// It stands for a value: `${X}`.
    Value,
    /// It steers the template: `{% set x = 1 %}`.
    Steers,
    /// It opens a block that another directive closes: `%{ if x }`.
    Opens,
    /// It parts a block: `{{ else }}`.
    Parts,
    /// It closes a block: `%{ endif }`.
    Closes,
}

/// A placeholder or a directive in the text.
pub(super) struct Token<'s> {
    /// Offset after it.
    pub(super) end: usize,
    /// What it does.
    pub(super) role: MarkRole,
    /// The placeholder that it is, where it stands for a value.
    pub(super) placeholder: Placeholder<'s>,
}

/// What was skipped where a key may be.
pub(super) struct Passed {
    /// Where it is.
    pub(super) span: Span,
    /// Whether it is a directive.
    pub(super) directive: bool,
}

impl<'s> JsonReader<'s> {
    /// Moves past the placeholder or directive at the cursor and marks it.
    pub(super) fn template(&mut self) -> Option<Passed> {
        let token = self.token()?;
        let span = Span::new(self.at, token.end);
        self.marks.push(span);
        self.at = token.end;
        Some(Passed { span, directive: token.role != MarkRole::Value })
    }

    /// The placeholder or directive at the cursor, which stays where it is.
    pub(super) fn token(&mut self) -> Option<Token<'s>> {
        let (first, second) = (self.peek()?, self.byte(self.at + 1));
        if first == OPEN_FILLER && self.original.is_some() {
            return Some(self.open_filler());
        }
        let (open, close) = match (first, second) {
            (b'$' | b'%', Some(b'{')) => (2, self.balanced(b'{', b'}')),
            (b'$', Some(b'(')) => (2, self.balanced(b'(', b')')),
            (b'#', Some(b'{')) => (2, hash_placeholder(self.rest()).map(|len| self.at + len)),
            (b'{', Some(b'{')) if self.doubled_brace() => return None,
            (b'{', Some(b'{')) if self.byte(self.at + 2) == Some(b'{') => (3, self.until("}}}")),
            (b'{', Some(b'{')) => (2, self.until("}}")),
            (b'{', Some(b'%')) => (2, self.until("%}")),
            (b'{', Some(b'#')) => (2, self.until("#}")),
            (b'<', Some(b'%')) => (2, self.until("%>")),
            (b'$' | b'<' | b'%' | b'@', _) | (b'_', Some(b'_')) => (0, None),
            _ => return None,
        };
        match close {
            Some(end) => Some(self.classified(first, second, open, end)),
            None => self.simple(),
        }
    }

    /// What a rendering leaves open: everything up to where something else stands.
    fn open_filler(&self) -> Token<'s> {
        let is_filler = |byte: &u8| matches!(*byte, OPEN_FILLER | b'\n' | b'\r');
        let bytes = self.text.as_bytes().iter().skip(self.at);
        let end = self.at + bytes.take_while(|byte| is_filler(byte)).count();
        let written = self.written(Span::new(self.at, end)).trim_end();
        let end = self.at + written.len();
        // The directive that begins the block says what decides.
        let directive = written.lines().next().unwrap_or_default();
        let written = match directive.find("%}").or_else(|| directive.find("}}")) {
            Some(close) => directive.get(..close + 2).unwrap_or(directive),
            None => directive,
        };
        Token { end, role: MarkRole::Steers, placeholder: of_source(written, written) }
    }

    /// The value that a rendering leaves open: a comma may be in it.
    pub(super) fn open_value(&mut self) -> Node<'s> {
        let Token { end, placeholder, .. } = self.open_filler();
        let span = Span::new(self.at, end);
        self.at = end;
        self.comma_taken = true;
        Node { span, value: Value::Placeholder(placeholder) }
    }

    /// A placeholder of the spellings that require no care.
    fn simple(&self) -> Option<Token<'s>> {
        let mut reach = (self.at + SIMPLE_REACH).min(self.text.len());
        while !self.text.is_char_boundary(reach) {
            reach -= 1;
        }
        let (placeholder, len) = placeholder_at_start(self.slice(self.at, reach))?;
        let end = self.at + len;
        Some(Token { end, role: MarkRole::Value, placeholder })
    }

    /// What a bracketed token is, by its first word.
    fn classified(&self, first: u8, second: Option<u8>, open: usize, end: usize) -> Token<'s> {
        let written = self.slice(self.at, end);
        let inner = written.get(open..).unwrap_or_default();
        let inner = inner.trim_end_matches(['}', ')', '%', '#', '>']);
        let inner = inner.trim_matches(['-', '~', '+']).trim();
        let word_len = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
        let word = inner.get(..word_len).unwrap_or_default();
        let role = if word.starts_with("end") || inner.starts_with('/') {
            MarkRole::Closes
        } else if PARTING.contains(&word) {
            MarkRole::Parts
        } else if OPENING.contains(&word) || inner.starts_with(['#', '^']) {
            MarkRole::Opens
        } else {
            MarkRole::Steers
        };
        let directive = match (first, second) {
            (b'%', _) | (b'{', Some(b'%' | b'#')) => true,
            (b'<', _) => !inner.starts_with('='),
            (b'{', _) => role != MarkRole::Steers || inner.starts_with('!'),
            _ => false,
        };
        let role = if directive { role } else { MarkRole::Value };
        let placeholder = simple(written).unwrap_or_else(|| of_source(written, inner));
        Token { end, role, placeholder }
    }

    /// `{{ "key": …`: braces doubled for a formatter, as in Python, and no placeholder.
    fn doubled_brace(&self) -> bool {
        let body = self.rest().trim_start_matches('{').trim_start();
        let Some(key) = body.strip_prefix('"') else { return false };
        let Some((key, after)) = key.split_once('"') else { return false };
        !key.contains('\n') && after.trim_start().starts_with(':')
    }

    /// Where a bracketed token ends: brackets nest, and those in strings do not count.
    pub(super) fn balanced(&mut self, open: u8, close: u8) -> Option<usize> {
        let start = self.at;
        let limit = start.saturating_add(self.scans_left);
        let mut depth = 0_usize;
        let mut quoted = false;
        let mut escaped = false;
        for (offset, &byte) in self.text.as_bytes().iter().enumerate().skip(start + 1) {
            if offset > limit {
                break;
            }
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = quoted,
                b'"' => quoted = !quoted,
                _ if quoted => {}
                _ if byte == open => depth += 1,
                _ if byte == close => {
                    depth -= 1;
                    if depth == 0 {
                        return (offset > start + 2).then_some(offset + 1);
                    }
                }
                _ => {}
            }
        }
        self.scans_left = self.scans_left.saturating_sub(self.text.len() - start);
        None
    }

    /// Where the first `close` outside of a string ends, or else the first at all.
    fn until(&mut self, close: &str) -> Option<usize> {
        let start = self.at + 2;
        let body = self.slice(start, self.text.len());
        let plain = if self.scans_left > 0 { body.find(close) } else { None };
        let Some(plain) = plain else {
            self.scans_left = self.scans_left.saturating_sub(body.len());
            return None;
        };
        let (mut quoted, mut escaped) = (false, false);
        for (offset, &byte) in body.as_bytes().iter().enumerate() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = quoted,
                b'"' => quoted = !quoted,
                b'\n' if offset > plain => break,
                _ if quoted => {}
                _ if body.get(offset..).is_some_and(|tail| tail.starts_with(close)) => {
                    return Some(start + offset + close.len());
                }
                _ => {}
            }
        }
        Some(start + plain + close.len())
    }

    /// A value that begins with a brace and is a placeholder or a directive.
    pub(super) fn template_value(&mut self) -> Option<Node<'s>> {
        self.token()?;
        Some(self.unquoted())
    }

    /// A value made by directives: everything from `start` up to where the value ends.
    pub(super) fn block_value(&mut self, start: usize) -> Node<'s> {
        let mut blocks = 0_usize;
        let mut depth = 0_usize;
        loop {
            if let Some(token) = self.token() {
                let before = self.slice(start, self.at).trim_end();
                self.at = token.end;
                blocks += usize::from(token.role == MarkRole::Opens);
                blocks = blocks.saturating_sub(usize::from(token.role == MarkRole::Closes));
                // The comma after the value is within the block: the value has ended.
                if token.role == MarkRole::Closes && blocks == 0 && before.ends_with(',') {
                    self.comma_taken = true;
                    break;
                }
                continue;
            }
            match self.peek() {
                None => break,
                Some(b',') if depth == 0 && blocks == 0 => break,
                Some(b'}' | b']') if depth == 0 => break,
                Some(b'"') => {
                    self.skip_string();
                    continue;
                }
                Some(b'{' | b'[') => depth += 1,
                Some(b'}' | b']') => depth -= 1,
                Some(_) => {}
            }
            self.step();
        }
        self.at = start + self.slice(start, self.at).trim_end().len();
        let written = self.slice(start, self.at);
        let span = Span::new(start, self.at);
        self.marks.push(span);
        Node { span, value: Value::Placeholder(of_source(written, written)) }
    }
}

/// The placeholder as `text` finds it, where it takes the same text for one.
fn simple(written: &str) -> Option<Placeholder<'_>> {
    let (placeholder, len) = placeholder_at_start(written)?;
    (len == written.len()).then_some(placeholder)
}
