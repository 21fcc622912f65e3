//! The roles of modules: which one a task refers to, who may assume it, and what it allows.

use super::evaluator::ModuleEvaluator;
use super::instance::ResourceInstance;
use super::open::text_of;
use super::policies::{called, span_of};
use super::scope::ModuleInstance;
use crate::aws::arn::{Arn, ArnParse};
use crate::base::text::{Piece, Placeholder, Text};
use crate::base::truth::Truth;
use crate::input::context::{OtherPath, UnitRole};
use crate::syntax::{Aliases, Node, Value};
use std::borrow::Cow;

/// The types of resources that make roles.
const ROLES: [&str; 2] = ["aws_iam_role", "awscc_iam_role"];

/// What a value that should be a role leads to.
pub(super) enum RoleReference<'t> {
    /// A role of the modules.
    Role(Box<UnitRole<'t>>),
    /// Something of the modules that is no role, and why.
    NotARole(&'static str),
}

impl<'t> ModuleEvaluator<'_, 't> {
    /// What a value leads to, by reference; none if it is somebody else's role, or nothing is known of it.
    pub(super) fn role_reference(&self, node: &Node<'t>) -> Option<RoleReference<'t>> {
        match &node.value {
            Value::Placeholder(placeholder) => self.referred(placeholder),
            Value::Text(text) => self.named_in(node, text),
            _ => None,
        }
    }

    fn referred(&self, placeholder: &Placeholder<'t>) -> Option<RoleReference<'t>> {
        let of = self.attribute_behind(placeholder)?;
        let kind = of.instance.kind.as_ref();
        if let Some(fault) = fault(kind, &of.path) {
            return Some(RoleReference::NotARole(fault));
        }
        let is_role = ROLES.contains(&kind) && !of.instance.is_data && of.instance.block.is_some();
        is_role.then(|| RoleReference::Role(Box::new(self.unit_role(&of.instance))))
    }

    /// The role whose name is in an ARN that is written around it.
    fn named_in(&self, node: &Node<'t>, written: &Text<'t>) -> Option<RoleReference<'t>> {
        let Some(Piece::Placeholder(last)) = written.pieces().last() else { return None };
        let of = self.attribute_behind(last)?;
        let is_name = matches!(of.path.as_ref(), "name" | "id" | "role_name");
        let kind = of.instance.kind.as_ref();
        let is_role = ROLES.contains(&kind) && !of.instance.is_data && of.instance.block.is_some();
        let ArnParse::Arn(arn) = Arn::read(&self.text(node)?) else { return None };
        if !is_name || !is_role {
            return None;
        }
        let mut role = self.unit_role(&of.instance);
        let ArnParse::Arn(own) = Arn::read(&role.arn) else { return None };
        if arn.resource != own.resource {
            let path = self.argument_text(&of.instance, "path");
            let path = path.as_ref().map_or(Some("/"), Text::as_literal)?.to_owned();
            let span = self.attribute(&of.instance, "path").map_or(role.span, |it| it.span);
            role.other_path = Some(OtherPath { path, span });
        }
        Some(RoleReference::Role(Box::new(role)))
    }

    fn unit_role(&self, role: &ResourceInstance<'t>) -> UnitRole<'t> {
        let home = self.home(role);
        let text = |name: &str| self.attribute_text(role, name).unwrap_or_default();
        let name = if role.kind == "awscc_iam_role" { "role_name" } else { "name" };
        let known = home.region.as_ref().and_then(Text::as_literal).is_some();
        let is_known = known || self.given.deployment.partition.is_some();
        let partition = home.partition.filter(|_| is_known);
        UnitRole {
            id: Cow::Owned(role.address.to_string()),
            span: span_of(role),
            name: text(name),
            arn: text("arn"),
            // Without defaults it only counts which role it is.
            trust: if self.uses_defaults() { self.trust(role) } else { None },
            policies: if self.uses_defaults() { self.policies(role) } else { Vec::new() },
            boundary: if self.uses_defaults() { self.boundary(role) } else { None },
            states_boundary: self.attribute(role, "permissions_boundary").is_some(),
            is_created: role.is_created,
            other_path: None,
            partition: partition.and_then(|it| it.as_literal().map(str::to_owned)),
        }
    }

    /// The roles of a module that trust ECS tasks, as the module itself refers to them: those made always come first.
    pub(super) fn trusting_roles(&self, module: &ModuleInstance<'t>) -> Vec<Cow<'t, str>> {
        let all = || ROLES.into_iter().flat_map(|kind| self.all(false, kind));
        let own = || all().filter(|it| it.module.address == module.address);
        let roles: Vec<_> = own().filter(|it| self.trusts_tasks(it)).collect();
        let is_always = |it: &&ResourceInstance<'t>| it.is_created == Truth::True;
        let always = roles.iter().filter(is_always);
        let ordered = always.chain(roles.iter().filter(|it| !is_always(it)));
        ordered.map(|it| Cow::Owned(called(it))).collect()
    }

    fn trusts_tasks(&self, role: &ResourceInstance<'t>) -> bool {
        self.trust(role).is_some_and(|it| speaks_of_tasks(&it))
    }

    /// Who may assume a role.
    fn trust(&self, role: &ResourceInstance<'t>) -> Option<Node<'t>> {
        let mut arguments = ["assume_role_policy", "assume_role_policy_document"].into_iter();
        arguments.find_map(|it| self.policy_at(role, it))
    }
}

fn speaks_of_tasks(node: &Node<'_>) -> bool {
    let mut texts = node.walk(Aliases::Followed).filter_map(text_of);
    texts.any(|text| {
        text.pieces().iter().any(|piece| match piece {
            Piece::Literal(run) => run.contains("ecs-tasks."),
            Piece::Placeholder(_) => false,
        })
    })
}

/// Why a resource, or an attribute of it, is no role. Source: Terraform Registry, "Attribute Reference" of each.
fn fault(kind: &str, attribute: &str) -> Option<&'static str> {
    Some(match (kind, attribute) {
        ("aws_iam_role", "unique_id") | ("awscc_iam_role", "role_id") => {
            "it is the ID of a role, not its ARN or its name"
        }
        ("aws_iam_instance_profile" | "awscc_iam_instance_profile", "arn" | "id" | "name") => {
            "it is an instance profile, not a role"
        }
        ("aws_iam_user" | "awscc_iam_user", "arn" | "id" | "name") => "it is a user, not a role",
        ("aws_iam_group" | "awscc_iam_group", "arn" | "id" | "name") => "it is a group, not a role",
        (
            "aws_iam_policy"
            | "aws_iam_role_policy"
            | "aws_iam_role_policy_attachment"
            | "awscc_iam_managed_policy",
            "arn" | "id" | "name" | "policy_arn",
        ) => "it is a policy, not a role",
        ("aws_iam_service_linked_role", _) => {
            "it is a service-linked role, which only its own service can assume"
        }
        _ => return None,
    })
}
