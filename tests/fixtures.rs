//! Fixtures by hand, the expected answer beside each in plain text: `x.json` and `x.out`.
//!
//! `UPDATE=1 cargo test --test fixtures` writes the answers; read what it wrote before you commit it.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails loudly, and says what it skips"
)]

mod common;

use common::run;
use serde_json::Value;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn every_fixture_gives_the_answer_beside_it() {
    let mut wrong = Vec::new();
    let inputs = inputs(Path::new("fixtures"));
    assert!(inputs.len() > 70, "the fixtures are there");
    for path in inputs {
        let expected = path.with_extension("out");
        let answer = answer(&path);
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&expected, &answer).expect("written");
        } else if fs::read_to_string(&expected).ok().as_ref() != Some(&answer) {
            wrong.push(format!("{}:\n{answer}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "not as in the .out file:\n{}", wrong.join("\n"));
}

/// Every input of a folder, and what its folder's `args` file adds to the command line.
fn inputs(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut entries: Vec<_> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    entries.sort();
    for path in entries {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let is_answer = name.ends_with(".out") || name.ends_with(".out.json") || name == "args";
        // What is printed for these has forms of its own: see tests/policy.rs and tests/role_check.rs.
        let is_ours = !["policy", "roles", "cloudformation"].contains(&name.as_str());
        if path.is_dir() && is_ours {
            found.extend(inputs(&path));
        } else if path.is_file() && !is_answer && !name.ends_with(".md") {
            found.push(path);
        }
    }
    found
}

/// The answer in plain text: made from the JSON, so that both are held.
fn answer(path: &Path) -> String {
    let args = fs::read_to_string(path.with_file_name("args")).unwrap_or_default();
    let file = path.to_string_lossy();
    let mut words: Vec<&str> = args.split_whitespace().collect();
    words.extend(["--format=json", &file]);
    let (code, out) = run(&words, b"");
    let whole: Value = serde_json::from_str(&out).expect("JSON");
    let mut text = String::new();
    for task in list(&whole, "taskDefinitions") {
        task_definition(&mut text, task);
    }
    for problem in list(&whole, "problems") {
        line(
            &mut text,
            "problem",
            problem,
            &format!("{} {}", word(problem, "severity"), word(problem, "code")),
        );
    }
    writeln!(text, "exit: {code}").expect("a string");
    text
}

fn task_definition(text: &mut String, task: &Value) {
    let each = list(task, "launchTypes").iter().map(|it| {
        format!("{} {} ({})", word(it, "launchType"), word(it, "verdict"), word(it, "basis"))
    });
    let each: Vec<_> = each.collect();
    let state = task["executionRole"]["state"].as_str().expect("a state");
    writeln!(text, "{}: {}; role {state}", word(task, "verdict"), each.join(", "))
        .expect("a string");
    let defaults: Vec<_> =
        list(task, "defaults").iter().map(|it| it.as_str().expect("a name")).collect();
    if !defaults.is_empty() {
        writeln!(text, "defaults: {}", defaults.join(", ")).expect("a string");
    }
    for combination in list(task, "combinations") {
        let by_default = &combination["byDefault"];
        writeln!(
            text,
            "combination {}{}: {}, role {}{}",
            combination["conditions"],
            combination["parameters"],
            word(combination, "verdict"),
            word(combination, "executionRole"),
            if *by_default == true { " (default)" } else { "" }
        )
        .expect("a string");
    }
    for need in list(task, "needs") {
        let cells = need["launchTypes"].as_object().expect("an object").iter();
        let cells: Vec<_> = cells
            .map(|(name, cell)| format!("{name} {}", cell.as_str().expect("a cell")))
            .collect();
        let refined: Vec<_> = match need["refinedBy"].as_array() {
            Some(rules) => {
                rules.iter().map(|it| format!(" + {}", it.as_str().expect("a rule"))).collect()
            }
            None => Vec::new(),
        };
        let open: Vec<_> =
            list(need, "unresolved").iter().map(|it| it.as_str().expect("a hole")).collect();
        let open =
            if open.is_empty() { String::new() } else { format!(" open: {}", open.join(" ")) };
        let what = format!(
            "{}{} {} [{}]{open}{}",
            word(need, "rule"),
            refined.concat(),
            word(need, "truth"),
            cells.join(", "),
            need["when"].as_str().map(|when| format!(" {when}")).unwrap_or_default()
        );
        line(text, "need", need, &what);
        for permission in list(need, "permissions") {
            let condition =
                permission["condition"].as_str().map(|it| format!(" if {it}")).unwrap_or_default();
            let need = permission["need"].as_str().filter(|need| *need == "documented");
            let need = need.map(|need| format!(" ({need})")).unwrap_or_default();
            writeln!(
                text,
                "    {} {}{need}{condition}",
                word(permission, "action"),
                word(permission, "resource")
            )
            .expect("a string");
        }
    }
    for note in list(task, "notes") {
        line(text, "note", note, &format!("{} ({} role)", word(note, "rule"), word(note, "role")));
    }
    for attribute in list(task, "requiresAttributes") {
        writeln!(text, "attribute: {}", attribute.as_str().expect("a name")).expect("a string");
    }
    for finding in list(task, "findings") {
        let what = format!(
            "{} {}: {}",
            word(finding, "severity"),
            word(finding, "code"),
            word(finding, "message")
        );
        line(text, "finding", finding, &what);
    }
}

fn line(text: &mut String, kind: &str, item: &Value, what: &str) {
    let start = &item["place"]["start"];
    let place = match (start["line"].as_u64(), start["column"].as_u64()) {
        (Some(line), Some(column)) => format!(" {line}:{column}"),
        _ => String::new(),
    };
    writeln!(text, "{kind}{place} {what}").expect("a string");
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().map(Vec::as_slice).unwrap_or_default()
}

fn word<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_else(|| panic!("{key} of {value}"))
}
