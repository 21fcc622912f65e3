//! The main command: reads the inputs, judges them in parallel, writes the answer in their order.

use super::arguments::{Arguments, FailOn, Format};
use super::input::{self, Input};
use super::output::{self, Output};
use super::{Exit, Failure, question, role, tell};
use crate::analysis::pipeline::{Settings, analyze};
use crate::analysis::{Diagnostic, FileReport, of_problem};
use crate::base::diagnostic::{BuiltIn, Severity};
use crate::engine::Question;
use crate::render::graphical::Style;
use crate::render::{Summary, compact, graphical, json};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

/// How many files are held in memory at a time.
const BATCH: usize = 256;

/// What a file comes to, rendered, so that nothing else of it is kept.
#[derive(Default)]
struct Rendered {
    answer: Answer,
    tally: Tally,
}

/// The answer about a file, in the format asked for.
enum Answer {
    Text(String),
    Json(json::Fragment),
}

/// What is counted over a run.
#[derive(Clone, Copy, Default)]
struct Tally {
    summary: Summary,
    worst: Option<Severity>,
    is_failure: bool,
}

/// What all files are judged and shown by.
struct Job<'a> {
    settings: Settings<'a>,
    format: Format,
    style: Style,
    is_quiet: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    if arguments.paths.is_empty() {
        return Err(Failure(
            "nothing to check: name a file, a directory, or - for standard input".into(),
        ));
    }
    let rules = tell::load_rules(&arguments.rules)?;
    let question = Question {
        roles: role::files(&arguments.given)?,
        unneeded: arguments.given.unneeded,
        ..question::question(&arguments.ask, &rules)?
    };
    let substitutions = question::substitutions(&arguments.ask)?;
    let job = Job {
        settings: Settings { rules: &rules, question: &question, substitutions: &substitutions },
        format: arguments.show.format,
        style: output::style(&arguments.show),
        is_quiet: arguments.show.quiet,
    };
    let inputs = input::expand(&arguments.paths);
    let mut output = Output::open(arguments.show.output.as_deref())?;
    let total = write_all(&job, &inputs, &mut output)?;
    output.finish()?;
    Ok(exit(&total, arguments.show.fail_on))
}

/// Writes the answer, a batch of files at a time, and gives what was counted.
fn write_all(job: &Job<'_>, inputs: &[Input], output: &mut Output) -> Result<Tally, Failure> {
    let mut total = Tally::default();
    let mut stream = json::Stream::default();
    if job.format == Format::Json {
        output.write(&stream.begin())?;
    }
    for batch in inputs.chunks(BATCH) {
        for rendered in render_batch(job, batch) {
            total.add(rendered.tally);
            match &rendered.answer {
                Answer::Text(text) => output.write(text)?,
                Answer::Json(fragment) => output.write(&stream.push(fragment))?,
            }
        }
    }
    match job.format {
        Format::Json => output.write(&stream.end(&total.summary))?,
        Format::Graphical if !job.is_quiet => {
            output.write(&graphical::summary(&total.summary, &job.style))?;
        }
        Format::Graphical | Format::Compact => {}
    }
    Ok(total)
}

/// One file needs no second thread, and starting them costs more than judging it.
fn render_batch(job: &Job<'_>, batch: &[Input]) -> Vec<Rendered> {
    match batch {
        [input] => vec![render(job, input)],
        _ => batch.par_iter().map(|input| render(job, input)).collect(),
    }
}

fn render(job: &Job<'_>, input: &Input) -> Rendered {
    match input::read(input) {
        Err(problem) => job.unread(input, &of_problem(problem)),
        Ok((source, problems)) => {
            analyze(&source, problems, job.settings, |file| job.examined(input, file))
        }
    }
}

impl Job<'_> {
    fn examined(&self, input: &Input, file: &FileReport<'_>) -> Rendered {
        let has_none = file.task_reports.is_empty();
        let mut tally = Tally::default();
        // In a directory, what holds no task definition is none of our business, unless it means to.
        if has_none && !input.is_named && !mentions_one(file) {
            tally.summary.skipped = 1;
            return Rendered { tally, ..Rendered::default() };
        }
        tally.summary.add(file);
        tally.worst = file.severities().max();
        let lacks_role = file.problems.iter().any(|problem| problem.code.is(BuiltIn::RoleNotGiven));
        tally.is_failure = lacks_role || (has_none && input.is_named);
        let answer = match self.format {
            Format::Graphical => {
                let is_full = input.is_named && !self.is_quiet;
                Answer::Text(graphical::file(file, &self.style, is_full))
            }
            Format::Compact => Answer::Text(compact::file(file)),
            Format::Json => Answer::Json(json::file(file)),
        };
        Rendered { answer, tally }
    }

    fn unread(&self, input: &Input, problem: &Diagnostic) -> Rendered {
        let mut tally = Tally { is_failure: input.is_named, ..Tally::default() };
        tally.summary.add_unread(problem);
        tally.worst = Some(problem.severity);
        let path = input::name(&input.path);
        let answer = match self.format {
            Format::Graphical => Answer::Text(graphical::unread(problem, &path, &self.style)),
            Format::Compact => Answer::Text(compact::unread(problem, &path)),
            Format::Json => Answer::Json(json::unread(&path, problem)),
        };
        Rendered { answer, tally }
    }
}

/// Whether a file without a task definition speaks of one and could not be read well.
pub(super) fn mentions_one(file: &FileReport<'_>) -> bool {
    let is_broken = file.problems.iter().any(|problem| problem.code.is(BuiltIn::Syntax));
    is_broken && file.source.text().contains("containerDefinitions")
}

impl Default for Answer {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.summary += other.summary;
        self.worst = self.worst.max(other.worst);
        self.is_failure |= other.is_failure;
    }
}

fn exit(total: &Tally, fail_on: FailOn) -> Exit {
    if total.is_failure || total.summary.task_definitions == 0 {
        return Exit::Failed;
    }
    let limit = match fail_on {
        FailOn::Error => Some(Severity::Error),
        FailOn::Warning => Some(Severity::Warning),
        FailOn::Never => None,
    };
    match (limit, total.worst) {
        (Some(limit), Some(worst)) if worst >= limit => Exit::Found,
        _ => Exit::Clean,
    }
}
