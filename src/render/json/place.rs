//! Places in the JSON output: a pointer into the document, lines, columns and offsets.

use crate::base::source::{Position, Source, Span};
use crate::render::places::Places;
use crate::syntax::{Node, json};
use serde::Serialize;
use std::cell::RefCell;

/// A place, whole.
#[derive(Debug, Serialize)]
pub(super) struct PlaceJson {
    pointer: String,
    start: PointJson,
    end: PointJson,
}

/// A position in a text.
#[derive(Debug, Serialize)]
pub(super) struct PointJson {
    line: usize,
    column: usize,
    offset: u32,
}

impl Places<'_> {
    /// The place of a span that is in one of the documents.
    pub(super) fn place(&self, document: usize, span: Span) -> PlaceJson {
        let pointer = self.pointer(document, span);
        PlaceJson { pointer, start: self.point(span.start), end: self.point(span.end) }
    }

    /// The position of an offset.
    pub(super) fn point(&self, offset: u32) -> PointJson {
        let Position { line, column } = self.position(offset as usize);
        PointJson { line, column, offset }
    }
}

/// Makes places in other files: in the JSON that the AWS CLI prints about a role.
#[derive(Debug, Default)]
pub(super) struct Others<'a> {
    /// Each file with its values, read once.
    read: RefCell<Vec<(&'a Source, Vec<Node<'a>>)>>,
}

impl<'a> Others<'a> {
    /// Which value of the file contains a span, and the place of the span in it.
    pub(super) fn place(&self, source: &'a Source, span: Span) -> (usize, PlaceJson) {
        let mut read = self.read.borrow_mut();
        if !read.iter().any(|(known, _)| *known == source) {
            read.push((source, json::read_stream(source.text()).documents));
        }
        let known = read.iter().find(|(known, _)| *known == source);
        let documents = known.map(|(_, documents)| documents.as_slice()).unwrap_or_default();
        let holds = documents.iter().position(|document| document.span.contains(span));
        let document = holds.unwrap_or_default();
        (document, Places::new(source, &[documents]).place(document, span))
    }
}
