//! What providers call the fields of the ECS API, and objects of Terraform in the shape of the API.
//!
//! The provider `aws` writes most fields in snake case, and blocks that repeat in the singular: `execution_role_arn`,
//! `volume`, `container_definition`. The provider `awscc` writes all in snake case. In the JSON of
//! `container_definitions` keys are those of the API, in any case: the provider `aws` reads it with Go's `encoding/json`.
//! Source: the pages of both providers in Terraform's registry.

use crate::base::source::Span;
use crate::input::schema::unknown_keys::is_role;
use crate::input::schema::{Field, ValueKind};
use crate::syntax::{Entry, Map, Node, Value};
use std::borrow::Cow;

/// The fields that a provider calls something else than in snake case, with the names of the API.
const OTHER_NAMES: [(&str, &str); 5] = [
    ("configure_at_launch", "configuredAtLaunch"),
    ("size_in_gib", "sizeInGiB"),
    ("size_in_gi_b", "sizeInGiB"),
    ("filesystem_id", "fileSystemId"),
    ("proxy_configuration_properties", "properties"),
];

/// How the keys of an object are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KeySpelling {
    /// As a provider writes arguments and blocks.
    Provider,
    /// As the API has them, in any case.
    AnyCase,
}

/// The field of an object that a provider calls so.
pub(super) fn field_of<'f>(object: &'f Field, name: &str) -> Option<&'f Field> {
    if let Some((_, key)) = OTHER_NAMES.iter().find(|(other, _)| *other == name) {
        return object.field(key);
    }
    let exact = object.fields.iter().find(|field| is_snake(name, field.name));
    exact.or_else(|| {
        let is_plural = |field: &&Field| {
            let one = field.name.strip_suffix('s');
            field.kind == ValueKind::Objects && one.is_some_and(|one| is_snake(name, one))
        };
        object.fields.iter().find(is_plural)
    })
}

/// Whether a name is another one in snake case.
fn is_snake(name: &str, camel: &str) -> bool {
    let mut letters = name.chars();
    let mut is_one = |c: char| {
        if c.is_ascii_uppercase() {
            letters.next() == Some('_') && letters.next() == Some(c.to_ascii_lowercase())
        } else {
            letters.next() == Some(c)
        }
    };
    camel.chars().all(&mut is_one) && letters.next().is_none()
}

/// A value in the shape that a field of the API has.
pub(super) fn shaped<'t>(value: Node<'t>, field: &Field, spelling: KeySpelling) -> Node<'t> {
    let span = value.span;
    let value = match (value.value, field.kind) {
        (Value::Map(map), ValueKind::Object | ValueKind::Objects) => {
            let is_pairs = field.field("value").is_some() && map.open.is_none();
            let is_map = is_pairs && !is_one(&map, field);
            match (field.kind, spelling) {
                (ValueKind::Objects, KeySpelling::Provider) if is_map => pairs(map, field, span),
                // In Terraform's JSON syntax, a block that is there once may be an object.
                (ValueKind::Objects, KeySpelling::Provider) => {
                    let value = Value::Map(object(map, field, spelling));
                    Value::List(vec![Node { span, value }])
                }
                _ => Value::Map(object(map, field, spelling)),
            }
        }
        // A block that stands but once.
        (Value::List(items), ValueKind::Object) if spelling == KeySpelling::Provider => {
            let Some(first) = items.into_iter().next() else {
                return Node { span, value: Value::Null };
            };
            return shaped(first, field, spelling);
        }
        (Value::List(items), ValueKind::Objects | ValueKind::Object) => {
            let items = items.into_iter().map(|item| item_shaped(item, field, spelling));
            Value::List(items.collect())
        }
        (value, _) => value,
    };
    Node { span, value }
}

/// An item of a list, in the shape that the items of a field have.
fn item_shaped<'t>(item: Node<'t>, field: &Field, spelling: KeySpelling) -> Node<'t> {
    match item.value {
        Value::Map(map) => {
            Node { span: item.span, value: Value::Map(object(map, field, spelling)) }
        }
        _ => shaped(item, field, spelling),
    }
}

/// Whether an object is an item of a list of objects, and not a map in place of that.
fn is_one(map: &Map<'_>, field: &Field) -> bool {
    map.entries.iter().any(|entry| field_of(field, &entry.key).is_some())
}

/// A map in place of objects that each have a name and a value.
fn pairs<'t>(map: Map<'t>, field: &Field, span: Span) -> Value<'t> {
    let name = field.fields.first().map_or("name", |field| field.name);
    let pair = |entry: Entry<'t>| {
        let key_span = entry.key_span;
        let key = Node { span: key_span, value: Value::String(entry.key) };
        let one = |key, value| Entry { key: Cow::Borrowed(key), key_span, value };
        let entries = vec![one(name, key), one("value", entry.value)];
        Node { span, value: Value::Map(Map { entries, open: None }) }
    };
    Value::List(map.entries.into_iter().map(pair).collect())
}

/// An object with the names of the API. What is no field stays where it is reported, or may be the role.
fn object<'t>(map: Map<'t>, object: &Field, spelling: KeySpelling) -> Map<'t> {
    let mut entries: Vec<Entry<'t>> = Vec::with_capacity(map.entries.len());
    for entry in map.entries {
        if spelling == KeySpelling::Provider && matches!(entry.value.value, Value::Null) {
            continue;
        }
        let field = match spelling {
            KeySpelling::Provider => field_of(object, &entry.key),
            KeySpelling::AnyCase => {
                let fields = || object.fields.iter();
                let exact = fields().find(|field| field.name == entry.key);
                exact.or_else(|| fields().find(|it| it.name.eq_ignore_ascii_case(&entry.key)))
            }
        };
        match field {
            None if spelling == KeySpelling::Provider && entry.key == "host_path" => {
                entries.extend(host(entry, object));
            }
            Some(field) => add(&mut entries, entry, field, spelling),
            None if spelling == KeySpelling::AnyCase || is_role(&entry.key) => entries.push(entry),
            None => {}
        }
    }
    Map { entries, open: map.open }
}

/// Adds an entry under the name of a field.
fn add<'t>(entries: &mut Vec<Entry<'t>>, entry: Entry<'t>, field: &Field, spelling: KeySpelling) {
    let value = shaped(entry.value, field, spelling);
    // A state has an empty list for a block that is not there.
    if spelling == KeySpelling::Provider && matches!(value.value, Value::Null) {
        return;
    }
    entries.push(Entry { key: Cow::Borrowed(field.name), key_span: entry.key_span, value });
}

/// `host_path` of a volume, which is an object of the API.
fn host<'t>(entry: Entry<'t>, volume: &Field) -> Option<Entry<'t>> {
    volume.field("host")?;
    let (key_span, span) = (entry.key_span, entry.value.span);
    let path = Entry { key: Cow::Borrowed("sourcePath"), key_span, value: entry.value };
    let value = Value::Map(Map { entries: vec![path], open: None });
    Some(Entry { key: Cow::Borrowed("host"), key_span, value: Node { span, value } })
}
