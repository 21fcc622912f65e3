//! The main command: reads the inputs, has them checked in parallel, writes the answer in their order.

use super::Failure;
use super::args::{CheckArguments, ShowArguments};
use super::files::Input;
use super::inputs::{BATCH, Judge, Judging};
use super::output::{Output, report_beyond, report_nothing, style};
use super::walk::{InputFiles, expand};
use needs_exec_role::{
    Checker, Options, Outcome, Rendered, ReportStream, SourceFile, Unit, Unread,
};
use std::path::PathBuf;

pub(super) fn run(rules: &[PathBuf], given: &CheckArguments) -> Result<Outcome, Failure> {
    let options = options(rules, given)?;
    let found = expand(&given.paths)?;
    let output = Output::open(given.show.output.as_deref())?;
    report(&options, &given.show, &found, output)
}

/// The options, with the files that they name read.
pub(super) fn options(rules: &[PathBuf], given: &CheckArguments) -> Result<Options, Failure> {
    let mut options = given.inputs.options(rules)?;
    given.role.add_to(&mut options)?;
    Ok(options)
}

/// Checks the inputs, and writes the report on them.
pub(super) fn report(
    options: &Options,
    show: &ShowArguments,
    found: &InputFiles,
    mut output: Output,
) -> Result<Outcome, Failure> {
    let checker = Checker::new(options)?;
    let mut stream = ReportStream::new(show.format(), style(show));
    stream.pass_over_terraform(found.terraform);
    output.write(&stream.begin())?;
    let mut judging = Judging::new(&checker, &found.inputs);
    for batch in found.inputs.chunks(BATCH) {
        for rendered in judging.next(batch, &InputRendering { checker: &checker, stream: &stream })
        {
            output.write(&stream.push(&rendered))?;
        }
    }
    for rendered in judging.finish(&InputRendering { checker: &checker, stream: &stream }) {
        output.write(&stream.push(&rendered))?;
    }
    for rendered in checker.render_unused_options(&stream) {
        output.write(&stream.push(&rendered))?;
    }
    let outcome = stream.outcome(show.fail_on.severity());
    let summary = stream.summary();
    output.write(&stream.end())?;
    output.finish()?;
    report_nothing(&summary);
    report_beyond(judging.beyond);
    Ok(outcome)
}

/// Renders what is found in an input.
struct InputRendering<'a> {
    checker: &'a Checker,
    stream: &'a ReportStream,
}

impl Judge for InputRendering<'_> {
    type Output = Rendered;

    fn alone(&self, file: &SourceFile) -> Rendered {
        self.checker.render(file, self.stream)
    }

    fn together(&self, unit: &Unit, file: &SourceFile) -> Rendered {
        self.checker.render_in(unit, file, self.stream)
    }

    fn unread(&self, input: &Input, why: &Unread) -> Rendered {
        self.checker.render_unread(&input.name(), why, input.is_named, self.stream)
    }
}
