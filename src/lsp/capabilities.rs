//! What the server can do, as it says so in its answer to `initialize`.

use super::actions::FIX_ALL;
use super::client::ClientAbilities;
use super::commands::COMMANDS;
use super::diagnostics::SOURCE;
use serde_json::{Value, json};

/// The answer to `initialize`.
pub(super) fn initialized(abilities: &ClientAbilities) -> Value {
    let mut capabilities = json!({
        "positionEncoding": abilities.encoding.kind(),
        "textDocumentSync": { "openClose": true, "change": 2, "save": true },
        "codeActionProvider": { "codeActionKinds": ["quickfix", FIX_ALL] },
        "hoverProvider": true,
        "definitionProvider": true,
        "inlayHintProvider": true,
        "completionProvider": { "triggerCharacters": ["\"", "[", ":", " "] },
        "executeCommandProvider": { "commands": COMMANDS },
        "workspace": {
            "workspaceFolders": { "supported": true, "changeNotifications": true },
        },
    });
    if let (true, Some(own)) = (abilities.pulls, capabilities.as_object_mut()) {
        let provider = json!({
            "identifier": SOURCE,
            "interFileDependencies": true,
            "workspaceDiagnostics": false,
        });
        own.insert("diagnosticProvider".to_owned(), provider);
    }
    json!({
        "capabilities": capabilities,
        "serverInfo": { "name": SOURCE, "version": env!("CARGO_PKG_VERSION") },
    })
}
