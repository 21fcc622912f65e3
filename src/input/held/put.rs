//! Nodes that are put together, at the places of what they are made of.

use crate::base::source::Span;
use crate::syntax::{Entry, Map, Node, Value};
use std::borrow::Cow;

/// An object without entries.
pub(super) fn object(span: Span, open: Option<Span>) -> Node<'static> {
    Node { span, value: Value::Map(Map { entries: Vec::new(), open }) }
}

/// Adds an entry to an object, under a key that stands there.
pub(super) fn put<'t>(node: &mut Node<'t>, key: &'static str, value: Node<'t>, key_span: Span) {
    push(node, Entry { key: Cow::Borrowed(key), key_span, value });
}

/// Adds an entry to an object.
pub(super) fn push<'t>(node: &mut Node<'t>, entry: Entry<'t>) {
    if let Value::Map(map) = &mut node.value {
        map.entries.push(entry);
    }
}

/// A string.
pub(super) fn string(text: &'static str, span: Span) -> Node<'static> {
    Node { span, value: Value::String(Cow::Borrowed(text)) }
}

/// An array with one item.
pub(super) fn list(item: Node<'_>) -> Node<'_> {
    Node { span: item.span, value: Value::List(vec![item]) }
}
