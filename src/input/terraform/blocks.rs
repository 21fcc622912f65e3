//! The blocks in a body as objects, those that `dynamic` makes included.

use super::evaluator::ModuleEvaluator;
use super::instance::ResourceInstance;
use super::module::Layers;
use super::open;
use super::scope::{Binding, ExpressionScope};
use crate::base::source::Span;
use crate::syntax::hcl::HclBlock;
use crate::syntax::{Entry, Map, Node, Value};
use std::borrow::Cow;

/// The kind of a block that is a volume of a task.
const VOLUME: &str = "volume";

impl<'t> ModuleEvaluator<'_, 't> {
    /// The blocks of a kind in a resource, each as an object; what `dynamic` makes of something open is a placeholder.
    pub(super) fn blocks(&self, instance: &ResourceInstance<'t>, kind: &str) -> Vec<Node<'t>> {
        let Some(block) = &instance.block else { return Vec::new() };
        self.blocks_in(&block.body, kind, instance.scope())
    }

    /// A body as an object: its arguments, and its blocks as lists.
    pub(super) fn body(
        &self,
        body: &Layers<'t>,
        span: Span,
        scope: ExpressionScope<'_, 't>,
    ) -> Node<'t> {
        let mut map = Map { entries: Vec::new(), open: body.lost() };
        for attribute in body.attributes() {
            let value = self.evaluate(&attribute.value, scope);
            let key = Cow::Borrowed(attribute.name);
            map.entries.push(Entry { key, key_span: attribute.name_span, value });
        }
        for kind in body.block_kinds() {
            let blocks = self.blocks_in(body, kind, scope);
            let Some(first) = blocks.first().map(|it| it.span) else { continue };
            let value = Node { span: first, value: Value::List(blocks) };
            let key_span = self.kind_span(kind, first);
            map.entries.push(Entry { key: Cow::Borrowed(kind), key_span, value });
        }
        Node { span, value: Value::Map(map) }
    }

    /// Where the kind of a block stands, at its beginning; nothing there where `dynamic` makes it.
    pub(super) fn kind_span(&self, kind: &str, block: Span) -> Span {
        let span = Span::new(block.range().start, block.range().start + kind.len());
        let is_there = self.configuration.slice(span) == kind;
        if is_there { span } else { Span { end: span.start, ..span } }
    }

    pub(super) fn blocks_in(
        &self,
        body: &Layers<'t>,
        kind: &str,
        scope: ExpressionScope<'_, 't>,
    ) -> Vec<Node<'t>> {
        let mut found = Vec::new();
        let blocks = body.blocks(kind);
        if blocks.is_empty() {
            return self.blocks_as_argument(body, kind, scope);
        }
        for block in blocks {
            if block.kind == "dynamic" && block.kind != kind {
                self.add_dynamic(&mut found, block, kind, scope);
            } else {
                found.push(self.body(&(&block.body).into(), block.span, scope));
            }
        }
        found
    }

    /// Blocks that are written as an argument: an object or a list of objects, as in JSON, where both look alike.
    fn blocks_as_argument(
        &self,
        body: &Layers<'t>,
        kind: &str,
        scope: ExpressionScope<'_, 't>,
    ) -> Vec<Node<'t>> {
        let Some(value) = body.value(kind).map(|it| self.evaluate(it, scope)) else {
            return Vec::new();
        };
        let is_block =
            |node: &Node<'t>| matches!(node.value, Value::Map(_) | Value::Placeholder(_));
        match value.value {
            Value::List(items) => items.into_iter().filter(is_block).collect(),
            Value::Map(_) => vec![value],
            Value::Placeholder(_) => vec![open::any_number_of(&value)],
            _ => Vec::new(),
        }
    }

    /// The blocks that `dynamic` makes: one for each item of `for_each`.
    fn add_dynamic(
        &self,
        found: &mut Vec<Node<'t>>,
        block: &'t HclBlock<'t>,
        kind: &str,
        scope: ExpressionScope<'_, 't>,
    ) {
        let body = Layers::from(&block.body);
        let Some(collection) = body.value("for_each").map(|it| self.evaluate(it, scope)) else {
            return;
        };
        let iterator = body.value("iterator").map(|it| self.configuration.slice(it.span));
        let iterator = iterator.unwrap_or(kind);
        let Some(content) = block.body.blocks_of("content").next() else { return };
        let content = Layers::from(&content.body);
        let block_of = |item: &Node<'t>, scope: ExpressionScope<'_, 't>| {
            let binding = Binding { name: iterator, value: item, outer: scope.bindings };
            let scope = ExpressionScope { bindings: Some(&binding), ..scope };
            self.body(&content, block.span, scope)
        };
        // One that may not be made, or any number of times: it counts where it decides nothing.
        let open_block_of = |item: &Node<'t>,
                             scope: ExpressionScope<'_, 't>,
                             rest: Option<&Node<'t>>| {
            if let Some(rest) = rest.filter(|_| kind != VOLUME) {
                return open::any_number_of(rest);
            }
            let made = self.without_asking(|| block_of(item, scope));
            if may_decide(kind, &made) { open::any_number_of(rest.unwrap_or(&made)) } else { made }
        };
        let is_known = self.for_each_item(
            &collection,
            (Some("\0key"), "\0value"),
            scope,
            &mut |inner, is_certain| {
                let [key, value] = ["\0key", "\0value"].map(|it| inner.bound(it).cloned());
                let (Some(key), Some(value)) = (key, value) else { return };
                let item = iterated(key, value, block.span);
                let made = if is_certain {
                    block_of(&item, scope)
                } else {
                    open_block_of(&item, scope, None)
                };
                found.push(made);
            },
        );
        if !is_known {
            let item = open_iterated(iterator, &collection, block.span);
            found.push(open_block_of(&item, scope, Some(&collection)));
        }
    }
}

/// Whether a block decides something if there is one: a volume does only where it is one of `FSx` for Windows.
fn may_decide(kind: &str, block: &Node<'_>) -> bool {
    let is_of_windows = |name: &str| name == "fsx_windows_file_server_volume_configuration";
    kind != VOLUME
        || block.as_map().is_none_or(|map| {
            map.open.is_some() || map.entries.iter().any(|it| is_of_windows(&it.key))
        })
}

/// What the iterator of a `dynamic` block is: an object of a key and a value.
fn iterated<'t>(key: Node<'t>, value: Node<'t>, span: Span) -> Node<'t> {
    let entry = |key: &'static str, value| Entry { key: Cow::Borrowed(key), key_span: span, value };
    let entries = vec![entry("key", key), entry("value", value)];
    Node { span, value: Value::Map(Map { entries, open: None }) }
}

/// What the iterator is for a collection that is open.
fn open_iterated<'t>(iterator: &str, collection: &Node<'t>, span: Span) -> Node<'t> {
    let [key, value] = ["key", "value"].map(|part| {
        let write = |written: &dyn Fn(&Node<'t>) -> String| {
            format!("{iterator}.{part} of {}", written(collection))
        };
        let open = open::made_of(&[collection], write);
        Node { span: collection.span, value: Value::Placeholder(open) }
    });
    iterated(key, value, span)
}
