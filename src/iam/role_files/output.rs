//! Fields of what the AWS CLI prints, and what is said where one is not as it prints them.

use crate::base::problem::Problem;
use crate::base::source::Span;
use crate::syntax::{Node, Value};

const CODE: &str = "role-file";

/// What keeps an output from being taken in.
pub(super) fn unfit(span: Span, message: impl Into<String>) -> Problem {
    Problem::error(CODE, span, message)
}

/// The items of an array.
pub(super) fn items<'n, 's>(node: &'n Node<'s>, what: &str) -> Result<&'n [Node<'s>], Problem> {
    let list = node.as_list();
    list.ok_or_else(|| unfit(node.span, format!("{what} is {}, not an array", node.kind())))
}

/// A string, word for word.
pub(super) fn string(node: &Node<'_>, what: &str) -> Result<String, Problem> {
    let text = node.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    text.ok_or_else(|| unfit(node.span, format!("{what} is {}, not a name", node.kind())))
}

/// A field that is always printed.
pub(super) fn field(node: &Node<'_>, key: &str) -> Result<String, Problem> {
    let lacking =
        || unfit(node.span, format!("there is no {key}, which the AWS CLI always prints"));
    string(node.get(key).ok_or_else(lacking)?, key)
}

/// A field that may be left out.
pub(super) fn optional(node: &Node<'_>, key: &str) -> Result<Option<String>, Problem> {
    let there = node.get(key).filter(|it| !matches!(it.value, Value::Null));
    there.map(|it| string(it, key)).transpose()
}

/// The names of inline policies.
pub(super) fn names(list: &Node<'_>) -> Result<Vec<String>, Problem> {
    items(list, "PolicyNames")?.iter().map(|it| string(it, "a policy's name")).collect()
}

/// The ARNs of attached policies.
pub(super) fn attached(list: &Node<'_>) -> Result<Vec<String>, Problem> {
    items(list, "the list of attached policies")?.iter().map(|it| field(it, "PolicyArn")).collect()
}

/// The ARN of a role's boundary.
pub(super) fn boundary(role: &Node<'_>) -> Result<Option<String>, Problem> {
    let boundary = role.get("PermissionsBoundary").filter(|it| !matches!(it.value, Value::Null));
    boundary.map(|it| field(it, "PermissionsBoundaryArn")).transpose()
}

/// The tags of a role. A role without tags is printed without the field.
pub(super) fn tags(role: &Node<'_>) -> Vec<(String, String)> {
    let list = role.get("Tags").and_then(Node::as_list).unwrap_or_default();
    let tag = |tag: &Node<'_>| {
        let text = |key: &str| tag.get(key).and_then(Node::as_str).map(str::to_owned);
        Some((text("Key")?, text("Value")?))
    };
    list.iter().filter_map(tag).collect()
}

/// Whether a field is `true`.
pub(super) fn is_true(node: &Node<'_>, key: &str) -> bool {
    matches!(node.get(key).map(|it| &it.value), Some(Value::Bool(true)))
}
