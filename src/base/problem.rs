//! What is wrong with an input, as plain data: reading goes on after each of them.

pub use crate::base::diagnostic::Severity;

use crate::base::source::Span;

/// Something off in an input: a syntax error, a misspelt key, a wrong shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// A stable name in kebab case: `syntax`, `unknown-key`, …
    pub code: String,
    /// How much it weighs.
    pub severity: Severity,
    /// What was found, one sentence.
    pub message: String,
    /// Where; none where the file as a whole is meant.
    pub span: Option<Span>,
    /// Index of the YAML document it stands in.
    pub document: usize,
    /// What to do about it.
    pub help: Option<String>,
}

impl Problem {
    /// An error at a place.
    pub fn error(code: &str, span: Span, message: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            severity: Severity::Error,
            message: message.into(),
            span: Some(span),
            document: 0,
            help: None,
        }
    }

    /// A warning at a place.
    pub fn warning(code: &str, span: Span, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, span, message) }
    }

    /// An error about the input as a whole.
    pub fn whole(code: &str, message: impl Into<String>) -> Self {
        Self { span: None, ..Self::error(code, Span::default(), message) }
    }

    /// The same with advice on what to do.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same in another document of the stream.
    #[must_use]
    pub fn in_document(mut self, document: usize) -> Self {
        self.document = document;
        self
    }
}
