//! The Code Quality report of GitLab: an array with an object for each diagnostic.
//!
//! The fields are those of <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>.

use super::json_text::json_text;
use super::reported::{Reported, WHOLE, by_place, one_line, repository_path};
use super::sanitize::escape;
use super::{RenderedPiece, Renderer, Summary};
use crate::analysis::triage::{About, Fingerprint};
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
        let path = file.source.name();
        let mut counts = BTreeMap::new();
        let mut issue = |it: &Reported<'_, '_>| {
            let known = it.fingerprint();
            let nth = counts.entry(known).and_modify(|count| *count += 1).or_insert(0);
            let fingerprint = known.in_file(&repository_path(path), *nth);
            issue((path, it.position().line), fingerprint, it.diagnostic, &it.one_line())
        };
        let issues: Vec<_> = by_place(file).iter().map(&mut issue).collect();
        RenderedPiece { body: issues.join(self.separator()), tail: String::new() }
    }

    fn unread(&self, path: &str, problem: &Diagnostic) -> RenderedPiece {
        let fingerprint = Fingerprint::of(problem, About::default());
        let fingerprint = fingerprint.in_file(&repository_path(path), 0);
        let message = one_line(problem, &[]);
        let body = issue((path, WHOLE.line), fingerprint, problem, &message);
        RenderedPiece { body, tail: String::new() }
    }

    fn separator(&self) -> &'static str {
        ","
    }

    fn end(&self, _summary: &Summary, has_bodies: bool, _tail: &str) -> String {
        if has_bodies { "\n]\n".to_owned() } else { "]\n".to_owned() }
    }
}

fn issue(
    (path, begin): (&str, usize),
    fingerprint: Fingerprint,
    diagnostic: &Diagnostic,
    message: &str,
) -> String {
    let issue = IssueJson {
        description: escape(message),
        check_name: diagnostic.code.name(),
        fingerprint: fingerprint.to_string(),
        severity: match diagnostic.severity {
            Severity::Error => "critical",
            Severity::Warning => "major",
            Severity::Note => "info",
        },
        location: LocationJson { path: repository_path(path), lines: LinesJson { begin } },
    };
    format!("\n  {}", json_text(&issue))
}
