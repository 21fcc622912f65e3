//! Rule files as YAML text: `serde` reads them, our own tree says where what is wrong stands.

use super::Rule;
use super::compile::{Fault, compile};
use super::file::RuleFile;
use crate::base::problem::Problem;
use crate::base::source::{Source, Span};
use crate::syntax::{Node, Value, yaml};

/// Reads one rule file. The problem says what is wrong, where, and what was probably meant.
///
/// # Errors
/// A problem where the file is not YAML, has a key or a value that no rule has, or names what is not there.
pub fn read_rule(source: &Source) -> Result<Rule, Problem> {
    let parsed = yaml::read(source.text());
    if let Some(problem) = parsed.problems.into_iter().next() {
        return Err(problem);
    }
    let Some(root) = parsed.documents.first() else {
        return Err(Problem::whole(
            "rule",
            "the file is empty: a rule wants at least `id`, `title`, `why`",
        ));
    };
    let file = deserialize(source.text()).map_err(|fault| place(root, fault))?;
    let stem = source.name().rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = stem.strip_suffix(".yaml").or_else(|| stem.strip_suffix(".yml")).unwrap_or(stem);
    if file.id != stem {
        let message =
            format!("the id is `{}`, the file is named `{stem}`: they must be the same", file.id);
        return Err(place(root, Fault::at(&["id"], message)));
    }
    compile(file).map_err(|fault| place(root, fault))
}

fn deserialize(text: &str) -> Result<RuleFile, Fault> {
    let deserializer = serde_yaml::Deserializer::from_str(text);
    serde_path_to_error::deserialize(deserializer).map_err(|error| {
        let path = error.path().iter().map(ToString::to_string).collect();
        let message = error.into_inner().to_string();
        let message = without_place(&message).to_owned();
        let near = near_miss(&message);
        Fault { path, message, near }
    })
}

/// The reader's message without its own account of the place, which we show better.
fn without_place(message: &str) -> &str {
    let message = message.split(" at line ").next().unwrap_or(message);
    // "permissions[0].allow: invalid type…": the path is ours to tell.
    let is_path = |path: &str| !path.contains(' ') && !path.contains('`');
    match message.split_once(": ") {
        Some((path, rest)) if is_path(path) => rest,
        _ => message,
    }
}

/// serde names what it found and what it knows in backticks: "unknown field `x`, expected one of `a`, `b`".
fn near_miss(message: &str) -> Option<(String, Vec<String>)> {
    let mut quoted = message.split('`').skip(1).step_by(2).map(str::to_owned);
    let found = quoted.next()?;
    message.starts_with("unknown ").then(|| (found, quoted.collect()))
}

fn place(root: &Node<'_>, fault: Fault) -> Problem {
    let (span, key_span) = find(root, &fault.path);
    let unknown_key = fault.near.as_ref().map(|(found, _)| found.as_str());
    // An unknown key or value is underlined itself, not the object it stands in.
    let inside = unknown_key.and_then(|found| key_in(root, &fault.path, found));
    let is_key = |(found, _): &(String, Vec<String>)| fault.path.last() == Some(found);
    let span = match (inside, fault.near.as_ref().is_some_and(is_key)) {
        (Some(span), _) => span,
        (None, true) => key_span.unwrap_or(span),
        (None, false) => span,
    };
    let problem = Problem::error("rule", span, fault.message);
    let near = fault.near.unwrap_or_default();
    match closest(&near.0, &near.1) {
        Some(known) => problem.with_help(format!("did you mean `{known}`?")),
        None => problem,
    }
}

/// The deepest node that the path leads to: its place, and that of its key.
fn find(root: &Node<'_>, path: &[String]) -> (Span, Option<Span>) {
    let mut node = root;
    let mut key_span = None;
    for step in path {
        match &node.resolved().value {
            Value::Map(map) => match map.entry(step) {
                Some(entry) => {
                    key_span = Some(entry.key_span);
                    node = &entry.value;
                }
                None => break,
            },
            Value::List(items) => match step.parse().ok().and_then(|index: usize| items.get(index))
            {
                Some(item) => node = item,
                None => break,
            },
            // One item may stand without a list: its index leads nowhere further.
            _ => {}
        }
    }
    (node.span, key_span)
}

fn key_in(root: &Node<'_>, path: &[String], key: &str) -> Option<Span> {
    let mut node = root;
    for step in path {
        node = match &node.resolved().value {
            Value::Map(map) => match map.get(step) {
                Some(next) => next,
                None => break,
            },
            Value::List(items) => items.get(step.parse::<usize>().ok()?)?,
            _ => break,
        };
    }
    Some(node.as_map()?.entry(key)?.key_span)
}

/// The known word that is closest to what was found, if one is close.
fn closest<'a>(found: &str, known: &'a [String]) -> Option<&'a str> {
    let similarity = |word: &String| strsim::jaro_winkler(found, word);
    let best = known.iter().max_by(|a, b| similarity(a).total_cmp(&similarity(b)))?;
    (similarity(best) > 0.75).then_some(best)
}
