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
#[cfg(feature = "lsp")]
use crate::workspace::{WhichConfiguration, Workspace};
use args::{Arguments, CheckArguments, Command, SharedArguments};
#[cfg(feature = "completions")]
use clap::CommandFactory;
#[cfg(feature = "lsp")]
use needs_exec_role::Options;
use needs_exec_role::Outcome;
use std::ffi::OsString;
use std::io::Write;
#[cfg(feature = "lsp")]
use std::path::PathBuf;

/// What the arguments ask for, beyond what is done.
pub(crate) enum Next {
    /// Nothing: how the run ends.
    Exit(Outcome),
    /// The language server.
    #[cfg(feature = "lsp")]
    Serve(Box<ServerArguments>),
}

/// What a language server is started with.
#[cfg(feature = "lsp")]
pub(crate) struct ServerArguments {
    /// Which configuration counts.
    pub(crate) which: WhichConfiguration,
    /// The options, with the rules of these folders.
    pub(crate) options: Options,
    /// The folders.
    pub(crate) rules: Vec<PathBuf>,
}

/// Runs the program with its arguments, the first of which is its name.
pub(crate) fn run(args: impl IntoIterator<Item = OsString>) -> Next {
    let arguments = match Arguments::read(args) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version come this way too, and are no failure.
            let failed = error.use_stderr();
            drop(error.print());
            return Next::Exit(if failed { Outcome::Failed } else { Outcome::Clean });
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
        #[cfg(feature = "lsp")]
        Some(Command::LanguageServer) => match server(&arguments.shared) {
            Ok(server) => return Next::Serve(Box::new(server)),
            Err(failure) => Err(failure),
        },
    };
    Next::Exit(match done {
        Ok(outcome) => outcome,
        Err(Failure(message)) => {
            drop(writeln!(std::io::stderr().lock(), "needs-exec-role: {message}"));
            Outcome::Failed
        }
    })
}

/// What the language server is started with.
#[cfg(feature = "lsp")]
fn server(shared: &SharedArguments) -> Result<ServerArguments, Failure> {
    let (which, rules) = (shared.configuration(), shared.rules.clone());
    let options = Options { rules: args::rule_files(&rules)?, ..Options::default() };
    // What cannot be used is said before an editor waits for an answer.
    Workspace::new(which.clone(), options.clone(), &rules)?.checker_here()?;
    Ok(ServerArguments { which, options, rules })
}

/// The main command.
fn check(shared: &SharedArguments, given: &CheckArguments) -> Result<Outcome, Failure> {
    match (&given.show_settings, given.fixes.mode()) {
        (Some(file), _) => settings::show(shared, given, &run::options(shared, given)?, file),
        (None, Some(mode)) => fix::fix(shared, given, mode),
        (None, None) => run::run(shared, given),
    }
}
