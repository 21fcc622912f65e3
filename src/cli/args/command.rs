//! The commands. What each accepts is built only when it is called: most runs have no command, and building all
//! of them takes longer than checking a file.

use super::{CheckArguments, Explain, PolicyArguments, RoleArguments, RulesList, help};
use clap::error::ErrorKind;
use clap::{Arg, ArgMatches, Args, Error, FromArgMatches, Subcommand};

#[cfg(feature = "completions")]
use super::Completions;
#[cfg(feature = "lsp")]
use super::LanguageServer;

/// A command with what was passed to it.
#[derive(Debug)]
pub(in crate::cli) enum Command {
    /// `check`.
    Check(Box<CheckArguments>),
    /// `rules`.
    Rules(RulesList),
    /// `explain`.
    Explain(Explain),
    /// `policy`.
    Policy(Box<PolicyArguments>),
    /// `role`.
    Role(Box<RoleArguments>),
    /// `completions`.
    #[cfg(feature = "completions")]
    Completions(Completions),
    /// `lsp`.
    #[cfg(feature = "lsp")]
    LanguageServer,
}

/// All that there is to know of a command.
struct CommandRow {
    name: &'static str,
    about: &'static str,
    after_long_help: Option<&'static str>,
    arguments: fn(clap::Command) -> clap::Command,
    read: fn(&ArgMatches) -> Result<Command, Error>,
}

/// One row for each.
const ALL: &[CommandRow] = &[
    CommandRow {
        name: "check",
        about: "Check task definitions, as without a command",
        after_long_help: Some(help::CHECK),
        arguments: |command| with(command, CheckArguments::augment_args),
        read: |it| Ok(Command::Check(Box::new(CheckArguments::from_arg_matches(it)?))),
    },
    CommandRow {
        name: "rules",
        about: "List the rules",
        after_long_help: Some(help::RULES),
        arguments: |command| with(command, RulesList::augment_args),
        read: |it| Ok(Command::Rules(RulesList::from_arg_matches(it)?)),
    },
    CommandRow {
        name: "explain",
        about: "Explain a rule or finding, or look up an AWS error message",
        after_long_help: Some(help::EXPLAIN),
        arguments: |command| with(command, Explain::augment_args),
        read: |it| Ok(Command::Explain(Explain::from_arg_matches(it)?)),
    },
    CommandRow {
        name: "policy",
        about: "Print the policy that the task definitions need, and no more",
        after_long_help: None,
        arguments: |command| with(command, PolicyArguments::augment_args),
        read: |it| Ok(Command::Policy(Box::new(PolicyArguments::from_arg_matches(it)?))),
    },
    CommandRow {
        name: "role",
        about: "Print the whole role: its trust policy and its permissions",
        after_long_help: None,
        arguments: |command| with(command, RoleArguments::augment_args),
        read: |it| Ok(Command::Role(Box::new(RoleArguments::from_arg_matches(it)?))),
    },
    #[cfg(feature = "completions")]
    CommandRow {
        name: "completions",
        about: "Print shell completions or the manual pages",
        after_long_help: Some(help::COMPLETIONS),
        arguments: |command| with(command, Completions::augment_args),
        read: |it| Ok(Command::Completions(Completions::from_arg_matches(it)?)),
    },
    #[cfg(feature = "lsp")]
    CommandRow {
        name: "lsp",
        about: "Serve an editor: diagnostics, fixes and explanations as one types",
        after_long_help: Some(help::LSP),
        arguments: |command| with(command, LanguageServer::augment_args),
        read: |_| Ok(Command::LanguageServer),
    },
];

/// Adds arguments, but for global ones that are there already; what their type says about itself is not the help of
/// the command.
fn with(command: clap::Command, arguments: fn(clap::Command) -> clap::Command) -> clap::Command {
    let own = arguments(clap::Command::new(""));
    let is_there = |arg: &&Arg| !command.get_arguments().any(|it| it.get_id() == arg.get_id());
    let new: Vec<_> = own.get_arguments().filter(is_there).cloned().collect();
    command.args(new).groups(own.get_groups())
}

impl CommandRow {
    fn command(&self) -> clap::Command {
        let command = clap::Command::new(self.name).about(self.about).defer(self.arguments);
        match self.after_long_help {
            Some(help) => command.after_long_help(help),
            None => command,
        }
    }
}

impl Subcommand for Command {
    fn augment_subcommands(command: clap::Command) -> clap::Command {
        command.subcommands(ALL.iter().map(CommandRow::command))
    }

    fn augment_subcommands_for_update(command: clap::Command) -> clap::Command {
        Self::augment_subcommands(command)
    }

    fn has_subcommand(name: &str) -> bool {
        ALL.iter().any(|row| row.name == name)
    }
}

impl FromArgMatches for Command {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let missing = || Error::new(ErrorKind::MissingSubcommand);
        let (name, matches) = matches.subcommand().ok_or_else(missing)?;
        let row = ALL.iter().find(|row| row.name == name);
        (row.ok_or_else(missing)?.read)(matches)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
