//! How much a role needs, shown behind its ARN.

use super::documents::OpenText;
use super::markup;
use super::session::Session;
use gen_lsp_types::{InlayHint, Label, Range, Tooltip};
use serde_json::{Value, json};
use std::io;

/// The answer to `textDocument/inlayHint`: the hints in a range.
pub(super) fn within<W: io::Write>(
    session: &Session<W>,
    document: &OpenText,
    range: Range,
) -> Value {
    let name = document.name.as_str();
    let mut files = session.files();
    let mut hints: Vec<InlayHint> = Vec::new();
    for view in session.units.files_with(name) {
        for hint in view.checker.role_hints_in(view.unit, view.file, name) {
            let end = hint.place.end.offset;
            let Some(place) = files.range(name, end, end) else { continue };
            let position = place.end;
            let is_in = (range.start.line..=range.end.line).contains(&position.line);
            let is_known = hints.iter().any(|it| it.position == position);
            if is_in && !is_known {
                let tooltip = markup::content(&hint.text, &session.abilities);
                hints.push(InlayHint {
                    position,
                    label: Label::String(hint.label),
                    kind: None,
                    text_edits: None,
                    tooltip: Some(Tooltip::MarkupContent(tooltip)),
                    padding_left: Some(true),
                    padding_right: None,
                    data: None,
                });
            }
        }
    }
    json!(hints)
}
