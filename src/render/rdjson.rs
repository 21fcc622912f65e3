//! `--format rdjson`: the Reviewdog Diagnostic Format, whose columns count the bytes of UTF-8.

use super::diagnostics::{Listed, listed};
use super::json::add_item;
use super::places::{ColumnUnit, Places};
use super::sanitize::escape;
use super::{RenderedPiece, Renderer, Summary};
use crate::analysis::{Diagnostic, FileReport, wording};
use crate::base::diagnostic::{Fix, Severity};
use crate::base::source::{Position, Source, Span};
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
        for it in listed(file).iter().filter(|it| it.diagnostic.suppressed.is_none()) {
            add_item(&mut piece.body, &entry(file, it, &places), DEPTH);
        }
        piece
    }

    fn unread(&self, path: &str, problem: &Diagnostic) -> RenderedPiece {
        let location = RdLocation { path, range: None };
        let message = wording::one_line(problem, &[]);
        let mut piece = RenderedPiece::default();
        add_item(&mut piece.body, &RdDiagnostic::new(problem, &message, location), DEPTH);
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
    location: RdLocation<'a>,
    severity: &'static str,
    code: RdCode<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<RdSuggestion>,
}

#[derive(Debug, Serialize)]
struct RdLocation<'a> {
    path: &'a str,
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

fn entry<'f, 't>(
    file: &'f FileReport<'t>,
    it: &Listed<'f, 't>,
    places: &Places<'_>,
) -> RdDiagnostic<'f> {
    let message = it.message();
    let location = match it.place(file) {
        Some((source, span)) if std::ptr::eq(source, file.source) => {
            RdLocation { path: source.name(), range: Some(RdRange::new(span, places)) }
        }
        Some((source, span)) => RdLocation::elsewhere(source, span),
        None => RdLocation { path: file.source.name(), range: None },
    };
    let fixes = it.fixes(file).into_iter();
    RdDiagnostic {
        suggestions: fixes.filter_map(|fix| RdSuggestion::new(fix, places)).collect(),
        ..RdDiagnostic::new(it.diagnostic, &message, location)
    }
}

impl<'a> RdDiagnostic<'a> {
    fn new(diagnostic: &'a Diagnostic, message: &str, location: RdLocation<'a>) -> Self {
        let severity = match diagnostic.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Note => "INFO",
        };
        let code = RdCode { value: diagnostic.code.name(), url: diagnostic.docs.as_deref() };
        let message = escape(message).into_owned();
        Self { message, location, severity, code, suggestions: Vec::new() }
    }
}

impl<'a> RdLocation<'a> {
    /// A place in another file than the one that is reported on.
    fn elsewhere(source: &'a Source, span: Span) -> Self {
        let range = RdRange::new(span, &Places::counting(ColumnUnit::Byte, source));
        Self { path: source.name(), range: Some(range) }
    }
}

impl RdRange {
    fn new(span: Span, places: &Places<'_>) -> Self {
        let point = |offset: u32| {
            let Position { line, column } = places.position(offset as usize);
            RdPosition { line, column }
        };
        Self { start: point(span.start), end: point(span.end) }
    }
}

impl RdSuggestion {
    /// A fix of the file itself in one piece: each suggestion is an alternative, so several edits cannot be one.
    fn new(fix: Fix, places: &Places<'_>) -> Option<Self> {
        let is_own = fix.source.is_none();
        let [edit] = <[_; 1]>::try_from(fix.edits).ok()?;
        is_own.then(|| Self { range: RdRange::new(edit.span, places), text: edit.text })
    }
}
