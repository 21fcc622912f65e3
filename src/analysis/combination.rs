//! One combination of a template's conditions, and its result.

use crate::aws::launch_type::LaunchType;
use crate::base::truth::Truth;
use crate::engine::{RoleState, Verdict};
use crate::input::context::Fact;

/// What one combination comes to.
#[derive(Clone, Debug)]
pub struct Combination<'t> {
    /// The conditions and parameters that the task definition uses, as they are here.
    pub facts: Vec<(&'t str, Fact<'t>)>,
    /// Whether the defaults of the parameters lead here; unknown where one without a default decides.
    pub by_default: Truth,
    /// The verdict here.
    pub verdict: Verdict,
    /// How the role is stated here.
    pub role: RoleState,
    /// The launch types on which it is required here.
    pub required_on: Vec<LaunchType>,
}
