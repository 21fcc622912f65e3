//! What the rounds apply, until it is the outcome.

use super::choice::Chosen;
use super::offer::Offer;
use super::outcome::{AppliedFix, FixedText, FixedTexts};
use super::texts::{TextNumber, TextSet};
use crate::front::diagnostic::ReportedPlace;
use std::collections::BTreeMap;

/// What was applied so far.
#[derive(Default)]
pub(super) struct Applying(BTreeMap<TextNumber, Vec<AppliedFix>>);

impl Applying {
    /// Adds a round, before it is kept.
    pub(super) fn add(&mut self, texts: &TextSet, chosen: Chosen) {
        for fix in chosen.fixes {
            let first = fix.edits.first().map(|edit| edit.span).unwrap_or_default();
            let Some(source) = texts.source_before(fix.text) else { continue };
            let place = ReportedPlace::new(source, first);
            let applied = self.0.entry(fix.text).or_default();
            let is_same = |it: &&mut AppliedFix| {
                it.code == fix.code && it.title == fix.title && it.place == place
            };
            match applied.iter_mut().rev().find(is_same) {
                Some(known) => known.count += 1,
                None => {
                    applied.push(AppliedFix { code: fix.code, title: fix.title, place, count: 1 });
                }
            }
        }
    }

    /// The result, with what is still offered.
    pub(super) fn finish(mut self, texts: &TextSet, left: &[&Offer]) -> FixedTexts {
        let count = |is: fn(&Offer) -> bool| left.iter().filter(|it| is(it)).count();
        let changed = texts.changed().flat_map(|(number, before, after)| {
            let fixes = self.0.remove(&number).unwrap_or_default();
            FixedText::each(before, after, &fixes)
        });
        FixedTexts {
            texts: FixedText::once_each(changed),
            more_unsafe: count(|it| matches!(it, Offer::Unsafe)),
            more_shown: count(|it| matches!(it, Offer::Shown)),
            not_reached: count(|it| matches!(it, Offer::Apply(_) | Offer::Later)),
        }
    }
}
