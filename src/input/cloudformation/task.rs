//! Resources with containers, in the shape of the ECS API.

use super::evaluator::{Evaluator, attributes};
use super::rename_keys::KeyRenamer;
use super::template::Resource;
use crate::base::source::Span;
use crate::base::text::Text;
use crate::input::held::{self, HeldTask};
use crate::input::holder::TaskHolder;
use crate::input::schema::{KeyDiagnostic, ValueKind, schema_of};
use crate::input::unit_fault::TemplateFault;
use crate::syntax::{Aliases, Below, Map, Node, Value};

pub(super) const TASK: &str = "AWS::ECS::TaskDefinition";
pub(super) const DAEMON: &str = "AWS::ECS::DaemonTaskDefinition";
pub(super) const EXPRESS: &str = "AWS::ECS::ExpressGatewayService";

pub(super) const JOB: &str = "AWS::Batch::JobDefinition";

/// What sets the execution role of a task.
pub(super) const EXECUTION_ROLE: [&str; 1] = ["ExecutionRoleArn"];

/// What sets the role of its containers.
pub(super) const TASK_ROLE: [&str; 2] = ["TaskRoleArn", "JobRoleArn"];

/// What a resource is, if it holds tasks. An Express service that names a task definition has no containers of its own,
/// and a job on EKS is no task.
pub(super) fn holder(resource: &Resource<'_>) -> Option<TaskHolder> {
    let has = |keys: &[&str]| keys.iter().any(|key| resource.property(key).is_some());
    let (holder, is_one) = match resource.kind {
        TASK => (TaskHolder::TaskDefinition, true),
        DAEMON => (TaskHolder::Daemon, true),
        EXPRESS => (TaskHolder::ExpressService, has(&["PrimaryContainer"])),
        JOB => {
            (TaskHolder::BatchJob, has(&["ContainerProperties", "EcsProperties", "NodeProperties"]))
        }
        _ => return None,
    };
    is_one.then_some(holder)
}

/// The expressions that set a role of a resource's tasks: a job has one for each.
pub(super) fn roles<'t>(resource: &Resource<'t>, keys: &[&str]) -> Vec<&'t Node<'t>> {
    if resource.kind != JOB {
        return keys.iter().filter_map(|key| resource.property(key)).collect();
    }
    let properties = resource.properties().into_iter();
    let entries = properties.flat_map(|it| it.walk(Aliases::Written).entries());
    entries.filter(|it| keys.contains(&it.key.as_ref())).map(|it| &it.value).collect()
}

/// That of these expressions which gave a value.
pub(super) fn role_of<'t>(
    roles: &[&'t Node<'t>],
    stated: Option<&Node<'_>>,
) -> Option<&'t Node<'t>> {
    match roles {
        [only] => Some(only),
        roles => {
            let span: Span = stated?.resolved().span;
            roles.iter().copied().find(|it| it.span.contains(span))
        }
    }
}

/// What a resource has beside its properties.
const OF_RESOURCES: [&str; 8] = [
    "Type",
    "Condition",
    "CreationPolicy",
    "DeletionPolicy",
    "DependsOn",
    "Metadata",
    "UpdatePolicy",
    "UpdateReplacePolicy",
];

/// The tasks that a resource holds, in one combination, and what is wrong with its keys.
pub(super) fn convert<'t>(
    evaluator: &Evaluator<'_, 't>,
    resource: &Resource<'t>,
) -> (Vec<HeldTask<'t>>, Vec<KeyDiagnostic>) {
    let properties = resource.properties();
    let resolved = properties.and_then(|node| evaluator.resolve(node));
    let span = resource.node.span;
    let mut whole = resolved.unwrap_or(Node { span, value: Value::Map(Map::default()) });
    if resource.is_flat() {
        let fault = TemplateFault::NoProperties { resource: resource.name.to_owned() };
        evaluator.report(fault.at(resource.name_span));
        if let Value::Map(map) = &mut whole.value {
            map.entries.retain(|entry| !OF_RESOURCES.contains(&entry.key.as_ref()));
        }
    }
    let holder = holder(resource).unwrap_or_default();
    let mut renamer = KeyRenamer::default();
    let node = renamer.in_object(whole, schema_of(holder), ValueKind::Object);
    let mut tasks = held::tasks(holder, Node { span, ..node });
    let parameters: Vec<_> = evaluator.template.of_kind("AWS::SSM::Parameter").collect();
    if !parameters.is_empty() {
        for task in &mut tasks {
            with_arns(&mut task.root, &|text| {
                let is_meant = |it: &&&Resource<'t>| attributes::reference(evaluator, it) == *text;
                let own = parameters.iter().find(is_meant)?;
                Some(attributes::ssm_parameter(evaluator, own))
            });
        }
    }
    (tasks, renamer.finish())
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
