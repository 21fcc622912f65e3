//! An expression → its value, as far as the source tells.

mod condition;
mod loops;
mod operators;
mod path;
mod template;

pub(super) use loops::any_number_of;
pub(super) use template::text_value;

use super::evaluator::Evaluator;
use super::open;
use super::scope::Scope;
use crate::base::source::Span;
use crate::base::text::{Placeholder, PlaceholderKind};
use crate::base::truth::Truth;
use crate::input::schema::unread::is_unread_of_container;
use crate::syntax::hcl::{Expression, ExpressionKind, ObjectItem, ObjectKey};
use crate::syntax::{Entry, Map, Node, Value};
use std::borrow::Cow;

impl<'t> Evaluator<'_, 't> {
    /// The value of an expression. What is open in it is a placeholder, and nothing that is known is lost beside it.
    pub(super) fn evaluate(&self, expression: &Expression<'t>, scope: Scope<'_, 't>) -> Node<'t> {
        let value = self.within_limits(|| self.value(expression, scope));
        value.unwrap_or_else(|| self.beyond_limits(expression.span))
    }

    fn value(&self, expression: &Expression<'t>, scope: Scope<'_, 't>) -> Node<'t> {
        let span = expression.span;
        let at = |value| Node { span, value };
        match &expression.kind {
            ExpressionKind::Null => at(Value::Null),
            ExpressionKind::Bool(value) => at(Value::Bool(*value)),
            ExpressionKind::Number(number) => at(Value::Number(Cow::Borrowed(number))),
            ExpressionKind::Template(parts) => self.template(parts, span, scope),
            ExpressionKind::Name(name) => placed(self.name(name, span, scope), span),
            ExpressionKind::Path(path) => placed(self.path(path, span, scope), span),
            ExpressionKind::List(items) => {
                at(Value::List(items.iter().map(|item| self.evaluate(item, scope)).collect()))
            }
            ExpressionKind::Object(items) => at(Value::Map(self.object(items, span, scope))),
            ExpressionKind::For(repetition) => self.repetition(repetition, span, scope),
            ExpressionKind::Call(call) => placed(self.call(call, span, scope), span),
            ExpressionKind::Prefixed(operator, operand) => {
                self.prefixed(*operator, operand, span, scope)
            }
            ExpressionKind::Operation(operation) => self.operation(operation, span, scope),
            ExpressionKind::Conditional(conditional) => {
                let condition = &conditional.condition;
                match self.holds(condition, scope) {
                    Truth::True => self.evaluate(&conditional.then, scope),
                    Truth::False => self.evaluate(&conditional.otherwise, scope),
                    Truth::Unknown => self.either(conditional, span, scope),
                }
            }
            ExpressionKind::Planned(planned) => self.planned(planned, span, scope),
            ExpressionKind::Lost => at(Value::Placeholder(Placeholder::new(
                PlaceholderKind::Lost,
                Cow::Borrowed(self.configuration.slice(span)),
                Cow::Owned(format!("what is at {}", span.start)),
            ))),
        }
    }

    /// The members of an object. One whose key is open may be any. Most objects are container definitions, or are in
    /// one: what is under a field that no rule reads decides nothing.
    fn object(&self, items: &[ObjectItem<'t>], span: Span, scope: Scope<'_, 't>) -> Map<'t> {
        let mut map = Map::default();
        for item in items {
            let key = match &item.key {
                ObjectKey::Name(name) => Some(Cow::Borrowed(*name)),
                ObjectKey::Computed(key) => {
                    let key = self.evaluate(key, scope);
                    key.as_scalar().map(|it| Cow::Owned(it.to_owned()))
                }
            };
            let decides = key.as_deref().is_none_or(|key| !is_unread_of_container(key));
            let evaluate = || self.evaluate(&item.value, scope);
            let value = if decides { evaluate() } else { self.without_asking(evaluate) };
            match key {
                Some(key) => put(&mut map, Entry { key, key_span: item.key_span, value }),
                None => map.open = Some(span),
            }
        }
        map
    }

    /// What is one of two values: a placeholder that names the condition.
    fn either(
        &self,
        conditional: &crate::syntax::hcl::Conditional<'t>,
        span: Span,
        scope: Scope<'_, 't>,
    ) -> Node<'t> {
        let then = self.evaluate(&conditional.then, scope);
        let otherwise = self.evaluate(&conditional.otherwise, scope);
        if open::identity(&then) == open::identity(&otherwise) {
            return then;
        }
        let condition = self.configuration.slice(conditional.condition.span);
        let placeholder = open::made_of(&[&then, &otherwise], |part| {
            format!("{condition} ? {} : {}", part(&then), part(&otherwise))
        });
        Node { span, value: Value::Placeholder(placeholder) }
    }

    /// What stands for a value that is too large, too deep, or leads to itself.
    pub(super) fn beyond_limits(&self, span: Span) -> Node<'t> {
        let written = self.configuration.slice(span);
        let written: String = written.chars().take(40).collect();
        let name = format!("what is at {}", span.start);
        let placeholder = open::named(PlaceholderKind::Reference, &written, name);
        Node { span, value: Value::Placeholder(placeholder) }
    }
}

/// A value where it is used: what has parts keeps the place where they are written.
fn placed(node: Node<'_>, span: Span) -> Node<'_> {
    match node.value {
        Value::List(_) | Value::Map(_) | Value::Tagged(..) if !node.span.is_empty() => node,
        value => Node { span, value },
    }
}

/// Adds a member to an object: the last of two of one name counts.
pub(super) fn put<'t>(map: &mut Map<'t>, entry: Entry<'t>) {
    match map.entries.iter_mut().find(|known| known.key == entry.key) {
        Some(known) => *known = entry,
        None => map.entries.push(entry),
    }
}
