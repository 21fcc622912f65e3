//! In which combinations of its conditions a task definition is checked, and their values there.
//!
//! Conditions vary together: `Equals(Env, prod)` and `Equals(Env, dev)` never both hold. So the values of the
//! parameters that they test are enumerated, not the conditions themselves; values that settle the same
//! conditions are one combination.

mod choices;
mod combinations;
mod evaluate;
mod uses;

pub(super) use combinations::TemplateCombination;
pub(super) use uses::ConditionUses;
