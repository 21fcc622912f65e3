//! From requirements to the least-privilege policy, and to the whole role.

mod covers;
pub mod hcl;
pub mod names;
pub mod role;
pub mod scope;
mod sids;
pub mod template;
pub mod tree;

use super::context;
use super::permission::RequiredPermission;
use crate::base::sorting::sort_by_key;
use crate::base::text::{Piece, Text};
use covers::uncovered;
use scope::ResourceScope;
use std::collections::BTreeMap;

/// The user's options for the policy.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// How far each service's resources are widened.
    pub scope: ResourceScope,
    /// Which permissions of [`Necessity::condition`] are added: an action, a rule, `RULE/ACTION` or `all`.
    pub include: Vec<String>,
}

/// What came of some requirements.
#[derive(Clone, Debug, Default)]
pub struct Generated {
    /// The policy; without a statement where nothing is granted.
    pub policy: Policy,
    /// The conditional permissions that are not added, in the order of the requirements.
    pub left_out: Vec<RequiredPermission<'static>>,
    /// Those whose resource can be in no policy: the file names something that is not an ARN.
    pub unusable: Vec<RequiredPermission<'static>>,
}

/// A policy document: of permissions, or of trust.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// Its statements, every one of them an `Allow`.
    pub statements: Vec<PolicyStatement>,
}

/// A statement that allows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicyStatement {
    /// Its name; letters and digits only, unique in the policy.
    pub sid: String,
    /// The service that is trusted, in a trust policy.
    pub service: Option<&'static str>,
    /// The actions, sorted.
    pub actions: Vec<String>,
    /// The resources, sorted; none in a trust policy.
    pub resources: Vec<Text<'static>>,
    /// What must hold beside.
    pub conditions: Vec<PolicyCondition>,
}

/// A condition of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyCondition {
    /// `StringEquals`, …
    pub operator: &'static str,
    /// The condition key.
    pub key: &'static str,
    /// The values, one of which must fit.
    pub values: Vec<Text<'static>>,
}

/// Which actions go together: those of one service, under one condition, on the same resources.
type Group = (String, Option<String>, Vec<String>);

/// The policy for some requirements: each action is in one statement for each condition, on exactly the
/// resources that require it, as far as `choice` does not widen them.
pub fn generate(wanted: &[RequiredPermission<'static>], choice: &Choice) -> Generated {
    let mut generated = Generated::default();
    let mut granted: BTreeMap<(String, Option<String>), Vec<Text<'static>>> = BTreeMap::new();
    for want in wanted {
        if want.necessity.condition().is_some() && !is_included(want, &choice.include) {
            push_new(&mut generated.left_out, want);
        } else if is_usable(&want.resource) {
            let via = via_service(want).map(|text| text.to_string());
            let resource = choice.scope.widen(&want.action, &want.resource);
            granted.entry((want.action.to_string(), via)).or_default().push(resource);
        } else {
            push_new(&mut generated.unusable, want);
        }
    }
    let is_granted = |want: &RequiredPermission<'static>| is_granted(want, &granted, &choice.scope);
    generated.left_out.retain(|want| !is_granted(want));
    let vias: Vec<_> = wanted.iter().filter_map(via_service).collect();
    generated.policy = Policy { statements: statements(granted, &vias) };
    generated
}

/// Whether an ID means the conditional permission that a rule asks for: by the action, the rule, both as
/// `RULE/ACTION`, or `all`.
pub fn is_meant(id: &str, rule: &str, action: &str) -> bool {
    match id.split_once('/') {
        Some((one, other)) => one == rule && other.eq_ignore_ascii_case(action),
        None => id == "all" || id == rule || id.eq_ignore_ascii_case(action),
    }
}

impl Policy {
    /// Whether it grants nothing.
    pub fn is_empty(&self) -> bool {
        self.statements.is_empty()
    }

    /// Every text that may have placeholders, in order.
    pub fn texts(&self) -> impl Iterator<Item = &Text<'static>> {
        self.statements.iter().flat_map(|statement| {
            let values = statement.conditions.iter().flat_map(|condition| &condition.values);
            statement.resources.iter().chain(values)
        })
    }
}

fn is_included(want: &RequiredPermission<'static>, include: &[String]) -> bool {
    include.iter().any(|id| is_meant(id, &want.rule, &want.action))
}

/// Whether another requirement has brought in already what was omitted.
fn is_granted(
    want: &RequiredPermission<'static>,
    granted: &BTreeMap<(String, Option<String>), Vec<Text<'static>>>,
    scope: &ResourceScope,
) -> bool {
    let via = via_service(want).map(|text| text.to_string());
    let resources = granted.get(&(want.action.to_string(), via));
    let resource = scope.widen(&want.action, &want.resource);
    resources.is_some_and(|all| all.iter().any(|other| covers::covers(other, &resource)))
}

/// A resource is `*` or an ARN; a placeholder at its beginning may contain one.
fn is_usable(resource: &Text<'_>) -> bool {
    match resource.pieces().first() {
        Some(Piece::Placeholder(_)) => true,
        Some(Piece::Literal(text)) if text == "*" => resource.pieces().len() == 1,
        Some(Piece::Literal(text)) if text.starts_with("arn:") => {
            resource.has_placeholders() || text.split(':').count() >= 6
        }
        _ => false,
    }
}

/// The value of `kms:ViaService`: the service that asks for the key, in the key's Region.
///
/// Only where AWS documents the form of the value; elsewhere the statement goes without it.
fn via_service(want: &RequiredPermission<'static>) -> Option<Text<'static>> {
    let service = want.via.as_deref().filter(|_| want.action.starts_with("kms:"))?;
    let mut fields = want.resource.split(':', 6).into_iter();
    let (_, partition, _, region) =
        (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
    let is_documented =
        partition.as_literal().is_none_or(|name| matches!(name, "aws" | "aws-us-gov"));
    if !is_documented || region.is_empty() {
        return None;
    }
    Some(context::via_service(service, &region))
}

fn statements(
    granted: BTreeMap<(String, Option<String>), Vec<Text<'static>>>,
    vias: &[Text<'static>],
) -> Vec<PolicyStatement> {
    let mut groups: BTreeMap<Group, (Vec<String>, Vec<Text<'static>>)> = BTreeMap::new();
    for ((action, via), resources) in granted {
        let resources = uncovered(resources);
        let names = resources.iter().map(ToString::to_string).collect();
        let service = action.split(':').next().unwrap_or_default().to_owned();
        let (actions, _) =
            groups.entry((service, via, names)).or_insert_with(|| (Vec::new(), resources));
        actions.push(action);
    }
    let mut statements: Vec<_> = groups.into_iter().collect();
    // The services in the order in which ECS turns to them; nothing depends on the order of the requirements.
    sort_by_key(&mut statements, |((service, via, _), (actions, _))| {
        (sids::rank(service), actions.clone(), via.clone())
    });
    let mut sids = sids::Sids::default();
    let statement =
        |((_, via, _), (actions, resources)): (Group, (Vec<String>, Vec<Text<'static>>))| {
            let via =
                vias.iter().find(|text| via.as_ref().is_some_and(|via| *via == text.to_string()));
            let conditions = via.map(|value| PolicyCondition {
                operator: "StringEquals",
                key: "kms:ViaService",
                values: vec![value.clone()],
            });
            let sid = sids.name(&actions, via);
            let conditions = conditions.into_iter().collect();
            PolicyStatement { sid, service: None, actions, resources, conditions }
        };
    statements.into_iter().map(statement).collect()
}

fn push_new(all: &mut Vec<RequiredPermission<'static>>, want: &RequiredPermission<'static>) {
    if !all.contains(want) {
        all.push(want.clone());
    }
}
