//! The commands that tell of rules: `rules` and `explain`.

use super::arguments::{Arguments, Explain, RulesList};
use super::output::Output;
use super::{Exit, Failure, question};
use crate::base::source::Source;
use crate::render::explain::{self, Found};
use crate::rules::{self, Rule, Rules};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// The built-in rules and those of the user's directories, by id.
pub(super) fn load_rules(folders: &[PathBuf]) -> Result<Rules, Failure> {
    let built_in = Rules::built_in();
    if folders.is_empty() {
        return Ok(built_in);
    }
    let mut all = built_in.to_vec();
    for folder in folders {
        for path in rule_files(folder)? {
            let rule = load_rule(&path)?;
            if all.iter().any(|other| other.id() == rule.id()) {
                let message =
                    format!("{}: there is a rule `{}` already", path.display(), rule.id());
                return Err(Failure(message));
            }
            all.push(rule);
        }
    }
    all.sort_by(|one, other| one.id().cmp(other.id()));
    Ok(all.into())
}

fn rule_files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = std::fs::read_dir(folder)
        .map_err(|error| Failure(format!("--rules {}: {error}", folder.display())))?;
    let is_rule = |path: &PathBuf| path.extension().is_some_and(|it| it == "yaml" || it == "yml");
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).filter(is_rule).collect();
    paths.sort();
    if paths.is_empty() {
        return Err(Failure(format!("--rules {}: no rule file (*.yaml) there", folder.display())));
    }
    Ok(paths)
}

fn load_rule(path: &Path) -> Result<Rule, Failure> {
    let bytes =
        std::fs::read(path).map_err(|error| Failure(format!("{}: {error}", path.display())))?;
    let (source, _) = Source::decode(path.to_string_lossy(), bytes);
    rules::read_rule(&source).map_err(|problem| {
        let style = super::output::plain_style();
        let shown = crate::render::graphical::problem(&problem, &source, &style);
        Failure(format!("{}: this is not a rule\n{shown}", path.display()))
    })
}

/// `rules`: one line each, or the switches that rules know.
pub(super) fn rules(arguments: &Arguments, list: &RulesList) -> Result<Exit, Failure> {
    let rules = load_rules(&arguments.rules)?;
    let mut text = String::new();
    if list.assumptions {
        let switches = question::switches(&rules).into_iter().map(|(name, says, value)| {
            (value.map_or_else(|| name.to_owned(), |value| format!("{name}={value}")), says)
        });
        let switches: Vec<_> = switches.collect();
        let longest = switches.iter().map(|(shown, _)| shown.len()).max().unwrap_or_default();
        for (shown, says) in &switches {
            writeln!(text, "{shown:<longest$}  {says}")?;
        }
    } else {
        let longest = rules.iter().map(|rule| rule.id().len()).max().unwrap_or_default();
        for rule in rules.iter() {
            writeln!(text, "{:<longest$}  {}", rule.id(), rule.title)?;
        }
    }
    print(arguments, &text)
}

/// `explain`: a rule or a code in full, or the rules behind an error text.
pub(super) fn explain(arguments: &Arguments, what: &Explain) -> Result<Exit, Failure> {
    let rules = load_rules(&arguments.rules)?;
    let what = what.what.join(" ");
    match explain::find(&what, &rules) {
        Found::Page(page) => print(arguments, &page),
        Found::Behind(text) => print(arguments, &text),
        Found::Nothing { near } => {
            let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            Err(Failure(format!(
                "no rule or code is named so, and no rule knows this error text: {what}{near}\n`needs-exec-role rules` lists the rules"
            )))
        }
    }
}

fn print(arguments: &Arguments, text: &str) -> Result<Exit, Failure> {
    let mut output = Output::open(arguments.show.output.as_deref())?;
    output.write(text)?;
    output.finish()?;
    Ok(Exit::Clean)
}
