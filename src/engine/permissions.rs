//! What the role must allow for a match, with the resources that its rule names.

use super::Match;
use crate::aws::deployment::Deployment;
use crate::aws::readers::noun;
use crate::base::text::Text;
use crate::base::truth::Truth;
use crate::iam::permission::{Necessity, RequiredPermission};
use crate::iam::resource_types::takes_no_resource;
use crate::input::inputs::Inputs;
use crate::rules::resource::{FillContext, ResourceTemplate};
use crate::rules::{Permission, Rule};
use std::borrow::Cow;
use std::cell::OnceCell;
use std::rc::Rc;

/// Permissions that are made once for all requirements that share them.
#[derive(Clone, Debug, Default)]
pub struct SharedPermissions<'t>(pub(super) Rc<MadePermissions<'t>>);

#[derive(Debug, Default)]
pub(super) struct MadePermissions<'t> {
    pub(super) all: OnceCell<Vec<RequiredPermission<'t>>>,
    /// Only the check of a role asks for them.
    pub(super) called: OnceCell<Vec<CalledResource<'t>>>,
}

/// The resource that the call for a permission names, where that of the permission has a wildcard for it.
#[derive(Debug)]
pub(super) struct CalledResource<'t> {
    pub(super) rule: &'t str,
    pub(super) action: &'t str,
    pub(super) resource: Text<'t>,
}

impl SharedPermissions<'_> {
    /// What distinguishes them from all others, as long as they are kept.
    pub fn id(&self) -> usize {
        Rc::as_ptr(&self.0).addr()
    }
}

/// A refinement adds what it requires more; where it is open itself, on that condition.
pub(super) fn add_refinement<'t>(
    all: &mut Vec<RequiredPermission<'t>>,
    more: Vec<RequiredPermission<'t>>,
    found: &Match<'t>,
) {
    for mut granted in more {
        if found.truth == Truth::Unknown && granted.necessity == Necessity::Required {
            granted.necessity = Necessity::Alternative(condition_of(found));
        }
        let known =
            all.iter().any(|it| it.action == granted.action && it.resource == granted.resource);
        if !known {
            all.push(granted);
        }
    }
}

pub(super) fn permissions<'t>(
    found: &Match<'t>,
    task: &Deployment<'t>,
    inputs: &Inputs,
) -> Vec<RequiredPermission<'t>> {
    let mut all = Vec::new();
    let rule: &'t Rule = found.rule;
    for permission in rule.permissions.iter() {
        let applies = found.all_hold(&permission.when).and(!found.any_holds(&permission.unless));
        let necessity = match (applies, condition(found, permission)) {
            (Truth::False, _) => continue,
            (_, Some(condition)) => Necessity::Conditional(condition),
            (Truth::Unknown, None) if permission.documented => {
                Necessity::Conditional(open_condition(found, permission))
            }
            (Truth::Unknown, None) => Necessity::Alternative(open_condition(found, permission)),
            (Truth::True, None) if permission.documented => Necessity::Documented,
            (Truth::True, None) => Necessity::Required,
        };
        for template in permission.resource.iter() {
            let mut filled = fill(template, permission, found, (task, inputs));
            for (at, action) in permission.allow.iter().enumerate() {
                let resource = match at + 1 == permission.allow.len() {
                    _ if takes_no_resource(action) => Text::literal("*"),
                    true => std::mem::take(&mut filled),
                    false => filled.clone(),
                };
                all.push(RequiredPermission {
                    rule: Cow::Borrowed(rule.id()),
                    action: Cow::Borrowed(action),
                    resource,
                    necessity: necessity.clone(),
                    via: permission.via.as_deref().map(Cow::Borrowed),
                    alternative: permission.alternative.as_deref().map(Cow::Borrowed),
                });
            }
        }
    }
    all
}

/// The resources that the calls for the permissions of a match name.
pub(super) fn called<'t>(
    found: &Match<'t>,
    task: &Deployment<'t>,
    inputs: &Inputs,
) -> Vec<CalledResource<'t>> {
    let rule: &'t Rule = found.rule;
    let mut all = Vec::new();
    for permission in rule.permissions.iter() {
        let Some(call) = &permission.call else { continue };
        let resource = fill(call, permission, found, (task, inputs));
        all.extend(permission.allow.iter().map(|action| CalledResource {
            rule: rule.id(),
            action,
            resource: resource.clone(),
        }));
    }
    all
}

/// A resource of a permission of a match.
fn fill<'t>(
    template: &ResourceTemplate,
    permission: &Permission,
    found: &Match<'t>,
    (task, inputs): (&Deployment<'t>, &Inputs),
) -> Text<'t> {
    let rule: &'t Rule = found.rule;
    let around = FillContext { unseen: permission.unseen.as_deref(), item: found.item };
    let filled = template.fill((&rule.read, &rule.by_region), &found.values, task, around);
    task.in_partition(inputs.fill_deployment(filled))
}

/// The condition that the file does not show, where nothing settles it. Where only the task's account is
/// lacking to settle it, that is said.
fn condition(found: &Match<'_>, permission: &Permission) -> Option<String> {
    let condition = permission.condition.as_deref()?;
    let settled = match &permission.certain {
        none if none.is_empty() => Truth::False,
        tests => found.all_hold(tests),
    };
    let account = || {
        let test = permission.certain.iter().find(|test| test.is_about_account())?;
        found.values.get(test.value)?.text_or_part(test.part.as_deref())?.as_literal()
    };
    match settled {
        Truth::True => None,
        Truth::False => Some(condition.to_owned()),
        Truth::Unknown => Some(account().map_or_else(
            || condition.to_owned(),
            |account| {
                let unless = format!("unless {account} is the task's account");
                format!("{condition}, as it must be {unless}, which --account sets")
            },
        )),
    }
}

/// The condition of a permission whose tests a placeholder leaves undecided: "${FROM} is a secret".
fn open_condition(found: &Match<'_>, permission: &Permission) -> String {
    let tests = permission.when.iter().filter_map(|test| {
        let value = found.values.get(test.value)?.text()?;
        let wanted: Vec<_> = test.wanted.iter().flatten().map(|word| noun(word)).collect();
        Some(format!("{value} is {}", wanted.join(" or ")))
    });
    let conditions: Vec<_> = tests.collect();
    if conditions.is_empty() { condition_of(found) } else { conditions.join(" and ") }
}

fn condition_of(found: &Match<'_>) -> String {
    format!("rule `{}` applies, depending on {}", found.rule.id(), found.unresolved_shown())
}
