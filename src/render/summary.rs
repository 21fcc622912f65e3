//! What is counted over a run.

use crate::analysis::{Diagnostic, FileReport};
use crate::base::diagnostic::Severity;
use std::ops::AddAssign;

/// What is counted over a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files that were read.
    pub files: usize,
    /// Files of a directory walk that hold no task definition.
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

impl Summary {
    /// Counts a file in.
    pub fn add(&mut self, file: &FileReport<'_>) {
        self.files += 1;
        self.task_definitions += file.task_reports.len();
        self.roles += file.task_reports.iter().filter(|it| it.role.is_some()).count();
        for severity in file.severities() {
            self.count(severity);
        }
    }

    /// Counts a file that could not be read.
    pub fn add_unread(&mut self, problem: &Diagnostic) {
        self.files += 1;
        self.count(problem.severity);
    }

    fn count(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Note => {}
        }
    }
}
