//! Conditions, in three values: those that the source leaves open are asked, and the combination answers.

use super::super::choices::{DefaultAnswer, OpenQuestion, QuestionSite};
use super::super::conversion;
use super::super::evaluator::ModuleEvaluator;
use super::super::open::{self, equality};
use super::super::reads::parts_in;
use super::super::scope::ExpressionScope;
use crate::base::source::Span;
use crate::base::text::PlaceholderKind;
use crate::base::truth::Truth;
use crate::syntax::hcl::{
    BinaryOperator, Expression, ExpressionKind, ExpressionPath, Operation, PathStepKind,
    PrefixOperator,
};
use crate::syntax::{Node, Value};

impl<'t> ModuleEvaluator<'_, 't> {
    /// Whether a condition holds: as it is whatever the defaults are, else as this combination answers.
    pub(in super::super) fn holds(
        &self,
        condition: &Expression<'t>,
        scope: ExpressionScope<'_, 't>,
    ) -> Truth {
        let before = self.asked();
        let holds = self.within_limits(|| self.ignoring_defaults(|| self.truth(condition, scope)));
        let holds = holds.unwrap_or(Truth::Unknown);
        if holds != Truth::Unknown {
            self.forget_question(before);
        }
        holds
    }

    /// The parts of a condition are asked one by one, so that each is the same wherever it decides something.
    fn truth(&self, condition: &Expression<'t>, scope: ExpressionScope<'_, 't>) -> Truth {
        match &condition.kind {
            ExpressionKind::Prefixed(PrefixOperator::Not, operand) => !self.holds(operand, scope),
            ExpressionKind::Operation(operation) => self.logic(condition, operation, scope),
            ExpressionKind::Path(path) => match self.followed(path, scope) {
                Some(holds) => holds,
                None => self.asked_as_a_whole(condition, scope),
            },
            _ => self.asked_as_a_whole(condition, scope),
        }
    }

    /// A local value or an argument of a call stands for its expression.
    fn followed(&self, path: &ExpressionPath<'t>, scope: ExpressionScope<'_, 't>) -> Option<Truth> {
        let ExpressionKind::Name(start) = path.start.kind else { return None };
        let [step] = path.steps.as_slice() else { return None };
        let PathStepKind::Attribute(name) = step.kind else { return None };
        if scope.is_closed || scope.bound(start).is_some() {
            return None;
        }
        match start {
            "local" => {
                let module = self.configuration.module(&scope.module.folder)?;
                Some(self.holds(module.locals.get(name)?, ExpressionScope::of(scope.module)))
            }
            "var" => {
                let (argument, outer) = scope.module.argument(name)?;
                let holds = self.holds(argument, outer);
                let is_null = || matches!(self.evaluate(argument, outer).value, Value::Null);
                // Where the argument is null, the default may count.
                (holds != Truth::Unknown || !is_null()).then_some(holds)
            }
            _ => None,
        }
    }

    fn logic(
        &self,
        condition: &Expression<'t>,
        operation: &Operation<'t>,
        scope: ExpressionScope<'_, 't>,
    ) -> Truth {
        use BinaryOperator as Is;
        if let Some(holds) = self.emptiness(condition, operation, scope) {
            return holds;
        }
        if let [(operator @ (Is::Equal | Is::NotEqual), other)] = operation.rest.as_slice() {
            let pair = (&operation.first, other);
            return self.compared(condition.span, pair, *operator == Is::NotEqual, scope);
        }
        let is = |wanted| operation.rest.iter().all(|(operator, _)| *operator == wanted);
        let operands = operation.rest.iter().map(|(_, operand)| operand);
        let mut each = std::iter::once(&operation.first).chain(operands);
        let mut holds = |operand| self.holds(operand, scope);
        if is(Is::And) {
            return Truth::all(each.by_ref().map(&mut holds));
        }
        if is(Is::Or) {
            return Truth::any(each.map(holds));
        }
        self.asked_as_a_whole(condition, scope)
    }

    /// A comparison: what is asked is whether two values are the same, also where the source asks whether they differ.
    fn compared(
        &self,
        span: Span,
        (one, other): (&Expression<'t>, &Expression<'t>),
        is_negated: bool,
        scope: ExpressionScope<'_, 't>,
    ) -> Truth {
        let both = || (self.evaluate(one, scope), self.evaluate(other, scope));
        let (one, other) = both();
        if open::is_failure(&one) || open::is_failure(&other) {
            return Truth::Unknown;
        }
        let mut same = self.equal(&one, &other);
        let site = site(span, scope);
        if same == Truth::Unknown {
            let by_default = || {
                let (one, other) = both();
                let is_refused = open::is_failure(&one) || open::is_failure(&other);
                DefaultAnswer::of(self.equal(&one, &other), is_refused)
            };
            same = self.answer(OpenQuestion {
                name: equality(&one, &other),
                written: self.configuration.slice(span),
                is_negated,
                comparison: variable_in(&one, &other).or_else(|| variable_in(&other, &one)),
                otherwise: None,
                reads: parts_in([&one, &other].into_iter()),
                site,
                by_default: self.by_default(by_default),
            });
        } else {
            self.note_condition(site, same);
        }
        if is_negated { !same } else { same }
    }

    fn asked_as_a_whole(
        &self,
        condition: &Expression<'t>,
        scope: ExpressionScope<'_, 't>,
    ) -> Truth {
        let value = self.evaluate(condition, scope);
        let site = site(condition.span, scope);
        let Value::Placeholder(open) = &value.value else {
            let holds = truth_of(&value).map_or(Truth::Unknown, Truth::known);
            self.note_condition(site, holds);
            return holds;
        };
        if open::is_failure(&value) {
            return Truth::Unknown;
        }
        let by_default = || {
            let value = self.evaluate(condition, scope);
            let answer = truth_of(&value).map_or(Truth::Unknown, Truth::known);
            DefaultAnswer::of(answer, open::is_failure(&value) || open::is_known(&value))
        };
        let is = |holds| Node { span: value.span, value: Value::Bool(holds) };
        self.answer(OpenQuestion {
            name: open.name().to_owned(),
            written: self.configuration.slice(condition.span),
            is_negated: false,
            comparison: variable_in(&value, &is(true)),
            otherwise: Some(is(false)),
            reads: parts_in(std::iter::once(&value)),
            site,
            by_default: self.by_default(by_default),
        })
    }
}

/// Where a condition is asked: in a loop or an instance of a block it may be another one each time.
fn site(span: Span, scope: ExpressionScope<'_, '_>) -> Option<QuestionSite> {
    let is_once = scope.bindings.is_none() && scope.repetition.is_none();
    is_once.then(|| (span, scope.module.address.clone()))
}

/// The variable of the root module that a value is, and what it is compared with.
fn variable_in<'t>(open: &Node<'t>, value: &Node<'t>) -> Option<(String, Node<'t>)> {
    let Value::Placeholder(placeholder) = &open.value else { return None };
    let is_variable = placeholder.kind() == PlaceholderKind::Variable && open::is_known(value);
    is_variable.then(|| (placeholder.name().to_owned(), value.clone()))
}

/// Whether a value is true or false.
pub(in super::super) fn truth_of(node: &Node<'_>) -> Option<bool> {
    match conversion::bool(node)? {
        Value::Bool(value) => Some(value),
        _ => None,
    }
}
