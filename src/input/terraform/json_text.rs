//! A value as JSON text, as `jsonencode` writes it, with what is open as placeholders.

use super::open;
use crate::base::sorting::sort_by;
use crate::base::text::{Piece, Text};
use crate::syntax::{Node, Value};
use std::fmt::Write as _;

/// What marks a value that is the text of its JSON: what `jsonencode` gives.
pub(super) const ENCODED: &str = "jsonencode";

/// How large a text of JSON may be in which others are.
const LARGEST: usize = 1 << 20;

/// Adds a value to a text.
pub(super) fn write<'t>(node: &Node<'t>, text: &mut Text<'t>) {
    match &node.value {
        Value::Null => text.push_copy("null"),
        Value::Bool(_) | Value::Number(_) => text.push_copy(node.as_scalar().unwrap_or_default()),
        Value::String(literal) => quoted(&Text::literal(literal.clone()), text),
        Value::Text(it) => quoted(it, text),
        Value::Placeholder(placeholder) => text.push_placeholder(placeholder.clone()),
        Value::Tagged(_, inner) => {
            let mut own = Text::default();
            write(inner, &mut own);
            // JSON in JSON doubles its escapes each time.
            if own.source_len() > LARGEST {
                text.push_placeholder(open::others(node.span));
            } else {
                quoted(&own, text);
            }
        }
        Value::List(items) => {
            text.push_char('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    text.push_char(',');
                }
                write(item, text);
            }
            text.push_char(']');
        }
        Value::Map(map) => {
            text.push_char('{');
            // Terraform sorts the keys.
            let mut entries: Vec<_> = map.entries.iter().collect();
            sort_by(&mut entries, |one, other| one.key.cmp(&other.key));
            for (index, entry) in entries.into_iter().enumerate() {
                if index > 0 {
                    text.push_char(',');
                }
                quoted(&Text::literal(entry.key.clone()), text);
                text.push_char(':');
                write(&entry.value, text);
            }
            if let Some(span) = map.open {
                if !map.entries.is_empty() {
                    text.push_char(',');
                }
                text.push_placeholder(open::others(span));
            }
            text.push_char('}');
        }
        Value::Alias(target) => write(target, text),
    }
}

/// A string in quotes. Terraform writes `<`, `>` and `&` as escapes.
fn quoted<'t>(value: &Text<'t>, text: &mut Text<'t>) {
    text.push_char('"');
    for piece in value.pieces() {
        match piece {
            Piece::Placeholder(placeholder) => text.push_placeholder(placeholder.clone()),
            Piece::Literal(run) => text.push_copy(&escaped(run)),
        }
    }
    text.push_char('"');
}

fn escaped(run: &str) -> String {
    let mut escaped = String::with_capacity(run.len());
    for c in run.chars() {
        match c {
            '"' => escaped.push_str("\\\""),
            '\\' => escaped.push_str("\\\\"),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\0'..='\u{1f}' => {
                let _ = write!(escaped, "\\u{:04x}", u32::from(c));
            }
            c => escaped.push(c),
        }
    }
    escaped
}
