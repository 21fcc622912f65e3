//! For a person at a terminal: the verdict, the place, the patch, and what comes next.

mod answer;
mod excerpt;
mod group;
mod headline;
mod layout;
mod line;
mod patch;
mod place;
mod problem;
mod reasons;
mod snippet;

pub use place::{line_at, patch_of};

use super::{Detail, RenderedPiece, Renderer, Style, Summary};
use crate::analysis::{Diagnostic, FileReport, TaskReport, What};
use crate::base::diagnostic::Severity;
use crate::base::source::Source;
use problem::DrawnProblems;

/// The format.
pub(super) struct Graphical {
    style: Style,
}

impl Graphical {
    pub(super) fn new(style: Style) -> Self {
        Self { style }
    }
}

impl Renderer for Graphical {
    fn unit(&self, file: &FileReport<'_>, is_named: bool) -> RenderedPiece {
        let is_full = is_named && self.style.detail != Detail::Quiet;
        RenderedPiece { body: self::file(file, &self.style, is_full), tail: String::new() }
    }

    fn unread(&self, path: &str, problem: &Diagnostic) -> RenderedPiece {
        let body = problem::of_path(path, problem, &self.style) + "\n";
        RenderedPiece { body, tail: String::new() }
    }

    fn end(&self, summary: &Summary, _has_bodies: bool, _tail: &str) -> String {
        match self.style.detail {
            Detail::Full | Detail::Verbose => layout::summary(summary, &self.style),
            Detail::Quiet => String::new(),
        }
    }
}

/// What there is to say about a file: the answer for each task definition, then the problems.
///
/// `full` is the whole answer, as a file that the user named deserves; without it only what is wrong is shown.
pub fn file(file: &FileReport<'_>, style: &Style, full: bool) -> String {
    let is_shown =
        |it: &&Diagnostic| full || it.severity > Severity::Note || is_of_exceptions(it, style);
    let is_wrong = |it: &&TaskReport<'_>| it.findings.iter().any(|it| it.severity > Severity::Note);
    let reports = file.task_reports.iter().filter(|it| full || is_wrong(it));
    let reports: Vec<_> = reports.map(|it| (it, answer::others(it))).collect();
    let others = reports.iter().flat_map(|(_, others)| others);
    let counted = others.chain(file.problems.iter().filter(is_shown));
    let mut problems = DrawnProblems::new(file, style, counted);
    let mut out = String::new();
    for (task_report, others) in &reports {
        let (verdict, mut details) = answer::task_definition(task_report, file, style);
        for finding in others {
            let task = Some(task_report.task.span);
            details.push_str(&problems.draw(finding, &task_report.combinations, task));
        }
        out.push_str(&verdict);
        // Verdicts without more stand line below line.
        if !details.is_empty() {
            out.push_str(&details);
            out.push('\n');
        }
    }
    let drawn = file.problems.iter().filter(is_shown).map(|it| problems.draw(it, &[], None));
    let mut drawn: String = drawn.collect();
    if !drawn.is_empty() {
        drawn.push('\n');
    }
    let has_blank = out.is_empty() || out.ends_with("\n\n");
    let drawn = drawn.strip_prefix('\n').filter(|_| has_blank).unwrap_or(&drawn);
    out + drawn
}

/// Whether it is a note that an exception suppresses nothing any more: what was suppressed may be reported beside it.
fn is_of_exceptions(problem: &Diagnostic, style: &Style) -> bool {
    style.detail != Detail::Quiet && matches!(problem.subject.what, What::Ignore(_))
}

/// One problem of a text: what is wrong, and where.
pub fn problem(problem: &Diagnostic, source: &Source, style: &Style) -> String {
    problem::of_source(source, problem, style)
}

impl Style {
    /// The columns that are drawn on: never fewer than a snippet needs.
    fn columns(&self) -> usize {
        self.width.clamp(30, 500)
    }
}
