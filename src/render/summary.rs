//! The totals of a run.

use crate::analysis::{Diagnostic, FileReport};
use crate::base::diagnostic::Severity;
use std::ops::AddAssign;

/// What is counted over a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// Files that were read.
    pub files: usize,
    /// Files of a directory walk that contain no task definition.
    pub skipped: usize,
    /// Task definitions.
    pub task_definitions: usize,
    /// Task definitions whose role was checked.
    pub roles: usize,
    /// Findings and problems that are errors.
    pub errors: usize,
    /// Findings and problems that are warnings.
    pub warnings: usize,
}

impl AddAssign for Summary {
    fn add_assign(&mut self, other: Self) {
        self.files += other.files;
        self.skipped += other.skipped;
        self.task_definitions += other.task_definitions;
        self.roles += other.roles;
        self.errors += other.errors;
        self.warnings += other.warnings;
    }
}

/// What a file counts for.
pub fn summary_of(file: &FileReport<'_>) -> Summary {
    let mut summary = Summary {
        files: 1,
        task_definitions: file.task_reports.len(),
        roles: file.task_reports.iter().filter(|it| it.role.is_some()).count(),
        ..Summary::default()
    };
    for severity in file.severities() {
        summary.count(severity);
    }
    summary
}

/// What a file counts for that could not be read.
pub fn summary_of_unread(problem: &Diagnostic) -> Summary {
    let mut summary = Summary { files: 1, ..Summary::default() };
    summary.count(problem.severity);
    summary
}

impl Summary {
    fn count(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Note => {}
        }
    }
}
