//! The choices of a combination, from the tests of the relevant conditions.

use super::super::evaluator::{Assignment, Evaluator};
use super::super::function::{Call, Name};
use super::super::launched_by::names_in;
use super::super::pseudo;
use super::super::template::Template;
use super::evaluate::{
    ChoiceSubject, ChoiceVariable, ChoiceVariables, ConditionEvaluator, ConditionTest,
    VariableChoice, key, parameter,
};
use super::uses::{ConditionUses, MOST_VALUES, MappingKeys, equals_in};
use crate::aws::partition;
use crate::base::text::Text;
use crate::input::inputs::Inputs;
use crate::syntax::Node;
use std::borrow::Cow;

/// How many combinations are checked at most. Conditions that would exceed it are unknown, in three
/// values.
const MOST: usize = 64;

/// Values of parameters that are distinguished, in the order met.
#[derive(Default)]
struct ValueDomains<'t>(Vec<(&'t str, Vec<Cow<'t, str>>)>);

struct ChoiceFinder<'a, 't> {
    template: &'a Template<'t>,
    given: &'a Inputs,
    calls: Vec<Call<'t, 't>>,
    domains: ValueDomains<'t>,
    variables: ChoiceVariables<'t>,
}

/// What is chosen for, so that the conditions of a uses are settled: the weightiest, as far as the bound lets.
pub(super) fn variables<'t>(
    template: &Template<'t>,
    given: &Inputs,
    uses: &ConditionUses<'_, 't>,
) -> ChoiceVariables<'t> {
    let entries = uses.all.iter().filter_map(|name| template.conditions.get(name));
    let calls = entries.flat_map(|entry| equals_in(&entry.value)).collect();
    let (domains, variables) = (ValueDomains::default(), ChoiceVariables::default());
    let mut finder = ChoiceFinder { template, given, calls, domains, variables };
    for name in &uses.direct {
        finder.add_allowed(name, MOST_VALUES);
    }
    finder.read_tests();
    finder.share_values();
    finder.add_parameters();
    finder.add_tests();
    for keys in &uses.keys {
        finder.split(keys);
    }
    finder.variables
}

impl<'t> ChoiceFinder<'_, 't> {
    /// Reads each test, and the values that it distinguishes.
    fn read_tests(&mut self) {
        let nothing = Assignment::default();
        let evaluator = Evaluator::of_conditions(self.template, self.given, &nothing);
        for call in self.calls.clone() {
            let found = ConditionTest::of(&evaluator, call);
            if matches!(found, ConditionTest::Text(..) | ConditionTest::Pair(..)) {
                self.variables.chosen_tests.push(call);
            }
            match &found {
                ConditionTest::Parameter(name, value) => self.domains.add(name, [value.clone()]),
                ConditionTest::Text(text, literal) => {
                    self.add_parts(call, text, literal.is_empty());
                }
                ConditionTest::Pair(..) => self.add_parts(call, &Text::default(), false),
                ConditionTest::Known(_) | ConditionTest::Open => {}
            }
            self.variables.tests.insert(key(call), found);
        }
    }

    /// The parameters that a test is made of: what they may be decides it, where that is listed.
    fn add_parts(&mut self, call: Call<'t, 't>, text: &Text<'t>, is_empty: bool) {
        let mut names = Vec::new();
        names_in(call.argument, &mut names);
        for name in names {
            self.add_allowed(name, 2 * MOST_VALUES);
        }
        call.items().iter().for_each(|item| self.add_keys(item));
        if is_empty {
            for name in
                text.placeholders().filter_map(|placeholder| parameter(self.template, placeholder))
            {
                self.domains.add(name, [Cow::Borrowed("")]);
            }
        }
    }

    /// The keys of a mapping that a parameter chooses from.
    fn add_keys(&mut self, node: &'t Node<'t>) {
        let Some(call) = Call::read(node).filter(|call| call.name == Name::FindInMap) else {
            return;
        };
        let [map, top, ..] = call.items() else { return };
        let mapping = map.as_str().and_then(|name| self.template.mappings.get(name));
        let chosen = Call::read(top).filter(|call| call.name == Name::Ref);
        let name = chosen.and_then(|call| call.argument.as_str());
        let (Some(rows), Some(name)) = (mapping.and_then(|it| it.as_map()), name) else { return };
        if rows.entries.len() <= 2 * MOST_VALUES && self.template.parameters.contains_key(name) {
            self.domains.add(name, rows.entries.iter().map(|row| Cow::Borrowed(row.key.as_ref())));
        }
    }

    /// Distinguishes the keys of a mapping that a parameter selects, as far as the bound lets: what is chosen for
    /// conditions comes first.
    fn split(&mut self, found: &MappingKeys<'t>) {
        let name = found.parameter;
        if name == "AWS::Region" && self.template.region.is_some() {
            return;
        }
        if self.given.variable(name).is_some() || pseudo::given(self.given, name).is_some() {
            return;
        }
        let is_own = |it: &ChoiceVariable<'t>| it.subject == ChoiceSubject::Parameter(name);
        let known = self.variables.all.iter().position(is_own);
        let before = known.and_then(|at| self.variables.all.get(at));
        let is_key = |value: &Cow<'t, str>| found.keys.contains(&value.as_ref());
        let mut values: Vec<Cow<'t, str>> =
            before.into_iter().flat_map(|it| it.values.iter().flatten().cloned()).collect();
        for key in &found.keys {
            if !values.iter().any(|value| value == key) {
                values.push(Cow::Borrowed(*key));
            }
        }
        let mut variable = self.parameter(name, values);
        if found.is_all {
            variable.values.retain(|value| value.as_ref().is_some_and(is_key));
        }
        let others = self.variables.count() / before.map_or(1, |it| it.values.len());
        if variable.values.is_empty() || others * variable.values.len() > MOST {
            return;
        }
        match known.and_then(|at| self.variables.all.get_mut(at)) {
            Some(known) => *known = variable,
            None => self.variables.all.push(variable),
        }
    }

    fn add_allowed(&mut self, name: &str, most: usize) {
        let declared = self.template.parameters.get_key_value(name);
        if let Some((name, declared)) = declared.filter(|(_, it)| it.allowed.len() <= most) {
            self.domains.add(name, declared.allowed.iter().cloned());
        }
    }

    /// For two parameters that are compared with each other, the same values are distinguished.
    fn share_values(&mut self) {
        let tests = self.calls.iter().filter_map(|call| self.variables.tests.get(&key(*call)));
        let pairs: Vec<_> = tests
            .filter_map(|test| match test {
                ConditionTest::Pair(one, other) => {
                    let name = |text: &Text<'t>| parameter(self.template, text.as_placeholder()?);
                    Some((name(one)?, name(other)?))
                }
                _ => None,
            })
            .collect();
        for (one, other) in pairs {
            let (ones, others) = (self.domains.of(one), self.domains.of(other));
            self.domains.add(one, others);
            self.domains.add(other, ones);
        }
    }

    fn add_parameters(&mut self) {
        for (name, values) in std::mem::take(&mut self.domains.0) {
            if self.given.variable(name).is_some() || pseudo::given(self.given, name).is_some() {
                continue;
            }
            let variable = self.parameter(name, values);
            self.add(variable);
        }
    }

    fn parameter(&self, name: &'t str, values: Vec<Cow<'t, str>>) -> ChoiceVariable<'t> {
        let declared = self.template.parameters.get(name);
        let allowed = declared.map(|it| it.allowed.as_slice()).unwrap_or_default();
        let is_allowed = |value: &Cow<'t, str>| allowed.is_empty() || allowed.contains(value);
        let mut others = allowed.iter().filter(|value| !values.contains(value));
        let other = match (others.next(), others.next()) {
            (Some(only), None) => Some(Some(only.clone())),
            (Some(_), Some(_)) => Some(None),
            (None, _) => allowed.is_empty().then_some(None),
        };
        let mut values: Vec<_> = values.into_iter().filter(is_allowed).map(Some).collect();
        values.extend(other);
        let default = match name {
            // What is assumed unless something sets another partition.
            "AWS::Partition" => Some(Cow::Borrowed("aws")),
            "AWS::URLSuffix" => Some(Cow::Borrowed(partition::dns_suffix("aws"))),
            _ => declared.and_then(|it| it.default.clone()),
        };
        let default = default.and_then(|default| position(&values, &default));
        ChoiceVariable { subject: ChoiceSubject::Parameter(name), values, default }
    }

    /// Tests that stay unknown, whatever the parameters are: their own outcome is chosen.
    fn add_tests(&mut self) {
        let nothing = Assignment::default();
        let by_default = Evaluator::new(self.template, self.given, &nothing);
        let mut subjects: Vec<(ChoiceVariable<'t>, Vec<Call<'t, 't>>)> = Vec::new();
        for call in &self.calls {
            let (subject, value) = match self.variables.tests.get(&key(*call)) {
                Some(ConditionTest::Text(text, literal)) => {
                    (ChoiceSubject::Text(text.clone()), literal.clone())
                }
                Some(ConditionTest::Pair(one, other)) => {
                    (ChoiceSubject::Pair(one.clone(), other.clone()), Cow::Borrowed("the same"))
                }
                _ => continue,
            };
            let known = subjects.iter_mut().find(|(known, _)| known.subject == subject);
            if let Some((known, calls)) = known {
                if !known.values.contains(&Some(value.clone())) {
                    known.values.insert(0, Some(value));
                }
                calls.push(*call);
            } else {
                let values = vec![Some(value), None];
                subjects.push((ChoiceVariable { subject, values, default: None }, vec![*call]));
            }
        }
        let choices = self.variables.choices();
        for (mut variable, calls) in subjects {
            if self.is_open(&choices, &calls) {
                variable.default = default(&by_default, &variable, &calls);
                self.add(variable);
            }
        }
    }

    fn is_open(&self, choices: &[VariableChoice], calls: &[Call<'t, 't>]) -> bool {
        // The choices are of the parameters only: what was chosen for other tests says nothing here.
        choices.iter().any(|choice| {
            let settled = self.variables.settled(choice);
            let conditions = ConditionEvaluator::new(
                self.template,
                self.given,
                &self.variables,
                choice,
                &settled,
            );
            calls.iter().any(|call| conditions.is_open(*call))
        })
    }

    fn add(&mut self, variable: ChoiceVariable<'t>) {
        let size = variable.values.len();
        if size > 1 && self.variables.count() * size <= MOST {
            self.variables.all.push(variable);
        }
    }
}

/// Where the defaults lead for a text or a pair of texts.
fn default<'t>(
    evaluator: &Evaluator<'_, 't>,
    variable: &ChoiceVariable<'t>,
    calls: &[Call<'t, 't>],
) -> Option<usize> {
    let [one, other] = calls.first()?.items() else { return None };
    let texts = [evaluator.text(one)?, evaluator.text(other)?];
    let [one, other] = &texts;
    if matches!(variable.subject, ChoiceSubject::Pair(..)) {
        return Some(usize::from(one.as_literal()? != other.as_literal()?));
    }
    let literals = [one.as_literal()?, other.as_literal()?];
    // One of the two is the literal that it is tested against; the other is what the defaults make of the text.
    let [one, other] = literals;
    let is_value = |text: &str| variable.values.iter().flatten().any(|it| it == text);
    position(&variable.values, if is_value(one) && !is_value(other) { other } else { one })
}

/// The index of a value among those that are distinguished; that of any other value, if it is not one of them.
fn position(values: &[Option<Cow<'_, str>>], value: &str) -> Option<usize> {
    let exact = values.iter().position(|it| it.as_deref() == Some(value));
    exact.or_else(|| values.iter().position(Option::is_none))
}

impl<'t> ValueDomains<'t> {
    fn of(&self, name: &str) -> Vec<Cow<'t, str>> {
        let found = self.0.iter().find(|(known, _)| *known == name);
        found.map(|(_, values)| values.clone()).unwrap_or_default()
    }

    fn add(&mut self, name: &'t str, values: impl IntoIterator<Item = Cow<'t, str>>) {
        let known = self.0.iter().position(|(known, _)| *known == name);
        let at = known.unwrap_or(self.0.len());
        if known.is_none() {
            self.0.push((name, Vec::new()));
        }
        let Some((_, own)) = self.0.get_mut(at) else { return };
        for value in values {
            if !own.contains(&value) {
                own.push(value);
            }
        }
    }
}
