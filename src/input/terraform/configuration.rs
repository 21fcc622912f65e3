//! The modules of a source, each a folder, and the texts that they read.

use super::files::{joined, normalized};
use super::module::{Module, ModuleCall};
use super::requests::{MANIFEST, downloaded};
use crate::base::maps::HashMap;
use crate::base::sorting::sort;
use crate::base::source::{Source, Span};
use crate::syntax::hcl::{Expression, ExpressionKind, HclBody};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::sync::Arc;

/// How many combinations may cost as much as the limits allow.
const MOST_CUT: usize = 2;

/// How many files are named that the source does not have.
const MOST_ABSENT: usize = 1_024;

/// How deep calls of modules are followed.
pub(super) const DEEPEST_CALL: usize = 12;

/// The modules of a source and the texts beside them.
#[derive(Debug)]
pub(super) struct TerraformConfiguration<'t> {
    /// The text of the source.
    pub(super) text: &'t str,
    /// The folder of the root module.
    pub(super) root: String,
    modules: HashMap<String, Module<'t>>,
    /// The values of the root module's variables that files give, the last of one name counts.
    values: HashMap<&'t str, &'t Expression<'t>>,
    /// In how many combinations something was cut.
    cut: Cell<usize>,
    /// The files that are read and that the source does not have, from the folder of the root module.
    absent: RefCell<BTreeSet<String>>,
    /// Where the other files of the source are, by their paths.
    texts: HashMap<String, Span>,
    /// The folders of the modules that Terraform has downloaded, by the folder and the name of the call.
    downloaded: HashMap<(String, String), String>,
}

/// A file of configuration, as it is read.
#[derive(Debug)]
pub(super) struct ConfigurationFile<'s> {
    /// The folder that it is in.
    pub(super) folder: String,
    pub(super) body: HclBody<'s>,
    /// Whether it gives values to variables.
    pub(super) is_values: bool,
}

impl<'t> TerraformConfiguration<'t> {
    /// `files` are in the order in which Terraform reads them.
    pub(super) fn of(source: &'t Source, root: String, files: &'t [ConfigurationFile<'t>]) -> Self {
        let mut folders: HashMap<&str, Vec<&'t HclBody<'t>>> = HashMap::default();
        let mut values = HashMap::default();
        for file in files {
            if !file.is_values {
                folders.entry(&file.folder).or_default().push(&file.body);
            } else if file.folder == root {
                let own = file.body.attributes.iter();
                values.extend(own.map(|it| (it.name, &it.value)));
            }
        }
        let modules = folders.into_iter();
        let modules = modules.map(|(folder, bodies)| (folder.to_owned(), Module::of(bodies)));
        let texts = source.files().map(|(name, span)| (normalized(name), span));
        let texts: HashMap<_, _> = texts.collect();
        let manifest = texts.get(&normalized(&joined(&root, MANIFEST)));
        let downloaded = manifest.map(|span| downloaded_from(&root, source.slice(*span)));
        Self {
            text: source.text(),
            root,
            modules: modules.collect(),
            values,
            cut: Cell::default(),
            absent: RefCell::default(),
            texts,
            downloaded: downloaded.unwrap_or_default(),
        }
    }

    /// Takes note of a combination in which something was cut.
    pub(super) fn add_cut(&self) {
        self.cut.set(self.cut.get() + 1);
    }

    /// By what the limits of a combination are divided: after some that were cut, others may cost less.
    pub(super) fn divisor(&self) -> usize {
        if self.cut.get() < MOST_CUT { 1 } else { 64 }
    }

    /// The module of a folder, if the source has it.
    pub(super) fn module(&self, folder: &str) -> Option<&Module<'t>> {
        self.modules.get(folder)
    }

    /// The variables of the root module, in order.
    pub(super) fn variables(&self) -> Arc<[&'t str]> {
        let variables = self.module(&self.root).map(|it| &it.variables);
        let mut names: Vec<_> = variables.into_iter().flat_map(|it| it.keys().copied()).collect();
        sort(&mut names);
        names.into()
    }

    /// The folder of a module that another one calls, where the source has it.
    pub(super) fn called_folder(&self, folder: &str, call: &ModuleCall<'t>) -> Option<String> {
        let source = call.body.value("source")?.kind.as_literal()?;
        let is_local = source.starts_with("./") || source.starts_with("../");
        let called = if is_local {
            normalized(&joined(folder, &source))
        } else {
            self.downloaded.get(&(folder.to_owned(), call.name.to_owned()))?.clone()
        };
        self.modules.contains_key(&called).then_some(called)
    }

    /// Where the text of a file is.
    pub(super) fn text_of(&self, path: &str) -> Option<Span> {
        self.texts.get(path).copied()
    }

    /// Takes note of a file that is read and that the source does not have.
    pub(super) fn note_absent(&self, path: &str) {
        let mut absent = self.absent.borrow_mut();
        if absent.len() < MOST_ABSENT {
            absent.insert(path.to_owned());
        }
    }

    /// The files that were read and that the source does not have, from the folder of the root module.
    pub(super) fn into_absent(self) -> BTreeSet<String> {
        self.absent.into_inner()
    }

    /// The text of a place.
    pub(super) fn slice(&self, span: Span) -> &'t str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// The value that a file gives a variable of the root module.
    pub(super) fn value_of_file(&self, name: &str) -> Option<&'t Expression<'t>> {
        self.values.get(name).copied()
    }

    /// Whether null is a value of a variable of the root module.
    pub(super) fn may_be_null(&self, name: &str) -> bool {
        let declared = self.module(&self.root).and_then(|it| it.variables.get(name));
        let nullable = declared.and_then(|it| it.value("nullable"));
        nullable.is_none_or(|it| !matches!(it.kind, ExpressionKind::Bool(false)))
    }

    /// The names that `--var` gives values to: the variables of the root module, and `module.NAME.VARIABLE` of those
    /// that are called.
    pub(super) fn variable_names(&self) -> Vec<String> {
        let mut found = Vec::new();
        self.add_variable_names(&self.root, "", &mut Vec::new(), &mut found);
        found
    }

    fn add_variable_names(
        &self,
        folder: &str,
        address: &str,
        callers: &mut Vec<String>,
        found: &mut Vec<String>,
    ) {
        let Some(module) = self.module(folder) else { return };
        if callers.len() > DEEPEST_CALL || callers.iter().any(|it| it == folder) {
            return;
        }
        found.extend(module.variables.keys().map(|name| format!("{address}{name}")));
        callers.push(folder.to_owned());
        for call in &module.calls {
            if let Some(called) = self.called_folder(folder, call) {
                let address = format!("{address}module.{}.", call.name);
                self.add_variable_names(&called, &address, callers, found);
            }
        }
        callers.pop();
    }
}

/// The folders of the modules that a list of downloaded ones has. The key of a module is the names of the calls that lead
/// to it; it is called from the folder of what is before the last of them.
fn downloaded_from(root: &str, manifest: &str) -> HashMap<(String, String), String> {
    let folders = downloaded(manifest);
    let folder_of = |key: &str| Some(normalized(&joined(root, folders.get(key)?)));
    let of = |key: &String| {
        let (caller, name) = match key.rsplit_once('.') {
            Some((caller, name)) => (folder_of(caller)?, name),
            None => (normalized(root), key.as_str()),
        };
        Some(((caller, name.to_owned()), folder_of(key)?))
    };
    folders.keys().filter_map(of).collect()
}
