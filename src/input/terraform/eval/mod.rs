//! An expression → its value, as far as the source tells.

mod condition;
mod emptiness;
mod loops;
mod objects;
mod operators;
mod path;
mod template;

pub(super) use condition::truth_of;
pub(super) use objects::MapBuilder;
pub(super) use template::text_value;

use super::evaluator::ModuleEvaluator;
use super::open;
use super::reads::parts_in;
use super::scope::ExpressionScope;
use crate::base::source::Span;
use crate::base::text::{Placeholder, PlaceholderKind};
use crate::base::truth::Truth;
use crate::syntax::hcl::{Conditional, Expression, ExpressionKind};
use crate::syntax::{Entry, Map, Node, Value};
use std::borrow::Cow;

/// How many items a loop goes through, and how many of a list or object that is written out are evaluated.
pub(super) const MOST_ITEMS: usize = 16_384;

/// How many characters of an expression stand for its value where that is beyond the limits.
const MOST_SHOWN: usize = 40;

impl<'t> ModuleEvaluator<'_, 't> {
    /// The value of an expression. What is open in it is a placeholder, and nothing that is known is lost beside it.
    pub(super) fn evaluate(
        &self,
        expression: &Expression<'t>,
        scope: ExpressionScope<'_, 't>,
    ) -> Node<'t> {
        let value = self.within_limits(|| self.value(expression, scope));
        let value = value.unwrap_or_else(|| self.beyond_limits(expression.span));
        // What was asked as a condition is known as a value as well.
        let answer = match &value.value {
            Value::Placeholder(open) => self.assigned.answer(open.name()),
            _ => None,
        };
        match answer {
            Some(answer) => Node { value: Value::Bool(answer), ..value },
            None => value,
        }
    }

    fn value(&self, expression: &Expression<'t>, scope: ExpressionScope<'_, 't>) -> Node<'t> {
        let span = expression.span;
        let at = |value| Node { span, value };
        match &expression.kind {
            ExpressionKind::Null => at(Value::Null),
            ExpressionKind::Bool(value) => at(Value::Bool(*value)),
            ExpressionKind::Number(number) => at(Value::Number(Cow::Borrowed(number))),
            ExpressionKind::Template(parts) => self.template(parts, span, scope),
            ExpressionKind::Name(name) => placed(self.name(name, span, scope), span),
            ExpressionKind::Path(path) => placed(self.path(path, span, scope), span),
            ExpressionKind::List(items) => at(Value::List(self.list(items, span, scope))),
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

    /// The items of a list. One that is too long goes on with what is not known.
    fn list(
        &self,
        items: &[Expression<'t>],
        span: Span,
        scope: ExpressionScope<'_, 't>,
    ) -> Vec<Node<'t>> {
        let within = items.iter().take(MOST_ITEMS);
        let mut values: Vec<_> = within.map(|item| self.evaluate(item, scope)).collect();
        if items.len() > MOST_ITEMS {
            self.cut();
            values.push(open::any_number_of(&self.beyond_limits(span)));
        }
        values
    }

    /// What is one of two values: a placeholder that names the condition.
    fn either(
        &self,
        conditional: &Conditional<'t>,
        span: Span,
        scope: ExpressionScope<'_, 't>,
    ) -> Node<'t> {
        let asked = self.quietly(|| self.evaluate(&conditional.condition, scope));
        if open::is_failure(&asked) {
            let failure = open::failure_of(&[&asked], |part| part(&asked));
            return Node { span, value: Value::Placeholder(failure) };
        }
        let then = self.evaluate(&conditional.then, scope);
        let otherwise = self.evaluate(&conditional.otherwise, scope);
        if open::identity(&then) == open::identity(&otherwise) {
            return then;
        }
        let condition = self.configuration.slice(conditional.condition.span);
        let placeholder = open::made_of(&[&then, &otherwise], |part| {
            format!("{condition} ? {} : {}", part(&then), part(&otherwise))
        });
        let decides = self.without_asking(|| self.evaluate(&conditional.condition, scope));
        let reads = parts_in([&then, &otherwise, &decides].into_iter());
        let placeholder = open::reading(&placeholder, reads);
        Node { span, value: Value::Placeholder(placeholder) }
    }

    /// What stands for a value that is too large, too deep, or leads to itself.
    pub(super) fn beyond_limits(&self, span: Span) -> Node<'t> {
        let slice = self.configuration.slice(span);
        let beyond = slice.char_indices().nth(MOST_SHOWN);
        let (shown, ellipsis) = beyond.map_or((slice, ""), |(end, _)| (slice.split_at(end).0, "…"));
        let written = loops::in_a_line(shown) + ellipsis;
        let name = format!("what is at {}", span.start);
        let placeholder = open::named(PlaceholderKind::Reference, &written, name);
        Node { span, value: Value::Placeholder(placeholder) }
    }
}

/// A value where it is used: what has parts keeps the place where they are written, if they are.
fn placed(node: Node<'_>, span: Span) -> Node<'_> {
    match node.value {
        Value::List(_) | Value::Map(_) | Value::Tagged(..) if !node.span.is_empty() => node,
        Value::List(items) => {
            let items = items.into_iter().map(|it| placed(it, span)).collect();
            Node { span, value: Value::List(items) }
        }
        Value::Map(Map { entries, open }) => {
            let entries = entries.into_iter().map(|entry| {
                let key_span = if entry.key_span.is_empty() { span } else { entry.key_span };
                Entry { key_span, value: placed(entry.value, span), ..entry }
            });
            Node { span, value: Value::Map(Map { entries: entries.collect(), open }) }
        }
        value => Node { span, value },
    }
}
