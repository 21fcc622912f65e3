//! Arrays: whether they have items.

use super::Classification;
use crate::base::truth::Truth;
use crate::syntax::{Node, Value};

/// The kinds that an array may be of.
pub const KINDS: &[&str] = &["empty", "some"];

/// Reads an array. An item that is a placeholder may stand for none, one or several.
pub fn read<'s>(items: &[Node<'s>]) -> Classification<'s> {
    let is_placeholder = |item: &Node<'_>| matches!(item.resolved().value, Value::Placeholder(_));
    let some = items.iter().any(|item| !is_placeholder(item));
    let (empty, some) = match (items.is_empty(), some) {
        (true, _) => (Truth::True, Truth::False),
        (false, true) => (Truth::False, Truth::True),
        (false, false) => (Truth::Unknown, Truth::Unknown),
    };
    Classification::default().with_kind("empty", empty).with_kind("some", some)
}
