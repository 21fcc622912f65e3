//! The words that may stand at a place: those of the API, and those of our comments and of the configuration.

use super::documents::OpenText;
use super::listed_words::{self, PlacedWord};
use super::session::Session;
use gen_lsp_types::{Position, Range};
use needs_exec_role::{Assumption, Checker, Configuration, LaunchType};
use serde_json::{Value, json};
use std::io;

/// What our comments begin with.
const COMMENT: &str = "needs-exec-role:";

/// The kinds of items, as the protocol numbers them.
const PROPERTY: u8 = 10;
const VALUE: u8 = 12;
const KEYWORD: u8 = 14;

/// A word that is offered.
struct OfferedWord {
    word: String,
    text: String,
    kind: u8,
    detail: Option<String>,
}

impl OfferedWord {
    fn plain(word: impl Into<String>, kind: u8) -> Self {
        let word = word.into();
        Self { text: word.clone(), word, kind, detail: None }
    }

    /// A key, with what is written behind it.
    fn key(word: &str) -> Self {
        Self { text: format!("{word}: "), ..Self::plain(word, PROPERTY) }
    }

    /// An assumption, as a key with a value or as an item of a list.
    fn assumption(assumption: Assumption, is_key: bool) -> Self {
        let Assumption { name, says, value } = assumption;
        let text = match (is_key, value) {
            (true, _) => format!("{name}: "),
            (false, Some(_)) => format!("{name}="),
            (false, None) => name.clone(),
        };
        Self { text, detail: Some(says), ..Self::plain(name, VALUE) }
    }

    fn item(self, range: Range) -> Value {
        let Self { word, text, kind, detail } = self;
        let edit = json!({ "range": range, "newText": text });
        let mut item = json!({ "label": word, "kind": kind, "filterText": text, "textEdit": edit });
        if let (Some(detail), Some(item)) = (detail, item.as_object_mut()) {
            item.insert("detail".to_owned(), Value::String(detail));
        }
        item
    }
}

/// The answer to `textDocument/completion`. None if the text has no such line.
pub(super) fn at<W: io::Write>(
    session: &Session<W>,
    document: &OpenText,
    position: Position,
) -> Option<Value> {
    let name = document.name.as_str();
    let mut files = session.files();
    let offset = files.offset(name, position)?;
    let before = document.text().get(..offset)?;
    if let Some((start, words)) = own_words(before, document, session.first_checker()) {
        let range = files.range(name, start, offset)?;
        let items: Vec<_> = words.into_iter().map(|it| it.item(range)).collect();
        return Some(Value::Array(items));
    }
    let item = |listed: PlacedWord| {
        let range = files.range(name, listed.bytes.start, listed.bytes.end)?;
        let (kind, detail) = (VALUE, Some(listed.field));
        Some(OfferedWord { word: listed.word, text: listed.text, kind, detail }.item(range))
    };
    let listed = listed_words::at(session, document, offset);
    Some(Value::Array(listed.into_iter().filter_map(item).collect()))
}

/// The words of our own comments, or of the configuration, and where what they replace begins.
fn own_words(
    before: &str,
    document: &OpenText,
    checker: &Checker,
) -> Option<(usize, Vec<OfferedWord>)> {
    let line_start = before.rfind('\n').map_or(0, |it| it + 1);
    let line = before.get(line_start..)?;
    let word_start = line.rfind(|c: char| !is_of_word(c)).map_or(0, |it| {
        it + line.get(it..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
    });
    let start = line_start + word_start;
    let codes = || checker.codes().map(|code| OfferedWord::plain(code, VALUE)).collect();
    if let Some((_, said)) = line.rsplit_once(COMMENT) {
        let words = match said.rfind(['[', ']']).and_then(|it| said.get(it..)) {
            Some(rest) if rest.starts_with('[') => codes(),
            Some(_) => return None,
            None => ["ignore[", "ignore-file["].map(|it| OfferedWord::plain(it, KEYWORD)).into(),
        };
        return Some((start, words));
    }
    if !document.is_configuration() {
        return None;
    }
    Some((start, configuration_words(before, line, checker)))
}

/// The words of the configuration.
fn configuration_words(before: &str, line: &str, checker: &Checker) -> Vec<OfferedWord> {
    let mut tops = before.lines().filter(|it| it.starts_with(|c: char| c.is_ascii_lowercase()));
    let top = tops.next_back().and_then(key_of).unwrap_or_default();
    let own = key_of(line);
    // A line that is only a name so far may become a key; in brackets it does not.
    let is_key = own.is_none() && !line.contains('[');
    let codes = || checker.codes().map(|code| OfferedWord::plain(code, VALUE)).collect();
    match (top.as_str(), own.as_deref()) {
        _ if is_key && !line.starts_with([' ', '-']) => {
            Configuration::keys().map(OfferedWord::key).collect()
        }
        ("launch-types", _) => {
            let name = |it: &LaunchType| it.name().to_ascii_lowercase().replace('_', "-");
            LaunchType::ALL.iter().map(|it| OfferedWord::plain(name(it), VALUE)).collect()
        }
        ("severity", None) | ("exceptions", Some("code")) => codes(),
        ("severity", Some(_)) => {
            ["error", "warning", "note"].map(|it| OfferedWord::plain(it, VALUE)).into()
        }
        ("assume", None | Some("assume")) => {
            let assumptions = checker.assumptions().into_iter();
            let is_key = is_key && !line.contains('-');
            assumptions.map(|it| OfferedWord::assumption(it, is_key)).collect()
        }
        (_, None) if is_key && parent(before, line).as_deref() == Some(&*top) => {
            Configuration::keys_below(&top).map(OfferedWord::key).collect()
        }
        _ => Vec::new(),
    }
}

/// The key of a line, if it has one.
fn key_of(line: &str) -> Option<String> {
    let line = line.trim_start_matches([' ', '-']);
    line.split_once(':').map(|(key, _)| key.trim().to_owned())
}

/// The key that a line is below: that of the nearest line before it that begins further left.
fn parent(before: &str, line: &str) -> Option<String> {
    let indent = |it: &str| it.len() - it.trim_start_matches([' ', '-']).len();
    let own = indent(line);
    let mut others = before.lines().rev().skip(1);
    others.find(|it| !it.trim().is_empty() && indent(it) < own).and_then(key_of)
}

fn is_of_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}
