//! The members of objects of a plan.

use crate::syntax::{Node, Value};

/// Whether anything in a part of `after_unknown` is known after apply.
pub(super) fn has_unknown(node: &Node<'_>) -> bool {
    match &node.value {
        Value::Bool(is_unknown) => *is_unknown,
        Value::List(items) => items.iter().any(has_unknown),
        Value::Map(map) => map.entries.iter().any(|entry| has_unknown(&entry.value)),
        _ => false,
    }
}

/// The text of a member.
pub(super) fn text<'s>(node: &'s Node<'s>, key: &str) -> Option<&'s str> {
    node.get(key)?.as_str()
}

/// The items of a member.
pub(super) fn items<'s>(node: &'s Node<'s>, key: &str) -> &'s [Node<'s>] {
    node.get(key).and_then(Node::as_list).unwrap_or_default()
}
