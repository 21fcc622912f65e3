//! What a task definition comes to: advice, findings, and in which combinations they hold.

use super::Finding;
use super::role_check::RoleCheck;
use crate::aws::launch_type::LaunchType;
use crate::base::truth::Truth;
use crate::engine::{Assessment, RoleState, Verdict};
use crate::input::TaskDefinition;
use crate::input::cloudformation::Fact;

/// A task definition, judged.
#[derive(Debug)]
pub struct TaskReport<'t> {
    /// The task definition.
    pub task: &'t TaskDefinition<'t>,
    /// What there is to say about it.
    pub assessment: Assessment<'t>,
    /// What we came to say.
    pub findings: Vec<Finding>,
    /// What came of holding a role against the needs, where one is at hand.
    pub role: Option<RoleCheck>,
    /// The combinations of conditions under which a template makes it; none where there is but one.
    pub combinations: Vec<Combination<'t>>,
    /// The parameters of a template on whose defaults this rests.
    pub defaults: Vec<&'t str>,
}

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
