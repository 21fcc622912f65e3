//! What the program was started with and what the client sets → the settings of a workspace.

use super::diagnostics::SOURCE;
use crate::workspace::{Failure, WhichConfiguration, Workspace, today};
use needs_exec_role::{Configuration, Options, SourceFile};
use serde_json::Value;
use std::path::PathBuf;

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
    /// What the client sets: keys of the configuration, and `config` for the file of one.
    client: Value,
}

impl ServerSettings {
    pub(super) fn new(start: ServerStart) -> Self {
        Self { start, client: Value::Null }
    }

    /// Takes what the client sets; false if nothing is new. Clients wrap it in the name of the server, or do not.
    pub(super) fn take(&mut self, given: &Value) -> bool {
        let given = given.get("settings").unwrap_or(given);
        let own = given.get(SOURCE).unwrap_or(given);
        let is_new = self.client != *own;
        self.client = own.clone();
        is_new
    }

    /// The workspace as it is now: nothing of it has been looked at.
    ///
    /// # Errors
    /// What of the settings cannot be used.
    pub(super) fn workspace(&self) -> Result<Workspace, Failure> {
        let ServerStart { which, options, rules } = self.start.clone();
        let mut options = Options { today: today(), ..options };
        let mut which = which;
        if let Value::Object(mut own) = self.client.clone() {
            if let Some(Value::String(file)) = own.remove("config") {
                which = WhichConfiguration::File(PathBuf::from(file));
            }
            let text = Value::Object(own).to_string();
            let file = SourceFile::new("the settings of the editor", text);
            Configuration::read(&file)?.fill(&mut options);
        }
        Ok(Workspace::new(which, options, &rules)?.with_roles())
    }
}
