//! The tasks of a job definition of AWS Batch, in the shape of task definitions.
//!
//! Source: the model of `RegisterJobDefinition` in botocore 1.44.8, and the AWS Batch user guide.

use super::HeldTask;
use super::put::{list, object, push, put, string};
use crate::base::source::Span;
use crate::base::text::{Placeholder, PlaceholderKind};
use crate::syntax::{Map, Node, Value};

/// The keys of a job definition that hold what runs on ECS.
pub(super) const PARTS: [&str; 3] = ["containerProperties", "ecsProperties", "nodeProperties"];

/// What `containerProperties` has that a task definition has beside its containers, and under which name.
const OF_THE_TASK: [(&str, &str); 7] = [
    ("executionRoleArn", "executionRoleArn"),
    ("jobRoleArn", "taskRoleArn"),
    ("volumes", "volumes"),
    ("ephemeralStorage", "ephemeralStorage"),
    ("runtimePlatform", "runtimePlatform"),
    ("networkConfiguration", "networkConfiguration"),
    ("fargatePlatformConfiguration", "fargatePlatformConfiguration"),
];

/// The log group of jobs that set none. Source: user guide `using_awslogs`.
const LOG_GROUP: &str = "/aws/batch/job";

/// The name of the one container of `containerProperties`. Source: user guide `using_awslogs`, the names of log streams.
const CONTAINER: &str = "default";

/// A step from the job definition to a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum JobStep {
    Key(&'static str),
    Item(usize),
}

/// Whether the value of one of [`PARTS`] can hold something: a skeleton of the AWS CLI has all of them.
pub(super) fn may_hold(value: &Node<'_>) -> bool {
    !matches!(value.resolved().value, Value::Null | Value::Bool(_) | Value::Number(_))
}

/// The tasks, in the order of their keys.
pub(super) fn tasks<'t>(job: &Node<'t>) -> Vec<HeldTask<'t>> {
    let mut ways = Vec::new();
    for key in PARTS {
        find(job, key, &[], &mut ways);
    }
    let numbered = ways.iter().enumerate();
    let held = numbered.filter_map(|(index, way)| {
        let part = way.iter().try_fold(job, |node, step| step.take(node))?;
        Some(HeldTask {
            root: task(job, part, way),
            written: Some(pruned(job, way, index == 0)),
            part: nodes(job, way).map(|nodes| format!("nodes {nodes}")),
            span: Some(part.resolved().span),
        })
    });
    held.collect()
}

/// Adds the ways to the tasks under a key: those to a container, or to what has containers.
fn find(object: &Node<'_>, key: &'static str, way: &[JobStep], ways: &mut Vec<Vec<JobStep>>) {
    let Some(value) = object.get(key).filter(|value| may_hold(value)) else { return };
    let mut way = way.to_vec();
    way.push(JobStep::Key(key));
    let items = |list: &'static str| {
        let count = value.get(list).map_or(0, |it| it.items_or_self().len());
        (0..count).map(move |at| [JobStep::Key(list), JobStep::Item(at)])
    };
    match key {
        "ecsProperties" => ways.extend(items("taskProperties").map(|it| [&way[..], &it].concat())),
        "nodeProperties" => {
            for steps in items("nodeRangeProperties") {
                let Some(range) = steps.iter().try_fold(value, |node, step| step.take(node)) else {
                    continue;
                };
                for key in ["container", "ecsProperties"] {
                    find(range, key, &[&way[..], &steps].concat(), ways);
                }
            }
        }
        _ => ways.push(way),
    }
}

impl JobStep {
    fn take<'n, 't>(self, node: &'n Node<'t>) -> Option<&'n Node<'t>> {
        match self {
            Self::Key(key) => node.get(key),
            Self::Item(at) => node.items_or_self().get(at),
        }
    }
}

/// A part of a job definition as a task definition.
fn task<'t>(job: &Node<'t>, part: &Node<'t>, way: &[JobStep]) -> Node<'t> {
    let name = job.get("jobDefinitionName");
    let span = part.resolved().span;
    let mut task = match part.as_map() {
        // A placeholder stands for all of it.
        None => object(span, Some(span)),
        Some(map) if matches!(way.last(), Some(JobStep::Key(_))) => of_container(map, span, name),
        Some(map) => of_containers(map, span, name),
    };
    if let Some(entry) = job.as_map().and_then(|map| map.entry(PARTS[0])).filter(|_| way.len() == 1)
    {
        // What Managed Instances do not run; it is shown where its key is.
        let is_there = Node { span: entry.key_span, value: Value::Bool(true) };
        let marker = if part.as_map().is_some() { is_there } else { part.clone() };
        put(&mut task, PARTS[0], marker, entry.key_span);
    }
    add_job(&mut task, job, span);
    task
}

/// A container with what a task definition has beside its containers.
fn of_container<'t>(map: &Map<'t>, span: Span, job: Option<&Node<'t>>) -> Node<'t> {
    let mut task = object(span, map.open);
    let mut container = object(span, map.open);
    put(&mut container, "name", string(CONTAINER, span), span);
    for entry in &map.entries {
        match OF_THE_TASK.iter().find(|(key, _)| *key == entry.key) {
            Some((_, key)) => put(&mut task, key, entry.value.clone(), entry.key_span),
            None => push(&mut container, entry.clone()),
        }
        if entry.is_merge() {
            push(&mut task, entry.clone());
        }
    }
    complete_logs(&mut container, job);
    put(&mut task, "containerDefinitions", list(container), span);
    task
}

/// A task with several containers.
fn of_containers<'t>(map: &Map<'t>, span: Span, job: Option<&Node<'t>>) -> Node<'t> {
    let mut task = object(span, map.open);
    for entry in &map.entries {
        if entry.key != "containers" {
            push(&mut task, entry.clone());
            continue;
        }
        let mut containers = entry.value.resolved().clone();
        if let Value::List(items) = &mut containers.value {
            for container in items {
                complete_logs(container, job);
            }
        }
        put(&mut task, "containerDefinitions", containers, entry.key_span);
    }
    task
}

/// What the job definition says of each of its tasks: the platform, which is EC2 by default, and its type.
fn add_job<'t>(task: &mut Node<'t>, job: &Node<'t>, span: Span) {
    let Some(map) = job.as_map() else { return };
    let named = ["type", "jobDefinitionName"].iter().find_map(|key| map.get(key));
    let shown = named.map_or(span, |it| it.span);
    // Who writes the key of task definitions means the same.
    let mut stated = ["platformCapabilities", "requiresCompatibilities"].iter();
    let stated = stated.find_map(|key| map.entry(key).filter(|it| says_something(&it.value)));
    let platforms = match stated {
        Some(entry) => entry.value.clone(),
        None if map.open.is_some() => {
            let key = Placeholder::named(PlaceholderKind::MissingKey, "platformCapabilities");
            list(Node { span: shown, value: Value::Placeholder(key) })
        }
        None => list(string("EC2", shown)),
    };
    put(task, "platformCapabilities", platforms.clone(), shown);
    put(task, "requiresCompatibilities", platforms, shown);
    if let Some(kind) = map.entry("type") {
        push(task, kind.clone());
    }
}

fn says_something(value: &Node<'_>) -> bool {
    match &value.resolved().value {
        Value::Null => false,
        Value::List(items) => !items.is_empty(),
        _ => true,
    }
}

/// Fills in where a container logs to whose log driver is `awslogs`.
fn complete_logs<'t>(container: &mut Node<'t>, job: Option<&Node<'t>>) {
    let Value::Map(map) = &mut container.value else { return };
    let Some(logs) = map.entries.iter_mut().find(|it| it.key == "logConfiguration") else { return };
    if logs.value.get("logDriver").and_then(Node::as_str) != Some("awslogs") {
        return;
    }
    let at = logs.key_span;
    let Value::Map(logs) = &mut logs.value.value else { return };
    let is_unset = |it: &Map<'_>| it.get("options").is_none_or(|it| !may_hold(it));
    if is_unset(logs) && logs.open.is_none() {
        logs.entries.retain(|it| it.key != "options");
        let mut made = Node { span: at, value: Value::Map(std::mem::take(logs)) };
        put(&mut made, "options", object(at, None), at);
        if let Value::Map(made) = made.value {
            *logs = made;
        }
    }
    let Some(options) = logs.entries.iter_mut().find(|it| it.key == "options") else { return };
    let Value::Map(known) = &options.value.value else { return };
    let lacks = |key| known.open.is_none() && known.get(key).is_none();
    let [group, prefix] = ["awslogs-group", "awslogs-stream-prefix"].map(lacks);
    if group {
        put(&mut options.value, "awslogs-group", string(LOG_GROUP, at), at);
    }
    if prefix {
        let name = job.map(|it| Node { span: at, value: it.value.clone() });
        let name = name.unwrap_or_else(|| string(CONTAINER, at));
        put(&mut options.value, "awslogs-stream-prefix", name, at);
    }
}

/// The nodes that a task of a multi-node parallel job runs on.
fn nodes(job: &Node<'_>, way: &[JobStep]) -> Option<String> {
    let [JobStep::Key(PART_OF_NODES), list, item, ..] = way else { return None };
    let range = [JobStep::Key(PART_OF_NODES), *list, *item];
    let range = range.iter().try_fold(job, |node, step| step.take(node))?;
    range.get("targetNodes")?.as_scalar().map(str::to_owned)
}

const PART_OF_NODES: &str = PARTS[2];

/// The job definition without its other tasks; and, for all but the first, without what the first has: each key is
/// judged once.
fn pruned<'t>(node: &Node<'t>, way: &[JobStep], is_first: bool) -> Node<'t> {
    let Some((step, rest)) = way.split_first() else { return node.clone() };
    let node = node.resolved();
    let value = match (&node.value, step) {
        (Value::Map(map), JobStep::Key(key)) => {
            let entries = map.entries.iter().filter_map(|entry| {
                if entry.key == *key {
                    let value = pruned(&entry.value, rest, is_first);
                    return Some(crate::syntax::Entry { value, ..entry.clone() });
                }
                let is_other = PARTS.contains(&entry.key.as_ref())
                    || entry.key == "container" && way.len() > 1;
                let is_kept = is_first || entry.key == "platformCapabilities";
                (is_kept && !is_other).then(|| entry.clone())
            });
            Value::Map(Map { entries: entries.collect(), open: map.open })
        }
        (Value::List(items), JobStep::Item(at)) => {
            Value::List(items.get(*at).map(|it| pruned(it, rest, is_first)).into_iter().collect())
        }
        (other, _) => other.clone(),
    };
    Node { span: node.span, value }
}

#[cfg(test)]
mod tests {
    use super::tasks;
    use crate::syntax::json;
    use std::borrow::Cow;

    /// The name, the part and the launch type of each task.
    fn read(text: &str) -> Vec<(String, Option<String>)> {
        let parsed = json::read(text);
        let document = parsed.documents.first();
        let tasks = document.map(tasks).unwrap_or_default();
        let shown = |it: &super::HeldTask<'_>| {
            let image = it.root.get("containerDefinitions").map(super::Node::items_or_self);
            let image = image.and_then(|it| it.first()?.get("image")?.as_str().map(Cow::Borrowed));
            (image.unwrap_or_default().into_owned(), it.part.clone())
        };
        tasks.iter().map(shown).collect()
    }

    #[test]
    fn every_part_is_a_task() {
        let text = r#"{"type": "multinode", "nodeProperties": {"nodeRangeProperties": [
            {"targetNodes": "0", "container": {"image": "a"}},
            {"targetNodes": "1:", "ecsProperties": {"taskProperties": [{"containers": [{"image": "b"}]}]}},
            {"targetNodes": "2", "eksProperties": {}}]}}"#;
        let expected = [("a", "nodes 0"), ("b", "nodes 1:")];
        let expected = expected.map(|(image, part)| (image.to_owned(), Some(part.to_owned())));
        assert_eq!(read(text), expected);
        let text = r#"{"containerProperties": {"image": "a"}, "ecsProperties": null}"#;
        assert_eq!(read(text), [("a".to_owned(), None)]);
    }
}
