//! The steps of patterns and values, and whether they meet: always, never, or with some filling of the placeholders.

use crate::base::text::{Piece, Placeholder, Text};
use crate::base::truth::Truth;
use std::sync::Arc;

/// One step of a pattern, or of a value that is matched against one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Symbol {
    /// A character that stands for itself.
    Char(char),
    /// In a pattern `?`; in a value one character that no file shows.
    AnyChar,
    /// In a pattern `*`; in a value text that no file shows.
    AnyText,
    /// Text that the source leaves open.
    Placeholder(Arc<Placeholder<'static>>),
}

/// The symbols of a text; `*` and `?` in its literal runs are wildcards where they are said to be.
pub fn symbols(text: &Text<'_>, wildcards: bool) -> Vec<Symbol> {
    let mut all = Vec::new();
    for piece in text.pieces() {
        match piece {
            Piece::Literal(run) => all.extend(run.chars().map(|c| symbol(c, wildcards))),
            Piece::Placeholder(placeholder) => all.push(of_placeholder(placeholder)),
        }
    }
    all
}

/// What a placeholder is among the symbols.
pub(super) fn of_placeholder(placeholder: &Placeholder<'_>) -> Symbol {
    Symbol::Placeholder(Arc::new(placeholder.clone().into_owned()))
}

/// What a character of a pattern means.
pub fn symbol(c: char, wildcards: bool) -> Symbol {
    match c {
        '*' if wildcards => Symbol::AnyText,
        '?' if wildcards => Symbol::AnyChar,
        _ => Symbol::Char(c),
    }
}

/// Whether a pattern matches text without placeholders. Going back to the last `*` only is enough.
pub(super) fn glob(pattern: &str, value: &str) -> bool {
    let (pattern, value) = (pattern.as_bytes(), value.as_bytes());
    let (mut at, mut from) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while from < value.len() {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, from));
                at += 1;
            }
            Some(b'?') => {
                at += 1;
                from = next_char(value, from);
            }
            Some(byte) if value.get(from) == Some(byte) => {
                at += 1;
                from += 1;
            }
            _ => {
                let Some((star_at, tried)) = star else { return false };
                let tried = next_char(value, tried);
                star = Some((star_at, tried));
                (at, from) = (star_at + 1, tried);
            }
        }
    }
    pattern.get(at..).unwrap_or_default().iter().all(|byte| *byte == b'*')
}

/// Where the character after the one at `from` begins.
fn next_char(value: &[u8], from: usize) -> usize {
    let mut next = from + 1;
    while value.get(next).is_some_and(|byte| byte & 0xC0 == 0x80) {
        next += 1;
    }
    next
}

/// Whether a pattern matches a value, as far as their placeholders let one say.
pub(super) fn matched(pattern: &[Symbol], value: &[Symbol]) -> Truth {
    let (pattern, value) = without_common_ends(pattern, value);
    if differ(pattern.first(), value.first()) || differ(pattern.last(), value.last()) {
        Truth::False
    } else if always_covers(pattern, value) {
        Truth::True
    } else {
        let open = value.iter().any(is_open_in_value) || pattern.iter().any(is_placeholder);
        Truth::possible(open && may_meet(pattern, value))
    }
}

/// Both without the characters and placeholders that they begin and end with alike: these match themselves,
/// whatever the placeholders stand for.
pub(super) fn without_common_ends<'p, 'v>(
    mut pattern: &'p [Symbol],
    mut value: &'v [Symbol],
) -> (&'p [Symbol], &'v [Symbol]) {
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

fn match_themselves(own: &Symbol, next: &Symbol) -> bool {
    own == next && matches!(own, Symbol::Char(_) | Symbol::Placeholder(_))
}

/// Whether both are characters, and not the same one.
fn differ(own: Option<&Symbol>, next: Option<&Symbol>) -> bool {
    matches!((own, next), (Some(Symbol::Char(own)), Some(Symbol::Char(next))) if own != next)
}

/// Whether every filling of the placeholders leaves a match. A placeholder is covered by `*`, and by itself.
fn always_covers(pattern: &[Symbol], value: &[Symbol]) -> bool {
    let (mut at, mut from) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while let Some(next) = value.get(from) {
        match pattern.get(at) {
            Some(Symbol::AnyText) => {
                star = Some((at, from));
                at += 1;
                continue;
            }
            Some(Symbol::AnyChar) if matches!(next, Symbol::Char(_) | Symbol::AnyChar) => {}
            Some(own @ (Symbol::Char(_) | Symbol::Placeholder(_))) if own == next => {}
            _ => {
                let Some((star_at, tried)) = star else { return false };
                star = Some((star_at, tried + 1));
                (at, from) = (star_at + 1, tried + 1);
                continue;
            }
        }
        at += 1;
        from += 1;
    }
    pattern.get(at..).unwrap_or_default().iter().all(|symbol| *symbol == Symbol::AnyText)
}

/// Whether some filling gives a match. Each placeholder is taken for itself here, so that the answer may be
/// "perhaps" once too often, and is never "no" too soon.
fn may_meet(pattern: &[Symbol], value: &[Symbol]) -> bool {
    // `reach[i]`: the pattern read so far and the first `i` symbols of the value can be one text.
    let mut reach = vec![false; value.len() + 1];
    start_row(&mut reach, value);
    let mut row = Vec::with_capacity(reach.len());
    for own in pattern {
        row.clear();
        let before = reach.first().copied().unwrap_or(false);
        row.push(before && is_flexible(own));
        for (next, pair) in value.iter().zip(reach.windows(2)) {
            let (diagonal, above) = match pair {
                [diagonal, above] => (*diagonal, *above),
                _ => (false, false),
            };
            let left = row.last().copied().unwrap_or(false);
            let (flexible, loose) = (is_flexible(own), is_flexible(next));
            row.push(
                diagonal && (flexible || loose || one_character_alike(own, next))
                    || above && (flexible || loose)
                    || left && (flexible || loose),
            );
        }
        if !row.contains(&true) {
            return false;
        }
        std::mem::swap(&mut reach, &mut row);
    }
    reach.last().copied().unwrap_or(false)
}

/// Before any of the pattern: the value's placeholders may be empty.
fn start_row(reach: &mut [bool], value: &[Symbol]) {
    let empty = value.iter().take_while(|symbol| is_flexible(symbol)).count();
    reach.iter_mut().take(empty + 1).for_each(|cell| *cell = true);
}

fn one_character_alike(own: &Symbol, next: &Symbol) -> bool {
    own == next || *own == Symbol::AnyChar || *next == Symbol::AnyChar
}

/// Whether it can stand for text of any length. A generated name cannot: nothing that is written is like it.
pub(super) fn is_flexible(symbol: &Symbol) -> bool {
    match symbol {
        Symbol::AnyText => true,
        Symbol::Placeholder(placeholder) => !placeholder.is_generated(),
        Symbol::Char(_) | Symbol::AnyChar => false,
    }
}

/// Whether it leaves open what a value is.
fn is_open_in_value(symbol: &Symbol) -> bool {
    !matches!(symbol, Symbol::Char(_))
}

fn is_placeholder(symbol: &Symbol) -> bool {
    matches!(symbol, Symbol::Placeholder(_))
}
