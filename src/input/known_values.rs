//! The texts of a task definition that are what their fields expect, for the other combinations of its template's
//! conditions: there most are the same.

use crate::aws::place::PartitionMention;
use crate::base::maps::HashMap;
use crate::base::source::Span;
use crate::base::text::Text;

/// The partitions that a value names.
pub(super) type Mentions = [Option<PartitionMention>; 2];

/// The place of a value in the text, and its field.
type FieldPlace = (Span, &'static str);

/// Texts that need no finding and no change, by their places, each with the partitions that it names.
#[derive(Debug, Default)]
pub(super) struct KnownValues<'t>(HashMap<FieldPlace, Vec<(Text<'t>, Mentions)>>);

impl<'t> KnownValues<'t> {
    /// The partitions that the text at a place names, if it is known.
    pub(super) fn get(&self, place: FieldPlace, text: &Text<'t>) -> Option<Mentions> {
        let mut known = self.0.get(&place)?.iter();
        known.find(|(other, _)| other == text).map(|(_, mentions)| *mentions)
    }

    /// Keeps a text that is right.
    pub(super) fn add(&mut self, place: FieldPlace, text: &Text<'t>, mentions: Mentions) {
        self.0.entry(place).or_default().push((text.clone(), mentions));
    }
}
