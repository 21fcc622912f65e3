//! The main command: reads the inputs, has them checked in parallel, writes the answer in their order.

use super::Failure;
use super::args::CheckArguments;
use super::files::Input;
use super::output::{Output, report_nothing, style};
use super::walk::expand;
use needs_exec_role::{Checker, Outcome, Rendered, ReportStream};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use std::path::PathBuf;

/// How many files are held in memory at a time.
const BATCH: usize = 256;

pub(super) fn run(rules: &[PathBuf], given: &CheckArguments) -> Result<Outcome, Failure> {
    let mut options = given.inputs.options(rules)?;
    given.role.add_to(&mut options)?;
    let checker = Checker::new(&options)?;
    let show = &given.show;
    let found = expand(&given.paths)?;
    let mut output = Output::open(show.output.as_deref())?;
    let mut stream = ReportStream::new(show.format(), style(show));
    stream.pass_over_terraform(found.terraform);
    output.write(&stream.begin())?;
    for batch in found.inputs.chunks(BATCH) {
        for rendered in render_batch(&checker, &stream, batch) {
            output.write(&stream.push(&rendered))?;
        }
    }
    for rendered in checker.render_unused_options(&stream) {
        output.write(&stream.push(&rendered))?;
    }
    let outcome = stream.outcome(show.fail_on.severity());
    let summary = stream.summary();
    output.write(&stream.end())?;
    output.finish()?;
    report_nothing(&summary);
    Ok(outcome)
}

/// One file needs no second thread, and starting them costs more than judging it.
fn render_batch(checker: &Checker, stream: &ReportStream, batch: &[Input]) -> Vec<Rendered> {
    let one = |input: &Input| match input.read() {
        Ok(file) => checker.render(&file, stream),
        Err(why) => checker.render_unread(&input.name(), &why, input.is_named, stream),
    };
    match batch {
        [input] => vec![one(input)],
        _ => batch.par_iter().map(one).collect(),
    }
}
