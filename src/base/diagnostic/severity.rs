//! How much a diagnostic weighs.

/// How much a diagnostic weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; never fails a run.
    Note,
    /// May fail a deploy; fails a run with `--fail-on warning`.
    Warning,
    /// Fails a deploy.
    Error,
}

impl Severity {
    /// The name in every format: `error`, `warning`, `note`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}
