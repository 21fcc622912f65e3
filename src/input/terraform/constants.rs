//! Values without names and functions, as `--var` and files of values give them.

use crate::base::source::Span;
use crate::syntax::hcl::{self, Expression, ExpressionKind, ObjectKey, PrefixOperator};
use crate::syntax::{Entry, Map, Node, Value};
use std::borrow::Cow;

/// How deep values may be in others.
const MAX_DEPTH: usize = 32;

/// The value that a text is as an expression; none if it is no constant.
pub(super) fn read<'t>(text: &str) -> Option<Value<'t>> {
    let attribute = format!("value = {text}\n");
    let read = hcl::read(&attribute, 0);
    let is_one = read.problems.is_empty() && read.value.blocks.is_empty();
    match read.value.attributes.as_slice() {
        [only] if is_one => value(&only.value, 0),
        _ => None,
    }
}

fn value<'t>(expression: &Expression<'_>, depth: usize) -> Option<Value<'t>> {
    let node = |it: &Expression<'_>| {
        let value = if depth < MAX_DEPTH { value(it, depth + 1) } else { None };
        Some(Node { span: Span::default(), value: value? })
    };
    let value = match &expression.kind {
        ExpressionKind::Null => Value::Null,
        ExpressionKind::Bool(value) => Value::Bool(*value),
        ExpressionKind::Number(number) => Value::Number(Cow::Owned((*number).to_owned())),
        ExpressionKind::Template(_) => {
            Value::String(Cow::Owned(expression.kind.as_literal()?.into_owned()))
        }
        ExpressionKind::Prefixed(PrefixOperator::Negate, operand) => match operand.kind {
            ExpressionKind::Number(number) => Value::Number(Cow::Owned(format!("-{number}"))),
            _ => return None,
        },
        ExpressionKind::List(items) => Value::List(items.iter().map(node).collect::<Option<_>>()?),
        ExpressionKind::Object(items) => {
            let entry = |item: &hcl::ObjectItem<'_>| {
                let key = match &item.key {
                    ObjectKey::Name(name) => (*name).to_owned(),
                    ObjectKey::Computed(key) => key.kind.as_literal()?.into_owned(),
                };
                let key = Cow::Owned(key);
                Some(Entry { key, key_span: Span::default(), value: node(&item.value)? })
            };
            let entries = items.iter().map(entry).collect::<Option<_>>()?;
            Value::Map(Map { entries, open: None })
        }
        _ => return None,
    };
    Some(value)
}
