//! What is said beside a policy that is printed.

use super::role::depends_on;
use crate::analysis::subject::{PolicyLimit, PolicyNote, StandIn};

pub(super) fn note(note: &PolicyNote) -> String {
    match note {
        PolicyNote::RoleNotNeeded { task, by_instance: false } => {
            format!("{task}: no execution role is needed")
        }
        PolicyNote::RoleNotNeeded { task, by_instance: true } => format!(
            "{task}: no execution role is needed; the instance role does what there is to do (name a role with --execution-role to see it)"
        ),
        PolicyNote::Undetermined { task, on } => format!(
            "{task}: whether a role is needed depends {}; what it would need is granted",
            depends_on(on)
        ),
        PolicyNote::NotAnArn { action, resource } => {
            format!("{action} is left out: `{resource}` is no ARN, and can stand in no policy")
        }
        PolicyNote::LeftOut { action, resource, more, condition } => {
            let more = if *more == 0 { String::new() } else { format!(" and {more} more") };
            format!(
                "left out: {action} on {resource}{more}, needed only if {condition} (--include {action})"
            )
        }
        PolicyNote::NothingToAllow { by_managed: true } => {
            "the managed policy allows all that is granted".into()
        }
        PolicyNote::NothingToAllow { by_managed: false } => {
            "there is no permission to grant".into()
        }
        PolicyNote::LeftOpen { stand_in, open } => {
            let what = match stand_in {
                StandIn::Placeholder => "left to fill in",
                StandIn::Parameter => "parameters to give at deployment",
                StandIn::Variable => "variables to set",
            };
            format!("{what}: {}", open.join(", "))
        }
        PolicyNote::InvalidAccount(account) => {
            format!("`{account}` is no account of twelve digits: IAM will refuse its ARNs")
        }
        PolicyNote::TooLarge { size, limit } => {
            let what = match limit {
                PolicyLimit::Managed => "a managed policy",
                PolicyLimit::Inline => "the inline policies of a role",
            };
            format!(
                "this has {size} characters, and {what} may have {}: --scope folder or account makes it shorter",
                limit.most()
            )
        }
        PolicyNote::SeveralAccounts => {
            "the files name several accounts, and a role has one: say which with --account".into()
        }
        PolicyNote::SeveralRoles { names, used } => format!(
            "the files name several roles ({}): this one is called {used}, unless --name says otherwise",
            names.join(", ")
        ),
    }
}
