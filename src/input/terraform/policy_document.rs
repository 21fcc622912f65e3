//! Policy documents as modules write them: `data.aws_iam_policy_document`, `jsonencode`, or JSON in a text.

use super::eval::text_value;
use super::evaluator::ModuleEvaluator;
use super::instance::ResourceInstance;
use super::open::any_number_of;
use super::open::text_of;
use super::texts::TextSyntax;
use crate::base::source::Span;
use crate::base::text::Text;
use crate::input::json_string::{read_json, read_json_text};
use crate::syntax::{Entry, Map, Node, Value};
use std::borrow::Cow;

/// The version of a document that states none.
const VERSION: &str = "2012-10-17";

/// A document while others are merged into it.
#[derive(Default)]
struct Merged<'t> {
    id: Option<Entry<'t>>,
    version: Option<Node<'t>>,
    statements: Vec<Node<'t>>,
    /// Whether something that is not known may have replaced any of the statements.
    is_open: bool,
}

impl<'t> ModuleEvaluator<'_, 't> {
    /// The policy document that an argument of a resource takes as JSON, as a tree; none if it is absent or null.
    pub(super) fn policy_at(
        &self,
        instance: &ResourceInstance<'t>,
        name: &str,
    ) -> Option<Node<'t>> {
        let expression = instance.block.as_ref()?.body.value(name)?;
        let node = self.document(expression, TextSyntax::Json, instance.scope());
        (!matches!(node.value, Value::Null)).then(|| self.policy_of(&node))
    }

    /// A policy document as a tree, from the value of an argument that takes its JSON.
    pub(super) fn policy_of(&self, node: &Node<'t>) -> Node<'t> {
        let found = self.within_limits(|| match &node.value {
            Value::Tagged(_, inner) => Some(self.resolved(Node::clone(inner))),
            Value::Map(_) => Some(self.resolved(node.clone())),
            Value::Placeholder(placeholder) => {
                let of = self.attribute_behind(placeholder)?;
                let is_document = of.instance.is_data
                    && of.instance.kind == "aws_iam_policy_document"
                    && of.instance.block.is_some()
                    && matches!(of.path.as_ref(), "json" | "minified_json");
                is_document.then(|| self.made_document(&of.instance))
            }
            Value::Text(_) => read_json_text(&self.text(node)?, node.span),
            _ => None,
        });
        found.flatten().unwrap_or_else(|| node.clone())
    }

    /// The document that a data source makes.
    ///
    /// Source: terraform-provider-aws, `internal/service/iam/policy_document_data_source.go` and `policy_model.go`.
    fn made_document(&self, instance: &ResourceInstance<'t>) -> Node<'t> {
        let span = instance.block.as_ref().map(|it| it.header).unwrap_or_default();
        let mut merged = Merged::default();
        for name in ["source_json", "source_policy_documents"] {
            self.merge_all(&mut merged, instance, name);
        }
        let version = self.attribute(instance, "version").map(|it| self.resolved(it));
        let id = self.attribute(instance, "policy_id").map(|it| self.resolved(it));
        let statements = self.blocks(instance, "statement").into_iter();
        merged.merge(Merged {
            id: id.map(|value| entry("Id", value.span, value)),
            version: Some(version.unwrap_or_else(|| literal(VERSION, span))),
            statements: statements.map(|it| statement(self.resolved(it))).collect(),
            is_open: false,
        });
        for name in ["override_policy_documents", "override_json"] {
            self.merge_all(&mut merged, instance, name);
        }
        merged.into_node(span)
    }

    /// Merges the documents that an argument lists.
    fn merge_all(&self, merged: &mut Merged<'t>, instance: &ResourceInstance<'t>, name: &str) {
        let Some(list) = self.attribute(instance, name) else { return };
        let is_override = name.starts_with("override");
        for item in list.items_or_self() {
            // The provider skips what is null or empty.
            if matches!(item.value, Value::Null) || item.as_scalar() == Some("") {
                continue;
            }
            if let Some(more) = Merged::read(&self.policy_of(item)) {
                merged.merge(more);
            } else {
                merged.is_open |= is_override;
                merged.statements.push(any_number_of(item));
            }
        }
    }
}

impl<'t> Merged<'t> {
    /// A document that is known as a tree.
    fn read(document: &Node<'t>) -> Option<Self> {
        let read;
        let document = match &document.value {
            Value::String(text) => {
                read = read_json(text, document.span)?;
                &read
            }
            _ => document,
        };
        let map = document.as_map().filter(|map| map.open.is_none())?;
        let statements = map.get("Statement").map(Node::items_or_self).unwrap_or_default();
        Some(Self {
            id: map.entry("Id").cloned(),
            version: map.get("Version").cloned(),
            statements: statements.to_vec(),
            is_open: false,
        })
    }

    /// A later statement replaces the one of its `Sid`; one without a `Sid` is added.
    fn merge(&mut self, later: Self) {
        self.id = later.id.or(self.id.take());
        let is_newer = |one: &Node<'t>, other: &Node<'t>| one.as_str() > other.as_str();
        match (&self.version, later.version) {
            (Some(own), Some(newer)) if !is_newer(&newer, own) => {}
            (_, Some(newer)) => self.version = Some(newer),
            (_, None) => {}
        }
        self.is_open |= later.is_open;
        for statement in later.statements {
            let sid = sid(&statement);
            let same = |known: &&mut Node<'t>| sid.is_some() && self::sid(known) == sid;
            match self.statements.iter_mut().find(same) {
                Some(known) => *known = statement,
                None => self.statements.push(statement),
            }
        }
    }

    fn into_node(self, span: Span) -> Node<'t> {
        let statements = Node { span, value: Value::List(self.statements) };
        if self.is_open {
            return any_number_of(&statements);
        }
        let mut map = Map::default();
        map.entries.extend(self.version.map(|value| entry("Version", value.span, value)));
        map.entries.extend(self.id);
        map.entries.push(entry("Statement", span, statements));
        Node { span, value: Value::Map(map) }
    }
}

/// The `Sid` of a statement, where it has one.
fn sid<'t>(statement: &Node<'t>) -> Option<Text<'t>> {
    text_of(statement.get("Sid")?).filter(|it| !it.is_empty())
}

fn entry<'t>(key: &'static str, key_span: Span, value: Node<'t>) -> Entry<'t> {
    Entry { key: Cow::Borrowed(key), key_span, value }
}

fn literal<'t>(text: &'static str, span: Span) -> Node<'t> {
    Node { span, value: Value::String(Cow::Borrowed(text)) }
}

/// A statement of a document, from the block of one; what stands for any number of them stays.
fn statement(block: Node<'_>) -> Node<'_> {
    let Value::Map(map) = block.value else { return block };
    let mut made = Map { entries: Vec::new(), open: map.open };
    let mut has_effect = false;
    for Entry { key, key_span, value } in map.entries {
        if matches!(value.value, Value::Null) || value.as_list().is_some_and(<[_]>::is_empty) {
            continue;
        }
        let (name, value) = match key.as_ref() {
            "sid" => ("Sid", value),
            "effect" => ("Effect", value),
            "actions" => ("Action", value),
            "not_actions" => ("NotAction", value),
            "resources" => ("Resource", with_variables(value)),
            "not_resources" => ("NotResource", with_variables(value)),
            "principals" => ("Principal", principals(&value)),
            "not_principals" => ("NotPrincipal", principals(&value)),
            "condition" => ("Condition", conditions(&value)),
            _ => continue,
        };
        has_effect |= name == "Effect";
        made.entries.push(entry(name, key_span, value));
    }
    if !has_effect {
        made.entries.push(entry("Effect", block.span, literal("Allow", block.span)));
    }
    Node { span: block.span, value: Value::Map(made) }
}

/// The `principals` blocks of a statement as one object.
fn principals<'t>(blocks: &Node<'t>) -> Node<'t> {
    let span = blocks.span;
    let mut made = Map::default();
    for block in blocks.items_or_self() {
        let (Some(kind), Some(names)) = (block.get("type"), block.get("identifiers")) else {
            made.open = Some(block.span);
            continue;
        };
        let Some(kind_name) = kind.as_str() else {
            made.open = Some(block.span);
            continue;
        };
        let names = with_variables(names.clone());
        if kind_name == "*" && only(&names) == Some("*") && blocks.items_or_self().len() == 1 {
            return literal("*", names.span);
        }
        let key = Cow::Owned(kind_name.to_owned());
        add_to(&mut made, Entry { key, key_span: kind.span, value: names });
    }
    Node { span, value: Value::Map(made) }
}

/// The `condition` blocks of a statement as one object.
fn conditions<'t>(blocks: &Node<'t>) -> Node<'t> {
    let span = blocks.span;
    let mut made = Map::default();
    for block in blocks.items_or_self() {
        let part = |name: &str| block.get(name);
        let (Some(test), Some(variable), Some(values)) =
            (part("test"), part("variable"), part("values"))
        else {
            made.open = Some(block.span);
            continue;
        };
        let (Some(test_name), Some(key)) = (test.as_str(), variable.as_str()) else {
            made.open = Some(block.span);
            continue;
        };
        let value = with_variables(values.clone());
        let key = Cow::Owned(key.to_owned());
        let inner = Entry { key, key_span: variable.span, value };
        let known = made.entries.iter_mut().find(|it| it.key == test_name);
        if let Some(Value::Map(map)) = known.map(|it| &mut it.value.value) {
            add_to(map, inner);
            continue;
        }
        let map = Map { entries: vec![inner], open: None };
        let value = Node { span: block.span, value: Value::Map(map) };
        let key = Cow::Owned(test_name.to_owned());
        made.entries.push(Entry { key, key_span: test.span, value });
    }
    Node { span, value: Value::Map(made) }
}

/// Adds a list under its key, or its items to those that are there.
fn add_to<'t>(map: &mut Map<'t>, more: Entry<'t>) {
    match map.entries.iter_mut().find(|it| it.key == more.key) {
        Some(known) => {
            let mut items = known.value.items_or_self().to_vec();
            items.extend(more.value.items_or_self().iter().cloned());
            known.value.value = Value::List(items);
        }
        None => map.entries.push(more),
    }
}

/// The only item of a list, or what is there without a list.
fn only<'n>(node: &'n Node<'_>) -> Option<&'n str> {
    match node.items_or_self() {
        [only] => only.as_str(),
        _ => None,
    }
}

/// The provider's own way to write a variable of a policy: `&{aws:username}`.
fn with_variables(node: Node<'_>) -> Node<'_> {
    let span = node.span;
    let value = match node.value {
        Value::List(items) => Value::List(items.into_iter().map(with_variables).collect()),
        Value::String(text) if text.contains("&{") => {
            Value::String(Cow::Owned(text.replace("&{", "${")))
        }
        Value::Text(text) => text_value(text.map_literals(|run| run.replace("&{", "${"))),
        value => value,
    };
    Node { span, value }
}
