//! Edits of texts → those of the protocol.

use super::client::ClientAbilities;
use super::places::PlacedFiles;
use super::uris::uri_of;
use gen_lsp_types::{TextEdit, Uri};
use needs_exec_role::Edit;
use serde_json::{Map, Value, json};
use std::path::Path;

/// Edits of files, by their names, as the client takes them. None if one of the files is not there.
pub(super) fn workspace_edit(
    edits: &[Edit],
    files: &mut PlacedFiles<'_>,
    abilities: &ClientAbilities,
) -> Option<Value> {
    let mut by_file: Vec<(Uri, Option<i32>, Vec<TextEdit>)> = Vec::new();
    for edit in edits {
        let (uri, version) = files.uri(&edit.path)?;
        let range = files.range(&edit.path, edit.start, edit.end)?;
        let made = TextEdit { range, new_text: edit.text.clone() };
        match by_file.iter_mut().find(|(known, _, _)| *known == uri) {
            Some((_, _, all)) => all.push(made),
            None => by_file.push((uri, version, vec![made])),
        }
    }
    if abilities.takes_versions {
        let changes = by_file.into_iter().map(|(uri, version, edits)| {
            json!({ "textDocument": { "uri": uri, "version": version }, "edits": edits })
        });
        return Some(json!({ "documentChanges": changes.collect::<Vec<_>>() }));
    }
    let changes = by_file.into_iter().map(|(uri, _, edits)| (uri.0, json!(edits)));
    Some(json!({ "changes": changes.collect::<Map<_, _>>() }))
}

/// A new file with a text; none where the client creates no files.
pub(super) fn new_file(path: &Path, text: &str, abilities: &ClientAbilities) -> Option<Value> {
    let uri = uri_of(path);
    let start = json!({ "line": 0, "character": 0 });
    let edit = json!({ "range": { "start": start, "end": start }, "newText": text });
    abilities.creates_files.then(|| {
        json!({ "documentChanges": [
            { "kind": "create", "uri": uri, "options": { "ignoreIfExists": true } },
            { "textDocument": { "uri": uri, "version": null }, "edits": [edit] },
        ] })
    })
}

/// The edit that makes one text of another: what both begin and end with stays.
pub(super) fn difference(path: &str, before: &str, after: &str) -> Edit {
    let same = |(one, other): &(char, char)| one == other;
    let start: usize =
        before.chars().zip(after.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let (old, new) = (rest(before, start), rest(after, start));
    let end: usize =
        old.chars().rev().zip(new.chars().rev()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let text = new.get(..new.len() - end).unwrap_or_default().to_owned();
    Edit::new(path, start..before.len() - end, text)
}

fn rest(text: &str, start: usize) -> &str {
    text.get(start..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn a_difference_makes_the_other_text() {
        for (before, after) in [
            ("aüb", "aöb"),
            ("aab", "ab"),
            ("", "x"),
            ("x", ""),
            ("aa", "aaa"),
            ("ü", "üü"),
            ("x", "x"),
        ] {
            let edit = difference("x", before, after);
            let mut made = before.to_owned();
            made.replace_range(edit.start..edit.end, &edit.text);
            assert_eq!(made, after, "{edit:?}");
        }
    }
}
