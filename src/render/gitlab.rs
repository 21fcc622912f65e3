//! The Code Quality report of GitLab: an array with an object for each diagnostic.
//!
//! The fields are those of <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>.

use super::json_text::json_text;
use super::reported::{Reported, by_place};
use super::sanitize::escape;
use super::{RenderedPiece, Renderer, Summary};
use crate::analysis::{Diagnostic, FileReport};
use crate::base::diagnostic::Severity;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The format.
pub(super) struct Gitlab;

#[derive(Serialize)]
struct IssueJson<'a> {
    description: Cow<'a, str>,
    check_name: &'a str,
    /// Unique in the report: of equal ones GitLab shows the first.
    fingerprint: String,
    severity: &'static str,
    location: LocationJson,
}

#[derive(Serialize)]
struct LocationJson {
    path: String,
    lines: LinesJson,
}

#[derive(Serialize)]
struct LinesJson {
    begin: usize,
}

impl Renderer for Gitlab {
    fn begin(&self) -> String {
        "[".to_owned()
    }

    fn unit(&self, file: &FileReport<'_>, _is_named: bool) -> RenderedPiece {
        let mut counts = BTreeMap::new();
        let mut numbered = |it: &Reported<'_, '_>| {
            let nth = counts.entry(it.fingerprint()).and_modify(|count| *count += 1).or_insert(0);
            issue(it, *nth)
        };
        let issues: Vec<_> = by_place(file).iter().map(&mut numbered).collect();
        RenderedPiece { body: issues.join(self.separator()), tail: String::new() }
    }

    fn unread(&self, path: &str, problem: &Diagnostic) -> RenderedPiece {
        let body = issue(&Reported::unread(path, problem), 0);
        RenderedPiece { body, tail: String::new() }
    }

    fn separator(&self) -> &'static str {
        ","
    }

    fn end(&self, _summary: &Summary, has_bodies: bool, _tail: &str) -> String {
        if has_bodies { "\n]\n".to_owned() } else { "]\n".to_owned() }
    }
}

/// The object of a diagnostic; `nth` counts those before it in the file that have the same fingerprint.
fn issue(reported: &Reported<'_, '_>, nth: usize) -> String {
    let (diagnostic, path, message) = (reported.diagnostic, reported.path(), reported.one_line());
    let issue = IssueJson {
        description: escape(&message),
        check_name: diagnostic.code.name(),
        fingerprint: reported.fingerprint().in_file(&path, nth).to_string(),
        severity: match diagnostic.severity {
            Severity::Error => "critical",
            Severity::Warning => "major",
            Severity::Note => "info",
        },
        location: LocationJson { path, lines: LinesJson { begin: reported.position().line } },
    };
    format!("\n  {}", json_text(&issue))
}
