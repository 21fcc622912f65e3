//! The words that may stand at a place: those that a field of the API lists, and the names of options.

use super::field::FieldAt;
use super::role::offset_in;
use crate::analysis::{FileReport, TaskReport};
use crate::base::source::Span;
use crate::front::checker::Checker;
use crate::front::diagnostic::ReportedPlace;
use crate::front::source_file::SourceFile;
use crate::front::unit::Unit;
use crate::input::schema::{listed_words, option_names};

/// A word that may stand at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ListedWord {
    /// The word.
    pub word: String,
    /// The field that lists it, as the ECS API calls it.
    pub field: String,
    /// What it replaces.
    pub place: ReportedPlace,
    /// What is written there: the word, in quotes where there are none.
    pub text: String,
}

impl Checker {
    /// The words that may stand at a byte offset of a file, or of one of the files that it is made of.
    pub fn words_at(
        &self,
        unit: &Unit,
        file: &SourceFile,
        path: &str,
        offset: usize,
    ) -> Vec<ListedWord> {
        self.look_in(unit, file, |found| {
            let Some(at) = offset_in(found, path, offset) else { return Vec::new() };
            let words = |task: &TaskReport<'_>| of_task(task, found, at);
            found.task_reports.iter().find_map(words).unwrap_or_default()
        })
    }
}

fn of_task(task: &TaskReport<'_>, file: &FileReport<'_>, at: u32) -> Option<Vec<ListedWord>> {
    let field = FieldAt::find(task, at)?;
    let words = match field.path.as_slice() {
        [.., "logConfiguration", "options", name]
            if (field.is_key || *name == "mode") && is_of_other_driver(&field) =>
        {
            Vec::new()
        }
        [.., object, "options", _] if field.is_key => {
            option_names(object).filter(|it| !is_set(&field, it)).collect()
        }
        path if !field.is_key => listed_words(task.task.context.holder, path),
        _ => Vec::new(),
    };
    let keys: Vec<_> = field.path.iter().copied().filter(|it| *it != "*").collect();
    let written = file.source.slice(field.span);
    let is_quoted = written.starts_with(['"', '\'']) && field.span.len() > 1;
    let span = if is_quoted {
        Span { start: field.span.start + 1, end: field.span.end - 1 }
    } else {
        field.span
    };
    let takes_quotes = task.task.format.is_terraform() || is_json(file.source.text());
    let word = |word: &str| ListedWord {
        word: word.to_owned(),
        field: keys.join("."),
        place: ReportedPlace::new(file.source, span),
        // Listed words are strings: YAML reads these two as something else.
        text: if (takes_quotes || ["true", "false"].contains(&word)) && !is_quoted {
            format!("\"{word}\"")
        } else {
            word.to_owned()
        },
    };
    (!words.is_empty()).then(|| words.into_iter().map(word).collect())
}

/// Whether an option is one of a log driver other than awslogs, whose options are not listed.
fn is_of_other_driver(field: &FieldAt<'_, '_>) -> bool {
    let own = field.path.iter().zip(&field.nodes).find(|(key, _)| **key == "logConfiguration");
    let driver = own.and_then(|(_, node)| node.get("logDriver")?.as_str());
    driver.is_some_and(|it| !it.is_empty() && it != "awslogs")
}

/// Whether the object around a key has another key of that name.
fn is_set(field: &FieldAt<'_, '_>, name: &str) -> bool {
    let around = field.nodes.iter().rev().nth(1).and_then(|it| it.as_map());
    let mut entries = around.into_iter().flat_map(|it| &it.entries);
    entries.any(|it| it.key == name && it.key_span != field.span)
}

fn is_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}
