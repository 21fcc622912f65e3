//! What may stay, as clap reads it.

use clap::Args;
use std::path::PathBuf;

/// What may stay.
#[derive(Debug, Args)]
#[command(next_help_heading = "Exceptions")]
pub(in crate::cli) struct ExceptionArguments {
    /// Also report what comments, Metadata and the configuration suppress
    #[arg(long)]
    pub(in crate::cli) no_ignores: bool,

    /// Suppress the errors and warnings that this file lists, so that only new ones fail
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) baseline: Option<PathBuf>,

    /// Write the errors and warnings of this run to a file for --baseline, and suppress them
    ///
    /// With --baseline, which may be the same file: write only those that are in it and still found, so
    /// that what is fixed is removed, and nothing new is added.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) write_baseline: Option<PathBuf>,
}
