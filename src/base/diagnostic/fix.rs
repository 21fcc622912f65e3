//! Fixes for a diagnostic in the text.

use crate::base::source::{Source, Span};
use std::sync::Arc;

/// A way to fix what a diagnostic is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, for its title.
    pub suggestion: Suggestion,
    /// Whether it can be applied without review.
    pub applicability: Applicability,
    /// The edits, in the order of the text; none overlaps another.
    pub edits: Vec<Edit>,
    /// The text that they are for, where that is another than the diagnostic's.
    pub source: Option<Arc<Source>>,
}

/// Whether a fix can be applied without a look at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applicability {
    /// The intent is certain, and no verdict depends on an invented value.
    Safe,
    /// The intent is likely, or the fix decides something that is to be reviewed.
    Unsafe,
    /// It is shown, never applied: the text contains what only the user knows, such as `<account>`.
    Display,
}

impl Applicability {
    /// The name in every format.
    pub fn name(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
            Self::Display => "display",
        }
    }
}

/// A replacement in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty for an insertion.
    pub span: Span,
    /// The new text; empty for a removal.
    pub text: String,
}

/// What a fix does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Suggestion {
    /// Sets the execution role, by this key.
    SetExecutionRole {
        /// The key as the format writes it: `executionRoleArn`.
        key: &'static str,
    },
    /// Creates a role with its least policy, and sets the execution role to it.
    CreateExecutionRole {
        /// What the unit calls it.
        id: String,
        /// The key that sets it.
        key: &'static str,
    },
    /// Adds an action to a policy.
    AllowAction {
        /// The action; the first of several.
        action: String,
    },
    /// Renames a key.
    RenameKey {
        /// The correct name.
        to: String,
    },
    /// Moves a key to the object that it belongs to.
    MoveKey {
        /// The key, as it is written there.
        key: String,
    },
    /// Removes a comma that nothing follows.
    RemoveComma,
    /// Removes a comment.
    RemoveComment,
    /// Ends the ARN of a log group with `:*`, for the streams in it.
    AddLogStreams,
    /// Ends the ARN of a secret with `-??????`, for the characters that Secrets Manager adds.
    AddSecretSuffix,
}

impl Fix {
    /// One that replaces a single run of text.
    pub fn replacing(
        suggestion: Suggestion,
        applicability: Applicability,
        span: Span,
        text: impl Into<String>,
    ) -> Self {
        let edits = vec![Edit { span, text: text.into() }];
        Self { suggestion, applicability, edits, source: None }
    }

    /// The edits of each file of the text that they are for: the name of the file, and those in it.
    pub fn by_file<'f>(
        &'f self,
        source: &'f Source,
    ) -> impl Iterator<Item = (&'f str, &'f [Edit])> {
        let file = |edit: &Edit| source.file_at(edit.span.start);
        let each = self.edits.chunk_by(move |one, next| file(one) == file(next));
        each.filter_map(move |edits| Some((file(edits.first()?).0, edits)))
    }
}
