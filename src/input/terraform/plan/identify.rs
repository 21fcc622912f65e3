//! Whether a document is a plan, a state, or a list of resources.

use crate::syntax::{Map, Node, Value};

/// What lists the resources of Terraform.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::input::terraform) enum PlanKind {
    /// `terraform show -json` of a plan.
    Plan,
    /// `terraform show -json` of a state.
    State,
    /// `terraform.tfstate` of version 4.
    StateFile,
    /// The resources of a configuration by their types, as scanners print them.
    Listed,
}

/// The plan or state that a document is, or that it contains as one of its members.
pub(in crate::input::terraform) fn planned_in<'s>(
    document: &'s Node<'s>,
) -> Option<(PlanKind, &'s Node<'s>)> {
    let map = document.as_map()?;
    if let Some(kind) = kind_of(map) {
        return Some((kind, document));
    }
    let shown = |node: &'s Node<'s>| {
        let kind = kind_of(node.as_map()?)?;
        matches!(kind, PlanKind::Plan | PlanKind::State).then_some((kind, node))
    };
    map.entries.iter().find_map(|entry| shown(&entry.value))
}

fn kind_of(map: &Map<'_>) -> Option<PlanKind> {
    let is_object = |key: &str| map.get(key).is_some_and(|it| it.as_map().is_some());
    let has_root = |key: &str| map.get(key).and_then(|it| it.get("root_module")).is_some();
    let is_supported = map.get("format_version").is_none_or(is_known_format);
    let has_changes = map.get("resource_changes").is_some_and(|it| it.as_list().is_some());
    if is_object("planned_values") || has_changes {
        return is_supported.then_some(PlanKind::Plan);
    }
    if has_root("values") && map.get("terraform_version").is_some() {
        return is_supported.then_some(PlanKind::State);
    }
    let is_version = |node: &Node<'_>| node.as_scalar() == Some("4");
    if map.get("version").is_some_and(is_version)
        && map.get("terraform_version").is_some()
        && map.get("resources").is_some_and(|it| it.as_list().is_some())
    {
        return Some(PlanKind::StateFile);
    }
    is_listing(map).then_some(PlanKind::Listed)
}

/// Whether a version of the format is one whose meaning is known: each major version has its own.
fn is_known_format(version: &Node<'_>) -> bool {
    let version = version.as_scalar().unwrap_or_default();
    matches!(version.split('.').next(), Some("0" | "1"))
}

/// Whether each member is a list of resources of one type, each with its configuration.
fn is_listing(map: &Map<'_>) -> bool {
    let is_resource = |node: &Node<'_>, kind: &str| {
        node.get("type").and_then(Node::as_str) == Some(kind)
            && node.get("config").is_some_and(|it| matches!(it.value, Value::Map(_)))
    };
    !map.entries.is_empty()
        && map.entries.iter().all(|entry| {
            let items = entry.value.as_list();
            items.is_some_and(|it| it.first().is_some_and(|it| is_resource(it, &entry.key)))
        })
}
