//! The totals of a run in the JSON output.

use crate::render;
use serde::Serialize;

/// The totals.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SummaryJson {
    files: usize,
    skipped: usize,
    /// Only where a directory walk passed over files of Terraform.
    #[serde(skip_serializing_if = "is_zero")]
    terraform_not_read: usize,
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
            terraform: terraform_not_read,
            task_definitions,
            errors,
            warnings,
            suppressed,
            roles: _,
        } = *summary;
        Self { files, skipped, terraform_not_read, task_definitions, errors, warnings, suppressed }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}
