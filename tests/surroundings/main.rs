//! What requires something outside of the repository: real files in `../shared`, an editor, strace, a user
//! who may not read everything. What is absent is listed as ignored, so that the run shows how much did not run.
//!
//! `cargo test --test surroundings` also prints how many files gave what.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails loudly, and reports what it counted"
)]

#[path = "../common/mod.rs"]
mod common;
mod corpus;
mod editors;
#[path = "../support/hcl_shape.rs"]
mod hcl_shape;
#[path = "../support/iam_case.rs"]
#[allow(unreachable_pub, reason = "shared by the test and the example")]
mod iam_case;
mod iam_cases;
#[cfg(target_os = "linux")]
mod opened_files;
#[cfg(unix)]
mod permission;
mod terraform;
#[cfg(target_os = "linux")]
mod threads;
#[path = "../support/trial.rs"]
mod trial;

use libtest_mimic::{Arguments, run};
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut trials = corpus::trials();
    trials.extend(editors::trials());
    trials.push(iam_cases::trial());
    trials.push(terraform::trial());
    #[cfg(target_os = "linux")]
    trials.extend([opened_files::trial(), threads::trial()]);
    #[cfg(unix)]
    trials.push(permission::trial());
    run(&Arguments::from_args(), trials).exit_code()
}
