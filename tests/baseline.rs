//! Writing a baseline, and what it holds. What it suppresses is in `fixtures/baseline`.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

mod common;

use common::run_all;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

const IMAGE: &str = "111122223333.dkr.ecr.eu-west-1.amazonaws.com";

/// A folder with some task definitions that have findings.
fn folder(name: &str, families: &[&str]) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("baseline").join(name);
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(&folder).expect("a folder");
    for family in families {
        add(&folder, family);
    }
    folder
}

fn add(folder: &Path, family: &str) {
    let text = format!(
        r#"{{ "family": "{family}", "requiresCompatibilities": ["FARGATE"],
             "containerDefinitions": [ {{ "name": "app", "image": "{IMAGE}/{family}:1" }} ] }}"#
    );
    fs::write(folder.join(format!("{family}.json")), text).expect("written");
}

struct Ran {
    code: i32,
    out: String,
    error: String,
    /// The task definitions in the file that was written.
    names: Vec<String>,
}

/// Runs the program on a folder, with a baseline of these options in it.
fn check(folder: &Path, options: &[&str]) -> Ran {
    // Not one of the files that are checked.
    let baseline = folder.with_extension("baseline");
    let path = baseline.to_str().expect("UTF-8");
    let mut args = vec![folder.to_str().expect("UTF-8")];
    for option in options {
        args.push(option);
        if option.ends_with("baseline") {
            args.push(path);
        }
    }
    let (code, out, error) = run_all(&args, b"");
    let text = fs::read_to_string(&baseline).unwrap_or_default();
    let written: Value = serde_json::from_str(&text).unwrap_or_default();
    let findings = written["findings"].as_array().cloned().unwrap_or_default();
    let name = |it: &Value| it["taskDefinition"].as_str().expect("a name").to_owned();
    Ran { code, out, error, names: findings.iter().map(name).collect() }
}

#[test]
fn what_is_written_is_suppressed_and_only_what_is_new_fails() {
    let folder = folder("written", &["web", "api"]);
    drop(fs::remove_file(folder.with_extension("baseline")));
    assert_eq!(check(&folder, &[]).code, 1);
    let written = check(&folder, &["--write-baseline"]);
    assert_eq!((written.code, written.names), (0, vec!["api".to_owned(), "web".to_owned()]));
    assert!(written.error.ends_with("baseline: 2 findings written\n"), "{}", written.error);
    assert!(written.out.contains("2 suppressed"), "{}", written.out);
    assert_eq!(check(&folder, &["--baseline"]).code, 0);
    add(&folder, "worker");
    let new = check(&folder, &["--baseline", "--format=compact"]);
    assert_eq!((new.code, new.out.lines().count()), (1, 1), "{}", new.out);
    assert!(new.out.contains("worker.json"), "{}", new.out);
}

#[test]
fn with_both_options_what_is_fixed_goes_and_nothing_new_comes() {
    let folder = folder("both", &["web", "api"]);
    assert_eq!(check(&folder, &["--write-baseline"]).code, 0);
    fs::remove_file(folder.join("api.json")).expect("removed");
    add(&folder, "worker");
    let both = check(&folder, &["--baseline", "--write-baseline"]);
    assert_eq!((both.code, both.names), (1, vec!["web".to_owned()]), "{}", both.out);
}

#[test]
fn what_is_suppressed_otherwise_is_not_written() {
    let folder = folder("otherwise", &["web"]);
    let path = folder.join("web.json");
    let text = fs::read_to_string(&path).expect("text");
    let text = text
        .replace("{ \"name\"", "\n# needs-exec-role: ignore[execution-role-missing] x\n{ \"name\"");
    fs::write(folder.join("web.yaml"), text).expect("written");
    fs::remove_file(path).expect("removed");
    let written = check(&folder, &["--write-baseline"]);
    assert_eq!((written.code, written.names.len()), (0, 0), "{}", written.out);
    assert!(check(&folder, &["--write-baseline", "--no-ignores"]).names == ["web"]);
}

#[test]
fn a_run_that_failed_writes_nothing() {
    let folder = folder("failed", &["web"]);
    assert_eq!(check(&folder, &["--write-baseline"]).names, ["web"]);
    let failed = check(&folder, &["--write-baseline", "no-such-file.json"]);
    assert_eq!((failed.code, failed.names), (2, vec!["web".to_owned()]));
    assert!(failed.error.contains("not written, because this run failed"), "{}", failed.error);
}

#[test]
fn the_same_files_write_the_same_baseline() {
    let all = ["e", "c", "a", "d", "b"];
    let folder = folder("same", &all);
    check(&folder, &["--write-baseline"]);
    let first = fs::read_to_string(folder.with_extension("baseline")).expect("text");
    for family in all {
        let nested = folder.join(format!("z{}", family.len())).join(family);
        fs::create_dir_all(&nested).expect("a folder");
        fs::rename(folder.join(format!("{family}.json")), nested.join("task.json")).expect("moved");
    }
    check(&folder, &["--write-baseline"]);
    let second = fs::read_to_string(folder.with_extension("baseline")).expect("text");
    assert_eq!(second, first);
    let schema = include_str!("../docs/schema/baseline-v1.schema.json");
    let schema: Value = serde_json::from_str(schema).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let written: Value = serde_json::from_str(&first).expect("JSON");
    assert!(validator.is_valid(&written), "{first}");
    assert!(!validator.is_valid(&serde_json::json!({ "version": 2, "findings": [] })));
}
