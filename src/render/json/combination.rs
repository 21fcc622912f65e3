//! The combinations of conditions of a template, as JSON.

use crate::analysis;
use crate::base::truth::Truth;
use crate::input::context::Fact;
use serde::{Serialize, Serializer};

/// A combination of conditions and parameters under which a template makes the task definition.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CombinationJson<'a> {
    conditions: Facts<'a, bool>,
    parameters: Facts<'a, &'a str>,
    by_default: Option<bool>,
    verdict: &'static str,
    execution_role: &'static str,
}

/// By name, in the order in which the task definition uses them.
#[derive(Debug)]
struct Facts<'a, T>(Vec<(&'a str, T)>);

impl<'a> CombinationJson<'a> {
    pub(super) fn new(combination: &'a analysis::Combination<'_>) -> Self {
        let facts = || combination.facts.iter();
        let conditions = facts().filter_map(|(name, fact)| match fact {
            Fact::Holds(value) | Fact::Runs(value) => Some((*name, *value)),
            Fact::Is(_) => None,
        });
        let parameters = facts().filter_map(|(name, fact)| match fact {
            Fact::Is(value) => Some((*name, value.as_ref())),
            Fact::Holds(_) | Fact::Runs(_) => None,
        });
        Self {
            conditions: Facts(conditions.collect()),
            parameters: Facts(parameters.collect()),
            by_default: match combination.by_default {
                Truth::True => Some(true),
                Truth::False => Some(false),
                Truth::Unknown => None,
            },
            verdict: combination.verdict.name(),
            execution_role: combination.role.name(),
        }
    }
}

impl<T: Serialize> Serialize for Facts<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}
