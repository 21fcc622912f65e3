//! How people write placeholders in templates.

use super::{DeploymentPart, Placeholder, PlaceholderKind};
use std::borrow::Cow;

/// Which spellings of a placeholder count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// `${X}`, `$X`, `$(X)`, `{{ X }}`, `<X>`, `%X%`.
    Anywhere,
    /// Those, and `{X}` and `[X]`: in an image or an ARN, where these characters cannot be.
    Identifier,
}

/// The unquoted placeholder at the very start of `rest`, as `syntax` meets it where a value belongs:
/// the spellings of [`Spelling::Anywhere`] and `@X@`. Gives the placeholder and its length in bytes.
pub fn placeholder_at_start(rest: &str) -> Option<(Placeholder<'_>, usize)> {
    placeholder_at(rest, Spelling::Anywhere).or_else(|| word_between(rest, "@", "@"))
}

/// The next placeholder in `rest`: where it begins, what it is, how long it is.
pub(super) fn next_placeholder(
    rest: &str,
    spelling: Spelling,
) -> Option<(usize, Placeholder<'_>, usize)> {
    let bytes = rest.bytes().enumerate();
    let mut opening = bytes.filter(|(_, byte)| opens_placeholder(*byte));
    opening.find_map(|(at, _)| {
        let (placeholder, len) = placeholder_at(rest.get(at..)?, spelling)?;
        Some((at, placeholder, len))
    })
}

fn placeholder_at(rest: &str, spelling: Spelling) -> Option<(Placeholder<'_>, usize)> {
    let bytes = rest.as_bytes();
    match (bytes.first()?, bytes.get(1)) {
        (b'$', Some(b'{')) => balanced(rest, 2, b'{', b'}').map(|len| named(rest, 2, len, 1)),
        (b'$', Some(b'(')) => balanced(rest, 2, b'(', b')').map(|len| named(rest, 2, len, 1)),
        (b'$', Some(c)) if c.is_ascii_alphabetic() || *c == b'_' => {
            let tail = rest.get(1..)?;
            let len = 1 + tail.find(|c: char| !is_word(c)).unwrap_or(tail.len());
            Some(named(rest, 1, len, 0))
        }
        (b'{', Some(b'{')) => {
            let len = rest.find("}}")? + 2;
            (len > 4).then(|| named(rest, 2, len, 2))
        }
        (b'<', Some(c)) if c.is_ascii_alphanumeric() || matches!(c, b'_' | b'$' | b'%') => {
            let len = rest.find('>')? + 1;
            let inner = rest.get(1..len - 1)?;
            (!inner.contains(['<', '\n', '"'])).then(|| named(rest, 1, len, 1))
        }
        (b'%', Some(_)) => word_between(rest, "%", "%"),
        (b'{', Some(_)) if spelling == Spelling::Identifier => enclosed(rest, '}'),
        (b'[', Some(_)) if spelling == Spelling::Identifier => enclosed(rest, ']'),
        _ => None,
    }
}

/// `{X}` or `[X]`: nothing but a closing bracket may end it, and it may not be empty.
fn enclosed(rest: &str, close: char) -> Option<(Placeholder<'_>, usize)> {
    let len = rest.find(close)? + 1;
    let inner = rest.get(1..len - 1)?;
    let fits = !inner.trim().is_empty() && !inner.contains(['{', '[', '/', ':']);
    fits.then(|| named(rest, 1, len, 1))
}

/// `%X%` or `@X@`: an identifier between two marks.
fn word_between<'s>(rest: &'s str, open: &str, close: &str) -> Option<(Placeholder<'s>, usize)> {
    let tail = rest.strip_prefix(open)?;
    let word = tail.find(|c: char| !is_word(c))?;
    let starts_well = tail.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let closes = tail.get(word..)?.starts_with(close);
    (word > 0 && starts_well && closes)
        .then(|| named(rest, open.len(), open.len() + word + close.len(), close.len()))
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// The length of a bracketed run whose opening bracket ends before `from`; brackets inside it nest.
fn balanced(rest: &str, from: usize, open: u8, close: u8) -> Option<usize> {
    let mut depth = 1_usize;
    for (index, &byte) in rest.as_bytes().iter().enumerate().skip(from) {
        if byte == open {
            depth += 1;
        } else if byte == close {
            depth -= 1;
            if depth == 0 {
                return (index > from).then_some(index + 1);
            }
        }
    }
    None
}

/// The placeholder written in the first `len` bytes; its name is between `open` and `close` bytes of
/// bracket, up to a default (`${X:-default}`).
fn named(rest: &str, open: usize, len: usize, close: usize) -> (Placeholder<'_>, usize) {
    let written = rest.get(..len).unwrap_or(rest);
    let inner = written.get(open..len.saturating_sub(close)).unwrap_or_default();
    let inner = inner.trim_matches('-').trim().trim_start_matches('.');
    let name = inner.split_once(":-").map_or(inner, |(name, _)| name);
    (Placeholder::new(kind_of(written), Cow::Borrowed(written), Cow::Borrowed(name)), len)
}

/// What is read in a file is a text of the file. Only where someone copied `<account>` from an answer of this
/// program, it means what it meant there.
fn kind_of(written: &str) -> PlaceholderKind {
    let inner = written.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    match inner.and_then(DeploymentPart::named) {
        Some(part) => PlaceholderKind::Unspecified(part),
        None => PlaceholderKind::SourceText,
    }
}

pub(super) fn opens_placeholder(byte: u8) -> bool {
    matches!(byte, b'$' | b'{' | b'<' | b'%' | b'[')
}
