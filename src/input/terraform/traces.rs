//! What an evaluation leaves beside its value, and leaves again where the value is used again.

use super::choices::OpenQuestion;
use std::collections::BTreeSet;

/// What an evaluation leaves beside its value: the question that it asks, and what it takes for granted.
#[derive(Default)]
pub(super) struct Traces<'t> {
    /// The first question that is not answered.
    pub(super) asked: Option<OpenQuestion<'t>>,
    /// The variables whose defaults it uses.
    pub(super) defaults: BTreeSet<&'t str>,
    /// Whether it uses the usual partition, where nothing decides it.
    pub(super) assumes_partition: bool,
}

impl Traces<'_> {
    /// Adds those of something that was made before, or within.
    pub(super) fn add(&mut self, own: &Self) {
        if self.asked.is_none() {
            self.asked.clone_from(&own.asked);
        }
        self.defaults.extend(&own.defaults);
        self.assumes_partition |= own.assumes_partition;
    }

    /// Whether the value would be the same if nothing were taken for granted.
    pub(super) fn assume_nothing(&self) -> bool {
        self.defaults.is_empty() && !self.assumes_partition
    }
}
