//! Text becomes one tree that records the place of every key and value.

pub mod edit;
mod fault;
pub mod hcl;
pub mod json;
mod loss;
pub mod object;
mod string_places;
mod tree;
mod walk;
pub mod yaml;

pub use fault::{
    Bracket, Expected, HclExpected, HclFault, HclFound, JsonFault, JsonLiteral, SyntaxDiagnostic,
    SyntaxFault, TextExcerpt, YamlFault,
};
pub use string_places::StringPlaces;
pub use tree::{Entry, Map, Node, Value};
#[cfg(feature = "internals")]
pub use walk::Walk;
pub use walk::{Aliases, Below};

use crate::base::diagnostic::{BuiltIn, Severity};
use crate::base::source::Span;
use crate::base::text::{Placeholder, PlaceholderKind};
use std::borrow::Cow;

/// What stands in a rendering of a template for text that is left out: [`json::read_rendering`].
pub const FILLER: u8 = 1;

/// What stands there for text that may be anything.
pub const OPEN_FILLER: u8 = 2;

/// How deep values may nest: `serde_json` rejects a 128th level, and the AWS CLI needs no more than ten.
pub const MAX_DEPTH: usize = 127;

/// How many syntax errors of a text are reported: those that follow the first are often its consequences.
const MAX_SYNTAX_ERRORS: usize = 3;

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
    /// Where something was lost to a syntax error: an object that is open at one of these places may have had
    /// more members, and what it has may belong elsewhere.
    pub lost: Vec<Span>,
}

/// Whether a line is one that Git writes around the two sides of a conflict.
fn is_conflict_marker(line: &str) -> bool {
    ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| {
        line.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\r']))
    })
}

/// A placeholder of a spelling that only a reader of templates knows.
fn of_source<'s>(written: &'s str, name: &'s str) -> Placeholder<'s> {
    Placeholder::new(PlaceholderKind::SourceText, Cow::Borrowed(written), Cow::Borrowed(name))
}

/// Keeps the first syntax errors of those that are in the order of the text, and adds a note that says how many
/// more there are; `left_out` are those that were not kept before.
fn shorten(
    problems: &mut Vec<SyntaxDiagnostic>,
    left_out: usize,
    more: impl FnOnce(usize) -> SyntaxFault,
) {
    let (mut kept, mut dropped) = (0, 0);
    let mut first: Option<(Option<Span>, usize)> = None;
    problems.retain(|problem| {
        let is_error = problem.code.is(BuiltIn::Syntax);
        kept += usize::from(is_error);
        let is_kept = !is_error || kept <= MAX_SYNTAX_ERRORS;
        if !is_kept {
            dropped += 1;
            first.get_or_insert((problem.span(), problem.document));
        }
        is_kept
    });
    if dropped + left_out > 0 {
        let last = problems.last().map(|it| (it.span(), it.document));
        let (span, document) = first.or(last).unwrap_or_default();
        let note = more(dropped + left_out).at(span.unwrap_or_default());
        problems.push(note.with_severity(Severity::Note).in_document(document));
    }
}
