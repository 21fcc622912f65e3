//! The configuration of a repository: `.needs-exec-role.yaml` as data, with the place of each setting.

mod decode;
mod fill;
mod keys;
mod names;
mod usable;

pub use usable::UnusableSetting;

use super::option_error::OptionError;
use super::source_file::SourceFile;
use crate::analysis::subject::{Subject, What};
use crate::aws::launch_type::LaunchType;
use crate::base::diagnostic::{BuiltIn, Diagnostic, Exception, Severity};
use crate::base::sorting::sort_by_key;
use crate::base::source::{Source, Span};
use crate::syntax::object::DataFault;
use crate::syntax::yaml;
use std::sync::Arc;

/// A configuration file, as `docs/configuration.md` describes it.
///
/// Which files its `paths` match and what is in the files that it names, the caller finds out: nothing here reads a
/// file. Patterns and paths are relative to the folder of the configuration.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Configuration {
    /// The launch types to check for.
    pub launch_types: Option<Setting<Vec<LaunchType>>>,
    /// The version of the ECS container agent.
    pub agent_version: Option<Setting<String>>,
    /// The account, if a file does not contain it.
    pub account: Option<Setting<String>>,
    /// The Region, if a file does not contain it.
    pub region: Option<Setting<String>>,
    /// The partition, if a file does not contain it.
    pub partition: Option<Setting<String>>,
    /// The execution role that fixes set.
    pub inserted_role: Option<Setting<String>>,
    /// Assumptions, with their value.
    pub assume: Vec<Setting<(String, Option<String>)>>,
    /// The parameters of templates and placeholders.
    pub parameters: Vec<ConfiguredParameters>,
    /// The roles to check.
    pub roles: Vec<ConfiguredRoles>,
    /// Folders of rules.
    pub rules: Vec<Setting<String>>,
    /// What is not checked when it is met in a folder: patterns.
    pub exclude: Vec<Setting<String>>,
    /// Severities by code.
    pub severities: Vec<Setting<(String, Severity)>>,
    /// What may stay.
    pub exceptions: Vec<ConfiguredException>,
    pub(super) source: Arc<Source>,
}

/// A value of a configuration, and its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting<T> {
    /// The value.
    pub value: T,
    pub(super) span: Span,
}

/// An item of `parameters`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConfiguredParameters {
    /// The patterns of the files that it is for; none is every file.
    pub paths: Vec<Setting<String>>,
    /// Parameter files.
    pub files: Vec<Setting<String>>,
    /// Values by name.
    pub values: Vec<Setting<(String, String)>>,
}

/// An item of `roles`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConfiguredRoles {
    /// The patterns of the files that it is for; none is every file.
    pub paths: Vec<Setting<String>>,
    /// Files that describe the role.
    pub files: Vec<Setting<String>>,
    /// The file of its permissions boundary.
    pub boundary: Option<Setting<String>>,
}

/// An item of `exceptions`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConfiguredException {
    /// The patterns of the files that it is for; none is every file.
    pub paths: Vec<Setting<String>>,
    /// What may stay in them; its number is its place among the exceptions.
    pub exception: Setting<Exception>,
}

impl Configuration {
    /// Reads a configuration. Whether it names codes and assumptions that there are is
    /// [checked](Self::check_names) once its rules are read.
    ///
    /// # Errors
    /// The keys and values that are wrong, with their places and what was expected there.
    pub fn read(file: &SourceFile) -> Result<Self, OptionError> {
        let source = &file.source;
        let parsed = yaml::read(source.text());
        let syntax = parsed.problems.into_iter().map(Diagnostic::lift);
        let problems = file.problems.iter().cloned().chain(syntax);
        let problems: Vec<_> = problems.map(|it| it.with_severity(Severity::Error)).collect();
        if !problems.is_empty() {
            return Err(OptionError::at_all(source, problems, INVALID));
        }
        match decode::decode(&parsed.documents, source) {
            (configuration, wrong) if wrong.is_empty() => Ok(configuration),
            (_, wrong) => Err(error(source, wrong, INVALID)),
        }
    }

    /// The keys that a configuration may have.
    pub fn keys() -> impl Iterator<Item = &'static str> {
        keys::CONFIGURATION.optional.iter().copied()
    }

    /// The keys of an item of a list of it, or of an object in it, by the key of that; none where names are free.
    pub fn keys_below(key: &str) -> impl Iterator<Item = &'static str> {
        let keys = match key {
            "parameters" => Some(&keys::PARAMETERS),
            "roles" => Some(&keys::ROLES),
            "exceptions" => Some(&keys::EXCEPTION),
            "fix" => Some(&keys::FIX),
            _ => None,
        };
        keys.into_iter().flat_map(|it| it.required.iter().chain(it.optional).copied())
    }

    /// The name of its file.
    pub fn name(&self) -> &str {
        self.source.name()
    }

    /// The line of a setting.
    pub fn line<T>(&self, setting: &Setting<T>) -> usize {
        self.source.position(setting.span.start).line
    }

    /// An error about a setting, with its place.
    pub fn error<T>(&self, setting: &Setting<T>, message: impl Into<String>) -> OptionError {
        let fault = DataFault::new(setting.span, message);
        error(&self.source, vec![fault], "this configuration cannot be used")
    }
}

/// What is said of a file before the problem.
const INVALID: &str = "this is not a valid configuration";

fn error(source: &Arc<Source>, mut faults: Vec<DataFault>, message: &str) -> OptionError {
    sort_by_key(&mut faults, |it| it.span.start);
    let diagnostic = |fault: DataFault| {
        let span = fault.span;
        let subject = Subject::new(What::Configuration(fault));
        Diagnostic::new(BuiltIn::Configuration, subject, span)
    };
    OptionError::at_all(source, faults.into_iter().map(diagnostic).collect(), message)
}
