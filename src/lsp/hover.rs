//! What is shown of a place: the role that is used there, and the pages of what was found there.

use super::documents::OpenText;
use super::markup;
use super::session::Session;
use gen_lsp_types::Position;
use needs_exec_role::{Diagnostic, EditorText, Place};
use serde_json::{Value, json};
use std::io;

/// The answer to `textDocument/hover`: null where there is nothing to say. None if the text has no such line.
pub(super) fn at<W: io::Write>(
    session: &Session<W>,
    document: &OpenText,
    position: Position,
) -> Option<Value> {
    let name = document.name.as_str();
    let mut files = session.files();
    let offset = files.offset(name, position)?;
    let (mut parts, mut place): (Vec<EditorText>, Option<Place>) = (Vec::new(), None);
    for view in session.units.files_with(name) {
        if let Some(hovered) = view.checker.hover_in(view.unit, view.file, name, offset) {
            push(&mut parts, hovered.text);
            place = place.or(Some(hovered.place));
        }
    }
    for (page, found) in pages(session, name, offset) {
        push(&mut parts, page);
        place = place.or(Some(found));
    }
    if parts.is_empty() {
        return Some(Value::Null);
    }
    let contents = markup::content(&EditorText::joined(parts), &session.abilities);
    let mut hover = json!({ "contents": contents });
    let place = place.filter(|it| it.path == name);
    let range = place.and_then(|it| files.range(name, it.start.offset, it.end.offset));
    if let (Some(range), Some(hover)) = (range, hover.as_object_mut()) {
        hover.insert("range".to_owned(), json!(range));
    }
    Some(hover)
}

/// The page of each code that was found at a place.
fn pages<W: io::Write>(
    session: &Session<W>,
    name: &str,
    offset: usize,
) -> Vec<(EditorText, Place)> {
    let found = session.units.judged().flat_map(|it| &it.diagnostics);
    let place = |it: &Diagnostic| it.primary.as_ref().map(|it| it.place.clone());
    let is_at =
        |it: &Place| it.path == name && it.start.offset <= offset && offset <= it.end.offset;
    let mut codes: Vec<(&str, Place)> = Vec::new();
    for it in found {
        if let Some(place) = place(it).filter(is_at)
            && !codes.iter().any(|(code, _)| *code == it.code)
        {
            codes.push((&it.code, place));
        }
    }
    let Some(view) = session.units.files_with(name).next() else { return Vec::new() };
    let page =
        |(code, place): (&str, Place)| Some((view.checker.explain(code).page_text()?, place));
    codes.into_iter().filter_map(page).collect()
}

/// Adds a text, once.
fn push(parts: &mut Vec<EditorText>, text: EditorText) {
    if !parts.contains(&text) {
        parts.push(text);
    }
}
