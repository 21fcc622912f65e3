//! What is said about the execution role as it is stated.

use super::requirement::launch_types;
use crate::analysis::subject::{AddRole, DependsOn, OpenTerm, RoleFinding, Settle};
use crate::aws::launch_type::LaunchType;
use crate::iam::trust::SERVICE;
use crate::input::naming::Naming;

pub(super) fn finding(finding: &RoleFinding) -> String {
    match finding {
        RoleFinding::Missing { required_on, in_array: true } => format!(
            "these container definitions need an execution role on {}: the task definition that holds them must name one",
            launch_types(required_on)
        ),
        RoleFinding::Missing { required_on, in_array: false } => format!(
            "an execution role is required on {}, and none is named",
            launch_types(required_on)
        ),
        RoleFinding::Undetermined(on) => format!(
            "whether an execution role is required depends {}, and none is named",
            depends_on(on)
        ),
        RoleFinding::Unneeded => "nothing in this task definition uses an execution role".into(),
        RoleFinding::Invalid { key: Some(key) } => format!("`{key}` is not an IAM role"),
        RoleFinding::Invalid { key: None } => {
            "the role given with --execution-role is not an IAM role".into()
        }
    }
}

/// What leaves the verdict open: "on the launch type: required on FARGATE, not on EC2", "on ${IMAGE}".
pub fn depends_on(on: &DependsOn) -> String {
    match on {
        DependsOn::LaunchType { decided_by, required, not_required, perhaps } => {
            let others = [(not_required, "not on"), (perhaps, "perhaps on")];
            let others = others.map(|(on, words)| listed(words, on));
            let open = decided_by.as_ref().map(|it| format!(", which {} decides", term(it)));
            let open = open.unwrap_or_default();
            let required = launch_types(required);
            format!("on the launch type{open}: required on {required}{}", others.concat())
        }
        DependsOn::Placeholders(terms) => {
            format!("on {}", terms.iter().map(term).collect::<Vec<_>>().join(", "))
        }
        DependsOn::Unseen => "on what the file does not show".into(),
    }
}

fn listed(words: &str, on: &[LaunchType]) -> String {
    if on.is_empty() { String::new() } else { format!(", {words} {}", launch_types(on)) }
}

/// "the parameter Image", "the condition `UseEcr`", "${IMAGE}".
fn term(term: &OpenTerm) -> String {
    match term {
        OpenTerm::Written(written) => written.clone(),
        OpenTerm::Parameter(name) => format!("the parameter {name}"),
        OpenTerm::Condition(name) => format!("the condition {name}"),
    }
}

pub(super) fn add_role(how: &AddRole, has_task_role: bool, naming: Naming) -> String {
    let mut said = match how {
        AddRole::Arn { partition, account } => format!(
            "add \"executionRoleArn\": \"arn:{partition}:iam::{account}:role/ecsTaskExecutionRole\", a role that trusts {SERVICE}"
        ),
        AddRole::OfUnit { id, expressions } => format!(
            "add {} (this role of the template trusts {SERVICE})",
            expressions.set_execution_role(id)
        ),
        AddRole::New { expressions } => format!(
            "add {}, and the role: an {} that trusts {SERVICE} (`needs-exec-role role` prints one)",
            expressions.set_execution_role(expressions.new_role()),
            expressions.role_type()
        ),
        AddRole::AsElsewhere => {
            let key = naming.execution_role();
            return format!("{key} names a role in the other combinations: name one here too");
        }
    };
    if has_task_role {
        let key = naming.word("taskRoleArn");
        said.push_str(&format!(
            ". {key} is the other role: it is for the code in the containers, and ECS does not use it here"
        ));
    }
    said
}

pub(super) fn settle(settle: &Settle) -> String {
    let how = match settle {
        Settle::LaunchType { required, naming } => {
            return format!(
                "say where the task runs with --launch-type (or {}); name a role if it may run on {}",
                naming.word("requiresCompatibilities"),
                launch_types(required)
            );
        }
        Settle::Nothing => {
            return "name a role to be safe, or see `needs-exec-role explain` for the rule named here"
                .into();
        }
        Settle::Image { container } => {
            let container = container.as_deref().unwrap_or("CONTAINER");
            format!("the container has no image here: give it with --image {container}=URI")
        }
        Settle::Placeholder(name) => format!("fill the hole with --var {name}=VALUE"),
        Settle::Parameter(name) => format!("give the parameter with --var {name}=VALUE"),
        Settle::NotShown => "the template does not tell it".into(),
        Settle::AnyPlaceholder => "fill it with --var NAME=VALUE".into(),
    };
    format!("{how}; or name a role")
}
