//! Arguments in, exit code out.

use needs_exec_role::cli;
use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(cli::run(std::env::args_os()) as u8)
}
