//! Plain JSON and YAML: every object that holds `containerDefinitions`, and a bare array of them.

use super::substitute::Substitutions;
use super::{Format, TaskDefinition};
use crate::base::source::Span;
use crate::syntax::{Entry, Map, Node, Value};
use std::borrow::Cow;
use std::sync::Arc;

/// What only ECS writes: an object with one of these is an answer of `DescribeTaskDefinition`.
pub const WRITTEN_BY_ECS: [&str; 8] = [
    "taskDefinitionArn",
    "revision",
    "status",
    "requiresAttributes",
    "compatibilities",
    "registeredAt",
    "registeredBy",
    "deregisteredAt",
];

/// Fills in what the user knows, before anything is looked for.
pub fn prepare(document: &mut Node<'_>, substitutions: &Substitutions) {
    substitutions.fill(document);
    if is_container_array(document) {
        substitutions.set_images(document);
    }
    set_images_below(document, substitutions);
}

/// The task definitions of a document, in the order of the source.
pub fn find<'t>(document: &'t Node<'t>, index: usize) -> Vec<TaskDefinition<'t>> {
    let mut found = Vec::new();
    if is_container_array(document) {
        found.push(from_array(document, index));
    }
    collect(document, index, &mut found);
    found
}

fn set_images_below(node: &mut Node<'_>, substitutions: &Substitutions) {
    match &mut node.value {
        Value::Map(map) => {
            for entry in &mut map.entries {
                if entry.key == "containerDefinitions" {
                    substitutions.set_images(&mut entry.value);
                } else {
                    set_images_below(&mut entry.value, substitutions);
                }
            }
        }
        Value::List(items) => {
            items.iter_mut().for_each(|item| set_images_below(item, substitutions))
        }
        Value::Alias(shared) => set_images_below(Arc::make_mut(shared), substitutions),
        _ => {}
    }
}

/// Aliases are not followed: what they stand for is met where it is written.
fn collect<'t>(node: &'t Node<'t>, document: usize, found: &mut Vec<TaskDefinition<'t>>) {
    match &node.value {
        Value::Map(map) if map.get("containerDefinitions").is_some() => {
            found.push(from_object(node, map, document));
        }
        Value::Map(map) => {
            map.entries.iter().for_each(|entry| collect(&entry.value, document, found));
        }
        Value::List(items) => items.iter().for_each(|item| collect(item, document, found)),
        // An anchored node stands where it is written; an alias to it stands elsewhere.
        Value::Alias(anchored) if anchored.span == node.span => collect(anchored, document, found),
        _ => {}
    }
}

fn from_object<'t>(node: &'t Node<'t>, map: &'t Map<'t>, document: usize) -> TaskDefinition<'t> {
    let is_described = WRITTEN_BY_ECS.iter().any(|key| map.get(key).is_some());
    let family = map.get("family").and_then(Node::as_str).filter(|family| !family.is_empty());
    TaskDefinition {
        root: Cow::Borrowed(node),
        document,
        span: node.span,
        format: if is_described { Format::DescribeTaskDefinition } else { Format::TaskDefinition },
        name: family.map(str::to_owned),
        family: None,
        template: None,
    }
}

/// A bare array: the object around it is not in the file, so whatever else it says is unknown. Volumes are,
/// where a container mounts one: those that none of these containers mounts are none of their needs.
fn from_array<'t>(node: &'t Node<'t>, document: usize) -> TaskDefinition<'t> {
    let before = Span { end: node.span.start, ..node.span };
    let put_in = |key, value| Entry { key: Cow::Borrowed(key), key_span: before, value };
    let mut entries = vec![put_in("containerDefinitions", node.clone())];
    if !node.as_list().unwrap_or_default().iter().any(mounts_something) {
        let no_volumes = Node { span: before, value: Value::List(Vec::new()) };
        entries.push(put_in("volumes", no_volumes));
    }
    let map = Map { entries, open: Some(node.span) };
    TaskDefinition {
        root: Cow::Owned(Node { span: node.span, value: Value::Map(map) }),
        document,
        span: node.span,
        format: Format::ContainerDefinitions,
        name: None,
        family: None,
        template: None,
    }
}

fn mounts_something(container: &Node<'_>) -> bool {
    match container.get("mountPoints").map(|points| &points.resolved().value) {
        None | Some(Value::Null) => false,
        Some(Value::List(points)) => !points.is_empty(),
        Some(_) => true,
    }
}

/// An array of objects that look like container definitions: they have a name or an image, and one of
/// the fields that container definitions have.
fn is_container_array(node: &Node<'_>) -> bool {
    const TELLING: [&str; 8] = [
        "image",
        "essential",
        "memory",
        "memoryReservation",
        "portMappings",
        "logConfiguration",
        "mountPoints",
        "environmentFiles",
    ];
    let looks_like_one = |item: &Node<'_>| {
        let Some(map) = item.as_map() else { return false };
        let named = map.get("name").is_some() || map.get("image").is_some();
        named && TELLING.iter().any(|key| map.get(key).is_some())
    };
    node.as_list().is_some_and(|items| items.iter().any(looks_like_one))
}
