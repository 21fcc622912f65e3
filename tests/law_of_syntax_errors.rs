//! The law of syntax errors: what one hides is unknown, so damage to a text that leaves a syntax error never turns
//! *required* into *not required*, or back.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

#[path = "support/task_texts.rs"]
mod task_texts;

use needs_exec_role::analysis::pipeline::analyze;
use needs_exec_role::aws::launch_type::LaunchType;
use needs_exec_role::base::diagnostic::BuiltIn;
use needs_exec_role::base::source::Source;
use needs_exec_role::engine::{Question, Verdict};
use needs_exec_role::rules::Rules;
use proptest::prelude::{ProptestConfig, Strategy, any, prop_oneof, proptest};
use proptest::sample::{Index, select};
use std::sync::LazyLock;
use task_texts::text;

static RULES: LazyLock<Rules> = LazyLock::new(Rules::built_in);

/// What is done to a text, and where.
#[derive(Clone, Debug)]
enum Damage {
    Delete(Index),
    Insert(Index, char),
    Replace(Index, char),
    DeleteLine(Index),
    InsertLine(Index, &'static str),
    ReplaceLine(Index, &'static str),
}

/// Lines that come in by accident. One that ends a document of YAML is none of them: what follows it is another
/// document, and what is before it has no error.
const LINES: &[&str] = &[
    "",
    "{",
    "}",
    "[",
    "]",
    "},",
    "],",
    "\"",
    "'",
    ",",
    ":",
    "- x",
    "x",
    "key: value: x",
    "  y",
    "\tz 1",
    "\"a\": ",
    "\"a\": {",
    "\"a\": [",
    "a:",
    "@",
    "%",
    "<<<<<<< HEAD",
    "=======",
];

fn damage() -> impl Strategy<Value = Damage> {
    let odd: Vec<char> = "[]{}\"\"':,\\/*#%$<>@&!|-+?=` \n\tx1A".chars().collect();
    let (at, odd, line) = (any::<Index>(), select(odd), select(LINES));
    prop_oneof![
        3 => at.clone().prop_map(Damage::Delete),
        3 => (at.clone(), odd.clone()).prop_map(|(at, c)| Damage::Insert(at, c)),
        2 => (at.clone(), odd).prop_map(|(at, c)| Damage::Replace(at, c)),
        2 => at.clone().prop_map(Damage::DeleteLine),
        1 => (at.clone(), line.clone()).prop_map(|(at, line)| Damage::InsertLine(at, line)),
        1 => (at, line).prop_map(|(at, line)| Damage::ReplaceLine(at, line)),
    ]
}

fn damaged(text: &str, damage: &Damage) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    let mut lines: Vec<&str> = text.lines().collect();
    let (all, rows) = (chars.len(), lines.len());
    match damage {
        Damage::Delete(at) => drop(chars.remove(at.index(all))),
        Damage::Insert(at, c) => chars.insert(at.index(all), *c),
        Damage::Replace(at, c) => chars[at.index(all)] = *c,
        Damage::DeleteLine(at) => drop(lines.remove(at.index(rows))),
        Damage::InsertLine(at, line) => lines.insert(at.index(rows), line),
        Damage::ReplaceLine(at, line) => lines[at.index(rows)] = line,
    }
    match damage {
        Damage::Delete(_) | Damage::Insert(..) | Damage::Replace(..) => chars.into_iter().collect(),
        _ => lines.join("\n"),
    }
}

/// Whether the text has a syntax error, and the verdict of the first task definition on each launch type.
fn verdicts(name: &str, text: &str) -> (bool, Vec<(LaunchType, Verdict)>) {
    let launch_types = LaunchType::ALL.to_vec();
    let question = Question { launch_types, ..Question::default() };
    analyze(&Source::new(name, text), Vec::new(), &RULES, &question, |file| {
        let is_broken = file.problems.iter().any(|it| it.code.is(BuiltIn::Syntax));
        let launch_types = file.task_reports.first().map(|it| &it.assessment.launch_types);
        let each = launch_types.into_iter().flatten().map(|it| (it.launch_type, it.verdict));
        (is_broken, each.collect())
    })
}

fn is_opposite(one: Verdict, other: Verdict) -> bool {
    matches!(
        (one, other),
        (Verdict::Required, Verdict::NotRequired) | (Verdict::NotRequired, Verdict::Required)
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5000, ..ProptestConfig::default() })]

    /// Damage that leaves no syntax error made another document, whose verdict is its own.
    #[test]
    fn a_syntax_error_never_turns_a_verdict((name, text) in text(), damage in damage()) {
        let (was_broken, before) = verdicts(name, &text);
        assert!(!was_broken, "{text}");
        let damaged = damaged(&text, &damage);
        let (is_broken, after) = verdicts(name, &damaged);
        for ((launch_type, before), (_, after)) in before.iter().zip(&after) {
            let turned = is_broken && is_opposite(*before, *after);
            assert!(!turned, "{launch_type}: {before:?} became {after:?}\n{damaged}");
        }
    }
}
