//! Rules are data: one file of `rules/` is one requirement. Here they are decoded, checked and indexed.

pub mod cause;
mod causes;
pub mod data;
pub mod decode;
pub mod decode_cause;
mod embedded;
pub mod fault;
pub mod index;
mod known_readings;
pub mod language;
mod load;
pub mod path;
pub mod resource;
pub mod rule;
pub mod value;

pub use causes::Causes;
pub use embedded::FACTS_DATE;
#[cfg(feature = "internals")]
pub use fault::RuleDiagnostic;
pub use fault::RuleFault;
pub use known_readings::KnownReadings;
pub use load::{RuleFileFault, read_cause, read_rule};
pub use rule::{
    Hint, MinimumVersions, Permission, Requirement, RoleKind, RoleRequirement, Rule, RuleFinding,
    RuleLabel,
};

use data::List;
use index::PathIndex;
use std::ops::Deref;

/// All rules that are asked, and the places where they look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    all: List<Rule>,
    index: PathIndex,
}

impl Rules {
    /// The rules that come with the program, by id.
    pub fn built_in() -> Self {
        Self { all: List::Borrowed(&embedded::RULES), index: embedded::INDEX.clone() }
    }

    /// Whether one of them asks whether a field has this value.
    pub fn know(&self, field: &str, word: &str) -> bool {
        self.iter().any(|rule| rule.knows(field, word))
    }

    /// Whether a permission may name the Region that a task is likely to run in. Of the built-in rules only those do that
    /// a switch turns on: `tests/rules.rs` holds them to it.
    pub fn may_name_likely_region(&self, is_switch_on: bool) -> bool {
        is_switch_on || !matches!(self.all, List::Borrowed(_))
    }

    /// The places where they look.
    pub fn index(&self) -> &PathIndex {
        &self.index
    }
}

impl From<Vec<Rule>> for Rules {
    fn from(all: Vec<Rule>) -> Self {
        let index = PathIndex::new(&all);
        Self { all: all.into(), index }
    }
}

impl Deref for Rules {
    type Target = [Rule];

    fn deref(&self) -> &[Rule] {
        &self.all
    }
}
