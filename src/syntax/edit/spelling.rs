//! How keys and strings are written beside those that are there: quotes, and the blanks around colons.

use super::layout::{LayoutStyle, block_header};
use crate::syntax::{Entry, Map, Node, Value, yaml};

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

    /// A text in these quotes; in `other` ones where it cannot be without, or in double quotes where others would
    /// change what is read.
    pub(super) fn around(self, text: &str, other: Self) -> String {
        match self {
            Self::None if is_plain(text) => text.to_owned(),
            Self::None if other == Self::Single => other.around(text, Self::Double),
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

/// Whether some reader of YAML refuses a character that JSON allows in a string.
pub(super) fn is_odd(c: char) -> bool {
    (c.is_control() && c != '\n') || matches!(c, '\u{FEFF}' | '\u{FFFE}'..)
}

/// A key in these quotes; none if no YAML reader would take it.
pub(super) fn key(quotes: Quotes, key: &str) -> Option<String> {
    let is_writable = !key.contains(char::is_control) && !key.contains(is_odd);
    is_writable.then(|| quotes.around(key, Quotes::Double))
}

/// The quotes that the keys of an object stand in: those of its last one.
pub(super) fn quotes_of_keys(text: &str, map: &Map<'_>) -> Quotes {
    let last = map.entries.last().and_then(|it| text.get(it.key_span.range()));
    last.map_or(Quotes::Double, Quotes::of)
}

/// What is between the key and the value of an entry, as far as it fits another key.
pub(super) fn colon<'t>(text: &'t str, entry: &Entry<'_>, key: &str) -> Option<&'t str> {
    let between = text.get(entry.key_span.range().end..entry.value.span.range().start)?;
    let is_spaced = between.trim_start_matches(' ').strip_prefix(':')?;
    let is_usual = is_spaced.bytes().all(|byte| byte == b' ')
        && !entry.value.span.is_empty()
        && (!is_spaced.is_empty() || key.starts_with('"'));
    Some(if is_usual { between } else { ": " })
}

/// The quotes that the values of an object stand in: those of its last string. YAML's block style has none
/// if that is unknown.
pub(super) fn quotes_of_values(text: &str, map: &Map<'_>, style: LayoutStyle) -> Quotes {
    quotes_of(text, map.entries.iter().map(|entry| &entry.value), style)
}

/// The quotes that some values stand in, by the last of them that is a string.
pub(super) fn quotes_of<'n, 's: 'n>(
    text: &str,
    values: impl DoubleEndedIterator<Item = &'n Node<'s>>,
    style: LayoutStyle,
) -> Quotes {
    // A string that needs its quotes says nothing about those of others.
    let has_choice = |node: &Node<'_>, string: &str| {
        let written = text.get(node.span.range()).unwrap_or_default();
        style == LayoutStyle::Flow || Quotes::of(written) == Quotes::None || is_plain(string)
    };
    let is_string = |node: &&Node<'_>| match &node.value {
        Value::String(string) => has_choice(node, string) && block_header(text, node).is_none(),
        _ => false,
    };
    let last = values.rev().find(is_string);
    match (last.and_then(|node| text.get(node.span.range())), style) {
        (Some(written), _) => Quotes::of(written),
        (None, LayoutStyle::Block) => Quotes::None,
        (None, LayoutStyle::Flow) => Quotes::Double,
    }
}
