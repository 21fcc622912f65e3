//! The totals of a run, and its outcome.

use crate::analysis::pipeline::is_about_a_missing_part;
use crate::analysis::{Diagnostic, FileReport};
use crate::base::diagnostic::{BuiltIn, Severity};
use crate::engine::{RoleState, Verdict};
use crate::render::{Summary, summary_of, summary_of_unread};

/// How a run ends. The worse outweighs the better; the number is the exit code of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Nothing at or above the severity that fails a run: exit code 0.
    Clean = 0,
    /// Findings or problems at or above it: exit code 1.
    Found = 1,
    /// A named input could not be read or contains no task definition, or there was nothing to check and nothing
    /// to report: exit code 2.
    Failed = 2,
}

/// What is counted over a run.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    /// The numbers of the report's last line.
    pub(super) summary: Summary,
    worst: Option<Severity>,
    is_failure: bool,
}

impl Tally {
    /// Counts another file.
    pub(super) fn add(&mut self, other: Self) {
        self.summary += other.summary;
        self.worst = self.worst.max(other.worst);
        self.is_failure |= other.is_failure;
    }

    /// The outcome of the run, with `fail_on` as the lowest severity that fails it.
    pub(super) fn outcome(&self, fail_on: Option<Severity>) -> Outcome {
        if self.is_failure || self.summary.found_nothing() {
            return Outcome::Failed;
        }
        match (fail_on, self.worst) {
            (Some(limit), Some(worst)) if worst >= limit => Outcome::Found,
            _ => Outcome::Clean,
        }
    }

    /// That of a file; none if the file is skipped: one that was met in a folder, contains no task
    /// definition and does not mean to.
    pub(super) fn of(file: &FileReport<'_>, is_named: bool) -> Option<Self> {
        let has_none = file.task_reports.is_empty();
        if !is_named && has_only_open_runs(file) && !mentions_one(file) && !is_read_in_part(file) {
            return None;
        }
        let lacks_role = file.problems.iter().any(|it| it.code.is(BuiltIn::RoleNotGiven));
        Some(Self {
            summary: summary_of(file),
            worst: file.severities().max(),
            is_failure: lacks_role || (has_none && is_named),
        })
    }

    /// That of a file that is skipped.
    pub(super) fn skipped() -> Self {
        Self { summary: Summary { skipped: 1, ..Summary::default() }, ..Self::default() }
    }

    /// That of a file that could not be read.
    pub(super) fn unread(problem: &Diagnostic, is_named: bool) -> Self {
        Self {
            summary: summary_of_unread(problem),
            worst: Some(problem.severity),
            is_failure: is_named,
        }
    }

    /// That of something about the run as a whole.
    pub(super) fn of_run(problem: &Diagnostic) -> Self {
        let summary = Summary { files: 0, ..summary_of_unread(problem) };
        Self { summary, worst: Some(problem.severity), is_failure: false }
    }

    /// Whether an input failed the run by itself.
    pub(super) fn is_failure(&self) -> bool {
        self.is_failure
    }
}

/// Whether nothing is known of the task definitions of a file: there are none, or only runs of those that no file of the
/// run holds, without anything of their own.
fn has_only_open_runs(file: &FileReport<'_>) -> bool {
    file.task_reports.iter().all(|it| {
        it.task.context.run_of.is_some()
            && it.assessment.verdict == Verdict::Depends
            && it.assessment.role.state != RoleState::Invalid
    })
}

/// Whether what is made of several files lacks one of them, which may hold a task definition.
fn is_read_in_part(file: &FileReport<'_>) -> bool {
    file.problems.iter().any(is_about_a_missing_part)
}

/// Whether a file without a task definition mentions one and could not be read well, or not at all.
fn mentions_one(file: &FileReport<'_>) -> bool {
    const SIGNS: [&str; 10] = [
        "AWS::Batch::JobDefinition",
        "ontainerDefinitions",
        "AWS::ECS::TaskDefinition",
        "xecutionRoleArn",
        "equiresCompatibilities",
        // Those of Terraform, whichever provider makes them.
        "ecs_task_definition",
        "ecs_daemon_task_definition",
        "ecs_express_gateway_service",
        "container_definitions",
        "execution_role_arn",
    ];
    let hides_some =
        |it: &Diagnostic| it.code.is(BuiltIn::Syntax) || it.code.is(BuiltIn::NotReadYet);
    file.problems.iter().any(hides_some)
        && SIGNS.iter().any(|sign| file.source.text().contains(sign))
}
