//! What a baseline has of one file.

use crate::analysis::triage::{Fingerprint, Fingerprinted};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The errors and warnings of a file that a baseline has.
#[derive(Clone, Debug, Default)]
pub struct KnownFindings {
    pub(super) counts: Arc<BTreeMap<Fingerprint, usize>>,
    pub(super) all: Vec<Fingerprinted>,
}

impl KnownFindings {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub(super) fn of(all: Vec<Fingerprinted>) -> Self {
        let mut counts = BTreeMap::new();
        for it in &all {
            *counts.entry(it.fingerprint()).or_default() += 1;
        }
        Self { counts: Arc::new(counts), all }
    }
}
