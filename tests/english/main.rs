//! What people read is technical English: the phrases of `phrases.txt` occur in no help, message or page.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on says so"
)]

mod messages;
mod phrases;

use needs_exec_role::base::diagnostic::BuiltIn;
use needs_exec_role::rules::{Rule, Rules};
use phrases::{Occurrence, Phrase};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The pages outside of `docs/`.
const PAGES: [&str; 7] = [
    "editors/vscode/README.md",
    "editors/vscode/package.json",
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "playground/wasm/README.md",
];

#[test]
fn the_pages() {
    let pages = PAGES.iter().map(PathBuf::from).chain(files("docs", &["md", "json"]));
    check_files(pages.chain(files("packaging", &["md"])));
}

#[test]
fn the_rules() {
    check_files(files("rules", &["yaml"]));
}

#[test]
fn what_the_cases_print() {
    check_files(files("fixtures", &["stdout", "stderr"]));
}

#[test]
fn the_messages_in_the_source() {
    let phrases = phrases::read();
    let mut found = Vec::new();
    for path in files("src", &["rs"]) {
        let name = path.display().to_string();
        for (line, text) in messages::of(&path) {
            for mut occurrence in phrases::find(&phrases, &name, &text) {
                occurrence.line += line - 1;
                found.push(occurrence);
            }
        }
    }
    assert_none(&found);
}

#[test]
fn the_help_of_every_command() {
    let top = print(&["--help"]);
    let names = commands(&top);
    assert!(names.contains(&"explain"), "{names:?}");
    let phrases = phrases::read();
    let mut found = phrases::find(&phrases, "--help", &top);
    for name in names.into_iter().filter(|name| *name != "help") {
        let help = print(&[name, "--help"]);
        found.extend(phrases::find(&phrases, &format!("{name} --help"), &help));
    }
    for args in [["-h"].as_slice(), &["rules"], &["rules", "--assumptions"]] {
        found.extend(phrases::find(&phrases, &args.join(" "), &print(args)));
    }
    assert_none(&found);
}

#[test]
fn every_page_of_explain() {
    let rules = Rules::built_in();
    let mut names: BTreeSet<&str> = rules.iter().map(Rule::id).collect();
    names.extend(BuiltIn::ALL.iter().map(|code| code.name()));
    let phrases = phrases::read();
    let mut found = Vec::new();
    for name in names {
        let page = print(&["explain", name]);
        found.extend(phrases::find(&phrases, &format!("explain {name}"), &page));
    }
    assert_none(&found);
}

#[test]
fn the_list_is_in_order() {
    let list = fs::read_to_string(phrases::LIST).expect("the list");
    for section in list.split("\n#") {
        let lines: Vec<_> = section.lines().skip(1).filter(|line| !line.starts_with('#')).collect();
        let sorted: BTreeSet<_> = lines.iter().copied().collect();
        assert!(lines.iter().eq(&sorted), "sort the phrases, each once: {lines:#?}");
    }
    assert!(phrases::read().iter().all(|phrase| !phrase.reason.is_empty()), "each has a reason");
}

#[test]
fn a_phrase_is_found_as_whole_words_in_any_case_and_across_lines() {
    let phrases = [Phrase::new("is wanted", "x"), Phrase::new("hole", "x")];
    let lines = |text: &str| -> Vec<usize> {
        phrases::find(&phrases, "", text).iter().map(|it| it.line).collect()
    };
    assert_eq!(lines("an array Is Wanted."), [1]);
    assert_eq!(lines("\nan array is\n  │ wanted (hole)"), [2, 3]);
    assert_eq!(lines("the `key` is wanted"), [1]);
    assert_eq!(lines("the whole is unwanted; holes; it is, wanted"), [0; 0]);
    assert_eq!(lines("`hole` in law_of_hole.rs and fixtures/hole/hole.json"), [0; 0]);
    assert_eq!(lines("cut in `a hole"), [1]);
}

/// The files below a folder whose names end so, in order.
fn files(folder: &str, ends: &[&str]) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if ends.iter().any(|end| is_kind(&path, end)) {
                files.push(path);
            }
        }
    }
    assert!(!files.is_empty(), "{folder} has files");
    files.sort();
    files
}

/// Whether a file has this extension, or this as its whole name.
fn is_kind(path: &Path, end: &str) -> bool {
    path.extension().or_else(|| path.file_name()).is_some_and(|it| it == end)
}

fn check_files(files: impl IntoIterator<Item = PathBuf>) {
    let phrases = phrases::read();
    let mut found = Vec::new();
    for path in files {
        let text = fs::read_to_string(&path).expect("a text");
        found.extend(phrases::find(&phrases, &path.display().to_string(), &text));
    }
    assert_none(&found);
}

fn assert_none(found: &[Occurrence<'_>]) {
    let lines: Vec<_> = found.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "{} phrases:\n{}", lines.len(), lines.join("\n"));
}

/// What the program prints, on standard output.
fn print(args: &[&str]) -> String {
    let mut program = Command::new(env!("CARGO_BIN_EXE_needs-exec-role"));
    let output = program.args(args).env("COLUMNS", "100").output().expect("the program runs");
    assert!(output.status.success(), "{args:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The names under `Commands:` in the help of the program.
fn commands(help: &str) -> Vec<&str> {
    let (_, list) = help.split_once("\nCommands:\n").expect("a list of commands");
    let lines = list.lines().take_while(|line| !line.is_empty());
    let heads = lines.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    heads.filter_map(|line| line.split_whitespace().next()).collect()
}
