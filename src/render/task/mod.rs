//! What there is to say about a task definition, in words, before a format for people lays it out.

mod cells;
mod combined;
mod next_step;
mod permissions;
mod reasons;
mod tone;
mod verdict;

pub(super) use cells::{no_role, sufficiency, verdict_words};
pub(super) use next_step::{coverage_sentence, main_finding, next_step};
pub(super) use permissions::{PermissionGroup, PermissionStatement, PermittedAction, permissions};
pub(super) use reasons::{
    ReasonGroup, copies, is_about_execution_role, note, nothing_uses_a_role, why,
};
pub(super) use tone::Tone;
pub(super) use verdict::{NOTHING_USES_IT, also_called, verdict, verdict_with};
