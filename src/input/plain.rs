//! Plain JSON and YAML: every object with `containerDefinitions`, and a bare array of them.

use super::context::{Launcher, TaskContext, UnitService};
use super::held::{self, HeldTask};
use super::holder::TaskHolder;
use super::inputs::Inputs;
use super::surroundings::Surroundings;
use super::{SourceFormat, TaskDefinition};
use crate::base::source::Span;
use crate::base::truth::Truth;
use crate::syntax::{Aliases, Below, Entry, Map, Node, Value};
use std::borrow::Cow;

/// Fills in what the user knows, before anything is looked for.
pub(super) fn prepare(document: &mut Node<'_>, inputs: &Inputs) {
    inputs.fill(document);
    if is_container_array(document) {
        inputs.set_images(document);
    }
    set_images_below(document, inputs);
}

/// The task definitions of a document, in the order of the source.
pub fn find<'t>(document: &'t Node<'t>, index: usize, inputs: &Inputs) -> Vec<TaskDefinition<'t>> {
    let mut found = Vec::new();
    // Where the value of `daemonTaskDefinition` stands, which wraps one that is described.
    let mut daemon = None;
    if is_container_array(document) {
        found.push(from_array(document, index));
    }
    let mut surroundings = Surroundings::default();
    let mut walk = document.walk(Aliases::Written);
    while let Some(node) = walk.next() {
        match &node.value {
            Value::Map(map) => {
                surroundings.enter(node.span, map);
                if map.get("containerDefinitions").is_some() {
                    if daemon == Some(node.span) || held::is_daemon(map) {
                        found.extend(from_holder(TaskHolder::Daemon, node, map, index, inputs));
                    } else {
                        let launchers = surroundings.launchers();
                        found.push(from_object(node, map, index, launchers));
                    }
                    walk.skip_children();
                } else if let Some(holder) = held::holder_of(map) {
                    found.extend(from_holder(holder, node, map, index, inputs));
                    walk.skip_children();
                } else if let Some(inner) = map.get("daemonTaskDefinition") {
                    daemon = Some(inner.span);
                }
            }
            // A function of a template stands for something else than what it is given.
            Value::Tagged(..) => walk.skip_children(),
            _ => {}
        }
    }
    found
}

/// The tasks of a document that is no task definition.
fn from_holder<'t>(
    holder: TaskHolder,
    node: &Node<'t>,
    map: &Map<'t>,
    document: usize,
    inputs: &Inputs,
) -> Vec<TaskDefinition<'t>> {
    let (format, name) = match holder {
        TaskHolder::TaskDefinition => (SourceFormat::TaskDefinition, "family"),
        TaskHolder::Daemon => (SourceFormat::DaemonTaskDefinition, "family"),
        TaskHolder::ExpressService => (SourceFormat::ExpressGatewayService, "serviceName"),
        TaskHolder::BatchJob => (SourceFormat::BatchJobDefinition, "jobDefinitionName"),
    };
    let name = map.get(name).and_then(Node::as_str).filter(|name| !name.is_empty());
    let is_express = holder == TaskHolder::ExpressService;
    let service = || UnitService { root: node.clone(), is_created: Truth::True };
    let task = |held: HeldTask<'t>| {
        let HeldTask { mut root, written, part, span } = held;
        inputs.set_container_images(&mut root);
        TaskDefinition {
            root: Cow::Owned(root),
            document,
            span: span.unwrap_or(node.span),
            format,
            name: name.map(str::to_owned),
            context: TaskContext {
                holder,
                written,
                part,
                services: is_express.then(service).into_iter().collect(),
                ..TaskContext::default()
            },
        }
    };
    held::tasks(holder, node.clone()).into_iter().map(task).collect()
}

/// Sets the images of every task definition that [`find`] finds.
fn set_images_below(document: &mut Node<'_>, inputs: &Inputs) {
    document.visit_mut(&mut |key, node| {
        if key == Some("containerDefinitions") {
            inputs.set_images(node);
            return Below::Skip;
        }
        if matches!(node.value, Value::Tagged(..)) { Below::Skip } else { Below::Visit }
    });
}

/// Calls `see` with each task definition that [`find`] finds outside of units.
pub(super) fn visit_tasks(
    document: &mut Node<'_>,
    is_unit: &dyn Fn(&Node<'_>) -> bool,
    see: &mut dyn FnMut(&mut Node<'_>),
) {
    if is_container_array(document) {
        see(document);
    }
    document.visit_mut(&mut |_, node| {
        let map = node.as_map();
        let is_task = map.is_some_and(|map| {
            map.get("containerDefinitions").is_some() || held::holder_of(map).is_some()
        });
        let is_passed_over = matches!(node.value, Value::Tagged(..)) || is_unit(node);
        if is_task && !is_passed_over {
            see(node);
        }
        if is_task || is_passed_over { Below::Skip } else { Below::Visit }
    });
}

fn from_object<'t>(
    node: &'t Node<'t>,
    map: &'t Map<'t>,
    document: usize,
    launchers: Vec<Launcher>,
) -> TaskDefinition<'t> {
    let by_ecs = TaskHolder::TaskDefinition.written_by_aws();
    let is_described = by_ecs.iter().any(|key| map.get(key).is_some());
    let family = map.get("family").and_then(Node::as_str).filter(|family| !family.is_empty());
    TaskDefinition {
        root: Cow::Borrowed(node),
        document,
        span: node.span,
        format: if is_described {
            SourceFormat::DescribeTaskDefinition
        } else {
            SourceFormat::TaskDefinition
        },
        name: family.map(str::to_owned),
        context: TaskContext { launchers, ..TaskContext::default() },
    }
}

/// A bare array: the object around it is not in the file, so whatever else it says is unknown. Volumes are,
/// where a container mounts one: those that none of these containers mounts are none of their requirements.
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
        format: SourceFormat::ContainerDefinitions,
        name: None,
        context: TaskContext::default(),
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
