//! Notes on a policy that is printed.

use super::role::depends_on;
use crate::analysis::subject::{PolicyLimit, PolicyNote, StandIn};

pub(super) fn note(note: &PolicyNote) -> String {
    match note {
        PolicyNote::RoleNotNeeded { task, by_instance: false } => {
            format!("{task}: no task execution role needed")
        }
        PolicyNote::RoleNotNeeded { task, by_instance: true } => format!(
            "{task}: no task execution role needed: the container instance role is used (pass --execution-role to list its permissions)"
        ),
        PolicyNote::Undetermined { task, on } => format!(
            "{task}: whether a task execution role is required depends {}; the policy contains the permissions for it",
            depends_on(on)
        ),
        PolicyNote::NotAnArn { action, resource } => {
            format!("omitted: {action}, because `{resource}` is not an ARN")
        }
        PolicyNote::LeftOut { action, resource, more, condition } => {
            let more = if *more == 0 { String::new() } else { format!(" and {more} more") };
            format!(
                "omitted: {action} on {resource}{more}, required only if {condition} (add it with --include {action})"
            )
        }
        PolicyNote::NothingToAllow { by_managed: true } => {
            "the managed policy allows every required permission".into()
        }
        PolicyNote::NothingToAllow { by_managed: false } => "no permission is required".into(),
        PolicyNote::LeftOpen { stand_in, open } => {
            let what = match stand_in {
                StandIn::Placeholder => "placeholders to fill in",
                StandIn::Parameter => "parameters to set at deployment",
                StandIn::Variable => "variables to set",
            };
            format!("{what}: {}", open.join(", "))
        }
        PolicyNote::InvalidAccount(account) => {
            format!("`{account}` is not a 12-digit account ID: IAM will reject its ARNs")
        }
        PolicyNote::TooLarge { size, limit } => {
            let what = match limit {
                PolicyLimit::Managed => "a managed policy",
                PolicyLimit::Inline => "the inline policies of a role",
            };
            format!(
                "this has {size} characters, but {what} can have at most {}: shorten it with --scope folder or --scope account",
                limit.most()
            )
        }
        PolicyNote::SeveralAccounts => {
            "the files name several accounts, but a role belongs to one: select it with --account"
                .into()
        }
        PolicyNote::SeveralRoles { names, used: Some(used) } => format!(
            "the files name several roles ({}): this role is named {used} (change it with --name)",
            names.join(", ")
        ),
        PolicyNote::SeveralRoles { names, used: None } => format!(
            "the files name several roles ({}): this role has no fixed name (set one with --name)",
            names.join(", ")
        ),
        PolicyNote::RoleNameOmitted(name) => format!(
            "the files set the role `{name}`, but this role has no fixed name: to create `{name}`, pass --name {name}"
        ),
    }
}
