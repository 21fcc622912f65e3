//! Assessment and the role that is set → a report: the findings as data, and their messages.

mod agent;
mod attached;
mod combination;
mod fixes;
mod option_use;
pub mod pipeline;
mod report;
mod required;
mod role;
pub mod role_check;
mod role_source;
mod rule_findings;
pub mod subject;
mod terms;
pub mod triage;
mod unit;
mod values;
mod variants;
pub mod wording;

pub use combination::Combination;
pub use fixes::{fixes, fixes_together};
pub use option_use::{OptionUse, unused_options};
pub use report::{FileReport, TaskReport};
pub use required::{own_expressions, required};
pub use role::decides;
pub use role::depends_on;
#[cfg(feature = "internals")]
pub use subject::Subject;
pub use subject::{Diagnostic, Label, Remedy, What};
pub use subject::{GroupedAction, Note, PermissionFault, PermissionSubject};
pub use terms::Terms;
pub use unit::{UnitContents, nested_files};

use crate::base::sorting::sort_by_key;
use std::cmp::Reverse;

/// Brings findings into the order of the source, the gravest of a place first.
fn sort(findings: &mut [Diagnostic]) {
    sort_by_key(findings, |finding| (finding.span(), Reverse(finding.severity)));
}
