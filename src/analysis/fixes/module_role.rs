//! The execution role of a task definition of Terraform, set: to the one that the user gives, to one of its module, or to
//! a new one.

use super::module_text::{ModuleText, block_at};
use super::own_module::OwnModule;
use super::permission::needed;
use super::role::{contradicts, is_nothing, lacking, unsafe_fix};
use crate::analysis::report::{FileReport, TaskReport};
use crate::analysis::required::required;
use crate::analysis::subject::{AddRole, Diagnostic, Remedy};
use crate::base::diagnostic::{Applicability, Edit, Fix, Suggestion};
use crate::base::source::Span;
use crate::base::text::{DeploymentPart, Placeholder, Text};
use crate::iam::permission::RequiredPermission;
use crate::input::naming::Naming;
use crate::syntax::edit::{NewValue, fill_argument, insert_argument, insert_entry, set_value};
use crate::syntax::hcl::{ExpressionKind, PathStep, PathStepKind, read_expression_at};
use crate::syntax::{Aliases, Node, StringPlaces, Value};

/// The arguments behind which the role is set, where one of a group is there.
pub(super) const BEHIND: [&[&str]; 3] = [
    &["task_role_arn", "infrastructure_role_arn"],
    &["cpu", "memory"],
    &["family", "requires_compatibilities", "network_mode", "service_name", "cluster"],
];

/// What an execution role is set to.
#[derive(Clone, Debug)]
enum RoleValue {
    /// An ARN, with the templates that it has.
    Arn(String),
    /// An expression.
    Expression(String),
}

/// Where a resource of a module names its execution role.
#[derive(Clone, Copy)]
pub(super) struct ModuleRolePlace<'a> {
    file: ModuleText<'a>,
    /// The resource.
    block: Span,
}

impl FileReport<'_> {
    /// Sets the execution role, for all instances of a resource at once.
    ///
    /// As in a template, a role of the module is referred to, with what it lacks; where none fits, one is created.
    pub(super) fn with_role_in_module(
        &self,
        task_report: &TaskReport<'_>,
        diagnostic: &Diagnostic,
        how: &AddRole,
    ) -> Option<Fix> {
        let span = task_report.task.span;
        let instances: Vec<_> =
            self.task_reports.iter().filter(|it| it.task.span == span).collect();
        let is_open = matches!(how, AddRole::AsElsewhere | AddRole::Arn { .. });
        if is_open
            || !instances.iter().all(|it| asks_for(it, how))
            || self.is_checked_later(Some(span))
        {
            return None;
        }
        let module = OwnModule::of(self, task_report)?;
        let place = ModuleRolePlace::of(self, task_report)?;
        if let Some(given) = &self.question.inserted_role {
            let Some(value) = given_value(given) else {
                return with_named_role(place, task_report, given);
            };
            return self.with_given_role(place, diagnostic, &value);
        }
        let of_module = match how {
            AddRole::OfUnit { id, .. } => {
                let set = place.set_as_asked(how);
                self.with_role_of_module(&module, task_report, diagnostic, (set, id))
            }
            _ => None,
        };
        of_module.or_else(|| {
            let needed = self.needed_by_all(&instances)?;
            let (label, created) = module.create_role(&needed)?;
            let arn = format!("aws_iam_role.{label}.arn");
            let set = place.set(&RoleValue::Expression(arn))?;
            let suggestion = Suggestion::CreateExecutionRole { id: label, key: key() };
            self.checked(suggestion, vec![set, created], diagnostic)
        })
    }

    fn with_given_role(
        &self,
        place: ModuleRolePlace<'_>,
        diagnostic: &Diagnostic,
        given: &RoleValue,
    ) -> Option<Fix> {
        let edits = vec![place.set(given)?];
        let found = self.effect(&edits, diagnostic)?;
        let is_contradicted = found.new_findings().into_iter().any(contradicts);
        let applicability =
            if is_contradicted { Applicability::Unsafe } else { Applicability::Safe };
        let suggestion = Suggestion::SetExecutionRole { key: key() };
        found.is_gone().then_some(Fix { suggestion, applicability, edits, source: None })
    }

    /// Refers to a role of the module, which gets what it lacks.
    fn with_role_of_module(
        &self,
        module: &OwnModule<'_>,
        task_report: &TaskReport<'_>,
        diagnostic: &Diagnostic,
        (set, id): (Option<Edit>, &str),
    ) -> Option<Fix> {
        let set = set?;
        let suggestion = Suggestion::SetExecutionRole { key: key() };
        let effect = self.effect(std::slice::from_ref(&set), diagnostic)?;
        let found = effect.new_findings();
        if found.is_empty() {
            return effect.is_gone().then(|| unsafe_fix(suggestion, vec![set]));
        }
        let lacking: Option<Vec<_>> = found.into_iter().map(lacking).collect();
        let needed: Vec<_> = lacking?.into_iter().flat_map(|it| needed(task_report, it)).collect();
        let mut edits = module.add_permissions(id, &needed)?;
        edits.push(set);
        self.checked(suggestion, edits, diagnostic)
    }

    /// What the role must allow for all instances. None if calls of a module need different things: a policy in it would
    /// name what is the affair of one of them.
    fn needed_by_all(
        &self,
        instances: &[&TaskReport<'_>],
    ) -> Option<Vec<RequiredPermission<'static>>> {
        let of_one = |report: &TaskReport<'_>| {
            let mut needed = required(&report.assessment);
            for permission in &mut needed {
                permission.resource = self.question.inputs.fill_names(&permission.resource);
            }
            needed
        };
        let (first, others) = instances.split_first()?;
        let mut all = of_one(first);
        for other in others {
            let more = of_one(other);
            if other.task.context.module != first.task.context.module && more != all {
                return None;
            }
            for permission in more {
                if !all.contains(&permission) {
                    all.push(permission);
                }
            }
        }
        Some(all)
    }
}

/// What a role is set to that the user gives by its name: the provider takes an ARN. It is shown only, as the account is not
/// known.
fn with_named_role(
    place: ModuleRolePlace<'_>,
    task_report: &TaskReport<'_>,
    name: &str,
) -> Option<Fix> {
    let deployment = &task_report.assessment.deployment;
    let or_else = |text: Option<&Text<'_>>, other: String| {
        text.and_then(Text::as_literal).map_or(other, str::to_owned)
    };
    let partition = or_else(deployment.partition.as_ref(), "aws".to_owned());
    let unspecified = Placeholder::unspecified(DeploymentPart::Account).to_string();
    let account = or_else(deployment.account.as_ref(), unspecified);
    let arn = RoleValue::Arn(format!("arn:{partition}:iam::{account}:role/{name}"));
    let suggestion = Suggestion::SetExecutionRole { key: key() };
    let (edits, applicability) = (vec![place.set(&arn)?], Applicability::Display);
    Some(Fix { suggestion, applicability, edits, source: None })
}

/// Whether a task definition lacks the role, and would get it so.
pub(super) fn asks_for(report: &TaskReport<'_>, how: &AddRole) -> bool {
    report.findings.iter().any(|it| match &it.subject.remedy {
        Some(Remedy::AddRole { how: own, .. }) => own == how,
        _ => false,
    })
}

/// What the user gives: an ARN, or an expression. The name of a role is neither.
fn given_value(given: &str) -> Option<RoleValue> {
    if given.starts_with("arn:") {
        let is_plain = !given.contains(|c: char| c.is_control() || matches!(c, '"' | '\\'));
        return is_plain.then(|| RoleValue::Arn(given.to_owned()));
    }
    is_reference(given).then(|| RoleValue::Expression(given.to_owned()))
}

/// Whether a text is an expression that leads to something of a module, from wherever in it.
pub(super) fn is_reference(text: &str) -> bool {
    let read = read_expression_at(text, StringPlaces::from(0));
    let ExpressionKind::Path(path) = &read.value.kind else { return false };
    let ExpressionKind::Name(root) = &path.start.kind else { return false };
    let is_root = matches!(*root, "var" | "local" | "module" | "data")
        || root.starts_with("aws_")
        || root.starts_with("awscc_");
    let is_fixed = |it: &PathStep<'_>| match &it.kind {
        PathStepKind::Attribute(_) | PathStepKind::Number(_) => true,
        PathStepKind::Index(index) => {
            matches!(index.kind, ExpressionKind::Number(_)) || index.kind.as_literal().is_some()
        }
        PathStepKind::AttributeSplat | PathStepKind::Splat => false,
    };
    read.problems.is_empty() && is_root && path.steps.iter().all(is_fixed)
}

pub(super) fn key() -> &'static str {
    Naming::Terraform.execution_role()
}

impl<'a> ModuleRolePlace<'a> {
    /// That of a task definition.
    pub(super) fn of(file: &'a FileReport<'_>, task_report: &TaskReport<'_>) -> Option<Self> {
        let span = task_report.task.span;
        let file = ModuleText::at(file.source, span)?;
        Some(Self { file, block: file.own(span) })
    }

    /// The edit that sets the role of its module that is asked for.
    pub(super) fn set_as_asked(self, how: &AddRole) -> Option<Edit> {
        let AddRole::OfUnit { id, expressions } = how else { return None };
        self.set(&RoleValue::Expression(expressions.role_arn(id)))
    }

    /// The edit that sets the role; none if another value is there.
    fn set(self, value: &RoleValue) -> Option<Edit> {
        let edit = match self.file.body() {
            Some(body) => {
                let block = block_at(&body, self.block)?;
                let value = match value {
                    RoleValue::Arn(arn) => format!("\"{arn}\""),
                    RoleValue::Expression(expression) => expression.clone(),
                };
                match block.body.attribute(key()) {
                    Some(known) => fill_argument(known, &value)?,
                    None => insert_argument(self.file.text, block, (key(), &value), &BEHIND)?,
                }
            }
            None => self.set_in_json(value)?,
        };
        Some(self.file.in_source(edit))
    }

    /// The same in Terraform's JSON syntax.
    fn set_in_json(self, value: &RoleValue) -> Option<Edit> {
        let document = self.file.document()?;
        let is_block = |it: &&Node<'_>| {
            matches!(it.value, Value::Map(_))
                && it.span.end == self.block.end
                && self.block.contains(it.span)
        };
        let object = document.walk(Aliases::Written).find(is_block)?;
        let value = NewValue::Text(match value {
            RoleValue::Arn(arn) => arn.clone(),
            RoleValue::Expression(expression) => format!("${{{expression}}}"),
        });
        match object.get(key()) {
            Some(known) if is_nothing(known) => set_value(self.file.text, object, key(), &value),
            Some(_) => None,
            None => insert_entry(self.file.text, object, key(), &value),
        }
    }
}
