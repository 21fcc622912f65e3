//! Templates: every form of a template has the same meaning, and hard ones get an answer.
//!
//! What is printed about them is in `fixtures/cloudformation`.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

mod common;

use common::{program, run};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// The keys whose values differ between the forms of a template: the places, which of several requirements a finding
/// is at, and the help and the fixes, which are spelled in the template's own form.
const OF_THE_FORM: [&str; 7] = ["path", "place", "pointer", "label", "related", "help", "fixes"];

#[test]
fn every_form_has_the_same_meaning() {
    let mut compared = 0;
    for entry in fs::read_dir("fixtures/cloudformation").expect("the fixtures") {
        let folder = entry.expect("an entry").path();
        for form in ["template.long.yaml", "template.json"] {
            let path = folder.join(form);
            if folder.join("template.yaml").is_file() && path.is_file() {
                let short = meaning(&folder, "template.yaml");
                assert_eq!(meaning(&folder, form), short, "{}", path.display());
                compared += 1;
            }
        }
    }
    assert!(compared > 100, "{compared} forms");
}

/// The report on a form of a template, as its case asks for it, without what is of the form.
fn meaning(folder: &Path, form: &str) -> Value {
    let command = fs::read_to_string(folder.join("json.cmd")).expect("the command of the case");
    let line = command.lines().find_map(|line| line.strip_prefix("args:")).expect("arguments");
    let words =
        line.split_whitespace().map(|word| if word == "template.yaml" { form } else { word });
    let done = program().current_dir(folder).args(words).output().expect("the program runs");
    let mut report: Value = serde_json::from_slice(&done.stdout).expect("JSON");
    leave_form_out(&mut report);
    report
}

fn leave_form_out(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|key, _| !OF_THE_FORM.contains(&key.as_str()));
            members.values_mut().for_each(leave_form_out);
        }
        Value::Array(items) => {
            items.iter_mut().for_each(leave_form_out);
            // Where block YAML begins an array is where its first item begins, so the order differs.
            items.sort_by_cached_key(Value::to_string);
        }
        _ => {}
    }
}

#[test]
fn hard_templates_get_an_answer() {
    let doubling: String = (0..60)
        .map(|i| {
            let next = format!("${{R{0}}}${{R{0}}}", i + 1);
            format!("\"R{i}\": {{\"Type\": \"AWS::ECR::Repository\", \"Properties\": {{\"RepositoryName\": {{\"Fn::Sub\": \"{next}\"}}}}}},")
        })
        .collect();
    let task = |image: &str| {
        format!(
            "\"T\": {{\"Type\": \"AWS::ECS::TaskDefinition\", \"Properties\": {{\"RequiresCompatibilities\": [\"FARGATE\"], \"ContainerDefinitions\": [{{\"Name\": \"a\", \"Image\": {image}}}]}}}}"
        )
    };
    let nested = |function: &str, depth: usize| {
        let open = format!("{{\"Fn::{function}\": [\"x\", ").repeat(depth);
        open + "{\"Ref\": \"P\"}" + &"]}".repeat(depth)
    };
    let chain: String = (0..20_000)
        .map(|i| format!("\"C{i}\": {{\"Fn::And\": [{{\"Condition\": \"C{0}\"}}, {{\"Condition\": \"C{0}\"}}]}},", i + 1))
        .collect();
    let many: String = (0..2_000)
        .map(|i| format!("\"A{i}\": {{\"Type\": \"AWS::SNS::Topic\"}}, \"T{i}\": {{\"Type\": \"AWS::ECS::TaskDefinition\", \"Properties\": {{\"RequiresCompatibilities\": [\"FARGATE\"], \"ContainerDefinitions\": [{{\"Name\": \"a\", \"Image\": {{\"Ref\": \"Nowhere\"}}, \"Command\": [\"{}\"]}}]}}}},", "x".repeat(5_000)))
        .collect();
    let loops = "\"Fn::ForEach::A\": [\"I\", [\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\",\"h\"], {"
        .repeat(30);
    let inner = "\"X${I}\": {\"Type\": \"AWS::ECS::TaskDefinition\"}";
    let parameters = "\"Parameters\": {\"P\": {\"Type\": \"String\"}}";
    for (name, text) in [
        (
            "doubling names",
            format!(
                "{{\"Resources\": {{{doubling} {}}}}}",
                task("{\"Fn::GetAtt\": [\"R0\", \"RepositoryUri\"]}")
            ),
        ),
        (
            "nested selects",
            format!("{{{parameters}, \"Resources\": {{{}}}}}", task(&nested("Select", 50))),
        ),
        (
            "nested joins",
            format!("{{{parameters}, \"Resources\": {{{}}}}}", task(&nested("Join", 50))),
        ),
        (
            "deep joins",
            format!("{{{parameters}, \"Resources\": {{{}}}}}", task(&nested("Join", 5_000))),
        ),
        (
            "a chain of conditions",
            format!(
                "{{{parameters}, \"Conditions\": {{{chain} \"X\": {{\"Condition\": \"C0\"}}}}, \"Resources\": {{{}}}}}",
                task("{\"Fn::If\": [\"C0\", \"nginx\", \"redis\"]}")
            ),
        ),
        (
            "nested loops",
            format!(
                "{{\"Resources\": {{{loops} {inner} {}, {}}}}}",
                "}]".repeat(30),
                task("\"nginx\"")
            ),
        ),
        ("ten megabytes", format!("{{\"Resources\": {{{many} {}}}}}", task("\"nginx\""))),
    ] {
        let (code, out) = run(&["--format=compact", "-"], text.as_bytes());
        assert!(code < 3 && out.len() < text.len() + 10_000, "{name}: {code}, {} bytes", out.len());
    }
}
