//! A finding: the sentence, the place, the excerpt, and what to do.

use super::escape::{add_attribute, add_code, add_sentence, add_text};
use super::excerpt::{ExcerptMark, add_excerpts, add_place, add_place_at};
use super::file::PageFile;
use super::patch::add_patch;
use crate::analysis::{Combination, Diagnostic, Label, TaskReport, fixes, wording};
use crate::base::diagnostic::{SuppressedBy, Suppression};
use crate::base::source::Source;
use crate::render::places::Places;

/// A finding of a page.
#[derive(Clone, Copy)]
pub(super) struct PageFinding<'f, 't> {
    pub(super) diagnostic: &'f Diagnostic,
    /// The task definition that it is about; none for a problem of the file.
    pub(super) task: Option<&'f TaskReport<'t>>,
    /// Its number in the file.
    pub(super) number: usize,
}

impl<'f, 't> PageFinding<'f, 't> {
    fn combinations(&self) -> &'f [Combination<'t>] {
        self.task.map(|it| it.combinations.as_slice()).unwrap_or_default()
    }

    /// What was found.
    pub(super) fn message(&self) -> String {
        wording::message(self.diagnostic, self.combinations())
    }

    /// The same, and what to do about it.
    pub(super) fn one_line(&self) -> String {
        wording::one_line(self.diagnostic, self.combinations())
    }
}

/// Adds a finding.
pub(super) fn add_finding(out: &mut String, file: &PageFile<'_, '_>, finding: PageFinding<'_, '_>) {
    let diagnostic = finding.diagnostic;
    let severity = diagnostic.severity.name();
    let (class, stays) = match diagnostic.suppressed {
        Some(_) => ("suppressed", "suppressed "),
        None => (severity, ""),
    };
    let id = file.id_of_finding(finding.number);
    out.push_str(&format!(
        "<article class=\"f {class}\" id=\"{id}\">\n<h4><b>{stays}{severity}</b> "
    ));
    let message = finding.message();
    add_sentence(out, &message);
    out.push_str("</h4>\n<p>");
    add_place_of(out, file, diagnostic);
    out.push(' ');
    add_code(out, diagnostic.code.name());
    add_docs(out, diagnostic.docs.as_deref());
    out.push_str("</p>\n");
    if let Some(suppression) = &diagnostic.suppressed {
        add_suppression(out, suppression);
    }
    add_labels(out, file, finding);
    add_remedy(out, file, finding, &message);
    out.push_str("</article>\n");
}

/// Adds where a finding is: in its file, or in the one that its label names.
pub(super) fn add_place_of(out: &mut String, file: &PageFile<'_, '_>, diagnostic: &Diagnostic) {
    let label = diagnostic.primary.as_ref();
    if let Some((other, span)) = label.and_then(|it| Some((it.source.as_deref()?, it.span))) {
        add_place(out, other.file_at(span.start).0, Some(other.position(span.start)));
    } else if let Some(span) = label.map(|it| it.span) {
        add_place_at(out, &file.places, span);
    } else {
        add_place(out, file.path(), None);
    }
}

/// Adds a link to the page of AWS about something.
pub(super) fn add_docs(out: &mut String, docs: Option<&str>) {
    let Some(docs) = docs.filter(|it| it.starts_with("https://")) else { return };
    out.push_str(" <a href=\"");
    add_attribute(out, docs);
    out.push_str("\">AWS documentation</a>");
}

fn add_suppression(out: &mut String, suppression: &Suppression) {
    let by = match suppression.by {
        SuppressedBy::Comment => "a comment",
        SuppressedBy::Metadata => "the metadata of the template",
        SuppressedBy::Configuration => "the configuration",
        SuppressedBy::Baseline => "the baseline",
    };
    out.push_str(&format!("<p>Suppressed by {by}"));
    if let Some(expires) = suppression.expires {
        out.push_str(&format!(" until {expires}"));
    }
    if let Some(reason) = &suppression.reason {
        out.push_str(": ");
        add_text(out, reason);
    }
    out.push_str("</p>\n");
}

/// Adds the lines of its labels, those of each source apart.
fn add_labels(out: &mut String, file: &PageFile<'_, '_>, finding: PageFinding<'_, '_>) {
    let diagnostic = finding.diagnostic;
    let mark = |label: &Label, is_primary| ExcerptMark {
        span: label.span,
        note: wording::label(diagnostic, label, finding.combinations()),
        is_primary,
    };
    let primary = diagnostic.primary.iter().map(|it| (it, true));
    let labels = primary.chain(diagnostic.related.iter().map(|it| (it, false)));
    let labels: Vec<_> = labels.collect();
    let own = diagnostic.own_span().map(|span| file.places.path_at(span.start));
    let mut sources: Vec<Option<&Source>> = Vec::new();
    for source in labels.iter().map(|(label, _)| label.source.as_deref()) {
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    for other in sources {
        let of_source = labels.iter().filter(|(label, _)| label.source.as_deref() == other);
        let marks = of_source.map(|(label, is_primary)| mark(label, *is_primary)).collect();
        match other {
            None => add_excerpts(out, (file.report.source, &file.places), marks, own),
            Some(source) => add_excerpts(out, (source, &Places::new(source, &[])), marks, None),
        }
    }
}

/// Adds what to do, and the patch that does it.
fn add_remedy(
    out: &mut String,
    file: &PageFile<'_, '_>,
    finding: PageFinding<'_, '_>,
    message: &str,
) {
    let diagnostic = finding.diagnostic;
    let fixes = fixes(file.report, diagnostic, finding.task.map(|it| it.task.span));
    let fix = fixes.first();
    let help = match fix {
        Some(fix) => {
            Some(wording::help_with_patch(diagnostic).unwrap_or_else(|| wording::fix(fix)))
        }
        // The message of some findings ends in what to do.
        None => wording::help(diagnostic).filter(|it| !message.ends_with(it.as_str())),
    };
    if let Some(help) = help {
        out.push_str("<p><b>Fix:</b> ");
        add_sentence(out, &help);
        if let Some(other) = fix.and_then(|it| it.source.as_ref()) {
            out.push_str(", in ");
            add_code(out, other.name());
        }
        out.push_str("</p>\n");
    }
    if let Some(fix) = fix {
        let place = diagnostic.own_span().unwrap_or_default();
        add_patch(out, file.report.source, fix, file.places.path_at(place.start));
    }
}
