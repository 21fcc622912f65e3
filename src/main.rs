//! Arguments in, exit code out.

mod cli;
mod workspace;

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(cli::run(std::env::args_os()) as u8)
}
