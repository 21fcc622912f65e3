//! The command line: the only place that knows clap. Arguments in, exit code out.

mod arguments;
mod check;
#[cfg(feature = "completions")]
mod completions;
mod input;
mod output;
mod parameters;
mod policy;
mod question;
mod role;
mod tell;

use arguments::{Arguments, Command};
use clap::Parser;
use std::ffi::OsString;
use std::io::Write;

/// What a run ends with. Two outweighs one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Nothing at or above `--fail-on`.
    Clean = 0,
    /// Findings or problems at or above it.
    Found = 1,
    /// Usage, a named input that could not be read or holds no task definition, or nothing to check.
    Failed = 2,
}

/// A run that could not begin or go on: a bad flag, a file that cannot be written.
#[derive(Debug)]
struct Failure(String);

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

/// Runs the program with its arguments, the first of which is its name.
pub fn run(args: impl IntoIterator<Item = OsString>) -> Exit {
    let arguments = match Arguments::try_parse_from(args) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version come this way too, and are no failure.
            let failed = error.use_stderr();
            drop(error.print());
            return if failed { Exit::Failed } else { Exit::Clean };
        }
    };
    let done = match &arguments.command {
        None => check::run(&arguments),
        Some(Command::Rules(list)) => tell::rules(&arguments, list),
        Some(Command::Explain(what)) => tell::explain(&arguments, what),
        Some(Command::Policy(given)) => policy::policy(&arguments.rules, given),
        Some(Command::Role(given)) => policy::role(&arguments.rules, given),
        #[cfg(feature = "completions")]
        Some(Command::Completions(what)) => completions::run(what),
    };
    match done {
        Ok(exit) => exit,
        Err(Failure(message)) => {
            drop(writeln!(std::io::stderr().lock(), "needs-exec-role: {message}"));
            Exit::Failed
        }
    }
}

/// The definition of the command line, for the tests of the pages that show it.
pub fn command() -> clap::Command {
    use clap::CommandFactory;
    Arguments::command()
}
