//! A role held against the needs, in folders by hand: `taskdef.json`, what the AWS CLI prints, `args`, and
//! the whole answer in `expected.out`.
//!
//! `UPDATE=1 cargo test --test role_check` writes the answers; read what it wrote before you commit it.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

mod common;

use common::program;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn every_role_gets_the_answer_beside_it() {
    let mut wrong = Vec::new();
    let folders = folders();
    assert!(folders.len() > 40, "the fixtures are there");
    for folder in folders {
        let (expected, answer) = (folder.join("expected.out"), answer(&folder, &[]));
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&expected, &answer).expect("written");
        } else if fs::read_to_string(&expected).ok().as_ref() != Some(&answer) {
            wrong.push(format!("{}:\n{answer}", folder.display()));
        }
    }
    assert!(wrong.is_empty(), "not as in expected.out:\n{}", wrong.join("\n"));
}

fn folders() -> Vec<PathBuf> {
    let entries = fs::read_dir("fixtures/roles").expect("a folder");
    let mut folders: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    folders.sort();
    folders
}

/// Everything that is printed, as in a terminal of 100 columns without colour.
fn answer(folder: &Path, more: &[&str]) -> String {
    let args = fs::read_to_string(folder.join("args")).expect("the arguments");
    let done = program()
        .current_dir(folder)
        .arg("taskdef.json")
        .args(args.split_whitespace())
        .args(more)
        .output()
        .expect("the program runs");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    let code = done.status.code().expect("no signal");
    format!("{}{}exit: {code}\n", text(&done.stdout), text(&done.stderr))
}
