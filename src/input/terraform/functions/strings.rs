//! Strings. What is known of one that has placeholders stays known.

use super::super::eval::text_value;
use super::super::open;
use super::arguments::{FunctionArguments, FunctionResult, Unsettled};
use super::logic::give_truth;
use super::paths;
use crate::base::text::{Piece, PlaceholderKind, Text};
use crate::base::truth::Truth;
use crate::syntax::{Node, Value};

/// The characters of combinations begin here: what Terraform counts as one may be several from there on.
const FIRST_COMBINING: char = '\u{300}';

/// How many characters a text has; open where several may be one.
pub(super) fn character_count(text: &str) -> Result<usize, Unsettled> {
    let is_simple = !text.contains("\r\n") && text.chars().all(|c| c < FIRST_COMBINING);
    if is_simple { Ok(text.chars().count()) } else { Err(Unsettled::Open) }
}

/// A part of a text, by characters. A negative place is from the end, a negative length goes to the end.
pub(super) fn substr<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let (text, offset, length) = (given.text(0)?, given.whole(1)?, given.whole(2)?);
    let known = match text.pieces().first() {
        Some(Piece::Literal(start)) => start.as_ref(),
        None => "",
        Some(Piece::Placeholder(_)) => return Err(Unsettled::Open),
    };
    let count = i64::try_from(character_count(known)?).map_err(|_| Unsettled::Open)?;
    let is_whole = text.as_literal().is_some();
    if !is_whole && (offset < 0 || length < 0 || offset.saturating_add(length) > count) {
        return Err(Unsettled::Open);
    }
    let start = if offset < 0 { (count + offset).max(0) } else { offset.min(count) };
    let end = if length < 0 { count } else { start.saturating_add(length).min(count) };
    let [start, end] = [start, end].map(|it| usize::try_from(it).unwrap_or_default());
    given.give_text(known.chars().take(end).skip(start).collect::<String>())
}

/// A text in lowercase.
pub(super) fn lower<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    cased(given, "lower", |c| single(c, c.to_lowercase()))
}

/// A text in uppercase.
pub(super) fn upper<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    cased(given, "upper", |c| single(c, c.to_uppercase()))
}

/// What a character becomes: itself, where that would be several.
fn single(c: char, mut mapped: impl Iterator<Item = char>) -> char {
    match (mapped.next(), mapped.next()) {
        (Some(only), None) => only,
        _ => c,
    }
}

fn cased<'t>(
    given: &FunctionArguments<'_, '_, 't>,
    name: &str,
    map: impl Fn(char) -> char,
) -> FunctionResult<'t> {
    let mut text = Text::default();
    for piece in given.text(0)?.pieces() {
        match piece {
            Piece::Literal(run) => text.push_copy(&run.chars().map(&map).collect::<String>()),
            Piece::Placeholder(placeholder) => {
                let value = Value::Placeholder(placeholder.clone());
                let part = Node { span: given.span, value };
                text.push_placeholder(open::made_of(&[&part], |it| {
                    format!("{name}({})", it(&part))
                }));
            }
        }
    }
    given.give(text_value(text))
}

/// A text with the first letter of each word in uppercase.
pub(super) fn title<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let mut is_start = true;
    let mut titled = String::new();
    for c in given.literal(0)?.chars() {
        titled.push(if is_start { single(c, c.to_uppercase()) } else { c });
        is_start = !(c.is_alphanumeric() || c == '_');
    }
    given.give_text(titled)
}

/// A text backwards.
pub(super) fn strrev<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let text = given.literal(0)?;
    character_count(&text)?;
    given.give_text(text.chars().rev().collect::<String>())
}

/// A text whose lines but the first are indented.
pub(super) fn indent<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let (width, text) = (given.count(0)?, given.literal(1)?);
    let lines = text.matches('\n').count();
    if !given.ev.has_room(lines.saturating_mul(width)) {
        return Err(Unsettled::Open);
    }
    given.give_text(text.replace('\n', &format!("\n{}", " ".repeat(width.min(text.len() << 10)))))
}

/// A text without the characters of the second at its ends.
pub(super) fn trim<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let cut = given.literal(1)?;
    let text = trimmed_end(given.text(0)?, |c| cut.contains(c))?;
    given.give(text_value(trimmed_start(text, |c| cut.contains(c))?))
}

/// A text without white space at its ends.
pub(super) fn trimspace<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let text = trimmed_end(given.text(0)?, char::is_whitespace)?;
    given.give(text_value(trimmed_start(text, char::is_whitespace)?))
}

/// A text without line breaks at its end.
pub(super) fn chomp<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    given.give(text_value(trimmed_end(given.text(0)?, |c| matches!(c, '\r' | '\n'))?))
}

fn trimmed_start(text: Text<'_>, is_cut: impl Fn(char) -> bool) -> Result<Text<'_>, Unsettled> {
    match text.pieces() {
        [] => Ok(text),
        [Piece::Literal(run), rest @ ..] => {
            let kept = run.trim_start_matches(is_cut);
            if kept.is_empty() && !rest.is_empty() {
                return Err(Unsettled::Open);
            }
            Ok(with_start(kept.to_owned(), rest))
        }
        [Piece::Placeholder(_), ..] => Err(Unsettled::Open),
    }
}

fn trimmed_end(text: Text<'_>, is_cut: impl Fn(char) -> bool) -> Result<Text<'_>, Unsettled> {
    match text.pieces() {
        [] => Ok(text),
        [before @ .., Piece::Literal(run)] => {
            let kept = run.trim_end_matches(is_cut);
            if kept.is_empty() && !before.is_empty() {
                return Err(Unsettled::Open);
            }
            let mut trimmed = with_start(String::new(), before);
            trimmed.push_copy(kept);
            Ok(trimmed)
        }
        [.., Piece::Placeholder(_)] => Err(Unsettled::Open),
    }
}

/// A text that begins with a literal.
pub(super) fn with_start<'t>(start: String, rest: &[Piece<'t>]) -> Text<'t> {
    let mut text = Text::literal(start);
    for piece in rest {
        match piece {
            Piece::Literal(run) => text.push_literal(run.clone()),
            Piece::Placeholder(placeholder) => text.push_placeholder(placeholder.clone()),
        }
    }
    text
}

/// Whether a text certainly has no scheme of URLs, such as `https://`, which stands at the start of a text or nowhere:
/// accounts have no colon.
pub(super) fn is_without_scheme(text: &Text<'_>, scheme: &str) -> bool {
    let begins_otherwise = match text.pieces() {
        [Piece::Literal(run), ..] => !run.starts_with(scheme) && !scheme.starts_with(&**run),
        [Piece::Placeholder(open), Piece::Literal(run), ..] => {
            matches!(open.kind(), PlaceholderKind::Unspecified(_))
                && run.starts_with(|c| !scheme.contains(c))
        }
        _ => false,
    };
    let is_in = |it: &Piece<'_>| matches!(it, Piece::Literal(run) if run.contains(scheme));
    scheme.ends_with("://") && begins_otherwise && !text.pieces().iter().any(is_in)
}

/// A text without what it begins with.
pub(super) fn trimprefix<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let (text, prefix) = (given.text(0)?, given.literal(1)?);
    if is_without_scheme(&text, &prefix) {
        return given.give(text_value(text));
    }
    match (text.starts_with(&prefix), text.pieces()) {
        (Truth::True, [Piece::Literal(run), rest @ ..]) => {
            let kept = run.strip_prefix(&prefix).unwrap_or(run);
            given.give(text_value(with_start(kept.to_owned(), rest)))
        }
        (Truth::Unknown, _) => Err(Unsettled::Open),
        _ => given.give(text_value(text)),
    }
}

/// A text without what it ends in.
pub(super) fn trimsuffix<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let (text, suffix) = (given.text(0)?, given.literal(1)?);
    match (text.ends_with(&suffix), text.pieces()) {
        (Truth::True, [before @ .., Piece::Literal(run)]) => {
            let mut kept = with_start(String::new(), before);
            kept.push_copy(run.strip_suffix(&suffix).unwrap_or(run));
            given.give(text_value(kept))
        }
        (Truth::Unknown, _) => Err(Unsettled::Open),
        _ => given.give(text_value(text)),
    }
}

/// Whether a text begins with another.
pub(super) fn startswith<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    give_truth(given, given.text(0)?.starts_with(&given.literal(1)?))
}

/// Whether a text ends in another.
pub(super) fn endswith<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    give_truth(given, given.text(0)?.ends_with(&given.literal(1)?))
}

/// Whether another text is in a text.
pub(super) fn strcontains<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let (text, sought) = (given.text(0)?, given.literal(1)?);
    let holds = |piece: &Piece<'_>| match piece {
        Piece::Literal(run) => Truth::known(run.contains(&sought)),
        Piece::Placeholder(_) => Truth::Unknown,
    };
    let is_empty = Truth::known(sought.is_empty());
    give_truth(given, is_empty.or(Truth::any(text.pieces().iter().map(holds))))
}

/// The last part of a path.
pub(super) fn basename<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let text = given.text(0)?;
    if let Some(path) = text.as_literal() {
        return given.give_text(paths::base(path));
    }
    match text.pieces().last() {
        Some(Piece::Literal(end)) if end.contains('/') && !end.ends_with('/') => {
            given.give_text(paths::base(end))
        }
        _ => Err(Unsettled::Open),
    }
}

/// The path without its last part.
pub(super) fn dirname<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    given.give_text(paths::folder(&given.literal(0)?))
}
