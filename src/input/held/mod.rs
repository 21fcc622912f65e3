//! The documents that hold what ECS runs as a task, each turned into the shape of a task definition.
//!
//! A kind of document is one variant of [`TaskHolder`], one table of fields in `schema/`, and one file if it has a shape of its own.
//! What requires the role in it is data: rules about all tasks, and rules whose paths begin with `job`.

mod batch;
mod express;
mod put;

use super::holder::TaskHolder;
use super::schema::{DAEMON, Field};
use crate::base::source::Span;
use crate::syntax::{Map, Node, Value};

/// A task in the shape of the ECS API, and what it is made of.
#[derive(Debug)]
pub(super) struct HeldTask<'t> {
    /// The task.
    pub(super) root: Node<'t>,
    /// The document as it is written, in the API's names, where the task has another shape: its keys and values are
    /// judged there.
    pub(super) written: Option<Node<'t>>,
    /// Which of several tasks of the document it is, for people.
    pub(super) part: Option<String>,
    /// Where the object stands that sets its execution role, where that is not the document.
    pub(super) span: Option<Span>,
}

/// What an object without `containerDefinitions` is, if it holds a task.
pub(super) fn holder_of(map: &Map<'_>) -> Option<TaskHolder> {
    let found = map.entries.iter().find_map(|entry| match entry.key.as_ref() {
        "primaryContainer" => {
            let is_service = map.get("infrastructureRoleArn").is_some();
            let is_one = is_service && batch::may_hold(&entry.value);
            (is_one || entry.value.get("image").is_some()).then_some(TaskHolder::ExpressService)
        }
        key if batch::PARTS.contains(&key) && batch::may_hold(&entry.value) => {
            Some(TaskHolder::BatchJob)
        }
        _ => None,
    })?;
    // A job that was submitted has the same keys as its definition.
    map.get("jobId").is_none().then_some(found)
}

/// Whether an object with `containerDefinitions` has what only daemon task definitions have.
pub(super) fn is_daemon(map: &Map<'_>) -> bool {
    let is_shared = |key| map.get(key).and_then(Node::as_str) == Some("shared");
    let volumes = || map.get("volumes").and_then(Node::as_list).unwrap_or_default();
    map.get("daemonTaskDefinitionArn").is_some()
        || is_shared("pidMode")
        || is_shared("ipcMode")
        || volumes().iter().any(|it| it.get("logDriverVolumeConfiguration").is_some())
}

/// The tasks that a document holds, which is in the names of its API.
pub(super) fn tasks(holder: TaskHolder, whole: Node<'_>) -> Vec<HeldTask<'_>> {
    let made = match holder {
        TaskHolder::TaskDefinition => {
            return vec![HeldTask { root: whole, written: None, part: None, span: None }];
        }
        TaskHolder::Daemon => only_fields(whole.clone(), &DAEMON),
        TaskHolder::ExpressService => express::task(whole.clone()),
        TaskHolder::BatchJob => return batch::tasks(&whole),
    };
    vec![HeldTask { root: made, written: Some(whole), part: None, span: None }]
}

/// An object with those of its keys that are fields.
fn only_fields<'t>(mut whole: Node<'t>, schema: &Field) -> Node<'t> {
    if let Value::Map(map) = &mut whole.value {
        map.entries.retain(|entry| entry.is_merge() || schema.field(&entry.key).is_some());
    }
    whole
}
