//! What the program prints: every `cmd` below `fixtures` is run, and its output compared byte for byte.
//!
//! `cargo test --test cases rules/awslogs` runs the cases with that name; `UPDATE=1 cargo test --test cases`
//! writes what is printed and the exit code; read what it wrote before you commit it.

#![allow(
    clippy::expect_used,
    clippy::unnecessary_wraps,
    reason = "a test fails loudly, and a trial returns a result"
)]

mod case;
mod command;
#[path = "../common/mod.rs"]
mod common;
mod copy;
mod layout;
mod of_the_runner;

use case::Case;
use libtest_mimic::{Arguments, Failed, Trial};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let root = Path::new("fixtures");
    let is_update = std::env::var_os("UPDATE").is_some();
    let files = layout::files(root);
    let cases: Vec<_> = files.iter().filter_map(|file| Case::of(root, file)).collect();
    let run = |case: &Case| {
        let case = case.clone();
        Trial::test(case.name.clone(), move || Ok(case.run(is_update)?))
    };
    let mut trials: Vec<_> = cases.iter().map(run).collect();
    trials
        .push(Trial::test("every file of fixtures is used", move || nothing_stray(&files, &cases)));
    trials.extend(of_the_runner::trials());
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn nothing_stray(files: &[PathBuf], cases: &[Case]) -> Result<(), Failed> {
    let stray = layout::stray(files, cases)?;
    let stray: Vec<_> = stray.iter().map(|path| path.display().to_string()).collect();
    if stray.is_empty() {
        Ok(())
    } else {
        Err(format!("used by no case:\n{}", stray.join("\n")).into())
    }
}
