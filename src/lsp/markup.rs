//! Texts for people, as the client shows them: as Markdown, or as plain text.

use super::client::ClientAbilities;
use gen_lsp_types::{MarkupContent, MarkupKind};
use needs_exec_role::EditorText;

/// A text in the form that the client shows.
pub(super) fn content(text: &EditorText, abilities: &ClientAbilities) -> MarkupContent {
    if abilities.shows_markdown {
        MarkupContent { kind: MarkupKind::Markdown, value: text.markdown() }
    } else {
        MarkupContent { kind: MarkupKind::PlainText, value: text.plain() }
    }
}
