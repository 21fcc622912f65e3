//! `--format json`, version 1: one object for the whole run, written piece by piece.

mod combination;
mod place;
mod role_check;
mod rules;
mod wire;

pub use rules::rules;

use super::{RenderedPiece, Renderer, Summary};
use crate::analysis::role_check::NOT_SEEN;
use crate::analysis::{Diagnostic, FileReport};
use crate::rules::FACTS_DATE;
use place::Places;
use serde::Serialize;

/// The format: an object, whose array of problems is after that of the task definitions.
pub(super) struct Json;

impl Renderer for Json {
    fn begin(&self) -> String {
        let version = env!("CARGO_PKG_VERSION");
        format!(
            "{{\n  \"version\": 1,\n  \"tool\": \"needs-exec-role\",\n  \"toolVersion\": \"{version}\",\n  \"factsDate\": \"{FACTS_DATE}\",\n  \"taskDefinitions\": ["
        )
    }

    fn unit(&self, file: &FileReport<'_>, _is_named: bool) -> RenderedPiece {
        self::file(file)
    }

    fn unread(&self, path: &str, problem: &Diagnostic) -> RenderedPiece {
        let mut piece = RenderedPiece::default();
        add(&mut piece.tail, &wire::Problem::new(path, problem, None));
        piece
    }

    fn separator(&self) -> &'static str {
        ","
    }

    fn end(&self, summary: &Summary, has_bodies: bool, tail: &str) -> String {
        let close = |is_empty| if is_empty { "]" } else { "\n  ]" };
        let tasks = close(!has_bodies);
        let problems = close(tail.is_empty());
        let mut text = format!("{tasks},\n  \"problems\": [{tail}{problems},\n  \"summary\": ");
        write(&mut text, &wire::SummaryJson::new(summary), 1);
        if summary.roles > 0 {
            text.push_str(",\n  \"notSeen\": ");
            write(&mut text, &NOT_SEEN, 1);
        }
        text.push_str("\n}\n");
        text
    }
}

/// What a file adds: its task definitions at once, its problems at the end.
pub fn file(file: &FileReport<'_>) -> RenderedPiece {
    let places = Places::new(file.source, file.documents);
    let mut piece = RenderedPiece::default();
    for task_report in &file.task_reports {
        add(&mut piece.body, &wire::TaskDefinitionJson::new(task_report, &places));
    }
    for problem in &file.problems {
        let place = problem.span().map(|span| places.place(problem.document, span));
        add(&mut piece.tail, &wire::Problem::new(file.source.name(), problem, place));
    }
    piece
}

/// Adds an item of one of the two arrays, on a line of its own.
fn add(items: &mut String, value: &impl Serialize) {
    items.push_str(if items.is_empty() { "\n    " } else { ",\n    " });
    write(items, value, 2);
}

/// Adds a value to a text, where it is `depth` levels deep. A string of JSON contains no line break, so each
/// one begins a line of the layout.
fn write(out: &mut String, value: &impl Serialize, depth: usize) {
    // The wire types contain nothing that JSON cannot say.
    let json = serde_json::to_string_pretty(value).unwrap_or_default();
    let indentation = "  ".repeat(depth);
    // Most lines are short: so many more bytes are a quarter more.
    out.reserve(json.len() + json.len() / 4);
    let mut from = 0;
    for (at, _) in json.match_indices('\n') {
        out.push_str(json.get(from..=at).unwrap_or_default());
        out.push_str(&indentation);
        from = at + 1;
    }
    out.push_str(json.get(from..).unwrap_or_default());
}
