//! Completions for shells, and the manual page: both made from the arguments.

use super::Failure;
use super::args::Completions;
use needs_exec_role::Outcome;
use std::io::{self, Write};

pub(super) fn run(what: &Completions, mut command: clap::Command) -> Result<Outcome, Failure> {
    let mut text = Vec::new();
    if what.man {
        clap_mangen::Man::new(command).render(&mut text)?;
    } else if let Some(shell) = what.shell {
        clap_complete::generate(shell, &mut command, "needs-exec-role", &mut text);
    }
    match io::stdout().lock().write_all(&text) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(Outcome::Clean),
    }
}
