//! One page that needs nothing else: what is wrong, and a matrix of task definitions by launch type, each with its
//! reasons, permissions and findings.
//!
//! A row is written as its file comes; what waits for the end is a line for each error and warning.

mod escape;
mod excerpt;
mod file;
mod finding;
mod page;
mod patch;
mod reasons;
mod row;

use super::{Detail, RenderedPiece, Renderer, Summary};
use crate::analysis::{Diagnostic, FileReport, triage, wording};
use crate::base::diagnostic::Severity;
use escape::{add_sentence, add_text};
use excerpt::add_place;
use file::PageFile;
use finding::{PageFinding, add_place_of};
use page::{RecordKind, SEPARATOR};

/// The format.
pub(super) struct Html {
    detail: Detail,
}

impl Html {
    pub(super) fn new(detail: Detail) -> Self {
        Self { detail }
    }

    /// Whether a row opens what there is to say about its task definition: one in which something was found does, and
    /// the others if the user named the file.
    fn opens(&self, findings: &[PageFinding<'_, '_>], is_named: bool) -> bool {
        !findings.is_empty() || is_named || self.detail == Detail::Verbose
    }

    /// Whether a row is shown.
    fn shows(&self, findings: &[PageFinding<'_, '_>]) -> bool {
        self.detail != Detail::Quiet || findings.iter().any(|it| is_wrong(it.diagnostic))
    }
}

impl Renderer for Html {
    fn begin(&self) -> String {
        page::begin()
    }

    fn unit(&self, file: &FileReport<'_>, is_named: bool) -> RenderedPiece {
        let page = PageFile::new(file);
        let mut rows = String::new();
        let mut wrong = Vec::new();
        let mut numbers = 0..;
        let mut is_brief = false;
        for task in &file.task_reports {
            let found = triage::all_findings(task).into_iter().zip(&mut numbers);
            let finding =
                |(diagnostic, number)| PageFinding { diagnostic, task: Some(task), number };
            let findings: Vec<_> = found.map(finding).collect();
            if self.shows(&findings) {
                let is_open = self.opens(&findings, is_named);
                row::add_task(&mut rows, &page, task, &findings, is_open);
                is_brief |= !is_open;
            }
            wrong.extend(findings.iter().filter_map(|it| record(&page, *it)));
        }
        let found = triage::all_problems(file).into_iter().zip(&mut numbers);
        let finding = |(diagnostic, number)| PageFinding { diagnostic, task: None, number };
        let problems: Vec<_> = found.map(finding).collect();
        let is_empty = problems.is_empty() && !file.task_reports.is_empty();
        if !is_empty && self.shows(&problems) {
            row::add_file(&mut rows, &page, &problems);
        }
        wrong.extend(problems.iter().filter_map(|it| record(&page, *it)));
        RenderedPiece { body: body(&page, &rows, is_brief), tail: wrong.join(SEPARATOR) }
    }

    fn unread(&self, path: &str, problem: &Diagnostic) -> RenderedPiece {
        let mut item = String::new();
        add_place(&mut item, path, None);
        item.push_str(": ");
        add_sentence(&mut item, &wording::one_line(problem, &[]));
        RenderedPiece { body: String::new(), tail: RecordKind::Unread.record(&item) }
    }

    fn separator(&self) -> &'static str {
        SEPARATOR
    }

    fn end(&self, summary: &Summary, _has_bodies: bool, tail: &str) -> String {
        page::end(summary, tail)
    }
}

fn is_wrong(diagnostic: &Diagnostic) -> bool {
    diagnostic.suppressed.is_none() && diagnostic.severity > Severity::Note
}

/// The rows of a file, with what the worst in it is.
fn body(file: &PageFile<'_, '_>, rows: &str, is_brief: bool) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let worst = file.report.severities().max().map_or("clean", Severity::name);
    let brief = if is_brief { " brief" } else { "" };
    format!("<tbody class=\"{worst}{brief}\" id=\"{}\">\n{rows}</tbody>", file.id)
}

/// What is wrong, for the list at the top: the place, the sentence, and the way to the finding.
fn record(file: &PageFile<'_, '_>, finding: PageFinding<'_, '_>) -> Option<String> {
    let diagnostic = finding.diagnostic;
    let kind = match diagnostic.severity {
        _ if diagnostic.suppressed.is_some() => return None,
        Severity::Error => RecordKind::Error,
        Severity::Warning => RecordKind::Warning,
        Severity::Note => return None,
    };
    let name = diagnostic.severity.name();
    let mut item = format!("<b class=\"{name}\">{name}</b> ");
    item.push_str(&format!("<a href=\"#{}\">", file.id_of_finding(finding.number)));
    add_place_of(&mut item, file, diagnostic);
    item.push_str("</a> ");
    if let Some(name) = finding.task.and_then(|it| it.task.name.as_deref()) {
        add_text(&mut item, name);
        item.push_str(": ");
    }
    add_sentence(&mut item, &finding.one_line());
    Some(kind.record(&item))
}
