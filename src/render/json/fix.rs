//! Fixes in the JSON output: what they change, with lines, columns and offsets.

use super::place::PointJson;
use crate::analysis::{Diagnostic, FileReport, fixes, wording};
use crate::base::diagnostic::{Edit, Fix};
use crate::base::source::Span;
use crate::render::places::Places;
use serde::Serialize;

/// A fix.
#[derive(Debug, Serialize)]
pub(super) struct FixJson {
    title: String,
    applicability: &'static str,
    /// Only where it edits another file than the diagnostic's.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    edits: Vec<EditJson>,
}

#[derive(Debug, Serialize)]
struct EditJson {
    /// Only where the edits of a fix are in several files, and this one is in another than the diagnostic's.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    start: PointJson,
    end: PointJson,
    text: String,
}

/// Returns the fixes for a diagnostic; the place is that of the task definition that it is about, if any.
pub(super) type FixesOf<'p> = dyn Fn(&Diagnostic, Option<Span>) -> Vec<FixJson> + 'p;

/// The fixes for a diagnostic of a file, with the places of the file and the path that they need not have.
pub(super) fn fixes_of(
    file: &FileReport<'_>,
    diagnostic: &Diagnostic,
    task: Option<Span>,
    (places, known): (&Places<'_>, &str),
) -> Vec<FixJson> {
    let found = fixes(file, diagnostic, task);
    found.into_iter().map(|fix| FixJson::new(fix, places, known)).collect()
}

impl FixJson {
    fn new(fix: Fix, places: &Places<'_>, known: &str) -> Self {
        let (title, applicability) = (wording::fix(&fix), fix.applicability.name());
        let other = fix.source.as_deref();
        let others = other.map(|source| Places::new(source, &[]));
        let places = others.as_ref().unwrap_or(places);
        let files: Vec<_> = fix.by_file(places.source).map(|(path, _)| path.to_owned()).collect();
        let has_several = files.len() > 1;
        let only = files.into_iter().next().filter(|_| !has_several);
        let path = only.filter(|path| other.is_some() || path != known);
        let edits = fix.edits.into_iter().map(|Edit { span, text }| {
            let (start, end) = places.points(span);
            let path = places.other_path(span, known).filter(|_| has_several);
            EditJson { path, start, end, text }
        });
        Self { title, applicability, path, edits: edits.collect() }
    }
}
