//! Roles of a template: their trust policies, and every policy of the template that belongs to them.

use super::evaluator::Evaluator;
use super::evaluator::attributes;
use super::function::{Call, Name};
use super::launched_by::names_in;
use super::placeholders::as_text;
use super::role_reference::{NamedRoles, RoleMatch, last_part, matches, referred};
use super::template::{Resource, Template};
use crate::base::maps::HashMap;
use crate::base::sorting::sort_by_key;
use crate::base::text::{Piece, PlaceholderKind, Spelling, Text};
use crate::base::truth::Truth;
use crate::input::context::{UnitPolicy, UnitRole};
use crate::syntax::{Aliases, Node, Value};
use std::borrow::Cow;

/// The policies of a template, by the logical ID of the role that they name.
#[derive(Debug, Default)]
pub(super) struct Roles<'t> {
    attached: HashMap<&'t str, Vec<Attached<'t>>>,
}

/// A policy that names its roles.
#[derive(Clone, Copy, Debug)]
struct Attached<'t> {
    policy: Resource<'t>,
    /// Whether it refers to the role; otherwise the name that it writes may be that of the role.
    is_reference: bool,
}

/// The types of resources that name the roles whose policies they are.
const ATTACHING: [&str; 3] =
    ["AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy"];

/// The properties in which they do.
const ROLES: [&str; 2] = ["Roles", "RoleName"];

impl<'t> Roles<'t> {
    /// Looks once through the resources, whose conditions the evaluator leaves undecided.
    pub(super) fn of(undecided: &Evaluator<'_, 't>, named: &NamedRoles<'t>) -> Self {
        let mut roles = Self::default();
        let all = undecided.template.resources.iter();
        for resource in all.filter(|it| ATTACHING.contains(&it.kind)) {
            let mut found = Vec::new();
            for node in ROLES.iter().filter_map(|key| resource.property(key)) {
                let mut referred = Vec::new();
                names_in(node, &mut referred);
                found.extend(referred.into_iter().map(|name| (name, true)));
                let written = named.written(undecided, node);
                found.extend(written.into_iter().map(|role| (role.name, false)));
            }
            // A reference goes before the same role in writing.
            sort_by_key(&mut found, |(name, is_reference)| (*name, !is_reference));
            found.dedup_by_key(|(name, _)| *name);
            for (name, is_reference) in found {
                let attached = Attached { policy: *resource, is_reference };
                roles.attached.entry(name).or_default().push(attached);
            }
        }
        roles
    }

    /// The roles that an expression refers to in any combination.
    pub(super) fn named<'a>(
        template: &'a Template<'t>,
        node: &'t Node<'t>,
    ) -> impl Iterator<Item = &'a Resource<'t>> {
        let mut names = Vec::new();
        names_in(node, &mut names);
        let roles = names.into_iter().filter_map(|name| template.resource(name));
        roles.filter(|it| it.kind == "AWS::IAM::Role")
    }

    /// The nodes whose conditions decide what a role allows.
    pub(super) fn roots(&self, role: &Resource<'t>) -> impl Iterator<Item = &'t Node<'t>> {
        let attached = self.attached.get(role.name).into_iter().flatten();
        attached.filter_map(|it| it.policy.properties()).chain(role.properties())
    }

    /// The conditions under which a role and its policies are made.
    pub(super) fn conditions(&self, role: &Resource<'t>) -> impl Iterator<Item = &'t str> {
        let own = role.condition.and_then(Node::as_str);
        let attached = self.attached.get(role.name).into_iter().flatten();
        own.into_iter().chain(attached.filter_map(|it| it.policy.condition?.as_str()))
    }

    /// The role that an `ExecutionRoleArn` stands for, in one combination.
    ///
    /// A reference leads to a role whether that is created or not. What is written leads to the one that is
    /// created under this name; where none is, somebody else has created it.
    pub(super) fn find(
        &self,
        evaluator: &Evaluator<'_, 't>,
        candidates: &[Resource<'t>],
        expression: &'t Node<'t>,
        stated: &Text<'t>,
    ) -> Option<UnitRole<'t>> {
        let referred = referred(evaluator, expression);
        let counts = |role: &&Resource<'t>| {
            referred.contains(&role.name) || evaluator.is_made(role) == Truth::True
        };
        let by_match = candidates.iter().filter(counts);
        let mut found = by_match.filter_map(|role| Some((role, matches(evaluator, role, stated)?)));
        let mut other = None;
        let same = found.find(|(role, found)| match found {
            RoleMatch::Same => true,
            RoleMatch::OtherPath(_) => {
                other.get_or_insert(**role);
                false
            }
        });
        if let Some((role, _)) = same {
            return Some(self.read(evaluator, role));
        }
        let other = other?;
        let Some(RoleMatch::OtherPath(path)) = matches(evaluator, &other, stated) else {
            return None;
        };
        Some(UnitRole { other_path: Some(path), ..self.read(evaluator, &other) })
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
        let name = attributes::reference(evaluator, role);
        for Attached { policy: resource, is_reference } in
            self.attached.get(role.name).into_iter().flatten()
        {
            if !is_reference && !names_role(evaluator, resource, &name) {
                continue;
            }
            let is_made = evaluator.is_made(resource);
            let resolved = resource.properties().and_then(|node| evaluator.resolve(node));
            if let Some(resolved) = resolved.filter(|_| is_made != Truth::False) {
                policies.push(written(&resolved, resource.name, is_made));
            }
        }
        let boundary = role.property("PermissionsBoundary");
        let known = evaluator.known_partition();
        UnitRole {
            id: Cow::Borrowed(role.name),
            span: role.name_span,
            name,
            arn: attributes::attribute(evaluator, role, "Arn"),
            trust: resolve("AssumeRolePolicyDocument"),
            policies,
            boundary: boundary.and_then(|node| {
                let own = by_arn(evaluator, &evaluator.resolve(node)?);
                let is_given = is_given(evaluator, node) || own.arn.as_ref().is_some_and(is_open);
                Some(UnitPolicy { is_given, ..own })
            }),
            states_boundary: boundary.is_some(),
            is_created: evaluator.is_made(role),
            other_path: None,
            partition: known.and_then(|it| it.as_literal().map(str::to_owned)),
        }
    }
}

/// The roles that trust ECS tasks: those made always come first.
pub(super) fn executing<'a, 't>(
    template: &'a Template<'t>,
) -> impl Iterator<Item = Cow<'t, str>> + 'a {
    let trusting = |role: &&'a Resource<'t>| {
        let trust = role.property("AssumeRolePolicyDocument");
        trust.is_some_and(|trust| speaks_of_tasks(trust))
    };
    let roles = || template.of_kind("AWS::IAM::Role").filter(trusting);
    let always = roles().filter(|role| role.condition.is_none());
    always
        .chain(roles().filter(|role| role.condition.is_some()))
        .map(|role| Cow::Borrowed(role.name))
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
    let document = policy.get("PolicyDocument").cloned();
    UnitPolicy { name, arn: None, span: policy.span, is_given: false, document, is_created }
}

/// A policy by its ARN: one of the template, or one that is elsewhere.
fn by_arn<'t>(evaluator: &Evaluator<'_, 't>, arn: &Node<'t>) -> UnitPolicy<'t> {
    let text = as_text(arn).unwrap_or_default();
    let text = evaluator.as_if_in_sub(&text).unwrap_or(text);
    let mut own = evaluator.template.of_kind("AWS::IAM::ManagedPolicy");
    if let Some(policy) = own.find(|it| attributes::reference(evaluator, it) == text) {
        let resolved = policy.properties().and_then(|node| evaluator.resolve(node));
        if let Some(resolved) = resolved {
            return written(&resolved, policy.name, evaluator.is_made(policy));
        }
    }
    UnitPolicy {
        name: text.to_string(),
        arn: Some(text),
        span: arn.span,
        is_given: false,
        document: None,
        is_created: Truth::True,
    }
}

/// Whether a parameter or another stack gives a value, rather than the template itself.
fn is_given<'t>(evaluator: &Evaluator<'_, 't>, node: &'t Node<'t>) -> bool {
    let mut names = Vec::new();
    names_in(node, &mut names);
    let mut calls = node.walk(Aliases::Followed).filter_map(Call::read);
    let is_of_others = |name: &&str| {
        let template = evaluator.template;
        let policy = template.resource(name).map(|it| it.kind);
        template.parameters.contains_key(*name)
            || policy.is_some_and(|kind| kind != "AWS::IAM::ManagedPolicy")
    };
    names.iter().any(is_of_others) || calls.any(|call| call.name == Name::ImportValue)
}

/// Whether a dynamic reference, or a template language, gives a text or a part of it.
fn is_open(text: &Text<'_>) -> bool {
    text.pieces().iter().any(|piece| match piece {
        Piece::Literal(run) => Text::read(run, Spelling::Anywhere).has_placeholders(),
        Piece::Placeholder(it) => it.kind() == PlaceholderKind::DynamicReference,
    })
}

/// Whether a policy names a role by its name, in one combination.
fn names_role<'t>(evaluator: &Evaluator<'_, 't>, policy: &Resource<'t>, role: &Text<'t>) -> bool {
    let properties = ROLES.iter().filter_map(|key| policy.property(key));
    let resolved: Vec<_> = properties.filter_map(|node| evaluator.resolve(node)).collect();
    let names = resolved.iter().flat_map(Node::items_or_self).filter_map(as_text);
    names.map(last_part).any(|name| name == *role)
}
