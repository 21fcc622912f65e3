//! The arguments of `check`, which are those of the program without a command as well.

use super::exceptions::ExceptionArguments;
use super::fix::FixArguments;
use super::inputs::{InputArguments, RoleInput};
use super::paths::PathArguments;
use super::show::ShowArguments;
use clap::Args;

/// What is checked, with what, and how the answer is shown.
#[derive(Debug, Args)]
pub(in crate::cli) struct CheckArguments {
    #[command(flatten)]
    pub(in crate::cli) paths: PathArguments,

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
}
