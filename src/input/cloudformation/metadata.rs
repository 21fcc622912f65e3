//! The `Metadata` of a template and of its resources.

use super::template::{LOOP, is_template};
use crate::base::source::Span;
use crate::input::unit_metadata::UnitMetadata;
use crate::syntax::{Entry, Node};

/// All metadata of a template; `document` is the index of its document, and whether it is the whole of that.
pub(super) fn of_template<'t>(
    template: &'t Node<'t>,
    (document, is_document): (usize, bool),
) -> Vec<UnitMetadata<'t>> {
    if !is_template(template) {
        return Vec::new();
    }
    let found = |node: &'t Node<'t>, span, is_unit| {
        let node = node.get("Metadata")?;
        Some(UnitMetadata { node, document, span, is_unit, is_document: is_unit && is_document })
    };
    let resources = template.get("Resources").and_then(Node::as_map);
    let resources = resources.into_iter().flat_map(|map| &map.entries);
    let of_resource = |entry: &'t Entry<'t>| {
        let value = entry.value.resolved();
        let start = entry.key_span.start.min(value.span.start);
        found(value, Span { start, end: value.span.end }, false)
    };
    let resources = resources.filter(|it| !it.key.starts_with(LOOP)).filter_map(of_resource);
    found(template, template.span, true).into_iter().chain(resources).collect()
}
