//! JSON that is in a string, where an object or an array belongs.

use crate::base::source::Span;
use crate::syntax::{Entry, Map, Node, Value, json};
use std::borrow::Cow;

/// JSON in a string; none if it is something else. What is in a string has no places of its own.
pub(super) fn read_json(text: &str, span: Span) -> Option<Node<'static>> {
    if !text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let mut read = json::read(text);
    let document = read.documents.pop()?;
    read.problems.is_empty().then(|| placed(document, span))
}

fn placed(node: Node<'_>, span: Span) -> Node<'static> {
    let owned = |text: &str| Value::String(Cow::Owned(text.to_owned()));
    let value = match node.value {
        Value::List(items) => Value::List(items.into_iter().map(|it| placed(it, span)).collect()),
        Value::Map(map) => {
            let entry = |it: Entry<'_>| Entry {
                key: Cow::Owned(it.key.into_owned()),
                key_span: span,
                value: placed(it.value, span),
            };
            let entries = map.entries.into_iter().map(entry).collect();
            Value::Map(Map { entries, open: map.open.map(|_| span) })
        }
        Value::String(text) => owned(&text),
        // A number may be text wherever the API expects one.
        Value::Number(text) => owned(text),
        Value::Placeholder(placeholder) => Value::Placeholder(placeholder.into_owned()),
        Value::Text(text) => Value::Text(text.into_owned()),
        Value::Bool(value) => Value::Bool(value),
        Value::Null | Value::Alias(_) | Value::Tagged(..) => Value::Null,
    };
    Node { span, value }
}
