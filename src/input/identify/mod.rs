//! What a file without a task definition is: recognized by its keys, or by the start of its text.

mod documents;
mod signature;
mod text;

pub(super) use documents::DocumentKind;
pub(super) use documents::RunsAt;
pub(super) use documents::{identify, identify_cdk_output};
pub(super) use signature::{Holds, Signature, find};
pub use text::ForeignText;
pub(super) use text::{identify_text, is_module_text};
