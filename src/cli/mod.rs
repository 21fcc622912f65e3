//! The command line: the only place that knows clap and the disk. Arguments in, exit code out.

mod args;
mod baseline;
#[cfg(feature = "completions")]
mod completions;
mod explain;
mod fix;
mod inputs;
mod modules;
mod output;
mod patch;
mod policy;
mod replace;
mod reports;
mod rules;
mod run;
mod settings;
mod version;
mod walk;

use crate::workspace::{Failure, files};
use args::{Arguments, CheckArguments, Command, SharedArguments};
#[cfg(feature = "completions")]
use clap::CommandFactory;
use needs_exec_role::Outcome;
use std::ffi::OsString;
use std::io::Write;

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
        None => check(&arguments.shared, &arguments.check),
        Some(Command::Check(given)) => check(&arguments.shared, given),
        Some(Command::Rules(list)) => rules::list(&arguments, list),
        Some(Command::Explain(what)) => explain::explain(&arguments, what),
        Some(Command::Policy(given)) => policy::policy(&arguments.shared, given),
        Some(Command::Role(given)) => policy::role(&arguments.shared, given),
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
fn check(shared: &SharedArguments, given: &CheckArguments) -> Result<Outcome, Failure> {
    match (&given.show_settings, given.fixes.mode()) {
        (Some(file), _) => settings::show(shared, given, &run::options(shared, given)?, file),
        (None, Some(mode)) => fix::fix(shared, given, mode),
        (None, None) => run::run(shared, given),
    }
}
