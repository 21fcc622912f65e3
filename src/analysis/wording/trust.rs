//! Messages for the trust policy of a role.

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
            "the trust policy's condition never matches an ECS task".into()
        }
        TrustFault::Undecided { uncertainties } if open::is_disputed(uncertainties) => {
            "can't tell whether ECS may assume the role: AWS documentation is inconsistent about this trust policy".into()
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
        TrustRemedy::NameAccount => "set it to the account of the role".into(),
        TrustRemedy::NameService => format!("write \"Principal\": {{\"Service\": \"{SERVICE}\"}}"),
        TrustRemedy::SayWhere => {
            "set where the tasks run with --region and --account, or make sure that the condition is met".into()
        }
        TrustRemedy::RemoveCondition => "remove the condition".into(),
        TrustRemedy::RemoveFromDeny => {
            "remove it from that Deny statement, which overrides any Allow".into()
        }
    }
}

pub(super) fn note(note: &TrustNote) -> String {
    match note {
        TrustNote::ServiceNamedOnly => {
            "this trusts ECS, but does not allow `sts:AssumeRole`".into()
        }
        TrustNote::Others(names) => format!("this trusts {}", names.join(", ")),
        TrustNote::Similar(name) => format!("this trusts {name}: did you mean {SERVICE}?"),
        TrustNote::NoService => "this trusts no service".into(),
        TrustNote::ConditionUnmet { key, is_cluster, has_wildcard } => {
            unmet(key, *is_cluster, *has_wildcard)
        }
        TrustNote::NotChecked => "whether ECS may assume this role was not checked".into(),
        TrustNote::Open => "can't tell whether this applies".into(),
        TrustNote::ConditionOpen(key) => open::why_open(key),
        TrustNote::Denies => "denied here".into(),
        TrustNote::DisputedPrincipal => {
            "one AWS page says that a role may trust everyone, another says that it may not".into()
        }
    }
}

fn unmet(key: &str, is_cluster: bool, has_wildcard: bool) -> String {
    let why = match key.to_ascii_lowercase().as_str() {
        "aws:sourcearn" if is_cluster => {
            "this is the ARN of a cluster, but the caller is a task, whose ARN begins differently"
        }
        "aws:sourcearn" if has_wildcard => {
            "no task has this ARN: `*` is a wildcard only with ArnLike or StringLike"
        }
        "aws:sourcearn" => "no task of this account and Region has this ARN",
        "aws:sourceaccount" => "the tasks run in another account",
        "sts:externalid" => "ECS sends no external ID",
        _ => return format!("{key} has another value when ECS calls"),
    };
    why.to_owned()
}
