//! Objects, and what people write between their members.

use super::{Before, Reader, Told};
use crate::base::problem::Problem;
use crate::base::source::Span;
use crate::syntax::json::brackets::Open;
use crate::syntax::{Entry, Map, Node, Value};
use std::borrow::Cow;
use std::collections::HashMap;

impl<'s> Reader<'s> {
    /// The object whose brace is at the cursor.
    pub(super) fn object(&mut self) -> Node<'s> {
        let start = self.at;
        self.at += 1;
        self.members(start, Map::default(), Before::Start)
    }

    /// The members from the cursor on, of an object that began at `start`.
    pub(super) fn members(&mut self, start: usize, map: Map<'s>, before: Before) -> Node<'s> {
        let (mut map, mut before) = (map, before);
        self.open.push(Open { close: b'}', at: start });
        loop {
            self.gap();
            match self.peek() {
                Some(b'"') => {
                    let (key, key_span) = self.string();
                    before = self.member(&mut map, before, key, key_span);
                }
                Some(b',') => before = self.comma(before),
                Some(b'}') => {
                    self.trailing_comma(before);
                    self.at += 1;
                    if !self.closed_too_early() {
                        break;
                    }
                    before = Before::Item;
                }
                Some(b']') => {
                    if self.mismatched(b']') {
                        break;
                    }
                }
                Some(byte) => match self.odd_member(&mut map, before, byte) {
                    Some(next) => before = next,
                    None => break,
                },
                None => {
                    self.unclosed();
                    break;
                }
            }
        }
        self.open.pop();
        self.duplicates(&map);
        Node { span: Span::new(start, self.at), value: Value::Map(map) }
    }

    /// A comma at the cursor, after a member or an item or not.
    pub(super) fn comma(&mut self, before: Before) -> Before {
        let span = Span::new(self.at, self.at + 1);
        match before {
            Before::Item | Before::Loose => {}
            Before::Start => self.syntax(span, "nothing stands before this comma", "take it out"),
            Before::Comma(_) => self.syntax(span, "two commas in a row", "take one of them out"),
        }
        self.at += 1;
        Before::Comma(self.at - 1)
    }

    /// At a closing bracket: whether a comma stands before it.
    pub(super) fn trailing_comma(&mut self, before: Before) {
        if let Before::Comma(at) = before {
            let bracket = self.peek().map_or('}', char::from);
            let message = format!("nothing follows this comma before the `{bracket}`");
            let problem = Problem::error("trailing-comma", Span::new(at, at + 1), message);
            self.report(problem.with_help("take the comma out"));
        }
    }

    /// After the brace that closes the outermost object: whether members follow nevertheless.
    fn closed_too_early(&mut self) -> bool {
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

    pub(super) fn report_early_end(&mut self, at: usize) {
        let message = "this `}` closes the object, but members of it follow";
        self.syntax(
            Span::new(at, at + 1),
            message,
            "take it out: a closing brace is too many here",
        );
    }

    /// What follows a key.
    fn member(
        &mut self,
        map: &mut Map<'s>,
        before: Before,
        key: Cow<'s, str>,
        key_span: Span,
    ) -> Before {
        if matches!(before, Before::Item) {
            let message = "expected a comma before this key";
            self.syntax(key_span, message, "add `,` after the member before it");
        }
        self.gap();
        if !self.colon(key_span) {
            let end = key_span.range().end;
            let value = Node { span: Span::new(end, end), value: Value::Null };
            map.entries.push(Entry { key, key_span, value });
            return Before::Item;
        }
        let value = self.value();
        let after =
            if std::mem::take(&mut self.comma_taken) { Before::Loose } else { Before::Item };
        map.entries.push(Entry { key, key_span, value });
        after
    }

    /// Moves past the colon after a key, and to the value; false where there is none.
    fn colon(&mut self, key_span: Span) -> bool {
        match self.peek() {
            Some(b':') => self.at += 1,
            Some(b'=') => {
                let len = if self.byte(self.at + 1) == Some(b'>') { 2 } else { 1 };
                let span = Span::new(self.at, self.at + len);
                if self.first_time(Told::EqualsSign) {
                    let message = "expected a colon between key and value";
                    self.syntax(span, message, "write `:` here, and wherever else `=` stands");
                }
                self.at += len;
            }
            Some(b',' | b'}' | b']') => {}
            Some(_) => {
                let start = self.at;
                self.step();
                let span = Span::new(start, self.at);
                self.at = start;
                self.syntax(span, "expected a colon before this value", "add `:` after the key");
            }
            None => return false,
        }
        self.gap();
        if matches!(self.peek(), Some(b',' | b'}' | b']')) {
            let message = "this key has no value";
            self.syntax(key_span, message, "add `:` and a value after it");
            return false;
        }
        if self.peek() == Some(b':') {
            let span = Span::new(self.at, self.at + 1);
            self.syntax(span, "two colons in a row", "take one of them out");
            self.at += 1;
            self.gap();
        }
        !matches!(self.peek(), None | Some(b',' | b'}' | b']' | b':'))
    }

    /// What stands at the place of a key and is no string; none where the object ends before it.
    fn odd_member(&mut self, map: &mut Map<'s>, before: Before, byte: u8) -> Option<Before> {
        if let Some(token) = self.template() {
            map.open.get_or_insert(token.span);
            self.gap();
            if !token.directive && self.peek() == Some(b':') && self.colon(token.span) {
                self.value();
                return Some(Before::Item);
            }
            return Some(Before::Loose);
        }
        if let Some(span) = self.ellipsis() {
            map.open.get_or_insert(span);
            return Some(Before::Loose);
        }
        let start = self.at;
        if let Some(key) = self.odd_string() {
            let span = Span::new(start, self.at);
            return Some(self.member(map, before, Cow::Borrowed(key), span));
        }
        match byte {
            b'{' | b'[' => self.keyless(map, before),
            b':' if self.value_was_key(map) => Some(Before::Loose),
            _ => match self.bare_key() {
                Some(key) => {
                    let span = Span::new(start, self.at);
                    Some(self.member(map, before, Cow::Borrowed(key), span))
                }
                None => Some(self.junk(before)),
            },
        }
    }

    /// `"name":` and then `"image": …`: the string that was read as the first one's value is the key of
    /// the next member. Goes back to it.
    fn value_was_key(&mut self, map: &mut Map<'s>) -> bool {
        if self.peek() != Some(b':') {
            return false;
        }
        let Some(last) = map.entries.last_mut() else { return false };
        if !matches!(last.value.value, Value::String(_)) {
            return false;
        }
        let (key_span, value_span) = (last.key_span, last.value.span);
        last.value = Node {
            span: Span::new(key_span.range().end, key_span.range().end),
            value: Value::Null,
        };
        self.at = value_span.range().start;
        self.syntax(key_span, "this key has no value", "add a value, and a comma after it");
        true
    }

    /// A bracket where a key belongs.
    fn keyless(&mut self, map: &mut Map<'s>, before: Before) -> Option<Before> {
        let span = Span::new(self.at, self.at + 1);
        let bracket = self.peek().map_or('{', char::from);
        let in_list = self.open.iter().rev().nth(1).is_some_and(|open| open.close == b']');
        if let (Before::Comma(comma), '{', true) = (before, bracket, in_list) {
            let line = self.open.last().map_or(0, |open| self.line(open.at));
            let message =
                format!("the object of line {line} is not closed before this `{{` begins the next");
            self.syntax(span, message, "add `}` before the comma");
            self.at = comma;
            return None;
        }
        if matches!(before, Before::Start) && bracket == '{' {
            if self.first_time(Told::DoubledBrace) {
                self.syntax(span, "this brace is doubled", "write single braces");
            }
            if let Value::Map(inner) = self.container().value {
                *map = inner;
            }
            return Some(Before::Loose);
        }
        if !matches!(before, Before::Loose) {
            let message = format!("expected a key before this `{bracket}`");
            self.syntax(span, message, "write `\"key\":` before it");
        }
        // Nothing can be said of a value that belongs to no key.
        self.skip_container();
        Some(Before::Loose)
    }

    /// An unquoted word that a colon or `=` follows; its place is told, and the cursor stands after it.
    fn bare_key(&mut self) -> Option<&'s str> {
        let rest = self.rest();
        let in_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '$');
        let len = rest.find(|c| !in_key(c)).unwrap_or(rest.len());
        let (key, after) = (rest.get(..len)?, rest.get(len..)?);
        if key.is_empty() || !after.trim_start().starts_with([':', '=']) {
            return None;
        }
        let span = Span::new(self.at, self.at + len);
        if self.first_time(Told::BareKey) {
            let message = format!("the key `{key}` stands without quotes");
            self.syntax(span, message, "keys in JSON stand in double quotes");
        }
        self.at += len;
        Some(key)
    }

    /// Text that is no part of an object: passed over up to where it may go on.
    pub(super) fn junk(&mut self, before: Before) -> Before {
        let start = self.at;
        let rest = self.rest();
        let first = rest.chars().next().map_or(1, char::len_utf8);
        let tail = rest.get(first..).unwrap_or_default();
        let ends = ['"', ',', '}', ']', '{', '[', '\n', '\r'];
        let end = tail.find(ends).unwrap_or(tail.len());
        let len = first + tail.get(..end).unwrap_or_default().trim_end().len();
        self.at += len;
        if !matches!(before, Before::Loose) {
            let message = match before {
                Before::Item => "expected a comma or a closing bracket here",
                _ => "expected a key in double quotes here",
            };
            self.syntax(Span::new(start, self.at), message, "take this out, or put it in quotes");
        }
        Before::Loose
    }

    /// Warns of keys that stand twice. In a template the two may exclude each other.
    fn duplicates(&mut self, map: &Map<'s>) {
        let entries = &map.entries;
        if map.open.is_some() || entries.len() < 2 {
            return;
        }
        if entries.len() > 16 {
            let mut first = HashMap::with_capacity(entries.len());
            for entry in entries {
                let key = entry.key.as_ref();
                if let Some(&earlier) = first.get(key) {
                    self.report_duplicate(entry, earlier);
                } else {
                    first.insert(key, entry.key_span);
                }
            }
            return;
        }
        for (index, entry) in entries.iter().enumerate() {
            let earlier = entries.iter().take(index).find(|earlier| earlier.key == entry.key);
            if let Some(earlier) = earlier {
                self.report_duplicate(entry, earlier.key_span);
            }
        }
    }

    fn report_duplicate(&mut self, entry: &Entry<'s>, first: Span) {
        let line = self.line(first.range().start);
        let message =
            format!("`{}` stands here a second time; line {line} has it first", entry.key);
        let problem = Problem::warning("duplicate-key", entry.key_span, message);
        self.record(problem.with_help("the last one counts: take the others out"));
    }
}
