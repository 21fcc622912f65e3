//! One line for each diagnostic: `path:line:column: severity: message [code]`.
//!
//! For editors and `grep`: the severities are the words that their problem matchers know.

use super::sanitize::escape;
use super::{RenderedPiece, Renderer, Summary};
use crate::analysis::{Combination, Diagnostic, FileReport, wording};
use crate::base::source::{Position, Source};

/// The format.
pub(super) struct Compact;

/// What stands at the beginning of a line where the file as a whole is meant.
const WHOLE: Position = Position { line: 1, column: 1 };

impl Renderer for Compact {
    fn unit(&self, file: &FileReport<'_>, _is_named: bool) -> RenderedPiece {
        RenderedPiece { body: self::file(file), tail: String::new() }
    }

    fn unread(&self, path: &str, problem: &Diagnostic) -> RenderedPiece {
        let line = format_line(path, WHOLE, problem, &wording::one_line(problem, &[]));
        RenderedPiece { body: line, tail: String::new() }
    }

    fn end(&self, _summary: &Summary, _has_bodies: bool, _tail: &str) -> String {
        String::new()
    }
}

/// The diagnostics of a file, by place.
pub fn file(file: &FileReport<'_>) -> String {
    let findings = file.task_reports.iter().flat_map(|task| {
        let all = task.combinations.as_slice();
        task.findings.iter().map(move |it| (it.span(), line(file.source, it, all)))
    });
    let problems = file.problems.iter().map(|it| (it.span(), line(file.source, it, &[])));
    let mut lines: Vec<_> = problems.chain(findings).collect();
    lines.sort_by_key(|(span, _)| *span);
    lines.into_iter().map(|(_, line)| line).collect()
}

/// One diagnostic of a source, without a line end.
pub fn diagnostic(source: &Source, diagnostic: &Diagnostic, all: &[Combination<'_>]) -> String {
    line(source, diagnostic, all).trim_end().to_owned()
}

fn line(source: &Source, diagnostic: &Diagnostic, all: &[Combination<'_>]) -> String {
    let position = diagnostic.span().map_or(WHOLE, |span| source.position(span.start));
    let mut message = wording::one_line(diagnostic, all);
    // Where in another file, when that decides.
    let mut others = diagnostic.related.iter();
    if let Some((other, span)) = others.find_map(|it| Some((it.source.as_ref()?, it.span))) {
        let Position { line, column } = other.position(span.start);
        message.push_str(&format!("; see {}:{line}:{column}", other.name()));
    }
    format_line(source.name(), position, diagnostic, &message)
}

fn format_line(path: &str, position: Position, diagnostic: &Diagnostic, message: &str) -> String {
    let Position { line, column } = position;
    let (path, message, code) = (escape(path), escape(message), escape(diagnostic.code.name()));
    let severity = diagnostic.severity.name();
    format!("{path}:{line}:{column}: {severity}: {message} [{code}]\n")
}
