//! The client: what it can do, and what is sent to it.

use super::frames;
use super::positions::PlaceEncoding;
use serde::Serialize;
use serde_json::{Value, json};
use std::io;

/// What the client can do, as far as it matters.
#[expect(clippy::struct_excessive_bools, reason = "each is a yes or a no of the protocol")]
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ClientAbilities {
    pub(super) encoding: PlaceEncoding,
    /// It asks for diagnostics, and takes those of other files with them: who does not would never see what is found in a
    /// file of a module that is not open.
    pub(super) pulls: bool,
    /// It can be told to ask again.
    pub(super) refreshes_diagnostics: bool,
    pub(super) refreshes_hints: bool,
    /// It takes edits with the version of the text.
    pub(super) takes_versions: bool,
    /// It creates files.
    pub(super) creates_files: bool,
    /// It has settings to ask for.
    pub(super) has_settings: bool,
    /// It watches files that it is told to.
    pub(super) watches_files: bool,
    /// It shows Markdown.
    pub(super) shows_markdown: bool,
}

impl ClientAbilities {
    /// From the parameters of `initialize`.
    pub(super) fn of(parameters: &Value) -> Self {
        let at = |path: &str| parameters.pointer(&format!("/capabilities{path}"));
        let is = |path: &str| at(path).and_then(Value::as_bool).unwrap_or_default();
        let texts = |path: &str| {
            let all = at(path).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            all.iter().filter_map(Value::as_str)
        };
        Self {
            encoding: PlaceEncoding::agreed(&texts("/general/positionEncodings")),
            pulls: is("/textDocument/diagnostic/relatedDocumentSupport"),
            refreshes_diagnostics: is("/workspace/diagnostics/refreshSupport"),
            refreshes_hints: is("/workspace/inlayHint/refreshSupport"),
            takes_versions: is("/workspace/workspaceEdit/documentChanges"),
            creates_files: texts("/workspace/workspaceEdit/resourceOperations")
                .any(|it| it == "create"),
            has_settings: is("/workspace/configuration"),
            watches_files: is("/workspace/didChangeWatchedFiles/dynamicRegistration"),
            shows_markdown: texts("/textDocument/hover/contentFormat").any(|it| it == "markdown"),
        }
    }
}

/// A notification as it is written: diagnostics are many, and go out without a tree of their own.
#[derive(Serialize)]
struct Notification<'n, P> {
    jsonrpc: &'static str,
    method: &'n str,
    params: &'n P,
}

/// The way to the client.
pub(super) struct ClientLink<W> {
    output: W,
    /// The number of the next request.
    next: i32,
}

impl<W: io::Write> ClientLink<W> {
    pub(super) fn new(output: W) -> Self {
        Self { output, next: 0 }
    }

    /// Answers a request.
    pub(super) fn answer(&mut self, id: &impl Serialize, result: &Value) -> io::Result<()> {
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "result": result }))
    }

    /// Refuses a request.
    pub(super) fn refuse(
        &mut self,
        id: &impl Serialize,
        code: i32,
        message: &str,
    ) -> io::Result<()> {
        let error = json!({ "code": code, "message": message });
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "error": error }))
    }

    /// Tells the client something.
    pub(super) fn notify(&mut self, method: &str, parameters: &impl Serialize) -> io::Result<()> {
        self.send(&Notification { jsonrpc: "2.0", method, params: parameters })
    }

    /// Asks the client for something, and returns the ID that its answer will have.
    pub(super) fn ask(&mut self, method: &str, parameters: &Value) -> io::Result<i32> {
        let id = self.next;
        self.next = self.next.wrapping_add(1);
        let mut request = json!({ "jsonrpc": "2.0", "id": id, "method": method });
        if let (Some(request), false) = (request.as_object_mut(), parameters.is_null()) {
            request.insert("params".to_owned(), parameters.clone());
        }
        self.send(&request)?;
        Ok(id)
    }

    /// Writes a line to the client's log.
    pub(super) fn log(&mut self, message: &str) -> io::Result<()> {
        self.notify("window/logMessage", &json!({ "type": 3, "message": message }))
    }

    /// Shows an error to the person.
    pub(super) fn show_error(&mut self, message: &str) -> io::Result<()> {
        self.notify("window/showMessage", &json!({ "type": 1, "message": message }))
    }

    fn send(&mut self, message: &impl Serialize) -> io::Result<()> {
        frames::write(&mut self.output, message)
    }
}
