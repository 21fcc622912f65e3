//! The fixes that a file's report offers.

use super::outcome::FixLevel;
use super::texts::{Faults, TextNumber, TextSet};
use crate::analysis::{Diagnostic, FileReport, Remedy, fixes, fixes_together, wording};
use crate::base::diagnostic::{Applicability, BuiltIn, Edit, Fix, Suggestion};
use crate::front::tally::Tally;

/// What is offered for a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Offer {
    /// A fix that is applied.
    Apply(OfferedFix),
    /// One that is applied only as an unsafe one.
    Unsafe,
    /// One that is shown only.
    Shown,
    /// One that waits for the next round.
    Later,
}

/// A fix that is applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OfferedFix {
    /// The code of the diagnostic.
    pub(super) code: String,
    /// What the fix does.
    pub(super) title: String,
    /// The text that it edits.
    pub(super) text: TextNumber,
    /// The edits, in the order of the text.
    pub(super) edits: Vec<Edit>,
}

impl Offer {
    pub(super) fn applied(&self) -> Option<&OfferedFix> {
        match self {
            Self::Apply(fix) => Some(fix),
            Self::Unsafe | Self::Shown | Self::Later => None,
        }
    }
}

/// What is offered for the diagnostics of a file; nothing in one that was not read whole or is skipped, nor for what may
/// stay.
pub(super) fn offers(
    file: &FileReport<'_>,
    is_named: bool,
    level: FixLevel,
    texts: &TextSet,
) -> Vec<Offer> {
    if faults(file).is_broken || Tally::of(file, is_named).is_none() {
        return Vec::new();
    }
    let of_file = file.problems.iter().map(|it| (it, None));
    let of_tasks = file
        .task_reports
        .iter()
        .flat_map(|report| report.findings.iter().map(|finding| (finding, Some(report.task.span))));
    let left = of_file.chain(of_tasks).filter(|(it, _)| it.suppressed.is_none());
    let left: Vec<_> = left.collect();
    let mut together = Vec::new();
    if level.applies(Applicability::Unsafe) {
        together = fixes_together(file, &left);
    }
    // A role that a fix creates, or gives a policy, is one for the task definitions that follow as well: to look for
    // others of the same round would check the file once for each, and one of them could be applied.
    let mut is_role_changed = !together.is_empty();
    let mut offers = Vec::new();
    for (number, (it, task)) in left.into_iter().enumerate() {
        if let Some((_, fix)) = together.iter().find(|(of, _)| *of == number) {
            offers.extend(offer(file, it, std::slice::from_ref(fix), level, texts));
            continue;
        }
        let sets_role = matches!(it.subject.remedy, Some(Remedy::AddRole { .. }));
        if sets_role && is_role_changed {
            offers.push(Offer::Later);
            continue;
        }
        let fixes = fixes(file, it, task);
        let Some(offer) = offer(file, it, &fixes, level, texts) else { continue };
        let is_applied = offer.applied().is_some();
        is_role_changed |= sets_role && is_applied && fixes.iter().any(changes_role);
        offers.push(offer);
    }
    offers
}

/// Whether a fix creates a role, or adds to its policy, besides setting it.
fn changes_role(fix: &Fix) -> bool {
    matches!(fix.suggestion, Suggestion::CreateExecutionRole { .. }) || fix.edits.len() > 1
}

/// What is wrong with the syntax of a file.
pub(super) fn faults(file: &FileReport<'_>) -> Faults {
    const SYNTAX: [BuiltIn; 6] = [
        BuiltIn::Syntax,
        BuiltIn::Encoding,
        BuiltIn::DuplicateKey,
        BuiltIn::Comment,
        BuiltIn::TrailingComma,
        BuiltIn::NotATaskDefinition,
    ];
    let is = |it: &Diagnostic, codes: &[BuiltIn]| codes.iter().any(|code| it.code.is(*code));
    let is_unread = file.problems.iter().any(|it| is(it, &[BuiltIn::Syntax, BuiltIn::Encoding]));
    Faults {
        is_broken: !file.is_plain || is_unread,
        count: file.problems.iter().filter(|it| is(it, &SYNTAX)).count(),
    }
}

/// The first fix that is applied; what the others are where none is.
fn offer(
    file: &FileReport<'_>,
    diagnostic: &Diagnostic,
    fixes: &[Fix],
    level: FixLevel,
    texts: &TextSet,
) -> Option<Offer> {
    let is_applied = |fix: &&Fix| level.applies(fix.applicability);
    if let Some(fix) = fixes.iter().find(is_applied) {
        let source = fix.source.as_deref().unwrap_or(file.source);
        let text = texts.number(source.name())?;
        // A place in another text than this is none.
        let is_same = texts.now(text).is_some_and(|it| it.text() == source.text());
        let changes = |edit: &Edit| source.slice(edit.span) != edit.text;
        return (is_same && fix.edits.iter().any(changes)).then(|| {
            let (code, title) = (diagnostic.code.name().to_owned(), wording::fix(fix));
            Offer::Apply(OfferedFix { code, title, text, edits: fix.edits.clone() })
        });
    }
    let is_unsafe = fixes.iter().any(|fix| fix.applicability == Applicability::Unsafe);
    fixes.first().map(|_| if is_unsafe { Offer::Unsafe } else { Offer::Shown })
}
