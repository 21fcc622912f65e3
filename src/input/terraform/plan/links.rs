//! Names and ARNs that lead to resources of the same plan or state: what is deployed has text where a configuration
//! has references.

use super::index::PlanIndex;
use super::members::text;
use crate::base::maps::HashMap;
use crate::syntax::hcl::PlannedPart;

/// What an attribute of a resource tells: which attribute of which type of resource it has the value of.
type LinkTarget = (&'static str, &'static str);

/// The resources that values lead to.
#[derive(Debug, Default)]
pub(super) struct Links<'s> {
    /// By what they are the value of; none for a value that two resources have.
    addresses: HashMap<(LinkTarget, &'s str), Option<String>>,
}

/// The attributes that tell which resource it is.
const TARGETS: [LinkTarget; 8] = [
    ("aws_iam_role", "arn"),
    ("aws_iam_role", "name"),
    ("aws_iam_policy", "arn"),
    ("aws_ecs_task_definition", "arn"),
    ("aws_ecs_daemon_task_definition", "arn"),
    ("aws_ecs_cluster", "arn"),
    ("aws_ecs_cluster", "name"),
    ("aws_ecs_capacity_provider", "name"),
];

/// What an attribute has the value of, wherever it is.
fn targets(attribute: &str) -> &'static [LinkTarget] {
    let all = TARGETS.as_slice();
    let (start, end) = match attribute {
        "execution_role_arn" | "task_role_arn" | "role_arn" => (0, 1),
        "role" | "roles" | "role_name" => (0, 2),
        "policy_arn" | "policy_arns" | "managed_policy_arns" | "permissions_boundary" => (2, 3),
        "task_definition" | "task_definition_arn" => (3, 5),
        "cluster" | "cluster_arn" | "cluster_name" => (5, 7),
        "capacity_provider" | "capacity_providers" => (7, 8),
        _ => (0, 0),
    };
    all.get(start..end).unwrap_or_default()
}

/// The attribute of a resource that an attribute has the value of, where a reference does not say which; none where it
/// may have any value.
pub(super) fn meant_by(attribute: &str) -> Option<&'static str> {
    match attribute {
        "role" | "roles" | "role_name" => Some("name"),
        _ => targets(attribute).first().map(|target| target.1),
    }
}

/// Whether an attribute has the value of one attribute of another resource, as a whole.
pub(super) fn is_link(attribute: &str) -> bool {
    meant_by(attribute).is_some() || attribute.ends_with("_arn") || attribute.ends_with("_id")
}

impl<'s> Links<'s> {
    pub(super) fn of(index: &PlanIndex<'s>) -> Self {
        let mut links = Self::default();
        for resource in index.resources.iter().filter(|it| !it.is_data) {
            for target in TARGETS.into_iter().filter(|target| target.0 == resource.kind) {
                let Some(value) = resource.values.and_then(|it| text(it, target.1)) else {
                    continue;
                };
                let address = resource.address.to_string();
                let known = links.addresses.entry((target, value));
                known.and_modify(|it| *it = None).or_insert(Some(address));
            }
        }
        links
    }

    /// The attribute of a resource that the value of an attribute leads to.
    pub(super) fn leads_to(&self, attribute: &str, value: &'s str) -> Option<PlannedPart> {
        targets(attribute).iter().find_map(|&(kind, name)| {
            let address = self.addresses.get(&((kind, name), value))?.clone()?;
            Some(PlannedPart::Attribute {
                is_data: false,
                kind: kind.to_owned(),
                address,
                name: Some(name.to_owned()),
                steps: String::new(),
            })
        })
    }
}
