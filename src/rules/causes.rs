//! All causes: those that come with the program, and a user's.

use super::cause::Cause;
use super::data::List;
use super::embedded;
use crate::base::sorting::sort_by;
use std::ops::Deref;

/// All causes, by ID.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Causes(List<Cause>);

impl Causes {
    /// Those that come with the program.
    pub fn built_in() -> Self {
        Self(List::Borrowed(&embedded::CAUSES))
    }
}

impl From<Vec<Cause>> for Causes {
    fn from(mut all: Vec<Cause>) -> Self {
        sort_by(&mut all, |one, other| one.id.cmp(&other.id));
        Self(all.into())
    }
}

impl Deref for Causes {
    type Target = [Cause];

    fn deref(&self) -> &[Cause] {
        &self.0
    }
}
