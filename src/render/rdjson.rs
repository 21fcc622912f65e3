//! `--format rdjson`: the Reviewdog Diagnostic Format, whose columns count the bytes of UTF-8.

use super::json::add_item;
use super::places::{ColumnUnit, Places};
use super::reported::{Reported, by_place};
use super::sanitize::escape;
use super::{RenderedPiece, Renderer, Summary};
use crate::analysis::{Diagnostic, FileReport};
use crate::base::diagnostic::{Fix, Severity};
use crate::base::source::{Position, Span};
use serde::Serialize;

/// The format.
pub(super) struct Rdjson;

/// How deep in the report a diagnostic is.
const DEPTH: usize = 2;

impl Renderer for Rdjson {
    fn begin(&self) -> String {
        "{\n  \"source\": {\n    \"name\": \"needs-exec-role\"\n  },\n  \"diagnostics\": ["
            .to_owned()
    }

    fn unit(&self, file: &FileReport<'_>, _is_named: bool) -> RenderedPiece {
        let mut piece = RenderedPiece::default();
        let places = Places::counting(ColumnUnit::Byte, file.source);
        for it in by_place(file) {
            add_item(&mut piece.body, &RdDiagnostic::new(&it, Some(&places)), DEPTH);
        }
        piece
    }

    fn unread(&self, path: &str, problem: &Diagnostic) -> RenderedPiece {
        let mut piece = RenderedPiece::default();
        let unread = Reported::unread(path, problem);
        add_item(&mut piece.body, &RdDiagnostic::new(&unread, None), DEPTH);
        piece
    }

    fn separator(&self) -> &'static str {
        ","
    }

    fn end(&self, _summary: &Summary, has_bodies: bool, _tail: &str) -> String {
        if has_bodies { "\n  ]\n}\n" } else { "]\n}\n" }.to_owned()
    }
}

/// A diagnostic, by the names of the format.
#[derive(Debug, Serialize)]
struct RdDiagnostic<'a> {
    message: String,
    location: RdLocation,
    severity: &'static str,
    code: RdCode<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<RdSuggestion>,
}

#[derive(Debug, Serialize)]
struct RdLocation {
    path: String,
    /// None where the file as a whole is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<RdRange>,
}

#[derive(Debug, Serialize)]
struct RdRange {
    start: RdPosition,
    end: RdPosition,
}

#[derive(Debug, Serialize)]
struct RdPosition {
    line: usize,
    column: usize,
}

#[derive(Debug, Serialize)]
struct RdCode<'a> {
    value: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct RdSuggestion {
    range: RdRange,
    text: String,
}

impl<'a> RdDiagnostic<'a> {
    /// A diagnostic, with the places of its file if that was read.
    fn new(reported: &Reported<'a, '_>, places: Option<&Places<'_>>) -> Self {
        let diagnostic = reported.diagnostic;
        let place = reported.place().zip(places);
        let suggestions = places.into_iter().flat_map(|places| {
            let fixes = reported.applicable_fixes();
            fixes.filter_map(|fix| RdSuggestion::new(fix, reported.name, places))
        });
        Self {
            message: escape(&reported.one_line()).into_owned(),
            location: RdLocation {
                path: reported.path(),
                range: place.map(|((_, span), places)| RdRange::new(span, places)),
            },
            severity: match diagnostic.severity {
                Severity::Error => "ERROR",
                Severity::Warning => "WARNING",
                Severity::Note => "INFO",
            },
            code: RdCode { value: diagnostic.code.name(), url: diagnostic.docs.as_deref() },
            suggestions: suggestions.collect(),
        }
    }
}

impl RdRange {
    fn new(span: Span, places: &Places<'_>) -> Self {
        let point = |Position { line, column }| RdPosition { line, column };
        let (start, end) = places.positions(span);
        Self { start: point(start), end: point(end) }
    }
}

impl RdSuggestion {
    /// A fix of the file itself in one piece: each suggestion is an alternative, so several edits cannot be one.
    fn new(fix: Fix, path: &str, places: &Places<'_>) -> Option<Self> {
        let is_own = fix.source.is_none();
        let [edit] = <[_; 1]>::try_from(fix.edits).ok()?;
        let is_own = is_own && places.path_at(edit.span.start) == path;
        is_own.then(|| Self { range: RdRange::new(edit.span, places), text: edit.text })
    }
}
