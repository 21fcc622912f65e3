//! Completions for shells, and the manual pages: both made from the arguments.

use super::Failure;
use super::args::Completions;
use super::output::Output;
use clap::Command;
use clap::builder::{PossibleValue, PossibleValuesParser};
use needs_exec_role::{Checker, Options, Outcome};

pub(super) fn run(what: &Completions, command: Command) -> Result<Outcome, Failure> {
    let mut text = Vec::new();
    if let Some(page) = &what.man {
        let page = clap_mangen::Man::new(documented(command, page)?);
        page.source(concat!("needs-exec-role ", env!("CARGO_PKG_VERSION"))).render(&mut text)?;
    } else if let Some(shell) = what.shell {
        let mut command = with_names(command)?;
        clap_complete::generate(shell, &mut command, "needs-exec-role", &mut text);
    }
    let mut output = Output::open(None)?;
    output.write(&String::from_utf8_lossy(&text))?;
    output.finish()?;
    Ok(Outcome::Clean)
}

/// The command that a page is about; the program where the page has no name.
fn documented(mut command: Command, page: &str) -> Result<Command, Failure> {
    command.build();
    if page.is_empty() {
        return Ok(command);
    }
    match command.find_subcommand(page) {
        Some(found) => Ok(found.clone()),
        None => Err(Failure(format!("--man {page}: no such command"))),
    }
}

/// The same with the names that `explain` and `--assume` know as values: the program itself accepts more,
/// such as error messages and a value after the name.
fn with_names(mut command: Command) -> Result<Command, Failure> {
    // What a command accepts is built only when it is called.
    command.build();
    let checker = Checker::new(&Options::default())?;
    let rules = checker.rules().map(|(id, _)| id.to_owned());
    let explained = values(rules.chain(checker.codes()));
    let assumed = values(checker.assumptions().into_iter().map(|it| it.name));
    let with_assumed =
        |command: Command| command.mut_arg("assume", |it| it.value_parser(assumed.clone()));
    let mut command = with_assumed(command);
    for name in ["check", "policy", "role"] {
        command = command.mut_subcommand(name, with_assumed);
    }
    Ok(command.mut_subcommand("explain", |it| it.mut_arg("what", |it| it.value_parser(explained))))
}

/// Names as the values of an argument. clap takes names that last as long as the program, which ends right
/// after this.
fn values(names: impl Iterator<Item = String>) -> PossibleValuesParser {
    let names = names.map(|name| PossibleValue::new(&*name.leak()));
    names.collect::<Vec<_>>().into()
}
