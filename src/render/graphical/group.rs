//! Findings that differ in nothing but the action, drawn as one: for people, who fix them at once.

use crate::analysis::{Diagnostic, GroupedAction, What};
use crate::base::diagnostic::Severity;

/// The findings, those put together that say the same of several actions. The gravest counts; what is only
/// documented is marked so beside it.
pub(super) fn group(findings: &[Diagnostic]) -> Vec<Diagnostic> {
    let mut groups: Vec<(Diagnostic, Vec<&Diagnostic>)> = Vec::new();
    for finding in findings {
        let common = without_action(finding);
        match groups.iter_mut().find(|(known, _)| *known == common) {
            Some((_, group)) if is_about_action(finding) => group.push(finding),
            _ => groups.push((common, vec![finding])),
        }
    }
    groups.into_iter().filter_map(|(_, group)| join(&group)).collect()
}

fn is_about_action(finding: &Diagnostic) -> bool {
    matches!(finding.subject.what, What::Permission(_))
}

/// The finding without its action and its weight.
fn without_action(finding: &Diagnostic) -> Diagnostic {
    let mut common = finding.clone();
    if let What::Permission(subject) = &mut common.subject.what {
        subject.actions.clear();
        common.severity = Severity::Note;
    }
    common
}

fn join(group: &[&Diagnostic]) -> Option<Diagnostic> {
    let mut joined = (*group.first()?).clone();
    let severity = group.iter().map(|it| it.severity).max()?;
    let What::Permission(subject) = &mut joined.subject.what else { return Some(joined) };
    subject.actions = group.iter().flat_map(|it| actions(it, severity)).collect();
    joined.severity = severity;
    Some(joined)
}

fn actions(finding: &Diagnostic, gravest: Severity) -> Vec<GroupedAction> {
    let What::Permission(subject) = &finding.subject.what else { return Vec::new() };
    let only_documented = finding.severity < gravest;
    let mark = |action: &GroupedAction| GroupedAction { only_documented, ..action.clone() };
    subject.actions.iter().map(mark).collect()
}
