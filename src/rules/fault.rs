//! An error in a rule file, as a message: `build.rs` prints it as it is.

use crate::base::diagnostic::{BuiltIn, Diagnostic};
use crate::base::source::Span;
use crate::syntax::object::DataFault;
use std::fmt;

/// Something wrong with a rule file, and where.
pub type RuleDiagnostic = Diagnostic<RuleFault>;

/// What is wrong with a rule file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleFault {
    /// What it is, one sentence.
    pub message: String,
    /// How to fix it.
    pub help: Option<String>,
}

impl RuleFault {
    /// One without advice.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }

    /// What the decoder objects to, as a problem of a rule file.
    pub fn of(it: DataFault) -> Box<RuleDiagnostic> {
        Self { message: it.message, help: it.help }.at(it.span)
    }

    /// It, at a place.
    pub fn at(self, span: Span) -> Box<RuleDiagnostic> {
        Box::new(Diagnostic::new(BuiltIn::Rule, self, span))
    }
}

impl fmt::Display for RuleFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        self.help.as_ref().map_or(Ok(()), |help| write!(f, "; {help}"))
    }
}
