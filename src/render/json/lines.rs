//! `--format jsonl`: a line for each file with the objects of the JSON output, version 1, and a last one with the summary.

use super::summary::SummaryJson;
use super::{Items, pieces, problem};
use crate::analysis::role_check::NOT_SEEN;
use crate::analysis::triage::About;
use crate::analysis::{Diagnostic, FileReport};
use crate::render::json_text::json_text;
use crate::render::{RenderedPiece, Renderer, Summary};
use crate::rules::FACTS_DATE;
use serde::Serialize;

/// The format.
pub(in crate::render) struct JsonLines;

/// The last line.
#[derive(Serialize)]
struct LastLine {
    summary: SummaryJson,
}

impl Renderer for JsonLines {
    fn unit(&self, file: &FileReport<'_>, _is_named: bool) -> RenderedPiece {
        let has_role = file.task_reports.iter().any(|it| it.role.is_some());
        line(&pieces(file, &OneAfterAnother), has_role)
    }

    fn unread(&self, path: &str, problem: &Diagnostic) -> RenderedPiece {
        let mut piece = RenderedPiece::default();
        let problem = problem::Problem::new(path, (problem, About::default()), None);
        OneAfterAnother.add(&mut piece.tail, &problem);
        line(&piece, false)
    }

    fn end(&self, summary: &Summary, _has_bodies: bool, _tail: &str) -> String {
        json_text(&LastLine { summary: SummaryJson::new(summary) }) + "\n"
    }
}

/// Items one after another.
struct OneAfterAnother;

impl Items for OneAfterAnother {
    fn add(&self, items: &mut String, value: &impl Serialize) {
        if !items.is_empty() {
            items.push(',');
        }
        items.push_str(&json_text(value));
    }
}

/// The line of a file, with its task definitions and its problems.
fn line(RenderedPiece { body, tail }: &RenderedPiece, has_role: bool) -> RenderedPiece {
    let version = env!("CARGO_PKG_VERSION");
    let not_seen =
        if has_role { format!(",\"notSeen\":{}", json_text(&NOT_SEEN)) } else { String::new() };
    let body = format!(
        "{{\"version\":1,\"tool\":\"needs-exec-role\",\"toolVersion\":\"{version}\",\"factsDate\":\"{FACTS_DATE}\",\"taskDefinitions\":[{body}],\"problems\":[{tail}]{not_seen}}}\n"
    );
    RenderedPiece { body, tail: String::new() }
}
