//! The main command: reads the inputs, has them checked in parallel, writes the answer in their order.

use super::Failure;
use super::args::{CheckArguments, SharedArguments};
use super::baseline::{RenderedFile, RunBaseline};
use super::inputs::{BATCH, Judge, Judging};
use super::output::{report_beyond, report_nothing};
use super::reports::Reports;
use super::walk::{InputFiles, expand};
use crate::workspace::{Checkers, Input, Workspace};
use needs_exec_role::{Checker, Options, Outcome, ReportStream, SourceFile, Summary, Unit, Unread};
use std::path::PathBuf;
use std::sync::Arc;

pub(super) fn run(shared: &SharedArguments, given: &CheckArguments) -> Result<Outcome, Failure> {
    let options = options(shared, given)?;
    let (checkers, found) = settled(shared, given, options)?;
    let reports = Reports::open(&given.show, None)?;
    report(&checkers, given, &found, reports)
}

/// The options, with the files that they name read.
pub(super) fn options(
    shared: &SharedArguments,
    given: &CheckArguments,
) -> Result<Options, Failure> {
    let mut options = given.inputs.options(&shared.rules)?;
    given.role.add_to(&mut options)?;
    options.no_ignores |= given.exceptions.no_ignores;
    Ok(options)
}

/// The inputs, and the checkers for them.
pub(super) fn settled(
    shared: &SharedArguments,
    given: &CheckArguments,
    options: Options,
) -> Result<(Checkers, InputFiles), Failure> {
    let workspace = Workspace::new(shared.configuration(), options, &shared.rules)?.with_roles();
    let mut found = expand(&given.paths, &workspace.discovery)?;
    if given.skip_unrelated {
        found.skip_unrelated(&given.paths, &workspace)?;
    }
    let checkers = found.settle(&workspace)?;
    // What is excluded by an option may be found in another run.
    if given.paths.exclude.is_empty() && !given.exceptions.no_ignores {
        let folders = given.paths.paths.iter().filter(|it| it.is_dir());
        found.walked = workspace.discovery.walked(folders.map(PathBuf::as_path));
    }
    Ok((checkers, found))
}

/// Checks the inputs, and writes the reports on them.
pub(super) fn report(
    checkers: &Checkers,
    given: &CheckArguments,
    found: &InputFiles,
    mut reports: Reports,
) -> Result<Outcome, Failure> {
    let mut baseline = RunBaseline::open(&given.exceptions)?;
    if baseline.is_asked() {
        reports = reports.with_baseline();
    }
    reports.each(|stream| stream.pass_over(found.skipped));
    reports.begin()?;
    let mut judging = Judging::new(checkers, &found.inputs);
    for batch in found.inputs.chunks(BATCH) {
        let next = judging.next(batch, &InputRendering(reports.streams()));
        for rendered in baseline.settle(next, reports.streams()) {
            reports.push(&rendered)?;
        }
    }
    let rest = judging.finish(&InputRendering(reports.streams()));
    for rendered in baseline.settle(rest, reports.streams()) {
        reports.push(&rendered)?;
    }
    reports.push_last(|stream| checkers.first().render_unused_options(stream))?;
    for found in &found.walked {
        let (configuration, checker) = (&found.configuration, checkers.first());
        reports.push_last(|stream| {
            let unused = found.unneeded_exceptions(stream.needed_exceptions());
            checker.render_unused_exceptions(configuration, &unused, stream)
        })?;
    }
    let fail_on = given.show.fail_on.severity();
    let totals = reports.first().map(|it| (it.outcome(fail_on), it.summary()));
    let (outcome, summary) = totals.unwrap_or((Outcome::Failed, Summary::default()));
    reports.finish()?;
    baseline.finish(outcome == Outcome::Failed)?;
    if given.skip_unrelated && summary.found_nothing() {
        return Ok(Outcome::Clean);
    }
    report_nothing(&summary);
    report_beyond(judging.beyond);
    Ok(outcome)
}

/// Renders what is found in an input, once for all reports.
struct InputRendering<'a>(&'a [ReportStream]);

impl<'c> Judge<'c> for InputRendering<'_> {
    type Output = RenderedFile<'c>;

    fn alone(&self, checker: &'c Checker, file: &SourceFile) -> RenderedFile<'c> {
        RenderedFile::new(checker.render_each(file, self.0), checker, file, None)
    }

    fn together(
        &self,
        checker: &'c Checker,
        unit: &Arc<Unit>,
        file: &SourceFile,
    ) -> RenderedFile<'c> {
        let rendered = checker.render_each_in(unit, file, self.0);
        RenderedFile::new(rendered, checker, file, Some(unit))
    }

    fn unread(&self, checker: &'c Checker, input: &Input, why: &Unread) -> RenderedFile<'c> {
        let render = |stream| checker.render_unread(&input.name(), why, input.is_named, stream);
        RenderedFile::of_unread(self.0.iter().map(render).collect())
    }
}
