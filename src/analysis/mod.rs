//! Assessment and the role that is set → a report: what was found, as data, and the words for it.

mod agent;
mod combination;
mod nested;
pub mod pipeline;
mod report;
mod role;
pub mod role_check;
mod role_source;
mod rule_findings;
pub mod subject;
mod terms;
mod variants;
pub mod wording;

pub use combination::Combination;
pub use nested::nested_files;
pub use report::{FileReport, TaskReport};
#[cfg(any(feature = "cli", feature = "internals"))]
pub use role::decides;
pub use role::depends_on;
pub use subject::{Diagnostic, Label, of_problem};
#[cfg(feature = "cli")]
pub use subject::{GroupedAction, Note, What};
pub use terms::Terms;

use std::cmp::Reverse;

/// Brings findings into the order of the source, the gravest of a place first.
fn sort(findings: &mut [Diagnostic]) {
    findings.sort_by_key(|finding| (finding.span(), Reverse(finding.severity)));
}
