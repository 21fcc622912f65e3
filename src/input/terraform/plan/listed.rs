//! Lists of resources by their types, as scanners print them: each has the arguments of its block.

use super::members::text;
use crate::base::maps::HashSet;
use crate::base::source::Span;
use crate::input::terraform::json_syntax::read_block;
use crate::syntax::hcl::{BlockLabel, HclBlock, HclBody};
use crate::syntax::{Map, Node};
use std::borrow::Cow;

/// The resources, as blocks. One of a name that another has is told from it by its file.
pub(super) fn read<'s>(document: &'s Node<'s>, source: &'s str) -> HclBody<'s> {
    let mut known = HashSet::default();
    let mut body = HclBody::default();
    let entries = document.as_map().map(|map| map.entries.as_slice()).unwrap_or_default();
    for entry in entries {
        for resource in entry.value.as_list().unwrap_or_default() {
            let Some(config) = resource.get("config").and_then(Node::as_map) else { continue };
            let (Some(kind), Some(name)) = (text(resource, "type"), text(resource, "name")) else {
                continue;
            };
            let mut label = Cow::Borrowed(name);
            if !known.insert((kind, label.clone())) {
                let file = text(resource, "source").unwrap_or_default();
                label = Cow::Owned(format!("{kind}.{name} ({file})"));
                if !known.insert((kind, label.clone())) {
                    continue;
                }
            }
            body.blocks.push(block((kind, label), config, resource, source));
        }
    }
    body
}

fn block<'s>(
    (kind, name): (&'s str, Cow<'s, str>),
    config: &'s Map<'s>,
    resource: &'s Node<'s>,
    source: &'s str,
) -> HclBlock<'s> {
    let mark = resource.get("name").map_or(resource.span, |it| it.span);
    let label = |text| BlockLabel { text, span: mark };
    HclBlock {
        kind: "resource",
        kind_span: Span { end: mark.start, ..mark },
        labels: vec![label(Cow::Borrowed(kind)), label(name)],
        body: read_block(config, source),
        span: resource.span,
    }
}
