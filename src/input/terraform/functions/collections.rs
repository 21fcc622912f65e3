//! What lists, sets, objects and strings have in common: how many there are, and what is in them.

use super::super::open::is_rest;
use super::arguments::{FunctionArguments, FunctionResult, Unsettled};
use super::logic::give_truth;
use super::strings::character_count;
use crate::base::truth::Truth;
use crate::syntax::{Node, Value};
use std::borrow::Cow;

/// How many items, members or characters there are.
pub(super) fn length<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let length = match &given.get(0)?.value {
        Value::List(_) => given.closed_list(0)?.len(),
        Value::Map(map) if map.open.is_none() => map.entries.len(),
        Value::String(_) | Value::Tagged(..) => character_count(&given.literal(0)?)?,
        Value::Map(_) | Value::Placeholder(_) | Value::Text(_) => return Err(Unsettled::Open),
        _ => return Err(Unsettled::Fails),
    };
    give_count(given, length)
}

/// Whether a list has an item.
pub(super) fn contains<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let (items, wanted) = (given.list(0)?, given.get(1)?);
    if !given.ev.has_room(items.len()) {
        return Err(Unsettled::Open);
    }
    give_truth(given, Truth::any(items.iter().map(|item| is_item(given, item, wanted))))
}

/// Where in a list an item is first.
pub(super) fn index<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let (items, wanted) = (given.list(0)?, given.get(1)?);
    for (index, item) in items.iter().enumerate() {
        match is_item(given, item, wanted) {
            Truth::True => return give_count(given, index),
            Truth::Unknown => return Err(Unsettled::Open),
            Truth::False => {}
        }
    }
    Err(Unsettled::Fails)
}

/// The values at whose places the second list has an item of the third.
pub(super) fn matchkeys<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let (values, keys) = (given.closed_list(0)?, given.closed_list(1)?);
    let wanted = given.list(2)?;
    if values.len() != keys.len() {
        return Err(Unsettled::Fails);
    }
    let mut found = Vec::new();
    for (value, key) in values.iter().zip(keys) {
        match Truth::any(wanted.iter().map(|it| is_item(given, it, key))) {
            Truth::True => found.push(value.clone()),
            Truth::False => {}
            Truth::Unknown => return Err(Unsettled::Open),
        }
    }
    given.give_list(found)
}

/// Whether an item of a list is a value; an open rest may have it.
pub(super) fn is_item<'t>(
    given: &FunctionArguments<'_, '_, 't>,
    item: &Node<'t>,
    wanted: &Node<'t>,
) -> Truth {
    if is_rest(item) { Truth::Unknown } else { given.ev.equal(item, wanted) }
}

fn give_count<'t>(given: &FunctionArguments<'_, '_, 't>, count: usize) -> FunctionResult<'t> {
    given.give(Value::Number(Cow::Owned(count.to_string())))
}
