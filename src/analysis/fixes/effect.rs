//! What a fix leads to, by checking the text that it makes.

use super::in_order;
use crate::analysis::pipeline::analyze_with;
use crate::analysis::report::FileReport;
use crate::analysis::subject::{Diagnostic, GroupedAction, Remedy, What};
use crate::analysis::triage::{FileTriage, TriageSettings};
use crate::base::diagnostic::{Applicability, Edit, Fix, Suggestion};
use crate::base::source::{Source, Span};

/// How many task definitions of a file have fixes that are checked at a time: each check analyzes the whole file again.
/// Once they are fixed, others are next.
const MOST_CHECKED: usize = 8;

/// A finding, and the task definition that it is about.
type NamedFinding = (Option<String>, Diagnostic);

/// What is found in a text that edits make.
pub(super) struct FixEffect {
    /// What was not found before.
    new: Vec<Diagnostic>,
    /// Whether what the fix is for is found no more, or less often.
    is_gone: bool,
}

impl FileReport<'_> {
    /// Whether enough task definitions before this one have something to fix that is checked first.
    pub(super) fn is_checked_later(&self, task: Option<Span>) -> bool {
        let is_checked = |it: &Diagnostic| {
            matches!(it.subject.remedy, Some(Remedy::AddRole { .. } | Remedy::Permission(_)))
        };
        let before = self.task_reports.iter().take_while(|it| Some(it.task.span) != task);
        let checked = before.filter(|it| it.findings.iter().any(is_checked));
        checked.take(MOST_CHECKED).count() == MOST_CHECKED
    }

    /// What edits lead to; none if two of them overlap.
    pub(super) fn effect(&self, edits: &[Edit], diagnostic: &Diagnostic) -> Option<FixEffect> {
        let source = Source::new(self.source.name(), applied(self.source.text(), edits)?);
        let before = all_findings(self);
        // What may stay is found all the same.
        let settings = TriageSettings { no_ignores: true, ..TriageSettings::default() };
        let triage = FileTriage { settings: &settings, ..FileTriage::default() };
        let (rules, question) = (self.rules, self.question);
        let after = analyze_with(&source, Vec::new(), rules, question, &triage, all_findings);
        let count =
            |all: &[NamedFinding]| all.iter().filter(|(_, it)| is_part_of(it, diagnostic)).count();
        let is_gone = count(&after) + parts(diagnostic) <= count(&before);
        let mut known = before;
        let mut new = Vec::new();
        for (name, finding) in after {
            let is_it = |it: &NamedFinding| it.0 == name && says_the_same(&it.1, &finding);
            match known.iter().position(is_it) {
                Some(at) => drop(known.swap_remove(at)),
                // Who sets a role takes its boundary with it, which the template need not show.
                None if matches!(finding.subject.what, What::BoundaryUnknown(_)) => {}
                None => new.push(finding),
            }
        }
        Some(FixEffect { new, is_gone })
    }

    /// A fix that is to be reviewed, if it leads to nothing else than that the finding is gone.
    pub(super) fn checked(
        &self,
        suggestion: Suggestion,
        edits: Vec<Edit>,
        diagnostic: &Diagnostic,
    ) -> Option<Fix> {
        let edits = in_order(edits)?;
        let effect = self.effect(&edits, diagnostic)?;
        let (applicability, source) = (Applicability::Unsafe, None);
        (effect.is_gone && effect.new.is_empty()).then_some(Fix {
            suggestion,
            applicability,
            edits,
            source,
        })
    }
}

impl FixEffect {
    /// What was not found before.
    pub(super) fn new_findings(&self) -> &[Diagnostic] {
        &self.new
    }

    /// Whether what the fix is for is found no more, or less often.
    pub(super) fn is_gone(&self) -> bool {
        self.is_gone
    }
}

/// All that is found in a file, also what may stay.
fn all_findings(file: &FileReport<'_>) -> Vec<NamedFinding> {
    let of_tasks = file.task_reports.iter().flat_map(|task_report| {
        let name = &task_report.task.name;
        let findings = task_report.findings.iter().chain(&task_report.suppressed);
        findings.map(move |it| (name.clone(), it.clone()))
    });
    let problems = file.problems.iter().chain(&file.suppressed_problems);
    of_tasks.chain(problems.map(|it| (None, it.clone()))).collect()
}

fn says_the_same(one: &Diagnostic, other: &Diagnostic) -> bool {
    one.code == other.code && one.subject.says_the_same(&other.subject)
}

/// How many findings are drawn as one.
fn parts(diagnostic: &Diagnostic) -> usize {
    match &diagnostic.subject.what {
        What::Permission(subject) => subject.actions.len(),
        _ => 1,
    }
}

/// Whether a finding is one of those that are drawn as this.
fn is_part_of(finding: &Diagnostic, whole: &Diagnostic) -> bool {
    match (&finding.subject.what, &whole.subject.what) {
        (What::Permission(part), What::Permission(all)) => {
            let has = |it: &GroupedAction| all.actions.iter().any(|own| own.name == it.name);
            finding.code == whole.code
                && part.fault == all.fault
                && part.resource == all.resource
                && part.actions.iter().all(has)
        }
        _ => says_the_same(finding, whole),
    }
}

/// The text with the edits.
fn applied(text: &str, edits: &[Edit]) -> Option<String> {
    let mut edited = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let range = edit.span.range();
        edited.push_str(text.get(at..range.start)?);
        edited.push_str(&edit.text);
        at = range.end;
    }
    edited.push_str(text.get(at..)?);
    Some(edited)
}
