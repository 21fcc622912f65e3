//! What makes the blocks of a plan or a state.

use super::index::PlanIndex;
use super::links::Links;

/// Makes the blocks of a plan.
#[derive(Debug)]
pub(super) struct BlockMaker<'p, 's> {
    pub(super) index: &'p PlanIndex<'s>,
    pub(super) links: Links<'s>,
    /// The text of the source.
    pub(super) source: &'s str,
}

impl<'p, 's> BlockMaker<'p, 's> {
    pub(super) fn new(index: &'p PlanIndex<'s>, source: &'s str) -> Self {
        Self { index, links: Links::of(index), source }
    }
}
