//! What AWS's managed policy for task execution roles covers of the permissions that a task definition requires.

use super::requests;
use crate::engine::Assessment;
use crate::iam::evaluate::Decision;
use crate::iam::permission::Necessity;
use crate::iam::role::{Role, RolePolicy};

/// The policy that AWS's pages tell everybody to attach.
const ARN: &str = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy";

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
    let policies = RolePolicy::copy(ARN).into_iter().collect();
    let role = Role { policies, ..Role::default() };
    let mut coverage = Coverage::default();
    let asked = requests::all(assessment, &role);
    for it in asked.iter().filter(|it| it.is_certain) {
        let is_allowed = matches!(it.decision, Decision::Allow { .. });
        match (it.necessity, is_allowed) {
            (Necessity::Required | Necessity::Documented, true) => {
                let service = it.action.split(':').next().unwrap_or_default().to_owned();
                if !coverage.services.contains(&service) {
                    coverage.services.push(service);
                }
            }
            (Necessity::Required, false) => {
                let resource = it.resource.to_string();
                match coverage.missing.iter_mut().find(|(action, _)| action == it.action) {
                    Some((_, resources)) => resources.push(resource),
                    None => coverage.missing.push((it.action.to_owned(), vec![resource])),
                }
            }
            _ => {}
        }
    }
    coverage
}
