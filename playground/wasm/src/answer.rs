//! Answers as JSON.

use crate::request::Failure;
use needs_exec_role::{Diagnostic, Explanation, Outcome, Place, PrintedPolicy, Report};
use serde_json::{Value, json};
use std::fmt;

/// The text of an answer.
pub(crate) struct Answer(String);

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&Failure> for Answer {
    fn from(failure: &Failure) -> Self {
        let error = match failure {
            Failure::Request(message) => json!({ "message": message }),
            Failure::Option(error) => json!({
                "option": error.option(),
                "message": error.message(),
                "diagnostic": error.diagnostic().as_ref().map(diagnostic),
            }),
        };
        Self(json!({ "error": error }).to_string())
    }
}

/// A report, which is JSON already.
pub(crate) fn report(outcome: Outcome, report: &str) -> Answer {
    Answer(format!("{{\"exitCode\":{},\"report\":{}}}", outcome as u8, report.trim_end()))
}

/// A policy or a role, and what there is to say about the files and about it.
pub(crate) fn printed(policy: &PrintedPolicy, about: &Report) -> Answer {
    let all = |diagnostics: &[Diagnostic]| diagnostics.iter().map(diagnostic).collect::<Vec<_>>();
    let answer = json!({
        "exitCode": policy.outcome as u8,
        "text": policy.text,
        "notes": all(&policy.notes),
        "problems": all(about.problems()),
    });
    Answer(answer.to_string())
}

/// An explanation: a page in Markdown, the causes of an error text, or nothing but a name that is near.
pub(crate) fn explanation(explanation: &Explanation) -> Answer {
    let (kind, near) = match explanation {
        Explanation::Page(_) => ("page", None),
        Explanation::Causes(causes) if causes.has_cause() => ("causes", None),
        Explanation::Causes(_) => ("unknown", None),
        Explanation::Unknown { near } => ("unknown", near.as_deref()),
    };
    Answer(json!({ "kind": kind, "text": explanation.text(), "near": near }).to_string())
}

fn diagnostic(it: &Diagnostic) -> Value {
    json!({
        "code": it.code,
        "severity": it.severity.name(),
        "message": it.message,
        "path": it.path,
        "place": it.primary.as_ref().map(|label| place(&label.place)),
        "help": it.help,
    })
}

fn place(it: &Place) -> Value {
    let point = |point: needs_exec_role::Point| json!({ "line": point.line, "column": point.column, "offset": point.offset });
    json!({ "start": point(it.start), "end": point(it.end) })
}
