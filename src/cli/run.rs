//! The main command: reads the inputs, has them checked in parallel, writes the answer in their order.

use super::Failure;
use super::args::{CheckArguments, SharedArguments};
use super::baseline::{RenderedFile, RunBaseline};
use super::files::Input;
use super::inputs::{BATCH, Judge, Judging};
use super::output::{Output, report_beyond, report_nothing, style};
use super::walk::{InputFiles, expand};
use crate::workspace::{Checkers, Workspace};
use needs_exec_role::{Checker, Options, Outcome, ReportStream, SourceFile, Unit, Unread};
use std::path::PathBuf;
use std::sync::Arc;

pub(super) fn run(shared: &SharedArguments, given: &CheckArguments) -> Result<Outcome, Failure> {
    let options = options(shared, given)?;
    let (checkers, found) = settled(shared, given, options)?;
    let output = Output::open(given.show.output.as_deref())?;
    report(&checkers, given, &found, output)
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
    let checkers = workspace.settle(&mut found.inputs)?;
    // What is excluded by an option may be found in another run.
    if given.paths.exclude.is_empty() && !given.exceptions.no_ignores {
        let folders = given.paths.paths.iter().filter(|it| it.is_dir());
        found.walked = workspace.discovery.walked(folders.map(PathBuf::as_path));
    }
    Ok((checkers, found))
}

/// Checks the inputs, and writes the report on them.
pub(super) fn report(
    checkers: &Checkers,
    given: &CheckArguments,
    found: &InputFiles,
    mut output: Output,
) -> Result<Outcome, Failure> {
    let show = &given.show;
    let mut baseline = RunBaseline::open(&given.exceptions)?;
    let fail_on = show.fail_on.severity();
    let mut stream = ReportStream::new(show.format(), style(show)).failing_on(fail_on);
    if baseline.is_asked() {
        stream = stream.with_baseline();
    }
    stream.pass_over_terraform(found.terraform);
    stream.pass_over(found.skipped);
    output.write(&stream.begin())?;
    let mut judging = Judging::new(checkers, &found.inputs);
    for batch in found.inputs.chunks(BATCH) {
        let next = judging.next(batch, &InputRendering(&stream));
        for rendered in baseline.settle(next, &stream) {
            output.write(&stream.push(&rendered))?;
        }
    }
    let rest = judging.finish(&InputRendering(&stream));
    for rendered in baseline.settle(rest, &stream) {
        output.write(&stream.push(&rendered))?;
    }
    for rendered in checkers.first().render_unused_options(&stream) {
        output.write(&stream.push(&rendered))?;
    }
    for found in &found.walked {
        let unused = found.unneeded_exceptions(stream.needed_exceptions());
        let (configuration, checker) = (&found.configuration, checkers.first());
        let rendered = checker.render_unused_exceptions(configuration, &unused, &stream);
        if let Some(rendered) = rendered {
            output.write(&stream.push(&rendered))?;
        }
    }
    let outcome = stream.outcome(fail_on);
    let summary = stream.summary();
    output.write(&stream.end())?;
    output.finish()?;
    baseline.finish(outcome == Outcome::Failed)?;
    if given.skip_unrelated && summary.found_nothing() {
        return Ok(Outcome::Clean);
    }
    report_nothing(&summary);
    report_beyond(judging.beyond);
    Ok(outcome)
}

/// Renders what is found in an input.
struct InputRendering<'a>(&'a ReportStream);

impl<'c> Judge<'c> for InputRendering<'_> {
    type Output = RenderedFile<'c>;

    fn alone(&self, checker: &'c Checker, file: &SourceFile) -> RenderedFile<'c> {
        RenderedFile::new(checker.render(file, self.0), checker, file, None)
    }

    fn together(
        &self,
        checker: &'c Checker,
        unit: &Arc<Unit>,
        file: &SourceFile,
    ) -> RenderedFile<'c> {
        let rendered = checker.render_in(unit, file, self.0);
        RenderedFile::new(rendered, checker, file, Some(unit))
    }

    fn unread(&self, checker: &'c Checker, input: &Input, why: &Unread) -> RenderedFile<'c> {
        checker.render_unread(&input.name(), why, input.is_named, self.0).into()
    }
}
