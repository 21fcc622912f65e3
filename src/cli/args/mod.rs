//! The arguments, as clap reads them. Each help text is the only one there is.

mod inputs;
mod policy;
mod show;

pub(super) use inputs::{InputArguments, RoleInput};
pub(super) use policy::{PolicyArguments, PrintArguments, RoleArguments};
pub(super) use show::{Color, ShowArguments};

use clap::{Args, Parser, Subcommand};
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
    pub(super) inputs: InputArguments,

    /// Add the rules of this directory to the built-in ones.
    #[arg(long, value_name = "DIR", global = true)]
    pub(super) rules: Vec<PathBuf>,

    #[command(flatten)]
    pub(super) role: RoleInput,

    #[command(flatten)]
    pub(super) show: ShowArguments,
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
