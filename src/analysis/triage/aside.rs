//! Sets aside what may stay: it is reported apart from the rest.

use super::about::About;
use super::fingerprint::{Fingerprint, Fingerprinted};
use crate::analysis::report::{FileReport, TaskReport};
use crate::analysis::subject::{Diagnostic, What};
use crate::base::diagnostic::{BuiltIn, Severity, SuppressedBy, Suppression};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Says why a diagnostic may stay; none if it may not.
type Why<'w> = &'w mut dyn FnMut(&Diagnostic, About<'_>) -> Option<Suppression>;

/// Sets aside what of a file may stay.
pub(super) fn set_aside(file: &mut FileReport<'_>, why: Why<'_>) {
    for task in &mut file.task_reports {
        let all = std::mem::take(&mut task.findings);
        let (kept, mut aside) = part(all, &mut |it| why(it, About::finding(it, task)));
        task.findings = kept;
        task.suppressed.append(&mut aside);
    }
    set_aside_problems(file, why);
}

/// The same, of its problems alone.
pub(super) fn set_aside_problems(file: &mut FileReport<'_>, why: Why<'_>) {
    let all = std::mem::take(&mut file.problems);
    let tasks = &file.task_reports;
    let (kept, mut aside) = part(all, &mut |it| why(it, About::problem(it, tasks)));
    file.problems = kept;
    file.suppressed_problems.append(&mut aside);
}

/// What is reported, and what may stay.
fn part(
    all: Vec<Diagnostic>,
    why: &mut dyn FnMut(&Diagnostic) -> Option<Suppression>,
) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
    let (mut kept, mut aside) = (Vec::with_capacity(all.len()), Vec::new());
    for mut diagnostic in all {
        // What makes the exit code 2 is always reported.
        let is_failure = diagnostic.code.is(BuiltIn::RoleNotGiven);
        diagnostic.suppressed = if is_failure { None } else { why(&diagnostic) };
        let into = if diagnostic.suppressed.is_some() { &mut aside } else { &mut kept };
        into.push(diagnostic);
    }
    (kept, aside)
}

/// Sets aside what a baseline has, as many of each as it counts.
pub(super) fn set_aside_known(file: &mut FileReport<'_>, mut left: BTreeMap<Fingerprint, usize>) {
    set_aside(file, &mut |diagnostic, about| {
        let fingerprint = Some(diagnostic).filter(|it| is_for_baseline(it));
        let fingerprint = fingerprint.map(|it| Fingerprint::of(it, about))?;
        let count = left.get_mut(&fingerprint)?;
        *count = count.checked_sub(times(diagnostic))?;
        Some(Suppression { by: SuppressedBy::Baseline, reason: None, expires: None })
    });
}

/// Whether a baseline holds such a diagnostic.
fn is_for_baseline(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity > Severity::Note && !diagnostic.code.is(BuiltIn::RoleNotGiven)
}

/// How many a diagnostic stands for: the same key in several objects is reported once.
fn times(diagnostic: &Diagnostic) -> usize {
    match &diagnostic.subject.what {
        What::Key(subject) => 1 + subject.repeated,
        _ => 1,
    }
}

/// What a baseline would hold of a file, in the order of the report, and how many of each.
pub fn for_baseline(file: &FileReport<'_>, is_named: bool) -> Vec<(Fingerprinted, usize)> {
    if is_named && file.task_reports.is_empty() {
        return Vec::new();
    }
    let tasks = file.task_reports.as_slice();
    let findings = tasks.iter().flat_map(|task| {
        let own = task.findings.iter().filter(|it| is_for_baseline(it));
        own.map(move |it| (Fingerprinted::of(it, About::finding(it, task)), times(it)))
    });
    let problems = file.problems.iter().filter(|it| is_for_baseline(it));
    let problems = problems.map(|it| (Fingerprinted::of(it, About::problem(it, tasks)), times(it)));
    findings.chain(problems).collect()
}

/// The findings about a task definition in their order, with those that may stay.
pub fn all_findings<'f>(task: &'f TaskReport<'_>) -> Vec<&'f Diagnostic> {
    let mut all: Vec<_> = task.findings.iter().chain(&task.suppressed).collect();
    if !task.suppressed.is_empty() {
        all.sort_by_key(|it| (it.span(), Reverse(it.severity)));
    }
    all
}

/// The problems of a file in their order, with those that may stay.
pub fn all_problems<'f>(file: &'f FileReport<'_>) -> Vec<&'f Diagnostic> {
    let mut all: Vec<_> = file.problems.iter().chain(&file.suppressed_problems).collect();
    if !file.suppressed_problems.is_empty() {
        all.sort_by_key(|it| (it.document, it.span()));
    }
    all
}
