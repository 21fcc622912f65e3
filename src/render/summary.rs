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
    /// Findings and problems of any severity that may stay, and are counted nowhere else.
    pub suppressed: usize,
}

impl AddAssign for Summary {
    fn add_assign(&mut self, other: Self) {
        self.files += other.files;
        self.skipped += other.skipped;
        self.task_definitions += other.task_definitions;
        self.roles += other.roles;
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.suppressed += other.suppressed;
    }
}

/// What a file counts for.
pub fn summary_of(file: &FileReport<'_>) -> Summary {
    let mut summary = Summary {
        files: 1,
        task_definitions: file.task_reports.len(),
        roles: file.task_reports.iter().filter(|it| it.role.is_some()).count(),
        suppressed: file.suppressed_problems.len()
            + file.task_reports.iter().map(|it| it.suppressed.len()).sum::<usize>(),
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
    /// Whether there was nothing to check, and nothing is wrong with any file either.
    pub fn found_nothing(&self) -> bool {
        self.task_definitions == 0 && self.errors == 0 && self.suppressed == 0
    }

    /// What was checked: "3 task definitions in 2 files (1 file without one skipped)".
    pub fn checked(&self) -> String {
        let definitions = count(self.task_definitions, "task definition");
        let passed_over = self.passed_over().map(|what| format!(" ({what})")).unwrap_or_default();
        format!("{definitions} in {}{passed_over}", count(self.files, "file"))
    }

    /// What came of it: "1 error, 2 warnings, 3 suppressed"; none where there was nothing to check.
    pub fn result(&self) -> Option<String> {
        let suppressed = self.suppressed;
        let suppressed = (suppressed > 0).then(|| format!(", {suppressed} suppressed"));
        Some(self.counted()? + &suppressed.unwrap_or_default())
    }

    fn counted(&self) -> Option<String> {
        match (self.errors, self.warnings) {
            (0, 0) if self.task_definitions == 0 && self.suppressed == 0 => None,
            (0, 0) => Some("no errors".to_owned()),
            (0, warnings) => Some(count(warnings, "warning")),
            (errors, 0) => Some(count(errors, "error")),
            (errors, warnings) => {
                Some(format!("{}, {}", count(errors, "error"), count(warnings, "warning")))
            }
        }
    }

    /// That there was nothing to check: "nothing to check: no task definition found (2 files without one
    /// skipped)".
    pub fn nothing(&self) -> String {
        let passed_over = self.passed_over().map(|what| format!(" ({what})")).unwrap_or_default();
        format!("nothing to check: no task definition found{passed_over}")
    }

    /// What a directory walk passed over.
    fn passed_over(&self) -> Option<String> {
        (self.skipped > 0).then(|| format!("{} without one skipped", count(self.skipped, "file")))
    }

    fn count(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Note => {}
        }
    }
}

/// "1 file", "2 files".
fn count(number: usize, what: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {what}{ending}")
}

#[cfg(test)]
mod tests {
    use super::Summary;

    fn of(task_definitions: usize, skipped: usize, errors: usize, warnings: usize) -> Summary {
        Summary { skipped, task_definitions, errors, warnings, ..Summary::default() }
    }

    #[test]
    fn what_was_checked_names_what_was_passed_over() {
        let summary = Summary { files: 1, ..of(2, 1, 0, 0) };
        assert_eq!(summary.checked(), "2 task definitions in 1 file (1 file without one skipped)");
    }

    #[test]
    fn nothing_to_check_is_no_good_result() {
        assert_eq!(of(0, 0, 0, 0).result(), None);
        assert!(of(0, 2, 0, 0).found_nothing() && !of(0, 0, 1, 0).found_nothing());
        assert_eq!(
            of(0, 2, 0, 0).nothing(),
            "nothing to check: no task definition found (2 files without one skipped)"
        );
        assert_eq!(of(1, 0, 0, 0).result().as_deref(), Some("no errors"));
        let suppressed = |summary| Summary { suppressed: 2, ..summary };
        assert_eq!(suppressed(of(0, 0, 0, 0)).result().as_deref(), Some("no errors, 2 suppressed"));
        assert_eq!(suppressed(of(1, 0, 1, 0)).result().as_deref(), Some("1 error, 2 suppressed"));
        assert!(!suppressed(of(0, 2, 0, 0)).found_nothing());
        assert_eq!(of(1, 0, 1, 2).result().as_deref(), Some("1 error, 2 warnings"));
        assert_eq!(of(0, 0, 0, 1).result().as_deref(), Some("1 warning"));
    }
}
