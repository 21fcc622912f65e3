//! Texts that are put together of parts, taken apart, and have parts replaced. What is known of one that has placeholders
//! stays known.

use super::super::eval::text_value;
use super::super::open::{self, any_number_of, is_rest};
use super::super::resolve::AttributeOf;
use super::arguments::{FunctionArguments, FunctionResult, Unsettled, list};
use super::strings::{character_count, is_without_scheme, with_start};
use crate::base::text::{Piece, Placeholder, PlaceholderKind, Text};
use crate::syntax::{Node, Value};
use std::borrow::Cow;

/// The items of all lists, with a separator between them.
pub(super) fn join<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let separator = given.literal(0)?;
    let mut text = Text::default();
    let mut has_items = false;
    for argument in given.all.get(1..).unwrap_or_default() {
        let items = match list(argument) {
            Err(Unsettled::Open) => std::slice::from_ref(argument),
            items => items?,
        };
        for item in items {
            let is_open = is_rest(item) || std::ptr::eq(item, argument);
            if is_open && !has_items {
                return Err(Unsettled::Open);
            }
            if is_open {
                text.push_placeholder(open::made_of(&[item], |part| {
                    format!("join({separator:?}, {})", part(item))
                }));
                continue;
            }
            let more = given.text_of(item)?;
            if !given.ev.has_room(separator.len() + more.source_len()) {
                return Err(Unsettled::Open);
            }
            if has_items {
                text.push_copy(&separator);
            }
            text.push_text(&more);
            has_items = true;
        }
    }
    given.give(text_value(text))
}

/// The parts of a text between separators. What is after a placeholder may be any number of them.
pub(super) fn split<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let (separator, text) = (given.literal(0)?, given.text(1)?);
    let item =
        |part: &str| Node { span: given.span, value: Value::String(Cow::Owned(part.to_owned())) };
    if let Some(whole) = text.as_literal() {
        if !given.ev.has_room(whole.len() * 16) {
            return Err(Unsettled::Open);
        }
        let items = if separator.is_empty() {
            character_count(whole)?;
            whole.chars().map(|c| item(&c.to_string())).collect()
        } else {
            whole.split(&separator).map(item).collect()
        };
        return given.give_list(items);
    }
    if separator.is_empty() {
        return Err(Unsettled::Open);
    }
    let as_item = |text| Node { span: given.span, value: text_value(text) };
    let (mut items, mut last) = (Vec::new(), Text::default());
    let mut pieces = text.pieces().iter();
    while let Some(piece) = pieces.next() {
        match piece {
            Piece::Literal(run) => {
                let mut parts = run.split(&separator);
                last.push_copy(parts.next().unwrap_or_default());
                for part in parts {
                    items.push(as_item(std::mem::take(&mut last)));
                    last.push_copy(part);
                }
            }
            Piece::Placeholder(open) if is_without(open, &separator) => {
                last.push_placeholder(open.clone());
            }
            Piece::Placeholder(_) if items.is_empty() => return Err(Unsettled::Open),
            Piece::Placeholder(open) => {
                if let Some(parts) = parts_of_role(given, &separator) {
                    items.truncate(1);
                    items.extend(parts);
                    return given.give_list(items);
                }
                last.push_placeholder(open.clone());
                last.push_text(&with_start(String::new(), pieces.as_slice()));
                // An attribute is named as it is written, so that it is known what it is about.
                let whole = given.get(1)?;
                let is_attribute = matches!(whole.value, Value::Placeholder(_));
                let rest = if is_attribute { whole.clone() } else { as_item(last) };
                let others = open::made_of(&[&rest], |part| {
                    format!("split({separator:?}, {})", part(&rest))
                });
                let others = Node { span: given.span, value: Value::Placeholder(others) };
                items.push(any_number_of(&others));
                return given.give_list(items);
            }
        }
    }
    items.push(as_item(last));
    given.give_list(items)
}

/// What is after the first slash of the ARN of a role: its path, and its name, which has no slash.
fn parts_of_role<'t>(
    given: &FunctionArguments<'_, '_, 't>,
    separator: &str,
) -> Option<Vec<Node<'t>>> {
    let Value::Placeholder(arn) = &given.all.get(1)?.value else { return None };
    let AttributeOf { instance, path } = given.ev.attribute_behind(arn)?;
    if separator != "/" || instance.kind != "aws_iam_role" || &*path != "arn" {
        return None;
    }
    let path = given.ev.attribute(&instance, "path");
    let path = path.as_ref().map_or(Some("/"), Node::as_str)?;
    let item = |value| Node { span: given.span, value };
    let folders = path.split('/').filter(|it| !it.is_empty());
    let folders = folders.map(|it| item(Value::String(Cow::Owned(it.to_owned()))));
    let name = given.ev.attribute_text(&instance, "name")?;
    Some(folders.chain([item(text_value(name))]).collect())
}

/// Whether what a placeholder stands for certainly has nothing of a text: partitions, Regions and accounts are letters,
/// digits and hyphens.
fn is_without(open: &Placeholder<'_>, text: &str) -> bool {
    let is_in_a_part = |c: char| c.is_ascii_alphanumeric() || c == '-';
    matches!(open.kind(), PlaceholderKind::Unspecified(_)) && !text.contains(is_in_a_part)
}

/// A text with something in it replaced. Of regular expressions only those are known that are plain text.
pub(super) fn replace<'t>(given: &FunctionArguments<'_, '_, 't>) -> FunctionResult<'t> {
    let (text, sought, with) = (given.text(0)?, given.literal(1)?, given.text(2)?);
    let is_expression = sought.len() > 1 && sought.starts_with('/') && sought.ends_with('/');
    let sought = if is_expression {
        let inner = sought.get(1..sought.len() - 1).unwrap_or_default();
        let is_plain = with.as_literal().is_some_and(|it| !it.contains('$'));
        plain_expression(inner).filter(|_| is_plain).ok_or(Unsettled::Open)?
    } else {
        sought
    };
    let found = text.pieces().iter().map(|piece| match piece {
        Piece::Literal(run) => run.matches(&sought).count(),
        Piece::Placeholder(_) => 1,
    });
    if !given.ev.has_room(found.sum::<usize>().saturating_mul(with.source_len())) {
        return Err(Unsettled::Open);
    }
    if let (Some(text), Some(with)) = (text.as_literal(), with.as_literal()) {
        return given.give_text(text.replace(&sought, with));
    }
    if is_without_scheme(&text, &sought) {
        return given.give(text_value(text));
    }
    if sought.is_empty() || may_be_across(text.pieces(), &sought) {
        return Err(Unsettled::Open);
    }
    let mut replaced = Text::default();
    for piece in text.pieces() {
        match piece {
            Piece::Literal(run) => {
                for (index, part) in run.split(&sought).enumerate() {
                    if index > 0 {
                        replaced.push_text(&with);
                    }
                    replaced.push_copy(part);
                }
            }
            Piece::Placeholder(open) if is_marker(&sought) || is_without(open, &sought) => {
                replaced.push_placeholder(open.clone());
            }
            Piece::Placeholder(open) => {
                let node = |value| Node { span: given.span, value };
                let part = node(Value::Placeholder(open.clone()));
                let with = node(text_value(with.clone()));
                replaced.push_placeholder(open::made_of(&[&part, &with], |it| {
                    format!("replace({}, {sought:?}, {})", it(&part), it(&with))
                }));
            }
        }
    }
    given.give(text_value(replaced))
}

/// Whether a text marks what is to be replaced, so that no value has it: `${name}`, `{{name}}`, `__NAME__`.
fn is_marker(sought: &str) -> bool {
    sought.contains(['$', '{', '}', '<', '>', '%', '#', '@'])
        || sought.len() > 4 && sought.starts_with("__") && sought.ends_with("__")
}

/// Whether a text may begin in what is known and end in a placeholder, or the other way round.
fn may_be_across(pieces: &[Piece<'_>], sought: &str) -> bool {
    let cuts = || sought.char_indices().skip(1).map(|(at, _)| sought.split_at(at));
    pieces.windows(2).any(|pair| match pair {
        [Piece::Literal(run), _] => cuts().any(|(start, _)| run.ends_with(start)),
        [_, Piece::Literal(run)] => cuts().any(|(_, end)| run.starts_with(end)),
        _ => !is_marker(sought) && cuts().next().is_some(),
    })
}

/// The text that a regular expression stands for, if it stands for one only.
fn plain_expression(expression: &str) -> Option<String> {
    let mut plain = String::new();
    let mut rest = expression.chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' => plain.push(rest.next().filter(char::is_ascii_punctuation)?),
            '.' | '+' | '*' | '?' | '(' | ')' | '|' | '[' | ']' | '{' | '}' | '^' | '$' => {
                return None;
            }
            c => plain.push(c),
        }
    }
    Some(plain)
}
