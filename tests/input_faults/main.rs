//! What is wrong with an input, in the words that people read.

#![allow(clippy::indexing_slicing, reason = "a test fails loudly")]

mod absence;
mod keys;

use needs_exec_role::analysis::{Diagnostic, Subject};
use needs_exec_role::base::diagnostic;

/// What a reader of inputs has found, as a report has it.
fn lifted<S>(found: diagnostic::Diagnostic<S>) -> Diagnostic
where
    Subject: From<S>,
{
    found.lift()
}
