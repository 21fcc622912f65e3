//! The law of placeholders for the documents that hold a task: filling one only settles *depends*.

#![allow(clippy::indexing_slicing, clippy::panic, reason = "a test fails loudly")]

use needs_exec_role::analysis::pipeline::analyze;
use needs_exec_role::base::source::Source;
use needs_exec_role::engine::{Question, Verdict};
use needs_exec_role::input::inputs::Inputs;
use needs_exec_role::rules::Rules;

/// The documents: each holds one task, with these placeholders or some of them.
const DOCUMENTS: [&str; 6] = [
    r#"{"jobDefinitionName": "a", "type": "container", "platformCapabilities": ["${PLATFORM}"],
        "containerProperties": {"image": "${IMAGE}", "logConfiguration": {"logDriver": "${DRIVER}"}}}"#,
    r#"{"jobDefinitionName": "a", "type": "${TYPE}", "platformCapabilities": ["${PLATFORM}"],
        "ecsProperties": {"taskProperties": [{"containers": [{"name": "a", "image": "${IMAGE}",
        "secrets": [{"name": "a", "valueFrom": "${SECRET}"}]}]}]}}"#,
    r#"{"jobDefinitionName": "a", "type": "multinode", "nodeProperties": {"nodeRangeProperties": [
        {"targetNodes": "0", "container": {"image": "${IMAGE}", "secrets": [{"name": "a", "valueFrom": "${SECRET}"}]}}]}}"#,
    r#"{"Resources": {"Job": {"Type": "AWS::Batch::JobDefinition", "Properties": {"Type": "container",
        "PlatformCapabilities": ["${PLATFORM}"], "ContainerProperties": {"Image": "${IMAGE}"}}}}}"#,
    r#"{"family": "a", "pidMode": "shared", "containerDefinitions": [{"name": "a", "image": "${IMAGE}",
        "logConfiguration": {"logDriver": "${DRIVER}"}}]}"#,
    r#"{"infrastructureRoleArn": "arn:aws:iam::111122223333:role/i", "primaryContainer": {"image": "${IMAGE}",
        "secrets": [{"name": "a", "valueFrom": "${SECRET}"}]}}"#,
];

/// What the placeholders may stand for.
const FILLINGS: [(&str, &[&str]); 5] = [
    ("PLATFORM", &["FARGATE", "EC2", "MANAGED_INSTANCES"]),
    ("IMAGE", &["busybox", "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1"]),
    ("DRIVER", &["awslogs", "splunk", "json-file"]),
    ("SECRET", &["/app/key", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:key-AbCdEf"]),
    ("TYPE", &["container"]),
];

fn verdicts(text: &str, variables: &[(String, String)]) -> Vec<Verdict> {
    let inputs = Inputs { variables: variables.to_vec(), ..Inputs::default() };
    let question = Question { inputs, ..Question::default() };
    let source = Source::new("document.json", text.to_owned());
    analyze(&source, Vec::new(), &Rules::built_in(), &question, |file| {
        file.task_reports.iter().map(|it| it.assessment.verdict).collect()
    })
}

fn verdict(text: &str, variables: &[(String, String)]) -> Verdict {
    let found = verdicts(text, variables);
    let [only] = found.as_slice() else { panic!("one task: {text}") };
    *only
}

/// Fills the placeholders one after the other, in every way.
fn check(text: &str, filled: &mut Vec<(String, String)>, from: usize, counts: &mut [usize; 3]) {
    let before = verdict(text, filled);
    counts[before as usize] += 1;
    for (at, (name, values)) in FILLINGS.iter().enumerate().skip(from) {
        if !text.contains(&format!("${{{name}}}")) {
            continue;
        }
        for value in *values {
            filled.push(((*name).to_owned(), (*value).to_owned()));
            let after = verdict(text, filled);
            assert!(
                before == after || before == Verdict::Depends,
                "{before} became {after} with {filled:?} in {text}"
            );
            check(text, filled, at + 1, counts);
            filled.pop();
        }
    }
}

#[test]
fn filling_a_placeholder_only_settles_what_depends() {
    let mut counts = [0; 3];
    for text in DOCUMENTS {
        check(text, &mut Vec::new(), 0, &mut counts);
    }
    assert!(counts.iter().all(|count| *count > 0), "every verdict is met: {counts:?}");
}

/// Where a document is cut off, what is lost is unknown.
#[test]
fn a_cut_document_does_not_turn_the_answer_around() {
    for (text, whole) in [
        (
            r#"{"type": "container", "containerProperties": {"image": "busybox"}, "platformCapabilities": ["FARGATE"]}"#,
            Verdict::Required,
        ),
        (
            r#"{"type": "container", "ecsProperties": {"taskProperties": [{"containers": [{"image": "busybox",
            "secrets": [{"name": "a", "valueFrom": "/a"}]}]}]}}"#,
            Verdict::Required,
        ),
        (
            r#"{"type": "container", "containerProperties": {"command": ["a"], "image": "busybox"}}"#,
            Verdict::NotRequired,
        ),
        (
            r#"{"daemonTaskDefinition": {"containerDefinitions": [{"image": "busybox", "logConfiguration":
            {"logDriver": "awslogs"}}], "pidMode": "shared"}}"#,
            Verdict::Required,
        ),
    ] {
        assert_eq!(verdict(text, &[]), whole, "{text}");
        for end in 1..text.len() {
            for found in verdicts(&text[..end], &[]) {
                assert!(found == whole || found == Verdict::Depends, "{found} in {}", &text[..end]);
            }
        }
    }
}
