//! What the program was started with and what the client sets → the settings of a workspace.

use super::diagnostics::SOURCE;
use super::uris::path_of;
use crate::workspace::{Failure, OwnSettings, WhichConfiguration, Workspace, today};
use gen_lsp_types::Uri;
use needs_exec_role::{Options, SourceFile, UnusableSetting};
use serde_json::{Map, Value};
use std::path::PathBuf;

/// The key of the client's settings that names a configuration.
const CONFIG: &str = "config";

/// What a server is started with.
#[derive(Clone, Debug)]
pub(crate) struct ServerStart {
    /// Which configuration counts.
    pub(crate) which: WhichConfiguration,
    /// The options, with the rules of these folders.
    pub(crate) options: Options,
    pub(crate) rules: Vec<PathBuf>,
}

/// The settings of the server.
#[derive(Clone, Debug)]
pub(super) struct ServerSettings {
    start: ServerStart,
    /// What the client sets when it starts: keys of the configuration, and `config` for the file of one.
    initial: Value,
    /// What it has set since then; null if it has nothing to say.
    client: Value,
    /// The client's folders.
    folders: Vec<PathBuf>,
}

impl ServerSettings {
    pub(super) fn new(start: ServerStart) -> Self {
        Self { start, initial: Value::Null, client: Value::Null, folders: Vec::new() }
    }

    /// Takes what the client sets; false if nothing is new.
    pub(super) fn take(&mut self, given: &Value) -> bool {
        let own = unwrapped(given);
        let is_new = self.client != *own;
        self.client = own.clone();
        is_new
    }

    /// Takes what the client starts with: what it sets, and its folders.
    pub(super) fn start(&mut self, initialize: &Value) {
        self.initial =
            initialize.get("initializationOptions").map(unwrapped).cloned().unwrap_or_default();
        let text = |key: &str| initialize.get(key).and_then(Value::as_str);
        let several = initialize.get("workspaceFolders").and_then(Value::as_array);
        self.folders = several.into_iter().flatten().filter_map(folder).collect();
        if self.folders.is_empty() {
            let root = text("rootUri").and_then(|it| path_of(&Uri(it.to_owned())));
            self.folders =
                root.or_else(|| text("rootPath").map(PathBuf::from)).into_iter().collect();
        }
    }

    /// Takes what the client says of folders that were added and removed.
    pub(super) fn change_folders(&mut self, changed: &Value) {
        let all = |key: &str| {
            let folders = changed.pointer(&format!("/event/{key}")).and_then(Value::as_array);
            folders.into_iter().flatten().filter_map(folder).collect::<Vec<_>>()
        };
        let removed = all("removed");
        self.folders.retain(|it| !removed.contains(it));
        let added = all("added").into_iter().filter(|it| !self.folders.contains(it));
        self.folders = self.folders.iter().cloned().chain(added).collect();
    }

    /// The workspace as it is now, of which nothing has been looked at, and what is wrong with the client's settings: a
    /// sentence each.
    ///
    /// # Errors
    /// What the server was started with cannot be used.
    pub(super) fn workspace(&self) -> Result<(Workspace, Vec<String>), Failure> {
        let mut wrong = Vec::new();
        let mut own = match if self.client.is_null() { &self.initial } else { &self.client } {
            Value::Null => Map::new(),
            Value::Object(own) => own.clone(),
            _ => {
                wrong.push("expected an object".to_owned());
                Map::new()
            }
        };
        let named = own.remove(CONFIG).filter(|it| !it.is_null());
        let named = named.and_then(|it| {
            let workspace = self.named(&it);
            workspace.map_err(|why| wrong.push(format!("`{CONFIG}`: {why}"))).ok()
        });
        let workspace = match named {
            Some(workspace) => workspace,
            None => self.with(self.start.which.clone())?,
        };
        own.retain(|_, value| !value.is_null());
        let workspace = self.with_own(workspace, own, &mut wrong);
        let sentence = |it| format!("the settings of the editor: {it}");
        Ok((workspace, wrong.into_iter().map(sentence).collect()))
    }

    /// The workspace with a configuration, without what the client sets.
    fn with(&self, which: WhichConfiguration) -> Result<Workspace, Failure> {
        let ServerStart { options, rules, .. } = self.start.clone();
        let options = Options { today: today(), ..options };
        Ok(Workspace::new(which, options, &rules)?.with_roles())
    }

    /// The workspace with the configuration that the client names, or why that cannot be used.
    fn named(&self, given: &Value) -> Result<Workspace, String> {
        let Value::String(file) = given else { return Err("expected a string".to_owned()) };
        let folder = self.folders.first().cloned().unwrap_or_default();
        let path = folder.join(file);
        if !path.is_file() {
            return Err(format!("{file}: no such file"));
        }
        self.with(WhichConfiguration::File(path)).map_err(|why| why.0)
    }

    /// The workspace with what the client sets: what is wrong in one of its folders only is left out there.
    fn with_own(
        &self,
        workspace: Workspace,
        own: Map<String, Value>,
        wrong: &mut Vec<String>,
    ) -> Workspace {
        if own.is_empty() {
            return workspace;
        }
        let file = SourceFile::new("the settings of the editor", Value::Object(own).to_string());
        let folders = match self.folders.as_slice() {
            [] => vec![workspace.discovery.here().to_owned()],
            some => some.to_vec(),
        };
        let all: Vec<_> =
            folders.iter().map(|it| OwnSettings::read(&file, it, &workspace)).collect();
        let is_everywhere = |it: &&UnusableSetting| {
            all.iter().all(|other| other.wrong.iter().any(|wrong| wrong.key == it.key))
        };
        let of_first = all.iter().take(1).flat_map(|it| &it.wrong);
        wrong.extend(of_first.filter(is_everywhere).map(ToString::to_string));
        workspace.with_own(all.into_iter().filter_map(|it| it.found).collect())
    }
}

/// What a client sets: some wrap it in the name of the server.
fn unwrapped(given: &Value) -> &Value {
    let given = given.get("settings").unwrap_or(given);
    given.get(SOURCE).unwrap_or(given)
}

/// The path of a folder of the client.
fn folder(given: &Value) -> Option<PathBuf> {
    path_of(&Uri(given.get("uri")?.as_str()?.to_owned()))
}
