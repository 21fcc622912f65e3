//! Sets: lists in their order, with each item once.

use super::super::conversion::{in_set_order, of_one_type};
use super::super::open::{any_number_of, is_rest};
use super::arguments::{FunctionArguments, FunctionResult, Unsettled, closed_list};
use super::collections::is_item;
use super::lists::each_once;
use crate::base::truth::Truth;
use crate::syntax::{Node, Value};
use std::slice;

/// How many combinations a product may have.
const LARGEST_PRODUCT: usize = 65_536;

/// What is in any of the sets.
pub(super) fn setunion<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let mut all = Vec::new();
    for index in 0..given.all.len() {
        all.extend(given.list(index)?.iter().cloned());
    }
    give_set(given, all)
}

/// What is in all of the sets.
pub(super) fn setintersection<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    filtered(given, |item, others| {
        Truth::all(others.iter().map(|it| Truth::any(it.iter().map(|it| is_item(given, it, item)))))
    })
}

/// What is in the first set and not in the second.
pub(super) fn setsubtract<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    filtered(given, |item, others| {
        !Truth::any(others.iter().flat_map(|it| it.iter()).map(|it| is_item(given, it, item)))
    })
}

/// The items of the first set of which something holds beside the other sets.
fn filtered<'t>(
    given: &FunctionArguments<'_, '_, 't>,
    holds: impl Fn(&Node<'t>, &[&[Node<'t>]]) -> Truth,
) -> FunctionResult<'t> {
    let others: Result<Vec<_>, _> = (1..given.all.len()).map(|index| given.list(index)).collect();
    let others = others?;
    let count = others.iter().map(|it| it.len()).sum::<usize>();
    if !given.ev.has_room(count.saturating_mul(given.list(0)?.len())) {
        return Err(Unsettled::Open);
    }
    let mut kept = Vec::new();
    for item in given.list(0)? {
        let is_kept = if is_rest(item) { Truth::Unknown } else { holds(item, &others) };
        match is_kept {
            Truth::True => kept.push(item.clone()),
            Truth::False => {}
            Truth::Unknown => kept.push(any_number_of(item)),
        }
    }
    give_set(given, kept)
}

/// All combinations of one item of each.
pub(super) fn setproduct<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let lists: Result<Vec<_>, _> = given.all.iter().map(closed_list).collect();
    let lists = lists?;
    let count = lists.iter().try_fold(1_usize, |count, list| count.checked_mul(list.len()));
    let weight = count.and_then(|it| it.checked_mul(lists.len() * 64)).unwrap_or(usize::MAX);
    if count.is_none_or(|it| it > LARGEST_PRODUCT) || !given.ev.has_room(weight) {
        given.ev.cut();
        return Err(Unsettled::Open);
    }
    let mut combinations: Vec<Vec<Node<'t>>> = vec![Vec::new()];
    for list in lists {
        let extended = |combination: Vec<Node<'t>>| {
            let with =
                move |item: &Node<'t>| [combination.as_slice(), slice::from_ref(item)].concat();
            list.iter().map(with)
        };
        combinations = combinations.into_iter().flat_map(extended).collect();
    }
    let list = |items| Node { span: given.span, value: Value::List(items) };
    given.give_list(combinations.into_iter().map(list).collect())
}

/// The items as a set.
pub(super) fn give_set<'t>(
    given: &FunctionArguments<'_, '_, 't>,
    items: Vec<Node<'t>>,
) -> FunctionResult<'t> {
    let mut items = each_once(given, &of_one_type(items).ok_or(Unsettled::Fails)?);
    in_set_order(&mut items);
    given.give_list(items)
}
