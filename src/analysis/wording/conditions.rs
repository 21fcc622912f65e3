//! In which combinations of its template's conditions something holds, in as few words as do.

use crate::analysis::combination::Combination;
use crate::base::diagnostic::CombinationSet;
use crate::base::words;
use crate::input::context::Fact;
use std::cmp::Reverse;

/// More facts than this are not read: an example is shorter.
const MOST_FACTS: usize = 4;

/// A condition or a parameter, as it is in some of the combinations.
struct RepeatedLiteral<'a, 't> {
    name: &'t str,
    /// Nothing where the combinations leave it open.
    fact: Option<&'a Fact<'t>>,
    holds_in: CombinationSet,
}

/// How many facts a term has at most.
const LONGEST_TERM: usize = 3;

/// Facts that together hold in none but the combinations that are meant.
#[derive(Clone, Copy)]
struct Term {
    /// The places of the facts; only the first `len` count.
    literals: [usize; LONGEST_TERM],
    len: usize,
    holds_in: CombinationSet,
}

impl Term {
    fn literals(&self) -> &[usize] {
        self.literals.get(..self.len).unwrap_or_default()
    }

    /// The same with one more fact.
    fn with(mut self, literal: usize, holds_in: CombinationSet) -> Self {
        if let Some(place) = self.literals.get_mut(self.len) {
            *place = literal;
            self.len += 1;
        }
        Self { holds_in, ..self }
    }
}

/// In which combinations, by their indices: "when `IsProd` is true and `UseSpot` is false", "unless `IsDev` is true"; empty where it is
/// all of them.
pub fn when(places: CombinationSet, all: &[Combination<'_>]) -> String {
    let every = CombinationSet::first(all.len());
    let wanted = places.and(every);
    let others = every.without(wanted);
    if wanted.is_empty() || others.is_empty() {
        return String::new();
    }
    let literals = literals(all);
    let direct = cover(&literals, wanted);
    let size = |terms: &[Term]| terms.iter().map(|term| term.len).sum::<usize>();
    let fits = |terms: &Vec<Term>| size(terms) <= MOST_FACTS;
    let inverse = cover(&literals, others).filter(fits).filter(|terms| terms.len() == 1);
    match (direct, inverse) {
        (Some(terms), Some(except)) if size(&except) < size(&terms) => {
            format!("unless {}", said(&except, &literals))
        }
        (Some(terms), _) if fits(&terms) => format!("when {}", said(&terms, &literals)),
        (_, Some(except)) => format!("unless {}", said(&except, &literals)),
        (terms, None) => {
            let count =
                format!("for {} of {} combinations of its conditions", wanted.len(), all.len());
            match terms.and_then(|terms| terms.into_iter().next()) {
                Some(first) if first.len <= MOST_FACTS => {
                    format!("{count}, such as when {}", said(&[first], &literals))
                }
                _ => count,
            }
        }
    }
}

/// Every fact of any combination, in the order met.
fn literals<'a, 't>(all: &'a [Combination<'t>]) -> Vec<RepeatedLiteral<'a, 't>> {
    let mut literals: Vec<RepeatedLiteral<'a, 't>> = Vec::new();
    for (at, combination) in all.iter().enumerate() {
        let here = CombinationSet::only(at);
        for (name, fact) in &combination.facts {
            let same =
                |it: &&mut RepeatedLiteral<'_, '_>| it.name == *name && it.fact == Some(fact);
            match literals.iter_mut().find(same) {
                Some(known) => known.holds_in = known.holds_in.or(here),
                None => literals.push(RepeatedLiteral { name, fact: Some(fact), holds_in: here }),
            }
        }
    }
    let every = CombinationSet::first(all.len());
    let mut open: Vec<RepeatedLiteral<'a, 't>> = Vec::new();
    for RepeatedLiteral { name, holds_in, .. } in &literals {
        match open.iter_mut().find(|known| known.name == *name) {
            Some(known) => known.holds_in = known.holds_in.without(*holds_in),
            None => {
                open.push(RepeatedLiteral { name, fact: None, holds_in: every.without(*holds_in) });
            }
        }
    }
    literals.extend(open.into_iter().filter(|it| !it.holds_in.is_empty()));
    literals
}

/// Terms that together hold in exactly the wanted combinations, the widest first; none where three facts are
/// too few to tell some of them.
fn cover(literals: &[RepeatedLiteral<'_, '_>], wanted: CombinationSet) -> Option<Vec<Term>> {
    let mut terms = terms(literals, wanted);
    let mut chosen = Vec::new();
    let mut left = wanted;
    while !left.is_empty() {
        terms.retain(|term| !term.holds_in.and(left).is_empty());
        let widest = |term: &(usize, &Term)| {
            let term = term.1;
            (Reverse(term.holds_in.and(left).len()), term.len)
        };
        let (at, _) = terms.iter().enumerate().min_by_key(widest)?;
        let term = terms.swap_remove(at);
        left = left.without(term.holds_in);
        chosen.push(term);
    }
    Some(chosen)
}

/// Every term that holds in none but wanted combinations, the shortest first.
fn terms(literals: &[RepeatedLiteral<'_, '_>], wanted: CombinationSet) -> Vec<Term> {
    let mut found = Vec::new();
    let nothing = Term { literals: [0; LONGEST_TERM], len: 0, holds_in: CombinationSet::ALL };
    let mut open = vec![nothing];
    for len in 1..=LONGEST_TERM {
        let mut grown = Vec::new();
        for term in open {
            let from = term.literals().last().map_or(0, |last| last + 1);
            for (at, literal) in literals.iter().enumerate().skip(from) {
                let holds_in = term.holds_in.and(literal.holds_in);
                if holds_in.and(wanted).is_empty() || holds_in == term.holds_in {
                    continue;
                }
                let term = term.with(at, holds_in);
                if holds_in.without(wanted).is_empty() {
                    found.push(term);
                } else if len < LONGEST_TERM {
                    grown.push(term);
                }
            }
        }
        open = grown;
    }
    found
}

fn said(terms: &[Term], literals: &[RepeatedLiteral<'_, '_>]) -> String {
    let term = |term: &Term| {
        let facts = term.literals().iter().filter_map(|at| literals.get(*at));
        // "not A and B" may be taken for "not (A and B)".
        let is_negative = |it: &&RepeatedLiteral<'_, '_>| {
            matches!(it.fact, Some(Fact::Holds(false) | Fact::Runs(false)))
        };
        let (negative, positive): (Vec<_>, Vec<_>) = facts.partition(is_negative);
        let facts = positive.into_iter().chain(negative);
        facts.map(fact).collect::<Vec<_>>().join(" and ")
    };
    terms.iter().map(term).collect::<Vec<_>>().join(", or when ")
}

fn fact(RepeatedLiteral { name, fact, .. }: &RepeatedLiteral<'_, '_>) -> String {
    match fact {
        Some(Fact::Holds(true)) => format!("`{name}` is true"),
        Some(Fact::Holds(false)) => format!("`{name}` is false"),
        Some(Fact::Runs(true)) => format!("`{name}` runs"),
        Some(Fact::Runs(false)) => format!("`{name}` does not run"),
        Some(Fact::Is(value)) if value.is_empty() => format!("`{name}` is empty"),
        Some(Fact::Is(value)) => format!("`{name}` is {value}"),
        None => format!("`{name}` is unknown"),
    }
}

/// "with the default of `Image`", "with the defaults of `Image`, `Env` and 2 more".
pub fn with_defaults<T: AsRef<str>>(names: &[T]) -> String {
    match names {
        [] => String::new(),
        [only] => format!("with the default of `{}`", only.as_ref()),
        [one, other, rest @ ..] => {
            let mut all = vec![format!("`{}`", one.as_ref()), format!("`{}`", other.as_ref())];
            match rest {
                [] => {}
                [third] => all.push(format!("`{}`", third.as_ref())),
                more => all.push(format!("{} more", more.len())),
            }
            format!("with the defaults of {}", words::list(&all))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::when;
    use crate::analysis::Combination;
    use crate::base::diagnostic::CombinationSet;
    use crate::base::truth::Truth;
    use crate::engine::{RoleState, Verdict};
    use crate::input::context::Fact;

    fn said(places: &[usize], all: &[Combination<'_>]) -> String {
        when(places.iter().copied().collect::<CombinationSet>(), all)
    }

    /// Every combination of some conditions.
    fn all(names: &[&'static str]) -> Vec<Combination<'static>> {
        let of = |evaluator: usize| {
            let fact =
                |(at, name): (usize, &&'static str)| (*name, Fact::Holds(evaluator >> at & 1 == 1));
            Combination {
                facts: names.iter().enumerate().map(fact).collect(),
                by_default: Truth::Unknown,
                verdict: Verdict::Required,
                role: RoleState::Absent,
                required_on: Vec::new(),
            }
        };
        (0..1 << names.len()).map(of).collect()
    }

    #[test]
    fn as_few_words_as_do() {
        let two = all(&["A", "B"]);
        for (places, expected) in [
            (&[1, 3][..], "when `A` is true"),
            (&[0, 2], "when `A` is false"),
            (&[3], "when `A` is true and `B` is true"),
            (&[1, 2, 3], "when `A` is true, or when `B` is true"),
            (&[1, 2], "when `B` is true and `A` is false, or when `A` is true and `B` is false"),
            (&[0, 1, 2, 3], ""),
        ] {
            assert_eq!(said(places, &two), expected, "{places:?}");
        }
    }

    #[test]
    fn what_a_combination_leaves_open() {
        let mut some = all(&["A", "B"]);
        // B is settled where A holds, and open elsewhere: two combinations become one.
        some.remove(2);
        if let Some(open) = some.first_mut() {
            open.facts.retain(|(name, _)| *name != "B");
        }
        assert_eq!(said(&[0], &some), "when `A` is false");
        if let Some(open) = some.first_mut() {
            open.facts.clear();
        }
        assert_eq!(said(&[0], &some), "when `A` is unknown");
    }

    #[test]
    fn many_conditions_are_told_by_an_example() {
        let five = all(&["A", "B", "C", "D", "E"]);
        let odd: Vec<_> = (0..32_usize).filter(|at| at.count_ones() % 2 == 1).collect();
        assert_eq!(said(&odd, &five), "for 16 of 32 combinations of its conditions");
        assert_eq!(said(&[3, 31], &all(&["A", "B", "C", "D", "E"])).split(' ').next(), Some("for"));
    }
}
