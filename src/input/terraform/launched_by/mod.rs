//! What runs a task definition: services, schedules, targets and pipes of the module, with their launch types.

mod index;
mod launch_types;
mod table;

use super::evaluator::ModuleEvaluator;
use super::instance::ResourceInstance;
use super::module::Layers;
use super::open::text_of;
use super::scope::ExpressionScope;
use super::shape::{KeySpelling, shaped};
use super::sites::modules_at;
use crate::base::text::{Piece, Text};
use crate::base::truth::Truth;
use crate::input::context::{Launcher, UnitService};
use crate::input::schema::SERVICE;
use crate::syntax::{Entry, Map, Node, Value};
use index::RunnerSite;
use std::borrow::Cow;
use table::RunnerKind;

pub(super) use index::LaunchIndex;

/// What runs a task definition in one combination.
#[derive(Debug, Default)]
pub(super) struct RunnersOfTask<'t> {
    /// Its launch types.
    pub(super) launchers: Vec<Launcher>,
    /// Its services.
    pub(super) services: Vec<UnitService<'t>>,
}

impl<'t> LaunchIndex<'t> {
    /// What runs the task definition of a resource, which has this family.
    pub(super) fn running(
        &self,
        evaluator: &ModuleEvaluator<'_, 't>,
        task: &ResourceInstance<'t>,
        family: Option<&Text<'t>>,
    ) -> RunnersOfTask<'t> {
        let mut running = RunnersOfTask::default();
        for RunnerSite { calls, block, row } in self.of_task(&task.address, family) {
            let modules = modules_at(evaluator, calls).into_iter();
            let instances = modules.flat_map(|module| evaluator.instances(&module, block));
            let runs_it = |it: &ResourceInstance<'t>| {
                it.is_created != Truth::False && runs(evaluator, it, row, (task, family))
            };
            for instance in instances.filter(runs_it) {
                for launcher in launch_types::stated(evaluator, &instance, row) {
                    if !running.launchers.contains(&launcher) {
                        running.launchers.push(launcher);
                    }
                }
                running.services.extend(service(evaluator, &instance, row));
            }
        }
        running
    }
}

/// Whether a resource runs a task definition: by a reference to it, or by its family.
fn runs<'t>(
    evaluator: &ModuleEvaluator<'_, 't>,
    instance: &ResourceInstance<'t>,
    row: &RunnerKind,
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
    evaluator: &ModuleEvaluator<'_, 't>,
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
    evaluator: &ModuleEvaluator<'_, 't>,
    instance: &ResourceInstance<'t>,
    path: &[&str],
) -> Option<Node<'t>> {
    let value = value_in(evaluator, &instance.block.as_ref()?.body, path, instance.scope())?;
    (!matches!(value.value, Value::Null)).then_some(value)
}

/// The value that a path leads to in a body. What is beside the path is not evaluated: it asks what does not matter.
fn value_in<'t>(
    evaluator: &ModuleEvaluator<'_, 't>,
    body: &Layers<'t>,
    path: &[&str],
    scope: ExpressionScope<'_, 't>,
) -> Option<Node<'t>> {
    let (first, rest) = path.split_first()?;
    if let Some(expression) = body.value(first) {
        let value = evaluator.evaluate(expression, scope);
        return inside(value, rest);
    }
    match body.blocks(first).as_slice() {
        [block, ..] if block.kind == *first && !rest.is_empty() => {
            value_in(evaluator, &Layers::from(&block.body), rest, scope)
        }
        _ => inside(list(evaluator.blocks_in(body, first, scope))?, rest),
    }
}

/// The member that is left of a path, of a block that `dynamic` makes or of an object in place of one.
fn inside<'t>(value: Node<'t>, path: &[&str]) -> Option<Node<'t>> {
    path.iter().try_fold(value, |value, name| value.items_or_self().first()?.get(name).cloned())
}

fn list(blocks: Vec<Node<'_>>) -> Option<Node<'_>> {
    let span = blocks.first()?.span;
    Some(Node { span, value: Value::List(blocks) })
}

/// What a resource shows of a service, in the shape of the API; none where rules read nothing of it.
fn service<'t>(
    evaluator: &ModuleEvaluator<'_, 't>,
    instance: &ResourceInstance<'t>,
    row: &RunnerKind,
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
