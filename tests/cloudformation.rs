//! Templates by hand, the expected answer beside each: `template.yaml` and `expected.out`. Where the same
//! template stands in JSON and in YAML's long form too, all three give the same answer.
//!
//! `UPDATE=1 cargo test --test cloudformation` writes the answers; read what it wrote before you commit it.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

mod common;

use common::{run, run_all};
use serde_json::Value;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Whether the places of an answer are shown.
#[derive(Clone, Copy, PartialEq)]
enum Places {
    Shown,
    Left,
}

#[test]
fn every_template_gets_the_answer_beside_it() {
    let mut wrong = Vec::new();
    for folder in folders() {
        let answer = answer(&folder.join("template.yaml"), Places::Shown);
        let expected = folder.join("expected.out");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&expected, &answer).expect("written");
        } else if fs::read_to_string(&expected).unwrap_or_default() != answer {
            wrong.push(format!("{}:\n{answer}", folder.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_form_has_the_same_meaning() {
    for folder in folders() {
        let short = answer(&folder.join("template.yaml"), Places::Left);
        for form in ["template.long.yaml", "template.json"] {
            let path = folder.join(form);
            if path.is_file() {
                let answer = answer(&path, Places::Left);
                assert_eq!(sorted(&answer), sorted(&short), "{}", path.display());
            }
        }
    }
}

/// The lines in an order of their own: where block YAML begins an array is where its first item begins.
fn sorted(answer: &str) -> Vec<&str> {
    let mut lines: Vec<_> = answer.lines().collect();
    lines.sort_unstable();
    lines
}

#[test]
fn twelve_conditions_are_fast() {
    let start = Instant::now();
    answer(Path::new("fixtures/cloudformation/twelve-conditions/template.yaml"), Places::Left);
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
}

#[test]
fn what_is_no_file_of_parameters_is_said() {
    let template = "fixtures/cloudformation/no-value/template.json";
    for (file, expected) in [
        ("nowhere.json", "nowhere.json: "),
        (template, "this is a template, not a file of parameters"),
        ("fixtures/cloudformation/no-value/template.yaml", "this is a template"),
        ("Cargo.toml", "Cargo.toml: "),
    ] {
        let (code, out, error) = run_all(&["--parameters", file, template], b"");
        assert_eq!((code, out.as_str()), (2, ""), "{file}");
        assert!(error.contains(expected), "{file}: {error}");
    }
    for command in ["policy", "role"] {
        let (code, _, error) = run_all(&[command, "--parameters", template, template], b"");
        assert_eq!(code, 2, "{error}");
    }
}

#[test]
fn hard_templates_take_no_time() {
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
        let start = Instant::now();
        let (code, out) = run(&["--format=compact", "-"], text.as_bytes());
        assert!(start.elapsed() < Duration::from_secs(10), "{name}: {:?}", start.elapsed());
        assert!(code < 3, "{name}: {code} {out}");
    }
}

fn folders() -> Vec<PathBuf> {
    let entries = fs::read_dir("fixtures/cloudformation").expect("the fixtures");
    let mut folders: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    folders.sort();
    folders
}

fn answer(path: &Path, places: Places) -> String {
    let folder = path.parent().expect("a folder").to_string_lossy();
    let args = fs::read_to_string(path.with_file_name("args")).unwrap_or_default();
    let args = args.replace("{dir}", &folder);
    let file = path.to_string_lossy();
    let mut words: Vec<&str> = args.split_whitespace().collect();
    words.extend(["--format=json", &file]);
    let (code, out) = run(&words, b"");
    let whole: Value = serde_json::from_str(&out).expect("JSON");
    let mut text = String::new();
    for task in list(&whole, "taskDefinitions") {
        task_definition(&mut text, task, places);
    }
    let mut problems: Vec<_> =
        list(&whole, "problems").iter().map(|it| told("problem", it, places)).collect();
    if places == Places::Left {
        problems.sort();
    }
    text.extend(problems);
    writeln!(text, "exit: {code}").expect("a string");
    text
}

fn task_definition(text: &mut String, task: &Value, places: Places) {
    let each = list(task, "launchTypes").iter().map(|it| {
        format!("{} {} ({})", word(it, "launchType"), word(it, "verdict"), word(it, "basis"))
    });
    let each: Vec<_> = each.collect();
    let (verdict, name) = (word(task, "verdict"), word(task, "name"));
    let role = task["executionRole"]["state"].as_str().expect("a state");
    writeln!(text, "{name}: {verdict}; {}; role {role}", each.join(", ")).expect("a string");
    for need in list(task, "needs") {
        let open: Vec<_> = list(need, "unresolved").iter().filter_map(Value::as_str).collect();
        let open =
            if open.is_empty() { String::new() } else { format!(" open: {}", open.join(" ")) };
        let (rule, truth) = (word(need, "rule"), word(need, "truth"));
        writeln!(text, "  need{} {rule} {truth}{open}", place(need, places)).expect("a string");
        for permission in list(need, "permissions") {
            let (action, resource) = (word(permission, "action"), word(permission, "resource"));
            writeln!(text, "    {action} {resource}").expect("a string");
        }
    }
    for finding in list(task, "findings") {
        write!(text, "  {}", told("finding", finding, places)).expect("a string");
    }
}

fn told(kind: &str, item: &Value, places: Places) -> String {
    let place = place(item, places);
    let (severity, code) = (word(item, "severity"), word(item, "code"));
    format!("{kind}{place} {severity} {code}: {}\n", word(item, "message"))
}

fn place(item: &Value, places: Places) -> String {
    let start = &item["place"]["start"];
    match (start["line"].as_u64(), start["column"].as_u64()) {
        (Some(line), Some(column)) if places == Places::Shown => format!(" {line}:{column}"),
        _ => String::new(),
    }
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().map(Vec::as_slice).unwrap_or_default()
}

fn word<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_else(|| panic!("{key} of {value}"))
}
