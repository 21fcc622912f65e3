//! The verdict and the role that is set, in the few words of a table.

use crate::analysis::role_check::Answer;
use crate::engine::{RoleState, Verdict};

/// A verdict in words.
pub(in crate::render) fn verdict_words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Required => "required",
        Verdict::NotRequired => "not required",
        Verdict::Depends => "depends",
    }
}

/// Why no role is named; none where one is.
pub(in crate::render) fn no_role(state: RoleState) -> Option<&'static str> {
    match state {
        RoleState::Absent => Some("not set"),
        RoleState::NotStatable => Some("\u{2013}"),
        RoleState::Invalid => Some("not a role"),
        RoleState::Named | RoleState::Unresolved => None,
    }
}

/// Whether a role is sufficient.
pub(in crate::render) fn sufficiency(answer: Answer) -> &'static str {
    match answer {
        Answer::Enough => "sufficient",
        Answer::NotEnough => "not sufficient",
        Answer::Unknown => "can't tell whether it is sufficient",
    }
}
