//! Task definition × rules × launch types → assessment: the verdict, its reasons and their consequences.
//!
//! Pure: the same input gives the same assessment, in the order of the source.

mod kms_keys;
mod launch;
mod matching;
mod needs;
mod permissions;
mod role;
mod verdict;

pub use launch::exists;
pub use matching::Match;
pub use needs::{Need, RuleNote};
pub use permissions::SharedPermissions;
pub use role::{RoleState, RoleStatement};
pub use verdict::{Basis, LaunchTypeVerdict, Verdict};

use crate::aws::deployment::Deployment;
use crate::aws::launch_type::LaunchType;
use crate::base::date::Date;
use crate::base::truth::Truth;
use crate::base::version::Version;
use crate::iam::RoleFiles;
use crate::iam::role::Role;
use crate::input::TaskDefinition;
use crate::input::inputs::Inputs;
use crate::rules::{KnownReadings, RoleKind, Rules};
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

/// What the user says beside the file.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// `--launch-type`: check for these, whatever the file states.
    pub launch_types: Vec<LaunchType>,
    /// `--agent-version`.
    pub agent_version: Option<Version>,
    /// `--as-of`: the rules as they stood that day.
    pub as_of: Option<Date>,
    /// `--execution-role`: the role that `RunTask` or the pipeline supplies.
    pub execution_role: Option<String>,
    /// The execution role that fixes set. No verdict depends on it.
    pub inserted_role: Option<String>,
    /// `--assume NAME[=VALUE]`, in order.
    pub assume: Vec<(String, Option<String>)>,
    /// What is filled in before the task definitions are checked, and where they are deployed.
    pub inputs: Inputs,
    /// `--role` and `--boundary`: roles to check against the requirements.
    pub roles: Option<Arc<RoleFiles>>,
    /// The roles that other files of the unit hold, by their numbers.
    pub shared_roles: Arc<[Role]>,
    /// `--unneeded`: also reports what the role allows and nothing requires.
    pub unneeded: bool,
}

/// What there is to say about one task definition.
#[derive(Clone, Debug)]
pub struct Assessment<'t> {
    /// Whether an execution role is required.
    pub verdict: Verdict,
    /// The launch types to check, each with its verdict.
    pub launch_types: Vec<LaunchTypeVerdict>,
    /// What is stated about the role.
    pub role: RoleStatement<'t>,
    /// Every match of a rule, in the order of the source.
    pub matches: Vec<Rc<Match<'t>>>,
    /// The matches that require the role, or use it if it is set.
    pub needs: Vec<Need<'t>>,
    /// What requires another role.
    pub notes: Vec<RuleNote<'t>>,
    /// Where the task runs, as far as that is known.
    pub deployment: Rc<Deployment<'t>>,
    /// Whether `taskRoleArn` names a role: the other one.
    pub names_task_role: bool,
    /// Whether the task definition is for Windows containers.
    pub is_windows: bool,
}

impl<'t> Assessment<'t> {
    /// What ECS would compute, sorted. Only some reports tell it.
    pub fn attributes(&self) -> BTreeSet<&'t str> {
        needs::attributes(&self.matches, &self.role)
    }

    /// The hints of the rules: on what requires the role; and, where nothing does, on what that rests.
    pub fn hints(&self) -> Vec<&'t str> {
        let of_needs = self.needs.iter().flat_map(|need| need.hints().iter().copied());
        let others = self.matches.iter().filter(|found| {
            self.verdict == Verdict::NotRequired
                && found.rule.role == RoleKind::None
                && found.truth == Truth::True
        });
        of_needs.chain(others.flat_map(|found| needs::hints_of(found))).collect()
    }
}

/// Asks every rule about a task definition.
#[cfg(feature = "internals")]
pub fn assess<'t>(
    task: &'t TaskDefinition<'t>,
    rules: &'t Rules,
    question: &'t Question,
) -> Assessment<'t> {
    assess_with(task, rules, question, None)
}

/// Asks every rule about a task definition in a combination of its template's conditions; with what the others gave,
/// where there are some.
pub fn assess_with<'t>(
    task: &'t TaskDefinition<'t>,
    rules: &'t Rules,
    question: &'t Question,
    known: Option<&Rc<KnownReadings<'t>>>,
) -> Assessment<'t> {
    let root = task.root.as_ref();
    let role = role::stated(task, question);
    let deployment = Rc::new(role::deployment(task, &role, question));
    let matches = matching::match_all(task, rules, question, &deployment, known);
    let launch_types = launch::in_question(task, &matches, question);
    let judged = verdict::judge_each(&launch_types, &matches);
    let deployment = if rules.may_name_likely_region(!question.assume.is_empty()) {
        Rc::new(role::with_likely_region(&deployment, &matches))
    } else {
        deployment
    };
    let needs =
        needs::needs(&matches, &judged, (&deployment, &question.inputs), &task.context.encrypted);
    Assessment {
        verdict: verdict::overall(&judged),
        needs,
        notes: needs::notes(&matches),
        launch_types: judged,
        role,
        matches,
        deployment,
        names_task_role: role::names_task_role(root),
        is_windows: role::is_windows(root),
    }
}
