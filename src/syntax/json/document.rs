//! The text around the value of a file.

use super::template::MarkRole;
use super::{JsonReader, Once};
use crate::base::source::Span;
use crate::syntax::{Expected, JsonFault, Node, Value};

impl<'s> JsonReader<'s> {
    /// Every value of the text: one, unless it is a stream of them.
    pub(super) fn documents(&mut self, is_stream: bool) -> Vec<Node<'s>> {
        let mut documents = Vec::new();
        if let Some(scalar) = self.begin() {
            documents.push(scalar);
            return documents;
        }
        loop {
            self.gap();
            match self.peek() {
                None => return documents,
                Some(b'{' | b'[') if !self.directive_ahead(!documents.is_empty()) => {
                    // A placeholder before the value is part of the template, not a value of its own.
                    documents
                        .retain(|node: &Node<'_>| !matches!(node.value, Value::Placeholder(_)));
                    let is_extra = !documents.is_empty() && !is_stream;
                    if is_extra && self.first_time(Once::ExtraText) {
                        self.doubt(self.here());
                        self.expected(Expected::EndOfFile, self.here());
                    }
                    documents.push(self.value());
                }
                Some(_) => {
                    if self.template().is_none() {
                        self.extra_text();
                    }
                }
            }
        }
    }

    /// Whether a template token is at the cursor and is no document by itself.
    fn directive_ahead(&mut self, after_value: bool) -> bool {
        self.token().is_some_and(|token| after_value || token.role != MarkRole::Value)
    }

    /// Moves to where the first value begins. A text that is one plain value is read at once.
    fn begin(&mut self) -> Option<Node<'s>> {
        self.gap();
        while self.directive_ahead(false) {
            self.template();
            self.gap();
        }
        if matches!(self.peek(), None | Some(b'{' | b'[')) {
            return None;
        }
        // A file of another kind may begin with what looks like a comment or a value: start anew.
        let (start, marks) = (self.at, self.marks.len());
        let faults = self.problems.len();
        if !matches!(self.peek(), Some(b',' | b'}' | b']' | b':')) {
            let scalar = self.value();
            self.gap();
            if self.peek().is_none() && self.problems.len() == faults {
                return Some(scalar);
            }
        }
        let marks: Vec<Span> = self.marks.drain(..).take(marks).collect();
        *self = JsonReader { at: start, start: self.start, ..JsonReader::new(self.text) };
        if self.skip_to_bracket() {
            let first = self.slice(start, self.at).lines().next().unwrap_or_default().trim_end();
            let line = self.line(self.at);
            self.first_time(Once::ExtraText);
            let span = Span::new(start, start + first.len());
            self.report(span, JsonFault::TextBefore { line });
            self.marks = marks;
        } else {
            let line = self.rest().lines().next().unwrap_or_default().trim_end();
            let span = Span::new(start, start + line.len());
            self.report(span, JsonFault::NotJson);
            self.at = self.text.len();
        }
        None
    }

    /// Moves to the next line that begins with a bracket; whether there is one.
    fn skip_to_bracket(&mut self) -> bool {
        let rest = self.rest();
        let next = rest
            .match_indices('\n')
            .find(|&(at, _)| rest.get(at + 1..).is_some_and(|line| line.starts_with(['{', '['])));
        if let Some((at, _)) = next {
            self.at += at + 1;
        }
        next.is_some()
    }

    /// Text after the value, reported once.
    fn extra_text(&mut self) {
        let start = self.at;
        let bracket = matches!(self.peek(), Some(b'}' | b']' | b',' | b';'));
        let line = if bracket { None } else { self.rest().lines().next() };
        let len = line.map_or(1, |line| line.trim_end().len().max(1));
        let span = Span::new(start, start + len);
        if self.first_time(Once::ExtraText) {
            self.expected(Expected::EndOfFile, span);
        }
        if self.rest().contains(['{', '}', '[', ']', '"']) {
            self.doubt(span);
        }
        if bracket {
            self.at += 1;
        } else if !self.skip_to_bracket() {
            self.at = self.text.len();
        }
    }
}
