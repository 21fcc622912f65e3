//! Diagnostics that may stay: what says so, and what they are.

use crate::base::date::Date;

/// That a diagnostic may stay: it is in no count and in no exit code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppression {
    /// What says so.
    pub by: SuppressedBy,
    /// Why, in the words of who said so.
    pub reason: Option<String>,
    /// The last day on which it holds.
    pub expires: Option<Date>,
}

/// What says that a diagnostic may stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SuppressedBy {
    /// A comment of the file: `# needs-exec-role: ignore[CODE]`.
    Comment,
    /// The `Metadata` of a template or of one of its resources.
    Metadata,
    /// An exception of the configuration.
    Configuration,
    /// The baseline: it was there when that was written.
    Baseline,
}

impl SuppressedBy {
    /// The name in every format.
    pub fn name(self) -> &'static str {
        match self {
            Self::Comment => "comment",
            Self::Metadata => "metadata",
            Self::Configuration => "configuration",
            Self::Baseline => "baseline",
        }
    }
}

/// Diagnostics that may stay, as far as they are said to have all of this; `None` is any.
///
/// One without a code, a family and a container is about every diagnostic of the files that it is given for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exception {
    /// Which one it is among those of a run: whoever gives it chooses the number, and learns by it which were used.
    pub number: usize,
    /// The code.
    pub code: Option<String>,
    /// The family or logical ID of the task definition, or its name in the report.
    pub family: Option<String>,
    /// The container.
    pub container: Option<String>,
    /// Why they may stay.
    pub reason: Option<String>,
    /// The last day on which they may.
    pub expires: Option<Date>,
}
