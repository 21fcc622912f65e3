//! How the answer is shown, as clap reads it.

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, ValueEnum};
use needs_exec_role::{Format, Severity};
use std::path::PathBuf;

/// How the answer is shown.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(in crate::cli) struct ShowArguments {
    /// Output format
    #[arg(long, default_value = "graphical", value_parser = formats())]
    pub(in crate::cli) format: String,

    /// Lowest severity that causes exit code 1
    #[arg(long, value_enum, default_value_t = FailOn::Error, value_name = "SEVERITY")]
    pub(in crate::cli) fail_on: FailOn,

    /// When to use color; NO_COLOR and FORCE_COLOR are honored
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "WHEN", global = true)]
    pub(in crate::cli) color: Color,

    /// Print only problems
    #[arg(long, short, conflicts_with = "verbose")]
    pub(in crate::cli) quiet: bool,

    /// Print every permission in full
    #[arg(long, short)]
    pub(in crate::cli) verbose: bool,

    /// Write the output to this file
    #[arg(long, short, value_name = "FILE")]
    pub(in crate::cli) output: Option<PathBuf>,
}

/// Severities that fail a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum FailOn {
    /// Errors
    Error,
    /// Errors and warnings
    Warning,
    /// Never
    Never,
}

/// When to use color.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Color {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The formats that the program has.
fn formats() -> PossibleValuesParser {
    let values = Format::names().map(|(name, what)| PossibleValue::new(name).help(what));
    values.collect::<Vec<_>>().into()
}

impl ShowArguments {
    /// The format.
    pub(in crate::cli) fn format(&self) -> Format {
        Format::named(&self.format).unwrap_or_default()
    }
}

impl FailOn {
    /// The lowest severity that fails a run.
    pub(in crate::cli) fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Never => None,
        }
    }
}
