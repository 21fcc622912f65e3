//! The disk: which files are read, and which settings count for each. A language server needs it as the command line does.

mod clock;
mod discovery;
pub(crate) mod files;
mod foreign;
mod found;
mod input;
mod modules;
mod open_texts;
#[cfg(feature = "lsp")]
mod own;
mod patterns;
mod settle;
mod unmatched;
mod walk;

pub(crate) use clock::today;
#[cfg(feature = "lsp")]
pub(crate) use discovery::NAME as CONFIGURATION_NAME;
pub(crate) use discovery::{Discovery, WhichConfiguration};
pub(crate) use found::{FoundConfiguration, MatchingItems};
pub(crate) use input::Input;
pub(crate) use modules::{LedTo, ModuleFolderPath, ModuleLoader, is_configuration};
#[cfg(feature = "lsp")]
pub(crate) use open_texts::{OpenTexts, real_path};
#[cfg(feature = "lsp")]
pub(crate) use own::OwnSettings;
pub(crate) use patterns::Patterns;
pub(crate) use settle::{Checkers, ConfiguredFile, SettledChecker, Workspace};
pub(crate) use walk::{WalkedPath, walk};

use needs_exec_role::{OptionError, Style};

/// A run that could not begin or go on: a bad flag, a file that cannot be written.
#[derive(Clone, Debug)]
pub(crate) struct Failure(pub(crate) String);

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<OptionError> for Failure {
    fn from(error: OptionError) -> Self {
        let excerpt = error.excerpt(&Style::default());
        Self(excerpt.map_or_else(|| error.to_string(), |excerpt| format!("{error}\n{excerpt}")))
    }
}
