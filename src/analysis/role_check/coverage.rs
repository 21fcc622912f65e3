//! What AWS's managed policy for task execution roles covers of the permissions that a task definition requires.

use crate::base::truth::Truth;
use crate::engine::{Assessment, Need};
use crate::iam::generate::role::managed_policy_allows;
use crate::iam::permission::Necessity;
use crate::rules::RoleRequirement;

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
            match (managed_policy_allows(action), &permission.necessity) {
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
