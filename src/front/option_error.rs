//! An invalid option.

use super::diagnostic::ReportedDiagnostic;
use crate::analysis::Diagnostic;
use crate::base::source::Source;
#[cfg(feature = "cli")]
use crate::render::{Style, graphical};
use std::fmt;
use std::sync::Arc;

/// An option that cannot be taken as it is, with what to write instead.
#[derive(Clone, Debug)]
pub struct OptionError {
    option: Option<String>,
    message: String,
    place: Option<(Arc<Source>, Vec<Diagnostic>)>,
}

impl OptionError {
    pub(super) fn new(option: impl Into<String>, message: impl Into<String>) -> Self {
        Self { option: Some(option.into()), message: message.into(), place: None }
    }

    /// An error whose message names the option.
    pub(super) fn whole(message: String) -> Self {
        Self { option: None, message, place: None }
    }

    /// An error at a place in a file that an option names.
    pub(super) fn at(source: &Arc<Source>, what: Diagnostic, message: &str) -> Self {
        Self::at_all(source, vec![what], message)
    }

    /// An error at several places in a file that an option names, in their order.
    pub(super) fn at_all(source: &Arc<Source>, what: Vec<Diagnostic>, message: &str) -> Self {
        Self { place: Some((Arc::clone(source), what)), ..Self::new(source.name(), message) }
    }

    /// The option as on the command line, with its value: `--account 123`; or the name of the file that it
    /// names. None if the message names it.
    pub fn option(&self) -> Option<&str> {
        self.option.as_deref()
    }

    /// What is wrong with it.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The first problem in the file that the option names, with its place.
    pub fn diagnostic(&self) -> Option<ReportedDiagnostic> {
        let (source, diagnostics) = self.place.as_ref()?;
        Some(ReportedDiagnostic::new(diagnostics.first()?, source, &[]))
    }

    /// All of them.
    pub fn diagnostics(&self) -> Vec<ReportedDiagnostic> {
        let Some((source, diagnostics)) = &self.place else { return Vec::new() };
        diagnostics.iter().map(|it| ReportedDiagnostic::new(it, source, &[])).collect()
    }

    /// The places in the file that the option names, as excerpts for people.
    #[cfg(feature = "cli")]
    pub fn excerpt(&self, style: &Style) -> Option<String> {
        let (source, diagnostics) = self.place.as_ref()?;
        let excerpts = diagnostics.iter().map(|it| graphical::problem(it, source, style));
        Some(excerpts.collect::<Vec<_>>().join("\n"))
    }
}

impl fmt::Display for OptionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.option {
            Some(option) => write!(f, "{option}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for OptionError {}
