//! Text becomes one tree that records the place of every key and value.

pub mod edit;
mod fault;
pub mod json;
mod tree;
mod walk;
pub mod yaml;

pub use fault::{
    Bracket, Expected, JsonFault, JsonLiteral, SyntaxDiagnostic, SyntaxFault, TextExcerpt,
    YamlFault,
};
pub use tree::{Entry, Map, Node, Value};
#[cfg(feature = "internals")]
pub use walk::Walk;
pub use walk::{Aliases, Below};

use crate::base::source::Span;

/// What stands in a rendering of a template for text that is left out: [`json::read_rendering`].
pub const FILLER: u8 = 1;

/// What stands there for text that may be anything.
pub const OPEN_FILLER: u8 = 2;

/// How deep values may nest: `serde_json` rejects a 128th level, and the AWS CLI needs no more than ten.
pub const MAX_DEPTH: usize = 127;

/// What a reader made of a text: always a tree for each document, and what was wrong on the way.
#[derive(Debug, Default)]
pub struct Parsed<'s> {
    /// The documents, in order: one for JSON, any number for YAML.
    pub documents: Vec<Node<'s>>,
    /// What was wrong, in the order of the text.
    pub problems: Vec<SyntaxDiagnostic>,
    /// Unquoted placeholders and template directives that were read as placeholders or skipped: the file
    /// is a template, not JSON. Not a problem in itself.
    pub template_marks: Vec<Span>,
}
