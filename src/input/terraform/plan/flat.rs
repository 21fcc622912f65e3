//! The attributes of a state that Terraform 0.11 wrote: lists are keys with numbers.

use crate::base::source::Span;
use crate::input::terraform::json_syntax::constant;
use crate::syntax::hcl::{Expression, ExpressionKind, HclAttribute, HclBody};
use crate::syntax::{Entry, Map};

/// The attributes that are text, or lists of text: `family`, `requires_compatibilities.0`.
pub(super) fn attributes<'s>(map: &'s Map<'s>, source: &'s str) -> HclBody<'s> {
    let mut body = HclBody { lost: map.open, ..HclBody::default() };
    for entry in &map.entries {
        let value = constant(source, &entry.value);
        let Some((name, index)) = entry.key.split_once('.') else {
            let is_empty = entry.value.as_scalar() == Some("");
            if !is_empty {
                let name_span = entry.key_span;
                body.attributes.push(HclAttribute { name: &entry.key, name_span, value });
            }
            continue;
        };
        if index.bytes().all(|byte| byte.is_ascii_digit()) {
            add_item(&mut body, name, entry, value);
        }
    }
    body
}

/// Adds an item of a list or a set, whose indexes say nothing.
fn add_item<'s>(
    body: &mut HclBody<'s>,
    name: &'s str,
    entry: &'s Entry<'s>,
    value: Expression<'s>,
) {
    let whole = Span { start: entry.key_span.start, end: entry.value.span.end };
    let known = body.attributes.iter_mut().rev().find(|it| it.name == name);
    match known.map(|it| &mut it.value) {
        Some(Expression { span, kind: ExpressionKind::List(items) }) => {
            span.end = whole.end;
            items.push(value);
        }
        Some(_) => {}
        None => {
            let value = Expression { span: whole, kind: ExpressionKind::List(vec![value]) };
            body.attributes.push(HclAttribute { name, name_span: entry.key_span, value });
        }
    }
}
