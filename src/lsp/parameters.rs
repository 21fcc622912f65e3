//! Parameters of requests, as far as they are looked at, and what a request comes to.

use gen_lsp_types::{Position, Range, TextDocumentContentChangeEvent, TextDocumentIdentifier, Uri};
use lsp_server::ErrorCode;
use serde::Deserialize;
use serde_json::Value;

/// A place in a text.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PlaceParameters {
    pub(super) text_document: TextDocumentIdentifier,
    pub(super) position: Position,
}

/// A text that has changed, and how.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ChangeParameters {
    pub(super) text_document: ChangedText,
    pub(super) content_changes: Vec<TextDocumentContentChangeEvent>,
}

/// Which text has changed. Some clients send null for a version, although it is a number in the protocol.
#[derive(Debug, Deserialize)]
pub(super) struct ChangedText {
    pub(super) uri: Uri,
    #[serde(default)]
    pub(super) version: Option<i32>,
}

/// A range of a text, and what is wanted there.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RangeParameters {
    pub(super) text_document: TextDocumentIdentifier,
    pub(super) range: Range,
    #[serde(default)]
    pub(super) context: WantedContext,
}

/// Which kinds of actions are wanted.
#[derive(Debug, Default, Deserialize)]
pub(super) struct WantedContext {
    pub(super) only: Option<Vec<String>>,
}

/// A text, and what the client has of its diagnostics.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TextParameters {
    pub(super) text_document: TextDocumentIdentifier,
    pub(super) previous_result_id: Option<String>,
}

/// A command.
#[derive(Debug, Deserialize)]
pub(super) struct CommandParameters {
    pub(super) command: String,
    #[serde(default)]
    pub(super) arguments: Vec<Value>,
}

/// What a request comes to: a result, or the code of an error and what is wrong.
pub(super) type ServerAnswer = Result<Value, (ErrorCode, String)>;
