//! Which role is checked against the requirements of a task definition: one of the files passed, or one of
//! its unit.

use super::attached;
use super::role_check::{self, KnownRoles, RoleCheck};
use super::subject::{Diagnostic, Label, Note, Remedy, Subject, What};
use crate::base::diagnostic::{BuiltIn, CombinationSet};
use crate::base::source::Span;
use crate::base::text::Text;
use crate::base::truth::Truth;
use crate::engine::{Assessment, Question, RoleState};
use crate::iam::RoleFiles;
use crate::iam::document::Kind;
use crate::iam::managed_arn;
use crate::iam::role::{Origin, Role, RolePolicy, alike};
use crate::iam::role_files::AttachedArn;
use crate::input::TaskDefinition;
use crate::input::context::{OtherPath, UnitPolicy, UnitRole};
use std::borrow::Cow;

/// Checks the role against the requirements: what comes of it, and what is found. Nothing where there is no
/// role to check.
///
/// # Errors
///
/// A problem where the files passed do not hold the role that is set.
pub(super) fn check_role<'t>(
    task: &TaskDefinition<'_>,
    assessment: &Assessment<'t>,
    question: &Question,
    known: &mut KnownRoles<'t>,
) -> Result<Option<(RoleCheck, Vec<Diagnostic>)>, Box<Diagnostic>> {
    let stated = &assessment.role;
    if stated.state == RoleState::Invalid
        || (assessment.needs.is_empty() && !stated.state.is_present())
    {
        return Ok(None);
    }
    let own = task
        .context
        .role
        .as_deref()
        .filter(|own| is_meant(&own.name, &own.arn, assessment, question));
    if let Some(own) = own.filter(|own| own.is_created == Truth::False) {
        return Ok(Some(not_made(own, assessment, task.span)));
    }
    if let Some((own, other)) = own.and_then(|own| Some((own, own.other_path.as_ref()?))) {
        return Ok(Some(other_path(own, other, task, assessment)));
    }
    let Some(role) = role_of(task, assessment, question, own)? else { return Ok(None) };
    let task_role = task.context.task_role.as_deref();
    let task_role = task_role.filter(|it| own.is_none_or(|own| own.id != it.id));
    let task_role = task_role.map(|it| known.find(&from_unit(it, &Origin::Here, None)));
    let roles = (&*known.find(&role), task_role.as_deref());
    let mut checked = role_check::check(assessment, roles, question.unneeded, task.span);
    if let (Some((check, findings)), Some(own)) = (&mut checked, own)
        && matches!(role, Cow::Owned(_))
    {
        let here = assessment.role.span.unwrap_or(task.span);
        let wrong = attached::check(own, task, here);
        if !wrong.is_empty() {
            check.answer = role_check::Answer::NotEnough;
        }
        findings.extend(wrong);
    }
    Ok(checked)
}

/// Whether a role of the unit is the one that the task gets, where the user says which.
fn is_meant(
    name: &Text<'_>,
    arn: &Text<'_>,
    assessment: &Assessment<'_>,
    question: &Question,
) -> bool {
    let given = assessment.role.value.as_ref().filter(|_| question.execution_role.is_some());
    given.is_none_or(|given| given == name || alike(given, arn) == Truth::True)
}

fn role_of<'q>(
    task: &TaskDefinition<'_>,
    assessment: &Assessment<'_>,
    question: &'q Question,
    own: Option<&UnitRole<'_>>,
) -> Result<Option<Cow<'q, Role>>, Box<Diagnostic>> {
    let files = question.roles.as_deref();
    if let Some(own) = own {
        let held = files.and_then(|files| files.holding(&own.arn));
        return Ok(Some(match held {
            Some(role) => Cow::Borrowed(role),
            None => Cow::Owned(from_unit(own, &Origin::Here, files)),
        }));
    }
    let shared = task.context.shared_role.and_then(|number| question.shared_roles.get(number));
    let named = shared.and_then(|role| Some((role, role.name.as_ref()?, role.arn.as_ref()?)));
    if let Some((role, name, arn)) = named
        && is_meant(name, arn, assessment, question)
    {
        let held = files.and_then(|files| files.holding(arn));
        return Ok(Some(Cow::Borrowed(held.unwrap_or(role))));
    }
    let Some(files) = files.filter(|files| !files.is_boundary_alone()) else { return Ok(None) };
    match files.pick(assessment.role.value.as_ref()) {
        Ok(role) => Ok(Some(Cow::Borrowed(role))),
        Err(why) => {
            let span = assessment.role.span.unwrap_or(task.span);
            let subject = Subject::new(What::RoleNotGiven(why)).with_remedy(Remedy::GiveNamedRole);
            let found = Diagnostic::new(BuiltIn::RoleNotGiven, subject, span);
            Err(Box::new(found.in_document(task.document)))
        }
    }
}

/// A role of the unit that is not created where the task definition is.
fn not_made(
    own: &UnitRole<'_>,
    assessment: &Assessment<'_>,
    whole: Span,
) -> (RoleCheck, Vec<Diagnostic>) {
    let here = assessment.role.span.unwrap_or(whole);
    let what = What::RoleNotCreated { logical_id: own.id.to_string() };
    let subject = Subject::new(what).with_remedy(Remedy::SameCondition);
    let finding = Diagnostic {
        primary: Some(Label::noting(here, Note::NamesRole)),
        related: vec![Label::noting(own.span, Note::UnderCondition)],
        ..Diagnostic::whole(BuiltIn::ExecutionRoleMissing, subject)
    };
    (no_role(own), vec![finding])
}

/// A role of the unit whose ARN has another path than the one that is set.
fn other_path(
    own: &UnitRole<'_>,
    other: &OtherPath,
    task: &TaskDefinition<'_>,
    assessment: &Assessment<'_>,
) -> (RoleCheck, Vec<Diagnostic>) {
    let here = assessment.role.span.unwrap_or(task.span);
    let (logical_id, path) = (own.id.to_string(), other.path.clone());
    let subject = Subject::new(What::RoleOtherPath { logical_id, path });
    let remedy = task.context.expressions.map(|expressions| {
        let id = own.id.to_string();
        Remedy::ReferToRole { id, expressions }
    });
    let finding = Diagnostic {
        primary: Some(Label::noting(here, Note::NamesRole)),
        related: vec![Label::noting(other.span, Note::PathOfRole(other.path.clone()))],
        ..Diagnostic::whole(BuiltIn::ExecutionRoleMissing, Subject { remedy, ..subject })
    };
    (no_role(own), vec![finding])
}

/// What comes of a role of the unit that the task definition does not get.
fn no_role(own: &UnitRole<'_>) -> RoleCheck {
    RoleCheck {
        role: Some(own.arn.to_string()),
        name: Some(own.id.to_string()),
        answer: role_check::Answer::NotEnough,
        copies: Vec::new(),
        asked: 0,
        when: CombinationSet::ALL,
    }
}

/// The same role as what the AWS CLI prints would tell it, with what the files add. `origin` is the file that holds it.
pub(super) fn from_unit(own: &UnitRole<'_>, origin: &Origin, files: Option<&RoleFiles>) -> Role {
    let added_trust = files.and_then(RoleFiles::trust).cloned();
    let trust = match &own.trust {
        Some(node) => {
            RolePolicy::read("AssumeRolePolicyDocument", node, Kind::Trust, origin.clone())
        }
        None => added_trust.unwrap_or_else(|| {
            RolePolicy::not_at_hand("AssumeRolePolicyDocument", "aws iam get-role")
        }),
    };
    Role {
        name: Some(own.name.clone().into_owned()),
        arn: Some(own.arn.clone().into_owned()),
        tags: None,
        policies: policies(own, origin, files),
        boundary: boundary(own, origin, files),
        is_boundary_given: own.boundary.as_ref().is_some_and(|it| it.is_given),
        trust: Some(trust),
    }
}

/// The policies of a role of the unit. A document that the files hold goes before the copy of one.
fn policies(own: &UnitRole<'_>, origin: &Origin, files: Option<&RoleFiles>) -> Vec<RolePolicy> {
    let mut policies: Vec<_> = own.policies.iter().map(|it| policy(it, origin)).collect();
    let Some(files) = files else { return policies };
    let by_arn = |it: &UnitPolicy<'_>| it.arn.is_some() && it.document.is_none();
    let mut places: Vec<_> = policies.iter_mut().zip(&own.policies).collect();
    places.retain(|(_, it)| by_arn(it));
    let attached = places.iter().filter_map(|(policy, it)| {
        let is_open = matches!(policy.origin, Origin::NotAtHand(_));
        Some(AttachedArn { arn: it.arn.as_ref()?, is_open })
    });
    let added = files.complete(&attached.collect::<Vec<_>>());
    for ((place, _), document) in places.into_iter().zip(added.documents) {
        if let Some(document) = document {
            *place = document;
        }
    }
    policies.extend(added.more);
    policies
}

/// The boundary of a role of the unit: one that the files hold goes before the copy of one, and counts as well where
/// the unit says nothing of a boundary.
fn boundary(own: &UnitRole<'_>, origin: &Origin, files: Option<&RoleFiles>) -> Option<RolePolicy> {
    let Some(stated) = &own.boundary else {
        return files.and_then(RoleFiles::boundary).filter(|_| !own.states_boundary).cloned();
    };
    let added = files.zip(stated.arn.as_ref()).filter(|_| stated.document.is_none());
    added.and_then(|(files, arn)| files.boundary_of(arn)).or_else(|| Some(policy(stated, origin)))
}

fn policy(own: &UnitPolicy<'_>, origin: &Origin) -> RolePolicy {
    let name = own.name.as_str();
    if own.is_created == Truth::Unknown {
        let name = format!("{name}, which is created under a condition");
        return RolePolicy::not_at_hand(name, "aws iam get-role-policy");
    }
    match &own.document {
        Some(node) => RolePolicy::read(name, node, Kind::Identity, origin.clone()),
        None => RolePolicy::copy(name)
            .or_else(|| attached::meant(own))
            .or_else(|| named(own))
            .unwrap_or_else(|| {
                RolePolicy::not_at_hand(name, "aws iam get-policy, then aws iam get-policy-version")
            }),
    }
}

/// A policy of AWS that the unit finds by its name.
fn named(own: &UnitPolicy<'_>) -> Option<RolePolicy> {
    let arn = managed_arn::of_aws(&own.name).filter(|_| own.arn.is_none())?;
    let command = "aws iam get-policy, then aws iam get-policy-version";
    Some(RolePolicy::copy(&arn).unwrap_or_else(|| RolePolicy::not_at_hand(arn, command)))
}
