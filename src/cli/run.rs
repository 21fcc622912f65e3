//! The main command: reads the inputs, has them checked in parallel, writes the answer in their order.

use super::Failure;
use super::args::Arguments;
use super::files::{Input, expand};
use super::output::{Output, style};
use needs_exec_role::{Checker, Outcome, Rendered, ReportStream};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

/// How many files are held in memory at a time.
const BATCH: usize = 256;

pub(super) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    if arguments.paths.is_empty() {
        return Err(Failure(
            "nothing to check: name a file, a directory, or - for standard input".into(),
        ));
    }
    let mut options = arguments.inputs.options(&arguments.rules)?;
    arguments.role.add_to(&mut options)?;
    let checker = Checker::new(&options)?;
    let show = &arguments.show;
    let inputs = expand(&arguments.paths);
    let mut output = Output::open(show.output.as_deref())?;
    let mut stream = ReportStream::new(show.format(), style(show));
    output.write(&stream.begin())?;
    for batch in inputs.chunks(BATCH) {
        for rendered in render_batch(&checker, &stream, batch) {
            output.write(&stream.push(&rendered))?;
        }
    }
    let outcome = stream.outcome(show.fail_on.severity());
    output.write(&stream.end())?;
    output.finish()?;
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
