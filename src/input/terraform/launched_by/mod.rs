//! What runs a task definition: services, schedules, targets and pipes of the module, with their launch types.

mod launch_types;
mod table;

use super::evaluator::Evaluator;
use super::open::text_of;
use super::resources::ResourceInstance;
use super::shape::{KeySpelling, shaped};
use crate::base::text::{Piece, Text};
use crate::base::truth::Truth;
use crate::input::context::{Launcher, UnitService};
use crate::input::schema::SERVICE;
use crate::syntax::{Entry, Map, Node, Value};
use std::borrow::Cow;
use table::{TaskUse, USES};

/// What runs a task definition in one combination.
#[derive(Debug, Default)]
pub(super) struct RunningTask<'t> {
    /// Its launch types.
    pub(super) launchers: Vec<Launcher>,
    /// Its services.
    pub(super) services: Vec<UnitService<'t>>,
}

/// What runs the task definition of a resource, which has this family.
pub(super) fn running<'t>(
    evaluator: &Evaluator<'_, 't>,
    task: &ResourceInstance<'t>,
    family: Option<&Text<'t>>,
) -> RunningTask<'t> {
    let mut running = RunningTask::default();
    for row in &USES {
        let all = evaluator.all(false, row.kind);
        for instance in all.iter().filter(|it| it.is_created != Truth::False) {
            if !runs(evaluator, instance, row, (task, family)) {
                continue;
            }
            for launcher in launch_types::stated(evaluator, instance, row) {
                if !running.launchers.contains(&launcher) {
                    running.launchers.push(launcher);
                }
            }
            running.services.extend(service(evaluator, instance, row));
        }
    }
    running
}

/// Whether a resource runs a task definition: by a reference to it, or by its family.
fn runs<'t>(
    evaluator: &Evaluator<'_, 't>,
    instance: &ResourceInstance<'t>,
    row: &TaskUse,
    (task, family): (&ResourceInstance<'t>, Option<&Text<'t>>),
) -> bool {
    if row.task.is_empty() {
        return instance.address == task.address;
    }
    let named = attribute_at(evaluator, instance, row.task);
    let Some(named) = named.as_ref().and_then(text_of) else { return false };
    if refers_to(evaluator, &named, task) {
        return true;
    }
    // `data "aws_ecs_task_definition"` names a family, or refers to the resource.
    let of_data = named.placeholders().find_map(|it| {
        let (data, _) = evaluator.attribute_named(it.name())?;
        let is_one = data.is_data && data.kind == "aws_ecs_task_definition";
        is_one.then(|| evaluator.attribute(&data, "task_definition")).flatten()
    });
    let of_data = of_data.as_ref().and_then(text_of);
    let is_family = |text: &Text<'t>| {
        family.is_some_and(|family| !family.is_empty() && family_of(text) == *family)
    };
    is_family(&named)
        || of_data.is_some_and(|text| refers_to(evaluator, &text, task) || is_family(&text))
}

/// Whether a text has an attribute of a resource in it.
fn refers_to<'t>(
    evaluator: &Evaluator<'_, 't>,
    text: &Text<'t>,
    resource: &ResourceInstance<'t>,
) -> bool {
    text.pieces().iter().any(|piece| match piece {
        Piece::Placeholder(open) => evaluator
            .attribute_named(open.name())
            .is_some_and(|(instance, _)| instance.address == resource.address),
        Piece::Literal(_) => false,
    })
}

/// The family that a text names, if it names one.
fn family_of<'t>(text: &Text<'t>) -> Text<'t> {
    let is_arn = text.starts_with("arn:") == Truth::True;
    let name = text.rsplit_once('/').filter(|_| is_arn).map(|(_, name)| name);
    let name = name.unwrap_or_else(|| text.clone());
    name.split_once(':').map_or_else(|| name.clone(), |(name, _)| name)
}

/// The value of an argument that a path leads to; what a path of blocks ends with may be blocks as well.
fn attribute_at<'t>(
    evaluator: &Evaluator<'_, 't>,
    instance: &ResourceInstance<'t>,
    path: &[&str],
) -> Option<Node<'t>> {
    let (first, rest) = path.split_first()?;
    let mut value = match evaluator.attribute(instance, first) {
        Some(value) => value,
        None => list(evaluator.blocks(instance, first))?,
    };
    for name in rest {
        let object = value.items_or_self().first()?;
        value = object.get(name)?.clone();
    }
    (!matches!(value.value, Value::Null)).then_some(value)
}

fn list(blocks: Vec<Node<'_>>) -> Option<Node<'_>> {
    let span = blocks.first()?.span;
    Some(Node { span, value: Value::List(blocks) })
}

/// What a resource shows of a service, in the shape of the API; none where rules read nothing of it.
fn service<'t>(
    evaluator: &Evaluator<'_, 't>,
    instance: &ResourceInstance<'t>,
    row: &TaskUse,
) -> Option<UnitService<'t>> {
    let entry = |kind: &&'static str| {
        let value = list(evaluator.blocks(instance, kind))?;
        Some(Entry { key: Cow::Borrowed(*kind), key_span: value.span, value })
    };
    let entries: Vec<_> = row.service.iter().filter_map(entry).collect();
    if entries.is_empty() {
        return None;
    }
    let span = instance.block.as_ref()?.span;
    let whole = Node { span, value: Value::Map(Map { entries, open: None }) };
    let root = shaped(whole, &SERVICE, KeySpelling::Provider);
    Some(UnitService { root, is_created: instance.is_created })
}
