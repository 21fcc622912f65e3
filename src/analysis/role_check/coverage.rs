//! What AWS's managed policy for task execution roles covers of the permissions that a task definition requires.

use crate::base::truth::Truth;
use crate::engine::{Assessment, Need};
use crate::iam::permission::Necessity;
use crate::rules::RoleRequirement;

/// The actions that `AmazonECSTaskExecutionRolePolicy` allows, on every resource and without a condition; a test
/// holds them to the copy of the policy. Reading the policy would take longer than checking a file.
const COVERED: [&str; 6] = [
    "ecr:GetAuthorizationToken",
    "ecr:BatchCheckLayerAvailability",
    "ecr:GetDownloadUrlForLayer",
    "ecr:BatchGetImage",
    "logs:CreateLogStream",
    "logs:PutLogEvents",
];

/// What the managed policy covers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// The services of the actions that it covers: `ecr`, `logs`.
    pub services: Vec<String>,
    /// The actions that it does not cover, each with its resources.
    pub missing: Vec<(String, Vec<String>)>,
}

/// What the managed policy covers of the permissions that are certainly required.
pub fn coverage(assessment: &Assessment<'_>) -> Coverage {
    let mut coverage = Coverage::default();
    for need in assessment.needs.iter().filter(|need| is_certain(need)) {
        for permission in need.permissions() {
            let action: &str = &permission.action;
            match (COVERED.contains(&action), &permission.necessity) {
                (true, Necessity::Required | Necessity::Documented) => {
                    let service = action.split(':').next().unwrap_or_default();
                    if !coverage.services.iter().any(|known| known == service) {
                        coverage.services.push(service.to_owned());
                    }
                }
                (false, Necessity::Required) => {
                    coverage.miss(action, permission.resource.to_string());
                }
                _ => {}
            }
        }
    }
    coverage
}

impl Coverage {
    fn miss(&mut self, action: &str, resource: String) {
        match self.missing.iter_mut().find(|(known, _)| known == action) {
            // The second form of a log group's ARN says no more than the first.
            Some((_, resources))
                if resources.iter().any(|it| *it == resource || format!("{it}:*") == resource) => {}
            Some((_, resources)) => resources.push(resource),
            None => self.missing.push((action.to_owned(), vec![resource])),
        }
    }
}

/// Whether the role is certainly used for it, if it is set.
fn is_certain(need: &Need<'_>) -> bool {
    let is_used = |cell: RoleRequirement| {
        matches!(cell, RoleRequirement::Required | RoleRequirement::InstanceRole)
    };
    need.found.truth == Truth::True && need.cells.iter().any(|(_, cell)| is_used(*cell))
}

#[cfg(test)]
mod tests {
    use super::COVERED;
    use crate::iam::document::{Clause, Effect, Item};
    use crate::iam::managed;

    #[test]
    fn the_actions_are_those_of_the_policy() {
        let arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy";
        let statements = managed::find(arn).map(|it| it.document.statements.clone());
        let Some([statement]) = statements.as_deref() else { unreachable!("one statement") };
        let texts = |clause: &Clause<Item>| match clause {
            Clause::In(items) => items.iter().map(|it| it.text.to_string()).collect(),
            _ => Vec::new(),
        };
        assert_eq!(texts(&statement.actions), COVERED);
        assert_eq!(texts(&statement.resources), ["*"]);
        assert!(statement.effect == Some(Effect::Allow) && statement.conditions.is_empty());
    }
}
