//! Why the role is needed and what it must allow, as plain lines.

use crate::analysis::TaskReport;
use crate::base::source::Source;
use crate::engine::RuleNote;
use crate::render::reported::place_in;
use crate::render::task::{
    self, PermissionGroup, PermissionStatement, PermittedAction, ReasonGroup,
};

/// A heading and what stands under it, each line with its depth.
#[derive(Debug, Default)]
pub(super) struct ReasonList {
    /// The heading.
    pub(super) heading: String,
    /// Depth and text of each line.
    pub(super) lines: Vec<(usize, String)>,
}

/// The needs, with their places: those that decide, then those that only use the role.
pub(super) fn why(task_report: &TaskReport<'_>, source: &Source) -> Vec<ReasonList> {
    task::why(task_report).into_iter().map(|group| rows(group, source)).collect()
}

/// Needs that are alike share a line.
fn rows(group: ReasonGroup<'_, '_>, source: &Source) -> ReasonList {
    let lines = group.reasons.into_iter().map(|reason| {
        let places = reason.needs.iter().map(|need| place_in(source, need.found.span.start));
        (1, format!("{} {}", places.collect::<Vec<_>>().join(", "), reason.what))
    });
    ReasonList { heading: group.heading.to_owned(), lines: lines.collect() }
}

/// What the role must allow: for certain, then under each condition.
pub(super) fn permissions(task_report: &TaskReport<'_>) -> Vec<ReasonList> {
    task::permissions(task_report).into_iter().map(list).collect()
}

fn list(PermissionGroup { heading, statements }: PermissionGroup) -> ReasonList {
    let mut lines = Vec::new();
    for PermissionStatement { actions, resources } in statements {
        let actions: Vec<_> = actions.into_iter().map(in_words).collect();
        let actions = actions.join(", ");
        // An ARN stands on a line of its own, so that it can be copied.
        if resources == ["*"] {
            lines.push((1, format!("{actions} on *")));
        } else {
            lines.push((1, format!("{actions} on")));
            lines.extend(resources.into_iter().map(|resource| (2, resource)));
        }
    }
    ReasonList { heading, lines }
}

fn in_words(action: PermittedAction) -> String {
    if action.only_documented { format!("{} (documented only)", action.name) } else { action.name }
}

/// A feature that needs another role.
pub(super) fn note(note: &RuleNote<'_>, source: &Source) -> String {
    format!("{} {}", place_in(source, note.found.span.start), task::note(note))
}
