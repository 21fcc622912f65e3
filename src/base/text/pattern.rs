//! Patterns over text with placeholders: whether one matches always, never, or for some values of the placeholders.

mod char_set;
mod glob;
mod walk;

pub use char_set::CharSet;
pub use glob::glob;
pub(super) use glob::may_equal;

use super::{Piece, Placeholder, Text};
use crate::base::truth::Truth;
use std::sync::Arc;
use walk::{PatternQuestion, answer};

/// One step of a pattern, or of a value that is matched against one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Element {
    /// A character that stands for itself.
    Char(char),
    /// One character of a set.
    One(&'static CharSet),
    /// Any number of characters of a set, none included.
    Many(&'static CharSet),
    /// Text that the source leaves undecided. A generated name is one that is like nothing that is written.
    Placeholder(Arc<Placeholder<'static>>),
}

impl Element {
    /// In a pattern `?`; in a value one character that no file contains.
    pub const ANY_CHAR: Self = Self::One(&CharSet::ALL);
    /// In a pattern `*`; in a value text that no file contains.
    pub const ANY_TEXT: Self = Self::Many(&CharSet::ALL);

    /// What a character of a pattern means, where `*` and `?` are wildcards or not.
    pub fn of_char(c: char, wildcards: bool) -> Self {
        match c {
            '*' if wildcards => Self::ANY_TEXT,
            '?' if wildcards => Self::ANY_CHAR,
            _ => Self::Char(c),
        }
    }

    /// A placeholder.
    pub fn of_placeholder(placeholder: &Placeholder<'_>) -> Self {
        Self::Placeholder(Arc::new(placeholder.clone().into_owned()))
    }

    /// The set of characters of which it can stand for any number.
    pub fn any_number_of(&self) -> Option<&'static CharSet> {
        match self {
            Self::Many(set) => Some(set),
            Self::Placeholder(placeholder) if !placeholder.is_generated() => Some(&CharSet::ALL),
            Self::Placeholder(_) | Self::Char(_) | Self::One(_) => None,
        }
    }
}

/// The elements of a text; `*` and `?` in its literal runs are wildcards or not.
pub fn elements(text: &Text<'_>, wildcards: bool) -> Vec<Element> {
    let mut all = Vec::new();
    for piece in text.pieces() {
        match piece {
            Piece::Literal(run) => {
                all.reserve(run.len());
                all.extend(run.chars().map(|c| Element::of_char(c, wildcards)));
            }
            Piece::Placeholder(placeholder) => all.push(Element::of_placeholder(placeholder)),
        }
    }
    all
}

/// Whether a pattern matches a value, as far as their placeholders let one say.
pub fn matches(pattern: &[Element], value: &[Element]) -> Truth {
    let (pattern, value) = without_common_ends(pattern, value);
    if differ(pattern.first(), value.first()) || differ(pattern.last(), value.last()) {
        Truth::False
    } else if always(pattern, value) {
        Truth::True
    } else {
        let is_open = value.iter().any(|it| !matches!(it, Element::Char(_)))
            || pattern.iter().any(|it| matches!(it, Element::Placeholder(_)));
        Truth::possible(is_open && possibly(pattern, value))
    }
}

/// Whether whatever the value stands for is matched, with every filling of the placeholders. A placeholder is
/// matched by any text, and by itself.
///
/// The answer may be "no" once too often (no placeholder is split), and is never "yes" too soon.
pub fn always(pattern: &[Element], value: &[Element]) -> bool {
    answer(PatternQuestion::Always, pattern, value)
}

/// Whether something that the value stands for is matched, with some filling of the placeholders.
///
/// Each placeholder is taken for itself, even where one stands twice, so the answer may be "yes" once too
/// often, and is never "no" too soon.
pub fn possibly(pattern: &[Element], value: &[Element]) -> bool {
    is_anything(pattern) || is_anything(value) || answer(PatternQuestion::Possibly, pattern, value)
}

/// Whether it is one element that may be any text: most fields that a template leaves undecided are.
fn is_anything(elements: &[Element]) -> bool {
    let [only] = elements else { return false };
    only.any_number_of().is_some_and(|set| set.includes(&CharSet::ALL))
}

/// Both without the characters and placeholders that they begin and end with alike: these match themselves,
/// whatever the placeholders stand for.
pub fn without_common_ends<'p, 'v>(
    mut pattern: &'p [Element],
    mut value: &'v [Element],
) -> (&'p [Element], &'v [Element]) {
    while let (Some((own, own_rest)), Some((next, rest))) =
        (pattern.split_first(), value.split_first())
    {
        if !match_themselves(own, next) {
            break;
        }
        (pattern, value) = (own_rest, rest);
    }
    while let (Some((own, own_rest)), Some((next, rest))) =
        (pattern.split_last(), value.split_last())
    {
        if !match_themselves(own, next) {
            break;
        }
        (pattern, value) = (own_rest, rest);
    }
    (pattern, value)
}

fn match_themselves(own: &Element, next: &Element) -> bool {
    match (own, next) {
        (Element::Char(own), Element::Char(next)) => own == next,
        (Element::Placeholder(own), Element::Placeholder(next)) => own == next,
        _ => false,
    }
}

/// Whether both are characters, and not the same one.
fn differ(own: Option<&Element>, next: Option<&Element>) -> bool {
    matches!((own, next), (Some(Element::Char(own)), Some(Element::Char(next))) if own != next)
}

#[cfg(test)]
mod tests;
