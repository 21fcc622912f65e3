//! What the managed policy covers, in words.

use crate::analysis::role_check::Coverage;
use crate::base::words;
use crate::iam::generate::role::MANAGED_POLICY;

/// More resources of an action than these are only counted.
const MOST: usize = 3;

/// "The policy covers ECR and logs; it does not cover ssm:GetParameters on …"; nothing if
/// no permission is required for certain.
pub fn coverage(coverage: &Coverage) -> Option<String> {
    let services: Vec<_> = coverage.services.iter().map(|it| service(it)).collect();
    let missing: Vec<_> =
        coverage.missing.iter().map(|(action, on)| on_resources(action, on)).collect();
    match (services.as_slice(), missing.as_slice()) {
        ([], []) => None,
        (_, []) => Some(format!("{MANAGED_POLICY} covers {}", words::list(&services))),
        ([], _) => Some(format!("{MANAGED_POLICY} does not cover {}", missing.join(", "))),
        _ => Some(format!(
            "{MANAGED_POLICY} covers {}; it does not cover {}",
            words::list(&services),
            missing.join(", ")
        )),
    }
}

/// How many permissions a role needs, and how many of them the managed policy lacks.
pub fn role_hint(permissions: usize, beyond: usize) -> String {
    let permissions = match permissions {
        0 => return "nothing uses this role for certain".to_owned(),
        1 => "1 permission".to_owned(),
        several => format!("{several} permissions"),
    };
    match beyond {
        0 => format!("{permissions}, all in the managed policy"),
        some => format!("{permissions}, {some} beyond the managed policy"),
    }
}

fn service(prefix: &str) -> &str {
    match prefix {
        "ecr" => "ECR",
        other => other,
    }
}

fn on_resources(action: &str, resources: &[String]) -> String {
    let shown = resources.get(..MOST).unwrap_or(resources);
    match resources.len().saturating_sub(shown.len()) {
        0 => format!("{action} on {}", words::list(shown)),
        more => format!("{action} on {} and {more} more", shown.join(", ")),
    }
}
