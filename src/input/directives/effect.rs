//! Whether two renderings of a text say the same, as far as rules read it.

use crate::input::schema::unread::{is_unread_of_container, is_unread_of_task};
use crate::syntax::{Entry, Map, Node, Value};

/// Where a value is: what of it counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum EffectSite {
    Anywhere,
    /// An array of container definitions.
    Containers,
    Container,
}

/// Whether two values are the same at the same places, without what no rule reads.
pub(super) fn is_same(one: &Node<'_>, other: &Node<'_>) -> bool {
    is_same_at(one, other, EffectSite::Anywhere)
}

fn is_same_at(one: &Node<'_>, other: &Node<'_>, site: EffectSite) -> bool {
    match (&one.value, &other.value) {
        (Value::List(items), Value::List(others)) => {
            let site = match site {
                EffectSite::Containers => EffectSite::Container,
                _ => EffectSite::Anywhere,
            };
            items.len() == others.len()
                && items.iter().zip(others).all(|(one, other)| is_same_at(one, other, site))
        }
        (Value::Map(map), Value::Map(other)) => is_same_map(map, other, site),
        (Value::Tagged(tag, inner), Value::Tagged(same, other)) => {
            tag == same && is_same_at(inner, other, site)
        }
        (Value::Alias(one), Value::Alias(other)) => is_same_at(one, other, site),
        (Value::Text(text), Value::Text(same)) => text == same && one.span == other.span,
        (Value::Placeholder(it), Value::Placeholder(same)) => it == same && one.span == other.span,
        (Value::String(text), Value::String(same)) | (Value::Number(text), Value::Number(same)) => {
            text == same && one.span == other.span
        }
        (Value::Bool(value), Value::Bool(same)) => value == same && one.span == other.span,
        (Value::Null, Value::Null) => one.span == other.span,
        _ => false,
    }
}

fn is_same_map(one: &Map<'_>, other: &Map<'_>, site: EffectSite) -> bool {
    let is_task = |map: &Map<'_>| map.entries.iter().any(is_of_containers);
    let is_task = is_task(one) || is_task(other);
    let counts = |entry: &&Entry<'_>| {
        let is_unread = match site {
            EffectSite::Container => is_unread_of_container(&entry.key),
            _ => is_task && is_unread_of_task(&entry.key),
        };
        !is_unread
    };
    let mut entries = one.entries.iter().filter(counts);
    let mut others = other.entries.iter().filter(counts);
    one.open.is_some() == other.open.is_some()
        && loop {
            match (entries.next(), others.next()) {
                (None, None) => break true,
                (Some(entry), Some(same)) => {
                    let site = if is_of_containers(entry) {
                        EffectSite::Containers
                    } else {
                        EffectSite::Anywhere
                    };
                    let is_equal = entry.key == same.key
                        && entry.key_span == same.key_span
                        && is_same_at(&entry.value, &same.value, site);
                    if !is_equal {
                        break false;
                    }
                }
                _ => break false,
            }
        }
}

fn is_of_containers(entry: &Entry<'_>) -> bool {
    matches!(entry.key.as_ref(), "containerDefinitions" | "ContainerDefinitions")
}
