//! Resources with containers, in the shape of the ECS API.

use super::evaluator::{Evaluator, attributes};
use super::rename_keys::KeyRenamer;
use super::template::Resource;
use crate::base::source::Span;
use crate::base::text::Text;
use crate::input::schema::unknown_keys::is_role;
use crate::input::schema::{KeyDiagnostic, TASK_DEFINITION, ValueKind};
use crate::syntax::{Below, Entry, Map, Node, Value};
use std::borrow::Cow;

pub(super) const TASK: &str = "AWS::ECS::TaskDefinition";
pub(super) const DAEMON: &str = "AWS::ECS::DaemonTaskDefinition";
pub(super) const EXPRESS: &str = "AWS::ECS::ExpressGatewayService";

/// Whether a resource holds containers.
pub(super) fn is_task(resource: &Resource<'_>) -> bool {
    matches!(resource.kind, TASK | DAEMON) || (resource.kind == EXPRESS && has_container(resource))
}

/// An Express service that names a task definition has no containers of its own.
fn has_container(resource: &Resource<'_>) -> bool {
    resource.property("PrimaryContainer").is_some()
}

/// The task definition that a resource is, in one combination, and what is wrong with its keys.
pub(super) fn convert<'t>(
    evaluator: &Evaluator<'_, 't>,
    resource: &Resource<'t>,
) -> (Node<'t>, Vec<KeyDiagnostic>) {
    let properties = resource.properties();
    let resolved = properties.and_then(|node| evaluator.resolve(node));
    let span = resource.node.span;
    let whole = resolved.unwrap_or(Node { span, value: Value::Map(Map::default()) });
    let whole = match resource.kind {
        EXPRESS => express(whole),
        DAEMON => stating(whole, "MANAGED_INSTANCES", resource.name_span),
        _ => whole,
    };
    let mut renamer = KeyRenamer::default();
    let node = renamer.in_object(whole, &TASK_DEFINITION, ValueKind::Object);
    let mut task = Node { span, ..node };
    let parameters: Vec<_> = evaluator.template.of_kind("AWS::SSM::Parameter").collect();
    if !parameters.is_empty() {
        with_arns(&mut task, &|text| {
            let own = parameters.iter().find(|it| attributes::reference(evaluator, it) == *text)?;
            Some(attributes::ssm_parameter(evaluator, own))
        });
    }
    (task, renamer.finish())
}

/// Writes the ARN for each `valueFrom` that is the name of a parameter of the template: of a name that is not
/// known nothing else shows that it is one.
fn with_arns<'t>(node: &mut Node<'t>, arn_of: &impl Fn(&Text<'t>) -> Option<Text<'t>>) {
    node.visit_mut(&mut |key, node| {
        if let (Some("valueFrom"), Value::Text(text)) = (key, &node.value)
            && let Some(arn) = arn_of(text)
        {
            node.value = Value::Text(arn);
        }
        Below::Visit
    });
}

/// The same, stating a launch type that its resource type implies.
fn stating<'t>(mut whole: Node<'t>, launch_type: &'static str, span: Span) -> Node<'t> {
    put(&mut whole, "RequiresCompatibilities", list(string(launch_type, span)), span);
    whole
}

/// An Express service runs its primary container on Fargate. Source: `API_CreateExpressGatewayService`.
fn express(whole: Node<'_>) -> Node<'_> {
    let span = whole.span;
    let Value::Map(map) = whole.value else { return whole };
    let mut made = Node { span, value: Value::Map(Map { entries: Vec::new(), open: map.open }) };
    let mut at = span;
    for entry in map.entries {
        match entry.key.as_ref() {
            "PrimaryContainer" => {
                at = entry.key_span;
                let container = express_container(entry.value);
                put(&mut made, "ContainerDefinitions", list(container), entry.key_span);
            }
            "ExecutionRoleArn" | "TaskRoleArn" | "Cpu" | "Memory" => push(&mut made, entry),
            // A misspelled key of the role is reported.
            key if is_role(key) => push(&mut made, entry),
            _ => {}
        }
    }
    put(&mut made, "NetworkMode", string("awsvpc", at), at);
    stating(made, "FARGATE", at)
}

/// A primary container in the form of a container definition.
fn express_container(container: Node<'_>) -> Node<'_> {
    let span = container.span;
    let Value::Map(map) = container.value else { return container };
    let mut made = Node { span, value: Value::Map(Map { entries: Vec::new(), open: map.open }) };
    put(&mut made, "Name", string("Main", span), span);
    for entry in map.entries {
        match entry.key.as_ref() {
            "AwsLogsConfiguration" => {
                put(&mut made, "LogConfiguration", awslogs(&entry), entry.key_span);
            }
            "ContainerPort" => {}
            _ => push(&mut made, entry),
        }
    }
    made
}

/// `AwsLogsConfiguration` in the form of a log configuration.
fn awslogs<'t>(entry: &Entry<'t>) -> Node<'t> {
    let span = entry.key_span;
    let mut options = Node { span, value: Value::Map(Map::default()) };
    for (own, option) in
        [("LogGroup", "awslogs-group"), ("LogStreamPrefix", "awslogs-stream-prefix")]
    {
        if let Some(value) = entry.value.get(own) {
            put(&mut options, option, value.clone(), span);
        }
    }
    let mut logs = Node { span: entry.value.span, value: Value::Map(Map::default()) };
    put(&mut logs, "LogDriver", string("awslogs", span), span);
    put(&mut logs, "Options", options, span);
    logs
}

fn put<'t>(node: &mut Node<'t>, key: &'static str, value: Node<'t>, span: Span) {
    push(node, Entry { key: Cow::Borrowed(key), key_span: span, value });
}

fn push<'t>(node: &mut Node<'t>, entry: Entry<'t>) {
    if let Value::Map(map) = &mut node.value {
        map.entries.push(entry);
    }
}

fn string(text: &'static str, span: Span) -> Node<'static> {
    Node { span, value: Value::String(Cow::Borrowed(text)) }
}

fn list(item: Node<'_>) -> Node<'_> {
    Node { span: item.span, value: Value::List(vec![item]) }
}
