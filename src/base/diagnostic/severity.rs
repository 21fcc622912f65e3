//! How much a diagnostic weighs.

/// The severity of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// For information; never fails a run.
    Note,
    /// May make a deployment fail; fails a run with `--fail-on warning`.
    Warning,
    /// Makes a deployment fail.
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
