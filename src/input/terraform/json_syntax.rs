//! Terraform's JSON syntax: a tree of JSON becomes the blocks and expressions that HCL would have.
//!
//! Which key is a block and which an argument, only a provider's schema tells. So whatever is not known to be a block
//! is an argument: an object or a list of objects counts as blocks where blocks are asked for.
//! Sources: Terraform's "JSON Configuration Syntax", and HCL's "JSON Syntax Specification".

use super::json_strings;
use crate::base::maps::HashSet;
use crate::base::source::Span;
use crate::syntax::hcl::{
    self, BlockLabel, Expression, ExpressionKind, HclAttribute, HclBlock, HclBody, HclRead,
    ObjectItem, ObjectKey,
};
use crate::syntax::{Entry, Map, Node, SyntaxDiagnostic, Value};
use std::borrow::Cow;

/// A comment: it has no meaning.
const COMMENT: &str = "//";

/// Reads the document of a file of configuration. `source` is the text of its source.
pub(super) fn read<'s>(document: Option<&'s Node<'s>>, source: &'s str) -> HclRead<HclBody<'s>> {
    let mut reader = JsonSyntax { source, problems: Vec::new() };
    let mut body = HclBody::default();
    for part in document.into_iter().flat_map(Node::items_or_self) {
        let Some(map) = part.as_map() else {
            body.lost.get_or_insert(part.span);
            continue;
        };
        body.lost = body.lost.or(map.open);
        for entry in members(map) {
            let labels = label_count(&entry.key);
            let block = PendingBlock { entry, labels: Vec::new() };
            reader.add_blocks(&mut body.blocks, &block, labels, &entry.value);
        }
    }
    HclRead { value: body, problems: reader.problems }
}

/// Reads an object as the content of a resource.
pub(super) fn read_block<'s>(map: &'s Map<'s>, source: &'s str) -> HclBody<'s> {
    JsonSyntax { source, problems: Vec::new() }.body(map, "resource")
}

/// Reads the document of a file of values for variables: nothing in it is an expression.
pub(super) fn read_values<'s>(document: Option<&'s Node<'s>>, source: &'s str) -> HclBody<'s> {
    let mut body = HclBody::default();
    if let Some(map) = document.and_then(Node::as_map) {
        body.lost = map.open;
        for entry in members(map) {
            let value = constant(source, &entry.value);
            let name_span = entry.key_span;
            body.attributes.push(HclAttribute { name: &entry.key, name_span, value });
        }
        keep_last(&mut body);
    }
    body
}

/// A value as it is, without expressions in its strings.
pub(super) fn constant<'s>(source: &str, node: &'s Node<'s>) -> Expression<'s> {
    let kind = match &node.value {
        Value::Null => ExpressionKind::Null,
        Value::Bool(value) => ExpressionKind::Bool(*value),
        Value::Number(number) => ExpressionKind::Number(number),
        Value::String(text) => {
            ExpressionKind::Template(json_strings::literal(source, node.span, text))
        }
        Value::List(items) => {
            ExpressionKind::List(items.iter().map(|item| constant(source, item)).collect())
        }
        Value::Map(map) => {
            let item = |entry: &'s Entry<'s>| ObjectItem {
                key: ObjectKey::Name(&entry.key),
                key_span: entry.key_span,
                value: constant(source, &entry.value),
            };
            ExpressionKind::Object(map.entries.iter().map(item).collect())
        }
        _ => ExpressionKind::Lost,
    };
    Expression { span: node.span, kind }
}

/// How many labels a block of the top has.
fn label_count(kind: &str) -> usize {
    match kind {
        "resource" | "data" | "ephemeral" => 2,
        "variable" | "output" | "module" | "provider" | "check" => 1,
        _ => 0,
    }
}

/// A reader of the JSON syntax, with what was wrong on the way.
struct JsonSyntax<'s> {
    source: &'s str,
    problems: Vec<SyntaxDiagnostic>,
}

/// A block whose labels are being read.
struct PendingBlock<'s> {
    /// The member that tells its kind.
    entry: &'s Entry<'s>,
    labels: Vec<&'s Entry<'s>>,
}

impl<'s> JsonSyntax<'s> {
    /// Adds the blocks that a value is: an object of labels for each label, then an object or a list of objects.
    fn add_blocks(
        &mut self,
        blocks: &mut Vec<HclBlock<'s>>,
        open: &PendingBlock<'s>,
        labels: usize,
        value: &'s Node<'s>,
    ) {
        for part in value.items_or_self() {
            let Some(map) = part.as_map() else { continue };
            if labels == 0 {
                blocks.push(self.block(open, map, part.span));
                continue;
            }
            for entry in members(map) {
                let labels_so_far = open.labels.iter().copied().chain([entry]).collect();
                let inner = PendingBlock { entry: open.entry, labels: labels_so_far };
                self.add_blocks(blocks, &inner, labels - 1, &entry.value);
            }
        }
    }

    fn block(&mut self, open: &PendingBlock<'s>, map: &'s Map<'s>, span: Span) -> HclBlock<'s> {
        let kind: &'s str = &open.entry.key;
        let label = |entry: &&'s Entry<'s>| BlockLabel {
            text: Cow::Borrowed(entry.key.as_ref()),
            span: entry.key_span,
        };
        // What is nearest to the braces is shown as the beginning of the block.
        let nearest = open.labels.last().map_or(open.entry.key_span, |entry| entry.key_span);
        HclBlock {
            kind,
            kind_span: nearest,
            labels: open.labels.iter().map(label).collect(),
            body: self.body(map, kind),
            span: Span { start: nearest.start, end: span.end },
        }
    }

    /// What is in a block of a kind.
    fn body(&mut self, map: &'s Map<'s>, kind: &str) -> HclBody<'s> {
        let mut body = HclBody { lost: map.open, ..HclBody::default() };
        for entry in members(map) {
            let (key, value): (&'s str, &'s Node<'s>) = (&entry.key, &entry.value);
            if key == "dynamic" {
                let block = PendingBlock { entry, labels: Vec::new() };
                self.add_blocks(&mut body.blocks, &block, 1, value);
                continue;
            }
            if (kind, key) == ("dynamic", "content") || has_dynamic(value) {
                let block = PendingBlock { entry, labels: Vec::new() };
                self.add_blocks(&mut body.blocks, &block, 0, value);
                continue;
            }
            let value = match (kind, key, &value.value) {
                ("variable", "type", Value::String(text)) => self.without_marks(value.span, text),
                ("dynamic", "iterator", Value::String(text)) => {
                    // The places of a name are without its quotes.
                    let span = json_strings::places(self.source, value.span, text);
                    let span = span.place(0, text.len());
                    Expression { span, kind: ExpressionKind::Name(text) }
                }
                _ if is_literal(kind, key) => constant(self.source, value),
                _ => self.expression(value),
            };
            body.attributes.push(HclAttribute { name: key, name_span: entry.key_span, value });
        }
        keep_last(&mut body);
        body
    }

    /// A string that is an expression without `${`.
    fn without_marks(&mut self, span: Span, text: &'s str) -> Expression<'s> {
        let read = hcl::read_expression_at(text, json_strings::places(self.source, span, text));
        self.problems.extend(read.problems);
        read.value
    }

    fn expression(&mut self, node: &'s Node<'s>) -> Expression<'s> {
        let kind = match &node.value {
            Value::String(text) => ExpressionKind::Template(self.template(node.span, text)),
            Value::List(items) => {
                ExpressionKind::List(items.iter().map(|item| self.expression(item)).collect())
            }
            Value::Map(map) => {
                ExpressionKind::Object(members(map).map(|entry| self.item(entry)).collect())
            }
            _ => return constant(self.source, node),
        };
        Expression { span: node.span, kind }
    }

    /// A member of an object: its key may have expressions as well.
    fn item(&mut self, entry: &'s Entry<'s>) -> ObjectItem<'s> {
        let (key, key_span): (&'s str, Span) = (&entry.key, entry.key_span);
        let value = self.expression(&entry.value);
        if !is_template(key) {
            return ObjectItem { key: ObjectKey::Name(key), key_span, value };
        }
        let kind = ExpressionKind::Template(self.template(key_span, key));
        let key = ObjectKey::Computed(Expression { span: key_span, kind });
        ObjectItem { key, key_span, value }
    }

    fn template(&mut self, span: Span, text: &'s str) -> Vec<hcl::TemplatePart<'s>> {
        if !is_template(text) {
            return json_strings::literal(self.source, span, text);
        }
        let read = hcl::read_template_at(text, json_strings::places(self.source, span, text));
        self.problems.extend(read.problems);
        read.value
    }
}

/// Whether Terraform reads an argument of a block as it is, without expressions in its strings.
fn is_literal(kind: &str, key: &str) -> bool {
    match kind {
        "variable" => matches!(key, "default" | "description"),
        "output" => key == "description",
        "module" => matches!(key, "source" | "version"),
        "terraform" => true,
        _ => false,
    }
}

/// Whether a string has expressions or directives, or escapes of them.
fn is_template(text: &str) -> bool {
    text.contains("${") || text.contains("%{")
}

/// Whether an object, or one of a list, makes some of its blocks by `dynamic`: then it is certainly a block.
fn has_dynamic(value: &Node<'_>) -> bool {
    let makes_blocks = |node: &Node<'_>| {
        let dynamic = node.get("dynamic").and_then(Node::as_map);
        dynamic.is_some_and(|map| {
            map.entries.iter().any(|it| {
                it.value.items_or_self().iter().any(|block| block.get("content").is_some())
            })
        })
    };
    value.items_or_self().iter().any(makes_blocks)
}

/// The members of an object that are no comments.
fn members<'s>(map: &'s Map<'s>) -> impl Iterator<Item = &'s Entry<'s>> {
    map.entries.iter().filter(|entry| entry.key != COMMENT)
}

/// Keeps the last of several arguments of one name, as every reader of JSON does.
fn keep_last(body: &mut HclBody<'_>) {
    let mut known = HashSet::default();
    let mut kept: Vec<_> = std::mem::take(&mut body.attributes);
    kept.reverse();
    kept.retain(|it| known.insert(it.name));
    kept.reverse();
    body.attributes = kept;
}
