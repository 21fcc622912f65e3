//! Whose call was denied: the actions of the rules, each with the role that makes it.

use crate::prose;
use needs_exec_role::aws::launch_type::LaunchType;
use needs_exec_role::rules::{RoleKind, RoleRequirement, Rule};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The title of the table.
pub(crate) const TITLE: &str = "A call was denied: whose is it?";

/// The link to the table of the actions.
pub(crate) fn link() -> String {
    format!("#{}", prose::anchor(TITLE))
}

/// The table of the actions that a denial may name: whose call it is, and what for.
pub(crate) fn table(rules: &[Rule]) -> String {
    let mut calls: BTreeMap<&str, (RoleOfCall, Vec<String>)> = BTreeMap::new();
    for rule in rules {
        for action in rule.permissions.iter().flat_map(|it| it.allow.iter()) {
            let (role, links) = calls.entry(action).or_insert((role_of(rule), Vec::new()));
            *role = (*role).max(role_of(rule));
            let link = format!("[{0}](rules/{0}.md)", rule.id());
            if !links.contains(&link) {
                links.push(link);
            }
        }
    }
    let mut table = format!(
        "\n## {TITLE}\n\n\
        The action in `… is not authorized to perform: ACTION` says whose call it was.\n\n\
        | action | role | for |\n| --- | --- | --- |\n"
    );
    for (action, (role, links)) in calls {
        writeln!(table, "| `{action}` | {} | {} |", role.name(), links.join(", ")).expect("text");
    }
    table.push_str(
        "| `iam:PassRole`, `ecs:…` | whoever deploys | [registering and running](roles.md#whoever-deploys) |\n\
        | any other | task role | [application-aws-calls](rules/application-aws-calls.md) |\n",
    );
    table
}

/// Which role makes a call.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum RoleOfCall {
    Task,
    Infrastructure,
    Execution,
    /// The execution role, or on EC2 the container instance role.
    ExecutionOrInstance,
}

impl RoleOfCall {
    fn name(self) -> &'static str {
        match self {
            Self::Task => "task role",
            Self::Infrastructure => "infrastructure role",
            Self::Execution => "task execution role",
            Self::ExecutionOrInstance => {
                "task execution role; on EC2 without one the container instance role"
            }
        }
    }
}

/// Which role makes the calls of a rule.
fn role_of(rule: &Rule) -> RoleOfCall {
    let cells = rule.cells(LaunchType::Ec2);
    let is_of_instance = cells.iter().any(|cell| cell.is == RoleRequirement::InstanceRole);
    match rule.role {
        RoleKind::Task => RoleOfCall::Task,
        RoleKind::Infrastructure => RoleOfCall::Infrastructure,
        RoleKind::Execution | RoleKind::None if is_of_instance => RoleOfCall::ExecutionOrInstance,
        RoleKind::Execution | RoleKind::None => RoleOfCall::Execution,
    }
}
