//! The attributes of resources: which of them stand for themselves until their text is needed.

use super::attribute_table;
use super::resources::ResourceInstance;

/// Whether an attribute tells which resource it is of, and so stands for itself until its text is needed.
pub(super) fn stands_for_itself(instance: &ResourceInstance<'_>, name: &str) -> bool {
    let is_row = |it: &attribute_table::AttributeRow| {
        let firsts = it.attributes().map(|own| own.split('.').next());
        it.is_of(instance.is_data, &instance.kind)
            && firsts.into_iter().any(|own| own == Some(name))
    };
    attribute_table::ALL.iter().any(is_row)
        || matches!(name, "arn" | "id" | "name" | "json" | "minified_json" | "unique_id")
        || (name.starts_with("arn_") || name == "family") && is_task(instance)
}

fn is_task(instance: &ResourceInstance<'_>) -> bool {
    instance.kind == "aws_ecs_task_definition"
}
