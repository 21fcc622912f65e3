//! What readers made of the texts of a task definition, for the other combinations of its template's conditions: there
//! most texts are the same.

use crate::aws::Classification;
use crate::base::maps::HashMap;
use crate::base::source::Span;
use crate::base::text::Text;
use std::cell::RefCell;
use std::rc::Rc;

/// A place in the text, and the name of a reader.
type ReadingPlace = (Span, &'static str);

/// The texts that were at a place, each with what a reader made of it.
type TextReadings<'t> = Vec<(Text<'t>, Rc<Classification<'t>>)>;

/// What readers made of texts, by the place of each text.
#[derive(Debug, Default)]
pub struct KnownReadings<'t>(RefCell<HashMap<ReadingPlace, TextReadings<'t>>>);

impl<'t> KnownReadings<'t> {
    /// What a reader makes of the text at a place, where it is not known yet.
    pub(super) fn reading(
        &self,
        place: ReadingPlace,
        text: &Text<'t>,
        read: impl FnOnce() -> Classification<'t>,
    ) -> Rc<Classification<'t>> {
        let mut known = self.0.borrow_mut();
        let readings = known.entry(place).or_default();
        if let Some((_, reading)) = readings.iter().find(|(other, _)| other == text) {
            return Rc::clone(reading);
        }
        let reading = Rc::new(read());
        readings.push((text.clone(), Rc::clone(&reading)));
        reading
    }
}
