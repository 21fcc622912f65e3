//! The managed policies that a role of the unit attaches by their ARNs: those that AWS does not have, and those of
//! another partition.

use super::subject::{Diagnostic, Label, Note, Remedy, Subject, What};
use crate::base::diagnostic::BuiltIn;
use crate::base::source::Span;
use crate::iam::managed_arn::{self, ManagedArnFault, WrongManagedArn};
use crate::iam::role::RolePolicy;
use crate::input::TaskDefinition;
use crate::input::context::{UnitPolicy, UnitRole};

const PAGE: &str =
    "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html";

/// What is found, at the place where the role is set.
pub(super) fn check(own: &UnitRole<'_>, task: &TaskDefinition<'_>, here: Span) -> Vec<Diagnostic> {
    let partition = partition(own, task);
    let attached = own.policies.iter().chain(&own.boundary);
    let wrong = attached.filter_map(|policy| Some((policy, self::wrong(policy, partition)?)));
    wrong.map(|(policy, wrong)| finding(policy, wrong, here)).collect()
}

/// The policy that was meant, where another one is attached: what is wrong with its ARN is reported once.
pub(super) fn meant(policy: &UnitPolicy<'_>) -> Option<RolePolicy> {
    let meant = wrong(policy, None)?.meant;
    let command = "aws iam get-policy, then aws iam get-policy-version";
    Some(RolePolicy::copy(&meant).unwrap_or_else(|| RolePolicy::not_at_hand(meant, command)))
}

fn wrong(policy: &UnitPolicy<'_>, partition: Option<&str>) -> Option<WrongManagedArn> {
    managed_arn::check(policy.arn.as_ref()?, partition)
}

/// The partition of the task, where something shows it.
fn partition<'a>(own: &'a UnitRole<'_>, task: &'a TaskDefinition<'_>) -> Option<&'a str> {
    own.partition.as_deref().or_else(|| task.context.values.partition())
}

fn finding(policy: &UnitPolicy<'_>, wrong: WrongManagedArn, here: Span) -> Diagnostic {
    let note = match &wrong.fault {
        ManagedArnFault::OtherPartition { own, .. } => Note::NamedPartition(own.clone()),
        _ => Note::Here,
    };
    let remedy = Remedy::AttachPolicy(wrong.meant.clone());
    let subject = Subject::new(What::WrongManagedArn(wrong)).with_remedy(remedy);
    Diagnostic {
        primary: Some(Label::noting(here, Note::Role)),
        related: vec![Label::noting(policy.span, note)],
        docs: Some(PAGE.into()),
        ..Diagnostic::whole(BuiltIn::PolicyNotFound, subject)
    }
}
