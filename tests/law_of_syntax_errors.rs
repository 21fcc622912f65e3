//! The law of syntax errors: what one hides is unknown, so damage to a text that leaves a syntax error never turns
//! *required* into *not required*, or back.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

use needs_exec_role::analysis::pipeline::analyze;
use needs_exec_role::aws::launch_type::LaunchType;
use needs_exec_role::base::diagnostic::BuiltIn;
use needs_exec_role::base::source::Source;
use needs_exec_role::engine::{Question, Verdict};
use needs_exec_role::rules::Rules;
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_oneof, proptest};
use proptest::sample::{Index, select};
use serde_json::{Value, json};
use serde_yaml::Value as Ordered;
use std::sync::LazyLock;

static RULES: LazyLock<Rules> = LazyLock::new(Rules::built_in);

const ECR: &str = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/app:1";
const SECRET: &str = "arn:aws:ssm:eu-west-1:111122223333:parameter/app/password";

/// What a container may have, apart from its name and image. Whatever requires the role stands alone in its member.
fn members() -> Vec<(&'static str, Value)> {
    vec![
        ("cpu", json!(10)),
        ("essential", json!(true)),
        ("command", json!(["sh", "-c", "echo 'x, y: z'"])),
        ("portMappings", json!([{ "containerPort": 80 }, { "containerPort": 81 }])),
        ("environment", json!([{ "name": "A", "value": "b c" }])),
        ("dockerLabels", json!({ "team": "x", "tier": "y" })),
        ("healthCheck", json!({ "command": ["CMD", "true"], "retries": 3 })),
        (
            "logConfiguration",
            json!({ "logDriver": "awslogs", "options": { "awslogs-group": "g" } }),
        ),
        ("logConfiguration", json!({ "logDriver": "json-file", "options": { "max-size": "1m" } })),
        (
            "logConfiguration",
            json!({
                "logDriver": "splunk",
                "options": { "splunk-url": "u" },
                "secretOptions": [{ "name": "splunk-token", "valueFrom": SECRET }]
            }),
        ),
        ("secrets", json!([{ "name": "A", "valueFrom": SECRET }])),
        ("environmentFiles", json!([{ "type": "s3", "value": "arn:aws:s3:::bucket/app.env" }])),
        ("repositoryCredentials", json!({ "credentialsParameter": SECRET })),
    ]
}

/// An object whose members stay in their order.
fn ordered(members: Vec<(&'static str, Value)>) -> Ordered {
    let member = |(key, value)| (Ordered::from(key), serde_yaml::to_value(value).expect("a value"));
    Ordered::Mapping(members.into_iter().map(member).collect())
}

fn container() -> impl Strategy<Value = Ordered> {
    let image = prop_oneof![3 => Just("nginx:1.27"), 1 => Just(ECR)];
    let chosen = proptest::sample::subsequence(members(), 0..4).prop_shuffle();
    (image, chosen, any::<bool>()).prop_map(|(image, chosen, is_first)| {
        let mut container = vec![("name", json!("app"))];
        container.extend(chosen);
        let at = if is_first { 1 } else { container.len() };
        container.insert(at, ("image", image.into()));
        ordered(container)
    })
}

/// A task definition as text.
fn text() -> impl Strategy<Value = (&'static str, String)> {
    let outer = vec![
        ("family", json!("web")),
        ("networkMode", json!("awsvpc")),
        ("runtimePlatform", json!({ "operatingSystemFamily": "LINUX" })),
        ("volumes", json!([{ "name": "v", "host": { "sourcePath": "/x" } }])),
        ("executionRoleArn", json!("arn:aws:iam::111122223333:role/exec")),
        ("cpu", json!("256")),
        ("memory", json!("512")),
    ];
    let outer = proptest::sample::subsequence(outer, 2..6).prop_shuffle();
    let containers = proptest::collection::vec(container(), 1..3);
    (outer, containers, any::<Index>(), 0..4_u8).prop_map(|(outer, containers, at, form)| {
        let mut members: Vec<_> = outer.into_iter().map(|member| ordered(vec![member])).collect();
        let containers = [(Ordered::from("containerDefinitions"), Ordered::Sequence(containers))];
        members.insert(
            at.index(members.len() + 1),
            Ordered::Mapping(containers.into_iter().collect()),
        );
        let whole: serde_yaml::Mapping =
            members.iter().filter_map(Ordered::as_mapping).flat_map(Clone::clone).collect();
        match form {
            0 => ("t.json", serde_json::to_string(&whole).expect("JSON")),
            1 => ("t.json", serde_json::to_string_pretty(&whole).expect("JSON")),
            2 => ("t.yaml", serde_yaml::to_string(&whole).expect("YAML")),
            _ => ("t.yaml", indented(&serde_yaml::to_string(&whole).expect("YAML"))),
        }
    })
}

/// YAML whose lists are indented below their keys, as most people write it.
fn indented(text: &str) -> String {
    let mut lists: Vec<usize> = Vec::new();
    let mut indented = String::new();
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        let is_item = line.trim_start().starts_with("- ");
        lists.retain(|&list| list < indent || (list == indent && is_item));
        if is_item && lists.last() != Some(&indent) {
            lists.push(indent);
        }
        indented.push_str(&"  ".repeat(lists.len()));
        indented.push_str(line);
        indented.push('\n');
    }
    indented
}

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
