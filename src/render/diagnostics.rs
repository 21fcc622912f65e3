//! All diagnostics of a file, each with the task definition that it is about: what formats of single findings list.

use crate::analysis::triage::{About, all_findings, all_problems};
use crate::analysis::{Combination, Diagnostic, FileReport, TaskReport, wording};
use crate::base::diagnostic::{Applicability, Fix};
use crate::base::source::{Source, Span};

/// A diagnostic of a file.
pub(super) struct Listed<'f, 't> {
    pub(super) diagnostic: &'f Diagnostic,
    pub(super) about: About<'t>,
    /// The task definition, where it is a finding.
    task: Option<&'f TaskReport<'t>>,
}

/// All of them by place, with those that may stay.
pub(super) fn listed<'f, 't>(file: &'f FileReport<'t>) -> Vec<Listed<'f, 't>> {
    let tasks = &file.task_reports;
    let problems = all_problems(file).into_iter().map(|diagnostic| Listed {
        diagnostic,
        about: About::problem(diagnostic, tasks),
        task: None,
    });
    let findings = tasks.iter().flat_map(|task| {
        all_findings(task).into_iter().map(move |diagnostic| Listed {
            diagnostic,
            about: About::finding(diagnostic, task),
            task: Some(task),
        })
    });
    let mut all: Vec<_> = problems.chain(findings).collect();
    all.sort_by_key(|it| it.diagnostic.span());
    all
}

impl<'f, 't> Listed<'f, 't> {
    /// The combinations of conditions that its sentences speak of.
    pub(super) fn combinations(&self) -> &'f [Combination<'t>] {
        self.task.map(|it| it.combinations.as_slice()).unwrap_or_default()
    }

    /// What is found and what to do about it, in one line.
    pub(super) fn message(&self) -> String {
        wording::one_line(self.diagnostic, self.combinations())
    }

    /// The text and the place that it is about; none if the file as a whole is meant.
    pub(super) fn place(&self, file: &'f FileReport<'t>) -> Option<(&'f Source, Span)> {
        let label = self.diagnostic.primary.as_ref()?;
        Some((label.source.as_deref().unwrap_or(file.source), label.span))
    }

    /// The fixes that a program may apply.
    pub(super) fn fixes(&self, file: &FileReport<'_>) -> Vec<Fix> {
        let task = self.task.map(|it| it.task.span);
        let mut fixes = crate::analysis::fixes(file, self.diagnostic, task);
        fixes.retain(|it| it.applicability != Applicability::Display);
        fixes
    }
}
