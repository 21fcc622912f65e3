//! A report that is written file by file, so that at most one file of it is in memory.

use super::checker::Checker;
use super::known_findings::KnownFindings;
use super::source_file::{SourceFile, Unread};
use super::tally::{Outcome, Tally};
use crate::analysis::triage::{Fingerprinted, for_baseline};
use crate::analysis::{FileReport, OptionUse};
use crate::base::diagnostic::Severity;
use crate::render::{Format, RenderedPiece, Renderer, Stream, Style, Summary, renderer};
use std::collections::BTreeSet;
use std::fmt;

/// A report in one of the [formats](Format), written file by file.
///
/// Nothing of a file is kept but what its format lists at the end. [`Checker::render`] makes what a file adds, in
/// any order and on any thread; [`push`](Self::push) puts it in its place.
///
/// ```
/// use needs_exec_role::{Checker, Format, Options, ReportStream, Severity, SourceFile, Style};
///
/// let checker = Checker::new(&Options::default())?;
/// let mut stream = ReportStream::new(Format::Compact, Style::default());
/// let mut text = stream.begin();
/// for name in ["web.json", "worker.json"] {
///     let file = SourceFile::new(name, r#"{ "containerDefinitions": [ { "image": "nginx" }, ] }"#);
///     let rendered = checker.render(&file, &stream);
///     text += &stream.push(&rendered);
/// }
/// let outcome = stream.outcome(Some(Severity::Error));
/// text += &stream.end();
/// assert_eq!(text.lines().count(), 2, "{text}");
/// assert!(text.starts_with("web.json:1:49: error: "), "{text}");
/// assert_eq!(outcome as u8, 1);
/// # Ok::<(), needs_exec_role::OptionError>(())
/// ```
pub struct ReportStream {
    pub(super) renderer: Box<dyn Renderer>,
    stream: Stream,
    tally: Tally,
    /// What the options could be about in the files so far.
    pub(super) option_use: OptionUse,
    /// The exceptions that were or may be about something in the files so far.
    needed_exceptions: BTreeSet<usize>,
    /// Whether what a baseline would hold is listed.
    lists_findings: bool,
}

/// What one file adds to a [`ReportStream`].
#[derive(Clone, Debug)]
#[must_use = "a report lacks what is not pushed"]
pub struct Rendered {
    pub(super) piece: RenderedPiece,
    pub(super) tally: Tally,
    pub(super) option_use: OptionUse,
    pub(super) needed_exceptions: Vec<usize>,
    /// What a baseline would hold of it, in the order of the report.
    pub(super) findings: Vec<Fingerprinted>,
}

impl ReportStream {
    /// A report in this format; the style is for formats that people read.
    pub fn new(format: Format, style: Style) -> Self {
        let renderer = renderer(format, style);
        Self {
            renderer,
            stream: Stream::default(),
            tally: Tally::default(),
            option_use: OptionUse::default(),
            needed_exceptions: BTreeSet::new(),
            lists_findings: false,
        }
    }

    /// The same, for a run with a [`Baseline`](super::Baseline).
    #[must_use]
    pub fn with_baseline(self) -> Self {
        Self { lists_findings: true, ..self }
    }

    /// The same, where this is the lowest severity that fails the run: in [`Format::Junit`], what fails the run is a
    /// failure of a test case. Without this, it is [`Severity::Error`].
    #[must_use]
    pub fn failing_on(mut self, fail_on: Option<Severity>) -> Self {
        self.renderer.fail_on(fail_on);
        self
    }

    /// The text before the first file.
    pub fn begin(&self) -> String {
        self.renderer.begin()
    }

    /// Counts a file, and returns its text at this point of the report.
    #[must_use = "what is not written is lost"]
    pub fn push(&mut self, rendered: &Rendered) -> String {
        self.tally.add(rendered.tally);
        self.option_use.add(rendered.option_use.clone());
        self.needed_exceptions.extend(&rendered.needed_exceptions);
        self.stream.push(self.renderer.as_ref(), &rendered.piece)
    }

    /// What a file adds.
    pub(super) fn rendered(&self, report: &FileReport<'_>, is_named: bool) -> Rendered {
        match Tally::of(report, is_named) {
            Some(tally) => Rendered {
                option_use: report.option_use.clone(),
                needed_exceptions: report.needed_exceptions.clone(),
                findings: if self.lists_findings {
                    for_baseline(report, is_named)
                } else {
                    Vec::new()
                },
                ..Rendered::new(self.renderer.unit(report, is_named), tally)
            },
            None => Rendered::new(RenderedPiece::default(), Tally::skipped()),
        }
    }

    /// The text after the last file.
    pub fn end(self) -> String {
        self.stream.end(self.renderer.as_ref(), &self.tally.summary)
    }

    /// Counts in files that were passed over, since they are excluded.
    pub fn pass_over(&mut self, files: usize) {
        self.tally.summary.skipped += files;
    }

    /// The totals so far.
    pub fn summary(&self) -> Summary {
        self.tally.summary
    }

    /// The numbers of the [exceptions](crate::Exception) that were about something in the files so far, whether they have
    /// expired or not, and of those that may be about something that such a run cannot find.
    pub fn needed_exceptions(&self) -> &BTreeSet<usize> {
        &self.needed_exceptions
    }

    /// The outcome with the files so far, with `fail_on` as the lowest severity that fails the run.
    pub fn outcome(&self, fail_on: Option<Severity>) -> Outcome {
        self.tally.outcome(fail_on)
    }
}

impl Rendered {
    /// A piece of a report that is about no task definition.
    pub(super) fn new(piece: RenderedPiece, tally: Tally) -> Self {
        Self {
            piece,
            tally,
            option_use: OptionUse::default(),
            needed_exceptions: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// The errors and warnings of the file that a [`Baseline`](super::Baseline) could hold.
    pub fn findings(&self) -> KnownFindings {
        KnownFindings::of(self.findings.clone())
    }

    /// Whether there is one.
    pub fn has_findings(&self) -> bool {
        !self.findings.is_empty()
    }
}

impl fmt::Debug for ReportStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReportStream").field("tally", &self.tally).finish_non_exhaustive()
    }
}

impl Checker {
    /// Checks one file, and renders its part of a report.
    ///
    /// Files that [share](Self::shares) nothing are independent, so this can be called in any order and in parallel;
    /// what others give to this one is left open.
    pub fn render(&self, file: &SourceFile, stream: &ReportStream) -> Rendered {
        self.analyze(file, |report| stream.rendered(report, file.is_named))
    }

    /// The same for several reports: the file is checked once, and what it adds to each of them is in their order.
    pub fn render_each(&self, file: &SourceFile, streams: &[ReportStream]) -> Vec<Rendered> {
        self.analyze(file, |report| {
            streams.iter().map(|it| it.rendered(report, file.is_named)).collect()
        })
    }

    /// Renders that a file could not be read; `is_named` is whether the user asked for this file, rather than for
    /// a folder that contains it.
    pub fn render_unread(
        &self,
        name: &str,
        why: &Unread,
        is_named: bool,
        stream: &ReportStream,
    ) -> Rendered {
        let mut problem = why.diagnostic();
        self.settings.weigh(&mut problem);
        let tally = Tally::unread(&problem, is_named);
        Rendered::new(stream.renderer.unread(name, &problem), tally)
    }
}
