//! The main command: reads the inputs, has them checked in parallel, writes the answer in their order.

use super::Failure;
use super::args::{CheckArguments, SharedArguments};
use super::files::Input;
use super::inputs::{BATCH, Judge, Judging};
use super::output::{Output, report_beyond, report_nothing, style};
use super::settings;
use super::walk::expand;
use crate::workspace::Workspace;
use needs_exec_role::{Checker, Outcome, Rendered, ReportStream, SourceFile, Unit, Unread};

pub(super) fn run(shared: &SharedArguments, given: &CheckArguments) -> Result<Outcome, Failure> {
    let mut options = given.inputs.options(&shared.rules)?;
    given.role.add_to(&mut options)?;
    let show = &given.show;
    if let Some(file) = &given.show_settings {
        return settings::show(shared, given, &options, file);
    }
    let workspace = Workspace::new(shared.configuration(), options, &shared.rules)?.with_roles();
    let mut found = expand(&given.paths, &workspace.discovery)?;
    if given.skip_unrelated {
        found.skip_unrelated(&given.paths, &workspace)?;
    }
    let checkers = workspace.settle(&mut found.inputs)?;
    let mut output = Output::open(show.output.as_deref())?;
    let mut stream = ReportStream::new(show.format(), style(show));
    stream.pass_over_terraform(found.terraform);
    stream.pass_over(found.skipped);
    output.write(&stream.begin())?;
    let mut judging = Judging::new(&checkers, &found.inputs);
    for batch in found.inputs.chunks(BATCH) {
        for rendered in judging.next(batch, &InputRendering(&stream)) {
            output.write(&stream.push(&rendered))?;
        }
    }
    for rendered in judging.finish(&InputRendering(&stream)) {
        output.write(&stream.push(&rendered))?;
    }
    for rendered in checkers.first().render_unused_options(&stream) {
        output.write(&stream.push(&rendered))?;
    }
    let outcome = stream.outcome(show.fail_on.severity());
    let summary = stream.summary();
    output.write(&stream.end())?;
    output.finish()?;
    if given.skip_unrelated && summary.found_nothing() {
        return Ok(Outcome::Clean);
    }
    report_nothing(&summary);
    report_beyond(judging.beyond);
    Ok(outcome)
}

/// Renders what is found in an input.
struct InputRendering<'a>(&'a ReportStream);

impl Judge for InputRendering<'_> {
    type Output = Rendered;

    fn alone(&self, checker: &Checker, file: &SourceFile) -> Rendered {
        checker.render(file, self.0)
    }

    fn together(&self, checker: &Checker, unit: &Unit, file: &SourceFile) -> Rendered {
        checker.render_in(unit, file, self.0)
    }

    fn unread(&self, checker: &Checker, input: &Input, why: &Unread) -> Rendered {
        checker.render_unread(&input.name(), why, input.is_named, self.0)
    }
}
