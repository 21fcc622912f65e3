//! Which files are read.

use clap::Args;
use std::path::PathBuf;

/// Which files are read.
#[derive(Debug, Args)]
pub(in crate::cli) struct PathArguments {
    /// Files, directories, or - for standard input
    ///
    /// In a directory, .git, node_modules, vendor, .terraform, target and the assets in cdk.out are
    /// not read unless you pass them, nor is what .gitignore or the configuration excludes.
    #[arg(value_name = "PATH")]
    pub(in crate::cli) paths: Vec<PathBuf>,

    /// Skip files and directories that match, in the syntax of .gitignore (repeatable)
    ///
    /// Applies to what is found in a directory; a path that you pass is always read.
    #[arg(long, value_name = "GLOB")]
    pub(in crate::cli) exclude: Vec<String>,
}
