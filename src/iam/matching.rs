//! Wildcards against text, where either side may have placeholders: a match, no match, or unknown.

use crate::base::text::pattern::{Element, elements, glob, matches, without_common_ends};
use crate::base::text::{Placeholder, Text};
use crate::base::truth::Truth;
use std::sync::Arc;

/// A run of elements, made ready for matching.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Glob {
    elements: Vec<Element>,
    /// Where the first five colons stand, if there are as many.
    colons: Option<[usize; 5]>,
    /// The same as text, where a `*` or `?` in it is always a wildcard and nothing is a placeholder.
    plain: Option<Plain>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Plain {
    text: String,
    /// How many bytes stand before the first wildcard.
    fixed: usize,
}

impl Glob {
    /// A run of elements.
    pub fn new(elements: Vec<Element>) -> Self {
        let plain = plain_of(&elements);
        let mut found = elements.iter().enumerate().filter(|(_, it)| **it == Element::Char(':'));
        let mut colons = [0; 5];
        let all = colons.iter_mut().all(|place| found.next().map(|(at, _)| *place = at).is_some());
        let colons = all.then_some(colons);
        Self { elements, colons, plain }
    }

    /// A text without wildcards: a `*` in it is a character like any other.
    pub fn exact(text: &Text<'_>) -> Self {
        Self::new(elements(text, false))
    }

    /// A pattern; and a needed resource, where `*` and `?` stand for what is not in the files.
    pub fn pattern(text: &Text<'_>) -> Self {
        Self::new(elements(text, true))
    }

    /// The elements, in order.
    pub fn elements(&self) -> &[Element] {
        &self.elements
    }

    /// The placeholders, in order.
    pub fn placeholders(&self) -> impl Iterator<Item = &Arc<Placeholder<'static>>> {
        placeholders(&self.elements)
    }

    /// Whether it is `*`, or several of them.
    pub fn is_all(&self) -> bool {
        !self.elements.is_empty() && self.elements.iter().all(|it| *it == Element::ANY_TEXT)
    }

    /// Whether this pattern matches a value as a whole.
    pub fn matches(&self, value: &Self) -> Truth {
        match (&self.plain, value.literal()) {
            (Some(pattern), Some(value)) => Truth::known(pattern.matches(value)),
            _ => matches(&self.elements, &value.elements),
        }
    }

    /// Whether this pattern matches an ARN: a wildcard stays within its field, and crosses `/` and the
    /// colons of the last field only. Source: IAM user guide, `reference_policies_elements_resource`.
    ///
    /// A value that is `*` is the resource of an action that knows none: only `*` itself covers it.
    pub fn matches_arn(&self, value: &Self) -> Truth {
        if self.is_all() {
            return Truth::True;
        }
        if value.is_all() {
            return Truth::possible(
                self.elements.iter().all(is_any_length) && self.has_placeholders(),
            );
        }
        match (&self.plain, value.literal()) {
            (Some(pattern), Some(value)) => Truth::known(pattern.matches_arn(value)),
            _ => self.matches_fields(value),
        }
    }

    /// The placeholders that leave it undecided whether this pattern matches a value: those in the fields of an ARN
    /// that differ, where both show their fields.
    pub fn undecided<'g>(
        &'g self,
        value: &'g Self,
    ) -> impl Iterator<Item = &'g Arc<Placeholder<'static>>> {
        // What is one placeholder as a whole decides, whatever the other has.
        let whole = || match (self.elements.as_slice(), value.elements.as_slice()) {
            (own @ [Element::Placeholder(_)], _) => (own, [].as_slice()),
            (_, other @ [Element::Placeholder(_)]) => ([].as_slice(), other),
            both => both,
        };
        let fields: Vec<_> = match (self.fields(), value.fields()) {
            (Some(own), Some(others)) => own.zip(others).collect(),
            _ => vec![whole()],
        };
        let open =
            move |(own, other): &(&[Element], &[Element])| matches(own, other) == Truth::Unknown;
        let mut fields: Vec<_> = fields.into_iter().filter(open).collect();
        if fields.is_empty() {
            fields.push(whole());
        }
        fields.into_iter().flat_map(|(own, other)| placeholders(own).chain(placeholders(other)))
    }

    /// The text, where it has neither placeholder nor wildcard.
    fn literal(&self) -> Option<&str> {
        let plain = self.plain.as_ref()?;
        (plain.fixed == plain.text.len()).then_some(plain.text.as_str())
    }

    fn has_placeholders(&self) -> bool {
        self.placeholders().next().is_some()
    }

    fn matches_fields(&self, value: &Self) -> Truth {
        if let (Some(own), Some(other)) = (self.fields(), value.fields()) {
            let mut truth = Truth::True;
            for (pattern, value) in own.zip(other) {
                truth = truth.and(matches(pattern, value));
                if truth == Truth::False {
                    return truth;
                }
            }
            return truth;
        }
        // A placeholder may contain colons, so it is unknown which field is which. What a `*` covers here is clear
        // only where there is no further colon to cross.
        let truth = matches(&self.elements, &value.elements);
        let (_, rest) = without_common_ends(&self.elements, &value.elements);
        let may_cross = rest.iter().any(|it| is_any_length(it) || *it == Element::Char(':'));
        let open = self.has_placeholders() || value.elements.iter().any(is_any_length);
        match truth {
            Truth::True if may_cross => Truth::Unknown,
            _ if open => truth,
            _ => Truth::False,
        }
    }

    /// The six fields of an ARN, where each of the five colons is there to see. What differs most between
    /// ARNs comes first.
    fn fields(&self) -> Option<impl Iterator<Item = &[Element]>> {
        let [first, second, third, fourth, fifth] = self.colons?;
        let field = |from: usize, to: usize| self.elements.get(from..to).unwrap_or_default();
        let last = field(fifth + 1, self.elements.len());
        let account_and_region = [field(fourth + 1, fifth), field(third + 1, fourth)];
        let others = [field(second + 1, third), field(first + 1, second), field(0, first)];
        Some(std::iter::once(last).chain(account_and_region).chain(others))
    }
}

impl Plain {
    fn matches(&self, value: &str) -> bool {
        if self.fixed == self.text.len() {
            return self.text == value;
        }
        self.fixed_part_fits(value) && glob(&self.text, value)
    }

    fn matches_arn(&self, value: &str) -> bool {
        if !self.fixed_part_fits(value) {
            return false;
        }
        let mut pattern = self.text.splitn(6, ':');
        let mut value = value.splitn(6, ':');
        for _ in 0..6 {
            match (pattern.next(), value.next()) {
                (Some(pattern), Some(value)) if glob(pattern, value) => {}
                _ => return false,
            }
        }
        true
    }

    fn fixed_part_fits(&self, value: &str) -> bool {
        let fixed = self.text.as_bytes().get(..self.fixed).unwrap_or_default();
        value.as_bytes().starts_with(fixed)
    }
}

fn placeholders(elements: &[Element]) -> impl Iterator<Item = &Arc<Placeholder<'static>>> {
    elements.iter().filter_map(|element| match element {
        Element::Placeholder(placeholder) => Some(placeholder),
        _ => None,
    })
}

fn is_any_length(element: &Element) -> bool {
    element.any_number_of().is_some()
}

fn plain_of(elements: &[Element]) -> Option<Plain> {
    let mut text = String::with_capacity(elements.len());
    let mut fixed = None;
    for element in elements {
        let c = match element {
            Element::Char('*' | '?') | Element::Placeholder(_) => return None,
            Element::Char(c) => *c,
            Element::One(_) => '?',
            Element::Many(_) => '*',
        };
        if !matches!(element, Element::Char(_)) {
            fixed.get_or_insert(text.len());
        }
        text.push(c);
    }
    let fixed = fixed.unwrap_or(text.len());
    Some(Plain { text, fixed })
}
