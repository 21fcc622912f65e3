//! Values of one type as those of another, as Terraform converts them.

use super::numbers::{self, number_value};
use super::open::{self, is_rest};
use crate::base::sorting::sort_by;
use crate::syntax::{Node, Value};
use std::borrow::Cow;

/// A value as a string; what is open stays as it is. None where it is a collection.
pub(super) fn string<'t>(node: &Node<'t>) -> Option<Value<'t>> {
    Some(match &node.value {
        Value::Number(written) => Value::String(number_text(written)),
        Value::Bool(value) => Value::String(Cow::Borrowed(if *value { "true" } else { "false" })),
        Value::List(_) | Value::Map(_) => return None,
        value => value.clone(),
    })
}

/// A value as a number; what is open stays as it is.
pub(super) fn number<'t>(node: &Node<'t>) -> Option<Value<'t>> {
    match &node.value {
        Value::String(text) => {
            let number = text.parse().ok().filter(|it: &f64| it.is_finite())?;
            Some(if is_plain(text) { Value::Number(text.clone()) } else { number_value(number) })
        }
        Value::Number(_) | Value::Null | Value::Placeholder(_) | Value::Text(_) => {
            Some(node.value.clone())
        }
        _ => None,
    }
}

/// A value as true or false; what is open stays as it is.
pub(super) fn bool<'t>(node: &Node<'t>) -> Option<Value<'t>> {
    match &node.value {
        Value::String(text) => match text.as_ref() {
            "true" | "1" => Some(Value::Bool(true)),
            "false" | "0" => Some(Value::Bool(false)),
            _ => None,
        },
        Value::Bool(_) | Value::Null | Value::Placeholder(_) | Value::Text(_) => {
            Some(node.value.clone())
        }
        _ => None,
    }
}

/// A number as Terraform writes it.
pub(super) fn number_text<'t>(written: &Cow<'t, str>) -> Cow<'t, str> {
    if is_plain(written) {
        return written.clone();
    }
    let number = written.parse().ok().filter(|it: &f64| it.is_finite()).map(number_value);
    match number {
        Some(Value::Number(text)) => text,
        _ => written.clone(),
    }
}

/// Whether a number is written as Terraform writes it: a whole number in digits.
fn is_plain(written: &str) -> bool {
    let digits = written.strip_prefix('-').unwrap_or(written);
    let is_whole = !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit());
    is_whole && (written == "0" || !digits.starts_with('0'))
}

/// The items of a list, set or map, which have one type: numbers and booleans beside strings are strings, too.
pub(super) fn of_one_type(mut items: Vec<Node<'_>>) -> Option<Vec<Node<'_>>> {
    let has = |is: fn(&Value<'_>) -> bool| items.iter().any(|it| is(&it.value));
    let strings = has(|it| matches!(it, Value::String(_) | Value::Text(_) | Value::Tagged(..)));
    let (numbers, bools) =
        (has(|it| matches!(it, Value::Number(_))), has(|it| matches!(it, Value::Bool(_))));
    if !strings {
        return (!(numbers && bools)).then_some(items);
    }
    if numbers || bools {
        for item in &mut items {
            item.value = string(item)?;
        }
    }
    Some(items)
}

/// Puts the items of a set into their order, those that are open last.
pub(super) fn in_set_order(items: &mut [Node<'_>]) {
    sort_by(items, |one, other| match (&one.value, &other.value) {
        (Value::Number(_), Value::Number(_)) => {
            let number = |it: &Node<'_>| numbers::number(it).unwrap_or_default();
            number(one).total_cmp(&number(other))
        }
        (Value::Bool(one), Value::Bool(other)) => one.cmp(other),
        (Value::String(one), Value::String(other)) => one.cmp(other),
        _ => is_open(one).cmp(&is_open(other)),
    });
}

fn is_open(node: &Node<'_>) -> bool {
    is_rest(node) || !open::is_known(node)
}
