//! What calls give in all combinations of a template's conditions alike: it is made once for all of them.

use super::Assignment;
use crate::base::maps::{HashMap, HashSet};
use crate::syntax::Node;
use std::cell::RefCell;

/// What such calls gave, by their place in memory.
#[derive(Default)]
pub(in super::super) struct CommonCalls<'t> {
    pub(super) known: RefCell<HashMap<usize, Option<Node<'t>>>>,
    /// The parameters that a combination says something about.
    settled: HashSet<&'t str>,
}

impl<'t> CommonCalls<'t> {
    /// Nothing yet, for these combinations.
    pub(in super::super) fn of<'a>(combinations: impl Iterator<Item = &'a Assignment<'t>>) -> Self
    where
        't: 'a,
    {
        let mut common = Self::default();
        for settled in combinations {
            common.settled.extend(settled.values.keys().chain(settled.others.keys()));
        }
        common
    }

    /// Whether a parameter has one value here and another one there.
    pub(super) fn settles(&self, parameter: &str) -> bool {
        self.settled.contains(parameter)
    }
}
