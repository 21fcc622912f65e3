//! Recovery after a syntax error: brackets that do not match, members without keys.

use super::{Before, JsonReader, MAX_DEPTH, Node, Once, Value};
use crate::base::source::Span;
use crate::syntax::{Bracket, Expected, JsonFault, Map};

/// How far ahead a stray bracket is weighed.
const LOOK_AHEAD: usize = 65_536;

/// A bracket that waits to be closed.
pub(super) struct Open {
    /// What closes it.
    pub(super) close: u8,
    /// Where it is.
    pub(super) at: usize,
    /// Where something in it was lost.
    pub(super) lost: Option<Span>,
}

impl<'s> JsonReader<'s> {
    /// At a closing bracket of the wrong kind: whether the innermost container ends before it. If it
    /// does not, the bracket is one too many and has been skipped.
    pub(super) fn mismatched(&mut self, found: u8) -> bool {
        let span = self.here();
        self.doubt(span);
        let outer = self.open.iter().rev().skip(1).any(|open| open.close == found);
        if outer && self.ends_innermost(found) {
            if let Some(Open { close, at, .. }) = self.open.last() {
                let (open, line) = (Bracket::closed_by(*close), self.line(*at));
                let found = Bracket::closed_by(found);
                self.report(span, JsonFault::MismatchedBracket { open, line, found });
            }
            return true;
        }
        self.report(span, JsonFault::UnmatchedBracket(Bracket::closed_by(found)));
        self.at += 1;
        false
    }

    /// Which of two readings of a stray bracket leaves less wrong in the rest of the text.
    fn ends_innermost(&mut self, found: u8) -> bool {
        if self.guesses_left == 0 {
            return true;
        }
        self.guesses_left -= 1;
        let open: Vec<u8> = self.open.iter().map(|open| open.close).collect();
        let mut ending = open.clone();
        let ended = close(&mut ending, found);
        ended + self.faults_ahead(ending) <= 1 + self.faults_ahead(open)
    }

    /// How many brackets after the cursor would be wrong, were `open` the brackets around it.
    fn faults_ahead(&self, mut open: Vec<u8>) -> usize {
        let mut faults = 0;
        let mut quoted = false;
        let mut escaped = false;
        for &byte in self.text.as_bytes().iter().skip(self.at + 1).take(LOOK_AHEAD) {
            // Whoever nests like this is not to be helped, and takes long.
            if open.len() > 2 * MAX_DEPTH {
                break;
            }
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = quoted,
                b'\n' => quoted = false,
                b'"' => quoted = !quoted,
                _ if quoted => {}
                b'{' => open.push(b'}'),
                b'[' => open.push(b']'),
                b'}' | b']' => faults += close(&mut open, byte),
                _ => {}
            }
        }
        faults + open.len()
    }

    /// At the end of the text, inside a container: reported once, at the innermost bracket.
    pub(super) fn unclosed(&mut self) {
        let Some((close, at)) = self.open.last().map(|open| (open.close, open.at)) else {
            return;
        };
        self.doubt(Span::new(at, at + 1));
        if !self.first_time(Once::Unclosed) {
            return;
        }
        let fault = JsonFault::UnclosedBracket(Bracket::closed_by(close));
        self.record(Span::new(at, at + 1), fault);
    }

    /// After the brace that closes the outermost object: whether members follow nevertheless.
    pub(super) fn closed_too_early(&mut self) -> bool {
        if self.open.len() != 1 {
            return false;
        }
        let more = self.rest().trim_start().strip_prefix(',');
        if !more.is_some_and(|more| more.trim_start().starts_with('"')) {
            return false;
        }
        self.report_early_end(self.at - 1);
        true
    }

    fn report_early_end(&mut self, at: usize) {
        self.doubt(Span::new(at, at + 1));
        self.report(Span::new(at, at + 1), JsonFault::EarlyEnd);
    }

    /// A colon in an array: a member of the object before it, which was closed too early, or braces
    /// that are missing.
    pub(super) fn colon_in_list(&mut self, items: &mut Vec<Node<'s>>, before: Before) -> Before {
        if let [
            ..,
            Node { value: Value::Map(_), span },
            Node { value: Value::String(_), span: key },
        ] = items.as_slice()
        {
            let (span, key) = (span.range(), key.range());
            items.pop();
            if let Some(Node { value: Value::Map(map), .. }) = items.pop() {
                self.report_early_end(span.end.saturating_sub(1));
                self.at = key.start;
                items.push(self.members(span.start, map, Before::Loose));
                return Before::Item;
            }
        }
        self.lose(self.here());
        if !matches!(before, Before::Loose) {
            self.expected(Expected::CommaOrSquareBracket, self.here());
        }
        self.at += 1;
        Before::Loose
    }

    /// `"name":` and then `"image": …`: the string that was read as the value of the first key is the key of
    /// the next member. Goes back to it.
    pub(super) fn was_key(&mut self, key: Span, value: &Node<'s>) -> bool {
        if !matches!(value.value, Value::String(_)) || matches!(self.peek(), Some(b',' | b'\n')) {
            return false;
        }
        self.gap();
        if self.peek() != Some(b':') {
            return false;
        }
        self.at = value.span.range().start;
        self.report_no_value(key);
        true
    }

    pub(super) fn report_no_value(&mut self, key_span: Span) {
        // More than the value may be missing.
        self.lose(Span::new(key_span.range().end, key_span.range().end));
        self.report(key_span, JsonFault::NoValue);
    }

    /// A bracket where a key belongs; none if the object ends before it.
    pub(super) fn keyless(&mut self, map: &mut Map<'s>, before: Before) -> Option<Before> {
        let is_brace = self.peek() == Some(b'{');
        let in_list = self.open.iter().rev().nth(1).is_some_and(|open| open.close == b']');
        match before {
            // The object was not closed, and the next one of the array begins.
            Before::Comma(comma) if is_brace && in_list => {
                self.doubt(self.here());
                self.expected(Expected::ClosingBrace, self.here());
                self.at = comma;
                return None;
            }
            // The braces are doubled, as formatters have it.
            Before::Start if is_brace => {
                if self.first_time(Once::DoubledBrace) {
                    self.expected(Expected::Key, self.here());
                }
                if let Value::Map(inner) = self.container().value {
                    *map = inner;
                }
                return Some(Before::Loose);
            }
            Before::Loose => {}
            _ => self.expected(Expected::Key, self.here()),
        }
        // What has no comma before it is the value of the last key as likely as what that has.
        if matches!(before, Before::Item)
            && let Some(last) = map.entries.last_mut()
        {
            self.hide(&mut last.value);
        }
        self.lose(Span::new(self.at, self.at));
        // Nothing can be said of a value that belongs to no key.
        self.skip_container();
        Some(Before::Loose)
    }

    /// Text that is not part of an object: skipped up to where the object may continue.
    pub(super) fn junk(&mut self, before: Before) -> Before {
        let start = self.at;
        self.step();
        let tail = self.rest();
        let ends = ['"', ',', '}', ']', '{', '[', '\n', '\r'];
        let end = tail.find(ends).unwrap_or(tail.len());
        self.at += tail.get(..end).unwrap_or_default().trim_end().len();
        self.lose(Span::new(start, self.at));
        match before {
            Before::Loose => {}
            Before::Item => self.expected(Expected::CommaOrBrace, Span::new(start, self.at)),
            _ => self.expected(Expected::QuotedKey, Span::new(start, self.at)),
        }
        Before::Loose
    }

    /// A container that nests too deep: skipped without a call per level.
    pub(super) fn too_deep(&mut self) -> Node<'s> {
        let start = self.at;
        self.skip_container();
        if self.first_time(Once::TooDeep) {
            let fault = JsonFault::TooDeep { most: MAX_DEPTH };
            self.record(Span::new(start, start + 1), fault);
        }
        Node { span: Span::new(start, self.at), value: Value::Null }
    }

    /// Moves past the container at the cursor, whatever is in it.
    pub(super) fn skip_container(&mut self) {
        let mut depth = 0_usize;
        loop {
            match self.peek() {
                None => break,
                Some(b'"') => self.skip_string(),
                Some(b'{' | b'[') => {
                    depth += 1;
                    self.at += 1;
                }
                Some(b'}' | b']') => {
                    depth -= 1;
                    self.at += 1;
                    if depth == 0 {
                        break;
                    }
                }
                Some(_) => self.at += 1,
            }
        }
    }

    /// Moves past a string without reading it; one that does not end on its line ends there.
    pub(super) fn skip_string(&mut self) {
        self.at += 1;
        while let Some(byte) = self.peek() {
            match byte {
                b'\n' => return,
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
            if byte == b'"' {
                return;
            }
        }
        self.at = self.at.min(self.text.len());
    }
}

/// Closes brackets up to one that `found` closes; how many were wrong about it.
fn close(open: &mut Vec<u8>, found: u8) -> usize {
    match open.iter().rposition(|&close| close == found) {
        Some(index) => {
            let skipped = open.len() - index - 1;
            open.truncate(index);
            skipped
        }
        None => 1,
    }
}
