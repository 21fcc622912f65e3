//! A value read element by element, with the set of pattern positions that it may have reached.

use super::{CharSet, Element};

/// What is asked of a pattern and a value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum PatternQuestion {
    Always,
    Possibly,
}

/// A place for each element of a pattern, and one after the last: a bit each.
type PlaceBits<'s> = &'s mut [u64];

const BITS: usize = u64::BITS as usize;

/// Without an allocation for patterns of up to 255 elements.
pub(super) fn answer(question: PatternQuestion, pattern: &[Element], value: &[Element]) -> bool {
    let walk = PatternWalk { question, pattern };
    let words = pattern.len() / BITS + 1;
    let (mut here, mut next) = ([0; 4], [0; 4]);
    match (here.get_mut(..words), next.get_mut(..words)) {
        (Some(here), Some(next)) => walk.over(value, here, next),
        _ => walk.over(value, &mut vec![0; words], &mut vec![0; words]),
    }
}

struct PatternWalk<'p> {
    question: PatternQuestion,
    pattern: &'p [Element],
}

impl PatternWalk<'_> {
    fn over<'s>(
        &self,
        value: &[Element],
        mut here: PlaceBits<'s>,
        mut next: PlaceBits<'s>,
    ) -> bool {
        self.enter(here, 0);
        for element in value {
            let free = match self.question {
                PatternQuestion::Always => None,
                PatternQuestion::Possibly => element.any_number_of(),
            };
            if let Some(set) = free {
                self.pass(here, set);
                continue;
            }
            next.fill(0);
            for (index, word) in here.iter().enumerate() {
                let mut bits = *word;
                while bits != 0 {
                    let place = index * BITS + bits.trailing_zeros() as usize;
                    bits &= bits - 1;
                    self.step(place, element, next);
                }
            }
            std::mem::swap(&mut here, &mut next);
            if here.iter().all(|word| *word == 0) {
                return false;
            }
        }
        holds(here, self.pattern.len())
    }

    /// Where one element of the value leads to.
    fn step(&self, place: usize, element: &Element, next: PlaceBits<'_>) {
        let Some(own) = self.pattern.get(place) else { return };
        if let Some(set) = self.repeats(own) {
            let stays = match self.question {
                PatternQuestion::Always => takes_all_of(set, element),
                PatternQuestion::Possibly => takes_some_of(set, element),
            };
            if stays {
                self.enter(next, place);
            }
        } else if self.is_one_for(own, element) {
            self.enter(next, place + 1);
        }
    }

    /// A part of the value that can be text of any length: each of its places is reached from those before.
    fn pass(&self, here: PlaceBits<'_>, set: &CharSet) {
        for (place, own) in self.pattern.iter().enumerate() {
            if holds(here, place) && (self.repeats(own).is_some() || takes_some_of(set, own)) {
                insert(here, place + 1);
            }
        }
    }

    /// A place, and those after it as far as what is before them may be omitted.
    fn enter(&self, places: PlaceBits<'_>, place: usize) {
        insert(places, place);
        let rest = self.pattern.get(place..).unwrap_or_default();
        let optional = rest.iter().take_while(|own| self.repeats(own).is_some());
        for (index, _) in optional.enumerate() {
            insert(places, place + index + 1);
        }
    }

    /// The set of characters of which an element of the pattern takes any number. A placeholder is not to be
    /// counted on.
    fn repeats(&self, own: &Element) -> Option<&'static CharSet> {
        match (self.question, own) {
            (PatternQuestion::Always, Element::Placeholder(_)) => None,
            _ => own.any_number_of(),
        }
    }

    /// Whether two elements are alike that each stand for one thing, not for any number of characters.
    fn is_one_for(&self, own: &Element, element: &Element) -> bool {
        match (own, element) {
            (Element::Char(own), Element::Char(c)) => own == c,
            (Element::Placeholder(own), Element::Placeholder(other)) => own == other,
            (Element::One(set), Element::Char(_) | Element::One(_)) => match self.question {
                PatternQuestion::Always => takes_all_of(set, element),
                PatternQuestion::Possibly => takes_some_of(set, element),
            },
            (Element::Char(_) | Element::Placeholder(_), Element::One(set)) => {
                self.question == PatternQuestion::Possibly && takes_some_of(set, own)
            }
            // The length of a generated name is unknown: it may be one character.
            (Element::One(_), Element::Placeholder(_)) => {
                self.question == PatternQuestion::Possibly
            }
            _ => false,
        }
    }
}

/// Whether every character that an element may stand for is in the set.
fn takes_all_of(set: &CharSet, element: &Element) -> bool {
    match element {
        Element::Char(c) => set.contains(*c),
        Element::One(other) | Element::Many(other) => set.includes(other),
        Element::Placeholder(_) => set.includes(&CharSet::ALL),
    }
}

/// Whether a character that an element may stand for is in the set.
fn takes_some_of(set: &CharSet, element: &Element) -> bool {
    match element {
        Element::Char(c) => set.contains(*c),
        Element::One(other) | Element::Many(other) => set.meets(other),
        Element::Placeholder(_) => true,
    }
}

fn holds(places: &[u64], place: usize) -> bool {
    places.get(place / BITS).is_some_and(|word| word >> (place % BITS) & 1 == 1)
}

fn insert(places: PlaceBits<'_>, place: usize) {
    if let Some(word) = places.get_mut(place / BITS) {
        *word |= 1 << (place % BITS);
    }
}
