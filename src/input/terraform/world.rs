//! What the modules show of a task beside its own fields: its roles, keys and log groups, and where it is deployed.

use super::evaluator::ModuleEvaluator;
use super::instance::ResourceInstance;
use super::resolve::own_address;
use super::roles::RoleReference;
use crate::aws::deployment::Deployment;
use crate::base::text::{DeploymentPart, Placeholder, Text};
use crate::base::truth::Truth;
use crate::input::TaskDefinition;
use crate::input::expressions::{Expressions, OwnArn};

/// The resources with an ARN that a policy for the task may name, beside those that are encrypted.
const NAMED: [&str; 3] = ["aws_ecr_repository", "aws_cloudwatch_log_group", "awscc_ecr_repository"];

/// The data sources of where a module is deployed: the attribute, and the argument that leads elsewhere.
const PLACES: [(&str, &str, &str, DeploymentPart); 3] = [
    ("aws_partition", "partition", "provider", DeploymentPart::Partition),
    // The one attribute that versions 5 and 6 of the provider both have without a warning.
    ("aws_region", "id", "name", DeploymentPart::Region),
    ("aws_caller_identity", "account_id", "provider", DeploymentPart::Account),
];

impl<'t> ModuleEvaluator<'_, 't> {
    /// Adds to a task what the modules show of it, and puts the texts of the attributes in it in their places.
    pub(super) fn complete(&self, task: &mut TaskDefinition<'t>, instance: &ResourceInstance<'t>) {
        let own = &instance.module;
        match task.root.get("executionRoleArn").and_then(|it| self.role_reference(it)) {
            Some(RoleReference::Role(role)) => task.context.role = Some(role),
            Some(RoleReference::NotARole(why)) => task.context.not_a_role = Some(why),
            None => {}
        }
        let task_role = task.root.get("taskRoleArn");
        // What the role of the containers allows is of no account to what varies.
        let task_role = task_role.and_then(|it| self.quietly(|| self.role_reference(it)));
        if let Some(RoleReference::Role(role)) = task_role {
            task.context.task_role = Some(role);
        }
        let root = task.root.to_mut();
        self.resolve(root);
        task.context.written.iter_mut().for_each(|it| self.resolve(it));
        let home = self.home(instance);
        self.quietly(|| {
            task.context.expressions = Some(Expressions::Terraform);
            task.context.module.clone_from(&own.address);
            task.context.trusting_roles = self.trusting_roles(own).into();
            task.context.encrypted = self.encrypted(&own.address);
            task.context.own_arns = self.own_arns(&own.address);
            let log_groups = self.log_groups().into();
            task.context.deployment = Deployment { log_groups, ..home.deployment() };
        });
    }

    /// The names of the log groups that are created with the task definition.
    fn log_groups(&self) -> Vec<Text<'t>> {
        let groups = ["aws_cloudwatch_log_group", "awscc_logs_log_group"].into_iter();
        let groups = groups.flat_map(|kind| self.all(false, kind));
        let made = groups.filter(|it| it.is_created == Truth::True);
        made.filter_map(|it| self.attribute_text(&it, "id")).collect()
    }

    /// What the module of the task calls the place where it is deployed.
    fn own_places(&self, own_module: &str) -> Vec<(Text<'t>, OwnArn)> {
        let mut found = Vec::new();
        for (kind, attribute, argument, part) in PLACES {
            let own = self.all(true, kind).into_iter();
            let mut own =
                own.filter(|it| it.module.address == own_module && it.repetition.is_none());
            let is_usual = |it: &ResourceInstance<'t>| {
                ["provider", argument].iter().all(|name| self.attribute(it, name).is_none())
            };
            let Some(it) = own.find(is_usual) else { continue };
            let text = Text::placeholder(Placeholder::unspecified(part));
            found.push((text, OwnArn::Attribute(format!("{}.{attribute}", own_address(&it)))));
        }
        found
    }

    /// The ARNs that the module of the task has an expression for, beside those of what is encrypted.
    fn own_arns(&self, own_module: &str) -> Vec<(Text<'t>, OwnArn)> {
        let all = NAMED.into_iter().flat_map(|kind| self.all(false, kind));
        let own = all.filter(|it| it.module.address == own_module);
        let arn = |it: ResourceInstance<'t>| {
            let arn = self.attribute_text(&it, "arn")?;
            Some((arn, OwnArn::Attribute(format!("{}.arn", own_address(&it)))))
        };
        own.filter_map(arn).chain(self.own_places(own_module)).collect()
    }
}
