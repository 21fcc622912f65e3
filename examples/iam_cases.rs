//! Holds the evaluator against a file of cases: `cargo run --release --example iam_cases -- FILE`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it is a program of its own")]

#[path = "../tests/support/iam_case.rs"]
#[allow(unreachable_pub, reason = "shared by the test and the example")]
mod iam_case;

use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(path) = std::env::args().nth(1) else {
        eprintln!("usage: iam_cases FILE");
        return ExitCode::from(2);
    };
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) => {
            eprintln!("{path}: {error}");
            return ExitCode::from(2);
        }
    };
    let Some(tally) = iam_case::run(&text) else {
        eprintln!("{path}: no list of `cases`");
        return ExitCode::from(2);
    };
    tally.lines.iter().for_each(|line| println!("{line}"));
    println!("{} agree, {} differ, {} contested", tally.agree, tally.differ, tally.contested);
    ExitCode::from(u8::from(tally.differ > 0))
}
