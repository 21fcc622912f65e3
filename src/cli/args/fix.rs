//! What is done about the findings, as clap reads it.

use clap::{ArgGroup, Args};
use needs_exec_role::FixLevel;

/// What is done about the findings.
#[derive(Debug, Args)]
#[command(
    next_help_heading = "Fixes",
    group = ArgGroup::new("fixing").args(["fix", "diff"]).multiple(false)
)]
pub(in crate::cli) struct FixArguments {
    /// Apply the fixes that need no review, then check
    ///
    /// Sets the role of --execution-role where one is required and not set; it does not count as set then. The fixed
    /// text of standard input goes to standard output, and the report on it to standard error.
    #[arg(long)]
    pub(in crate::cli) fix: bool,

    /// Print what --fix would change, as a patch, and change nothing
    ///
    /// Exit code 1 if there is a change, 0 if there is none. It previews edits; it does not compare what two task
    /// definitions need.
    #[arg(long)]
    pub(in crate::cli) diff: bool,

    /// With --fix or --diff, also apply the fixes that need a review
    #[arg(long, requires = "fixing")]
    pub(in crate::cli) unsafe_fixes: bool,
}

/// What is done with the fixed texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum FixMode {
    /// They are written.
    Write,
    /// The difference is printed.
    Diff,
}

impl FixArguments {
    /// What is done with the fixed texts; none if nothing is fixed.
    pub(in crate::cli) fn mode(&self) -> Option<FixMode> {
        match (self.fix, self.diff) {
            (true, _) => Some(FixMode::Write),
            (false, true) => Some(FixMode::Diff),
            (false, false) => None,
        }
    }

    /// Which fixes are applied.
    pub(in crate::cli) fn level(&self) -> FixLevel {
        if self.unsafe_fixes { FixLevel::Unsafe } else { FixLevel::Safe }
    }
}
