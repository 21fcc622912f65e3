//! In which combinations of its template's conditions something holds, in as few words as do.

use super::Combination;
use crate::input::cloudformation::Fact;
use std::cmp::Reverse;

/// More facts than this are not read: an example is shorter.
const MOST_FACTS: usize = 4;

/// How many combinations fit in a mask; there are never more of them.
const MOST: usize = 128;

/// A condition or a parameter, as it is in some of the combinations.
struct Literal<'a, 't> {
    name: &'t str,
    /// Nothing where the combinations leave it open.
    fact: Option<&'a Fact<'t>>,
    holds_in: u128,
}

/// Facts that together hold in none but the combinations that are meant.
struct Term {
    literals: Vec<usize>,
    holds_in: u128,
}

/// In which combinations, by their indices: "when `IsProd` and not `UseSpot`", "unless `IsDev`"; empty where it is
/// all of them.
pub fn when(places: &[usize], all: &[Combination<'_>]) -> String {
    if places.len() >= all.len() || places.is_empty() {
        return String::new();
    }
    if all.len() > MOST {
        return format!("in {} of {} combinations of its conditions", places.len(), all.len());
    }
    let literals = literals(all);
    let wanted = places.iter().fold(0, |mask, at| mask | bit(*at));
    let others = (0..all.len()).fold(0, |mask, at| mask | bit(at)) & !wanted;
    let direct = cover(&literals, wanted);
    let size = |terms: &[Term]| terms.iter().map(|term| term.literals.len()).sum::<usize>();
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
                format!("in {} of {} combinations of its conditions", places.len(), all.len());
            match terms.and_then(|terms| terms.into_iter().next()) {
                Some(first) if first.literals.len() <= MOST_FACTS => {
                    format!("{count}, as when {}", said(&[first], &literals))
                }
                _ => count,
            }
        }
    }
}

fn bit(at: usize) -> u128 {
    1 << at
}

/// Every fact of any combination, in the order met.
fn literals<'a, 't>(all: &'a [Combination<'t>]) -> Vec<Literal<'a, 't>> {
    let mut literals: Vec<Literal<'a, 't>> = Vec::new();
    for (at, combination) in all.iter().enumerate() {
        for (name, fact) in &combination.facts {
            let same = |it: &&mut Literal<'_, '_>| it.name == *name && it.fact == Some(fact);
            match literals.iter_mut().find(same) {
                Some(known) => known.holds_in |= bit(at),
                None => literals.push(Literal { name, fact: Some(fact), holds_in: bit(at) }),
            }
        }
    }
    let every = (0..all.len()).fold(0, |mask, at| mask | bit(at));
    let mut open: Vec<Literal<'a, 't>> = Vec::new();
    for Literal { name, holds_in, .. } in &literals {
        match open.iter_mut().find(|known| known.name == *name) {
            Some(known) => known.holds_in &= !holds_in,
            None => open.push(Literal { name, fact: None, holds_in: every & !holds_in }),
        }
    }
    literals.extend(open.into_iter().filter(|it| it.holds_in != 0));
    literals
}

/// Terms that together hold in exactly the wanted combinations, the widest first; none where three facts are
/// too few to tell some of them.
fn cover(literals: &[Literal<'_, '_>], wanted: u128) -> Option<Vec<Term>> {
    let mut terms = terms(literals, wanted);
    let mut chosen = Vec::new();
    let mut left = wanted;
    while left != 0 {
        terms.retain(|term| term.holds_in & left != 0);
        let widest = |term: &(usize, &Term)| {
            let term = term.1;
            (Reverse((term.holds_in & left).count_ones()), term.literals.len())
        };
        let (at, _) = terms.iter().enumerate().min_by_key(widest)?;
        let term = terms.swap_remove(at);
        left &= !term.holds_in;
        chosen.push(term);
    }
    Some(chosen)
}

/// Every term of up to three facts that holds in none but wanted combinations, the shortest first.
fn terms(literals: &[Literal<'_, '_>], wanted: u128) -> Vec<Term> {
    let mut found = Vec::new();
    let mut open = vec![Term { literals: Vec::new(), holds_in: u128::MAX }];
    for _ in 0..3 {
        let mut grown = Vec::new();
        for term in open {
            let from = term.literals.last().map_or(0, |last| last + 1);
            for (at, literal) in literals.iter().enumerate().skip(from) {
                let holds_in = term.holds_in & literal.holds_in;
                if holds_in & wanted == 0 || holds_in == term.holds_in {
                    continue;
                }
                let mut facts = term.literals.clone();
                facts.push(at);
                let term = Term { literals: facts, holds_in };
                if holds_in & !wanted == 0 { found.push(term) } else { grown.push(term) }
            }
        }
        open = grown;
    }
    found
}

fn said(terms: &[Term], literals: &[Literal<'_, '_>]) -> String {
    let term = |term: &Term| {
        let facts = term.literals.iter().filter_map(|at| literals.get(*at));
        // "not A and B" may be taken for "not (A and B)".
        let is_negative = |it: &&Literal<'_, '_>| matches!(it.fact, Some(Fact::Holds(false)));
        let (negative, positive): (Vec<_>, Vec<_>) = facts.partition(is_negative);
        let facts = positive.into_iter().chain(negative);
        facts.map(fact).collect::<Vec<_>>().join(" and ")
    };
    terms.iter().map(term).collect::<Vec<_>>().join(", or when ")
}

fn fact(Literal { name, fact, .. }: &Literal<'_, '_>) -> String {
    match fact {
        Some(Fact::Holds(true)) => (*name).to_owned(),
        Some(Fact::Holds(false)) => format!("not {name}"),
        Some(Fact::Is(value)) if value.is_empty() => format!("{name} is empty"),
        Some(Fact::Is(value)) => format!("{name} is {value}"),
        None => format!("{name} is open"),
    }
}

#[cfg(test)]
mod tests {
    use super::when;
    use crate::analysis::Combination;
    use crate::base::truth::Truth;
    use crate::engine::{RoleState, Verdict};
    use crate::input::cloudformation::Fact;

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
            (&[1, 3][..], "when A"),
            (&[0, 2], "when not A"),
            (&[3], "when A and B"),
            (&[1, 2, 3], "when A, or when B"),
            (&[1, 2], "when B and not A, or when A and not B"),
            (&[0, 1, 2, 3], ""),
        ] {
            let said = when(places, &two);
            assert_eq!(said, expected, "{places:?}");
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
        assert_eq!(when(&[0], &some), "when not A");
        if let Some(open) = some.first_mut() {
            open.facts.clear();
        }
        assert_eq!(when(&[0], &some), "when A is open");
    }

    #[test]
    fn many_conditions_are_told_by_an_example() {
        let five = all(&["A", "B", "C", "D", "E"]);
        let odd: Vec<_> = (0..32_usize).filter(|at| at.count_ones() % 2 == 1).collect();
        assert_eq!(when(&odd, &five), "in 16 of 32 combinations of its conditions");
        assert_eq!(when(&[3, 31], &all(&["A", "B", "C", "D", "E"])).split(' ').next(), Some("in"));
    }
}
