//! The front door: what the command line, an editor, a web page and other programs use.

mod baseline;
mod cause_places;
mod checked_task;
mod checker;
mod configuration;
mod diagnostic;
mod editor;
mod exception_edits;
mod explanation;
mod fixing;
mod grants;
mod known_findings;
mod module;
mod option_error;
mod options;
mod policy;
mod report;
mod rule_files;
mod run;
mod source_file;
mod tally;
mod unit;
mod unused_exceptions;
mod unused_options;

pub use baseline::Baseline;
pub use cause_places::LocatedCauses;
pub use checked_task::{
    CheckedLaunchType, CheckedPermission, CheckedRequirement, CheckedRole, CheckedTask,
};
pub use checker::Checker;
pub use configuration::{
    Configuration, ConfiguredException, ConfiguredParameters, ConfiguredRoles, Setting,
    UnusableSetting,
};
pub use diagnostic::{
    Point, ReportedDiagnostic, ReportedEdit, ReportedFix, ReportedLabel, ReportedPermission,
    ReportedPlace,
};
pub use editor::{Hovered, ListedWord, RoleHint};
pub use explanation::{ExplainedPage, ExplainedText, Explanation};
pub use fixing::{AppliedFix, FixLevel, FixedText, FixedTexts, Fixer};
pub use known_findings::KnownFindings;
pub use module::ModuleParts;
pub use option_error::OptionError;
pub use options::{Assumption, DefaultParameters, OptionDefaults, Options};
pub use policy::{PolicyOptions, PrintedPolicy};
pub use report::Report;
pub use run::{Rendered, ReportStream};
pub use source_file::{SourceFile, Unread};
pub use tally::Outcome;
pub use unit::Unit;
