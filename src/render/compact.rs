//! One line for each finding and problem: `path:line:column: severity: message [code]`.
//!
//! For editors and `grep`: the severities are the words that their problem matchers know.

use super::sanitize::escape;
use crate::analysis::Finding;
use crate::analysis::pipeline::FileReport;
use crate::base::problem::{Problem, Severity};
use crate::base::source::{Position, Source, Span};
use std::borrow::Cow;

/// What stands at the beginning of a line where the file as a whole is meant.
const WHOLE: Position = Position { line: 1, column: 1 };

/// The findings and problems of a file, by place.
pub fn file(file: &FileReport<'_>) -> String {
    let findings = file.task_reports.iter().flat_map(|it| &it.findings).map(|finding| {
        let span = Some(finding.primary.span);
        let message = with_other_place(finding);
        (span, line(file.source, span, finding.severity, &message, &finding.code))
    });
    let problems = file.problems.iter().map(|problem| {
        let Problem { span, severity, message, code, .. } = problem;
        (*span, line(file.source, *span, *severity, message, code))
    });
    let mut lines: Vec<_> = problems.chain(findings).collect();
    lines.sort_by_key(|(span, _)| *span);
    lines.into_iter().map(|(_, line)| line).collect()
}

/// What is found; and where in another file, when that decides.
fn with_other_place(finding: &Finding) -> Cow<'_, str> {
    let other = finding.related.iter().find_map(|it| Some((it.elsewhere.as_ref()?, it.span)));
    let Some((source, span)) = other else { return Cow::Borrowed(&finding.message) };
    let Position { line, column } = source.position(span.start);
    Cow::Owned(format!("{}; see {}:{line}:{column}", finding.message, source.name()))
}

/// The problems of a file, by place.
pub fn problems(file: &FileReport<'_>) -> String {
    let lines = file.problems.iter().map(|problem| {
        let Problem { span, severity, message, code, .. } = problem;
        line(file.source, *span, *severity, message, code)
    });
    lines.collect()
}

/// A file that could not be read.
pub fn unread(problem: &Problem, path: &str) -> String {
    format_line(path, WHOLE, problem.severity, &problem.message, &problem.code)
}

/// A message with what would act on a terminal made visible.
pub fn plain(message: &str) -> Cow<'_, str> {
    escape(message)
}

fn line(
    source: &Source,
    span: Option<Span>,
    severity: Severity,
    message: &str,
    code: &str,
) -> String {
    let position = span.map_or(WHOLE, |span| source.position(span.start));
    format_line(source.name(), position, severity, message, code)
}

fn format_line(
    path: &str,
    position: Position,
    severity: Severity,
    message: &str,
    code: &str,
) -> String {
    let Position { line, column } = position;
    let (path, message, code) = (escape(path), escape(message), escape(code));
    format!("{path}:{line}:{column}: {}: {message} [{code}]\n", word(severity))
}

/// `advice` is a word that no problem matcher knows: gcc and clang say `note`.
fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warning | Severity::Error => severity.name(),
    }
}
