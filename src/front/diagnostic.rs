//! Diagnostics as plain data: with their messages, lines and columns.

use crate::analysis::triage::{About, Fingerprint};
use crate::analysis::{Combination, Diagnostic, FileReport, Label, TaskReport, fixes, wording};
use crate::base::diagnostic::{Applicability, Edit, Fix, Severity, Suppression};
use crate::base::source::{Position, Source, Span};
use crate::render::{compact, escape};
use std::fmt;
use std::ops::Range;

/// A finding about a task definition, or a problem with a file.
///
/// It displays as one line, `path:line:column: severity: message [code]`, without terminal control characters.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReportedDiagnostic {
    /// The stable code, such as `execution-role-missing`;
    /// [`Checker::explain`](super::Checker::explain) explains it.
    pub code: String,
    /// Its page, relative to `docs/` in the repository.
    pub page: String,
    /// Its severity.
    pub severity: Severity,
    /// The message, one sentence.
    pub message: String,
    /// The message and what to do about it, where there is no other place for that.
    pub one_line: String,
    /// Whether it is about something that has no effect, which an editor may fade out.
    pub is_about_unused: bool,
    /// The file that it is in.
    pub path: String,
    /// The place; none if it is about the whole file.
    pub primary: Option<ReportedLabel>,
    /// Other relevant places.
    pub related: Vec<ReportedLabel>,
    /// How to fix it.
    pub help: Option<String>,
    /// Fixes, as edits of the text.
    pub fixes: Vec<ReportedFix>,
    /// AWS's page about it.
    pub docs: Option<String>,
    /// That it may stay, where somebody said so: then it is in no count and no outcome.
    pub suppressed: Option<Suppression>,
    /// A hash of the code, the task definition, the container and the subject, in 16 hexadecimal digits: the same in
    /// every run, wherever it is and whatever its message says.
    pub fingerprint: String,
    /// The permission that it is about, if any.
    pub permission: Option<ReportedPermission>,
    /// The diagnostic as one line: `path:line:column: severity: message [code]`.
    line: String,
}

/// The permission of a role that a diagnostic is about.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReportedPermission {
    /// The action: `ssm:GetParameters`.
    pub action: String,
    /// The resource; placeholders in it are written as in the file.
    pub resource: String,
}

/// A place and its label.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReportedLabel {
    /// The label; empty if there is none.
    pub message: String,
    /// The place.
    pub place: ReportedPlace,
}

/// A range of a file's text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReportedPlace {
    /// The file.
    pub path: String,
    /// Where it begins.
    pub start: Point,
    /// Where it ends: after its last character.
    pub end: Point,
}

/// A position in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Point {
    /// 1-based line.
    pub line: usize,
    /// 1-based column, in characters.
    pub column: usize,
    /// Bytes before it, as UTF-8 without a byte order mark.
    pub offset: usize,
}

/// A fix, as edits of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReportedFix {
    /// What the fix does.
    pub title: String,
    /// Whether it can be applied without review.
    pub applicability: Applicability,
    /// The file that it edits; the first of several.
    pub path: String,
    /// The edits, in the order of the text.
    pub edits: Vec<ReportedEdit>,
}

/// A replacement in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReportedEdit {
    /// The file that is edited.
    pub path: String,
    /// Bytes before what is replaced.
    pub start: usize,
    /// Bytes before what follows it.
    pub end: usize,
    /// The new text.
    pub text: String,
}

/// Which fixes are computed: a fix of a template is checked, which takes as long as checking the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FixesAsked<'a> {
    /// With each diagnostic.
    All,
    /// Those of diagnostics that touch a range of a file, by its name.
    At { path: &'a str, start: usize, end: usize },
    /// None.
    Nothing,
}

impl FixesAsked<'_> {
    fn are_about(self, diagnostic: &Diagnostic, source: &Source) -> bool {
        match self {
            Self::All => true,
            Self::Nothing => false,
            Self::At { path, start, end } => {
                let (own, span) = source.in_file(diagnostic.own_span().unwrap_or_default());
                let range = span.range();
                own == path && range.start <= end && start <= range.end
            }
        }
    }
}

impl ReportedDiagnostic {
    /// A diagnostic of a file, or of one of its task definitions.
    pub(super) fn of<'t>(
        it: &Diagnostic,
        file: &FileReport<'t>,
        task: Option<&TaskReport<'t>>,
        asks: FixesAsked<'_>,
    ) -> Self {
        let all = task.map(|task| task.combinations.as_slice()).unwrap_or_default();
        let found = if asks.are_about(it, file.source) {
            fixes(file, it, task.map(|task| task.task.span))
        } else {
            Vec::new()
        };
        let fixes = found.iter().map(|fix| ReportedFix::new(fix, file.source));
        let about = match task {
            Some(task) => About::finding(it, task),
            None => About::problem(it, &file.task_reports),
        };
        let fingerprint = Fingerprint::of(it, about).to_string();
        Self { fixes: fixes.collect(), fingerprint, ..Self::new(it, file.source, all) }
    }

    pub(super) fn new(it: &Diagnostic, source: &Source, all: &[Combination<'_>]) -> Self {
        let label = |label: &Label| ReportedLabel {
            message: wording::label(it, label, all),
            place: ReportedPlace::new(label.source.as_deref().unwrap_or(source), label.span),
        };
        let permission = it.subject.permission();
        Self {
            code: it.code.name().to_owned(),
            page: it.code.page(),
            severity: it.severity,
            message: wording::message(it, all),
            one_line: wording::one_line(it, all),
            is_about_unused: it.code.is_about_unused(),
            path: it
                .own_span()
                .map_or(source.name(), |span| source.file_at(span.start).0)
                .to_owned(),
            primary: it.primary.as_ref().map(label),
            related: it.related.iter().map(label).collect(),
            help: wording::help(it),
            fixes: Vec::new(),
            docs: it.docs.as_ref().map(ToString::to_string),
            suppressed: it.suppressed.clone(),
            fingerprint: Fingerprint::of(it, About::default()).to_string(),
            permission: permission.map(|(action, resource)| ReportedPermission {
                action: action.to_owned(),
                resource,
            }),
            line: compact::diagnostic(source, it, all),
        }
    }

    /// `severity: message`, safe for a terminal: for diagnostics without a place.
    pub fn without_place(&self) -> String {
        format!("{}: {}", self.severity.name(), escape(&self.message))
    }
}

impl fmt::Display for ReportedDiagnostic {
    /// `path:line:column: severity: message [code]`, safe for a terminal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line)
    }
}

impl ReportedEdit {
    /// An edit of a file, by its name.
    pub fn new(path: impl Into<String>, range: Range<usize>, text: impl Into<String>) -> Self {
        let Range { start, end } = range;
        Self { path: path.into(), start, end, text: text.into() }
    }
}

impl ReportedPlace {
    pub(super) fn new(source: &Source, span: Span) -> Self {
        let point = |at: u32, offset: u32| {
            let Position { line, column } = source.position(at);
            Point { line, column, offset: offset as usize }
        };
        let whole = source.within_file(span);
        let (path, own) = source.in_file(span);
        let (start, end) = (point(whole.start, own.start), point(whole.end, own.end));
        Self { path: path.to_owned(), start, end }
    }
}

impl ReportedFix {
    fn new(fix: &Fix, source: &Source) -> Self {
        let source = fix.source.as_deref().unwrap_or(source);
        let edit = |it: &Edit| {
            let (path, Span { start, end }) = source.in_file(it.span);
            let (start, end) = (start as usize, end as usize);
            ReportedEdit { path: path.to_owned(), start, end, text: it.text.clone() }
        };
        let first = fix.edits.first().map(|it| source.file_at(it.span.start).0);
        Self {
            title: wording::fix(fix),
            applicability: fix.applicability,
            path: first.unwrap_or(source.name()).to_owned(),
            edits: fix.edits.iter().map(edit).collect(),
        }
    }
}
