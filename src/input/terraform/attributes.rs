//! The attributes of resources: which of them stand for themselves until their text is needed.

use super::attribute_table;

/// Whether an attribute of a type of resource tells which resource it is of, and so stands for itself until its text is
/// needed.
pub(super) fn stands_for_itself(is_data: bool, kind: &str, name: &str) -> bool {
    let is_row = |it: &attribute_table::AttributeRow| {
        let mut firsts = it.attributes().map(|own| own.split('.').next());
        it.is_of(is_data, kind) && firsts.any(|own| own == Some(name))
    };
    let is_task = kind == "aws_ecs_task_definition";
    attribute_table::ALL.iter().any(is_row)
        || matches!(name, "arn" | "id" | "name" | "json" | "minified_json" | "unique_id")
        || (is_task && (name.starts_with("arn_") || name == "family"))
}
