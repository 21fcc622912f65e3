//! What a syntax error leaves unknown: members and items that may have been in what was lost.

use super::{JsonReader, Node, Value};
use crate::base::source::Span;
use crate::base::text::{Placeholder, PlaceholderKind};
use crate::syntax::Below;
use std::borrow::Cow;

/// What can be said of a string.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum StringState {
    /// It is a string of JSON.
    #[default]
    Intact,
    /// It has no closing quote, and ends where its line does.
    Unclosed,
    /// It may be a part of what was meant, or more than that.
    Doubtful,
}

impl<'s> JsonReader<'s> {
    /// Takes note that the innermost object or array may have more in it than what is read.
    pub(super) fn lose(&mut self, span: Span) {
        if let Some(open) = self.open.last_mut() {
            open.lost.get_or_insert(span);
        }
        self.lost.push(span);
    }

    /// Takes note that brackets do not match: what was read may belong to any object, and so may what is
    /// missing there.
    pub(super) fn doubt(&mut self, span: Span) {
        self.doubt.get_or_insert(span);
        self.lost.push(span);
    }

    /// Replaces a value that is in doubt by one that may be anything.
    pub(super) fn hide(&self, node: &mut Node<'s>) {
        let range = node.span.range();
        node.value = Value::Placeholder(lost(self.slice(range.start, range.end)));
    }

    /// The value of a key that has none.
    pub(super) fn no_value(&self, key: Span) -> Node<'s> {
        let at = key.range().end;
        Node { span: Span::new(at, at), value: Value::Placeholder(lost("")) }
    }

    /// Where brackets do not match, every object may have more members and every array of objects more items.
    pub(super) fn open_all(&self, documents: &mut [Node<'s>]) {
        let Some(span) = self.doubt else { return };
        for document in documents {
            document.visit_mut(&mut |_, node| {
                match &mut node.value {
                    Value::Map(map) => drop(map.open.get_or_insert(span)),
                    Value::List(items) => {
                        let is_plain = |it: &Node<'_>| !matches!(it.value, Value::Map(_));
                        if items.is_empty() || !items.iter().all(is_plain) {
                            items.push(lost_item(span));
                        }
                    }
                    _ => {}
                }
                Below::Visit
            });
        }
    }
}

/// An item that may have been there.
pub(super) fn lost_item<'s>(span: Span) -> Node<'s> {
    Node { span: Span { end: span.start, ..span }, value: Value::Placeholder(lost("")) }
}

/// A value that a syntax error hides.
pub(in crate::syntax) fn lost(written: &str) -> Placeholder<'_> {
    Placeholder::new(PlaceholderKind::Lost, Cow::Borrowed(written), Cow::Borrowed(written))
}
