//! One line for each diagnostic: `path:line:column: severity: message [code]`.
//!
//! For editors and `grep`: the severities are the words that their problem matchers know.

use super::reported::{Reported, WHOLE, by_place, one_line};
use super::sanitize::escape;
use super::{RenderedPiece, Renderer, Summary};
use crate::analysis::{Combination, Diagnostic, FileReport};
use crate::base::source::{Position, Source};

/// The format.
pub(super) struct Compact;

impl Renderer for Compact {
    fn unit(&self, file: &FileReport<'_>, _is_named: bool) -> RenderedPiece {
        RenderedPiece { body: self::file(file), tail: String::new() }
    }

    fn unread(&self, path: &str, problem: &Diagnostic) -> RenderedPiece {
        let body = line(&Reported::unread(path, problem));
        RenderedPiece { body, tail: String::new() }
    }

    fn end(&self, _summary: &Summary, _has_bodies: bool, _tail: &str) -> String {
        String::new()
    }
}

/// The diagnostics of a file, by place.
pub fn file(file: &FileReport<'_>) -> String {
    by_place(file).iter().map(line).collect()
}

/// The line of a diagnostic.
pub(super) fn line(reported: &Reported<'_, '_>) -> String {
    let Reported { name, diagnostic, .. } = reported;
    format_line(name, reported.position(), diagnostic, &reported.one_line())
}

/// One diagnostic of a source, without a line end.
pub fn diagnostic(source: &Source, diagnostic: &Diagnostic, all: &[Combination<'_>]) -> String {
    let place =
        diagnostic.span().map(|span| (source.file_at(span.start).0, source.position(span.start)));
    let (path, position) = place.unwrap_or((source.name(), WHOLE));
    let line = format_line(path, position, diagnostic, &one_line(diagnostic, Some(source), all));
    line.trim_end().to_owned()
}

fn format_line(path: &str, position: Position, diagnostic: &Diagnostic, message: &str) -> String {
    let Position { line, column } = position;
    let (path, message, code) = (escape(path), escape(message), escape(diagnostic.code.name()));
    let severity = diagnostic.severity.name();
    format!("{path}:{line}:{column}: {severity}: {message} [{code}]\n")
}
