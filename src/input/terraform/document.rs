//! The resources that hold tasks as one document, as Terraform's JSON syntax has it: for pointers to places.

use super::eval::MOST_ITEMS;
use super::task::holder_of;
use crate::base::source::Span;
use crate::syntax::hcl::{Expression, ExpressionKind, HclBlock, HclBody, ObjectItem, ObjectKey};
use crate::syntax::{Entry, Map, Node, Value};
use std::borrow::Cow;

/// The document of a source: `/resource/TYPE/NAME` leads to a resource. Nothing is evaluated.
pub(super) fn document<'t, 's: 't>(
    bodies: impl Iterator<Item = &'t HclBody<'s>>,
    span: Span,
) -> Node<'s> {
    let blocks = bodies.flat_map(|body| &body.blocks).filter(|block| block.kind == "resource");
    let entries = blocks.filter_map(resource).collect();
    object(entries, span)
}

fn object(entries: Vec<Entry<'_>>, span: Span) -> Node<'_> {
    Node { span, value: Value::Map(Map { entries, open: None }) }
}

fn entry<'s>(key: impl Into<Cow<'s, str>>, key_span: Span, value: Node<'s>) -> Entry<'s> {
    Entry { key: key.into(), key_span, value }
}

fn resource<'s>(block: &HclBlock<'s>) -> Option<Entry<'s>> {
    let [kind, name] = block.labels.as_slice() else { return None };
    holder_of(&kind.text)?;
    let span = block.span;
    let named = object(vec![entry(name.text.clone(), name.span, body(&block.body, span))], span);
    let of_kind = object(vec![entry(kind.text.clone(), kind.span, named)], span);
    Some(entry(block.kind, block.kind_span, of_kind))
}

fn body<'s>(body: &HclBody<'s>, span: Span) -> Node<'s> {
    let attributes = body.attributes.iter();
    let mut entries: Vec<_> =
        attributes.map(|it| entry(it.name, it.name_span, expression(&it.value))).collect();
    let mut kinds: Vec<&'s str> = Vec::new();
    for block in &body.blocks {
        let index = kinds.iter().filter(|kind| **kind == block.kind).count();
        let is_alone = body.blocks_of(block.kind).nth(1).is_none();
        kinds.push(block.kind);
        let own = self::body(&block.body, block.span);
        let value = if is_alone { own } else { item(own, index) };
        entries.push(entry(block.kind, block.kind_span, value));
    }
    object(entries, span)
}

/// A list in which one item is at its place. The others are where they are written.
fn item(node: Node<'_>, index: usize) -> Node<'_> {
    let nothing = |_| Node { span: Span::default(), value: Value::Null };
    let span = node.span;
    let items = (0..index).map(nothing).chain([node]);
    Node { span, value: Value::List(items.collect()) }
}

/// An expression as far as it is written as a value, and as is evaluated: nothing leads to what is not.
fn expression<'s>(written: &Expression<'s>) -> Node<'s> {
    let value = match &written.kind {
        ExpressionKind::Template(_) => Value::String(Cow::Borrowed("")),
        ExpressionKind::List(items) => Value::List(within(items).map(expression).collect()),
        ExpressionKind::Object(items) => {
            let entries = within(items).filter_map(member).collect();
            Value::Map(Map { entries, open: None })
        }
        ExpressionKind::Call(call) if call.name == "jsonencode" => {
            call.arguments.first().map_or(Value::Null, |it| expression(it).value)
        }
        _ => Value::Null,
    };
    Node { span: written.span, value }
}

fn within<T>(items: &[T]) -> impl Iterator<Item = &T> {
    items.iter().take(MOST_ITEMS)
}

fn member<'s>(item: &ObjectItem<'s>) -> Option<Entry<'s>> {
    let key = match &item.key {
        ObjectKey::Name(name) => Cow::Borrowed(*name),
        ObjectKey::Computed(key) => key.kind.as_literal()?,
    };
    Some(entry(key, item.key_span, expression(&item.value)))
}
