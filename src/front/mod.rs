//! The front door: what the command line, an editor, a page and other programs stand on.

mod checker;
mod explanation;
mod grants;
mod options;
mod policy;
mod report;
mod rule_files;
mod run;
mod source_file;
mod tally;

pub use checker::Checker;
pub use explanation::Explanation;
pub use options::{OptionError, Options};
pub use policy::{PolicyOptions, PrintedPolicy};
pub use report::{
    CheckedLaunchType, CheckedPermission, CheckedRequirement, CheckedRole, CheckedTask, Point,
    Report, ReportedDiagnostic, ReportedEdit, ReportedFix, ReportedLabel, ReportedPlace,
};
pub use run::Rendered;
pub use source_file::{SourceFile, Unread};
pub use tally::{Outcome, Tally};
