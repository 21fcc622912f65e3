//! The main command: reads the inputs, has them checked in parallel, writes the answer in their order.

use super::Failure;
use super::args::Arguments;
use super::files::{Input, expand};
use super::output::{Output, style};
use needs_exec_role::{Checker, Outcome, Rendered, Renderer, Stream, Tally};
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
    let renderer = show.format().renderer(style(show));
    let inputs = expand(&arguments.paths);
    let mut output = Output::open(show.output.as_deref())?;
    let total = write_all(&checker, renderer.as_ref(), &inputs, &mut output)?;
    output.finish()?;
    Ok(total.outcome(show.fail_on.severity()))
}

/// Writes the answer, a batch of files at a time, and gives what was counted.
fn write_all(
    checker: &Checker,
    renderer: &dyn Renderer,
    inputs: &[Input],
    output: &mut Output,
) -> Result<Tally, Failure> {
    let mut total = Tally::default();
    let mut stream = Stream::default();
    output.write(&renderer.begin())?;
    for batch in inputs.chunks(BATCH) {
        for rendered in render_batch(checker, renderer, batch) {
            total.add(rendered.tally);
            output.write(&stream.push(renderer, &rendered.piece))?;
        }
    }
    output.write(&stream.end(renderer, &total.summary))?;
    Ok(total)
}

/// One file needs no second thread, and starting them costs more than judging it.
fn render_batch(checker: &Checker, renderer: &dyn Renderer, batch: &[Input]) -> Vec<Rendered> {
    let one = |input: &Input| match input.read() {
        Ok(file) => checker.render(&file, renderer),
        Err(why) => checker.render_unread(&input.name(), &why, input.is_named, renderer),
    };
    match batch {
        [input] => vec![one(input)],
        _ => batch.par_iter().map(one).collect(),
    }
}
