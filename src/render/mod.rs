//! A report for a person, a pipeline or an editor. A format is one file here, and one line of [`Format`].

pub mod cause;
pub mod cause_place;
pub mod compact;
mod editor_text;
mod example;
mod github;
mod gitlab;
#[cfg(feature = "cli")]
pub mod graphical;
pub mod hover;
mod html;
pub mod json;
mod json_text;
mod junit;
mod markdown;
pub mod page;
mod patch;
mod places;
mod plain_terms;
pub mod policy;
mod rdjson;
mod reported;
pub mod rule_page;
mod sanitize;
mod sarif;
mod summary;
mod task;

pub use editor_text::EditorText;
pub use sanitize::escape;
pub use summary::{Summary, summary_of, summary_of_unread};

use crate::analysis::{Diagnostic, FileReport};
use crate::base::diagnostic::Severity;

/// The formats of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// For people, with the relevant lines underlined.
    #[cfg(feature = "cli")]
    Graphical,
    /// One line for each diagnostic.
    #[default]
    Compact,
    /// Version 1 of the JSON output.
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// The format of reviewdog.
    Rdjson,
    /// Workflow commands of GitHub Actions.
    Github,
    /// The Code Quality report of GitLab.
    Gitlab,
    /// The XML of `JUnit`: test results.
    Junit,
    /// The JSON output, a line for each file.
    Jsonl,
    /// A comment on a pull request.
    Markdown,
    /// A page that needs nothing else.
    Html,
}

/// The style of a report for people. The formats for programs ignore it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// With colors, as escape sequences.
    pub color: bool,
    /// With characters beyond ASCII.
    pub unicode: bool,
    /// Columns.
    pub width: usize,
    /// With hyperlinks, as escape sequences.
    pub links: bool,
    /// How much is shown.
    pub detail: Detail,
}

/// How much a report for people shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// The whole answer for each file that the user named, and what is wrong in others.
    #[default]
    Full,
    /// Everything: all permissions, reasons and pages.
    Verbose,
    /// Only what is wrong.
    Quiet,
}

impl Default for Style {
    fn default() -> Self {
        Self { color: false, unicode: true, width: 100, links: false, detail: Detail::Full }
    }
}

/// What one file adds to a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RenderedPiece {
    /// What is written at once.
    pub body: String,
    /// What waits for the end of the report: the problems, in formats that list them after all task
    /// definitions.
    pub tail: String,
}

/// A format of the report.
///
/// A piece is made from nothing but one file, so files are rendered in any order and at once; [`Stream`]
/// puts the pieces together in the order of the files.
pub trait Renderer: Send + Sync {
    /// The text before the first piece.
    fn begin(&self) -> String {
        String::new()
    }

    /// Notes the lowest severity that fails the run, for formats in which something fails.
    fn fail_on(&mut self, _lowest: Option<Severity>) {}

    /// What a file adds. One that the user named gets the whole answer; of others only what is wrong is
    /// shown to people.
    fn unit(&self, file: &FileReport<'_>, is_named: bool) -> RenderedPiece;

    /// What a file adds that could not be read.
    fn unread(&self, path: &str, problem: &Diagnostic) -> RenderedPiece;

    /// What is between two bodies, and between two tails.
    fn separator(&self) -> &'static str {
        ""
    }

    /// Drops of all tails so far what the end will have no room for, however much follows. Called now and then.
    fn trim(&self, _tail: &mut String) {}

    /// The text after the last piece. `has_bodies` says whether any piece had a body; `tail` is all of
    /// theirs.
    fn end(&self, summary: &Summary, has_bodies: bool, tail: &str) -> String;
}

/// All that there is to know of a format.
struct FormatRow {
    format: Format,
    name: &'static str,
    what: &'static str,
    make: fn(Style) -> Box<dyn Renderer>,
}

impl Format {
    /// One row for each.
    const ALL: &[FormatRow] = &[
        #[cfg(feature = "cli")]
        FormatRow {
            format: Self::Graphical,
            name: "graphical",
            what: "For people, with the relevant lines underlined",
            make: |style| Box::new(graphical::Graphical::new(style)),
        },
        FormatRow {
            format: Self::Compact,
            name: "compact",
            what: "One line per finding: path:line:column: severity: message [code]",
            make: |_| Box::new(compact::Compact),
        },
        FormatRow {
            format: Self::Json,
            name: "json",
            what: "Version 1 of the JSON output",
            make: |_| Box::new(json::Json),
        },
        FormatRow {
            format: Self::Sarif,
            name: "sarif",
            what: "SARIF 2.1.0, for code scanning, with fixes and suppressed findings",
            make: |_| Box::new(sarif::Sarif),
        },
        FormatRow {
            format: Self::Rdjson,
            name: "rdjson",
            what: "For reviewdog, with suggestions",
            make: |_| Box::new(rdjson::Rdjson),
        },
        FormatRow {
            format: Self::Github,
            name: "github",
            what: "Annotations of a pull request, by workflow commands of GitHub Actions",
            make: |_| Box::new(github::Github),
        },
        FormatRow {
            format: Self::Gitlab,
            name: "gitlab",
            what: "Code Quality report of GitLab",
            make: |_| Box::new(gitlab::Gitlab),
        },
        FormatRow {
            format: Self::Junit,
            name: "junit",
            what: "JUnit's XML: a test case per task definition",
            make: |_| Box::new(junit::Junit::default()),
        },
        FormatRow {
            format: Self::Jsonl,
            name: "jsonl",
            what: "The JSON output as one line per file, then one with the summary",
            make: |_| Box::new(json::JsonLines),
        },
        FormatRow {
            format: Self::Markdown,
            name: "markdown",
            what: "For a comment on a pull request or the summary of a job",
            make: |_| Box::new(markdown::Markdown),
        },
        FormatRow {
            format: Self::Html,
            name: "html",
            what: "One page for a browser: what is wrong, and each task definition with its reasons",
            make: |style| Box::new(html::Html::new(style.detail)),
        },
    ];

    /// The names of all formats, each with what it is for.
    pub fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
        Self::ALL.iter().map(|row| (row.name, row.what))
    }

    /// The format of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|row| row.name == name).map(|row| row.format)
    }
}

/// What writes a format.
pub fn renderer(format: Format, style: Style) -> Box<dyn Renderer> {
    let found = Format::ALL.iter().find(|row| row.format == format);
    found.map_or_else(|| Box::new(compact::Compact) as Box<dyn Renderer>, |it| (it.make)(style))
}

/// Puts the pieces of a report together; keeps nothing of them but what waits for the end.
#[derive(Debug, Default)]
pub struct Stream {
    has_bodies: bool,
    tail: String,
    /// How long the tail was when it was trimmed last.
    trimmed: usize,
}

/// How long a tail becomes, in bytes, before it is trimmed.
const LONGEST_UNTRIMMED: usize = 512 << 10;

impl Stream {
    /// The text of a piece where it is in the report.
    #[must_use = "what is not written is lost"]
    pub fn push(&mut self, renderer: &dyn Renderer, piece: &RenderedPiece) -> String {
        let mut text = String::new();
        if !piece.body.is_empty() {
            if self.has_bodies {
                text.push_str(renderer.separator());
            }
            text.push_str(&piece.body);
            self.has_bodies = true;
        }
        if !piece.tail.is_empty() {
            if !self.tail.is_empty() {
                self.tail.push_str(renderer.separator());
            }
            self.tail.push_str(&piece.tail);
            if self.tail.len() > LONGEST_UNTRIMMED.max(2 * self.trimmed) {
                renderer.trim(&mut self.tail);
                self.trimmed = self.tail.len();
            }
        }
        text
    }

    /// The text after the last piece.
    pub fn end(self, renderer: &dyn Renderer, summary: &Summary) -> String {
        renderer.end(summary, self.has_bodies, &self.tail)
    }
}
