//! The findings about each required permission.

use super::labels::{at_denial, at_key, condition_at, in_role};
use super::near_miss;
use super::policy_name;
use super::requests::Asked;
use crate::analysis::subject::{
    Diagnostic, Label, MissingPolicy, Note, PermissionFault, PermissionRemedy, PolicyOwner, Remedy,
    StatementNote, Subject, What,
};
use crate::base::diagnostic::{BuiltIn, Severity};
use crate::iam::document::Uncertainty;
use crate::iam::evaluate::{Decision, DeniedBy, Mismatch, NearMiss, Place, PolicyKind};
use crate::iam::permission::Necessity;
use crate::iam::resource_types::takes_no_resource;
use crate::iam::role::{Origin, Role, RolePolicy};
use std::ptr;

pub(super) const PAGE: &str =
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html";

/// What there is to say about one permission.
pub(super) fn about(asked: &Asked<'_>, role: &Role) -> Option<Diagnostic> {
    match &asked.outcome.decision {
        Decision::Allow { .. } => None,
        Decision::ExplicitDeny { by } => {
            let fault = PermissionFault::Denied { by: owner(role, by) };
            let label = at_denial(role, by, asked);
            let remedy = PermissionRemedy::RemoveFromDeny;
            finding(asked, BuiltIn::PermissionDenied, fault, remedy, label)
        }
        Decision::DenyByDefault { denied_by: DeniedBy::Boundary(_), .. } => cut_off(asked, role),
        Decision::DenyByDefault { denied_by: DeniedBy::Resource, .. } => {
            let remedy = PermissionRemedy::AllowInKeyPolicy;
            finding(asked, BuiltIn::PermissionDenied, PermissionFault::KeptByKey, remedy, None)
        }
        Decision::DenyByDefault { near_miss, .. } => {
            let condition = near_miss.filter(|it| matches!(it.mismatch, Mismatch::Condition(_)));
            match (condition, &asked.necessity) {
                (_, Necessity::Conditional(_) | Necessity::Alternative(_)) => alias(asked, role),
                (Some(near_miss), _) => never_met(asked, role, near_miss),
                (None, _) => missing(asked, role),
            }
        }
        Decision::Unknown { uncertainties, by } => conditional(asked, role, uncertainties, by),
    }
}

/// Whose statement it is.
fn owner(role: &Role, place: &Place) -> PolicyOwner {
    let policy = role.holding(place);
    let copy = policy.filter(|policy| matches!(policy.origin, Origin::Copy(_))).map(policy_name);
    match place.policy {
        PolicyKind::Identity(_) => PolicyOwner::Role(copy),
        PolicyKind::Boundary => PolicyOwner::Boundary(copy),
        PolicyKind::Resource => PolicyOwner::Trust(copy),
    }
}

fn missing(asked: &Asked<'_>, role: &Role) -> Option<Diagnostic> {
    let near = near_miss::nearest(asked, &role.policies);
    // Where it takes a statement of its own, there is nothing to correct in the one that comes close.
    let is_alone = takes_no_resource(asked.action);
    let kind = near.as_ref().map(|near| near.why.clone()).filter(|_| !is_alone);
    let label = near.and_then(|it| {
        in_role(it.policy, it.span, Note::Statement(StatementNote::NearMiss(it.why)))
    });
    let remedy = PermissionRemedy::AddStatement(kind);
    finding(asked, BuiltIn::PermissionMissing, PermissionFault::Missing, remedy, label)
}

/// A statement would allow it under a condition that the call does not meet.
fn never_met(asked: &Asked<'_>, role: &Role, near_miss: NearMiss) -> Option<Diagnostic> {
    let Mismatch::Condition(span) = near_miss.mismatch else { return None };
    let policy = role.holding(&near_miss.place)?;
    let key = condition_at(policy, &near_miss.place, span)?.key.clone();
    let is_ecr_token = asked.action == "ecr:GetAuthorizationToken";
    let note = Note::Statement(StatementNote::ConditionUnmet { key, is_ecr_token });
    let label = in_role(policy, span, note);
    let remedy = PermissionRemedy::AddWithoutCondition;
    finding(asked, BuiltIn::PermissionMissing, PermissionFault::NeverMet, remedy, label)
}

/// The role's policies allow it, and its boundary does not.
fn cut_off(asked: &Asked<'_>, role: &Role) -> Option<Diagnostic> {
    let boundary = role.boundary.as_ref()?;
    let near = near_miss::nearest(asked, std::slice::from_ref(boundary));
    let start = boundary.document()?.span;
    let (span, why) = near.map_or((start, None), |near| (near.span, Some(near.why)));
    let label = in_role(boundary, span, Note::Statement(StatementNote::BoundaryMiss(why)));
    let name = boundary.has_name().then(|| policy_name(boundary));
    let fault = PermissionFault::CutOff { boundary: name };
    let is_copy = matches!(boundary.origin, Origin::Copy(_));
    let remedy = PermissionRemedy::AddToBoundary { is_copy };
    finding(asked, BuiltIn::PermissionDenied, fault, remedy, label)
}

fn conditional(
    asked: &Asked<'_>,
    role: &Role,
    uncertainties: &[Uncertainty],
    by: &[Place],
) -> Option<Diagnostic> {
    if is_reported(uncertainties) {
        return None;
    }
    let labels = by.iter().filter_map(|place| at_key(role, place, asked, uncertainties));
    let fault = PermissionFault::Conditional { uncertainties: uncertainties.to_vec() };
    let remedy = PermissionRemedy::SettlePermission(uncertainties.to_vec());
    finding(asked, BuiltIn::PermissionConditional, fault, remedy, labels)
}

/// Whether other findings cover it: those about documents that are malformed or not provided.
pub(super) fn is_reported(uncertainties: &[Uncertainty]) -> bool {
    let is_other =
        |it: &Uncertainty| matches!(it, Uncertainty::Malformed(_) | Uncertainty::NotAtHand(_));
    !uncertainties.is_empty() && uncertainties.iter().all(is_other)
}

/// `kms:Decrypt` on an alias, which grants nothing: whoever wrote it thinks that a key is to be used.
fn alias(asked: &Asked<'_>, role: &Role) -> Option<Diagnostic> {
    let near = near_miss::nearest(asked, &role.policies).filter(|it| it.is_alias)?;
    let note = Note::Statement(StatementNote::NearMiss(near.why));
    let label = in_role(near.policy, near.span, note);
    let whole = Asked { necessity: &Necessity::Documented, ..asked.clone() };
    let found = finding(
        &whole,
        BuiltIn::PermissionMissing,
        PermissionFault::OnAlias,
        PermissionRemedy::NameKey,
        label,
    )?;
    Some(found.with_severity(Severity::Note))
}

/// A finding at the requirements of a permission, and at what decides about it. What only may be needed is a
/// warning, what is only documented a note, and what depends on a condition is not reported.
fn finding(
    asked: &Asked<'_>,
    code: BuiltIn,
    fault: PermissionFault,
    remedy: PermissionRemedy,
    deciding: impl IntoIterator<Item = Label>,
) -> Option<Diagnostic> {
    let severity = code.severity();
    let severity = match asked.necessity {
        Necessity::Required if asked.is_certain => severity,
        Necessity::Required => severity.min(Severity::Warning),
        Necessity::Documented if severity == Severity::Warning => return None,
        Necessity::Documented => Severity::Note,
        Necessity::Conditional(_) | Necessity::Alternative(_) => return None,
    };
    let (primary, others) = asked.labels.split_first()?;
    let subject = Subject::new(What::Permission(asked.subject(fault)));
    Some(Diagnostic {
        severity,
        primary: Some(primary.clone()),
        related: deciding.into_iter().chain(others.iter().cloned()).collect(),
        docs: Some(PAGE.into()),
        ..Diagnostic::whole(code, subject.with_remedy(Remedy::Permission(remedy)))
    })
}

/// The policies whose documents were not provided, each once, where a permission depends on them.
pub(super) fn not_given(asked: &[Asked<'_>], role: &Role) -> Vec<Diagnostic> {
    let policies = role.policies.iter().chain(&role.boundary);
    let found = policies.filter_map(|policy| {
        let Origin::NotAtHand(command) = &policy.origin else { return None };
        let depends = |it: &&Asked<'_>| {
            let is_it =
                |uncertainty: &Uncertainty| matches!(uncertainty, Uncertainty::NotAtHand(name) if *name == policy.name);
            *it.necessity == Necessity::Required && it.uncertainties().iter().any(is_it)
        };
        let mut depending = asked.iter().filter(depends).flat_map(|it| &it.labels);
        let primary = depending.next()?.clone();
        let mut related: Vec<Label> = Vec::new();
        for label in depending.filter(|label| **label != primary) {
            if !related.contains(label) {
                related.push(label.clone());
            }
        }
        let is_boundary = role.boundary.as_ref().is_some_and(|it| ptr::eq(it, policy));
        if is_boundary && role.is_boundary_given {
            return Some(Diagnostic { related, ..given_boundary(policy, primary) });
        }
        let missing = MissingPolicy::Document(policy_name(policy));
        Some(Diagnostic { related, ..unknown(missing, command, primary) })
    });
    found.collect()
}

/// A boundary that no template can show, because its ARN comes from elsewhere: nothing is wrong with that.
fn given_boundary(boundary: &RolePolicy, primary: Label) -> Diagnostic {
    let what = What::BoundaryUnknown(boundary.name.clone());
    let subject = Subject::new(what).with_remedy(Remedy::GiveBoundary);
    let found = Diagnostic::whole(BuiltIn::PolicyUnknown, subject);
    Diagnostic { primary: Some(primary), ..found.with_severity(Severity::Note) }
}

/// A policy that was not provided, and the command that prints it.
pub(super) fn unknown(missing: MissingPolicy, command: &str, primary: Label) -> Diagnostic {
    let subject = Subject::new(What::PolicyUnknown(vec![missing]));
    let subject = subject.with_remedy(Remedy::GiveOutputOf(vec![command.to_owned()]));
    Diagnostic { primary: Some(primary), ..Diagnostic::whole(BuiltIn::PolicyUnknown, subject) }
}

#[cfg(test)]
mod tests {
    use super::is_reported;
    use crate::base::source::Span;
    use crate::iam::document::Uncertainty;

    #[test]
    fn what_other_findings_say_is_not_repeated() {
        let malformed = Uncertainty::Malformed(Span::default());
        let key = Uncertainty::Key("aws:SourceVpce".to_owned());
        assert!(is_reported(std::slice::from_ref(&malformed)));
        assert!(!is_reported(&[malformed, key]));
        assert!(!is_reported(&[]), "nobody says what is open, so it has to be said here");
    }
}
