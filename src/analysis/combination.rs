//! One combination of a template's conditions, and what it comes to.

use crate::aws::launch_type::LaunchType;
use crate::base::truth::Truth;
use crate::engine::{RoleState, Verdict};
use crate::input::cloudformation::Fact;

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
    #[cfg_attr(not(feature = "cli"), allow(dead_code, reason = "the graphical format reads it"))]
    pub required_on: Vec<LaunchType>,
}
