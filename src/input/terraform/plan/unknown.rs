//! A value of a plan with what is known after apply in it.

use super::links::{is_link, meant_by};
use super::maker::BlockMaker;
use super::members::has_unknown;
use super::references::{ReferenceScope, References};
use crate::base::maps::HashMap;
use crate::base::source::Span;
use crate::input::terraform::json_syntax;
use crate::syntax::hcl::{
    Expression, ExpressionKind, ObjectItem, ObjectKey, PlannedPart, PlannedValue,
};
use crate::syntax::{Entry, Map, Node, Value};

/// What a value is the value of.
#[derive(Clone, Copy, Debug)]
pub(super) struct ValueSite<'a, 's> {
    /// The attribute, or the innermost of those around it.
    pub(super) name: &'a str,
    pub(super) scope: ReferenceScope<'a, 's>,
    /// What the configuration has there: an expression, or the expressions of a block.
    pub(super) expression: Option<&'s Node<'s>>,
    /// Whether that is the expression of something around it.
    pub(super) is_part: bool,
}

impl<'a> ValueSite<'a, '_> {
    /// That of a member.
    pub(super) fn at_key(self, name: &'a str) -> Self {
        match self.expression {
            // What a constant does not have is not set.
            Some(whole) if whole.get("constant_value").is_some() => {
                Self { name, expression: None, ..self }
            }
            Some(whole) if is_expression(whole) => Self { name, is_part: true, ..self },
            block => Self { name, expression: block.and_then(|it| it.get(name)), ..self },
        }
    }

    /// That of an item: blocks are a list in the configuration as well, unless there can be only one.
    fn at_item(self, index: usize, item: Option<&Node<'_>>) -> Self {
        let Some(Value::List(blocks)) = self.expression.map(|it| &it.value) else { return self };
        let mut may_be_it = blocks.iter().filter(|block| is_consistent(block, item));
        let expression = match (may_be_it.next(), may_be_it.next()) {
            (Some(only), None) => Some(only),
            _ => blocks.get(index),
        };
        Self { expression, ..self }
    }
}

impl<'s> BlockMaker<'_, 's> {
    /// A value: none for an attribute that is not set, or that the provider sets.
    pub(super) fn value(
        &self,
        known: Option<&'s Node<'s>>,
        unknown: Option<&'s Node<'s>>,
        site: ValueSite<'_, 's>,
    ) -> Option<Expression<'s>> {
        let Some(unknown) = unknown.filter(|it| has_unknown(it)) else {
            return known.filter(|it| is_set(it)).map(|it| self.known(it, site.name));
        };
        match (&unknown.value, known.map(|it| &it.value)) {
            (Value::Map(inner), Some(Value::Map(map))) => {
                let span = known.map_or(unknown.span, |it| it.span);
                Some(self.object(span, &map.entries, inner, site))
            }
            (Value::Map(inner), _) => Some(self.object(unknown.span, &[], inner, site)),
            (Value::List(flags), items) => {
                let span = known.map_or(unknown.span, |it| it.span);
                let items = match items {
                    Some(Value::List(items)) => items.as_slice(),
                    _ => &[],
                };
                Some(self.list(span, items, flags, site))
            }
            _ => self.waiting(unknown.span, site),
        }
    }

    /// A value that is known. What tells which resource it is leads to that.
    fn known(&self, node: &'s Node<'s>, name: &str) -> Expression<'s> {
        let kind = match &node.value {
            Value::String(text) => match self.links.leads_to(name, text) {
                Some(part) => whole(part),
                None => return json_syntax::constant(self.source, node),
            },
            Value::List(items) => {
                ExpressionKind::List(items.iter().map(|it| self.known(it, name)).collect())
            }
            Value::Map(map) => {
                let is_set = |entry: &&Entry<'_>| is_set(&entry.value) && !is_empty(&entry.value);
                let item =
                    |entry: &'s Entry<'s>| member(entry, self.known(&entry.value, &entry.key));
                ExpressionKind::Object(map.entries.iter().filter(is_set).map(item).collect())
            }
            _ => return json_syntax::constant(self.source, node),
        };
        Expression { span: node.span, kind }
    }

    fn object(
        &self,
        span: Span,
        entries: &'s [Entry<'s>],
        unknown: &'s Map<'s>,
        site: ValueSite<'_, 's>,
    ) -> Expression<'s> {
        let mut left: HashMap<&str, _> =
            unknown.entries.iter().map(|it| (it.key.as_ref(), it)).collect();
        let mut items = Vec::new();
        for entry in entries.iter().filter(|entry| !is_empty(&entry.value)) {
            let unknown = left.remove(entry.key.as_ref()).map(|it| &it.value);
            let value = self.value(Some(&entry.value), unknown, site.at_key(&entry.key));
            items.extend(value.map(|value| member(entry, value)));
        }
        for entry in unknown.entries.iter().filter(|it| left.contains_key(it.key.as_ref())) {
            let value = self.value(None, Some(&entry.value), site.at_key(&entry.key));
            items.extend(value.map(|value| member(entry, value)));
        }
        Expression { span, kind: ExpressionKind::Object(items) }
    }

    /// A list. An item that is not known is one of what the whole list refers to.
    fn list(
        &self,
        span: Span,
        items: &'s [Node<'s>],
        flags: &'s [Node<'s>],
        site: ValueSite<'_, 's>,
    ) -> Expression<'s> {
        let mut links = self.item_links(flags, site).into_iter().peekable();
        let mut all = Vec::new();
        for (index, flag) in flags.iter().enumerate() {
            let item = items.get(index);
            let is_unknown = matches!(flag.value, Value::Bool(true));
            if let Some(part) = links.next_if(|_| is_unknown) {
                all.push(Expression { span: flag.span, kind: whole(part) });
                continue;
            }
            let value = self.value(item, Some(flag), site.at_item(index, item));
            let is_left = value.is_none() && is_unknown;
            all.extend(value.or_else(|| is_left.then(|| without_parts(flag.span))));
        }
        let rest = items.get(flags.len()..).unwrap_or_default();
        all.extend(rest.iter().map(|item| self.known(item, site.name)));
        Expression { span, kind: ExpressionKind::List(all) }
    }

    /// What the items of a list are that are not known, where there are as many references.
    fn item_links(&self, flags: &[Node<'_>], site: ValueSite<'_, 's>) -> Vec<PlannedPart> {
        let unknown = flags.iter().filter(|it| matches!(it.value, Value::Bool(true))).count();
        let expression = site.expression.filter(|it| unknown > 0 && is_expression(it));
        let Some(expression) = expression.filter(|_| is_link(site.name)) else { return Vec::new() };
        let parts =
            References::new(self.index, meant_by(site.name)).of(expression, site.scope).parts;
        let is_attribute = |part: &PlannedPart| matches!(part, PlannedPart::Attribute { .. });
        let fits = parts.len() == unknown && parts.iter().all(is_attribute);
        if fits { parts } else { Vec::new() }
    }

    /// A value that is known after apply: what it waits for. None for one that the configuration does not set.
    fn waiting(&self, span: Span, site: ValueSite<'_, 's>) -> Option<Expression<'s>> {
        let configuration = &self.index.configuration;
        let kind = match site.expression {
            Some(expression) => {
                let references = References::new(self.index, meant_by(site.name));
                let referred = references.of(expression, site.scope);
                if site.is_part && referred.parts.is_empty() {
                    return None;
                }
                let is_whole = referred.is_one() && may_be_whole(site.name, &referred.parts);
                let value = PlannedValue { parts: referred.parts, is_whole };
                ExpressionKind::Planned(Box::new(value))
            }
            None if configuration.is_known => return None,
            None => return Some(without_parts(span)),
        };
        Some(Expression { span, kind })
    }
}

/// Whether an attribute has a value: the provider keeps an empty text in a state for one that is not set.
fn is_set(node: &Node<'_>) -> bool {
    !matches!(node.value, Value::Null) && node.as_str() != Some("")
}

/// Whether a list in an object is empty, as blocks are that are not there.
fn is_empty(node: &Node<'_>) -> bool {
    node.as_list().is_some_and(<[_]>::is_empty)
}

/// Whether an attribute may be what it refers to, and nothing around it: a document is no ARN.
fn may_be_whole(name: &str, parts: &[PlannedPart]) -> bool {
    let is_document = |part: &PlannedPart| match part {
        PlannedPart::Attribute { name: Some(name), steps, .. } => {
            steps.is_empty() && matches!(name.as_str(), "json" | "rendered")
        }
        _ => false,
    };
    // Nothing stands before an ARN; what stands behind it is no part of the secret.
    let is_arn = |part: &PlannedPart| match part {
        PlannedPart::Attribute { name, steps, .. } => {
            steps.is_empty() && name.as_deref() == Some("arn")
        }
        PlannedPart::Other(_) => false,
    };
    let is_secret = matches!(name, "value_from" | "credentials_parameter");
    is_link(name) || parts.iter().all(is_document) || (is_secret && parts.iter().all(is_arn))
}

/// What is known after apply, where nothing tells what it waits for.
fn without_parts<'s>(span: Span) -> Expression<'s> {
    let value = PlannedValue { parts: Vec::new(), is_whole: false };
    Expression { span, kind: ExpressionKind::Planned(Box::new(value)) }
}

fn whole<'s>(part: PlannedPart) -> ExpressionKind<'s> {
    ExpressionKind::Planned(Box::new(PlannedValue { parts: vec![part], is_whole: true }))
}

fn member<'s>(entry: &'s Entry<'s>, value: Expression<'s>) -> ObjectItem<'s> {
    ObjectItem { key: ObjectKey::Name(&entry.key), key_span: entry.key_span, value }
}

/// Whether a node of the configuration is an expression, and not the expressions of a block.
fn is_expression(node: &Node<'_>) -> bool {
    node.get("references").is_some_and(|it| it.as_list().is_some())
        || node.get("constant_value").is_some()
}

/// Whether a block of the configuration may be the one that makes an item: none of its constants is another.
fn is_consistent(block: &Node<'_>, item: Option<&Node<'_>>) -> bool {
    let Some(block) = block.as_map() else { return true };
    block.entries.iter().all(|entry| {
        let wanted = entry.value.get("constant_value").and_then(Node::as_scalar);
        let found = item.and_then(|it| it.get(&entry.key)).and_then(Node::as_scalar);
        wanted.is_none() || found.is_none() || wanted == found
    })
}
