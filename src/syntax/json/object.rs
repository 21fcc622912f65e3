//! Objects, and what people write between their members.

use super::jsonnet::is_jsonnet;
use super::loss::no_value;
use super::{Before, JsonReader, Once};
use crate::base::maps::HashMap;
use crate::base::source::Span;
use crate::syntax::json::recovery::Open;
use crate::syntax::json::template::of_source;
use crate::syntax::{Bracket, Entry, Expected, JsonFault, Map, Node, Value};
use std::borrow::Cow;

impl<'s> JsonReader<'s> {
    /// The object whose brace is at the cursor.
    pub(super) fn object(&mut self) -> Node<'s> {
        let start = self.at;
        self.at += 1;
        self.members(start, Map::default(), Before::Start)
    }

    /// The members from the cursor on, of an object that began at `start`.
    pub(super) fn members(&mut self, start: usize, map: Map<'s>, before: Before) -> Node<'s> {
        let (mut map, mut before) = (map, before);
        let mut is_partial = false;
        self.open.push(Open { close: b'}', at: start, lost: None });
        loop {
            self.gap();
            if self.passed_filler {
                (before, is_partial) = (Before::Loose, true);
            }
            match self.peek() {
                Some(b'"') => {
                    let (key, key_span) = self.string();
                    before = self.member(&mut map, before, key, key_span);
                }
                Some(b',') if matches!(before, Before::Item) => {
                    before = Before::Comma(self.at);
                    self.at += 1;
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
        let lost = self.open.pop().and_then(|open| open.lost);
        map.open = map.open.or(lost);
        // In another rendering the two may exclude each other.
        if !is_partial {
            self.duplicates(&map);
        }
        Node { span: Span::new(start, self.at), value: Value::Map(map) }
    }

    /// A comma at the cursor, after a member or an item or not.
    pub(super) fn comma(&mut self, before: Before) -> Before {
        if matches!(before, Before::Start | Before::Comma(_)) {
            let in_object = self.open.last().is_some_and(|open| open.close == b'}');
            if matches!(before, Before::Start) {
                self.lose(Span::new(self.at, self.at));
            }
            self.expected(if in_object { Expected::Key } else { Expected::Value }, self.here());
        }
        self.at += 1;
        Before::Comma(self.at - 1)
    }

    /// At a closing bracket: whether a comma is before it.
    pub(super) fn trailing_comma(&mut self, before: Before) {
        if let Before::Comma(at) = before {
            let within = Bracket::closed_by(self.peek().unwrap_or(b'}'));
            self.report(Span::new(at, at + 1), JsonFault::TrailingComma { within });
        }
    }

    /// What follows a key.
    fn member(
        &mut self,
        map: &mut Map<'s>,
        before: Before,
        key: Cow<'s, str>,
        key_span: Span,
    ) -> Before {
        let is_whole = !std::mem::take(&mut self.string_in_doubt);
        if matches!(before, Before::Item) {
            self.expected(Expected::Comma, key_span);
            // What begins right behind a value is a part of it as likely.
            let last = map.entries.last_mut();
            if let Some(last) = last.filter(|it| it.value.span.end == key_span.start) {
                self.hide(&mut last.value);
            }
        }
        self.gap();
        let has_colon = matches!(self.peek(), Some(b':' | b'=' | b'+'));
        let (mut value, mut was_key) = (None, false);
        if self.plain_colon() || self.colon(key_span) {
            let read = self.value();
            was_key = self.was_key(key_span, &read);
            if has_colon && is_whole && !was_key {
                // What most members are.
                map.entries.push(Entry { key, key_span, value: read });
                let is_loose = std::mem::take(&mut self.comma_taken);
                return if is_loose { Before::Loose } else { Before::Item };
            }
            value = Some(read).filter(|_| !was_key);
        }
        // What is left of a string after a syntax error is no key.
        let is_value = |node: &Node<'_>| !matches!(node.value, Value::Placeholder(_));
        let is_likely = matches!(before, Before::Start | Before::Comma(_));
        if !is_whole || !(has_colon || (is_likely && value.as_ref().is_none_or(is_value))) {
            self.lose(key_span);
            // The text of a container has brackets of its own; a string that has some took them from others.
            let is_container = |it: &Node<'_>| matches!(it.value, Value::Map(_) | Value::List(_));
            if let Some(value) = value.filter(|it| !is_container(it)) {
                self.lose(value.span);
            }
        } else {
            let value = value.unwrap_or_else(|| {
                if self.passed_filler {
                    self.value_of_other_renderings(key_span)
                } else {
                    no_value(key_span)
                }
            });
            map.entries.push(Entry { key, key_span, value });
        }
        let is_loose = std::mem::take(&mut self.comma_taken) || was_key;
        if is_loose { Before::Loose } else { Before::Item }
    }

    /// Where no branch of a template gives a value, it may have any.
    fn value_of_other_renderings(&self, key_span: Span) -> Node<'s> {
        let end = key_span.range().end;
        let written = self.written(Span::new(end, self.at)).trim_start_matches(':').trim();
        Node { span: Span::new(end, end), value: Value::Placeholder(of_source(written, written)) }
    }

    /// Moves past a colon, and one blank at most, to a value that begins right there: what most members have.
    fn plain_colon(&mut self) -> bool {
        if self.peek() != Some(b':') {
            return false;
        }
        let at = self.at + 1 + usize::from(self.byte(self.at + 1) == Some(b' '));
        let is_value =
            matches!(self.byte(at), Some(b'"' | b'{' | b'[' | b'0'..=b'9' | b't' | b'f'));
        if is_value {
            self.at = at;
        }
        is_value
    }

    /// Moves past the colon after a key, and to the value; false if there is none.
    fn colon(&mut self, key_span: Span) -> bool {
        match self.peek() {
            Some(b':' | b'+')
                if self.byte(self.at + 1) == Some(b':') && is_jsonnet(self.rest()) =>
            {
                self.expected(Expected::Colon, self.here());
                self.at += 2;
            }
            Some(b':') => self.at += 1,
            Some(b'=') => {
                let len = if self.byte(self.at + 1) == Some(b'>') { 2 } else { 1 };
                if self.first_time(Once::EqualsSign) {
                    self.expected(Expected::Colon, Span::new(self.at, self.at + len));
                }
                self.at += len;
            }
            Some(b',' | b'}' | b']') => {}
            Some(_) => self.expected(Expected::Colon, self.here()),
            None => return false,
        }
        self.gap();
        if matches!(self.peek(), Some(b',' | b'}' | b']')) {
            if !self.passed_filler {
                self.report_no_value(key_span);
            }
            return false;
        }
        if self.peek() == Some(b':') {
            self.expected(Expected::Value, self.here());
            self.at += 1;
            self.gap();
        }
        !matches!(self.peek(), None | Some(b',' | b'}' | b']' | b':'))
    }

    /// What is at the place of a key and is not a string; none if the object ends before it.
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
            self.lose(span);
            return Some(Before::Loose);
        }
        let start = self.at;
        if let Some(key) = self.unquoted_key() {
            let span = Span::new(start, self.at);
            return Some(self.member(map, before, Cow::Borrowed(key), span));
        }
        match byte {
            b'{' | b'[' => self.keyless(map, before),
            _ => {
                // What follows a value is a part of it as likely.
                let last = map.entries.last_mut().filter(|_| matches!(before, Before::Item));
                if let Some(last) = last {
                    self.hide(&mut last.value);
                }
                Some(self.junk(before))
            }
        }
    }

    /// Warns of duplicate keys. In a template the two may exclude each other.
    fn duplicates(&mut self, map: &Map<'s>) {
        let entries = &map.entries;
        if map.open.is_some() || entries.len() < 2 {
            return;
        }
        if entries.len() > 16 {
            let mut first = HashMap::default();
            first.reserve(entries.len());
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
        let first_line = self.line(first.range().start);
        let key = entry.key.to_string();
        self.record(entry.key_span, JsonFault::DuplicateKey { key, first_line });
    }
}
