//! Whether there is anything in a collection: `length(var.xs) > 0`, however it is written, is one question.

use super::super::choices::{DefaultAnswer, OpenQuestion};
use super::super::evaluator::ModuleEvaluator;
use super::super::numbers;
use super::super::open;
use super::super::reads::parts_in;
use super::super::scope::ExpressionScope;
use super::super::types::VariableType;
use crate::base::text::PlaceholderKind;
use crate::base::truth::Truth;
use crate::syntax::hcl::{BinaryOperator, Expression, ExpressionKind, Operation};
use crate::syntax::{Map, Node, Value};

impl<'t> ModuleEvaluator<'_, 't> {
    /// Whether a condition holds that compares a length with nothing; none if it is another condition, or not open.
    pub(super) fn emptiness(
        &self,
        condition: &Expression<'t>,
        operation: &Operation<'t>,
        scope: ExpressionScope<'_, 't>,
    ) -> Option<Truth> {
        let ExpressionKind::Call(call) = &operation.first.kind else { return None };
        let ([collection], [(operator, number)]) =
            (call.arguments.as_slice(), operation.rest.as_slice())
        else {
            return None;
        };
        let ExpressionKind::Number(number) = number.kind else { return None };
        let is_negated = asks_for_items(*operator, number).filter(|_| call.name == "length")?;
        let length = self.evaluate(&operation.first, scope);
        let Value::Placeholder(open) = &length.value else { return None };
        if open::is_failure(&length) {
            return Some(Truth::Unknown);
        }
        let collection = self.evaluate(collection, scope);
        // What leaves open which members an object has is read as well.
        let opened = collection.as_map().and_then(|map| self.opened_by(map));
        let by_default = || {
            let length = self.evaluate(&operation.first, scope);
            let is_empty = numbers::number(&length).map(|it| Truth::known(it == 0.0));
            DefaultAnswer::of(is_empty.unwrap_or(Truth::Unknown), open::is_failure(&length))
        };
        let is_empty = self.answer(OpenQuestion {
            name: format!("{} == 0", open.name()),
            written: self.configuration.slice(condition.span),
            is_negated,
            comparison: self.empty_variable(&collection),
            otherwise: None,
            reads: parts_in([&length, &collection].into_iter().chain(&opened)),
            site: None,
            by_default: self.by_default(by_default),
        });
        Some(if is_negated { !is_empty } else { is_empty })
    }

    /// The variable of the root module that a collection is, and what it is without items.
    fn empty_variable(&self, collection: &Node<'t>) -> Option<(String, Node<'t>)> {
        let Value::Placeholder(open) = &collection.value else { return None };
        let root = self.configuration.module(&self.configuration.root)?;
        let of = root.variables.get(open.name())?.value("type").map(VariableType::read)?;
        let value = match of {
            VariableType::List(_) | VariableType::Set(_) => Value::List(Vec::new()),
            VariableType::Map(_) => Value::Map(Map::default()),
            VariableType::String => Value::String("".into()),
            _ => return None,
        };
        let is_variable = open.kind() == PlaceholderKind::Variable;
        is_variable.then(|| (open.name().to_owned(), Node { span: collection.span, value }))
    }
}

/// Whether a comparison of a length with a number asks whether there are items; none if it asks something else.
fn asks_for_items(operator: BinaryOperator, number: &str) -> Option<bool> {
    use BinaryOperator as Is;
    match (operator, number) {
        (Is::Greater | Is::NotEqual, "0") | (Is::GreaterOrEqual, "1") => Some(true),
        (Is::Equal | Is::LessOrEqual, "0") | (Is::Less, "1") => Some(false),
        _ => None,
    }
}
