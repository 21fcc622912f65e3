//! The input of `CreateExpressGatewayService` in the shape of a task definition.

use super::put::{list, object, push, put, string};
use crate::input::schema::EXPRESS_SERVICE;
use crate::input::schema::unknown_keys::is_role;
use crate::syntax::{Entry, Node, Value};

/// An Express Mode service runs its primary container on Fargate. Source: `API_CreateExpressGatewayService`.
pub(super) fn task(service: Node<'_>) -> Node<'_> {
    let span = service.span;
    let Value::Map(map) = service.value else { return service };
    let mut task = object(span, map.open);
    let mut at = span;
    for entry in map.entries {
        match entry.key.as_ref() {
            "primaryContainer" => {
                at = entry.key_span;
                let container = container(entry.value);
                put(&mut task, "containerDefinitions", list(container), entry.key_span);
            }
            "executionRoleArn" | "taskRoleArn" | "cpu" | "memory" => push(&mut task, entry),
            // A misspelled key of the role is reported.
            key if is_role(key) || entry.is_merge() => push(&mut task, entry),
            _ => {}
        }
    }
    put(&mut task, "networkMode", string("awsvpc", at), at);
    put(&mut task, "requiresCompatibilities", list(string("FARGATE", at)), at);
    task
}

/// A primary container in the form of a container definition.
fn container(container: Node<'_>) -> Node<'_> {
    let span = container.span;
    let Value::Map(map) = container.value else { return container };
    let fields = EXPRESS_SERVICE.field("primaryContainer");
    let mut made = object(span, map.open);
    put(&mut made, "name", string("Main", span), span);
    for entry in map.entries {
        match entry.key.as_ref() {
            "awsLogsConfiguration" => {
                put(&mut made, "logConfiguration", awslogs(&entry), entry.key_span);
            }
            "containerPort" => {}
            // What is no field is reported, and decides nothing.
            key if fields.is_some_and(|it| it.field(key).is_some()) || entry.is_merge() => {
                push(&mut made, entry);
            }
            _ => {}
        }
    }
    made
}

/// `awsLogsConfiguration` in the form of a log configuration.
fn awslogs<'t>(entry: &Entry<'t>) -> Node<'t> {
    let span = entry.key_span;
    let mut options = object(span, None);
    for (own, option) in
        [("logGroup", "awslogs-group"), ("logStreamPrefix", "awslogs-stream-prefix")]
    {
        if let Some(value) = entry.value.get(own) {
            put(&mut options, option, value.clone(), span);
        }
    }
    let mut logs = object(entry.value.span, None);
    put(&mut logs, "logDriver", string("awslogs", span), span);
    put(&mut logs, "options", options, span);
    logs
}
