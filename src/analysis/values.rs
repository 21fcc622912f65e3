//! Findings about the values of a task definition: those that cannot be, and partitions that differ.

use super::subject::{Diagnostic, Label, Note, Subject, What};
use crate::base::diagnostic::BuiltIn;
use crate::input::TaskDefinition;
use crate::input::values::{JudgedValues, ValueDiagnostic};

/// What is found; nothing about the execution role that is `reported` already.
pub(super) fn check(task: &TaskDefinition<'_>, reported: &[Diagnostic]) -> Vec<Diagnostic> {
    let values = &task.context.values;
    let role = task.root.get("executionRoleArn").map(|role| role.resolved().span);
    let is_missing = reported.iter().any(|it| it.code.is(BuiltIn::ExecutionRoleMissing));
    // A value that is no role has a finding of its own.
    let is_told = |it: &ValueDiagnostic| {
        it.span() == role && (is_missing || !it.code.is(BuiltIn::EmptyValue))
    };
    let own = values.findings.iter().filter(|it| !is_told(it));
    let mut findings: Vec<_> = own.filter_map(lifted).collect();
    findings.extend(partitions(values));
    findings
}

/// The same about the one subject of all reports.
fn lifted(found: &ValueDiagnostic) -> Option<Diagnostic> {
    let subject = Subject::new(What::Value(found.subject.clone()));
    let finding = Diagnostic::new(found.code.clone(), subject, found.span()?);
    Some(finding.with_severity(found.severity).in_document(found.document))
}

/// The value whose partition is not that of most, with the others.
fn partitions(values: &JudgedValues) -> Option<Diagnostic> {
    let most = values.partition()?;
    let mut others = values.partitions.iter().filter(|(_, it)| !it.may_be(most));
    let (span, odd) = others.next()?;
    let mut related: Vec<Label> = Vec::new();
    for (at, it) in &values.partitions {
        if at != span && !related.iter().any(|known| known.span == *at) {
            related.push(Label::noting(*at, Note::Partition(it.name)));
        }
    }
    let what = What::OtherPartition { odd: odd.name, most };
    Some(Diagnostic {
        primary: Some(Label::noting(*span, Note::Partition(odd.name))),
        related,
        ..Diagnostic::whole(BuiltIn::MixedPartitions, Subject::new(what))
    })
}
