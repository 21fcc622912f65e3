//! Places in the JSON output: a pointer into the document, lines, columns and offsets.

use crate::base::source::{Position, Source, Span};
use crate::render::places::Places;
use crate::syntax::{Node, json};
use serde::Serialize;
use std::cell::RefCell;

/// A place, whole.
#[derive(Debug, Serialize)]
pub(super) struct PlaceJson {
    /// Only where it is in another file than what it is a place of.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
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
    /// The place of a span that is in one of the documents; `known` is the path that it need not have.
    pub(super) fn place(&self, document: usize, span: Span, known: &str) -> PlaceJson {
        let pointer = self.pointer(document, span);
        let (start, end) = self.points(span);
        PlaceJson { path: self.other_path(span, known), pointer, start, end }
    }

    /// The path of the file in which a span begins, unless that is known.
    pub(super) fn other_path(&self, span: Span, known: &str) -> Option<String> {
        Some(self.path_at(span.start)).filter(|it| *it != known).map(str::to_owned)
    }

    /// The positions at which a span begins and ends, in its file.
    pub(super) fn points(&self, span: Span) -> (PointJson, PointJson) {
        let (first, last) = self.positions(span);
        let (_, span) = self.source.in_file(span);
        let point = |Position { line, column }, offset: u32| PointJson { line, column, offset };
        (point(first, span.start), point(last, span.end))
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
        let path = source.file_at(span.start).0;
        (document, Places::new(source, &[documents]).place(document, span, path))
    }
}
