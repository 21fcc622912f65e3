//! A problem with an input, as JSON.

use super::fix::FixJson;
use super::place::PlaceJson;
use super::suppressed::SuppressedJson;
use crate::analysis::triage::{About, Fingerprint};
use crate::analysis::{Diagnostic, wording};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub(super) struct Problem<'a> {
    path: &'a str,
    document: usize,
    code: &'a str,
    severity: &'static str,
    message: String,
    place: Option<PlaceJson>,
    help: Option<String>,
    fingerprint: String,
    suppressed: Option<SuppressedJson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<FixJson>,
}

impl<'a> Problem<'a> {
    pub(super) fn new(
        path: &'a str,
        (problem, about): (&'a Diagnostic, About<'_>),
        place: Option<PlaceJson>,
    ) -> Self {
        Self {
            path,
            document: problem.document,
            code: problem.code.name(),
            severity: problem.severity.name(),
            message: wording::message(problem, &[]),
            place,
            help: wording::help(problem),
            fingerprint: Fingerprint::of(problem, about).to_string(),
            suppressed: problem.suppressed.as_ref().map(SuppressedJson::new),
            fixes: Vec::new(),
        }
    }

    /// The same, with its fixes.
    pub(super) fn with_fixes(self, fixes: Vec<FixJson>) -> Self {
        Self { fixes, ..self }
    }
}
