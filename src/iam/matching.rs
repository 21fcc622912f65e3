//! Wildcards against text, where either side may have placeholders: matches, does not, or depends on a placeholder.

use super::symbols::{Symbol, glob, is_flexible, matched, symbols, without_common_ends};
use crate::base::text::{Placeholder, Text};
use crate::base::truth::Truth;
use std::sync::Arc;

/// A run of symbols, made ready for matching.
#[derive(Clone, Debug, Default)]
pub struct Glob {
    symbols: Vec<Symbol>,
    /// Where the first five colons stand, if there are as many.
    colons: Option<[usize; 5]>,
    /// The same as text, where a `*` or `?` in it is always a wildcard and nothing is a placeholder.
    plain: Option<Plain>,
}

#[derive(Clone, Debug)]
struct Plain {
    text: String,
    /// How many bytes stand before the first wildcard.
    fixed: usize,
}

impl Glob {
    /// A run of symbols.
    pub fn new(symbols: Vec<Symbol>) -> Self {
        let plain = plain_of(&symbols);
        let mut found = symbols.iter().enumerate().filter(|(_, it)| **it == Symbol::Char(':'));
        let mut colons = [0; 5];
        let all = colons.iter_mut().all(|place| found.next().map(|(at, _)| *place = at).is_some());
        let colons = all.then_some(colons);
        Self { symbols, colons, plain }
    }

    /// A text without wildcards: a `*` in it is a character like any other.
    pub fn exact(text: &Text<'_>) -> Self {
        Self::new(symbols(text, false))
    }

    /// A pattern; and a needed resource, where `*` and `?` stand for what no file shows.
    pub fn pattern(text: &Text<'_>) -> Self {
        Self::new(symbols(text, true))
    }

    /// The symbols, in order.
    pub fn symbols(&self) -> &[Symbol] {
        &self.symbols
    }

    /// The placeholders, in order.
    pub fn placeholders(&self) -> impl Iterator<Item = &Arc<Placeholder<'static>>> {
        self.symbols.iter().filter_map(|symbol| match symbol {
            Symbol::Placeholder(placeholder) => Some(placeholder),
            _ => None,
        })
    }

    /// Whether it is `*`, or several of them.
    pub fn is_all(&self) -> bool {
        !self.symbols.is_empty() && self.symbols.iter().all(|symbol| *symbol == Symbol::AnyText)
    }

    /// Whether this pattern matches a value as a whole.
    pub fn matches(&self, value: &Self) -> Truth {
        match (&self.plain, value.literal()) {
            (Some(pattern), Some(value)) => Truth::known(pattern.matches(value)),
            _ => matched(&self.symbols, &value.symbols),
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
                self.symbols.iter().all(is_flexible) && self.has_placeholders(),
            );
        }
        match (&self.plain, value.literal()) {
            (Some(pattern), Some(value)) => Truth::known(pattern.matches_arn(value)),
            _ => self.matches_fields(value),
        }
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
                truth = truth.and(matched(pattern, value));
                if truth == Truth::False {
                    return truth;
                }
            }
            return truth;
        }
        // A placeholder may hold colons, so nobody knows which field is which. What a `*` covers here is clear
        // only where there is no further colon to cross.
        let truth = matched(&self.symbols, &value.symbols);
        let (_, rest) = without_common_ends(&self.symbols, &value.symbols);
        let may_cross = rest.iter().any(|it| is_flexible(it) || *it == Symbol::Char(':'));
        let open = self.has_placeholders() || value.symbols.iter().any(is_flexible);
        match truth {
            Truth::True if may_cross => Truth::Unknown,
            _ if open => truth,
            _ => Truth::False,
        }
    }

    /// The six fields of an ARN, where each of the five colons is there to see. What differs most between
    /// ARNs comes first.
    fn fields(&self) -> Option<impl Iterator<Item = &[Symbol]>> {
        let [first, second, third, fourth, fifth] = self.colons?;
        let field = |from: usize, to: usize| self.symbols.get(from..to).unwrap_or_default();
        let last = field(fifth + 1, self.symbols.len());
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

fn plain_of(symbols: &[Symbol]) -> Option<Plain> {
    let mut text = String::with_capacity(symbols.len());
    let mut fixed = None;
    for symbol in symbols {
        let c = match symbol {
            Symbol::Char('*' | '?') | Symbol::Placeholder(_) => return None,
            Symbol::Char(c) => *c,
            Symbol::AnyChar => '?',
            Symbol::AnyText => '*',
        };
        if !matches!(symbol, Symbol::Char(_)) {
            fixed.get_or_insert(text.len());
        }
        text.push(c);
    }
    let fixed = fixed.unwrap_or(text.len());
    Some(Plain { text, fixed })
}
