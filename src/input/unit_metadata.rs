//! What the units of a file say about themselves, beside what is deployed.

use crate::base::source::Span;
use crate::syntax::Node;

/// The metadata of a unit or of one of its resources.
#[derive(Clone, Copy, Debug)]
pub struct UnitMetadata<'t> {
    /// The metadata, as it is written.
    pub node: &'t Node<'t>,
    /// Index of the document that it is in.
    pub document: usize,
    /// What it is about: the unit or the resource.
    pub span: Span,
    /// Whether it is about the unit as a whole.
    pub is_unit: bool,
    /// Whether the unit is the whole document.
    pub is_document: bool,
}
