//! For a person at a terminal: the answer, the place, and what to do. Only this file names miette.

mod combined;
mod excerpt;
mod group;
mod headline;
mod layout;
mod line;
mod reasons;
mod tone;

use super::sanitize::clean;
use super::{Detail, RenderedPiece, Renderer, Style, Summary};
use crate::analysis::{Combination, Diagnostic, FileReport, TaskReport, wording};
use crate::base::diagnostic::Severity;
use crate::base::source::Source;
use excerpt::{Shown, WordedLabel};
use group::group;
use line::ExcerptFrame;
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    SourceCode, SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};
use std::fmt;

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
        let drawn = Drawn::with(problem, path, &[], Shown::default(), &self.style);
        RenderedPiece { body: format!("{}\n", drawn.draw(&self.style)), tail: String::new() }
    }

    fn end(&self, summary: &Summary, _has_bodies: bool, _tail: &str) -> String {
        match self.style.detail {
            Detail::Full | Detail::Verbose => layout::summary(summary, &self.style),
            Detail::Quiet => String::new(),
        }
    }
}

/// What is told about a file.
///
/// `full` gives the whole answer, as a file that the user named deserves; without it only what is wrong
/// is told.
pub fn file(file: &FileReport<'_>, style: &Style, full: bool) -> String {
    let mut out = String::new();
    for problem in file.problems.iter().filter(|it| full || it.severity > Severity::Note) {
        out.push_str(&self::problem(problem, file.source, style));
        out.push('\n');
    }
    for task_report in &file.task_reports {
        let is_wrong = task_report.findings.iter().any(|it| it.severity > Severity::Note);
        if full || is_wrong {
            out.push_str(&task_definition(task_report, file, style));
            out.push('\n');
        }
    }
    out
}

/// A task definition: the verdict, the findings, the reasons.
fn task_definition(task_report: &TaskReport<'_>, file: &FileReport<'_>, style: &Style) -> String {
    let mut out = layout::headline(task_report, file, style);
    let all = task_report.combinations.as_slice();
    let grouped = task_report.role.as_ref().map(|role| {
        out.push_str(&layout::role_line(role, all, style));
        group(&task_report.findings)
    });
    for finding in grouped.as_ref().unwrap_or(&task_report.findings) {
        out.push('\n');
        out.push_str(&draw_finding(finding, file.source, all, style));
    }
    out.push_str(&layout::reasons(task_report, file.source, style));
    out
}

fn draw_finding(
    finding: &Diagnostic,
    source: &Source,
    all: &[Combination<'_>],
    style: &Style,
) -> String {
    let drawn = Drawn::new(finding, source, all, style);
    let hidden = layout::hidden(finding, &drawn.shown.hidden, style);
    let docs = finding.docs.as_ref().map(|docs| layout::docs(docs, style));
    [Some(drawn.draw(style)), hidden, docs].into_iter().flatten().collect()
}

/// One problem of a text: what is wrong, underlined.
pub fn problem(problem: &Diagnostic, source: &Source, style: &Style) -> String {
    Drawn::new(problem, source, &[], style).draw(style)
}

impl Style {
    /// The columns that are drawn on: never fewer than a snippet needs.
    fn columns(&self) -> usize {
        self.width.clamp(30, 500)
    }
}

/// A diagnostic as miette takes it.
#[derive(Debug)]
struct Drawn {
    code: String,
    severity: Severity,
    message: String,
    help: Option<String>,
    shown: Shown,
}

impl Drawn {
    fn new(
        diagnostic: &Diagnostic,
        source: &Source,
        all: &[Combination<'_>],
        style: &Style,
    ) -> Self {
        let frame = ExcerptFrame { width: style.columns(), unicode: style.unicode };
        let word = |label| WordedLabel { label, text: wording::label(diagnostic, label, all) };
        let related: Vec<_> = diagnostic.related.iter().map(word).collect();
        let primary = diagnostic.primary.as_ref().map(word);
        let shown = primary.map(|primary| Shown::new(source, &primary, &related, frame));
        Self::with(diagnostic, source.name(), all, shown.unwrap_or_default(), style)
    }

    fn with(
        diagnostic: &Diagnostic,
        path: &str,
        all: &[Combination<'_>],
        shown: Shown,
        style: &Style,
    ) -> Self {
        let clean = |text: &str| clean(text, style.unicode).into_owned();
        let message = clean(&wording::message(diagnostic, all));
        // Without a snippet nothing else says which file is meant.
        let message = match shown.excerpts.as_slice() {
            [] => format!("{}: {message}", clean(path)),
            _ => message,
        };
        Self {
            code: clean(diagnostic.code.name()),
            severity: diagnostic.severity,
            message,
            help: wording::help(diagnostic).map(|help| clean(&help)),
            shown,
        }
    }

    fn draw(&self, style: &Style) -> String {
        let theme = GraphicalTheme {
            characters: if style.unicode {
                ThemeCharacters::unicode()
            } else {
                ThemeCharacters::ascii()
            },
            styles: if style.color { ThemeStyles::ansi() } else { ThemeStyles::none() },
        };
        let handler = GraphicalReportHandler::new_themed(theme)
            .with_width(style.columns())
            .without_syntax_highlighting()
            .with_break_words(false)
            .with_word_separator(layout::SEPARATOR)
            .with_word_splitter(layout::SPLITTER);
        let mut out = String::new();
        if handler.render_report(&mut out, self).is_err() {
            // Writing to a string does not fail; what is said is said, snippet or not.
            out = format!("{}: {}\n", self.shown.path, self.message);
        }
        layout::trim_lines(&out)
    }
}

impl fmt::Display for Drawn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Drawn {}

impl miette::Diagnostic for Drawn {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.code))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display + 'a>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        (!self.shown.excerpts.is_empty()).then_some(&self.shown as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let labels = self.shown.labels.iter().map(|label| {
            let text = (!label.message.is_empty()).then(|| label.message.clone());
            let span = SourceSpan::from(label.range.clone());
            if label.is_primary {
                LabeledSpan::new_primary_with_span(text, span)
            } else {
                LabeledSpan::new_with_span(text, span)
            }
        });
        Some(Box::new(labels))
    }
}

impl SourceCode for Shown {
    /// With context: the whole excerpt. Without: the label alone, at its place in the source.
    ///
    /// What lies in two excerpts is refused, so that they are never drawn as one.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (start, end) = (span.offset(), span.offset() + span.len());
        let holds = |range: &std::ops::Range<usize>| range.contains(&start) && end <= range.end;
        let excerpt = self.excerpts.iter().find(|it| holds(&it.range));
        let excerpt = excerpt.ok_or(MietteError::OutOfBounds)?;
        let label = self.labels.iter().find(|label| label.range.start == start);
        let (range, line, column) = match label {
            Some(label) if before + after == 0 => {
                (start..end, label.position.line - 1, label.position.column - 1)
            }
            _ => (excerpt.range.clone(), excerpt.first_line, 0),
        };
        let data = self.text.get(range.clone()).unwrap_or_default().as_bytes();
        let contents = MietteSpanContents::new_named(
            excerpt.path.clone(),
            data,
            range.into(),
            line,
            column,
            excerpt.line_count,
        );
        Ok(Box::new(contents))
    }
}
