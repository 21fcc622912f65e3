//! The command line: the only place that knows clap and the disk. Arguments in, exit code out.

mod args;
mod baseline;
#[cfg(feature = "completions")]
mod completions;
mod explain;
mod files;
mod fix;
mod inputs;
mod output;
mod policy;
mod replace;
mod rules;
mod run;
mod version;
mod walk;

use args::{Arguments, CheckArguments, Command};
#[cfg(feature = "completions")]
use clap::CommandFactory;
use needs_exec_role::{OptionError, Outcome, Style};
use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;

/// A run that could not begin or go on: a bad flag, a file that cannot be written.
#[derive(Debug)]
struct Failure(String);

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<OptionError> for Failure {
    fn from(error: OptionError) -> Self {
        let excerpt = error.excerpt(&Style::default());
        Self(excerpt.map_or_else(|| error.to_string(), |excerpt| format!("{error}\n{excerpt}")))
    }
}

/// Runs the program with its arguments, the first of which is its name.
pub(crate) fn run(args: impl IntoIterator<Item = OsString>) -> Outcome {
    let arguments = match Arguments::read(args) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version come this way too, and are no failure.
            let failed = error.use_stderr();
            drop(error.print());
            return if failed { Outcome::Failed } else { Outcome::Clean };
        }
    };
    let done = match &arguments.command {
        _ if arguments.version => version::print(arguments.check.show.verbose),
        None => check(&arguments.rules, &arguments.check),
        Some(Command::Check(given)) => check(&arguments.rules, given),
        Some(Command::Rules(list)) => rules::list(&arguments, list),
        Some(Command::Explain(what)) => explain::explain(&arguments, what),
        Some(Command::Policy(given)) => policy::policy(&arguments.rules, given),
        Some(Command::Role(given)) => policy::role(&arguments.rules, given),
        #[cfg(feature = "completions")]
        Some(Command::Completions(what)) => completions::run(what, Arguments::command()),
    };
    match done {
        Ok(outcome) => outcome,
        Err(Failure(message)) => {
            drop(writeln!(std::io::stderr().lock(), "needs-exec-role: {message}"));
            Outcome::Failed
        }
    }
}

/// The main command.
fn check(rules: &[PathBuf], given: &CheckArguments) -> Result<Outcome, Failure> {
    match given.fixes.mode() {
        Some(mode) => fix::fix(rules, given, mode),
        None => run::run(rules, given),
    }
}
