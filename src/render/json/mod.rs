//! `--format json`, version 1: one object for the whole run, written piece by piece.
//!
//! What a file says is a [`Fragment`], made from nothing but that file, so files may be rendered in any
//! order and at once. A [`Stream`] joins fragments to one object and keeps none of the task definitions:
//! only the problems wait, because their array stands after that of the task definitions.

mod combination;
mod layout;
mod place;
mod role_check;
mod wire;

use super::Summary;
use crate::analysis::role_check::NOT_SEEN;
use crate::analysis::{Diagnostic, FileReport};
use place::Places;
use serde::Serialize;

/// What one file adds to the report: rendered array items, with commas between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fragment {
    /// Its items of `taskDefinitions`.
    pub task_definitions: String,
    /// Its items of `problems`.
    pub problems: String,
}

/// Joins fragments to one JSON object, in the order in which they come.
#[derive(Clone, Debug, Default)]
pub struct Stream {
    has_task_definitions: bool,
    problems: String,
}

/// Renders what there is to say about a file.
pub fn file(file: &FileReport<'_>) -> Fragment {
    let places = Places::new(file.source, file.documents);
    let mut fragment = Fragment::default();
    for task_report in &file.task_reports {
        add(&mut fragment.task_definitions, &wire::TaskDefinition::new(task_report, &places));
    }
    for problem in &file.problems {
        let place = problem.span().map(|span| places.place(problem.document, span));
        add(&mut fragment.problems, &wire::Problem::new(file.source.name(), problem, place));
    }
    fragment
}

/// Renders a file that could not be read, and so has no places.
pub fn unread(path: &str, problem: &Diagnostic) -> Fragment {
    let mut fragment = Fragment::default();
    add(&mut fragment.problems, &wire::Problem::new(path, problem, None));
    fragment
}

impl Stream {
    /// The text before the first fragment.
    pub fn begin(&self) -> String {
        let version = env!("CARGO_PKG_VERSION");
        format!(
            "{{\n  \"version\": 1,\n  \"tool\": \"needs-exec-role\",\n  \"toolVersion\": \"{version}\",\n  \"taskDefinitions\": ["
        )
    }

    /// The text of a fragment where it stands in the stream.
    #[must_use = "what is not written is lost"]
    pub fn push(&mut self, fragment: &Fragment) -> String {
        let mut text = String::new();
        if !fragment.task_definitions.is_empty() {
            if self.has_task_definitions {
                text.push(',');
            }
            text.push_str(&fragment.task_definitions);
            self.has_task_definitions = true;
        }
        if !fragment.problems.is_empty() {
            if !self.problems.is_empty() {
                self.problems.push(',');
            }
            self.problems.push_str(&fragment.problems);
        }
        text
    }

    /// The text after the last fragment, with a newline at its end.
    pub fn end(self, summary: &Summary) -> String {
        let roles = summary.roles;
        let close = |is_empty| if is_empty { "]" } else { "\n  ]" };
        let tasks = close(!self.has_task_definitions);
        let problems = close(self.problems.is_empty());
        let between = ",\n  \"problems\": [";
        let mut text = format!("{tasks}{between}{}{problems},\n  \"summary\": ", self.problems);
        layout::write(&mut text, &wire::Summary::new(summary), 1);
        if roles > 0 {
            text.push_str(",\n  \"notSeen\": ");
            layout::write(&mut text, &NOT_SEEN, 1);
        }
        text.push_str("\n}\n");
        text
    }
}

/// Adds an item of one of the two arrays, on a line of its own.
fn add(items: &mut String, value: &impl Serialize) {
    items.push_str(if items.is_empty() { "\n    " } else { ",\n    " });
    layout::write(items, value, 2);
}
