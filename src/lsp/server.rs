//! The loop: messages in their order, and what has changed is judged when none is waiting.

use super::actions::{self, WantedKinds};
use super::capabilities;
use super::client::{ClientAbilities, ClientLink};
use super::commands;
use super::completion;
use super::definition;
use super::documents::OpenText;
use super::frames::{self, Frame};
use super::hints;
use super::hover;
use super::parameters::{
    ChangeParameters, ChangedText, CommandParameters, PlaceParameters, RangeParameters,
    ServerAnswer, TextParameters,
};
use super::pull;
use super::session::Session;
use super::settings::{ServerSettings, ServerStart};
use gen_lsp_types::{DidCloseTextDocumentParams, DidOpenTextDocumentParams, Position};
use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::io::{self, BufReader, BufWriter};
use std::sync::mpsc::{self, Receiver};
use std::thread;

/// Serves a client on standard input and output until it leaves; whether it said goodbye.
pub(crate) fn serve(start: ServerStart) -> bool {
    let settings = ServerSettings::new(start);
    let output = BufWriter::new(io::stdout().lock());
    let client = ClientLink::new(output);
    let Ok((workspace, _)) = settings.workspace() else { return false };
    let Some(session) = Session::new(client, settings, workspace) else { return false };
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut input = BufReader::new(io::stdin().lock());
        while let Ok(Some(frame)) = frames::read(&mut input) {
            if sender.send(frame).is_err() {
                break;
            }
        }
    });
    let mut server = Server {
        session,
        inbox: Inbox { receiver, waiting: VecDeque::new() },
        phase: ServerPhase::Started,
    };
    // A client that has gone needs no answer.
    server.run().unwrap_or_default()
}

/// The messages that are not dealt with yet.
struct Inbox {
    receiver: Receiver<Frame>,
    waiting: VecDeque<Frame>,
}

impl Inbox {
    /// The next message, if one is there.
    fn next_now(&mut self) -> Option<Frame> {
        self.waiting.extend(self.receiver.try_iter());
        self.waiting.pop_front()
    }

    /// The next message, once there is one; none at the end.
    fn next(&mut self) -> Option<Frame> {
        self.next_now().or_else(|| self.receiver.recv().ok())
    }

    /// Whether the client has taken back a request.
    fn cancels(&mut self, id: &RequestId) -> bool {
        self.waiting.extend(self.receiver.try_iter());
        let id = serde_json::to_value(id).unwrap_or_default();
        self.waiting.iter().any(|it| match it {
            Frame::Message(Message::Notification(it)) => {
                it.method == "$/cancelRequest" && it.params.get("id") == Some(&id)
            }
            _ => false,
        })
    }
}

/// How far the client has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ServerPhase {
    /// It has not said who it is.
    Started,
    Running,
    /// It wants to leave.
    ShutDown,
}

struct Server<W> {
    session: Session<W>,
    inbox: Inbox,
    phase: ServerPhase,
}

impl<W: io::Write> Server<W> {
    /// Whether the client has said goodbye.
    fn run(&mut self) -> io::Result<bool> {
        loop {
            let next = match self.inbox.next_now() {
                Some(frame) => Some(frame),
                None if self.session.judge_next()? => continue,
                None => {
                    self.session.publish()?;
                    self.inbox.next()
                }
            };
            match next {
                None => return Ok(false),
                Some(Frame::Garbage(id, what)) => {
                    self.session.client.refuse(&id, ErrorCode::InvalidRequest as i32, &what)?;
                }
                Some(Frame::Message(Message::Request(request))) => self.request(request)?,
                Some(Frame::Message(Message::Response(response))) => self.response(response)?,
                Some(Frame::Message(Message::Notification(it))) if it.method == "exit" => {
                    return Ok(self.phase == ServerPhase::ShutDown);
                }
                Some(Frame::Message(Message::Notification(it))) => self.notification(it)?,
            }
        }
    }

    fn request(&mut self, request: Request) -> io::Result<()> {
        let Request { id, method, params } = request;
        let answer = match (self.phase, method.as_str()) {
            _ if self.inbox.cancels(&id) => {
                Err((ErrorCode::RequestCanceled, "canceled".to_owned()))
            }
            (ServerPhase::Started, "initialize") => Ok(self.initialize(&params)?),
            (ServerPhase::Started, _) => {
                Err((ErrorCode::ServerNotInitialized, "not initialized yet".to_owned()))
            }
            (_, "initialize") => Err((ErrorCode::InvalidRequest, "initialized already".to_owned())),
            (ServerPhase::Running, "shutdown") => {
                self.phase = ServerPhase::ShutDown;
                Ok(Value::Null)
            }
            (ServerPhase::Running, _) => self.feature(&method, params)?,
            (ServerPhase::ShutDown, _) => {
                Err((ErrorCode::InvalidRequest, "the server is shutting down".to_owned()))
            }
        };
        match answer {
            Ok(result) => self.session.client.answer(&id, &result),
            Err((code, why)) => self.session.client.refuse(&id, code as i32, &why),
        }
    }

    fn initialize(&mut self, params: &Value) -> io::Result<Value> {
        let abilities = ClientAbilities::of(params);
        self.session.abilities = abilities;
        self.session.documents.encoding = abilities.encoding;
        self.session.settings.start(params);
        self.session.settle()?;
        self.phase = ServerPhase::Running;
        Ok(capabilities::initialized(&abilities))
    }

    /// What is asked about a text.
    fn feature(&mut self, method: &str, params: Value) -> io::Result<ServerAnswer> {
        if !method.starts_with("textDocument/") && !method.starts_with("workspace/") {
            return Ok(Err(unknown(method)));
        }
        // Everything is said about the texts as they are now.
        while self.session.judge_next()? {}
        let session = &mut self.session;
        match method {
            "workspace/executeCommand" => match read::<CommandParameters>(params) {
                Err(error) => Ok(Err(error)),
                Ok(it) => commands::run(session, &it.command, &it.arguments),
            },
            "textDocument/diagnostic" => Ok(read::<TextParameters>(params).map(|it| {
                pull::report(session, &it.text_document.uri, it.previous_result_id.as_deref())
            })),
            _ => Ok(about_text(session, method, params)),
        }
    }

    fn notification(&mut self, notification: Notification) -> io::Result<()> {
        let Notification { method, params } = notification;
        if self.phase != ServerPhase::Running {
            return Ok(());
        }
        let taken = match method.as_str() {
            "initialized" => self.initialized().map(|()| true)?,
            "textDocument/didOpen" => self.open(params),
            "textDocument/didChange" => self.change(params),
            "textDocument/didClose" => self.close(params),
            "textDocument/didSave" => self.saved(params)?,
            "workspace/didChangeWatchedFiles" | "workspace/didChangeWorkspaceFolders" => {
                // Only the latter is about folders.
                self.session.settings.change_folders(&params);
                self.session.settle()?;
                self.ask_to_pull()?;
                true
            }
            "workspace/didChangeConfiguration" => {
                self.settings_changed(&params)?;
                true
            }
            // What is optional needs no answer.
            _ => true,
        };
        if taken {
            return Ok(());
        }
        self.session.client.log(&format!("{method}: its parameters cannot be used"))
    }

    fn open(&mut self, params: Value) -> bool {
        let Ok(opened) = read::<DidOpenTextDocumentParams>(params) else { return false };
        let uri = opened.text_document.uri.clone();
        let Session { documents, workspace, .. } = &mut self.session;
        documents.open(opened.text_document, &workspace.discovery);
        self.session.text_changed(&uri);
        true
    }

    fn change(&mut self, params: Value) -> bool {
        let Ok(changed) = read::<ChangeParameters>(params) else { return false };
        let ChangedText { uri, version } = changed.text_document;
        let is_open = self.session.documents.change(&uri, version, changed.content_changes);
        self.session.text_changed(&uri);
        is_open
    }

    fn close(&mut self, params: Value) -> bool {
        let Ok(closed) = read::<DidCloseTextDocumentParams>(params) else { return false };
        if let Some(document) = self.session.documents.close(&closed.text_document.uri) {
            self.session.text_closed(&document);
        }
        true
    }

    /// A configuration that was saved counts, also where no file is watched.
    fn saved(&mut self, params: Value) -> io::Result<bool> {
        let Ok(saved) = read::<TextParameters>(params) else { return Ok(false) };
        let document = self.session.documents.get(&saved.text_document.uri);
        if document.is_some_and(OpenText::is_configuration) {
            self.session.settle()?;
            self.ask_to_pull()?;
        }
        Ok(true)
    }

    /// Asks for what the client keeps, and to be told what changes on the disk.
    fn initialized(&mut self) -> io::Result<()> {
        let abilities = self.session.abilities;
        if abilities.watches_files {
            let watchers: Vec<_> = [
                "**/*.{json,yml,yaml,jsonc,tpl,tmpl,tftpl,template,j2,jinja,jinja2,hbs,mustache,erb}",
                "**/*.{tf,tofu,tfvars}",
            ]
            .map(|glob| json!({ "globPattern": glob }))
            .into();
            let registration = json!({
                "id": "files",
                "method": "workspace/didChangeWatchedFiles",
                "registerOptions": { "watchers": watchers },
            });
            let all = json!({ "registrations": [registration] });
            self.session.client.ask("client/registerCapability", &all)?;
        }
        self.ask_for_settings()
    }

    fn ask_for_settings(&mut self) -> io::Result<()> {
        if self.session.abilities.has_settings {
            let section = super::diagnostics::SOURCE;
            let asked = json!({ "items": [{ "section": section }] });
            self.session.client.ask("workspace/configuration", &asked)?;
        }
        Ok(())
    }

    /// The only answer that matters is that about the settings: a list with one item.
    fn response(&mut self, response: Response) -> io::Result<()> {
        let Ok(Value::Array(items)) = response.response_result else { return Ok(()) };
        match items.as_slice() {
            [own @ (Value::Object(_) | Value::Null)] if self.session.settings.take(own) => {
                self.session.settle()?;
                self.ask_to_pull()
            }
            _ => Ok(()),
        }
    }

    fn settings_changed(&mut self, params: &Value) -> io::Result<()> {
        if self.session.abilities.has_settings {
            return self.ask_for_settings();
        }
        if self.session.settings.take(params) {
            self.session.settle()?;
            self.ask_to_pull()?;
        }
        Ok(())
    }

    /// Lets a client ask again for what may have changed.
    fn ask_to_pull(&mut self) -> io::Result<()> {
        let abilities = self.session.abilities;
        if abilities.pulls && abilities.refreshes_diagnostics {
            self.session.client.ask("workspace/diagnostic/refresh", &Value::Null)?;
        }
        if abilities.refreshes_hints {
            self.session.client.ask("workspace/inlayHint/refresh", &Value::Null)?;
        }
        Ok(())
    }
}

/// What is asked about a place or a range of an open text; nothing is said of one that is not open.
fn about_text<W: io::Write>(session: &Session<W>, method: &str, params: Value) -> ServerAnswer {
    type AtPlace<W> = fn(&Session<W>, &OpenText, Position) -> Option<Value>;
    let at_place: AtPlace<W> = match method {
        "textDocument/hover" => hover::at,
        "textDocument/definition" => definition::at,
        "textDocument/completion" => completion::at,
        "textDocument/codeAction" | "textDocument/inlayHint" => {
            let asked = read::<RangeParameters>(params)?;
            let document = session.documents.get(&asked.text_document.uri);
            let Some(document) = document else { return Ok(Value::Null) };
            if method == "textDocument/inlayHint" {
                return Ok(hints::within(session, document, asked.range));
            }
            let wanted = WantedKinds(asked.context.only.as_deref());
            let actions = actions::at(session, document, asked.range, wanted);
            return actions.map(Value::Array).ok_or_else(beyond);
        }
        _ => return Err(unknown(method)),
    };
    let asked = read::<PlaceParameters>(params)?;
    let document = session.documents.get(&asked.text_document.uri);
    let Some(document) = document else { return Ok(Value::Null) };
    at_place(session, document, asked.position).ok_or_else(beyond)
}

fn unknown(method: &str) -> (ErrorCode, String) {
    (ErrorCode::MethodNotFound, format!("no such method: {method}"))
}

/// A place that the text does not have.
fn beyond() -> (ErrorCode, String) {
    (ErrorCode::InvalidParams, "there is no such line in this text".to_owned())
}

/// The parameters of a request.
fn read<T: DeserializeOwned>(params: Value) -> Result<T, (ErrorCode, String)> {
    serde_json::from_value(params).map_err(|error| (ErrorCode::InvalidParams, error.to_string()))
}
