//! What the program says about what a reader has found.

use needs_exec_role::analysis::{Diagnostic, Subject, wording};
use needs_exec_role::base::diagnostic;

/// The message, and what to do about it.
pub(crate) fn words<S: Clone>(found: &diagnostic::Diagnostic<S>) -> (String, Option<String>)
where
    Subject: From<S>,
{
    let found: Diagnostic = found.clone().lift();
    (wording::message(&found, &[]), wording::help(&found))
}
