//! What a fix leads to, by checking the text that it makes.

use super::in_order;
use crate::analysis::pipeline::analyze_with;
use crate::analysis::report::{FileReport, TaskReport};
use crate::analysis::subject::{Diagnostic, GroupedAction, Remedy, What};
use crate::analysis::triage::{FileTriage, TriageSettings};
use crate::base::diagnostic::{Applicability, BuiltIn, Edit, Fix, Suggestion};
use crate::base::maps::HashSet;
use crate::base::source::Span;
use crate::engine::Question;
use crate::input::SourceFormat;
use crate::input::context::UnitRole;
use crate::input::inputs::Inputs;
use crate::syntax::Aliases;
use std::collections::BTreeSet;
use std::sync::Arc;

/// How many task definitions of a file have fixes that are checked at a time: each check reads the whole file again.
/// Once they are fixed, others are next.
pub(super) const MOST_CHECKED: usize = 8;

/// How many bytes these checks may read together: in a large file fewer are checked at a time, but one.
const MOST_READ: usize = 1 << 20;

/// A finding, and the task definition that it is about.
pub(super) type NamedFinding = (Option<String>, Diagnostic);

/// What is found in a text that edits make.
pub(super) struct FixEffect {
    /// What was not found before.
    new: Vec<NamedFinding>,
    /// How many findings fewer there are.
    fewer: usize,
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
        let most = (MOST_READ / self.source.text().len().max(1)).clamp(1, MOST_CHECKED);
        checked.take(most).count() == most
    }

    /// What edits lead to; none if two of them overlap. Only the task definitions that they concern are looked at.
    pub(super) fn effect(&self, edits: &[Edit], diagnostic: &Diagnostic) -> Option<FixEffect> {
        let source = self.source.edited(edits.iter().map(|it| (it.span, it.text.as_str())))?;
        let names = self.concerned(edits).map(Arc::new);
        let before = all_findings(self, names.as_deref());
        // What may stay is found all the same.
        let settings = TriageSettings { no_ignores: true, ..TriageSettings::default() };
        let triage = FileTriage { settings: &settings, ..FileTriage::default() };
        let inputs = Inputs { only: names.clone(), ..self.question.inputs.clone() };
        let question = Question { inputs, ..self.question.clone() };
        let findings = |file: &FileReport<'_>| all_findings(file, names.as_deref());
        let after = analyze_with(&source, Vec::new(), self.rules, &question, &triage, findings);
        let count =
            |all: &[NamedFinding]| all.iter().filter(|(_, it)| is_part_of(it, diagnostic)).count();
        let is_gone = count(&after) + parts(diagnostic) <= count(&before);
        let fewer = before.len().saturating_sub(after.len());
        let mut known = before;
        let mut new = Vec::new();
        for (name, finding) in after {
            let is_it = |it: &NamedFinding| it.0 == name && says_the_same(&it.1, &finding);
            match known.iter().position(is_it) {
                Some(at) => drop(known.swap_remove(at)),
                // Who sets a role takes its boundary with it, which the template need not show.
                None if matches!(finding.subject.what, What::BoundaryUnknown(_)) => {}
                None => new.push((name, finding)),
            }
        }
        Some(FixEffect { new, fewer, is_gone })
    }

    /// The names of the task definitions that edits concern: those that they change, or whose roles they do. None if
    /// that is none, or some task definition is in no template: then all have to be looked at.
    fn concerned(&self, edits: &[Edit]) -> Option<BTreeSet<String>> {
        let mut problems = self.problems.iter().chain(&self.suppressed_problems);
        if problems.any(|it| it.code.is(BuiltIn::UnknownReference)) {
            // What is not there may be what an edit adds.
            return None;
        }
        let is_edited = |span: Span| {
            edits.iter().any(|it| it.span.start <= span.end && span.start <= it.span.end)
        };
        let entries = self.documents().iter().flat_map(|it| it.walk(Aliases::Written).entries());
        let edited = entries.filter(|it| is_edited(it.value.span));
        let edited: HashSet<Span> = edited.map(|it| it.key_span).collect();
        let has_edits = |role: &UnitRole<'_>| {
            let mut policies = role.policies.iter().chain(&role.boundary);
            edited.contains(&role.span) || policies.any(|it| is_edited(it.span))
        };
        let mut names = BTreeSet::new();
        for TaskReport { task, versions, .. } in &self.task_reports {
            if task.format != SourceFormat::CloudFormation {
                return None;
            }
            let roles = versions.iter().flat_map(|it| [&it.context.role, &it.context.task_role]);
            if is_edited(task.span) || roles.flatten().any(|it| has_edits(it)) {
                names.insert(task.name.clone()?);
            }
        }
        (!names.is_empty()).then_some(names)
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
    pub(super) fn new_findings(&self) -> Vec<&Diagnostic> {
        self.new.iter().map(|(_, finding)| finding).collect()
    }

    /// The same, each with the name of the task definition that it is about.
    pub(super) fn named_findings(&self) -> &[NamedFinding] {
        &self.new
    }

    /// How many findings fewer there are.
    pub(super) fn fewer(&self) -> usize {
        self.fewer
    }

    /// Whether what the fix is for is found no more, or less often.
    pub(super) fn is_gone(&self) -> bool {
        self.is_gone
    }
}

/// All that is found in a file, also what may stay: of the task definitions of these names, or of all.
fn all_findings(file: &FileReport<'_>, names: Option<&BTreeSet<String>>) -> Vec<NamedFinding> {
    let is_one = |it: &&TaskReport<'_>| {
        let is_named =
            |names: &BTreeSet<String>| it.task.name.as_ref().is_some_and(|it| names.contains(it));
        names.is_none_or(is_named)
    };
    let of_tasks = file.task_reports.iter().filter(is_one).flat_map(|task_report| {
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
