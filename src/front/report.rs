//! The result of a run, as plain data that outlives the texts.

use super::checked_task::CheckedTask;
use super::diagnostic::{FixesAsked, ReportedDiagnostic};
use super::source_file::Unread;
use super::tally::{Outcome, Tally};
use crate::analysis::triage::all_problems;
use crate::analysis::{FileReport, OptionUse};
use crate::base::diagnostic::Severity;
use crate::base::source::Source;
use crate::input::inputs::Inputs;
use crate::render::Summary;
use std::collections::BTreeSet;

/// The result of a run.
#[derive(Clone, Debug, Default)]
pub struct Report {
    tasks: Vec<CheckedTask>,
    problems: Vec<ReportedDiagnostic>,
    tally: Tally,
    /// What the options could be about in the files.
    pub(super) option_use: OptionUse,
    needed_exceptions: BTreeSet<usize>,
}

impl Report {
    /// The task definitions, in order.
    pub fn task_definitions(&self) -> &[CheckedTask] {
        &self.tasks
    }

    /// Problems with the files themselves, also those that [may stay](ReportedDiagnostic::suppressed).
    pub fn problems(&self) -> &[ReportedDiagnostic] {
        &self.problems
    }

    /// All diagnostics, of the files and of their task definitions, also those that
    /// [may stay](ReportedDiagnostic::suppressed).
    pub fn diagnostics(&self) -> impl Iterator<Item = &ReportedDiagnostic> {
        self.problems.iter().chain(self.tasks.iter().flat_map(CheckedTask::diagnostics))
    }

    /// The numbers of the [exceptions](crate::Exception) that were about something that was found, whether they have
    /// expired or not, and of those that may be about something that such a run cannot find.
    pub fn needed_exceptions(&self) -> &BTreeSet<usize> {
        &self.needed_exceptions
    }

    /// The totals.
    pub fn summary(&self) -> Summary {
        self.tally.summary
    }

    /// The outcome of the run, with `fail_on` as the lowest severity that fails it.
    pub fn outcome(&self, fail_on: Option<Severity>) -> Outcome {
        self.tally.outcome(fail_on)
    }

    /// Adds the result of another run.
    pub fn append(&mut self, mut other: Self) {
        self.tasks.append(&mut other.tasks);
        self.problems.append(&mut other.problems);
        self.tally.add(other.tally);
        self.option_use.add(other.option_use);
        self.needed_exceptions.append(&mut other.needed_exceptions);
    }

    /// Adds that a file could not be read; `is_named` is whether the user asked for this file, rather than for a
    /// folder that contains it.
    pub fn add_unread(&mut self, name: &str, why: &Unread, is_named: bool) {
        let problem = why.diagnostic();
        let source = Source::new(name, "");
        self.problems.push(ReportedDiagnostic::new(&problem, &source, &[]));
        self.tally.add(Tally::unread(&problem, is_named));
    }

    pub(super) fn add(
        &mut self,
        found: &FileReport<'_>,
        tally: Tally,
        inputs: &Inputs,
        asks: FixesAsked<'_>,
    ) {
        self.tally.add(tally);
        self.option_use.add(found.option_use.clone());
        self.needed_exceptions.extend(&found.needed_exceptions);
        let problems = all_problems(found).into_iter();
        self.problems.extend(problems.map(|it| ReportedDiagnostic::of(it, found, None, asks)));
        let task = |it| CheckedTask::new(it, found, asks).with_inputs(inputs);
        self.tasks.extend(found.task_reports.iter().map(task));
    }

    pub(super) fn skip(&mut self) {
        self.tally.add(Tally::skipped());
    }

    pub(super) fn is_failure(&self) -> bool {
        self.tally.is_failure() || self.tasks.is_empty()
    }
}
