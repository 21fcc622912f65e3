//! How people write placeholders in templates.

use super::{DeploymentPart, Placeholder, PlaceholderKind};
use std::borrow::Cow;

/// Which spellings of a placeholder count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// `${X}`, `$X`, `$(X)`, `{{ X }}`, `<X>`, `%X%`, and what no value of a text field looks like: `#{X}#`, `@@X@@`,
    /// `%%X%%`, `$$X$$`, `<<X>>`, `<+X>`, `[[X]]`, `__X__`.
    Anywhere,
    /// Those, and `{X}`, `[X]`, `@X@`, `((X))`, `@{X}` and `$[X]`: in an image or an ARN, where these characters cannot be.
    Identifier,
}

/// The unquoted placeholder at the very start of `rest`, as `syntax` meets it where a value belongs:
/// the spellings of [`Spelling::Anywhere`] and `@X@`. Gives the placeholder and its length in bytes.
pub fn placeholder_at_start(rest: &str) -> Option<(Placeholder<'_>, usize)> {
    placeholder_at(rest, Spelling::Anywhere).or_else(|| word_between(rest, "@"))
}

/// The next placeholder in `rest`: where it begins, what it is, how long it is. `is_start` is whether nothing is
/// before `rest`.
pub(super) fn next_placeholder(
    rest: &str,
    is_start: bool,
    spelling: Spelling,
) -> Option<(usize, Placeholder<'_>, usize)> {
    let bytes = rest.as_bytes();
    let mut opening = bytes.iter().enumerate().filter(|(_, byte)| opens_placeholder(**byte));
    opening.find_map(|(at, byte)| {
        if *byte == b'_' {
            // `team__app` is one name: only a word on its own is between marks.
            let before = at.checked_sub(1).and_then(|before| bytes.get(before));
            let is_own = before.map_or(is_start || at == 0, |before| !is_word_byte(*before));
            if bytes.get(at + 1) != Some(&b'_') || !is_own {
                return None;
            }
        }
        let (placeholder, len) = placeholder_at(rest.get(at..)?, spelling)?;
        Some((at, placeholder, len))
    })
}

fn placeholder_at(rest: &str, spelling: Spelling) -> Option<(Placeholder<'_>, usize)> {
    let is_identifier = spelling == Spelling::Identifier;
    let bytes = rest.as_bytes();
    match (bytes.first()?, bytes.get(1)?) {
        (b'$', b'{') => balanced(rest, 2, b'{', b'}').map(|len| named(rest, 2, len, 1)),
        (b'$', b'(') => balanced(rest, 2, b'(', b')').map(|len| named(rest, 2, len, 1)),
        (b'$', c) if c.is_ascii_alphabetic() || *c == b'_' => {
            let open = 1 + scope(rest.get(1..)?);
            let tail = rest.get(open..)?;
            let len = open + tail.find(|c: char| !is_word(c)).unwrap_or(tail.len());
            Some(named(rest, open, len, 0))
        }
        (b'$', b'$') => word_between(rest, "$$"),
        (b'{', b'{') => {
            let mut len = rest.find("}}")? + 2;
            len += usize::from(rest.starts_with("{{{") && rest.as_bytes().get(len) == Some(&b'}'));
            (len > 4).then(|| named(rest, 2, len, 2))
        }
        (b'#', b'{') => hash(rest),
        (b'<', b'<') => between(rest, "<<", ">>"),
        (b'<', b'+') => balanced(rest, 2, b'<', b'>').map(|len| named(rest, 2, len, 1)),
        (b'<', b'%') => rest.find("%>").map(|end| named(rest, 2, end + 2, 2)),
        (b'<', _) => in_angles(rest),
        (b'%', b'%') => word_between(rest, "%%"),
        (b'%', c) if *c != b'{' => word_between(rest, "%"),
        (b'@', b'@') => word_between(rest, "@@"),
        (b'@', c) if is_identifier && *c != b'{' => word_between(rest, "@"),
        (b'_', b'_') => between_underscores(rest),
        (b'[', b'[') => between(rest, "[[", "]]"),
        (b'(', b'(') if is_identifier => between(rest, "((", "))"),
        (b'@' | b'%' | b'!' | b'~', b'{') if is_identifier => between(rest, rest.get(..2)?, "}"),
        (b'$', b'[') if is_identifier => between(rest, "$[", "]"),
        (b'{', _) if is_identifier => enclosed(rest, '}'),
        (b'[', _) if is_identifier => enclosed(rest, ']'),
        _ => None,
    }
}

/// The length of the scope that a variable of PowerShell begins with: `$env:X`. In capitals, `$ENV:1.0`, it is a variable
/// of a shell, and what follows is not of it.
fn scope(variable: &str) -> usize {
    let is_scope = |name: &str| matches!(name, "env" | "script" | "global" | "using");
    let scope = variable
        .split_once(':')
        .filter(|(name, after)| is_scope(name) && after.starts_with(is_word));
    scope.map_or(0, |(name, _)| name.len() + 1)
}

/// `<X>`: a name in any language.
fn in_angles(rest: &str) -> Option<(Placeholder<'_>, usize)> {
    let len = rest.find('>')? + 1;
    let inner = rest.get(1..len - 1)?;
    let is_name = inner.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '$'));
    (is_name && !inner.contains(['<', '\n', '"'])).then(|| named(rest, 1, len, 1))
}

/// `{X}` or `[X]`: nothing but a closing bracket may end it, and it may not be empty.
fn enclosed(rest: &str, close: char) -> Option<(Placeholder<'_>, usize)> {
    let len = rest.find(close)? + 1;
    let inner = rest.get(1..len - 1)?;
    let fits = !inner.trim().is_empty() && !inner.contains(['{', '[', '/', ':']);
    fits.then(|| named(rest, 1, len, 1))
}

/// `#{X}` and, as the task of Azure DevOps has it, `#{X}#`.
fn hash(rest: &str) -> Option<(Placeholder<'_>, usize)> {
    let len = balanced(rest, 2, b'{', b'}')?;
    let close = 1 + usize::from(rest.as_bytes().get(len) == Some(&b'#'));
    Some(named(rest, 2, len + close - 1, close))
}

/// `[[X]]` and its like: a name between two marks, on one line.
fn between<'s>(rest: &'s str, open: &str, close: &str) -> Option<(Placeholder<'s>, usize)> {
    let tail = rest.get(open.len()..)?;
    let inner = tail.get(..tail.find(close)?)?;
    let is_name = inner.trim().starts_with(|c: char| is_word(c) || matches!(c, '.' | '$'));
    (is_name && !inner.contains(['\n', '"', '[', '<'])).then(|| {
        let len = open.len() + inner.len() + close.len();
        named(rest, open.len(), len, close.len())
    })
}

/// `%X%` or `@@X@@`: an identifier between the same marks, which do not go on.
fn word_between<'s>(rest: &'s str, mark: &str) -> Option<(Placeholder<'s>, usize)> {
    let tail = rest.strip_prefix(mark)?;
    let is_inner = |c: char| is_word(c) || mark.len() > 1 && matches!(c, '.' | '-');
    let word = tail.find(|c| !is_inner(c))?;
    let starts_well = tail.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let closes = tail.get(word..)?.starts_with(mark);
    (word > 0 && starts_well && closes)
        .then(|| named(rest, mark.len(), mark.len() + word + mark.len(), mark.len()))
}

/// `__X__`: one word that begins and ends in two underscores, and has a letter between them.
fn between_underscores(rest: &str) -> Option<(Placeholder<'_>, usize)> {
    let len = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
    let inner = rest.get(..len)?.strip_prefix("__")?.strip_suffix("__")?;
    let is_name = inner.starts_with(|c: char| c.is_ascii_alphanumeric())
        && !inner.ends_with('_')
        && inner.contains(|c: char| c.is_ascii_alphabetic());
    is_name.then(|| named(rest, 2, len, 2))
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
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
/// bracket, without what steers a template there (`<%= x -%>`, `{{ .X }}`, `$($x)`), up to a default
/// (`${X:-default}`).
fn named(rest: &str, open: usize, len: usize, close: usize) -> (Placeholder<'_>, usize) {
    let written = rest.get(..len).unwrap_or(rest);
    let inner = written.get(open..len.saturating_sub(close)).unwrap_or_default();
    let inner = inner.trim_matches(['-', '+', '=', '%', '{', '}', ' ', '\t', '\n']);
    let name = inner.trim_start_matches(['.', '$']);
    let name = name.split_once(":-").map_or(name, |(name, _)| name);
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

fn opens_placeholder(byte: u8) -> bool {
    opens(byte) != 0 || matches!(byte, b'!' | b'~')
}

/// What [`opens`] says of a byte that opens a placeholder only with another one like it: `__X__`, `((X))`.
pub(super) const PAIR: u8 = 1;

/// Whether a byte may open a placeholder, or stands in each that others open: 0 if not, and [`PAIR`].
pub(super) fn opens(byte: u8) -> u8 {
    let alone = matches!(byte, b'$' | b'{' | b'<' | b'%' | b'[' | b'#' | b'@');
    let pair = matches!(byte, b'_' | b'(');
    u8::from(alone) * 2 + u8::from(pair) * PAIR
}
