//! What is said about the execution role as it is stated.

use super::holder::{noun, runs};
use super::requirement::launch_types;
use crate::analysis::subject::{AddRole, DependsOn, Note, OpenTerm, Remedy, RoleFinding, Settle};
use crate::aws::launch_type::LaunchType;
use crate::base::words;
use crate::iam::trust::SERVICE;
use crate::input::naming::Naming;

/// What is found; `reason` is the note at its first place, and `more` counts the places after it.
pub(super) fn finding(finding: &RoleFinding, reason: Option<&Note>, more: usize) -> String {
    match finding {
        RoleFinding::Missing { required_on, holder, .. } => {
            let on = launch_types(required_on);
            let requires = match runs(*holder) {
                Some(what) => format!("{what} on {on} requires"),
                None if required_on.len() == 1 => format!("{on} requires"),
                None => format!("{on} require"),
            };
            format!("{requires} a task execution role{}", reasons(reason, more))
        }
        RoleFinding::Undetermined { on, holder } => {
            let what = runs(*holder).map(|it| format!(" for {it}")).unwrap_or_default();
            format!("whether a task execution role is required{what} depends {}", depends_on(on))
        }
        RoleFinding::Unneeded(holder) => {
            format!("nothing in this {} uses a task execution role", noun(*holder))
        }
        RoleFinding::Invalid { key: Some(key) } => format!("`{key}` is not an IAM role"),
        RoleFinding::Invalid { key: None } => {
            "the value of --execution-role is not an IAM role".into()
        }
    }
}

/// " to pull this private ECR image (and 2 more reasons)".
fn reasons(first: Option<&Note>, more: usize) -> String {
    let Some(Note::Requirement { to, .. }) = first else { return String::new() };
    match more {
        0 => format!(" to {to}"),
        1 => format!(" to {to} (and 1 more reason)"),
        more => format!(" to {to} (and {more} more reasons)"),
    }
}

/// What to do about it, where that fits into the same sentence.
pub(super) fn action(finding: &RoleFinding, remedy: Option<&Remedy>) -> Option<String> {
    match (finding, remedy) {
        (RoleFinding::Missing { in_array, .. }, Some(Remedy::AddRole { naming, .. })) => {
            let place =
                if *in_array { " in the task definition that contains this array" } else { "" };
            Some(format!("set {}{place}", naming.execution_role()))
        }
        (RoleFinding::Undetermined { .. }, Some(Remedy::Settle(settle))) => {
            Some(self::settle(settle))
        }
        _ => None,
    }
}

/// How what was not provided of a role is provided.
pub(super) fn provide(commands: &[String]) -> String {
    // What takes two commands is written with both.
    let quoted = |command: &String| format!("`{}`", command.replace(", then ", "`, then `"));
    let quoted: Vec<_> = commands.iter().map(quoted).collect();
    format!("run {}, and pass the output with --role", words::list(&quoted))
}

/// What something is, and on what that depends: "private ECR image: depends on ${IMAGE}".
pub(super) fn may_be(what: &str, depends_on: &[OpenTerm]) -> String {
    match depends_on {
        [] => what.to_owned(),
        open => format!("{what}: depends on {}", terms(open)),
    }
}

/// What a syntax error leaves unknown.
const LOST: &str = "what the syntax errors hide";

/// Placeholders in words.
pub(super) fn terms(open: &[OpenTerm]) -> String {
    words::list(&open.iter().map(term).collect::<Vec<_>>())
}

/// What leaves the verdict open: "on the launch type: required on FARGATE, not on EC2", "on ${IMAGE}".
pub fn depends_on(on: &DependsOn) -> String {
    match on {
        DependsOn::LaunchType { decided_by, required, not_required, perhaps } => {
            let others = [(not_required, "not on"), (perhaps, "possibly on")];
            let others = others.map(|(on, words)| listed(words, on));
            let open = decided_by.as_ref().map(|it| format!(", which {} determines", term(it)));
            let open = open.unwrap_or_default();
            let required = launch_types(required);
            format!("on the launch type{open}: required on {required}{}", others.concat())
        }
        DependsOn::Placeholders(terms) => {
            format!("on {}", self::terms(terms))
        }
        DependsOn::Conditions(names) => match names.as_slice() {
            [only] => format!("on the condition `{only}`"),
            names => {
                let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
                format!("on the conditions {}", words::list(&names))
            }
        },
        DependsOn::Unseen => "on something outside the file".into(),
        DependsOn::Lost => format!("on {LOST}"),
    }
}

fn listed(words: &str, on: &[LaunchType]) -> String {
    if on.is_empty() { String::new() } else { format!(", {words} {}", launch_types(on)) }
}

/// "parameter `Image`", "condition `UseEcr`", "${IMAGE}".
fn term(term: &OpenTerm) -> String {
    match term {
        OpenTerm::Written(written) => written.clone(),
        OpenTerm::Lost => LOST.into(),
        OpenTerm::Parameter(name) => format!("parameter `{name}`"),
        OpenTerm::Condition(name) => format!("condition `{name}`"),
    }
}

pub(super) fn add_role(how: &AddRole, task_role: Option<&str>, naming: Naming) -> String {
    let mut said = match how {
        AddRole::Arn { partition, account } => format!(
            "add \"executionRoleArn\": \"arn:{partition}:iam::{account}:role/ecsTaskExecutionRole\", a role that trusts {SERVICE}"
        ),
        AddRole::OfUnit { id, expressions } => format!(
            "add {} (this role of the {} trusts {SERVICE})",
            expressions.set_execution_role(id),
            expressions.unit()
        ),
        AddRole::New { expressions } => format!(
            "add {}, and the role: an {} that trusts {SERVICE} (`needs-exec-role role` prints it)",
            expressions.set_execution_role(expressions.new_role()),
            expressions.role_type()
        ),
        AddRole::AsElsewhere => {
            let key = naming.execution_role();
            return format!("{key} is set for the other conditions; set it here as well");
        }
    };
    said.push_str(&not_the_task_role(task_role, naming));
    said
}

/// Above the patch that sets the role.
pub(super) fn add_patch(task_role: Option<&str>, is_empty: bool, naming: Naming) -> String {
    let (empty, other) = (empty(is_empty, naming), not_the_task_role(task_role, naming));
    format!("{empty}set a role that trusts {SERVICE}{other}")
}

/// That the role is set to nothing.
pub(super) fn empty(is_empty: bool, naming: Naming) -> String {
    if is_empty { format!("`{}` is empty: ", naming.execution_role()) } else { String::new() }
}

/// Who set the task role has taken it for the execution role.
fn not_the_task_role(key: Option<&str>, naming: Naming) -> String {
    let Some(key) = key.map(|key| naming.word(key)) else { return String::new() };
    format!(". {key} is the task role: the code in the containers uses it, ECS does not")
}

pub(super) fn settle(settle: &Settle) -> String {
    let how = match settle {
        Settle::LaunchType { required, naming, key } => {
            return format!(
                "pass --launch-type or set {}; set {} if the task may run on {}",
                naming.word(key),
                naming.execution_role(),
                launch_types(required)
            );
        }
        Settle::TaskDefinition(name) => {
            let name = if name.is_empty() { "NAME" } else { name };
            return format!(
                "pass its file as well, or what this prints: aws ecs describe-task-definition --task-definition {name}"
            );
        }
        Settle::FixSyntax => return "fix the syntax errors and run again".into(),
        Settle::Nothing => return "set a role to be safe".into(),
        Settle::Image { container } => {
            format!("pass --image {}=URI", container.as_deref().unwrap_or("CONTAINER"))
        }
        Settle::Placeholder(name) | Settle::Parameter(name) => format!("pass --var {name}=VALUE"),
        Settle::FixValue => "fix the value".into(),
        Settle::NotShown(unit) => {
            return format!("the {unit} does not show it; set a role to be safe");
        }
        Settle::AnyPlaceholder => "pass --var NAME=VALUE".into(),
        Settle::Rendered => "check the rendered task definition".into(),
    };
    format!("{how}, or set a role")
}
