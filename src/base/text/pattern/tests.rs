//! The quick answers against slow ones: every way of laying a pattern over a value, and every filling.

use super::{CharSet, Element, always, elements, glob, matches, may_equal, possibly};
use crate::base::text::{Placeholder, PlaceholderKind, Text};
use crate::base::truth::Truth;
use proptest::prelude::{Just, Strategy, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};
use std::borrow::Cow;
use std::sync::Arc;

const A_OR_B: CharSet = CharSet::of("ab");
const NO_SLASH: CharSet = CharSet::ALL.without(&CharSet::of("/"));
/// What stands for all characters: one of each set, and one that no pattern contains.
const ALPHABET: [char; 5] = ['a', 'b', '/', 'é', 'z'];

fn placeholder(kind: PlaceholderKind, name: &'static str) -> Placeholder<'static> {
    Placeholder::new(kind, Cow::Borrowed(name), Cow::Borrowed(name))
}

fn element() -> impl Strategy<Value = Element> {
    use PlaceholderKind::{GeneratedName, SourceText};
    let held = |kind, name| Element::Placeholder(Arc::new(placeholder(kind, name)));
    prop_oneof![
        6 => prop::sample::select(vec!['a', 'b', '/', 'é']).prop_map(Element::Char),
        3 => prop::sample::select(vec![&CharSet::ALL, &A_OR_B, &NO_SLASH]).prop_map(Element::Many),
        2 => prop::sample::select(vec![&CharSet::ALL, &A_OR_B, &NO_SLASH]).prop_map(Element::One),
        2 => prop::sample::select(vec!["X", "Y"]).prop_map(move |it| held(SourceText, it)),
        1 => Just(held(GeneratedName, "G")),
    ]
}

fn elements_up_to(longest: usize) -> impl Strategy<Value = Vec<Element>> {
    prop::collection::vec(element(), 0..=longest)
}

/// Whether a pattern can be laid over a value: each element of the value is taken by one of the pattern.
fn laid_over(
    pattern: &[Element],
    value: &[Element],
    repeats: &dyn Fn(&Element) -> bool,
    may_be_empty: &dyn Fn(&Element) -> bool,
    takes: &dyn Fn(&Element, &Element) -> bool,
) -> bool {
    let over = |pattern: &[Element], value: &[Element]| {
        laid_over(pattern, value, repeats, may_be_empty, takes)
    };
    match (pattern.split_first(), value.split_first()) {
        (None, None) => true,
        (Some((own, rest)), None) => repeats(own) && over(rest, value),
        (None, Some((next, rest))) => may_be_empty(next) && over(pattern, rest),
        (Some((own, own_rest)), Some((next, rest))) => {
            repeats(own) && over(own_rest, value)
                || may_be_empty(next) && over(pattern, rest)
                || takes(own, next)
                    && (over(own_rest, rest)
                        || repeats(own) && over(pattern, rest)
                        || may_be_empty(next) && over(own_rest, value))
        }
    }
}

fn always_slowly(pattern: &[Element], value: &[Element]) -> bool {
    let takes = |own: &Element, next: &Element| match (own, next) {
        (Element::Many(set), Element::Placeholder(_)) => **set == CharSet::ALL,
        (Element::Many(set), Element::Many(other) | Element::One(other))
        | (Element::One(set), Element::One(other)) => set.includes(other),
        (Element::Many(set) | Element::One(set), Element::Char(c)) => set.contains(*c),
        (Element::Char(_) | Element::Placeholder(_), _) => own == next,
        (Element::One(_), Element::Many(_) | Element::Placeholder(_)) => false,
    };
    laid_over(pattern, value, &|own| matches!(own, Element::Many(_)), &|_| false, &takes)
}

fn possibly_slowly(pattern: &[Element], value: &[Element]) -> bool {
    let set = |element: &Element| match element {
        Element::Many(set) | Element::One(set) => Some(**set),
        Element::Placeholder(_) => Some(CharSet::ALL),
        Element::Char(_) => None,
    };
    let is_generated = |it: &Element| matches!(it, Element::Placeholder(it) if it.is_generated());
    let takes = |own: &Element, next: &Element| match (own, next) {
        (Element::Char(_), next) if is_generated(next) => false,
        (own, Element::Char(_)) if is_generated(own) => false,
        (own, next) if is_generated(own) || is_generated(next) => {
            own == next || !(is_generated(own) && is_generated(next))
        }
        _ => match (set(own), set(next), own, next) {
            (Some(own), Some(next), ..) => own.meets(&next),
            (Some(set), None, _, Element::Char(c)) | (None, Some(set), Element::Char(c), _) => {
                set.contains(*c)
            }
            _ => own == next,
        },
    };
    let is_free = |it: &Element| it.any_number_of().is_some();
    laid_over(pattern, value, &is_free, &is_free, &takes)
}

/// What an element may be, up to two characters long; a placeholder is what it is filled with.
fn texts(element: &Element, filling: [&str; 3]) -> Vec<String> {
    let ones =
        |set: &'static CharSet| ALPHABET.into_iter().filter(|c| set.contains(*c)).map(String::from);
    match element {
        Element::Char(c) => vec![c.to_string()],
        Element::One(set) => ones(set).collect(),
        Element::Many(set) => std::iter::once(String::new()).chain(ones(set)).collect(),
        Element::Placeholder(it) => {
            let named =
                ["X", "Y", "G"].into_iter().zip(filling).find(|(name, _)| *name == it.name());
            named.map(|(_, text)| text.to_owned()).into_iter().collect()
        }
    }
}

/// Whether a pattern without placeholders matches a text.
fn matches_slowly(pattern: &[Element], text: &[char], filling: [&str; 3]) -> bool {
    let Some((own, rest)) = pattern.split_first() else { return text.is_empty() };
    match (own, text.split_first()) {
        (Element::Many(set), next) => {
            matches_slowly(rest, text, filling)
                || next.is_some_and(|(c, others)| {
                    set.contains(*c) && matches_slowly(pattern, others, filling)
                })
        }
        _ => texts(own, filling).iter().any(|own| {
            let own: Vec<char> = own.chars().collect();
            let after = text.strip_prefix(own.as_slice());
            after.is_some_and(|after| matches_slowly(rest, after, filling))
        }),
    }
}

proptest! {
    #[test]
    fn both_questions_try_every_way(pattern in elements_up_to(6), value in elements_up_to(6)) {
        prop_assert_eq!(always(&pattern, &value), always_slowly(&pattern, &value));
        prop_assert_eq!(possibly(&pattern, &value), possibly_slowly(&pattern, &value));
    }

    #[test]
    fn no_filling_contradicts_the_answer(
        pattern in elements_up_to(5),
        value in elements_up_to(4),
        x in prop::sample::select(vec!["", "a", "b", "/", "ab"]),
        y in prop::sample::select(vec!["", "a", "é/"]),
    ) {
        // A generated name is like no text that is written.
        let filling = [x, y, "#"];
        let mut all = vec![String::new()];
        for element in &value {
            let next = texts(element, filling);
            all = all.iter().flat_map(|it| next.iter().map(move |one| format!("{it}{one}"))).collect();
        }
        let truth = matches(&pattern, &value);
        for text in &all {
            let text: Vec<char> = text.chars().collect();
            let holds = matches_slowly(&pattern, &text, filling);
            prop_assert!(truth != Truth::known(!holds), "{truth:?}, but {text:?} is {holds}");
        }
    }

    #[test]
    fn long_patterns_are_no_different(
        pattern in elements_up_to(4),
        value in elements_up_to(4),
        length in 50_usize..300,
    ) {
        let long = |short: &[Element]| [vec![Element::Char('é'); length], short.to_vec()].concat();
        prop_assert_eq!(always(&long(&pattern), &long(&value)), always(&pattern, &value));
        prop_assert_eq!(possibly(&long(&pattern), &long(&value)), possibly(&pattern, &value));
    }

    #[test]
    fn the_quick_way_is_no_other(pattern in "[ab/é*?]{0,8}", text in "[ab/é]{0,8}") {
        let quickly = glob(&pattern, &text);
        let pattern = elements(&Text::literal(pattern), true);
        prop_assert_eq!(quickly, always(&pattern, &elements(&Text::literal(text), false)));
    }

    #[test]
    fn equality_and_ends_are_patterns(parts in prop::collection::vec("[ab*é]{0,3}", 1..5), wanted in "[ab*é]{0,5}") {
        let mut text = Text::default();
        for (index, part) in parts.iter().enumerate() {
            if index > 0 {
                text.push_placeholder(placeholder(PlaceholderKind::SourceText, "X"));
            }
            text.push_str(part);
        }
        let value = elements(&text, false);
        let literal: Vec<_> = wanted.chars().map(Element::Char).collect();
        prop_assert_eq!(may_equal(text.pieces(), &wanted), possibly(&literal, &value));
        prop_assert_eq!(text.equals(&wanted), matches(&literal, &value));
        let begins = [literal.clone(), vec![Element::ANY_TEXT]].concat();
        prop_assert_eq!(text.starts_with(&wanted), matches(&begins, &value));
        let ends = [vec![Element::ANY_TEXT], literal].concat();
        prop_assert_eq!(text.ends_with(&wanted), matches(&ends, &value));
    }
}

#[test]
fn sets() {
    assert!(CharSet::ALL.includes(&NO_SLASH) && !NO_SLASH.includes(&CharSet::ALL));
    assert!(NO_SLASH.contains('é') && !NO_SLASH.contains('/') && !A_OR_B.contains('é'));
    assert!(!A_OR_B.meets(&CharSet::DIGITS) && NO_SLASH.meets(&A_OR_B));
    assert!(CharSet::ALPHANUMERIC.contains('Z') && CharSet::ALPHANUMERIC.contains('0'));
}
