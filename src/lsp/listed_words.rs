//! The words that a field lists at a place: a text that is being typed is also looked at as if it went on there.

use super::documents::OpenText;
use super::session::Session;
use super::units::{FileView, JudgedUnit};
use needs_exec_role::ModuleFileKind;
use std::io;
use std::ops::Range;

/// A word that may stand at a place of a text.
#[derive(Clone, Debug)]
pub(super) struct PlacedWord {
    pub(super) word: String,
    /// The field that lists it.
    pub(super) field: String,
    /// What is written in the place of these bytes.
    pub(super) text: String,
    pub(super) bytes: Range<usize>,
}

/// How a text may go on at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Continuation {
    at: usize,
    text: &'static str,
}

/// The words at an offset.
pub(super) fn at<W: io::Write>(
    session: &Session<W>,
    document: &OpenText,
    offset: usize,
) -> Vec<PlacedWord> {
    let name = document.name.as_str();
    let views = session.units.files_with(name).take(1);
    let found = words(views, name, offset);
    if !found.is_empty() {
        return found;
    }
    let text = document.text();
    let is_module = document.path.as_ref().and_then(|it| it.file_name()?.to_str());
    let is_module = is_module.and_then(ModuleFileKind::of).is_some();
    for Continuation { at, text: more } in continuations(text, offset, is_module) {
        let mut longer = text.to_owned();
        longer.insert_str(at, more);
        let changed = document.with_text(longer);
        let tried = JudgedUnit::tried(&changed, &session.documents, &session.workspace);
        let Some(unit) = tried else { continue };
        let found = words(unit.files_with(name), name, offset);
        if !found.is_empty() {
            let own = |place: usize| {
                if place > at { at.max(place.saturating_sub(more.len())) } else { place }
            };
            let moved =
                |it: PlacedWord| PlacedWord { bytes: own(it.bytes.start)..own(it.bytes.end), ..it };
            return found.into_iter().map(moved).collect();
        }
    }
    Vec::new()
}

fn words<'u>(
    views: impl Iterator<Item = FileView<'u>>,
    name: &str,
    offset: usize,
) -> Vec<PlacedWord> {
    let listed = views.flat_map(|it| it.checker.words_at(it.unit, it.file, name, offset));
    let word = |it: needs_exec_role::ListedWord| {
        let bytes = it.place.start.offset..it.place.end.offset;
        PlacedWord { word: it.word, field: it.field, text: it.text, bytes }
    };
    listed.map(word).collect()
}

/// How a text may go on: with a value where a key is typed, with both where nothing is.
fn continuations(text: &str, offset: usize, is_module: bool) -> Vec<Continuation> {
    let before = text.get(..offset).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    let rest = text.get(offset..).unwrap_or_default();
    let quote = rest.chars().next().filter(|it| "\"'".contains(*it));
    let at = offset + usize::from(quote.is_some());
    let is_value = line.trim_end().ends_with(['=', ':']);
    let is_item = line.trim() == "-";
    let is_word = line.ends_with(|c: char| c.is_ascii_alphanumeric() || "-_\"'".contains(c));
    let is_json = text.trim_start().starts_with(['{', '[']);
    let texts: &[&'static str] = match (is_value, is_word) {
        _ if is_item && !is_module => &["x", "x: x"],
        (true, _) if is_json => &["\"\""],
        (true, _) => &["x"],
        (_, true) if is_module => &[" = \"\""],
        (_, true) => &[": x"],
        (_, false) if is_module => &["x = \"\""],
        (_, false) if is_json => &["x: \"\""],
        (_, false) => &["x: x"],
    };
    texts.iter().map(|text| Continuation { at, text }).collect()
}
