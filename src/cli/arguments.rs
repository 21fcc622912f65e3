//! The arguments, as clap reads them. Each help text is the only one there is.

mod ask;
mod policy;

pub(super) use ask::{Ask, LaunchTypeName};
pub(super) use policy::{Grant, PolicyArguments, RoleArguments};

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Does this Amazon ECS task definition need a task execution role?
///
/// Reads task definitions as they stand in a repository (JSON, YAML, what describe-task-definition
/// prints, templates with placeholders) and tells whether ECS needs an execution role for them, on which
/// launch type, why, and with which permissions. Works offline.
#[derive(Debug, Parser)]
#[command(
    name = "needs-exec-role",
    version,
    // Not by `args_conflicts_with_subcommands`: after an option it would take a command for a path.
    override_usage = "needs-exec-role [OPTIONS] [PATH]...\n       needs-exec-role [OPTIONS] <COMMAND>",
    after_help = "Exit codes: 0 nothing found, 1 findings, 2 usage or nothing to check."
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Option<Command>,

    /// Files, directories, or - for standard input.
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(super) ask: Ask,

    /// Add the rules of this directory to the built-in ones.
    #[arg(long, value_name = "DIR", global = true)]
    pub(super) rules: Vec<PathBuf>,

    #[command(flatten)]
    pub(super) given: RoleGiven,

    #[command(flatten)]
    pub(super) show: Show,
}

/// The role to hold against the needs.
#[derive(Debug, Args)]
#[command(next_help_heading = "Is the role enough?")]
pub(super) struct RoleGiven {
    /// Hold this role against the needs: what `aws iam get-role` and its like print, or plain policies
    /// (repeatable).
    #[arg(long, value_name = "FILE")]
    pub(super) role: Vec<PathBuf>,

    /// The permissions boundary of the role, where its own files do not hold it.
    #[arg(long, value_name = "FILE", requires = "role")]
    pub(super) boundary: Option<PathBuf>,

    /// Tell also what the role allows and nothing needs.
    #[arg(long, requires = "role")]
    pub(super) unneeded: bool,
}

/// How the answer is shown.
#[derive(Debug, Args)]
#[command(next_help_heading = "The answer")]
pub(super) struct Show {
    /// How the answer is written.
    #[arg(long, value_enum, default_value_t = Format::Graphical)]
    pub(super) format: Format,

    /// What makes the exit code 1.
    #[arg(long, value_enum, default_value_t = FailOn::Error, value_name = "SEVERITY")]
    pub(super) fail_on: FailOn,

    /// When to use colours; `NO_COLOR` is honoured.
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "WHEN", global = true)]
    pub(super) color: Color,

    /// Say only what is wrong.
    #[arg(long, short)]
    pub(super) quiet: bool,

    /// Write the answer to this file.
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
}

/// The other commands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// List the rules.
    Rules(RulesList),
    /// Tell a rule or a finding code in full, or find the rule behind an AWS error text.
    Explain(Explain),
    /// Print the policy that the task definitions need, and no more.
    Policy(Box<PolicyArguments>),
    /// Print the whole role: whom it trusts, and what it allows.
    Role(Box<RoleArguments>),
    /// Print a shell's completions, or the manual page.
    #[cfg(feature = "completions")]
    Completions(Completions),
}

/// `rules`.
#[derive(Debug, Args)]
pub(super) struct RulesList {
    /// List what --assume switches on instead.
    #[arg(long)]
    pub(super) assumptions: bool,
}

/// `explain`.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// A rule's id, a finding's code, or the text of an error that AWS printed.
    #[arg(value_name = "ID|ERROR TEXT", required = true)]
    pub(super) what: Vec<String>,
}

/// `completions`.
#[cfg(feature = "completions")]
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell.
    #[arg(value_enum, required_unless_present = "man")]
    pub(super) shell: Option<clap_complete::Shell>,

    /// Print the manual page instead.
    #[arg(long)]
    pub(super) man: bool,
}

/// The formats of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people, with the lines in question underlined.
    Graphical,
    /// One line per finding: path:line:column: severity: message [code].
    Compact,
    /// Version 1 of the JSON output.
    Json,
}

/// Severities that fail a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    /// Errors.
    Error,
    /// Errors and warnings.
    Warning,
    /// Nothing.
    Never,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}
