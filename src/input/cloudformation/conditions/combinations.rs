//! The combinations: the values in each, and which one the defaults select.

use super::super::evaluator::Assignment;
use super::super::template::Template;
use super::choices::variables;
use super::evaluate::ConditionEvaluator;
use super::uses::ConditionUses;
use crate::base::truth::Truth;
use crate::input::context::Fact;
use crate::input::inputs::Inputs;

/// One combination.
#[derive(Clone, Debug)]
pub(in crate::input::cloudformation) struct TemplateCombination<'t> {
    /// What it settles.
    pub(in crate::input::cloudformation) settled: Assignment<'t>,
    /// The conditions and parameters that the task definition uses, as they are here.
    pub(in crate::input::cloudformation) facts: Vec<(&'t str, Fact<'t>)>,
    /// Whether the defaults lead here; unknown where a parameter that has none decides.
    pub(in crate::input::cloudformation) by_default: Truth,
}

impl<'t> TemplateCombination<'t> {
    /// The combinations to check: at least one.
    pub(in crate::input::cloudformation) fn all(
        template: &Template<'t>,
        given: &Inputs,
        uses: &ConditionUses<'_, 't>,
    ) -> Vec<Self> {
        let variables = variables(template, given, uses);
        let mut all: Vec<Self> = Vec::new();
        for choice in variables.choices() {
            let settled = variables.settled(&choice);
            let evaluator = ConditionEvaluator::new(template, given, &variables, &choice, &settled);
            if !evaluator.is_possible() {
                continue;
            }
            let conditions = uses.all.iter().map(|name| (*name, evaluator.condition(name)));
            let (conditions, by_default) = (conditions.collect(), evaluator.is_by_default());
            let found = Self::of(uses, Assignment { conditions, ..settled }, by_default);
            match all.iter_mut().find(|known| known.facts == found.facts) {
                Some(known) => known.join(&found),
                None => all.push(found),
            }
        }
        all
    }

    /// What a choice comes to.
    fn of(uses: &ConditionUses<'_, 't>, settled: Assignment<'t>, by_default: Truth) -> Self {
        let conditions = uses.used.iter().filter_map(|name| match settled.conditions.get(name) {
            Some(Truth::True) => Some((*name, Fact::Holds(true))),
            Some(Truth::False) => Some((*name, Fact::Holds(false))),
            _ => None,
        });
        let is_new = |name: &&'t str| !uses.direct.contains(name);
        let selecting = uses.keys.iter().map(|it| it.parameter).filter(is_new);
        let direct = uses.direct.iter().copied().chain(selecting);
        let direct =
            direct.filter_map(|name| Some((name, Fact::Is(settled.values.get(name)?.clone()))));
        let facts = conditions.chain(direct).collect();
        Self { settled, facts, by_default }
    }

    /// Two ways to the same facts: only what both settle stays settled.
    fn join(&mut self, other: &Self) {
        self.settled.values.retain(|name, value| other.settled.values.get(name) == Some(value));
        self.settled.others.retain(|name, values| other.settled.others.get(name) == Some(values));
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
