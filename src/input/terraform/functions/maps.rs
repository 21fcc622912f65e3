//! Objects. They may have members that are not known.

use super::super::eval::MapBuilder;
use super::super::open::{self, any_number_of};
use super::super::reads::{part_that_is, parts_in};
use super::arguments::{FunctionArguments, FunctionResult, Unsettled, closed_list, literal};
use crate::base::sorting::sort_by;
use crate::syntax::{Entry, Map, Node, Value};
use std::borrow::Cow;

/// An object of keys and values in turn, as it was written before Terraform 0.12.
pub(super) fn map_of<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let mut all = MapBuilder::default();
    for pair in given.all.chunks(2) {
        let [key, value] = pair else { return Err(Unsettled::Fails) };
        let name = literal(&given.text_of(key)?)?;
        all.put(Entry { key: Cow::Owned(name), key_span: key.span, value: value.clone() });
    }
    given.give(Value::Map(all.map))
}

/// The members of all objects: of two of one name the later counts. A null among them is as good as nothing.
pub(super) fn merge<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let mut all = MapBuilder::default();
    for map in given.all {
        match &map.value {
            Value::Map(more) => {
                if let Some(because) = given.ev.opened_by(more) {
                    open_earlier(given, &mut all.map, &because, more);
                } else if more.open.is_some() {
                    open_earlier(given, &mut all.map, map, more);
                }
                if !given.ev.has_room(more.entries.len() * 64) {
                    return Err(Unsettled::Open);
                }
                more.entries.iter().cloned().for_each(|it| all.put(it));
            }
            Value::Placeholder(_) => open_earlier(given, &mut all.map, map, &Map::default()),
            Value::Null => {}
            _ => return Err(Unsettled::Fails),
        }
    }
    given.give(Value::Map(all.map))
}

/// An object of which not all members are known comes after others: it may have a value for each of theirs.
fn open_earlier<'t>(
    given: &FunctionArguments<'_, '_, 't>,
    all: &mut Map<'t>,
    later: &Node<'t>,
    known: &Map<'t>,
) {
    let may_have = |name: &str| known.open.is_none() || given.ev.may_have(known, name);
    for entry in &mut all.entries {
        let is_known = known.entries.iter().any(|it| it.key == entry.key);
        if is_known || !may_have(&entry.key) {
            continue;
        }
        let before = entry.value.clone();
        let write = |part: &dyn Fn(&Node<'t>) -> String| {
            format!("lookup({}, {:?}, {})", part(later), entry.key, part(&before))
        };
        entry.value.value = Value::Placeholder(open::made_of(&[later, &before], write));
    }
    given.ev.open_members(all, later);
}

/// The value of a key, or a default.
pub(super) fn lookup<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let (of, key) = (given.get(0)?, given.literal(1)?);
    match &of.value {
        Value::Map(map) => match map.entries.iter().find(|entry| entry.key == key) {
            Some(entry) => Ok(entry.value.clone()),
            None if given.ev.may_have(map, &key) => {
                let because = given.ev.opened_by(map);
                Ok(open_lookup(given, because.as_ref().unwrap_or(of), &key))
            }
            None => given.get(2).cloned(),
        },
        Value::Placeholder(_) => Ok(open_lookup(given, of, &key)),
        _ => Err(Unsettled::Fails),
    }
}

/// What is not known of an object that is open: of a variable, no more than the member of the key is read.
fn open_lookup<'t>(given: &FunctionArguments<'_, '_, 't>, of: &Node<'t>, key: &str) -> Node<'t> {
    let mut arguments = given.all.to_vec();
    if let Some(first) = arguments.first_mut() {
        *first = of.clone();
    }
    let mut value = Unsettled::Open.value_of("lookup", &arguments, given.span);
    let whole = match &of.value {
        Value::Placeholder(open) => part_that_is(open),
        _ => None,
    };
    if let (Some(whole), Value::Placeholder(open)) = (whole, &value.value) {
        let mut parts = vec![whole.part(key)];
        parts.extend(parts_in(arguments.iter().skip(1)));
        value.value = Value::Placeholder(open::reading(open, parts));
    }
    open::going_on(value)
}

/// The names of the members, in their order.
pub(super) fn keys<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let key = |it: &Entry<'t>| Node { span: it.key_span, value: Value::String(it.key.clone()) };
    in_order(given, "keys", key)
}

/// The values of the members, in the order of their names.
pub(super) fn values<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    in_order(given, "values", |it| it.value.clone())
}

/// Something of each member in the order of their names. Others may be between them.
fn in_order<'t>(
    given: &FunctionArguments<'_, '_, 't>,
    name: &str,
    part: impl Fn(&Entry<'t>) -> Node<'t>,
) -> FunctionResult<'t> {
    let map = given.map(0)?;
    let because = given.ev.opened_by(map);
    let others = map.open.map(|span| {
        let write = |part: &dyn Fn(&Node<'t>) -> String| {
            format!("{name}({})", because.as_ref().map(part).unwrap_or_default())
        };
        let parts: Vec<_> = because.as_ref().into_iter().collect();
        let value = Value::Placeholder(open::made_of(&parts, write));
        any_number_of(&Node { span, value })
    });
    let known = sorted(map).into_iter().map(part);
    given.give_list(others.into_iter().chain(known).collect())
}

/// The members in the order of their names.
fn sorted<'m, 't>(map: &'m Map<'t>) -> Vec<&'m Entry<'t>> {
    let mut entries: Vec<_> = map.entries.iter().collect();
    sort_by(&mut entries, |one, other| one.key.cmp(&other.key));
    entries
}

/// An object of names and values.
pub(super) fn zipmap<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let (keys, values) = (given.closed_list(0)?, given.closed_list(1)?);
    if keys.len() != values.len() {
        return Err(Unsettled::Fails);
    }
    let mut members = MapBuilder::default();
    for (key, value) in keys.iter().zip(values) {
        match given.text_of(key)?.as_literal() {
            Some(name) => {
                let key_span = key.span;
                let key = Cow::Owned(name.to_owned());
                members.put(Entry { key, key_span, value: value.clone() });
            }
            None => given.ev.open_members(&mut members.map, key),
        }
    }
    given.give(Value::Map(members.map))
}

/// From lists by names to the names by the items of the lists.
pub(super) fn transpose<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let map = given.map(0)?;
    let mut turned: Map<'t> = Map::default();
    if map.open.is_some() {
        return Err(Unsettled::Open);
    }
    for entry in sorted(map) {
        for item in closed_list(&entry.value)? {
            let key = literal(&given.text_of(item)?)?;
            let name = Node { span: entry.key_span, value: Value::String(entry.key.clone()) };
            let known = turned.entries.iter_mut().find(|it| it.key == key);
            if let Some(Value::List(names)) = known.map(|it| &mut it.value.value) {
                names.push(name);
                continue;
            }
            let value = Node { span: item.span, value: Value::List(vec![name]) };
            turned.entries.push(Entry { key: Cow::Owned(key), key_span: item.span, value });
        }
    }
    given.give(Value::Map(turned))
}
