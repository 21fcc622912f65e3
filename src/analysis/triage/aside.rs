//! Sets aside what may stay: it is reported apart from the rest.

use super::about::About;
use super::fingerprint::{Fingerprint, Fingerprinted};
use crate::analysis::report::{FileReport, TaskReport};
use crate::analysis::subject::{Diagnostic, Label, What};
use crate::base::diagnostic::{BuiltIn, Severity, SuppressedBy, Suppression};
use crate::base::sorting::sort_by_key;
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
    if !aside.is_empty() {
        // What is reported at a later place than before is after others.
        sort_by_key(&mut file.problems, |it| (it.document, it.span()));
    }
    file.suppressed_problems.append(&mut aside);
}

/// What is reported, and what may stay.
fn part(
    all: Vec<Diagnostic>,
    why: &mut dyn FnMut(&Diagnostic) -> Option<Suppression>,
) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
    let (mut kept, mut aside) = (Vec::with_capacity(all.len()), Vec::new());
    for diagnostic in all {
        let before = (kept.len(), aside.len());
        for mut it in each_place(diagnostic) {
            // What makes the exit code 2 is always reported.
            let is_failure = it.code.is(BuiltIn::RoleNotGiven);
            it.suppressed = if is_failure { None } else { why(&it) };
            match it.suppressed {
                None => add(&mut kept, before.0, it),
                Some(_) => add(&mut aside, before.1, it),
            }
        }
    }
    (kept, aside)
}

/// A diagnostic at each of its places: the same key in several objects is reported once, but may stay in some of them.
fn each_place(mut diagnostic: Diagnostic) -> Vec<Diagnostic> {
    let spans = match &mut diagnostic.subject.what {
        What::Key(subject) => std::mem::take(&mut subject.repeats.0),
        _ => Vec::new(),
    };
    let mut all = vec![diagnostic];
    for span in spans {
        let another = all.first().cloned();
        all.extend(another.map(|it| Diagnostic { primary: Some(Label::at(span)), ..it }));
    }
    all
}

/// Adds a diagnostic at one of its places to what is there of it since `before`.
fn add(all: &mut Vec<Diagnostic>, before: usize, diagnostic: Diagnostic) {
    let is_begun = all.len() > before;
    if let Some(last) = all.last_mut().filter(|_| is_begun)
        && last.suppressed == diagnostic.suppressed
        && let What::Key(subject) = &mut last.subject.what
    {
        subject.repeats.0.extend(diagnostic.span());
        return;
    }
    all.push(diagnostic);
}

/// Sets aside what a baseline has, as many of each as it counts.
pub(super) fn set_aside_known(file: &mut FileReport<'_>, mut left: BTreeMap<Fingerprint, usize>) {
    set_aside(file, &mut |diagnostic, about| {
        let fingerprint = Some(diagnostic).filter(|it| is_for_baseline(it));
        let fingerprint = fingerprint.map(|it| Fingerprint::of(it, about))?;
        let count = left.get_mut(&fingerprint)?;
        *count = count.checked_sub(1)?;
        Some(Suppression { by: SuppressedBy::Baseline, reason: None, expires: None })
    });
}

/// Whether a baseline holds such a diagnostic.
fn is_for_baseline(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity > Severity::Note && !diagnostic.code.is(BuiltIn::RoleNotGiven)
}

/// What a baseline would hold of a file, in the order of the report.
pub fn for_baseline(file: &FileReport<'_>, is_named: bool) -> Vec<Fingerprinted> {
    if is_named && file.task_reports.is_empty() {
        return Vec::new();
    }
    let tasks = file.task_reports.as_slice();
    let mut all = Vec::new();
    for task in tasks {
        for finding in task.findings.iter().filter(|it| is_for_baseline(it)) {
            all.push(Fingerprinted::of(finding, About::finding(finding, task)));
        }
    }
    for problem in file.problems.iter().filter(|it| is_for_baseline(it)) {
        let each = each_place(problem.clone()).into_iter();
        all.extend(each.map(|it| Fingerprinted::of(&it, About::problem(&it, tasks))));
    }
    all
}

/// The findings about a task definition in their order, with those that may stay.
pub fn all_findings<'f>(task: &'f TaskReport<'_>) -> Vec<&'f Diagnostic> {
    let mut all: Vec<_> = task.findings.iter().chain(&task.suppressed).collect();
    if !task.suppressed.is_empty() {
        sort_by_key(&mut all, |it| (it.span(), Reverse(it.severity)));
    }
    all
}

/// The problems of a file in their order, with those that may stay.
pub fn all_problems<'f>(file: &'f FileReport<'_>) -> Vec<&'f Diagnostic> {
    let mut all: Vec<_> = file.problems.iter().chain(&file.suppressed_problems).collect();
    if !file.suppressed_problems.is_empty() {
        sort_by_key(&mut all, |it| (it.document, it.span()));
    }
    all
}
