//! JSON that is in a string, where an object or an array belongs.

use crate::base::source::Span;
use crate::base::text::{Piece, Placeholder, Text};
use crate::syntax::{Entry, Map, Node, Value, json};
use std::borrow::Cow;

/// What stands for a placeholder while JSON is read: a private character of Unicode, before and after its number.
const MARK: char = '\u{F8FF}';

/// JSON in a string; none if it is something else. What is in a string has no places of its own.
pub(super) fn read_json(text: &str, span: Span) -> Option<Node<'static>> {
    read_filled(text, span, &[])
}

/// JSON in a text that may have placeholders, which are then in its strings, or in place of a value.
pub(super) fn read_json_text<'t>(text: &Text<'t>, span: Span) -> Option<Node<'t>> {
    let placeholders: Vec<_> = text.placeholders().cloned().collect();
    let (mut whole, mut in_string, mut is_escaped, mut number) = (String::new(), false, false, 0);
    for piece in text.pieces() {
        match piece {
            Piece::Literal(run) if run.contains(MARK) => return None,
            Piece::Literal(run) => {
                for c in run.chars() {
                    in_string ^= c == '"' && !is_escaped;
                    is_escaped = in_string && c == '\\' && !is_escaped;
                }
                whole.push_str(run);
            }
            Piece::Placeholder(_) => {
                let quote = if in_string { "" } else { "\"" };
                whole.push_str(&format!("{quote}{MARK}{number}{MARK}{quote}"));
                number += 1;
            }
        }
    }
    read_filled(&whole, span, &placeholders)
}

fn read_filled<'t>(text: &str, span: Span, placeholders: &[Placeholder<'t>]) -> Option<Node<'t>> {
    if !text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let mut read = json::read(text);
    let document = read.documents.pop()?;
    read.problems.is_empty().then(|| placed(document, span, placeholders))
}

fn placed<'t>(node: Node<'_>, span: Span, placeholders: &[Placeholder<'t>]) -> Node<'t> {
    let owned = |text: &str| Value::String(Cow::Owned(text.to_owned()));
    let value = match node.value {
        Value::List(items) => {
            Value::List(items.into_iter().map(|it| placed(it, span, placeholders)).collect())
        }
        Value::Map(map) => {
            let entry = |it: Entry<'_>| Entry {
                key: Cow::Owned(it.key.into_owned()),
                key_span: span,
                value: placed(it.value, span, placeholders),
            };
            let entries = map.entries.into_iter().map(entry).collect();
            Value::Map(Map { entries, open: map.open.map(|_| span) })
        }
        Value::String(text) if text.contains(MARK) => Value::Text(unmarked(&text, placeholders)),
        // A number may be text wherever the API expects one.
        Value::String(text) | Value::Number(text) => owned(&text),
        Value::Placeholder(placeholder) => Value::Placeholder(placeholder.into_owned()),
        Value::Text(text) => Value::Text(text.into_owned()),
        Value::Bool(value) => Value::Bool(value),
        Value::Null | Value::Alias(_) | Value::Tagged(..) => Value::Null,
    };
    Node { span, value }
}

/// The text with the placeholders that its marks stand for: every second part between them is a number.
fn unmarked<'t>(text: &str, placeholders: &[Placeholder<'t>]) -> Text<'t> {
    let mut whole = Text::default();
    for (index, part) in text.split(MARK).enumerate() {
        let numbered = || placeholders.get(part.parse::<usize>().ok()?);
        match numbered().filter(|_| index % 2 == 1) {
            Some(placeholder) => whole.push_placeholder(placeholder.clone()),
            None => whole.push_copy(part),
        }
    }
    whole
}
