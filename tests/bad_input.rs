//! Bad input, as a user meets it: a clear error or a verdict, the right exit code, nothing lost for the
//! other files of the run.

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
use std::path::PathBuf;
use std::process::Stdio;

const GOOD: &str =
    r#"{ "family": "good", "containerDefinitions": [ { "name": "app", "image": "nginx" } ] }"#;

/// A folder of the test's own, empty.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// Runs over a bad file and a good one: the good one must be checked whatever the bad one does.
fn beside_a_good_one(name: &str, bad: &[u8]) -> (i32, Value) {
    let folder = folder(name);
    fs::write(folder.join("bad.json"), bad).expect("a file");
    fs::write(folder.join("good.json"), GOOD).expect("a file");
    let path = |file: &str| folder.join(file).to_string_lossy().into_owned();
    let (code, out) = run(&["--format=json", &path("bad.json"), &path("good.json")], b"");
    let whole: Value = serde_json::from_str(&out).expect("JSON");
    let tasks = whole["taskDefinitions"].as_array().expect("an array");
    assert!(tasks.iter().any(|task| task["name"] == "good"), "{name}: the good file is lost");
    (code, whole)
}

fn codes(whole: &Value) -> Vec<&str> {
    let problems = whole["problems"].as_array().expect("an array").iter();
    problems.map(|problem| problem["code"].as_str().expect("a code")).collect()
}

#[test]
fn nesting_a_hundred_thousand_deep() {
    for (name, open, close) in [("deep-lists", "[", "]"), ("deep-objects", "{\"a\":", "}")] {
        let text = format!("{}1{}", open.repeat(100_000), close.repeat(100_000));
        let (code, whole) = beside_a_good_one(name, text.as_bytes());
        assert_eq!(code, 2);
        assert!(codes(&whole).contains(&"too-deep"), "{name}: {:?}", codes(&whole));
    }
}

#[test]
fn deep_nesting_inside_a_task_definition_leaves_the_verdict() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let text = format!(
        r#"{{ "requiresCompatibilities": ["FARGATE"], "tags": {deep}, "containerDefinitions": [ {{ "name": "a",
        "image": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/a" }} ] }}"#
    );
    let (code, whole) = beside_a_good_one("deep-inside", text.as_bytes());
    assert_eq!(code, 1);
    assert_eq!(whole["taskDefinitions"][0]["verdict"], "required");
}

#[test]
fn a_file_of_a_hundred_megabytes() {
    let folder = folder("huge");
    let file = fs::File::create(folder.join("huge.json")).expect("a file");
    file.set_len(100 << 20).expect("a sparse file");
    fs::write(folder.join("good.json"), GOOD).expect("a file");
    let path = folder.to_string_lossy().into_owned();
    let (code, out) = run(&["--format=json", &path], b"");
    let whole: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!((code, codes(&whole)), (1, vec!["too-large"]));
    assert_eq!(whole["taskDefinitions"][0]["name"], "good");
    let huge = folder.join("huge.json").to_string_lossy().into_owned();
    assert_eq!(run(&[&huge], b"").0, 2, "a named file that is not read");
}

#[test]
fn bytes_that_are_not_text() {
    let mut text = GOOD.replace("good", "latin").into_bytes();
    text.extend_from_slice(b"  ");
    let at = text.iter().position(|byte| *byte == b'n').expect("a letter");
    text[at] = 0xE9;
    let (code, whole) = beside_a_good_one("latin-1", &text);
    assert!(codes(&whole).contains(&"encoding"), "{:?}", codes(&whole));
    assert_ne!(code, 0);
    assert!(whole["problems"][0]["place"]["start"]["line"] == 1);
}

#[test]
fn a_nul_byte_and_a_binary() {
    let (code, whole) = beside_a_good_one("nul", &GOOD.replace("nginx", "ng\0inx").into_bytes());
    assert!(!codes(&whole).is_empty());
    assert_ne!(code, 0);
    let binary: Vec<u8> = (0..=255_u8).cycle().take(4096).collect();
    let (code, whole) = beside_a_good_one("binary", &binary);
    assert_eq!(code, 2);
    assert!(!codes(&whole).is_empty());
}

#[test]
fn utf_16_with_a_mark_is_read() {
    let text =
        r#"{ "family": "größe", "containerDefinitions": [ { "name": "a", "image": "nginx" } ] }"#;
    for (mark, to_bytes) in
        [([0xFF, 0xFE], u16::to_le_bytes as fn(u16) -> [u8; 2]), ([0xFE, 0xFF], u16::to_be_bytes)]
    {
        let mut bytes = mark.to_vec();
        bytes.extend(text.encode_utf16().flat_map(to_bytes));
        let (code, out) = run(&["--format=json", "-"], &bytes);
        let whole: Value = serde_json::from_str(&out).expect("JSON");
        assert_eq!((code, &whole["taskDefinitions"][0]["name"]), (0, &Value::from("größe")));
    }
}

#[test]
fn an_empty_file_and_blank_ones() {
    for (name, text) in [("empty", ""), ("blank", " \n\t\n"), ("only-a-mark", "\u{FEFF}")] {
        let (code, whole) = beside_a_good_one(name, text.as_bytes());
        assert_eq!((code, codes(&whole)), (2, vec!["empty-file"]), "{name}");
    }
}

#[test]
fn a_directory_named_like_a_file() {
    let folder = folder("directory");
    fs::create_dir_all(folder.join("taskdef.json")).expect("a folder");
    fs::write(folder.join("taskdef.json/good.json"), GOOD).expect("a file");
    let path = folder.join("taskdef.json").to_string_lossy().into_owned();
    assert_eq!(run(&[&path], b"").0, 0);
    fs::remove_file(folder.join("taskdef.json/good.json")).expect("gone");
    assert_eq!(run(&[&path], b"").0, 2, "nothing to check");
}

#[cfg(unix)]
#[test]
fn a_loop_of_links() {
    let folder = folder("loop");
    std::os::unix::fs::symlink("loop.json", folder.join("loop.json")).expect("a link");
    std::os::unix::fs::symlink(".", folder.join("again")).expect("a link");
    fs::write(folder.join("good.json"), GOOD).expect("a file");
    let (code, out) = run(&["--format=json", &folder.to_string_lossy()], b"");
    let whole: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!((code, &whole["summary"]["taskDefinitions"]), (0, &Value::from(1)));
    let (code, _) = run(&["--format=json", &folder.join("loop.json").to_string_lossy()], b"");
    assert_eq!(code, 2);
}

#[test]
fn a_closed_pipe() {
    let folder = folder("pipe");
    let missing = GOOD
        .replace("nginx", "111122223333.dkr.ecr.eu-west-1.amazonaws.com/a")
        .replace("\"family\": \"good\"", "\"requiresCompatibilities\": [\"FARGATE\"]");
    for index in 0..300 {
        fs::write(folder.join(format!("{index}.json")), &missing).expect("a file");
    }
    let mut child = program()
        .arg(folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // The reader goes before anything is read.
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(output.status.code(), Some(1), "the answer stands, whoever reads it");
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn an_alias_bomb_in_yaml() {
    let mut text = String::from("a: &a [x, x, x, x, x, x, x, x, x]\n");
    for pair in "abcdefghijklmnop".as_bytes().windows(2) {
        let (old, new) = (char::from(pair[0]), char::from(pair[1]));
        let aliases = vec![format!("*{old}"); 9].join(", ");
        text.push_str(&format!("{new}: &{new} [{aliases}]\n"));
    }
    text.push_str("containerDefinitions: *p\nfamily: bomb\n");
    let folder = folder("bomb");
    fs::write(folder.join("bomb.yaml"), text).expect("a file");
    let (code, out) = run(&["--format=json", &folder.join("bomb.yaml").to_string_lossy()], b"");
    let whole: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(code, 1, "{:?}", codes(&whole));
    assert!(!codes(&whole).is_empty() && out.len() < 100_000, "{} bytes", out.len());
}

#[test]
fn the_answer_goes_to_a_file() {
    let folder = folder("output");
    let path = folder.join("answer.json");
    let to = format!("--output={}", path.display());
    let (code, out) = run(&["--format=json", &to, "-"], GOOD.as_bytes());
    assert_eq!((code, out.as_str()), (0, ""));
    let text = fs::read_to_string(path).expect("the answer");
    assert!(serde_json::from_str::<Value>(&text).is_ok());
}

#[cfg(unix)]
#[test]
fn a_pipe_with_the_name_of_a_file_of_terraform_is_not_waited_for() {
    let folder = folder("pipes");
    for pipe in ["main.tf", "task.json"] {
        let made = std::process::Command::new("mkfifo").arg(folder.join(pipe)).status();
        assert!(made.expect("mkfifo").success());
    }
    let path = |file: &str| folder.join(file).to_string_lossy().into_owned();
    let (code, out) = run(&["--format=compact", &path("main.tf")], b"");
    assert_eq!(code, 2);
    assert!(out.contains("main.tf:1:1: error: is not a regular file [unreadable]"), "{out}");
    fs::write(folder.join("other.tf"), "locals {\n  x = file(\"task.json\")\n}\n").expect("a file");
    assert_eq!(run(&[&path("other.tf")], b"").0, 2);
    fs::write(folder.join("good.json"), GOOD).expect("a file");
    assert_eq!(run(&[&path("")], b"").0, 0);
}

#[test]
fn a_module_of_ten_thousand_files_is_read_and_one_of_more_in_part() {
    let folder = folder("many-files");
    let write = |numbers: std::ops::Range<usize>| {
        for number in numbers {
            fs::write(folder.join(format!("{number}.tf")), "locals {}\n").expect("a file");
        }
    };
    let task = "resource \"aws_ecs_task_definition\" \"last\" {\n  family = \"last\"\n}\n";
    fs::write(folder.join("last.tf"), task).expect("a file");
    fs::write(folder.join("good.json"), GOOD).expect("a file");
    let check = || {
        let (_, out) = run(&["--format=json", &folder.to_string_lossy()], b"");
        let whole: Value = serde_json::from_str(&out).expect("JSON");
        let tasks = whole["taskDefinitions"].as_array().expect("an array").iter();
        let names: Vec<_> = tasks.map(|it| it["name"].clone()).collect();
        let codes: Vec<_> = codes(&whole).into_iter().map(str::to_owned).collect();
        (codes, names, whole["problems"][0]["severity"].clone())
    };
    write(0..10_000);
    let (codes, names, _) = check();
    assert!(!codes.iter().any(|it| it == "too-large"), "{codes:?}");
    assert_eq!(names, ["aws_ecs_task_definition.last", "good"]);
    write(10_000..20_003);
    let (codes, names, severity) = check();
    assert_eq!(codes, ["too-large"]);
    assert_eq!(names, ["good"]);
    assert_eq!(severity, "warning");
    fs::remove_dir_all(folder).expect("a folder");
}

#[cfg(unix)]
#[test]
fn a_file_of_a_module_that_cannot_be_read_is_reported() {
    let folder = folder("unreadable-part");
    fs::write(folder.join("main.tf"), "locals {}\n").expect("a file");
    fs::write(folder.join("good.json"), GOOD).expect("a file");
    let huge = fs::File::create(folder.join("huge.tf")).expect("a file");
    huge.set_len(100 << 20).expect("a sparse file");
    let (code, out) = run(&["--format=json", &folder.to_string_lossy()], b"");
    let whole: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!((code, codes(&whole)), (1, vec!["too-large"]));
    assert_eq!(whole["taskDefinitions"][0]["name"], "good");
}
