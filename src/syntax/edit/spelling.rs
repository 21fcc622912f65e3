//! How keys and values are written beside those that are there: quotes, and the blanks around colons.

use super::layout::{LayoutStyle, block_header};
use crate::syntax::{Entry, Map, Node, Value, json, yaml};

/// The quotes of a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quotes {
    None,
    Single,
    Double,
}

impl Quotes {
    /// Those that a key or string is written in.
    pub(super) fn of(written: &str) -> Self {
        match written.as_bytes().first() {
            Some(b'\'') => Self::Single,
            Some(b'"') => Self::Double,
            _ => Self::None,
        }
    }

    /// A text in these quotes, or in double quotes where others would change what is read.
    pub(super) fn around(self, text: &str) -> String {
        match self {
            Self::None if is_plain(text) => text.to_owned(),
            Self::Single if !text.contains(char::is_control) => {
                format!("'{}'", text.replace('\'', "''"))
            }
            _ => serde_json::Value::from(text).to_string(),
        }
    }
}

/// Whether every YAML reader takes a text without quotes for a string, in brackets as well: readers of YAML
/// 1.1 take more words for booleans and numbers.
fn is_plain(text: &str) -> bool {
    const WORDS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    let in_word = |byte: u8| byte.is_ascii_alphanumeric() || b"_-./:<>@+=".contains(&byte);
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(in_word)
        && !text.ends_with(':')
        && !WORDS.contains(&text.to_ascii_lowercase().as_str())
        && matches!(&yaml::read(text).documents.as_slice(), [node] if node.as_str() == Some(text))
}

/// An entry as the last one of its object is written; `value` is JSON.
pub(super) fn entry(
    text: &str,
    map: &Map<'_>,
    style: LayoutStyle,
    key: &str,
    value: &str,
) -> Option<String> {
    // Not every reader of YAML takes what JSON allows in a string.
    let is_odd = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{FEFF}' | '\u{FFFE}'..);
    if key.contains(char::is_control) || key.contains(is_odd) || value.contains(is_odd) {
        return None;
    }
    let read = json::read(value);
    let [document] = read.documents.as_slice() else { return None };
    if !read.problems.is_empty() || !read.template_marks.is_empty() {
        return None;
    }
    let value = match (&document.value, quotes_of_values(text, map, style)) {
        (Value::String(string), quotes @ (Quotes::None | Quotes::Single)) => quotes.around(string),
        _ => value.trim().to_owned(),
    };
    let Some(last) = map.entries.last() else {
        return Some(format!("{}: {value}", Quotes::Double.around(key)));
    };
    let written = text.get(last.key_span.range())?;
    let key = Quotes::of(written).around(key);
    let colon = colon(text, last, &key)?;
    Some(format!("{key}{colon}{value}"))
}

/// What is between the key and the value of an entry, as far as it fits another key.
fn colon<'t>(text: &'t str, entry: &Entry<'_>, key: &str) -> Option<&'t str> {
    let between = text.get(entry.key_span.range().end..entry.value.span.range().start)?;
    let is_spaced = between.trim_start_matches(' ').strip_prefix(':')?;
    let is_usual = is_spaced.bytes().all(|byte| byte == b' ')
        && !entry.value.span.is_empty()
        && (!is_spaced.is_empty() || key.starts_with('"'));
    Some(if is_usual { between } else { ": " })
}

/// The quotes that the values of an object stand in: those of its last string. YAML's block style has none
/// if that is unknown.
fn quotes_of_values(text: &str, map: &Map<'_>, style: LayoutStyle) -> Quotes {
    let is_string = |node: &&Node<'_>| {
        matches!(node.value, Value::String(_)) && block_header(text, node).is_none()
    };
    let last = map.entries.iter().rev().map(|entry| &entry.value).find(is_string);
    match (last.and_then(|node| text.get(node.span.range())), style) {
        (Some(written), _) => Quotes::of(written),
        (None, LayoutStyle::Block) => Quotes::None,
        (None, LayoutStyle::Flow) => Quotes::Double,
    }
}
