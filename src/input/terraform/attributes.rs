//! What the attributes of resources give.

use super::resources::ResourceInstance;

/// Whether an attribute tells which resource it is of, and so stands for itself until its text is needed.
pub(super) fn stands_for_itself(instance: &ResourceInstance<'_>, name: &str) -> bool {
    let _ = &instance.kind;
    matches!(
        name,
        "arn"
            | "id"
            | "name"
            | "repository_url"
            | "json"
            | "family"
            | "arn_without_revision"
            | "unique_id"
    )
}
