//! Completions for shells, and the manual page: both made from the arguments.

use super::arguments::Completions;
use super::{Exit, Failure, command};
use std::io::{self, Write};

pub(super) fn run(what: &Completions) -> Result<Exit, Failure> {
    let mut text = Vec::new();
    let mut command = command();
    if what.man {
        clap_mangen::Man::new(command).render(&mut text)?;
    } else if let Some(shell) = what.shell {
        clap_complete::generate(shell, &mut command, "needs-exec-role", &mut text);
    }
    match io::stdout().lock().write_all(&text) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(Exit::Clean),
    }
}
