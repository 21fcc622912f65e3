//! What the messages about syntax errors of every language have in common.

use crate::syntax::TextExcerpt;

/// What to do about errors that are counted only.
pub(super) const FIX_FIRST: &str =
    "correct these and run again: the first error often causes the others";

/// How many errors are omitted.
pub(super) fn more(count: usize) -> String {
    let errors = if count == 1 { "error is" } else { "errors are" };
    format!("{count} more {errors} not shown")
}

/// A text of the file, marked as one.
pub(super) fn excerpt(found: &TextExcerpt) -> String {
    format!("`{}{}`", found.text, if found.is_cut { "…" } else { "" })
}
