//! Conditions, judged under one choice of values.

use super::choice::{Choice, Subject, Test, Variable, Variables, key, parameter};
use super::conditions::equals_in;
use super::evaluator::{Assignment, Evaluator};
use super::function::{Call, Name};
use super::template::Template;
use crate::aws::partition;
use crate::base::text::{Placeholder, Text};
use crate::base::truth::Truth;
use crate::input::inputs::Inputs;
use crate::syntax::{MAX_DEPTH, Node};
use std::cell::RefCell;
use std::collections::HashMap;

/// The conditions under one choice.
pub(super) struct Judge<'a, 't> {
    template: &'a Template<'t>,
    variables: &'a Variables<'t>,
    choice: &'a Choice,
    evaluator: Evaluator<'a, 't>,
    /// Each is judged once; unknown while that goes on, as in one that leads back to itself.
    known: RefCell<HashMap<&'t str, Truth>>,
}

impl<'a, 't> Judge<'a, 't> {
    pub(super) fn new(
        template: &'a Template<'t>,
        given: &'a Inputs,
        variables: &'a Variables<'t>,
        choice: &'a Choice,
        settled: &'a Assignment<'t>,
    ) -> Self {
        let evaluator = Evaluator::of_conditions(template, given, settled);
        Self { template, variables, choice, evaluator, known: RefCell::default() }
    }

    /// Whether a condition holds.
    pub(super) fn condition(&self, name: &str) -> Truth {
        self.named(name, 0)
    }

    /// Whether the defaults lead to this choice.
    pub(super) fn is_by_default(&self) -> Truth {
        Truth::all(self.chosen().map(|(variable, choice)| match variable.default {
            Some(default) => Truth::known(default == choice),
            None => Truth::Unknown,
        }))
    }

    /// Whether the choice agrees with itself: what is chosen for a text is what its parameters make of it.
    pub(super) fn is_possible(&self, conditions: &[&'t str]) -> bool {
        let entries = conditions.iter().filter_map(|name| self.template.conditions.get(name));
        let agrees = |call: Call<'t, 't>| {
            let Some(outcome) = self.outcome(call) else { return true };
            let plain = self.plain(call);
            plain == Truth::Unknown || plain == outcome
        };
        self.is_one_place()
            && entries.into_iter().all(|it| equals_in(&it.value).into_iter().all(agrees))
    }

    /// A Region lies in one partition.
    fn is_one_place(&self) -> bool {
        let text = |name: &str| {
            self.evaluator.pseudo(name).and_then(|it| it.as_literal().map(str::to_owned))
        };
        let of_region = text("AWS::Region").and_then(|region| partition::of_region(&region));
        match (of_region, text("AWS::Partition")) {
            (Some(one), Some(other)) => one == other,
            _ => true,
        }
    }

    /// Whether a test stays open, whatever is chosen for the parameters.
    pub(super) fn is_open(&self, call: Call<'t, 't>) -> bool {
        self.plain(call) == Truth::Unknown
    }

    fn chosen(&self) -> impl Iterator<Item = (&'a Variable<'t>, usize)> {
        self.variables.all.iter().zip(self.choice.iter().copied())
    }

    fn named(&self, name: &str, depth: usize) -> Truth {
        let Some((name, entry)) = self.template.conditions.get_key_value(name) else {
            return Truth::Unknown;
        };
        if let Some(known) = self.known.borrow().get(name) {
            return *known;
        }
        if depth > MAX_DEPTH {
            return Truth::Unknown;
        }
        self.known.borrow_mut().insert(name, Truth::Unknown);
        let truth = self.truth(&entry.value, depth + 1);
        self.known.borrow_mut().insert(name, truth);
        truth
    }

    fn truth(&self, node: &'t Node<'t>, depth: usize) -> Truth {
        let Some(call) = Call::read_condition(node).filter(|_| depth <= MAX_DEPTH) else {
            return Truth::Unknown;
        };
        let mut each = call.items().iter().map(|item| self.truth(item, depth + 1));
        match (call.name, call.items()) {
            (Name::Equals, [_, _]) => self.equals(call),
            (Name::And, [_, ..]) => Truth::all(each),
            (Name::Or, [_, ..]) => Truth::any(each),
            (Name::Not, [_]) => each.next().map_or(Truth::Unknown, |truth| !truth),
            (Name::Condition, [only]) => {
                only.as_str().map_or(Truth::Unknown, |name| self.named(name, depth + 1))
            }
            _ => Truth::Unknown,
        }
    }

    fn equals(&self, call: Call<'t, 't>) -> Truth {
        match self.plain(call) {
            Truth::Unknown => self.outcome(call).unwrap_or(Truth::Unknown),
            known => known,
        }
    }

    /// What the chosen parameters make of a test.
    fn plain(&self, call: Call<'t, 't>) -> Truth {
        match Test::of(&self.evaluator, call) {
            Test::Known(holds) => Truth::known(holds),
            Test::Parameter(name, value) => self.parameter_is(name, &value),
            Test::Text(text, literal) if literal.is_empty() => self.is_empty(&text),
            Test::Text(..) | Test::Pair(..) | Test::Open => Truth::Unknown,
        }
    }

    /// What is chosen for a test itself.
    fn outcome(&self, call: Call<'t, 't>) -> Option<Truth> {
        let (subject, literal) = match self.variables.tests.get(&key(call))? {
            Test::Text(text, literal) => (Subject::Text(text.clone()), Some(literal)),
            Test::Pair(one, other) => (Subject::Pair(one.clone(), other.clone()), None),
            _ => return None,
        };
        let (variable, choice) = self.chosen().find(|(it, _)| it.subject == subject)?;
        Some(match literal {
            Some(literal) => Truth::known(variable.values.get(choice)?.as_ref() == Some(literal)),
            None => Truth::known(choice == 0),
        })
    }

    /// Whether a parameter has a value: not where another one is chosen, or where it is not allowed.
    fn parameter_is(&self, name: &str, value: &str) -> Truth {
        let declared = self.template.parameters.get(name);
        let allowed = declared.map(|it| it.allowed.as_slice()).unwrap_or_default();
        if !allowed.is_empty() && !allowed.iter().any(|it| it == value) {
            return Truth::False;
        }
        let own = |variable: &Variable<'_>| matches!(variable.subject, Subject::Parameter(it) if it == name);
        let Some((variable, choice)) = self.chosen().find(|(variable, _)| own(variable)) else {
            return Truth::Unknown;
        };
        match variable.values.get(choice) {
            Some(Some(chosen)) => Truth::known(chosen == value),
            _ => Truth::possible(!variable.values.iter().flatten().any(|it| it == value)),
        }
    }

    /// A text is empty where all that its placeholders stand for is.
    fn is_empty(&self, text: &Text<'t>) -> Truth {
        let may_be = |placeholder: &Placeholder<'_>| {
            let name = parameter(self.template, placeholder);
            name.map_or(Truth::Unknown, |name| self.parameter_is(name, ""))
        };
        Truth::all(text.placeholders().map(may_be))
    }
}
