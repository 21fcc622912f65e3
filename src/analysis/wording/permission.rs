//! What is said about the permissions of a role that was given.

use super::open;
use crate::analysis::subject::{
    GroupedAction, NearMissKind, PermissionFault, PermissionRemedy, PermissionSubject, PolicyName,
    PolicyOwner, StatementNote, What,
};
use crate::base::words;

pub(super) fn subject(subject: &PermissionSubject) -> String {
    let found = found(subject);
    match &subject.task_role {
        Some(name) => format!(
            "{found}; task role `{name}` allows it, but ECS uses the execution role for this"
        ),
        None => found,
    }
}

fn found(subject: &PermissionSubject) -> String {
    let asked = asked(subject);
    match &subject.fault {
        PermissionFault::Missing => format!("the role does not allow {asked}"),
        PermissionFault::NeverMet => {
            format!("the role allows {asked} only under a condition that ECS does not meet")
        }
        PermissionFault::Denied { by } => format!("{} denies {asked}", owner(by)),
        PermissionFault::CutOff { boundary } => {
            let name = boundary.as_ref().map(policy_name);
            let name = name.map(|name| format!(" {name}")).unwrap_or_default();
            format!("the permissions boundary{name} does not allow {asked}")
        }
        PermissionFault::KeptByKey => {
            format!("the key policy does not allow the role {asked}")
        }
        PermissionFault::OnAlias => {
            "`kms:Decrypt` is allowed on an alias, which allows nothing".into()
        }
        PermissionFault::OneOfSeveral { condition, is_any_allowed: true } => {
            format!("the role may lack {asked}, which is required if {condition}")
        }
        PermissionFault::OneOfSeveral { condition, is_any_allowed: false } => {
            format!(
                "the role does not allow {asked}, which is required if {condition}, nor what is required otherwise"
            )
        }
        PermissionFault::Conditional { uncertainties } => {
            let open = open::open(uncertainties, Some(&subject.resource));
            format!("whether the role allows {asked} depends on {open}")
        }
    }
}

/// The actions on their resource, in words.
fn asked(subject: &PermissionSubject) -> String {
    let action = |action: &GroupedAction| {
        let note = if action.only_documented { " (documented only)" } else { "" };
        format!("`{}`{note}", action.name)
    };
    let actions = words::list(&subject.actions.iter().map(action).collect::<Vec<_>>());
    if subject.resource.as_literal() == Some("*") {
        return actions;
    }
    format!("{actions} on {}", subject.resource)
}

/// The statement that allows it.
fn statement(subject: &PermissionSubject) -> String {
    let names: Vec<_> = subject.actions.iter().map(|it| format!("\"{}\"", it.name)).collect();
    let actions = match names.as_slice() {
        [only] => only.clone(),
        several => format!("[{}]", several.join(", ")),
    };
    let resource = &subject.resource;
    let resource = match &subject.other_form {
        Some(other) => format!("[\"{resource}\", \"{other}\"]"),
        None => format!("\"{resource}\""),
    };
    format!("{{\"Effect\": \"Allow\", \"Action\": {actions}, \"Resource\": {resource}}}")
}

pub(super) fn remedy(remedy: &PermissionRemedy, what: &What) -> String {
    let statement = match what {
        What::Permission(subject) => statement(subject),
        _ => String::new(),
    };
    match remedy {
        PermissionRemedy::RemoveFromDeny => {
            "remove the action from the Deny statement: it overrides every Allow".into()
        }
        PermissionRemedy::AllowInKeyPolicy => {
            "allow the role, or its account, to use the key in the key policy".into()
        }
        PermissionRemedy::AddStatement(near) => {
            let unless = match what {
                What::Permission(PermissionSubject { alternative: Some(other), .. }) => {
                    format!(", unless {other} allows it")
                }
                _ => String::new(),
            };
            let add = format!("add to the role's policy: {statement}{unless}");
            match near.as_ref().and_then(correction) {
                Some(correction) => format!("{correction}; or {add}"),
                None => add,
            }
        }
        PermissionRemedy::AddWithoutCondition => {
            format!("add a statement without the condition: {statement}")
        }
        PermissionRemedy::AddToBoundary { is_copy } => {
            let how = if *is_copy { "use another boundary with" } else { "add to the boundary:" };
            format!("{how} {statement}")
        }
        PermissionRemedy::SettlePermission(uncertainties) => open::settle(uncertainties, &statement),
        PermissionRemedy::NameKey => "use the ARN of the key, arn:aws:kms:REGION:ACCOUNT:key/ID, which `aws kms describe-key` prints".into(),
    }
}

pub(super) fn note(note: &StatementNote) -> String {
    match note {
        StatementNote::Denies => "denied here".into(),
        StatementNote::NearMiss(kind) => near_miss(kind),
        StatementNote::BoundaryMiss(Some(kind)) => format!("the boundary: {}", near_miss(kind)),
        StatementNote::BoundaryMiss(None) => "the boundary does not contain it".into(),
        StatementNote::ConditionUnmet { key, is_ecr_token } => open::why_unmet(key, *is_ecr_token),
        StatementNote::ConditionOpen(key) => open::why_open(key),
        StatementNote::Open => "can't tell".into(),
        StatementNote::MayBeThis => "may be this one".into(),
        StatementNote::MayDecide => "may decide it".into(),
    }
}

/// How the statement that comes close is corrected.
fn correction(kind: &NearMissKind) -> Option<&'static str> {
    Some(match kind {
        NearMissKind::LogGroupWithoutStreams => "end the ARN of the log group with `:*`",
        NearMissKind::LogGroupsBelow => "end the ARN of the log group with `:*` in place of `/*`",
        NearMissKind::SecretWithoutSuffix => "end the ARN of the secret with `-??????`",
        NearMissKind::SecretWithKey => "end the ARN at the secret, without the key",
        NearMissKind::RepositoryWithTag => "end the ARN at the repository, without the tag",
        NearMissKind::BucketWithoutObject => "end the ARN of the bucket with `/*`",
        NearMissKind::DoubleSlash => "remove the second slash",
        NearMissKind::MisplacedVariable(_) => "replace the variable with its value, or with `*`",
        NearMissKind::NeedsEveryResource => {
            "give this action a statement of its own, with \"Resource\": \"*\""
        }
        NearMissKind::InString(_, kind) => return correction(kind),
        _ => return None,
    })
}

/// Why a statement that comes close misses.
pub(super) fn near_miss(kind: &NearMissKind) -> String {
    let plain = match kind {
        NearMissKind::LogGroupWithoutStreams => {
            "without `:*` this is the log group, not its log streams"
        }
        NearMissKind::LogGroupsBelow => {
            "`/*` means other log groups below this one; its log streams are `:*`"
        }
        NearMissKind::SecretWithoutSuffix => {
            "the ARN of a secret ends in a hyphen and six characters: this matches no secret"
        }
        NearMissKind::SecretWithKey => {
            "IAM compares with the ARN of the secret, which has no key: this matches no secret"
        }
        NearMissKind::RepositoryWithTag => {
            "IAM compares with the ARN of the repository, which has no tag: this matches none"
        }
        NearMissKind::BucketWithoutObject => "this is the bucket, not the objects in it",
        NearMissKind::DoubleSlash => {
            "`//` matches no parameter: IAM writes parameter/NAME with one slash"
        }
        NearMissKind::Alias => "an alias is not a key: IAM compares with the ARN of the key",
        NearMissKind::NeedsEveryResource => "this action has no resource: only `*` allows it",
        NearMissKind::OtherResource => "allowed on another resource",
        NearMissKind::LeftOutByNotResource => "NotResource excludes it",
        NearMissKind::LeftOutByNotAction => "NotAction excludes it",
        NearMissKind::SimilarAction => "similar action, but not the one ECS calls",
        NearMissKind::OtherActions => "allows only other actions on it",
        NearMissKind::FieldMissing { field, expected } => {
            return format!("the {field} is missing: expected {expected}");
        }
        NearMissKind::FieldNotEmpty { field } => {
            return format!("the {field} must be empty");
        }
        NearMissKind::OtherField { field, found, expected } => {
            return format!("allowed in another {field}: expected {expected}, found {found}");
        }
        NearMissKind::OtherOfKind(kind) => return format!("allowed on another {kind} only"),
        NearMissKind::OtherLogStreams { expected } => {
            return format!("allowed on other log streams only: ECS writes to {expected}");
        }
        NearMissKind::MisplacedVariable(variable) => {
            return format!(
                "IAM substitutes `{variable}` only after the fifth colon of an ARN: this matches nothing"
            );
        }
        NearMissKind::InString(written, kind) => {
            return format!("{written}: {}", near_miss(kind));
        }
    };
    plain.to_owned()
}

/// Whose statement it is: "the role's policy", "the permissions boundary"; of a copy, which.
fn owner(owner: &PolicyOwner) -> String {
    let (what, copy) = match owner {
        PolicyOwner::Role(copy) => ("the role's policy", copy),
        PolicyOwner::Boundary(copy) => ("the permissions boundary", copy),
        PolicyOwner::Trust(copy) => ("the trust policy", copy),
    };
    match copy {
        Some(copy) => format!("{what} {}", policy_name(copy)),
        None => what.to_owned(),
    }
}

/// The name of a policy; of a copy, with its version and the day of that version.
pub(super) fn policy_name(name: &PolicyName) -> String {
    match name {
        PolicyName::Own(name) | PolicyName::Description(name) => name.clone(),
        PolicyName::Copy(name, version, date) => format!("AWS's {name} ({version} of {date})"),
    }
}
