//! A task as it is found in one combination: its shape, its roles, and what the template shows of it.

use super::Finder;
use super::evaluator::{Evaluator, attributes};
use super::kms_keys;
use super::placeholders::as_text;
use super::role_reference::not_a_role;
use super::roles::Roles;
use super::task::{self, EXECUTION_ROLE, TASK_ROLE};
use super::template::Resource;
use crate::aws::deployment::Deployment;
use crate::base::source::Span;
use crate::base::text::Text;
use crate::base::truth::Truth;
use crate::input::context::{TaskContext, UnitRole};
use crate::input::expressions::Expressions;
use crate::input::held::HeldTask;
use crate::input::naming::Naming;
use crate::input::schema::KeyDiagnostic;
use crate::input::{SourceFormat, TaskDefinition};
use crate::syntax::Node;
use std::borrow::Cow;
use std::sync::Arc;

impl<'t> Finder<'_, 't> {
    /// A task of a resource, with what the template shows of it.
    pub(super) fn task_definition(
        &self,
        task: &Resource<'t>,
        held: HeldTask<'t>,
        context: TaskContext<'t>,
    ) -> TaskDefinition<'t> {
        let HeldTask { root, written, part, span } = held;
        TaskDefinition {
            span: span.unwrap_or(root.span),
            root: Cow::Owned(root),
            document: self.template.document,
            format: SourceFormat::CloudFormation,
            name: Some(task.name.to_owned()),
            context: TaskContext { written, part, ..context },
        }
    }

    /// What the template shows of a task in one combination, its roles included.
    pub(super) fn with_roles(
        &self,
        evaluator: &Evaluator<'_, 't>,
        task: &Resource<'t>,
        roles: &[Resource<'t>],
        held: &HeldTask<'t>,
    ) -> TaskContext<'t> {
        let root = &held.root;
        let value = root.get("executionRoleArn");
        let stated = value.and_then(as_text);
        let shared_role = stated.as_ref().and_then(|stated| evaluator.shared_role(stated));
        let expression = task::role_of(&task::roles(task, &EXECUTION_ROLE), value);
        let own = expression.zip(stated).filter(|_| shared_role.is_none());
        let role = own.and_then(|(node, stated)| self.roles.find(evaluator, roles, node, &stated));
        let not_a_role = expression.and_then(|node| not_a_role(evaluator, node));
        TaskContext {
            role: role.map(Box::new),
            not_a_role,
            shared_role,
            task_role: self.task_role(evaluator, task, root).map(Box::new),
            ..self.context(evaluator, task, root)
        }
    }

    /// What the template shows of a task definition in one combination, beside its role and the combination
    /// itself.
    fn context(
        &self,
        evaluator: &Evaluator<'_, 't>,
        task: &Resource<'t>,
        root: &Node<'t>,
    ) -> TaskContext<'t> {
        let family = root.get("family").and_then(as_text);
        let running = self.launchers.running(evaluator, task, family.as_ref());
        TaskContext {
            naming: Naming::CloudFormation,
            holder: task::holder(task).unwrap_or_default(),
            expressions: Some(self.expressions(root.span)),
            family: family.map(|text| text.to_string()),
            construct: construct(task),
            parameters: Arc::clone(&self.parameters),
            trusting_roles: Arc::clone(&self.trusting_roles),
            launchers: running.launchers,
            services: running.services,
            encrypted: kms_keys::encrypted(evaluator).into(),
            deployment: Deployment {
                partition: Some(evaluator.partition()),
                region: Some(evaluator.region()),
                account: Some(evaluator.account()),
                likely_region: None,
                log_groups: self.log_groups(evaluator),
            },
            ..TaskContext::default()
        }
    }

    /// The names of the log groups that are created with the task definition, by this template or by another.
    fn log_groups(&self, evaluator: &Evaluator<'_, 't>) -> Arc<[Text<'t>]> {
        let own = self.template.of_kind("AWS::Logs::LogGroup");
        let own = own.filter(|it| evaluator.is_made(it) == Truth::True);
        let own = own.map(|it| attributes::reference(evaluator, it));
        own.chain(evaluator.shared_log_groups()).collect()
    }

    /// How a task definition writes expressions: a document of YAML may contain it in the brackets of JSON.
    fn expressions(&self, task: Span) -> Expressions {
        let is_json = self.text.get(task.range()).is_none_or(|text| text.starts_with('{'));
        if is_json { Expressions::JsonFunctions } else { Expressions::YamlTags }
    }

    /// The tasks of a resource in the shape of the API, with the images that the user provides.
    pub(super) fn held(
        &self,
        evaluator: &Evaluator<'_, 't>,
        task: &Resource<'t>,
    ) -> (Vec<HeldTask<'t>>, Vec<KeyDiagnostic>) {
        let (mut held, misnamed) = task::convert(evaluator, task);
        for task in &mut held {
            task.written.iter_mut().for_each(|it| self.given.fill(it));
            self.given.fill(&mut task.root);
            self.given.set_container_images(&mut task.root);
        }
        (held, misnamed)
    }

    /// The role of the containers, where it is one of the template.
    fn task_role(
        &self,
        evaluator: &Evaluator<'_, 't>,
        task: &Resource<'t>,
        root: &Node<'t>,
    ) -> Option<UnitRole<'t>> {
        let value = root.get("taskRoleArn")?;
        let stated = as_text(value)?;
        let expression = task::role_of(&task::roles(task, &TASK_ROLE), Some(value))?;
        let named: Vec<_> = Roles::named(self.template, expression).copied().collect();
        self.roles.find(evaluator, &named, expression, &stated)
    }
}

/// The path that CDK writes next to each resource.
fn construct<'t>(task: &Resource<'t>) -> Option<&'t str> {
    task.node.get("Metadata")?.get("aws:cdk:path")?.as_str()
}
