//! Resources that hold containers, in the shape of the ECS API.

use super::template::Resource;
use super::world::{World, attributes};
use crate::formats::fields::{Field, Kind, Shape, TASK_DEFINITION};
use crate::source::Span;
use crate::syntax::{Entry, Map, Node, Value, json};
use crate::text::Text;
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

/// The task definition that a resource is, in one combination.
pub(super) fn convert<'t>(world: &World<'_, 't>, resource: &Resource<'t>) -> Node<'t> {
    let properties = resource.properties();
    let resolved = properties.and_then(|node| world.resolve(node));
    let span = resource.node.span;
    let whole = resolved.unwrap_or(Node { span, value: Value::Map(Map::default()) });
    let whole = match resource.kind {
        EXPRESS => express(whole),
        DAEMON => stating(whole, "MANAGED_INSTANCES", resource.name_span),
        _ => whole,
    };
    let mut task = Node { span, ..in_shape(whole, &TASK_DEFINITION, Kind::Object) };
    let parameters: Vec<_> = world.template.of_kind("AWS::SSM::Parameter").collect();
    if !parameters.is_empty() {
        with_arns(&mut task, &|text| {
            let named = parameters.iter().find(|it| attributes::reference(world, it) == *text)?;
            Some(attributes::ssm_parameter(world, named))
        });
    }
    task
}

/// Writes the ARN for each `valueFrom` that is the name of a parameter of the template: of a name that is not
/// known nothing else tells that it is one.
fn with_arns<'t>(node: &mut Node<'t>, arn_of: &impl Fn(&Text<'t>) -> Option<Text<'t>>) {
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(|item| with_arns(item, arn_of)),
        Value::Map(map) => {
            for entry in &mut map.entries {
                match (&entry.value.value, entry.key.as_ref()) {
                    (Value::Text(text), "valueFrom") => {
                        if let Some(arn) = arn_of(text) {
                            entry.value.value = Value::Text(arn);
                        }
                    }
                    _ => with_arns(&mut entry.value, arn_of),
                }
            }
        }
        _ => {}
    }
}

/// The value with the API's names, as far as they are CloudFormation's with a small letter. Others stay, so
/// that they are told.
fn in_shape<'t>(node: Node<'t>, shape: &Shape, kind: Kind) -> Node<'t> {
    let span = node.span;
    let value = match node.value {
        Value::Map(map) if !shape.fields.is_empty() => Value::Map(renamed(map, shape)),
        Value::List(items) => {
            let items = items.into_iter().flat_map(flattened);
            Value::List(items.map(|item| in_shape(item, shape, kind)).collect())
        }
        Value::String(text) if !matches!(kind, Kind::String | Kind::Exact | Kind::Any) => {
            return from_string(span, text, shape, kind);
        }
        // A `Sub` around the JSON: its holes are found again in the strings.
        Value::Text(text) if !matches!(kind, Kind::String | Kind::Exact | Kind::Any) => {
            match read_json(&text.to_string(), span) {
                Some(node) => return in_shape(node, shape, kind),
                None => Value::Text(text),
            }
        }
        other => other,
    };
    Node { span, value }
}

/// A function within an array may give an array: CloudFormation takes its items.
fn flattened(item: Node<'_>) -> Vec<Node<'_>> {
    match item.value {
        Value::List(items) => items,
        _ => vec![item],
    }
}

fn renamed<'t>(map: Map<'t>, shape: &Shape) -> Map<'t> {
    let rename = |entry: Entry<'t>| match field(shape, &entry.key) {
        Some(field) => Entry {
            key: Cow::Owned(field.name.to_owned()),
            value: in_shape(entry.value, &field.shape, field.kind),
            ..entry
        },
        None => entry,
    };
    Map { entries: map.entries.into_iter().map(rename).collect(), open: map.open }
}

/// The field that CloudFormation writes with a capital letter. `ProxyConfigurationProperties` is the one
/// whose name differs.
fn field<'s>(shape: &'s Shape, key: &str) -> Option<&'s Field> {
    if !key.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let same = shape.fields.iter().find(|field| field.name.eq_ignore_ascii_case(key));
    same.or_else(|| shape.field("properties").filter(|_| key == "ProxyConfigurationProperties"))
}

/// JSON in a string, where an object or an array belongs.
fn from_string<'t>(span: Span, text: Cow<'t, str>, shape: &Shape, kind: Kind) -> Node<'t> {
    match read_json(&text, span) {
        Some(node) => in_shape(node, shape, kind),
        None => Node { span, value: Value::String(text) },
    }
}

/// JSON in a string; none where it is something else. What stands in a string has no places of its own.
fn read_json(text: &str, span: Span) -> Option<Node<'static>> {
    if !text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let mut read = json::read(text);
    let document = read.documents.pop()?;
    read.problems.is_empty().then(|| placed(document, span))
}

fn placed(node: Node<'_>, span: Span) -> Node<'static> {
    let owned = |text: &str| Value::String(Cow::Owned(text.to_owned()));
    let value = match node.value {
        Value::List(items) => Value::List(items.into_iter().map(|it| placed(it, span)).collect()),
        Value::Map(map) => {
            let entry = |it: Entry<'_>| Entry {
                key: Cow::Owned(it.key.into_owned()),
                key_span: span,
                value: placed(it.value, span),
            };
            let entries = map.entries.into_iter().map(entry).collect();
            Value::Map(Map { entries, open: map.open.map(|_| span) })
        }
        Value::String(text) => owned(&text),
        // A number may stand as text wherever the API wants one.
        Value::Number(text) => owned(text),
        Value::Hole(hole) => Value::Hole(hole.into_owned()),
        Value::Text(text) => Value::Text(text.into_owned()),
        Value::Bool(value) => Value::Bool(value),
        Value::Null | Value::Alias(_) | Value::Tagged(..) => Value::Null,
    };
    Node { span, value }
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
