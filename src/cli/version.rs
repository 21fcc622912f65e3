//! `--version`: of the program, and with `--verbose` of what it knows.

use super::Failure;
use super::output::Output;
use needs_exec_role::{FACTS_DATE, Outcome};

/// Prints the version; with `is_verbose` also the date of the facts.
pub(super) fn print(is_verbose: bool) -> Result<Outcome, Failure> {
    let mut text = format!("needs-exec-role {}\n", env!("CARGO_PKG_VERSION"));
    if is_verbose {
        text.push_str(&format!("facts about AWS as of {FACTS_DATE}\n"));
    }
    let mut output = Output::open(None)?;
    output.write(&text)?;
    output.finish()?;
    Ok(Outcome::Clean)
}
