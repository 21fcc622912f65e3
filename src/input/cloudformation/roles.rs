//! Roles of a template: their trust policies, and every policy of the template that belongs to them.

use super::evaluator::Evaluator;
use super::evaluator::attributes;
use super::launched_by::names_in;
use super::placeholders::as_text;
use super::template::{Resource, Template};
use crate::base::text::Text;
use crate::base::truth::Truth;
use crate::input::context::{UnitPolicy, UnitRole};
use crate::syntax::{Aliases, Node, Value};
use std::collections::HashMap;

/// The policies of a template, by the logical ID of the role that they name.
#[derive(Debug, Default)]
pub(super) struct Roles<'t> {
    attached: HashMap<&'t str, Vec<Resource<'t>>>,
}

/// The types of resources that name the roles whose policies they are.
const ATTACHING: [&str; 3] =
    ["AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy"];

impl<'t> Roles<'t> {
    /// Looks once through the resources.
    pub(super) fn of(template: &Template<'t>) -> Self {
        let mut roles = Self::default();
        for resource in template.resources.iter().filter(|it| ATTACHING.contains(&it.kind)) {
            let mut names = Vec::new();
            for key in ["Roles", "RoleName"] {
                if let Some(node) = resource.property(key) {
                    names_in(node, &mut names);
                    literal_names(template, node, &mut names);
                }
            }
            names.sort_unstable();
            names.dedup();
            for name in names {
                roles.attached.entry(name).or_default().push(*resource);
            }
        }
        roles
    }

    /// The roles that an expression may lead to.
    pub(super) fn named<'a>(
        template: &'a Template<'t>,
        node: &'t Node<'t>,
    ) -> impl Iterator<Item = &'a Resource<'t>> {
        let mut names = Vec::new();
        names_in(node, &mut names);
        literal_names(template, node, &mut names);
        let roles = names.into_iter().filter_map(|name| template.resource(name));
        roles.filter(|it| it.kind == "AWS::IAM::Role")
    }

    /// The nodes whose conditions decide what a role allows.
    pub(super) fn roots(&self, role: &Resource<'t>) -> impl Iterator<Item = &'t Node<'t>> {
        let attached = self.attached.get(role.name).into_iter().flatten();
        attached.filter_map(Resource::properties).chain(role.properties())
    }

    /// The conditions under which a role and its policies are made.
    pub(super) fn conditions(&self, role: &Resource<'t>) -> impl Iterator<Item = &'t str> {
        let own = role.condition.and_then(Node::as_str);
        let attached = self.attached.get(role.name).into_iter().flatten();
        own.into_iter().chain(attached.filter_map(|it| it.condition?.as_str()))
    }

    /// The role that a resolved `ExecutionRoleArn` stands for, in one combination.
    pub(super) fn find(
        &self,
        evaluator: &Evaluator<'_, 't>,
        candidates: &[Resource<'t>],
        stated: &Text<'t>,
    ) -> Option<UnitRole<'t>> {
        let found = candidates.iter().find(|role| {
            let name = attributes::reference(evaluator, role);
            *stated == name || *stated == attributes::attribute(evaluator, role, "Arn")
        })?;
        Some(self.read(evaluator, found))
    }

    fn read(&self, evaluator: &Evaluator<'_, 't>, role: &Resource<'t>) -> UnitRole<'t> {
        let resolve = |key: &str| role.property(key).and_then(|node| evaluator.resolve(node));
        let mut policies = Vec::new();
        if let Some(inline) = resolve("Policies") {
            let each = items(&inline).iter();
            policies.extend(each.map(|policy| written(policy, role.name, Truth::True)));
        }
        if let Some(arns) = resolve("ManagedPolicyArns") {
            policies.extend(items(&arns).iter().map(|arn| by_arn(evaluator, arn)));
        }
        for resource in self.attached.get(role.name).into_iter().flatten() {
            let is_made = evaluator.is_made(resource);
            let resolved = resource.properties().and_then(|node| evaluator.resolve(node));
            if let Some(resolved) = resolved.filter(|_| is_made != Truth::False) {
                policies.push(written(&resolved, resource.name, is_made));
            }
        }
        let boundary = resolve("PermissionsBoundary");
        UnitRole {
            id: role.name,
            span: role.name_span,
            name: attributes::reference(evaluator, role),
            arn: attributes::attribute(evaluator, role, "Arn"),
            trust: resolve("AssumeRolePolicyDocument"),
            policies,
            boundary: boundary.map(|node| by_arn(evaluator, &node)),
            is_created: evaluator.is_made(role),
        }
    }
}

/// The roles that trust ECS tasks: those made always come first.
pub(super) fn executing<'a, 't>(template: &'a Template<'t>) -> impl Iterator<Item = &'t str> + 'a {
    let trusting = |role: &&'a Resource<'t>| {
        let trust = role.property("AssumeRolePolicyDocument");
        trust.is_some_and(|trust| speaks_of_tasks(trust))
    };
    let roles = || template.of_kind("AWS::IAM::Role").filter(trusting);
    let always = roles().filter(|role| role.condition.is_none());
    always.chain(roles().filter(|role| role.condition.is_some())).map(|role| role.name)
}

fn speaks_of_tasks(node: &Node<'_>) -> bool {
    let mut texts = node.walk(Aliases::Followed).filter_map(Node::as_str);
    texts.any(|text| text.contains("ecs-tasks."))
}

/// The items of a list; an expression for the whole list is one of which nothing is known.
fn items<'a, 't>(list: &'a Node<'t>) -> &'a [Node<'t>] {
    let is_open = matches!(list.value, Value::Placeholder(_) | Value::Text(_));
    list.as_list().unwrap_or(if is_open { std::slice::from_ref(list) } else { &[] })
}

/// A policy whose document is in `PolicyDocument`.
fn written<'t>(policy: &Node<'t>, fallback: &str, is_created: Truth) -> UnitPolicy<'t> {
    let named = policy.get("PolicyName").or_else(|| policy.get("ManagedPolicyName"));
    let name = named.and_then(as_text).or_else(|| as_text(policy));
    let name = name.map_or_else(|| fallback.to_owned(), |it| it.to_string());
    UnitPolicy { name, document: policy.get("PolicyDocument").cloned(), is_created }
}

/// A policy by its ARN: one of the template, or one that is elsewhere.
fn by_arn<'t>(evaluator: &Evaluator<'_, 't>, arn: &Node<'t>) -> UnitPolicy<'t> {
    let text = as_text(arn).unwrap_or_default();
    let mut own = evaluator.template.of_kind("AWS::IAM::ManagedPolicy");
    if let Some(policy) = own.find(|it| attributes::reference(evaluator, it) == text) {
        let resolved = policy.properties().and_then(|node| evaluator.resolve(node));
        if let Some(resolved) = resolved {
            return written(&resolved, policy.name, evaluator.is_made(policy));
        }
    }
    UnitPolicy { name: text.to_string(), document: None, is_created: Truth::True }
}

/// The roles of the template that an expression names by their literal name.
fn literal_names<'t>(template: &Template<'t>, node: &'t Node<'t>, names: &mut Vec<&'t str>) {
    for literal in node.items_or_self().iter().filter_map(Node::as_str) {
        let last = literal.rsplit('/').next().unwrap_or(literal);
        let found = template
            .of_kind("AWS::IAM::Role")
            .filter(|role| role.property("RoleName").and_then(Node::as_str) == Some(last));
        names.extend(found.map(|role| role.name));
    }
}
