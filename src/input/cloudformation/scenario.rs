//! Which combinations of its conditions a task definition is judged under.
//!
//! Conditions vary together: `Equals(Env, prod)` and `Equals(Env, dev)` never both hold. So the values of the
//! parameters that they test are enumerated, not the conditions themselves; values that settle the same
//! conditions are one combination.

use super::evaluator::Assignment;
use super::judge::Judge;
use super::survey::Survey;
use super::template::Template;
use super::variables::variables;
use crate::base::truth::Truth;
use crate::input::context::Fact;
use crate::input::inputs::Inputs;

/// One combination.
#[derive(Clone, Debug)]
pub(super) struct Scenario<'t> {
    pub(super) settled: Assignment<'t>,
    /// The conditions and parameters that the task definition uses, as they are here.
    pub(super) facts: Vec<(&'t str, Fact<'t>)>,
    /// Whether the defaults lead here; unknown where a parameter that has none decides.
    pub(super) by_default: Truth,
}

/// The combinations to judge: at least one.
pub(super) fn scenarios<'t>(
    template: &Template<'t>,
    given: &Inputs,
    survey: &Survey<'_, 't>,
) -> Vec<Scenario<'t>> {
    let variables = variables(template, given, survey);
    let mut scenarios: Vec<Scenario<'t>> = Vec::new();
    for choice in variables.choices() {
        let settled = variables.settled(&choice);
        let judge = Judge::new(template, given, &variables, &choice, &settled);
        let Some(scenario) = scenario(survey, &judge, settled.clone()) else { continue };
        match scenarios.iter_mut().find(|known| known.facts == scenario.facts) {
            Some(known) => known.join(&scenario),
            None => scenarios.push(scenario),
        }
    }
    scenarios
}

/// What a choice comes to; none where it contradicts itself.
fn scenario<'t>(
    survey: &Survey<'_, 't>,
    judge: &Judge<'_, 't>,
    mut settled: Assignment<'t>,
) -> Option<Scenario<'t>> {
    if !judge.is_possible(&survey.all) {
        return None;
    }
    settled.conditions = survey.all.iter().map(|name| (*name, judge.condition(name))).collect();
    let conditions = survey.used.iter().filter_map(|name| match settled.conditions.get(name) {
        Some(Truth::True) => Some((*name, Fact::Holds(true))),
        Some(Truth::False) => Some((*name, Fact::Holds(false))),
        _ => None,
    });
    let direct = survey.direct.iter();
    let direct =
        direct.filter_map(|name| Some((*name, Fact::Is(settled.values.get(name)?.clone()))));
    let facts = conditions.chain(direct).collect();
    Some(Scenario { settled, facts, by_default: judge.is_by_default() })
}

impl Scenario<'_> {
    /// Two ways to the same facts: only what both settle stays settled.
    fn join(&mut self, other: &Self) {
        self.settled.values.retain(|name, value| other.settled.values.get(name) == Some(value));
        for (name, truth) in &mut self.settled.conditions {
            if other.settled.conditions.get(name) != Some(truth) {
                *truth = Truth::Unknown;
            }
        }
        // The default of a parameter holds where one of the ways leads by it.
        let without = &other.settled.without_default;
        self.settled.without_default.retain(|name| without.contains(name));
        self.by_default = self.by_default.or(other.by_default);
    }
}
