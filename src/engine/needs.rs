//! Results of the matches: requirements with their permissions, notes about other roles, attributes.

use super::permissions::{CalledResource, SharedPermissions, add_refinement, called, permissions};
use super::{LaunchTypeVerdict, Match, RoleStatement, kms_keys};
use crate::aws::deployment::Deployment;
use crate::aws::launch_type::LaunchType;
use crate::base::diagnostic::CombinationSet;
use crate::base::text::Text;
use crate::base::truth::Truth;
use crate::iam::permission::RequiredPermission;
use crate::input::context::Encrypted;
use crate::input::inputs::Inputs;
use crate::rules::{Hint, RoleKind, RoleRequirement, Rule};
use crate::syntax::Node;
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::rc::Rc;

/// A match that requires the execution role, or uses it if it is set.
#[derive(Clone, Debug)]
pub struct Need<'t> {
    /// The match.
    pub found: Rc<Match<'t>>,
    /// The launch types to check, with what the rule says for each.
    pub cells: Vec<(LaunchType, RoleRequirement)>,
    /// The rules that explain this match further, with their reason and their hints.
    pub refined_by: Vec<Rc<Match<'t>>>,
    /// The combinations of a template's conditions in which it is one.
    pub when: CombinationSet,
    task: Rc<Deployment<'t>>,
    /// What the user provides for what no file contains.
    inputs: &'t Inputs,
    /// How what the template makes is encrypted.
    encrypted: &'t [Encrypted<'t>],
    /// Filled when a report shows them: most files of a directory are fine, and nothing is shown of them.
    permissions: SharedPermissions<'t>,
    hints: OnceCell<Vec<&'t str>>,
}

/// A match that requires another role.
#[derive(Clone, Debug)]
pub struct RuleNote<'t> {
    /// The match.
    pub found: Rc<Match<'t>>,
    /// Whose role.
    pub role: RoleKind,
}

impl<'t> Need<'t> {
    /// The policy of a key that the template makes, by the key's ARN.
    pub fn key_policy(&self, arn: &Text<'_>) -> Option<&'t Node<'t>> {
        kms_keys::policy(self.encrypted, arn)
    }

    /// What the role must allow.
    pub fn permissions(&self) -> &[RequiredPermission<'t>] {
        self.permissions.0.all.get_or_init(|| {
            let mut all = permissions(&self.found, &self.task, self.inputs);
            for other in &self.refined_by {
                add_refinement(&mut all, permissions(other, &self.task, self.inputs), other);
            }
            if !self.encrypted.is_empty() {
                kms_keys::settle(&mut all, self.encrypted);
            }
            all
        })
    }

    /// The resource that the call for a permission names, where that of the permission has a wildcard for it.
    pub fn called(&self, granted: &RequiredPermission<'_>) -> Option<&Text<'t>> {
        let all = self.permissions.0.called.get_or_init(|| {
            let found = std::iter::once(&self.found).chain(&self.refined_by);
            found.flat_map(|it| called(it, &self.task, self.inputs)).collect()
        });
        let is_it =
            |it: &&CalledResource<'_>| it.rule == granted.rule && it.action == granted.action;
        all.iter().find(is_it).map(|it| &it.resource)
    }

    /// The permissions, to be kept: requirements that share them have the same. None where the policy of a key has a
    /// say too.
    pub fn shared_permissions(&self) -> Option<&SharedPermissions<'t>> {
        self.encrypted.is_empty().then_some(&self.permissions)
    }

    /// Whether another requirement of the same rule at the same place is this one: what decides about the permissions
    /// is the same, or they are.
    pub fn is_same(&self, other: &Self) -> bool {
        self.permissions.id() == other.permissions.id()
            || self.has_same_source(other)
            || self.permissions() == other.permissions()
    }

    /// Takes the permissions of another requirement of the same rule at the same place, where they follow from the same:
    /// then they are made once.
    pub fn share(&mut self, other: &Self) -> bool {
        let is_same = self.has_same_source(other);
        if is_same {
            self.permissions = other.permissions.clone();
        }
        is_same
    }

    /// Whether what the permissions follow from is the same in both: to compare it costs less than to make them.
    fn has_same_source(&self, other: &Self) -> bool {
        let is_same = |one: &Match<'t>, other: &Match<'t>| {
            one.rule.id() == other.rule.id()
                && one.truth == other.truth
                && one.assumed == other.assumed
                && one.values.are_same(&other.values)
        };
        let mut refined = self.refined_by.iter().zip(&other.refined_by);
        self.encrypted.is_empty()
            && other.encrypted.is_empty()
            && is_same(&self.found, &other.found)
            && self.refined_by.len() == other.refined_by.len()
            && refined.all(|(one, other)| is_same(one, other))
            && self.task == other.task
    }

    /// The hints that go with it.
    pub fn hints(&self) -> &[&'t str] {
        self.hints.get_or_init(|| hints(&self.found, &self.refined_by))
    }
}

/// The matches that require the role or use it, on a launch type to check.
pub(super) fn needs<'t>(
    matches: &[Rc<Match<'t>>],
    judged: &[LaunchTypeVerdict],
    (task, inputs): (&Rc<Deployment<'t>>, &'t Inputs),
    encrypted: &'t [Encrypted<'t>],
) -> Vec<Need<'t>> {
    let about_role = || matches.iter().filter(|found| found.is_about_execution_role());
    let refinements: Vec<_> = about_role().filter(|found| found.rule.refines.is_some()).collect();
    let base = about_role().filter(|found| !refines_another(found, matches));
    let needs = base.filter_map(|found| {
        let cells = cells(found, judged);
        if !cells.iter().any(|(_, cell)| uses_role(*cell)) {
            return None;
        }
        let explaining = refinements.iter().filter(|other| explains(other, found));
        let refined_by: Vec<_> = explaining.map(|other| Rc::clone(other)).collect();
        let (found, task) = (Rc::clone(found), Rc::clone(task));
        Some(Need {
            found,
            cells,
            refined_by,
            when: CombinationSet::ALL,
            task,
            inputs,
            encrypted,
            permissions: SharedPermissions::default(),
            hints: OnceCell::new(),
        })
    });
    needs.collect()
}

fn hints<'t>(found: &Match<'t>, refined_by: &[Rc<Match<'t>>]) -> Vec<&'t str> {
    let all = std::iter::once(found).chain(refined_by.iter().map(Rc::as_ref));
    all.flat_map(hints_of).collect()
}

/// The hints of one match.
pub(super) fn hints_of<'a, 't: 'a>(
    found: &'a Match<'t>,
) -> impl Iterator<Item = &'t str> + use<'a, 't> {
    let rule: &'t Rule = found.rule;
    let fits = move |hint: &&'t Hint| {
        found.all_hold(&hint.when) == Truth::True && found.none_holds(&hint.unless)
    };
    rule.hint.iter().filter(fits).map(|hint| hint.say.as_ref())
}

/// Whether a cell makes a match a requirement: the role is required, or used if it is set.
pub(super) fn uses_role(cell: RoleRequirement) -> bool {
    matches!(
        cell,
        RoleRequirement::Required
            | RoleRequirement::RequiredUnlessInstanceRole
            | RoleRequirement::InstanceRole
            | RoleRequirement::Unknown
    )
}

fn cells(found: &Match<'_>, judged: &[LaunchTypeVerdict]) -> Vec<(LaunchType, RoleRequirement)> {
    let cell =
        |it: &LaunchTypeVerdict| Some((it.launch_type, found.outcome(it.launch_type).strongest()?));
    judged.iter().filter_map(cell).collect()
}

fn refines_another(found: &Match<'_>, matches: &[Rc<Match<'_>>]) -> bool {
    found.rule.refines.is_some() && matches.iter().any(|base| explains(found, base))
}

/// Whether one match explains another further: by its rule, in the same container or volume.
fn explains(found: &Match<'_>, base: &Match<'_>) -> bool {
    let same_item = match (found.item, base.item) {
        (Some(one), Some(other)) => one.span == other.span,
        (one, other) => one.is_none() && other.is_none(),
    };
    same_item && found.rule.refines.as_deref() == Some(base.rule.id())
}

/// The matches that require another role, and certainly do.
pub(super) fn notes<'t>(matches: &[Rc<Match<'t>>]) -> Vec<RuleNote<'t>> {
    let others = matches.iter().filter(|found| {
        matches!(found.rule.role, RoleKind::Task | RoleKind::Infrastructure)
            && found.truth == Truth::True
    });
    others.map(|found| RuleNote { found: Rc::clone(found), role: found.rule.role }).collect()
}

/// What ECS would compute for the definition as it is, sorted: of certain matches, whatever the role is
/// for.
pub(super) fn attributes<'t>(
    matches: &[Rc<Match<'t>>],
    role: &RoleStatement<'_>,
) -> BTreeSet<&'t str> {
    let mut names = BTreeSet::new();
    for found in matches.iter().filter(|found| found.truth == Truth::True) {
        let of_rule: &'t Rule = found.rule;
        for attribute in of_rule.attributes.iter() {
            let role_fits = !attribute.with_role || role.state.is_present();
            if role_fits && found.all_hold(&attribute.when) == Truth::True {
                names.insert(attribute.name.as_ref());
            }
        }
    }
    names
}
