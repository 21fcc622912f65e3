//! A resource that holds a task, in the shape of the ECS API.

use super::evaluator::ModuleEvaluator;
use super::instance::ResourceInstance;
use super::launched_by::LaunchIndex;
use super::module::ResourceBlock;
use super::open::text_of;
use super::shape::{KeySpelling, field_of, shaped};
use super::texts::TextSyntax;
use super::world::KnownWorlds;
use crate::base::diagnostic::{BuiltIn, Diagnostic};
use crate::base::source::Span;
use crate::base::text::{Placeholder, PlaceholderKind, Text};
use crate::input::context::TaskContext;
use crate::input::expressions::Expressions;
use crate::input::held::{self, HeldTask};
use crate::input::holder::TaskHolder;
use crate::input::naming::Naming;
use crate::input::schema::unknown_keys::is_role;
use crate::input::schema::{Field, KeyDiagnostic, KeyFault, KeyRemedy, KeySubject, schema_of};
use crate::input::{SourceFormat, TaskDefinition};
use crate::syntax::hcl::HclAttribute;
use crate::syntax::{Below, Entry, Map, Node, Value};
use std::borrow::Cow;

/// The resources that hold a task, and what each is.
const HOLDERS: [(&str, TaskHolder); 4] = [
    ("aws_ecs_task_definition", TaskHolder::TaskDefinition),
    ("awscc_ecs_task_definition", TaskHolder::TaskDefinition),
    ("aws_ecs_daemon_task_definition", TaskHolder::Daemon),
    ("aws_ecs_express_gateway_service", TaskHolder::ExpressService),
];

/// What holds a task, if a resource is one.
pub(super) fn holder_of(kind: &str) -> Option<TaskHolder> {
    HOLDERS.iter().find(|(it, _)| *it == kind).map(|(_, holder)| *holder)
}

/// Whether a block holds a task.
pub(super) fn is_task(block: &ResourceBlock<'_>) -> bool {
    !block.is_data && holder_of(block.kind).is_some()
}

/// The task of a resource in one combination.
pub(super) fn task_definition<'t>(
    evaluator: &ModuleEvaluator<'_, 't>,
    instance: &ResourceInstance<'t>,
    (launches, worlds): (&LaunchIndex<'t>, &KnownWorlds<'t>),
) -> TaskDefinition<'t> {
    let holder = holder_of(&instance.kind).unwrap_or_default();
    let mut misnamed = Vec::new();
    let mut whole = whole(evaluator, instance, schema_of(holder), &mut misnamed);
    if holder == TaskHolder::ExpressService {
        with_stream_prefix(&mut whole);
    }
    let span = whole.span;
    let family = family_of(&whole);
    let running =
        evaluator.without_notes(|| launches.running(evaluator, instance, family.as_ref()));
    let mut tasks = held::tasks(holder, whole);
    let HeldTask { mut root, written, part, .. } = match tasks.len() {
        0 => HeldTask { root: empty(span), written: None, part: None, span: None },
        _ => tasks.swap_remove(0),
    };
    evaluator.given.set_container_images(&mut root);
    let context = TaskContext {
        naming: Naming::Terraform,
        holder,
        written,
        part,
        misnamed,
        expressions: Some(Expressions::Terraform),
        family: family.map(|text| text.to_string()),
        parameters: evaluator.configuration.variables(),
        launchers: running.launchers,
        services: running.services,
        ..TaskContext::default()
    };
    let mut task = TaskDefinition {
        root: Cow::Owned(root),
        document: 0,
        span,
        format: SourceFormat::Terraform,
        name: Some(instance.address.to_string()),
        context,
    };
    evaluator.complete(&mut task, instance, worlds);
    task
}

/// Sets the prefix of log streams that the provider leaves to ECS where it is not set: its page says that there is a
/// default, and not which.
fn with_stream_prefix(whole: &mut Node<'_>) {
    whole.visit_mut(&mut |key, node| {
        let (Some("awsLogsConfiguration"), Value::Map(map)) = (key, &mut node.value) else {
            return Below::Visit;
        };
        if map.get("logStreamPrefix").is_none() {
            let key = "logStreamPrefix";
            let open = Placeholder::named(PlaceholderKind::KnownAfterApply, key);
            let value = Node { span: node.span, value: Value::Placeholder(open) };
            map.entries.push(Entry { key: Cow::Borrowed(key), key_span: node.span, value });
        }
        Below::Skip
    });
}

/// The family of a task definition, or the name of a service.
fn family_of<'t>(whole: &Node<'t>) -> Option<Text<'t>> {
    text_of(whole.get("family").or_else(|| whole.get("serviceName"))?)
}

fn empty(span: Span) -> Node<'static> {
    Node { span, value: Value::Map(Map::default()) }
}

/// The fields that a resource sets, as the API calls them.
fn whole<'t>(
    evaluator: &ModuleEvaluator<'_, 't>,
    instance: &ResourceInstance<'t>,
    schema: &Field,
    misnamed: &mut Vec<KeyDiagnostic>,
) -> Node<'t> {
    let Some(block) = &instance.block else { return empty(Span::default()) };
    let mut map = Map { entries: Vec::new(), open: block.body.lost() };
    for attribute in block.body.attributes() {
        let field = field_of(schema, attribute.name);
        // The provider `aws` takes tags as a map. No rule asks for them.
        let is_read = attribute.name != "tags" && (field.is_some() || is_role(attribute.name));
        if !is_read {
            continue;
        }
        let key_span = attribute.name_span;
        let value = value_of(evaluator, instance, attribute, misnamed);
        // Null is as if the argument were not there, and so is an empty role.
        if is_absent(&value, attribute.name) {
            continue;
        }
        let key = field.map_or(attribute.name, |it| it.name);
        let value = match field {
            Some(field) => shaped(value, field, spelling_in(attribute.name, &instance.kind)),
            None => value,
        };
        map.entries.push(Entry { key: Cow::Borrowed(key), key_span, value });
    }
    for kind in block.body.block_kinds() {
        let Some(field) = field_of(schema, kind) else { continue };
        let blocks = evaluator.blocks(instance, kind);
        let Some(span) = blocks.first().map(|it| it.span) else { continue };
        let blocks = Node { span, value: Value::List(blocks) };
        let key_span = evaluator.kind_span(kind, span);
        let value = shaped(blocks, field, KeySpelling::Provider);
        map.entries.push(Entry { key: Cow::Borrowed(field.name), key_span, value });
    }
    Node { span: block.span, value: Value::Map(map) }
}

/// The value of an argument; that of the containers is in a text.
fn value_of<'t>(
    evaluator: &ModuleEvaluator<'_, 't>,
    instance: &ResourceInstance<'t>,
    attribute: &HclAttribute<'t>,
    misnamed: &mut Vec<KeyDiagnostic>,
) -> Node<'t> {
    let value = &attribute.value;
    if attribute.name == "container_definitions" && instance.kind.starts_with("aws_") {
        let scope = instance.scope();
        // Without defaults it only counts what decides.
        let deciding =
            (!evaluator.uses_defaults()).then(|| evaluator.deciding_fields(value, scope));
        let list = deciding.flatten();
        let list = list.unwrap_or_else(|| evaluator.document(value, TextSyntax::Json, scope));
        return containers(list, misnamed);
    }
    evaluator.evaluate(value, instance.scope())
}

/// The containers that are meant where a whole task definition is in their place.
fn containers<'t>(value: Node<'t>, misnamed: &mut Vec<KeyDiagnostic>) -> Node<'t> {
    let only = match value.as_list() {
        Some([only]) => Some(only),
        Some(_) => None,
        None => Some(&value),
    };
    let mut entries = only.and_then(Node::as_map).into_iter().flat_map(|it| &it.entries);
    let inner = entries.find(|it| it.key.eq_ignore_ascii_case("containerDefinitions"));
    let Some(inner) = inner.filter(|it| it.value.as_list().is_some()) else { return value };
    let remedy = Some(KeyRemedy::OnlyContainers);
    let subject = KeySubject::new(KeyFault::WholeTaskDefinition, Naming::Terraform, remedy);
    misnamed.push(Diagnostic::new(BuiltIn::MisplacedKey, subject, inner.key_span));
    inner.value.clone()
}

/// How the keys in an argument are written. Those of containers that are blocks are the provider's, also where a plan
/// or the JSON syntax has objects for them.
fn spelling_in(argument: &str, kind: &str) -> KeySpelling {
    let is_text = argument == "container_definitions" && kind.starts_with("aws_");
    if is_text { KeySpelling::AnyCase } else { KeySpelling::Provider }
}

/// Whether a value is as good as none: the provider sends no role that is empty.
fn is_absent(value: &Node<'_>, name: &str) -> bool {
    match &value.value {
        Value::Null => true,
        Value::String(text) => text.is_empty() && name.ends_with("_role_arn"),
        _ => false,
    }
}
