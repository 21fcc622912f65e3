//! Arrays, and what people write between their items.

use super::template::MarkRole;
use super::{Before, JsonReader};
use crate::base::source::Span;
use crate::syntax::json::recovery::Open;
use crate::syntax::loss::lost_item;
use crate::syntax::{Expected, Node, Value};

impl<'s> JsonReader<'s> {
    /// The array whose bracket is at the cursor.
    pub(super) fn list(&mut self) -> Node<'s> {
        let start = self.at;
        self.at += 1;
        let mut items = Vec::new();
        let mut before = Before::Start;
        self.open.push(Open { close: b']', at: start, lost: None });
        loop {
            self.gap();
            if self.passed_filler {
                before = Before::Loose;
            }
            match self.peek() {
                Some(b',') if matches!(before, Before::Item) => {
                    before = Before::Comma(self.at);
                    self.at += 1;
                }
                Some(b',') => before = self.comma(before),
                Some(b']') => {
                    self.trailing_comma(before);
                    self.at += 1;
                    break;
                }
                Some(b'}') => {
                    if self.mismatched(b'}') {
                        break;
                    }
                }
                Some(b':') => before = self.colon_in_list(&mut items, before),
                Some(_) => before = self.item(&mut items, before),
                None => {
                    self.unclosed();
                    break;
                }
            }
        }
        if self.open.pop().is_some_and(|open| open.lost.is_some()) {
            items.push(lost_item(self.at));
        }
        Node { span: Span::new(start, self.at), value: Value::List(items) }
    }

    /// One item, or what a template or an editor has put in its place.
    fn item(&mut self, items: &mut Vec<Node<'s>>, before: Before) -> Before {
        if let Some(span) = self.ellipsis() {
            self.lose(span);
            return Before::Loose;
        }
        let start = self.at;
        if let Some(token) = self.token()
            && (token.role != MarkRole::Value || matches!(before, Before::Item))
        {
            self.at = token.end;
            let span = Span::new(start, token.end);
            self.marks.push(span);
            // What parts a block or closes it adds no item of its own.
            if !matches!(token.role, MarkRole::Parts | MarkRole::Closes) {
                items.push(Node { span, value: Value::Placeholder(token.placeholder) });
            }
            return Before::Loose;
        }
        if matches!(before, Before::Item) {
            self.expected(Expected::Comma, self.here());
            // What begins right behind a value is a part of it as likely.
            let last = items.last_mut().filter(|last| last.span.range().end == start);
            if let Some(last) = last {
                self.hide(last);
            }
        }
        items.push(self.value());
        if std::mem::take(&mut self.comma_taken) { Before::Loose } else { Before::Item }
    }
}
