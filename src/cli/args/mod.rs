//! The arguments, as clap reads them. Each help text is the only one there is.

#![expect(clippy::doc_markdown, reason = "help is plain text")]

mod check;
mod command;
mod exceptions;
mod fix;
mod help;
mod inputs;
mod paths;
mod policy;
mod show;

pub(super) use check::CheckArguments;
pub(super) use command::Command;
pub(super) use exceptions::ExceptionArguments;
pub(super) use fix::FixMode;
pub(super) use inputs::rule_files;
pub(super) use paths::PathArguments;
pub(super) use policy::{PolicyArguments, PrintArguments, RoleArguments};
pub(super) use show::{Color, ShowArguments};

use crate::workspace::WhichConfiguration;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::path::PathBuf;

/// Does this Amazon ECS task definition need a task execution role?
///
/// Reads task definitions as they stand in a repository (JSON, YAML, the output of
/// describe-task-definition, Terraform, CloudFormation, templates with placeholders) and reports whether
/// ECS needs a task execution role for them, on which launch type, why, and with which permissions. Works
/// offline.
#[derive(Debug, Parser)]
#[command(
    name = "needs-exec-role",
    version,
    disable_version_flag = true,
    arg_required_else_help = true,
    // Not by `args_conflicts_with_subcommands`: after an option it would take a command for a path.
    override_usage = "needs-exec-role [OPTIONS] [PATH]...\n       needs-exec-role [OPTIONS] <COMMAND>",
    after_help = help::MAIN,
    after_long_help = help::MAIN_LONG
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Option<Command>,

    /// Print the version; with --verbose also the date of the facts about AWS
    #[arg(long, short = 'V')]
    pub(super) version: bool,

    #[command(flatten)]
    pub(super) check: CheckArguments,

    #[command(flatten)]
    pub(super) shared: SharedArguments,
}

/// What every command takes.
#[derive(Debug, Args)]
pub(super) struct SharedArguments {
    /// Add the rules of this directory to the built-in ones (repeatable)
    #[arg(long, value_name = "DIR", global = true, help_heading = "Assumptions and inputs")]
    pub(super) rules: Vec<PathBuf>,

    /// Use this configuration for all files
    ///
    /// Otherwise the nearest .needs-exec-role.yaml counts for each file: in its directory, or upward
    /// to the root of the repository.
    #[arg(
        long,
        value_name = "FILE",
        global = true,
        conflicts_with = "no_config",
        help_heading = "Configuration"
    )]
    pub(super) config: Option<PathBuf>,

    /// Use no configuration
    #[arg(long, global = true, help_heading = "Configuration")]
    pub(super) no_config: bool,
}

impl SharedArguments {
    /// Which configuration counts.
    pub(super) fn configuration(&self) -> WhichConfiguration {
        match &self.config {
            _ if self.no_config => WhichConfiguration::Nothing,
            Some(file) => WhichConfiguration::File(file.clone()),
            None => WhichConfiguration::Nearest,
        }
    }
}

/// `rules`.
#[derive(Debug, Args)]
pub(super) struct RulesList {
    /// List the names that --assume accepts instead
    #[arg(long)]
    pub(super) assumptions: bool,

    /// Output format
    #[arg(long, value_enum, default_value_t = RulesFormat::Text, conflicts_with = "assumptions")]
    pub(super) format: RulesFormat,
}

/// How `rules` writes its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum RulesFormat {
    /// One line per rule: its ID and its title
    Text,
    /// Version 1 of the JSON list
    Json,
}

/// `explain`.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// A rule ID, a finding code, the text of an AWS error message, a file that holds it or what `describe-tasks`
    /// printed, or - for standard input
    #[arg(value_name = "ID|ERROR TEXT|FILE", required = true)]
    pub(super) what: Vec<String>,

    /// Show where this file or directory asks for what the message is about (repeatable)
    ///
    /// Reads task definitions and templates as `check` does.
    #[arg(long = "in", value_name = "PATH")]
    pub(super) beside: Vec<PathBuf>,

    /// Output format
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: ExplainFormat,
}

/// The formats of `explain`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ExplainFormat {
    /// For people
    Text,
    /// Version 1 of the JSON
    Json,
}

/// `completions`.
#[cfg(feature = "completions")]
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell
    #[arg(value_enum, required_unless_present = "man")]
    pub(super) shell: Option<clap_complete::Shell>,

    /// Print the manual page instead: that of the program, or of a command
    #[arg(
        long,
        value_name = "COMMAND",
        num_args = 0..=1,
        default_missing_value = "",
        conflicts_with = "shell"
    )]
    pub(super) man: Option<String>,
}

/// `lsp`.
#[cfg(feature = "lsp")]
#[derive(Debug, Args)]
pub(super) struct LanguageServer {
    /// Use standard input and output, as always
    #[arg(long, hide = true)]
    pub(super) stdio: bool,
}

impl Arguments {
    /// Reads the arguments, the first of which is the program's name.
    ///
    /// # Errors
    /// What clap prints: a usage error, or the help that was asked for.
    pub(super) fn read(args: impl IntoIterator<Item = OsString>) -> Result<Self, clap::Error> {
        let mut command = Self::command();
        let mut matches = command.try_get_matches_from_mut(args)?;
        if let Some((name, before)) = misplaced(&command, &matches) {
            let message =
                format!("`{before}` has no effect before `{name}`; put it after `{name}`");
            return Err(command.error(ErrorKind::ArgumentConflict, message));
        }
        Self::from_arg_matches_mut(&mut matches).map_err(|error| error.format(&mut command))
    }

    /// The command that a word is a misspelling of.
    pub(super) fn command_near(word: &str) -> Option<String> {
        let only = Command::augment_subcommands(clap::Command::new("")).subcommand_required(true);
        let error = only.try_get_matches_from(["", word]).err()?;
        match error.get(ContextKind::SuggestedSubcommand)? {
            ContextValue::Strings(near) => near.first().cloned(),
            _ => None,
        }
    }
}

/// What was passed before a command that takes it itself, and would be ignored there: the command, and
/// the option.
fn misplaced(command: &clap::Command, matches: &ArgMatches) -> Option<(String, String)> {
    let (name, _) = matches.subcommand()?;
    let of_command = command.find_subcommand(name)?;
    let is_passed = |arg: &&Arg| {
        let id = arg.get_id().as_str();
        matches.value_source(id) == Some(ValueSource::CommandLine)
    };
    let is_ignored = |arg: &&Arg| {
        let is_taken = of_command.get_arguments().any(|it| it.get_id() == arg.get_id());
        is_taken && !arg.is_global_set()
    };
    let found = command.get_arguments().filter(is_passed).find(is_ignored)?;
    Some((name.to_owned(), format!("--{}", found.get_long()?)))
}
