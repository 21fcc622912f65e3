//! Fields of AWS CLI output, and errors in them.

use super::fault::{OutputField, RoleFileDiagnostic, RoleFileFault};
use crate::syntax::{Node, Value};

/// What was read, or what keeps an output from being added.
pub(super) type OutputRead<T> = Result<T, Box<RoleFileDiagnostic>>;

/// The items of an array.
pub(super) fn items<'n, 's>(node: &'n Node<'s>, field: OutputField) -> OutputRead<&'n [Node<'s>]> {
    let kind = node.kind();
    node.as_list().ok_or_else(|| RoleFileFault::NotAnArray { field, kind }.at(node.span))
}

/// A string, word for word.
fn string(node: &Node<'_>, field: OutputField) -> OutputRead<String> {
    let text = node.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    let kind = node.kind();
    text.ok_or_else(|| RoleFileFault::NotAName { field, kind }.at(node.span))
}

/// A field that is always printed.
pub(super) fn field(node: &Node<'_>, key: &'static str) -> OutputRead<String> {
    let lacking = || RoleFileFault::MissingField(key).at(node.span);
    string(node.get(key).ok_or_else(lacking)?, OutputField::Key(key))
}

/// A field that may be omitted.
pub(super) fn optional(node: &Node<'_>, key: &'static str) -> OutputRead<Option<String>> {
    let there = node.get(key).filter(|it| !matches!(it.value, Value::Null));
    there.map(|it| string(it, OutputField::Key(key))).transpose()
}

/// The names of inline policies.
pub(super) fn names(list: &Node<'_>) -> OutputRead<Vec<String>> {
    let names = items(list, OutputField::Key("PolicyNames"))?.iter();
    names.map(|it| string(it, OutputField::PolicyName)).collect()
}

/// The ARNs of attached policies.
pub(super) fn attached(list: &Node<'_>) -> OutputRead<Vec<String>> {
    items(list, OutputField::AttachedPolicies)?.iter().map(|it| field(it, "PolicyArn")).collect()
}

/// The ARN of a role's boundary.
pub(super) fn boundary(role: &Node<'_>) -> OutputRead<Option<String>> {
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
