//! Which role is checked against the requirements of a task definition: one of the files passed, or one of
//! its unit.

use super::role_check::{self, RoleCheck};
use super::subject::{Diagnostic, Label, Note, Remedy, Subject, What};
use crate::base::diagnostic::{BuiltIn, CombinationSet};
use crate::base::source::Span;
use crate::base::truth::Truth;
use crate::engine::{Assessment, Question, RoleState};
use crate::iam::document::Kind;
use crate::iam::role::{Origin, Role, RolePolicy};
use crate::input::TaskDefinition;
use crate::input::context::{UnitPolicy, UnitRole};
use crate::syntax::Node;
use std::borrow::Cow;

/// Checks the role against the requirements: what comes of it, and what is found. Nothing where there is no
/// role to check.
///
/// # Errors
///
/// A problem where the files passed do not hold the role that is set.
pub(super) fn check_role(
    task: &TaskDefinition<'_>,
    assessment: &Assessment<'_>,
    question: &Question,
) -> Result<Option<(RoleCheck, Vec<Diagnostic>)>, Box<Diagnostic>> {
    let stated = &assessment.role;
    if stated.state == RoleState::Invalid
        || (assessment.needs.is_empty() && !stated.state.is_present())
    {
        return Ok(None);
    }
    let own = task.context.role.as_deref();
    if let Some(own) = own.filter(|own| own.is_created == Truth::False) {
        return Ok(Some(not_made(own, assessment, task.span)));
    }
    let Some(role) = role_of(task, assessment, question, own)? else { return Ok(None) };
    let task_role = task.context.task_role.as_deref();
    let task_role = task_role.filter(|it| own.is_none_or(|own| own.id != it.id)).map(from_unit);
    Ok(role_check::check(assessment, (&role, task_role.as_ref()), question.unneeded, task.span))
}

fn role_of<'q>(
    task: &TaskDefinition<'_>,
    assessment: &Assessment<'_>,
    question: &'q Question,
    own: Option<&UnitRole<'_>>,
) -> Result<Option<Cow<'q, Role>>, Box<Diagnostic>> {
    let Some(files) = &question.roles else { return Ok(own.map(from_unit).map(Cow::Owned)) };
    match (files.pick(assessment.role.value.as_ref()), own) {
        (Ok(role), _) => Ok(Some(Cow::Borrowed(role))),
        (Err(_), Some(own)) => Ok(Some(Cow::Owned(from_unit(own)))),
        (Err(why), None) => {
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
    let what = What::RoleNotCreated { logical_id: own.id.to_owned() };
    let subject = Subject::new(what).with_remedy(Remedy::SameCondition);
    let finding = Diagnostic {
        primary: Some(Label::noting(here, Note::NamesRole)),
        related: vec![Label::noting(own.span, Note::UnderCondition)],
        ..Diagnostic::whole(BuiltIn::ExecutionRoleMissing, subject)
    };
    let check = RoleCheck {
        role: Some(own.arn.to_string()),
        name: Some(own.id.to_owned()),
        answer: role_check::Answer::NotEnough,
        copies: Vec::new(),
        asked: 0,
        when: CombinationSet::ALL,
    };
    (check, vec![finding])
}

/// The same role as what the AWS CLI prints would tell it.
fn from_unit(own: &UnitRole<'_>) -> Role {
    let trust = match &own.trust {
        Some(node) => read("AssumeRolePolicyDocument", node, Kind::Trust),
        None => RolePolicy::not_at_hand("AssumeRolePolicyDocument", "aws iam get-role"),
    };
    Role {
        name: Some(own.name.clone().into_owned()),
        arn: Some(own.arn.clone().into_owned()),
        tags: None,
        policies: own.policies.iter().map(policy).collect(),
        boundary: own.boundary.as_ref().map(policy),
        trust: Some(trust),
    }
}

fn policy(own: &UnitPolicy<'_>) -> RolePolicy {
    let name = own.name.as_str();
    if own.is_created == Truth::Unknown {
        let name = format!("{name}, which is created under a condition");
        return RolePolicy::not_at_hand(name, "aws iam get-role-policy");
    }
    match &own.document {
        Some(node) => read(name, node, Kind::Identity),
        None => RolePolicy::copy(name).unwrap_or_else(|| {
            RolePolicy::not_at_hand(name, "aws iam get-policy, then aws iam get-policy-version")
        }),
    }
}

fn read(name: &str, node: &Node<'_>, kind: Kind) -> RolePolicy {
    RolePolicy::read(name, node, kind, Origin::Here)
}
