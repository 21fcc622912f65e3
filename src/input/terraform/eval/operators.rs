//! Operators: comparisons in three values, logic, and arithmetic.

use super::super::evaluator::ModuleEvaluator;
use super::super::numbers::{number, number_value};
use super::super::open::{self, is_rest};
use super::super::scope::ExpressionScope;
use super::condition::truth_of;
use crate::base::source::Span;
use crate::base::text::{Placeholder, PlaceholderKind};
use crate::base::truth::Truth;
use crate::syntax::hcl::{BinaryOperator, Expression, Operation, PrefixOperator};
use crate::syntax::{Entry, Map, Node, Value};

impl<'t> ModuleEvaluator<'_, 't> {
    pub(super) fn prefixed(
        &self,
        operator: PrefixOperator,
        operand: &Expression<'t>,
        span: Span,
        scope: ExpressionScope<'_, 't>,
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
        scope: ExpressionScope<'_, 't>,
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
                let same = match self.equal(one, other) {
                    // What was asked as a condition is known as a value as well.
                    Truth::Unknown => self.assigned.answer(&open::equality(one, other))?,
                    same => same == Truth::True,
                };
                Some(Value::Bool(same == wanted))
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
            (Value::Tagged(..), _) if other.as_scalar().is_some() => {
                self.encoded_equals(one, other)
            }
            (_, Value::Tagged(..)) if one.as_scalar().is_some() => self.encoded_equals(other, one),
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
            (Value::Number(_), Value::Number(_)) => Truth::known(number(one) == number(other)),
            (Value::Map(map), Value::Map(others)) => self.same_members(map, others),
            _ if open::is_known(one) && open::is_known(other) => {
                Truth::known(open::identity(one) == open::identity(other))
            }
            _ => same(one, other),
        }
    }

    /// Whether the text of a JSON value is another text. It is never empty, whatever is open in it.
    fn encoded_equals(&self, encoded: &Node<'t>, other: &Node<'t>) -> Truth {
        match (other.as_scalar(), self.text_of(encoded)) {
            (Some(""), _) => Truth::False,
            (Some(literal), Some(text)) => text.equals(literal),
            _ => Truth::Unknown,
        }
    }

    /// Whether two objects have the same members.
    fn same_members(&self, one: &Map<'t>, other: &Map<'t>) -> Truth {
        if one.open.is_some() || other.open.is_some() {
            return Truth::Unknown;
        }
        let (count, others) = (one.entries.len(), other.entries.len());
        if count != others {
            return Truth::False;
        }
        if !self.has_room(count.saturating_mul(others)) {
            return Truth::Unknown;
        }
        let member = |entry: &Entry<'t>| match other.get(&entry.key) {
            Some(value) => self.equal(&entry.value, value),
            None => Truth::False,
        };
        Truth::all(one.entries.iter().map(member))
    }

    /// What a resource makes is neither null nor empty; a variable is not what this combination excludes.
    fn open_equals(&self, open: &Placeholder<'t>, one: &Node<'t>, other: &Node<'t>) -> Truth {
        let is_nothing = matches!(other.value, Value::Null) || other.as_scalar() == Some("");
        if open.kind() == PlaceholderKind::KnownAfterApply && is_nothing {
            return Truth::False;
        }
        let is_variable = open.kind() == PlaceholderKind::Variable;
        let is_null = matches!(other.value, Value::Null);
        if is_variable
            && (self.assigned.excludes(open.name(), other)
                || is_null && !self.configuration.may_be_null(open.name()))
        {
            return Truth::False;
        }
        if self.are_two_resources(open, other) {
            return Truth::False;
        }
        same(one, other)
    }

    /// Whether two values are the ARNs or the IDs of two resources of one type, which are never the same.
    fn are_two_resources(&self, open: &Placeholder<'t>, other: &Node<'t>) -> bool {
        let Value::Placeholder(other) = &other.value else { return false };
        let (one, other) = (self.attribute_named(open.name()), self.attribute_named(other.name()));
        one.zip(other).is_some_and(|((one, name), (other, other_name))| {
            let is_unique = name == other_name && matches!(name.as_ref(), "arn" | "id");
            let is_made = !one.is_data && !other.is_data && one.kind == other.kind;
            is_unique && is_made && one.address != other.address
        })
    }
}

/// Two values that are open in the same way are the same; else nothing is known.
fn same(one: &Node<'_>, other: &Node<'_>) -> Truth {
    if open::identity(one) == open::identity(other) { Truth::True } else { Truth::Unknown }
}

/// Whether a list has no open rest.
fn is_closed(items: &[Node<'_>]) -> bool {
    !items.iter().any(is_rest)
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
