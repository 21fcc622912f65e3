//! Lists. One item that stands for any number of items may be in each.

use super::super::attributes;
use super::super::conversion::of_one_type;
use super::super::open::{self, any_number_of, is_rest};
use super::arguments::{FunctionArguments, FunctionResult, Unsettled, literal};
use super::collections::is_item;
use crate::base::maps::HashSet;
use crate::base::sorting;
use crate::base::truth::Truth;
use crate::syntax::{Node, Value};
use std::borrow::Cow;

/// How many bytes of the budget each item counts.
const ITEM_WEIGHT: usize = 64;

/// A list of the arguments, as it was written before Terraform 0.12.
pub(super) fn list_of<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    given.give_list(given.all.to_vec())
}

/// The items of all lists.
pub(super) fn concat<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let mut all = Vec::new();
    for list in given.all {
        match &list.value {
            Value::List(items) if given.ev.has_room(items.len() * ITEM_WEIGHT) => {
                all.extend(items.iter().cloned());
            }
            Value::Placeholder(_) if is_rest(list) => all.push(list.clone()),
            Value::Placeholder(_) | Value::List(_) => all.push(any_number_of(list)),
            _ => return Err(Unsettled::Fails),
        }
    }
    given.give_list(all)
}

/// The items of all lists in a list, however deep they are.
pub(super) fn flatten<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let mut all = Vec::new();
    add_flat(given, given.list(0)?, &mut all);
    given.give_list(all)
}

fn add_flat<'t>(
    given: &FunctionArguments<'_, '_, 't>,
    items: &[Node<'t>],
    all: &mut Vec<Node<'t>>,
) {
    for item in items {
        match &item.value {
            Value::List(inner) => add_flat(given, inner, all),
            Value::Placeholder(_) if !is_rest(item) => {
                let is_one = is_scalar(given, item);
                all.push(if is_one { item.clone() } else { any_number_of(item) });
            }
            _ if given.ev.has_room(ITEM_WEIGHT) => all.push(item.clone()),
            _ => return all.push(any_number_of(item)),
        }
    }
}

/// Whether what is open is certainly no list: a resource, or the name or the ARN of one.
pub(super) fn is_scalar<'t>(given: &FunctionArguments<'_, '_, 't>, node: &Node<'t>) -> bool {
    let Value::Placeholder(open) = &node.value else { return false };
    let attribute = given.ev.attribute_named(open.name());
    attribute.is_some_and(|(of, name)| attributes::stands_for_itself(of.is_data, &of.kind, &name))
        || given.ev.is_one_object(open)
}

/// The items that are neither null nor an empty string.
pub(super) fn compact<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let mut kept = Vec::new();
    for item in given.list(0)? {
        let is_nothing = match &item.value {
            Value::Null => Truth::True,
            _ if is_rest(item) => Truth::False,
            _ => given.ev.is_empty_text(item),
        };
        match is_nothing {
            Truth::True => {}
            Truth::False => kept.push(item.clone()),
            Truth::Unknown => kept.push(any_number_of(item)),
        }
    }
    given.give_list(kept)
}

/// The items, each once. One of which it is open whether it is like an earlier one may be there or not.
pub(super) fn distinct<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let items = of_one_type(given.list(0)?.to_vec()).ok_or(Unsettled::Fails)?;
    given.give_list(each_once(given, &items))
}

/// The items of a list, each once.
pub(super) fn each_once<'t>(
    given: &FunctionArguments<'_, '_, 't>,
    items: &[Node<'t>],
) -> Vec<Node<'t>> {
    let (mut kept, mut open_ones): (Vec<Node<'t>>, Vec<Node<'t>>) = Default::default();
    let mut names = HashSet::default();
    for item in items {
        if is_rest(item) {
            kept.push(item.clone());
            continue;
        }
        if !names.insert(open::identity(item)) {
            continue;
        }
        // Two that are known are told apart by their names.
        let is_known = open::is_known(item);
        let others = if is_known { &open_ones } else { &kept };
        let is_there = Truth::any(others.iter().map(|it| is_item(given, it, item)));
        if is_there == Truth::True || !given.ev.has_room(others.len()) {
            continue;
        }
        if !is_known {
            open_ones.push(item.clone());
        }
        kept.push(if is_there == Truth::False { item.clone() } else { any_number_of(item) });
    }
    kept
}

/// The item at an index, which begins again after the last.
pub(super) fn element<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let (items, index) = (given.list(0)?, given.count(1)?);
    let known = items.iter().take_while(|it| !is_rest(it)).count();
    if let Some(found) = items.get(index).filter(|_| index < known) {
        return Ok(found.clone());
    }
    let items = given.closed_list(0)?;
    let index = index.checked_rem(items.len()).ok_or(Unsettled::Fails)?;
    items.get(index).cloned().ok_or(Unsettled::Fails)
}

/// The only item of a list, or null if it has none.
pub(super) fn one<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    match given.closed_list(0)? {
        [] => given.give(Value::Null),
        [only] => Ok(only.clone()),
        _ => Err(Unsettled::Fails),
    }
}

/// The items from one index to before another.
pub(super) fn slice<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let (items, start, end) = (given.list(0)?, given.count(1)?, given.count(2)?);
    let Some(part) = items.get(start..end) else {
        return Err(if items.iter().any(is_rest) { Unsettled::Open } else { Unsettled::Fails });
    };
    if items.iter().take(end).any(is_rest) {
        return Err(Unsettled::Open);
    }
    given.give_list(part.to_vec())
}

/// The items from the last to the first.
pub(super) fn reverse<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    given.give_list(given.list(0)?.iter().rev().cloned().collect())
}

/// The items as texts, in their order.
pub(super) fn sort<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let mut texts = Vec::new();
    for item in given.closed_list(0)? {
        texts.push((literal(&given.text_of(item)?)?, item.span));
    }
    sorting::sort(&mut texts);
    let text = |(text, span)| Node { span, value: Value::String(Cow::Owned(text)) };
    given.give_list(texts.into_iter().map(text).collect())
}

/// Lists of so many items each.
pub(super) fn chunklist<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let (items, size) = (given.closed_list(0)?, given.count(1)?);
    // No size at all is one list.
    let size = if size == 0 { items.len().max(1) } else { size };
    let list = |items: &[Node<'t>]| Node { span: given.span, value: Value::List(items.to_vec()) };
    given.give_list(items.chunks(size).map(list).collect())
}
