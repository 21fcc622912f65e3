//! Functions that make a value of one type of one of another.

use super::super::conversion;
use super::arguments::{FunctionArguments, FunctionResult, Unsettled};
use super::sets::give_set;
use crate::syntax::{Map, Node, Value};

/// The argument itself.
pub(super) fn same<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    given.get(0).cloned()
}

pub(super) fn tostring<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let value = given.get(0)?;
    conversion::string(value).map(|it| Node { value: it, ..value.clone() }).ok_or(Unsettled::Fails)
}

pub(super) fn tonumber<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    scalar(given, conversion::number)
}

pub(super) fn tobool<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    scalar(given, conversion::bool)
}

/// Null, or what a value becomes; a text that is open may not be any.
fn scalar<'t>(
    given: &FunctionArguments<'_, '_, 't>,
    convert: impl Fn(&Node<'t>) -> Option<Value<'t>>,
) -> FunctionResult<'t> {
    let value = given.get(0)?;
    match &value.value {
        Value::Placeholder(_) | Value::Text(_) => Err(Unsettled::Open),
        _ => given.give(convert(value).ok_or(Unsettled::Fails)?),
    }
}

pub(super) fn tolist<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let value = given.get(0)?;
    let Value::List(items) = &value.value else { return collection(value) };
    let items = conversion::of_one_type(items.clone()).ok_or(Unsettled::Fails)?;
    Ok(Node { span: value.span, value: Value::List(items) })
}

pub(super) fn toset<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let value = given.get(0)?;
    match &value.value {
        Value::List(items) => give_set(given, items.clone()),
        _ => collection(value),
    }
}

pub(super) fn tomap<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let value = given.get(0)?;
    let Value::Map(map) = &value.value else { return collection(value) };
    let values = map.entries.iter().map(|it| it.value.clone()).collect();
    let values = conversion::of_one_type(values).ok_or(Unsettled::Fails)?;
    let mut entries = map.entries.clone();
    for (entry, value) in entries.iter_mut().zip(values) {
        entry.value = value;
    }
    Ok(Node { span: value.span, value: Value::Map(Map { entries, open: map.open }) })
}

/// What is open or null stays as it is; anything else is no collection.
fn collection<'t>(value: &Node<'t>) -> FunctionResult<'t> {
    match value.value {
        Value::Placeholder(_) | Value::Null => Ok(value.clone()),
        _ => Err(Unsettled::Fails),
    }
}
