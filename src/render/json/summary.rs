//! The totals of a run in the JSON output.

use crate::render;
use serde::Serialize;

/// The totals.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SummaryJson {
    files: usize,
    skipped: usize,
    task_definitions: usize,
    errors: usize,
    warnings: usize,
    suppressed: usize,
}

impl SummaryJson {
    pub(super) fn new(summary: &render::Summary) -> Self {
        let render::Summary {
            files,
            skipped,
            task_definitions,
            errors,
            warnings,
            suppressed,
            roles: _,
        } = *summary;
        Self { files, skipped, task_definitions, errors, warnings, suppressed }
    }
}
