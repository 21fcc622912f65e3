//! What is said about whom a role trusts.

use super::open;
use crate::analysis::subject::{TrustFault, TrustNote, TrustRemedy};
use crate::iam::trust::SERVICE;

pub(super) fn fault(fault: &TrustFault) -> String {
    match fault {
        TrustFault::Missing => format!("the role does not trust {SERVICE}: ECS cannot assume it"),
        TrustFault::Denied => {
            format!("the trust policy denies {SERVICE}: ECS cannot assume the role")
        }
        TrustFault::NeverMet => {
            "the role trusts ECS only under a condition that no task meets".into()
        }
        TrustFault::Undecided { uncertainties } => {
            format!(
                "whether ECS may assume the role depends on {}",
                open::open(uncertainties, None)
            )
        }
    }
}

pub(super) fn remedy(remedy: TrustRemedy) -> String {
    match remedy {
        TrustRemedy::TrustService => format!(
            "add to the trust policy: {{\"Effect\": \"Allow\", \"Principal\": {{\"Service\": \"{SERVICE}\"}}, \"Action\": \"sts:AssumeRole\"}}"
        ),
        TrustRemedy::CompareWithTasks => {
            "write \"ArnLike\": {\"aws:SourceArn\": \"arn:aws:ecs:REGION:ACCOUNT:*\"}".into()
        }
        TrustRemedy::NameAccount => "name the account of the role".into(),
        TrustRemedy::NameService => format!("write \"Principal\": {{\"Service\": \"{SERVICE}\"}}"),
        TrustRemedy::SayWhere => {
            "say where the tasks run with --region and --account; else see to it that the condition is met".into()
        }
        TrustRemedy::RemoveCondition => "take the condition out".into(),
        TrustRemedy::RemoveFromDeny => {
            "take it out of that Deny, which outweighs whatever allows it".into()
        }
    }
}

pub(super) fn note(note: &TrustNote) -> String {
    match note {
        TrustNote::ServiceNamedOnly => "ECS is named, but not allowed `sts:AssumeRole`".into(),
        TrustNote::Others(names) => format!("this trusts {}", names.join(", ")),
        TrustNote::NoService => "this trusts no service".into(),
        TrustNote::ConditionUnmet { key, is_cluster, has_wildcard } => {
            unmet(key, *is_cluster, *has_wildcard)
        }
        TrustNote::NotChecked => "whether ECS may assume this role was not looked at".into(),
        TrustNote::Open => "this is open".into(),
        TrustNote::ConditionOpen(key) => open::why_open(key),
        TrustNote::Denies => "denied here".into(),
        TrustNote::DisputedPrincipal => {
            "one page says that a role may trust everyone, another that it may not".into()
        }
    }
}

fn unmet(key: &str, is_cluster: bool, has_wildcard: bool) -> String {
    let why = match key.to_ascii_lowercase().as_str() {
        "aws:sourcearn" if is_cluster => {
            "this names a cluster; what asks is a task, and a task's ARN begins otherwise"
        }
        "aws:sourcearn" if has_wildcard => {
            "no task has this ARN: a `*` in it is a wildcard only under ArnLike or StringLike"
        }
        "aws:sourcearn" => "no task of this account and Region has this ARN",
        "aws:sourceaccount" => "the tasks run in another account",
        "sts:externalid" => "ECS sends no external ID",
        _ => return format!("{key} is something else when ECS asks"),
    };
    why.to_owned()
}
