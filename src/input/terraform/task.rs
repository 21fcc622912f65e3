//! A resource that holds a task, in the shape of the ECS API.

use super::evaluator::Evaluator;
use super::module::ResourceBlock;
use super::resources::ResourceInstance;
use crate::input::context::TaskContext;
use crate::input::{SourceFormat, TaskDefinition};
use crate::syntax::{Entry, Map, Node, Value};
use std::borrow::Cow;

/// Whether a block holds a task.
pub(super) fn is_task(block: &ResourceBlock<'_>) -> bool {
    !block.is_data && block.kind == "aws_ecs_task_definition"
}

/// The task of a resource in one combination.
pub(super) fn task_definition<'t>(
    evaluator: &Evaluator<'_, 't>,
    instance: &ResourceInstance<'t>,
) -> TaskDefinition<'t> {
    let span = instance.block.as_ref().map(|it| it.span).unwrap_or_default();
    let mut map = Map::default();
    for (name, key) in [
        ("family", "family"),
        ("execution_role_arn", "executionRoleArn"),
        ("task_role_arn", "taskRoleArn"),
        ("network_mode", "networkMode"),
        ("requires_compatibilities", "requiresCompatibilities"),
        ("container_definitions", "containerDefinitions"),
    ] {
        let Some(value) = evaluator.attribute(instance, name) else { continue };
        let value = match value.value {
            Value::Tagged(_, inner) => *inner,
            _ => value,
        };
        map.entries.push(Entry { key: Cow::Borrowed(key), key_span: value.span, value });
    }
    let mut task = TaskDefinition {
        root: Cow::Owned(Node { span, value: Value::Map(map) }),
        document: 0,
        span,
        format: SourceFormat::Terraform,
        name: Some(instance.address.clone()),
        context: TaskContext::default(),
    };
    evaluator.complete(&mut task, instance);
    task
}
