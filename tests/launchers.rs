//! What stands around a task definition in plain JSON states its launch type, and never removes one.

#![allow(clippy::indexing_slicing, reason = "a test fails loudly")]

use needs_exec_role::analysis::pipeline::analyze;
use needs_exec_role::aws::launch_type::LaunchType;
use needs_exec_role::base::source::Source;
use needs_exec_role::base::truth::Truth;
use needs_exec_role::engine::{Basis, Question};
use needs_exec_role::rules::Rules;
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_oneof, proptest};
use proptest::sample::select;
use proptest::{prop_assert, prop_assert_eq};
use std::sync::LazyLock;

static RULES: LazyLock<Rules> = LazyLock::new(Rules::built_in);

/// A task definition that is possible on EC2 and on Fargate.
const TASK: &str = r#"{"networkMode": "awsvpc", "cpu": "256", "memory": "512", "containerDefinitions": [{"image": "nginx"}]}"#;

/// The launch types to check of the only task definition of a text, and whether the file states them.
fn launch_types(text: &str) -> Vec<(LaunchType, Basis, Truth)> {
    analyze(&Source::new("any.json", text), Vec::new(), &RULES, &Question::default(), |file| {
        let all = &file.task_reports[0].assessment.launch_types;
        all.iter().map(|it| (it.launch_type, it.basis, it.in_question)).collect()
    })
}

/// A key that may state the launch type, and a value of it with a text in it.
fn statement(text: &str, form: usize) -> String {
    let text = serde_json::Value::from(text).to_string();
    match form {
        0 => format!(r#""launchType": {text}"#),
        1 => format!(r#""launch_type": {text}"#),
        2 => format!(r#""LaunchType": {text}"#),
        3 => {
            format!(r#""capacityProviderStrategy": [{{"capacityProvider": {text}, "weight": 1}}]"#)
        }
        4 => format!(r#""capacity_provider_strategy": [{{"capacity_provider": {text}}}]"#),
        _ => format!(r#""capacityProviders": [{text}]"#),
    }
}

/// A task definition in objects and arrays, each object with a statement or without one, the outermost first.
fn around(statements: &[Option<String>], in_array: bool) -> String {
    statements.iter().rev().fold(TASK.to_owned(), |inner, statement| {
        let statement = statement.as_ref().map(|it| format!("{it}, ")).unwrap_or_default();
        let inner = if in_array { format!("[{inner}]") } else { inner };
        format!(r#"{{{statement}"taskDefinition": {inner}}}"#)
    })
}

/// What is no launch type: placeholders, misspelled ones, any word.
fn odd() -> impl Strategy<Value = String> {
    let known = select(vec![
        "FARGETE",
        "${LAUNCH_TYPE}",
        "<LAUNCH_TYPE>",
        "FARGATE ",
        "EC",
        "__X__",
        "fargate_sport",
    ]);
    let is_none = |text: &String| {
        let plain = text.to_ascii_uppercase().replace('-', "_");
        LaunchType::from_name(&plain).is_none() && plain != "FARGATE_SPOT"
    };
    prop_oneof![known.prop_map(str::to_owned), "[ -~]{1,12}"].prop_filter("a launch type", is_none)
}

fn stated() -> impl Strategy<Value = (String, LaunchType)> {
    select(vec![
        ("FARGATE", LaunchType::Fargate),
        ("FARGATE_SPOT", LaunchType::Fargate),
        ("fargate", LaunchType::Fargate),
        ("EC2", LaunchType::Ec2),
        ("EXTERNAL", LaunchType::External),
        ("managed-instances", LaunchType::ManagedInstances),
    ])
    .prop_map(|(text, launch_type)| (text.to_owned(), launch_type))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_not_understood_removes_no_launch_type(
        text in odd(), form in 0_usize..6, depth in 0_usize..4, in_array in any::<bool>(),
    ) {
        let mut statements = vec![None; depth + 1];
        statements[0] = Some(statement(&text, form));
        let with = launch_types(&around(&statements, in_array));
        for (launch_type, ..) in launch_types(TASK) {
            prop_assert!(with.iter().any(|(it, ..)| *it == launch_type), "{} is gone: {:?}", launch_type, with);
        }
        prop_assert!(with.iter().all(|(.., truth)| *truth != Truth::True) || with == launch_types(TASK));
    }

    #[test]
    fn the_nearest_statement_counts(
        all in proptest::collection::vec(proptest::option::of((stated(), 0_usize..3)), 1..5),
        in_array in any::<bool>(),
    ) {
        let statements: Vec<_> =
            all.iter().map(|it| it.as_ref().map(|((text, _), form)| statement(text, *form))).collect();
        let found = launch_types(&around(&statements, in_array));
        let nearest = all.iter().rev().flatten().next();
        let stated = nearest.map(|((_, it), _)| vec![(*it, Basis::Stated, Truth::True)]);
        prop_assert_eq!(found, stated.unwrap_or_else(|| launch_types(TASK)));
    }

    #[test]
    fn the_providers_of_fargate_state_it(
        name in select(vec!["FARGATE", "FARGATE_SPOT"]), form in 3_usize..6, empty in prop_oneof![Just("null"), Just("\"\"")],
    ) {
        let fargate = statement(name, form);
        // A launch type that is not set says nothing.
        let text = around(&[Some(format!(r#""launchType": {empty}, {fargate}"#))], false);
        prop_assert_eq!(launch_types(&text), vec![(LaunchType::Fargate, Basis::Stated, Truth::True)]);
    }
}

#[test]
fn what_stands_beside_the_containers_states_it_too() {
    let text = TASK.replacen('{', r#"{"launchType": "FARGATE", "#, 1);
    assert_eq!(launch_types(&text), [(LaunchType::Fargate, Basis::Stated, Truth::True)]);
}

#[test]
fn what_ecs_answers_states_nothing() {
    let text = TASK.replacen('{', r#"{"compatibilities": ["EC2", "EXTERNAL"], "revision": 1, "#, 1);
    assert_eq!(launch_types(&text), launch_types(TASK));
}

#[test]
fn a_schema_and_a_sibling_state_nothing() {
    for other in [
        r#"{"launchType": {"type": "string", "enum": ["FARGATE"]}, "x": TASK}"#,
        r#"{"other": {"launchType": "FARGATE"}, "x": TASK}"#,
        r#"[{"launchType": "FARGATE"}, TASK]"#,
        r#"{"launchTypes": "FARGATE", "x": TASK}"#,
    ] {
        assert_eq!(launch_types(&other.replace("TASK", TASK)), launch_types(TASK), "{other}");
    }
}
