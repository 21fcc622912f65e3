//! The arguments of `check`, which are those of the program without a command as well.

use super::exceptions::ExceptionArguments;
use super::fix::FixArguments;
use super::inputs::{InputArguments, RoleInput};
use super::paths::PathArguments;
use super::show::ShowArguments;
use clap::Args;
use std::path::PathBuf;

/// What is checked, with what, and how the answer is shown.
#[derive(Debug, Args)]
pub(in crate::cli) struct CheckArguments {
    #[command(flatten)]
    pub(in crate::cli) paths: PathArguments,

    /// Pass over files without a task definition, also those that are passed by name
    ///
    /// For hooks, which pass every file that changed: what is not a task definition counts as
    /// skipped, as in a directory, and so does what the configuration or --exclude excludes. If nothing
    /// is left to check, the exit code is 0.
    #[arg(long)]
    pub(in crate::cli) skip_unrelated: bool,

    #[command(flatten)]
    pub(in crate::cli) inputs: InputArguments,

    #[command(flatten)]
    pub(in crate::cli) role: RoleInput,

    #[command(flatten)]
    pub(in crate::cli) fixes: FixArguments,

    #[command(flatten)]
    pub(in crate::cli) exceptions: ExceptionArguments,

    #[command(flatten)]
    pub(in crate::cli) show: ShowArguments,

    /// Print the settings that count for this file, where each is set, and what of the configuration matches nothing
    #[arg(long, value_name = "FILE", help_heading = "Configuration")]
    pub(in crate::cli) show_settings: Option<PathBuf>,
}
