//! What there is to say about a task definition, in words, before a format for people lays it out.

mod combined;
mod next_step;
mod permissions;
mod reasons;
mod tone;
mod verdict;

pub(super) use next_step::{coverage_sentence, main_finding, next_step};
pub(super) use permissions::{PermissionGroup, PermissionStatement, permissions};
pub(super) use reasons::{
    ReasonGroup, copies, is_about_execution_role, note, nothing_uses_a_role, why,
};
pub(super) use tone::Tone;
pub(super) use verdict::{NOTHING_USES_IT, also_called, verdict};
