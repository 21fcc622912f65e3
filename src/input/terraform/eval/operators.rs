//! Operators: comparisons in three values, logic, and arithmetic.

use super::super::evaluator::Evaluator;
use super::super::open;
use super::super::scope::Scope;
use super::condition::truth_of;
use crate::base::source::Span;
use crate::base::text::{Placeholder, PlaceholderKind};
use crate::base::truth::Truth;
use crate::syntax::hcl::{BinaryOperator, Expression, Operation, PrefixOperator};
use crate::syntax::{Node, Value};
use std::borrow::Cow;

impl<'t> Evaluator<'_, 't> {
    pub(super) fn prefixed(
        &self,
        operator: PrefixOperator,
        operand: &Expression<'t>,
        span: Span,
        scope: Scope<'_, 't>,
    ) -> Node<'t> {
        let operand = self.evaluate(operand, scope);
        let known = match operator {
            PrefixOperator::Not => truth_of(&operand).map(|it| Value::Bool(!it)),
            PrefixOperator::Negate => number(&operand).map(|it| number_value(-it)),
        };
        let value = known.unwrap_or_else(|| {
            let sign = if operator == PrefixOperator::Not { '!' } else { '-' };
            let write = |part: &dyn Fn(&Node<'t>) -> String| format!("{sign}{}", part(&operand));
            Value::Placeholder(open::made_of(&[&operand], write))
        });
        Node { span, value }
    }

    pub(super) fn operation(
        &self,
        operation: &Operation<'t>,
        span: Span,
        scope: Scope<'_, 't>,
    ) -> Node<'t> {
        let mut value = self.evaluate(&operation.first, scope);
        for (operator, operand) in &operation.rest {
            let operand = self.evaluate(operand, scope);
            let result = self.binary(*operator, &value, &operand);
            let result = result.unwrap_or_else(|| {
                let write = |part: &dyn Fn(&Node<'t>) -> String| {
                    format!("{} {} {}", part(&value), sign(*operator), part(&operand))
                };
                Value::Placeholder(open::made_of(&[&value, &operand], write))
            });
            value = Node { span, value: result };
        }
        value
    }

    fn binary(
        &self,
        operator: BinaryOperator,
        one: &Node<'t>,
        other: &Node<'t>,
    ) -> Option<Value<'t>> {
        use BinaryOperator as Is;
        match operator {
            Is::And | Is::Or => {
                let decides = operator == Is::Or;
                match (truth_of(one), truth_of(other)) {
                    (Some(it), _) | (_, Some(it)) if it == decides => Some(Value::Bool(decides)),
                    (Some(_), Some(_)) => Some(Value::Bool(!decides)),
                    _ => None,
                }
            }
            Is::Equal | Is::NotEqual => {
                let wanted = operator == Is::Equal;
                match self.equal(one, other) {
                    Truth::Unknown => None,
                    holds => Some(Value::Bool((holds == Truth::True) == wanted)),
                }
            }
            _ => {
                let (one, other) = (number(one)?, number(other)?);
                Some(match operator {
                    Is::Greater => Value::Bool(one > other),
                    Is::GreaterOrEqual => Value::Bool(one >= other),
                    Is::Less => Value::Bool(one < other),
                    Is::LessOrEqual => Value::Bool(one <= other),
                    Is::Add => number_value(one + other),
                    Is::Subtract => number_value(one - other),
                    Is::Multiply => number_value(one * other),
                    Is::Divide if other != 0.0 => number_value(one / other),
                    Is::Remainder if other != 0.0 => number_value(one % other),
                    _ => return None,
                })
            }
        }
    }

    /// Whether two values are the same.
    pub(in super::super) fn equal(&self, one: &Node<'t>, other: &Node<'t>) -> Truth {
        match (&one.value, &other.value) {
            (Value::Placeholder(open), _) => self.open_equals(open, one, other),
            (_, Value::Placeholder(open)) => self.open_equals(open, other, one),
            (Value::Null, Value::Null) => Truth::True,
            (Value::Null, _) | (_, Value::Null) => Truth::False,
            (Value::Text(text), _) => match other.as_scalar() {
                Some(literal) => text.equals(literal),
                None => same(one, other),
            },
            (_, Value::Text(text)) => match one.as_scalar() {
                Some(literal) => text.equals(literal),
                None => same(one, other),
            },
            (Value::List(items), Value::List(others)) if is_closed(items) && is_closed(others) => {
                if items.len() != others.len() {
                    return Truth::False;
                }
                Truth::all(items.iter().zip(others).map(|(one, other)| self.equal(one, other)))
            }
            _ if open::is_known(one) && open::is_known(other) => Truth::known(
                open::identity(one) == open::identity(other) || same_scalar(one, other),
            ),
            _ => same(one, other),
        }
    }

    /// What a resource makes is neither null nor empty; a variable is not what this combination excludes.
    fn open_equals(&self, open: &Placeholder<'t>, one: &Node<'t>, other: &Node<'t>) -> Truth {
        let is_nothing = matches!(other.value, Value::Null) || other.as_scalar() == Some("");
        if open.kind() == PlaceholderKind::KnownAfterApply && is_nothing {
            return Truth::False;
        }
        let is_variable = open.kind() == PlaceholderKind::Variable;
        if is_variable && self.assigned.excludes(open.name(), other) {
            return Truth::False;
        }
        same(one, other)
    }
}

/// Two values that are open in the same way are the same; else nothing is known.
fn same(one: &Node<'_>, other: &Node<'_>) -> Truth {
    if open::identity(one) == open::identity(other) { Truth::True } else { Truth::Unknown }
}

/// A number and the text of it are the same, as far as what is tested here goes.
fn same_scalar(one: &Node<'_>, other: &Node<'_>) -> bool {
    one.as_scalar().is_some_and(|text| other.as_scalar() == Some(text))
}

/// Whether a list has no open rest.
fn is_closed(items: &[Node<'_>]) -> bool {
    !items.iter().any(|item| matches!(item.value, Value::Placeholder(_)))
}

/// The number that a value is.
pub(in super::super) fn number(node: &Node<'_>) -> Option<f64> {
    node.as_scalar()?.parse().ok().filter(|it: &f64| it.is_finite())
}

/// A number as Terraform writes it.
pub(in super::super) fn number_value<'t>(number: f64) -> Value<'t> {
    Value::Number(Cow::Owned(number.to_string()))
}

fn sign(operator: BinaryOperator) -> &'static str {
    match operator {
        BinaryOperator::Or => "||",
        BinaryOperator::And => "&&",
        BinaryOperator::Equal => "==",
        BinaryOperator::NotEqual => "!=",
        BinaryOperator::Greater => ">",
        BinaryOperator::GreaterOrEqual => ">=",
        BinaryOperator::Less => "<",
        BinaryOperator::LessOrEqual => "<=",
        BinaryOperator::Add => "+",
        BinaryOperator::Subtract => "-",
        BinaryOperator::Multiply => "*",
        BinaryOperator::Divide => "/",
        BinaryOperator::Remainder => "%",
    }
}
