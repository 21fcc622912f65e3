//! The table of rules, tested as a table: names, links, permissions, fixtures.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

use needs_exec_role::analysis::pipeline::{Settings, analyze};
use needs_exec_role::base::source::Source;
use needs_exec_role::base::truth::Truth;
use needs_exec_role::engine::Question;
use needs_exec_role::input::substitute::Substitutions;
use needs_exec_role::rules::file::Role;
use needs_exec_role::rules::{Rule, Rules, built_in};
use std::collections::BTreeSet;
use std::fs;

fn rules() -> Vec<Rule> {
    built_in().expect("the built-in rules compile")
}

#[test]
fn every_built_in_rule_compiles_and_has_the_name_of_its_file() {
    let ids: BTreeSet<_> = rules().iter().map(|rule| rule.id().to_owned()).collect();
    let files: BTreeSet<_> = std::fs::read_dir("rules")
        .expect("the folder of rules")
        .map(|entry| entry.expect("an entry").path())
        .map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned())
        .collect();
    assert_eq!(ids, files);
}

#[test]
fn every_rule_reads_well() {
    for rule in rules() {
        let file = &rule.file;
        assert_eq!(file.id, rule.id(), "the rule is read and compiled when it is asked");
        assert!(file.title.chars().count() <= 72, "{}: the title is a label", file.id);
        assert!(file.why.ends_with('.'), "{}: the reason is a sentence", file.id);
        assert!(file.docs.0.iter().all(|link| link.starts_with("https://")), "{}", file.id);
        let is_evaluated = !rule.each.is_empty() || file.assume.is_some();
        if is_evaluated && file.role == Role::Execution {
            assert!(
                !file.need.is_empty(),
                "{}: an execution role rule says where it is needed",
                file.id
            );
        }
    }
}

#[test]
fn what_a_rule_refines_is_a_rule() {
    let rules = rules();
    for rule in &rules {
        if let Some(base) = &rule.file.refines {
            assert!(rules.iter().any(|other| other.id() == base), "{}: no rule {base}", rule.id());
        }
    }
}

/// The strongest truth of a rule's matches in one of its fixtures.
fn truth(rule: &Rule, name: &str) -> Truth {
    let folder = format!("fixtures/rules/{}", rule.id());
    let text = fs::read_to_string(format!("{folder}/{name}.json"));
    let text = text.unwrap_or_else(|error| panic!("{folder}/{name}.json: {error}"));
    let command = fs::read_to_string(format!("{folder}/cmd")).expect("the command of the case");
    let mut words = command.split_whitespace();
    let assume = std::iter::from_fn(|| words.find(|word| *word == "--assume").and(words.next()));
    let pair = |text: &str| match text.split_once('=') {
        Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
        None => (text.to_owned(), None),
    };
    let question = Question { assume: assume.map(pair).collect(), ..Question::default() };
    let substitutions = Substitutions::default();
    let rules = Rules::from(vec![rule.clone()]);
    let settings = Settings { rules: &rules, question: &question, substitutions: &substitutions };
    analyze(&Source::new(name, text), Vec::new(), settings, |file| {
        let matches = file.task_reports.iter().flat_map(|it| &it.assessment.matches);
        matches.map(|found| found.truth).max().unwrap_or(Truth::False)
    })
}

#[test]
fn every_matched_rule_has_a_fixture_where_it_fires_is_silent_and_depends() {
    for rule in rules() {
        if rule.each.is_empty() && rule.file.assume.is_none() {
            continue;
        }
        for (name, expected) in
            [("fires", Truth::True), ("silent", Truth::False), ("depends", Truth::Unknown)]
        {
            assert_eq!(truth(&rule, name), expected, "{} in {name}.json", rule.id());
        }
    }
}

/// What a person and what a program reads about each of them is held by `tests/cases`.
#[test]
fn every_fixture_of_a_rule_is_shown_in_the_terminal_and_in_json() {
    for rule in rules().iter().filter(|rule| !rule.each.is_empty() || rule.file.assume.is_some()) {
        for (case, formats) in [("cmd", 0), ("json.cmd", 1)] {
            let path = format!("fixtures/rules/{}/{case}", rule.id());
            let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
            let has = |word: &str| text.split_whitespace().any(|it| it == word);
            for file in ["fires.json", "silent.json", "depends.json"] {
                assert!(has(file), "{path}: {file} is not run");
            }
            assert_eq!(text.matches("--format json").count(), formats, "{path}");
            assert_eq!(text.matches("--format").count(), formats, "{path}");
        }
    }
}
