//! A client of the protocol, which starts the program.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    clippy::panic,
    reason = "a test fails loudly"
)]

use crate::common::program;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;
use std::{env, fs, process, thread};

/// How long a message may take on a busy machine before the test fails.
const PATIENCE: Duration = Duration::from_mins(1);

/// A running server, and what it has sent.
pub(crate) struct Client {
    child: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    /// What nobody has waited for yet.
    waiting: VecDeque<Value>,
    next: i64,
    /// What it answers when the server asks for settings.
    pub(crate) settings: Value,
    /// The answer to `initialize`.
    pub(crate) abilities: Value,
}

/// The encodings of places.
pub(crate) const ENCODINGS: [&str; 3] = ["utf-8", "utf-16", "utf-32"];

impl Client {
    /// A client in a folder, which can do some things, initialized.
    pub(crate) fn start(folder: &Path, capabilities: Value) -> Self {
        Self::start_with(folder, capabilities, Value::Null, &[])
    }

    /// The same with options of the client and arguments of the program.
    pub(crate) fn start_with(
        folder: &Path,
        capabilities: Value,
        options: Value,
        arguments: &[&str],
    ) -> Self {
        let mut client = Self::spawn(folder, arguments);
        let parameters = json!({
            "processId": process::id(),
            "rootUri": uri(folder),
            "capabilities": capabilities,
            "initializationOptions": options,
        });
        let answer = client.request("initialize", parameters).expect("a result");
        client.abilities = answer["capabilities"].clone();
        client.notify("initialized", json!({}));
        client
    }

    /// A client that has not said a word.
    pub(crate) fn spawn(folder: &Path, arguments: &[&str]) -> Self {
        let mut child = program()
            .arg("lsp")
            .args(arguments)
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("the program starts");
        let input = child.stdin.take();
        let output = child.stdout.take().expect("a pipe");
        let (sender, messages) = mpsc::channel();
        thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        Self {
            child,
            input,
            messages,
            waiting: VecDeque::new(),
            next: 0,
            settings: Value::Null,
            abilities: Value::Null,
        }
    }

    /// One that agrees on an encoding.
    pub(crate) fn with_encoding(folder: &Path, encoding: &str) -> Self {
        let client = Self::start(folder, json!({ "general": { "positionEncodings": [encoding] } }));
        assert_eq!(client.abilities["positionEncoding"], encoding);
        client
    }

    /// One that asks for diagnostics.
    pub(crate) fn that_pulls(folder: &Path) -> Self {
        let capabilities = json!({
            "general": { "positionEncodings": ["utf-32"] },
            "textDocument": { "diagnostic": { "relatedDocumentSupport": true } },
        });
        Self::start(folder, capabilities)
    }

    /// Sends bytes.
    pub(crate) fn send_bytes(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("not closed");
        input.write_all(bytes).expect("the server reads");
        input.flush().expect("the server reads");
    }

    fn send(&mut self, message: &Value) {
        self.send_bytes(framed(message).as_bytes());
    }

    /// Sends a notification.
    pub(crate) fn notify(&mut self, method: &str, parameters: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": parameters }));
    }

    /// Sends a request without waiting for its answer, and returns its ID.
    pub(crate) fn ask(&mut self, method: &str, parameters: Value) -> i64 {
        self.next += 1;
        let id = self.next;
        let mut request = json!({ "jsonrpc": "2.0", "id": id, "method": method });
        if !parameters.is_null() {
            request["params"] = parameters;
        }
        self.send(&request);
        id
    }

    /// The result of a request, or its error.
    pub(crate) fn answer(&mut self, id: i64) -> Result<Value, Value> {
        let message = self.wait(|it| it.get("method").is_none() && it["id"] == id);
        match message.get("error") {
            Some(error) => Err(error.clone()),
            None => Ok(message.get("result").cloned().expect("a result or an error")),
        }
    }

    /// Sends a request, and returns its result or its error.
    pub(crate) fn request(&mut self, method: &str, parameters: Value) -> Result<Value, Value> {
        let id = self.ask(method, parameters);
        self.answer(id)
    }

    /// The next message of a kind; what comes before it is kept.
    pub(crate) fn wait(&mut self, is_it: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.waiting.iter().position(&is_it) {
            return self.waiting.remove(at).expect("it is there");
        }
        loop {
            let message = self.messages.recv_timeout(PATIENCE).expect("a message");
            self.serve(&message);
            if is_it(&message) {
                return message;
            }
            self.waiting.push_back(message);
        }
    }

    /// Answers what the server asks for.
    fn serve(&mut self, message: &Value) {
        let (Some(method), Some(id)) = (message.get("method"), message.get("id")) else { return };
        let result = match method.as_str() {
            Some("workspace/configuration") => json!([self.settings]),
            _ => Value::Null,
        };
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "result": result }));
    }

    /// The next diagnostics of a text, for a version of it.
    pub(crate) fn diagnostics(&mut self, uri: &str, version: Option<i64>) -> Vec<Value> {
        let message = self.wait(|it| {
            it["method"] == "textDocument/publishDiagnostics"
                && it["params"]["uri"] == uri
                && it["params"].get("version").and_then(Value::as_i64) == version
        });
        message["params"]["diagnostics"].as_array().expect("an array").clone()
    }

    /// What the server has sent so far, after it has answered everything.
    pub(crate) fn settled(&mut self) -> Vec<Value> {
        // An unknown method is answered when nothing before it is left.
        let refused = self.request("test/settled", Value::Null);
        assert_eq!(refused.expect_err("unknown")["code"], -32601);
        self.waiting.drain(..).collect()
    }

    /// Opens a text.
    pub(crate) fn open(&mut self, uri: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": "x", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Replaces a text.
    pub(crate) fn replace(&mut self, uri: &str, version: i64, text: &str) {
        self.change(uri, version, json!([{ "text": text }]));
    }

    /// Changes a text.
    pub(crate) fn change(&mut self, uri: &str, version: i64, changes: Value) {
        let document = json!({ "uri": uri, "version": version });
        let parameters = json!({ "textDocument": document, "contentChanges": changes });
        self.notify("textDocument/didChange", parameters);
    }

    /// Closes a text.
    pub(crate) fn close(&mut self, uri: &str) {
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    }

    /// The server's pulled report about a text.
    pub(crate) fn pull(&mut self, uri: &str) -> Value {
        let parameters = json!({ "textDocument": { "uri": uri } });
        self.request("textDocument/diagnostic", parameters).expect("a report")
    }

    /// Says goodbye; the server's exit code.
    pub(crate) fn leave(mut self) -> i32 {
        assert_eq!(self.request("shutdown", Value::Null), Ok(Value::Null));
        self.notify("exit", Value::Null);
        self.exit_code()
    }

    /// Closes the pipe without a word; the server's exit code.
    pub(crate) fn vanish(mut self) -> i32 {
        self.input = None;
        self.exit_code()
    }

    /// The exit code of the server, which ends by itself.
    pub(crate) fn exit_code(&mut self) -> i32 {
        self.child.wait().expect("it ends").code().expect("no signal")
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A message as it is sent.
pub(crate) fn framed(message: &Value) -> String {
    let text = message.to_string();
    format!("Content-Length: {}\r\n\r\n{text}", text.len())
}

/// Reads a message; none at the end.
fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end().strip_prefix("Content-Length: ") {
            Some(number) => length = number.parse().expect("a number"),
            None if line == "\r\n" => break,
            None => panic!("a header: {line:?}"),
        }
    }
    let mut bytes = vec![0; length];
    output.read_exact(&mut bytes).ok()?;
    Some(serde_json::from_slice(&bytes).expect("JSON"))
}

/// The URI of a path without characters that are escaped.
pub(crate) fn uri(path: &Path) -> String {
    format!("file://{}", path.to_str().expect("UTF-8"))
}

/// A folder for a test, with files; it is removed in the end.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let path = env::temp_dir().join(format!("needs-exec-role-lsp-{}-{name}", process::id()));
        drop(fs::remove_dir_all(&path));
        fs::create_dir_all(path.join(".git")).expect("a folder");
        let folder = Self(path.canonicalize().expect("it is there"));
        for (name, text) in files {
            folder.write(name, text);
        }
        folder
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("it can be written");
    }

    pub(crate) fn uri(&self, name: &str) -> String {
        uri(&self.0.join(name))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

/// The repository.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The codes of diagnostics.
pub(crate) fn codes(diagnostics: &[Value]) -> Vec<&str> {
    diagnostics.iter().map(|it| it["code"].as_str().expect("a code")).collect()
}

/// The text at a range, in an encoding.
pub(crate) fn slice<'t>(text: &'t str, range: &Value, encoding: &str) -> &'t str {
    let (start, end) =
        (offset(text, &range["start"], encoding), offset(text, &range["end"], encoding));
    &text[start..end]
}

/// The byte offset of a place, counted in the plainest way there is.
pub(crate) fn offset(text: &str, place: &Value, encoding: &str) -> usize {
    let number = |key: &str| {
        usize::try_from(place[key].as_u64().expect("a number")).expect("a small number")
    };
    let mut at = 0;
    for _ in 0..number("line") {
        let rest = &text[at..];
        let end = rest.find(['\n', '\r']).expect("a line");
        let length = if rest[end..].starts_with("\r\n") { 2 } else { 1 };
        at += end + length;
    }
    let mut left = number("character");
    for c in text[at..].chars() {
        if left == 0 {
            break;
        }
        left -= match encoding {
            "utf-8" => c.len_utf8(),
            "utf-16" => c.len_utf16(),
            _ => 1,
        };
        at += c.len_utf8();
    }
    assert_eq!(left, 0, "{place} is beyond its line");
    at
}

/// The place of a byte offset, counted in the plainest way there is.
pub(crate) fn place(text: &str, offset: usize, encoding: &str) -> Value {
    let before = &text[..offset];
    let breaks = before.replace("\r\n", "\n").matches(['\n', '\r']).count();
    let start = before.rfind(['\n', '\r']).map_or(0, |it| it + 1);
    let own = &before[start..];
    let character = match encoding {
        "utf-8" => own.len(),
        "utf-16" => own.encode_utf16().count(),
        _ => own.chars().count(),
    };
    json!({ "line": breaks, "character": character })
}
