//! What a syntax error leaves unknown: members and items that may have been in what was lost.

use super::{Node, Value};
use crate::base::source::Span;
use crate::base::text::{Placeholder, PlaceholderKind};
use std::borrow::Cow;
use std::sync::Arc;

/// A value that a syntax error hides.
pub(super) fn lost(written: &str) -> Placeholder<'_> {
    if written.is_empty() {
        return Placeholder::named(PlaceholderKind::Lost, "hidden");
    }
    Placeholder::new(PlaceholderKind::Lost, Cow::Borrowed(written), Cow::Borrowed(written))
}

/// An item that may have been in an array, at its end.
pub(super) fn lost_item<'s>(end: usize) -> Node<'s> {
    Node { span: Span::new(end, end), value: Value::Placeholder(lost("")) }
}

/// Where the structure is in doubt, every object may have more members, every array that is not one of plain values
/// more items, and a key without a value some value.
pub(super) fn open_all(node: &mut Node<'_>, span: Span) {
    let end = node.span.range().end;
    match &mut node.value {
        Value::Map(map) => {
            map.open.get_or_insert(span);
            hide_nothing(map.entries.iter_mut().map(|entry| &mut entry.value));
            map.entries.iter_mut().for_each(|entry| open_all(&mut entry.value, span));
        }
        Value::List(items) => {
            hide_nothing(items.iter_mut());
            for item in items.iter_mut() {
                open_all(item, span);
            }
            let is_container =
                |it: &Node<'_>| matches!(it.resolved().value, Value::Map(_) | Value::List(_));
            if items.is_empty() || items.iter().any(is_container) {
                items.push(lost_item(end));
            }
        }
        Value::Tagged(_, inner) => open_all(inner, span),
        Value::Alias(shared) => open_all(Arc::make_mut(shared), span),
        _ => {}
    }
}

/// Replaces values that are not written by ones that may be anything.
pub(super) fn hide_nothing<'n, 's: 'n>(values: impl Iterator<Item = &'n mut Node<'s>>) {
    for node in values.filter(|it| matches!(it.value, Value::Null) && it.span.is_empty()) {
        node.value = Value::Placeholder(lost(""));
    }
}
