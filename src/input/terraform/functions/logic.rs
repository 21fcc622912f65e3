//! What works, what is there, what is true: `try`, `can`, `coalesce`, `alltrue`.

use super::super::conversion;
use super::super::eval::truth_of;
use super::super::evaluator::ModuleEvaluator;
use super::super::open::{self, Fallibility, is_rest};
use super::super::scope::ExpressionScope;
use super::arguments::{FunctionArguments, FunctionResult, Unsettled, list};
use crate::base::source::Span;
use crate::base::truth::Truth;
use crate::syntax::hcl::FunctionCall;
use crate::syntax::{Node, Value};

impl<'t> ModuleEvaluator<'_, 't> {
    /// `try(…)`: the first argument that does not fail.
    pub(super) fn first_that_works(
        &self,
        call: &FunctionCall<'t>,
        span: Span,
        scope: ExpressionScope<'_, 't>,
    ) -> Node<'t> {
        let mut candidates: Vec<Node<'t>> = Vec::new();
        for argument in &call.arguments {
            let value = self.evaluate(argument, scope);
            match open::fallibility(&value) {
                Fallibility::Fails => {}
                Fallibility::MayFail => candidates.push(value),
                Fallibility::Works => {
                    candidates.push(value);
                    break;
                }
            }
        }
        let Some(first) = candidates.first() else {
            return Unsettled::Fails.value_of(call.name, &[], span);
        };
        let identity = open::identity(first);
        if candidates.iter().all(|it| open::identity(it) == identity) {
            return first.clone();
        }
        open::going_on(Unsettled::Open.value_of(call.name, &candidates, span))
    }

    /// `can(…)`: whether the argument does not fail.
    pub(super) fn works(
        &self,
        call: &FunctionCall<'t>,
        span: Span,
        scope: ExpressionScope<'_, 't>,
    ) -> Node<'t> {
        let arguments = self.arguments(call, scope);
        let works = match arguments.first().map(open::fallibility) {
            Some(Fallibility::Works) => true,
            Some(Fallibility::Fails) => false,
            _ => return open::going_on(Unsettled::Open.value_of(call.name, &arguments, span)),
        };
        Node { span, value: Value::Bool(works) }
    }
}

/// The first argument that is neither null nor an empty string.
pub(super) fn coalesce<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    for (index, argument) in given.all.iter().enumerate() {
        let is_last = index + 1 == given.all.len();
        match is_nothing(given, argument) {
            // Where it is nothing as well, Terraform refuses the call.
            Truth::Unknown if is_last && !is_rest(argument) => {
                return Ok(of_one_type(given.all, argument));
            }
            Truth::True => {}
            Truth::False => return Ok(of_one_type(given.all, argument)),
            Truth::Unknown => return Err(Unsettled::Open),
        }
    }
    Err(Unsettled::Fails)
}

/// A value as it is among others: beside strings it is one.
fn of_one_type<'t>(all: &[Node<'t>], chosen: &Node<'t>) -> Node<'t> {
    let is_string = |it: &Node<'t>| matches!(it.value, Value::String(_) | Value::Text(_));
    let string = if all.iter().any(is_string) { conversion::string(chosen) } else { None };
    let value = string.unwrap_or_else(|| chosen.value.clone());
    Node { span: chosen.span, value }
}

/// Whether a value is null or an empty string. What a resource makes is not.
fn is_nothing<'t>(given: &FunctionArguments<'_, '_, 't>, node: &Node<'t>) -> Truth {
    if is_rest(node) {
        return Truth::Unknown;
    }
    let null = Node { span: node.span, value: Value::Null };
    given.ev.equal(node, &null).or(given.ev.is_empty_text(node))
}

/// The first list that has items.
pub(super) fn coalescelist<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    for argument in given.all {
        if is_rest(argument) {
            return Err(Unsettled::Open);
        }
        if matches!(argument.value, Value::Null) {
            continue;
        }
        let items = list(argument)?;
        if items.iter().any(|it| !is_rest(it)) {
            return Ok(argument.clone());
        }
        if !items.is_empty() {
            return Err(Unsettled::Open);
        }
    }
    Err(Unsettled::Fails)
}

/// Whether all items are true.
pub(super) fn alltrue<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    give_truth(given, Truth::all(given.list(0)?.iter().map(item_truth)))
}

/// Whether one of the items is true.
pub(super) fn anytrue<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    give_truth(given, Truth::any(given.list(0)?.iter().map(item_truth)))
}

/// Whether an item is true. Null is not.
fn item_truth(item: &Node<'_>) -> Truth {
    match item.value {
        Value::Null => Truth::False,
        _ => truth_of(item).map_or(Truth::Unknown, Truth::known),
    }
}

/// The answer of a function that tests something.
pub(super) fn give_truth<'t>(
    given: &FunctionArguments<'_, '_, 't>,
    truth: Truth,
) -> FunctionResult<'t> {
    match truth {
        Truth::Unknown => Err(Unsettled::Open),
        known => given.give(Value::Bool(known == Truth::True)),
    }
}
