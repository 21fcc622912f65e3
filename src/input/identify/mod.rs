//! What a file is that contains no task definition: known by its keys, or by how its text begins.

mod documents;
mod signature;
mod text;

pub use documents::DocumentKind;
pub(super) use documents::identify;
pub(super) use signature::{Holds, Signature, find};
pub use text::ForeignText;
pub(super) use text::{has_extension, identify_text};
