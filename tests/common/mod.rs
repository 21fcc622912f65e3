//! Runs the program as a user does, in an environment of its own.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "each test file uses its part, and a test fails loudly"
)]

use serde_json::Value;
use std::io::Write;
use std::process::{Command, Stdio};

/// The program in an environment of its own, whatever the caller's holds: 100 columns, no color.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_needs-exec-role"));
    command.env_clear().env("COLUMNS", "100");
    // Where the program is built to measure coverage, this says where it writes.
    if let Some(profile) = std::env::var_os("LLVM_PROFILE_FILE") {
        command.env("LLVM_PROFILE_FILE", profile);
    }
    command
}

/// Runs it with some standard input; returns its exit code and standard output.
pub fn run(args: &[&str], input: &[u8]) -> (i32, String) {
    let (code, out, _) = run_all(args, input);
    (code, out)
}

/// Runs it with some standard input; returns its exit code, standard output and standard error.
pub fn run_all(args: &[&str], input: &[u8]) -> (i32, String, String) {
    let mut child = program()
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.to_vec();
    // It may end before it has read all of it.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().expect("the program ends");
    writer.join().expect("the writer ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("no signal"), text(output.stdout), text(output.stderr))
}

/// The JSON answer about the one task definition of a text.
pub struct Answer(pub Value);

/// Asks about a text with one task definition.
pub fn ask(text: &str, args: &[&str]) -> Answer {
    let args = [args, &["--format=json", "-"]].concat();
    let (code, out, error) = run_all(&args, text.as_bytes());
    let whole: Value =
        serde_json::from_str(&out).unwrap_or_else(|bad| panic!("{bad}: {out}{error}"));
    let tasks = whole["taskDefinitions"].as_array().expect("an array");
    assert_eq!(tasks.len(), 1, "exit {code}: {out}");
    Answer(tasks[0].clone())
}

impl Answer {
    /// The verdict.
    pub fn verdict(&self) -> &str {
        self.0["verdict"].as_str().expect("a verdict")
    }

    /// The rules of the requirements.
    pub fn rules(&self) -> Vec<String> {
        self.strings("needs", "rule")
    }

    /// The codes of the findings that are not notes.
    pub fn codes(&self) -> Vec<String> {
        let findings = self.0["findings"].as_array().expect("an array").iter();
        let grave = findings.filter(|finding| finding["severity"] != "note");
        grave.map(|finding| finding["code"].as_str().expect("a code").to_owned()).collect()
    }

    /// The actions of all requirements, in order.
    pub fn actions(&self) -> Vec<String> {
        let needs = self.0["needs"].as_array().expect("an array").iter();
        let all = needs.flat_map(|need| need["permissions"].as_array().expect("an array"));
        all.map(|it| it["action"].as_str().expect("an action").to_owned()).collect()
    }

    /// The help of the first finding.
    pub fn help(&self) -> &str {
        self.0["findings"][0]["help"].as_str().expect("help")
    }

    fn strings(&self, list: &str, key: &str) -> Vec<String> {
        let items = self.0[list].as_array().expect("an array").iter();
        items.map(|item| item[key].as_str().expect("a string").to_owned()).collect()
    }
}
