//! The command `rules`.

use super::Failure;
use super::args::{Arguments, RulesFormat, RulesList, SharedArguments, rule_files};
use super::output::Output;
use crate::workspace::Workspace;
use needs_exec_role::{Checker, FACTS_DATE, Options, Outcome};

/// `rules`: one line each and how old they are, or JSON; or the switches that rules know.
pub(super) fn list(arguments: &Arguments, list: &RulesList) -> Result<Outcome, Failure> {
    let checker = checker(arguments)?;
    if list.format == RulesFormat::Json {
        return print(arguments, &checker.rules_json());
    }
    let rows: Vec<(String, String)> = if list.assumptions {
        let switches = checker.assumptions().into_iter().map(|it| {
            (
                it.value.map_or_else(|| it.name.clone(), |value| format!("{}={value}", it.name)),
                it.says,
            )
        });
        switches.collect()
    } else {
        checker.rules().map(|(id, title)| (id.to_owned(), title.to_owned())).collect()
    };
    let ending = match (list.assumptions, rows.len()) {
        (true, _) => String::new(),
        (false, count) => format!("\n{count} rules; facts about AWS as of {FACTS_DATE}\n"),
    };
    let longest = rows.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    let lines = rows.iter().map(|(name, what)| format!("{name:<longest$}  {what}\n"));
    print(arguments, &(lines.collect::<String>() + &ending))
}

pub(super) fn checker(arguments: &Arguments) -> Result<Checker, Failure> {
    workspace(&arguments.shared)?.checker_here()
}

/// The settings without options but for the rules.
pub(super) fn workspace(shared: &SharedArguments) -> Result<Workspace, Failure> {
    let rules = rule_files(&shared.rules)?;
    let options = Options { rules, ..Options::default() };
    Workspace::new(shared.configuration(), options, &shared.rules)
}

pub(super) fn print(arguments: &Arguments, text: &str) -> Result<Outcome, Failure> {
    let mut output = Output::open(arguments.check.show.file()?)?;
    output.write(text)?;
    output.finish()?;
    Ok(Outcome::Clean)
}
