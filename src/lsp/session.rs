//! What the server knows: the open texts, the settings that count for them, and what they were judged to be.

use super::client::{ClientAbilities, ClientLink};
use super::diagnostics::{self, FileDiagnostics};
use super::documents::{Documents, OpenText};
use super::places::PlacedFiles;
use super::settings::ServerSettings;
use super::units::{OpenUnits, UnitKey, UnitOutcome};
use crate::workspace::Workspace;
use gen_lsp_types::{PublishDiagnosticsParams, Uri};
use needs_exec_role::{Checker, Options};
use std::io;
use std::path::Path;

/// How diagnostics are sent.
const PUBLISH: &str = "textDocument/publishDiagnostics";

/// The state of the server, and the way to the client.
pub(super) struct Session<W> {
    pub(super) client: ClientLink<W>,
    pub(super) abilities: ClientAbilities,
    pub(super) documents: Documents,
    pub(super) units: OpenUnits,
    pub(super) settings: ServerSettings,
    pub(super) workspace: Workspace,
    /// Looks at texts before their settings are known.
    checker: Checker,
    /// What was sent of each file, and for which version.
    published: Vec<PublishDiagnosticsParams>,
    /// What was said to be wrong with the client's settings.
    wrong_settings: Vec<String>,
}

impl<W: io::Write> Session<W> {
    pub(super) fn new(
        client: ClientLink<W>,
        settings: ServerSettings,
        workspace: Workspace,
    ) -> Option<Self> {
        let (abilities, documents) = (ClientAbilities::default(), Documents::default());
        let checker = Checker::new(&Options::default()).ok()?;
        let (units, published) = (OpenUnits::default(), Vec::new());
        let wrong_settings = Vec::new();
        Some(Self {
            client,
            abilities,
            documents,
            units,
            settings,
            workspace,
            checker,
            published,
            wrong_settings,
        })
    }

    /// Takes note that a text was opened or changed.
    pub(super) fn text_changed(&mut self, uri: &Uri) {
        if let Some(document) = self.documents.get(uri) {
            self.units.change(document, &self.checker);
            self.settings_may_change(document.real.clone().as_deref());
        }
    }

    /// Takes note that a text was closed.
    pub(super) fn text_closed(&mut self, document: &OpenText) {
        self.units.close(document);
        self.settings_may_change(document.real.as_deref());
    }

    /// What a configuration names is judged with everything that it counts for.
    fn settings_may_change(&mut self, real: Option<&Path>) {
        if real.is_some_and(|it| self.workspace.names(it)) {
            self.units.change_all();
        }
    }

    /// A checker for what is about no file in particular.
    pub(super) fn first_checker(&self) -> &Checker {
        &self.checker
    }

    /// Reads the settings anew: everything is judged again. What is wrong with them is said once, as long as it is.
    pub(super) fn settle(&mut self) -> io::Result<()> {
        match self.settings.workspace() {
            Ok((workspace, wrong)) => {
                self.workspace = workspace;
                for it in wrong.iter().filter(|it| !self.wrong_settings.contains(it)) {
                    self.client.show_error(it)?;
                }
                self.wrong_settings = wrong;
            }
            Err(why) => self.client.show_error(&why.0)?,
        }
        self.units.change_all();
        Ok(())
    }

    /// Judges a unit that has changed; false if there is none.
    pub(super) fn judge_next(&mut self) -> io::Result<bool> {
        let Some(key) = self.units.next_changed() else { return Ok(false) };
        self.judge(&key)?;
        Ok(true)
    }

    fn judge(&mut self, key: &UnitKey) -> io::Result<()> {
        self.workspace.set_open(self.documents.open_texts());
        match self.units.judge(key, &self.documents, &self.workspace) {
            UnitOutcome::Done => Ok(()),
            UnitOutcome::Failed(why) => self.client.show_error(&why),
        }
    }

    /// The files of reports.
    pub(super) fn files(&self) -> PlacedFiles<'_> {
        PlacedFiles::new(&self.documents, &self.workspace.discovery)
    }

    /// The diagnostics of all files.
    pub(super) fn diagnostics(&self) -> FileDiagnostics {
        let found = self.units.judged().flat_map(|it| &it.diagnostics);
        diagnostics::by_file(found, &mut self.files())
    }

    /// Sends the diagnostics of the files whose version or diagnostics are new, and withdraws what is left of others.
    pub(super) fn publish(&mut self) -> io::Result<()> {
        if self.abilities.pulls {
            return Ok(());
        }
        let mut now: Vec<PublishDiagnosticsParams> = Vec::new();
        for (uri, diagnostics) in self.diagnostics() {
            let uri = Uri(uri);
            let version = self.documents.get(&uri).map(|it| it.version);
            now.push(PublishDiagnosticsParams { uri, version, diagnostics });
        }
        for document in self.documents.all() {
            let (uri, version) = (document.uri.clone(), Some(document.version));
            let is_known = now.iter().any(|it| it.uri == uri);
            // What never was about a task definition is not spoken of.
            let is_ours =
                self.units.are_about(&uri.0) || self.published.iter().any(|it| it.uri == uri);
            if is_ours && !is_known {
                now.push(PublishDiagnosticsParams { uri, version, diagnostics: Vec::new() });
            }
        }
        for file in now.iter().filter(|it| !self.published.contains(it)) {
            self.client.notify(PUBLISH, file)?;
        }
        for before in &self.published {
            if !before.diagnostics.is_empty() && !now.iter().any(|it| it.uri == before.uri) {
                let (uri, diagnostics) = (before.uri.clone(), Vec::new());
                let withdrawn = PublishDiagnosticsParams { uri, version: None, diagnostics };
                self.client.notify(PUBLISH, &withdrawn)?;
            }
        }
        self.published = now;
        Ok(())
    }
}
