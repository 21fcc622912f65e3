//! Arguments in, exit code out.

mod cli;
#[cfg(feature = "lsp")]
mod lsp;
mod workspace;

use cli::Next;
#[cfg(feature = "lsp")]
use cli::ServerArguments;
use std::process::ExitCode;

#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match cli::run(std::env::args_os()) {
        Next::Exit(outcome) => ExitCode::from(outcome as u8),
        #[cfg(feature = "lsp")]
        Next::Serve(arguments) => {
            let ServerArguments { which, options, rules } = *arguments;
            let is_over = lsp::serve(lsp::ServerStart { which, options, rules });
            if is_over { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
    }
}
