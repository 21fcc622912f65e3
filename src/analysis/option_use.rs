//! What the options of a run matched in its files, and those that matched nothing in any of them.

use super::subject::{Diagnostic, PassedOption, Subject, UnusedOption, What};
use crate::aws::launch_type::LaunchType;
use crate::base::diagnostic::BuiltIn;
use crate::base::suggest::{fewest_slips, most_alike};
use crate::engine::{Assessment, Question};
use crate::input::targets::OptionTargets;
use std::collections::BTreeSet;

/// What of some files the options of a run could be about, and which assumptions mattered in them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OptionUse {
    /// What the options that name something could have named.
    pub targets: OptionTargets,
    /// The assumptions that mattered, by their index in the question.
    assumptions: BTreeSet<usize>,
    /// Whether any role was checked.
    pub(super) checks_role: bool,
}

impl OptionUse {
    /// Adds what another file came to.
    pub fn add(&mut self, other: Self) {
        self.targets.add(other.targets);
        self.assumptions.extend(other.assumptions);
        self.checks_role |= other.checks_role;
    }

    /// Adds the assumptions that mattered for a task definition.
    pub(super) fn add_assumptions(&mut self, assessment: &Assessment<'_>, question: &Question) {
        for (index, (name, value)) in question.assume.iter().enumerate() {
            if matters(assessment, name, value.as_deref()) {
                self.assumptions.insert(index);
            }
        }
    }
}

/// Whether a rule that was met is switched on by an assumption, or one of its cells for a launch type in
/// question is.
fn matters(assessment: &Assessment<'_>, name: &str, value: Option<&str>) -> bool {
    let is_asked = |launch_type: &LaunchType| {
        assessment.launch_types.iter().any(|it| it.launch_type == *launch_type)
    };
    assessment.matches.iter().any(|found| {
        let switch = found.rule.assume.as_ref();
        let is_switched = switch.is_some_and(|it| it.name == *name) && found.assumed == value;
        let asked = LaunchType::ALL.into_iter().filter(is_asked);
        let mut cells = asked.flat_map(|launch_type| found.rule.cells(launch_type));
        is_switched || cells.any(|cell| cell.assume.as_deref() == Some(name))
    })
}

/// A warning for each of the options that matched nothing, with what they probably mean.
pub fn unused_options(
    passed: &[PassedOption],
    used: &OptionUse,
    question: &Question,
) -> Vec<Diagnostic> {
    let unused = passed.iter().flat_map(|option| unused(option, used, question));
    unused.map(|it| Diagnostic::whole(BuiltIn::UnusedOption, it.into())).collect()
}

/// What of an option matched nothing.
fn unused(option: &PassedOption, used: &OptionUse, question: &Question) -> Vec<UnusedOption> {
    let OptionTargets { variables, containers } = &used.targets;
    let has_variable = |name: &str| used.targets.has_variable(name);
    let one = |is_used: bool, near| {
        let option = option.clone();
        if is_used { Vec::new() } else { vec![UnusedOption { option, near }] }
    };
    match option {
        PassedOption::Variable(name) => one(has_variable(name), near(name, variables)),
        PassedOption::Image(container) => {
            one(containers.contains(container), near(container, containers))
        }
        PassedOption::Boundary(_) => one(used.checks_role, None),
        PassedOption::Assumption { name, value } => {
            let mut passed = question.assume.iter().enumerate();
            let index = passed.find(|(_, it)| it.0 == *name && it.1 == *value).map(|(at, _)| at);
            one(index.is_some_and(|index| used.assumptions.contains(&index)), None)
        }
        PassedOption::Parameters { names, .. }
            if names.iter().all(|name| !variables.contains(name)) =>
        {
            one(false, None)
        }
        PassedOption::Parameters { file, names } => {
            let unused = names.iter().filter(|name| !variables.contains(*name));
            let unused = unused.map(|name| UnusedOption {
                option: PassedOption::Parameter { file: file.clone(), name: name.clone() },
                near: near(name, variables),
            });
            unused.collect()
        }
        PassedOption::Parameter { name, .. } => {
            one(variables.contains(name), near(name, variables))
        }
    }
}

/// The name that was probably meant.
fn near(written: &str, names: &BTreeSet<String>) -> Option<String> {
    const SLIPS: usize = 2;
    const ALIKE: f64 = 0.85;
    let all = || names.iter().map(String::as_str);
    let most = SLIPS.min(written.chars().count() / 3);
    let near = fewest_slips(written, all(), most).or_else(|| most_alike(written, all(), ALIKE));
    near.map(str::to_owned)
}

impl From<UnusedOption> for Subject {
    fn from(unused: UnusedOption) -> Self {
        Self::new(What::UnusedOption(unused))
    }
}
