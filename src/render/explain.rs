//! `explain`: from an ID, a code or an AWS error message to its explanation.

use super::rule_page;
use crate::base::diagnostic::BuiltIn;
use crate::base::suggest;
use crate::rules::Rule;
use crate::rules::rule::ErrorText;
use std::cmp::Reverse;

/// What was found.
#[derive(Debug, PartialEq, Eq)]
pub enum Explained {
    /// The page of a rule or a code.
    Page(String),
    /// The rules behind an error text.
    Behind(String),
    /// Nothing; perhaps a name that is close.
    Nothing {
        /// The closest id or code.
        near: Option<String>,
    },
}

/// How many words in a row two texts must share to be the same text.
const LEAST_WORDS: usize = 4;

/// Finds what `what` means: a rule's id, a finding's code, or the text of an error.
pub fn find(what: &str, rules: &[Rule]) -> Explained {
    let name = what.trim();
    if let Some(rule) = rules.iter().find(|rule| rule.id() == name) {
        return Explained::Page(rule_page::rule(rule));
    }
    if let Some(code) = BuiltIn::named(name) {
        return Explained::Page(rule_page::code(code));
    }
    if let Some(rule) = rules.iter().find(|rule| rule.findings.iter().any(|own| own.code == name)) {
        return Explained::Page(rule_page::rule(rule));
    }
    let behind = behind(name, rules);
    if behind.is_empty() {
        Explained::Nothing { near: near(name, rules) }
    } else {
        Explained::Behind(tell(&behind))
    }
}

/// The rules that know an error text, the closest texts first; a rule before those that refine it.
fn behind<'r>(text: &str, rules: &'r [Rule]) -> Vec<(&'r Rule, &'r ErrorText)> {
    let printed = words(text);
    let all = rules.iter().flat_map(|rule| rule.error.iter().map(move |error| (rule, error)));
    let scored = all.map(|(rule, error)| (score(&printed, &error.text), rule, error));
    let mut scored: Vec<_> = scored.filter(|(score, ..)| *score > 0).collect();
    let best = scored.iter().map(|(score, ..)| *score).max().unwrap_or_default();
    // What shares far fewer words than the best is another text with the same opening.
    scored.retain(|(score, ..)| score * 10 >= best * 9);
    scored.sort_by_key(|(score, rule, _)| (Reverse(*score), rule.refines.is_some()));
    scored.into_iter().map(|(_, rule, error)| (rule, error)).collect()
}

/// How many words in a row the two share, over the runs between what varies; 0 where that is too little.
fn score(printed: &[String], known: &str) -> usize {
    let runs = known.split(['…', '<', '>', '|']).map(words).filter(|run| !run.is_empty());
    let (mut shared, mut whole) = (0, 0);
    for run in runs {
        whole += run.len();
        let longest = longest_shared(printed, &run);
        // A single word of a longer run is chance: "secrets" says nothing of "from secrets manager".
        if longest >= LEAST_WORDS.min(run.len()) {
            shared += longest;
        }
    }
    let enough = LEAST_WORDS.min(whole);
    if shared >= enough && (shared * 2 >= whole || shared >= printed.len()) { shared } else { 0 }
}

/// The length of the longest run of words that is in both.
fn longest_shared(printed: &[String], run: &[String]) -> usize {
    let starts = (0..printed.len()).flat_map(|at| (0..run.len()).map(move |from| (at, from)));
    let shared = starts.map(|(at, from)| {
        let pairs = printed.iter().skip(at).zip(run.iter().skip(from));
        pairs.take_while(|(one, other)| one == other).count()
    });
    shared.max().unwrap_or_default()
}

/// Words in lowercase, without punctuation: what people paste has other quotes and line breaks.
fn words(text: &str) -> Vec<String> {
    let split = text.split(|c: char| !c.is_alphanumeric());
    split.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

fn tell(found: &[(&Rule, &ErrorText)]) -> String {
    let mut text = String::new();
    let mut told: Vec<&str> = Vec::new();
    for (rule, error) in found {
        if told.contains(&rule.id()) {
            continue;
        }
        told.push(rule.id());
        if !text.is_empty() {
            text.push('\n');
        }
        let (id, title, why) = (rule.id(), &rule.title, &rule.why);
        text.extend([format!("{id}: {title}\n  {why}\n")]);
        text.extend(rule_page::error(error).lines().map(|line| format!("  {line}\n")));
        if let Some(link) = rule.docs() {
            text.extend(["  Read more: ", link, "\n"]);
        }
        text.extend(["  Full explanation: needs-exec-role explain ", id, "\n"]);
    }
    text
}

fn near(name: &str, rules: &[Rule]) -> Option<String> {
    let ids = rules.iter().map(Rule::id).chain(BuiltIn::ALL.iter().map(|code| code.name()));
    suggest::most_alike(name, ids, 0.8).map(str::to_owned)
}
