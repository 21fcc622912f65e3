//! Terraform and `OpenTofu`: modules, with their variables, conditions and the modules that they call.

mod attribute_table;
mod attributes;
mod choices;
mod configuration;
mod deployment;
mod document;
mod eval;
mod evaluator;
pub mod files;
mod find;
mod functions;
mod json_text;
mod keys;
mod launched_by;
mod module;
mod open;
mod policies;
mod policy_document;
mod requests;
mod resolve;
mod resources;
mod roles;
mod scope;
mod shape;
mod task;
mod texts;
mod unread;
mod variables;
pub mod wanted;
mod world;

pub use files::{ModuleFileKind, is_module};
pub use requests::FileRequests;
pub use wanted::{WantedPath, wanted_by};

use super::inputs::Inputs;
use super::{AbsenceDiagnostic, TaskVariants};
use crate::base::source::{Source, Span};
use crate::syntax::{Node, SyntaxDiagnostic, hcl};
use configuration::{Configuration, ConfigurationFile};
use files::{ModuleFile, ModuleFiles};

/// The modules of a source as they are read.
#[derive(Debug)]
pub struct ParsedModules<'s> {
    root: String,
    files: Vec<ConfigurationFile<'s>>,
    /// The resources that hold tasks, as one document.
    document: Node<'s>,
}

impl<'s> ParsedModules<'s> {
    /// Reads the files of a source, and what is wrong with them.
    pub fn read(source: &'s Source) -> (Self, Vec<SyntaxDiagnostic>) {
        let modules = ModuleFiles::of(source);
        let (mut files, mut problems) = (Vec::new(), Vec::new());
        let mut add = |folder: &str, file: ModuleFile<'s>, is_values: bool| {
            let read = hcl::read(file.text, file.span.start as usize);
            problems.extend(read.problems);
            let (folder, body) = (folder.to_owned(), read.value);
            files.push(ConfigurationFile { folder, body, is_values });
        };
        for folder in modules.folders() {
            let configuration = folder.configuration.iter().filter(|it| !it.is_json);
            configuration.for_each(|it| add(&folder.path, it.file, false));
        }
        let root = modules.root();
        if let Some(folder) = root {
            let values = folder.values.iter().filter(|it| !it.name.ends_with(".json"));
            values.for_each(|it| add(&folder.path, *it, true));
        }
        let span = Span::new(0, source.text().len());
        let document = document::document(files.iter().map(|it| &it.body), span);
        let root = root.map(|it| it.path.clone()).unwrap_or_default();
        (Self { root, files, document }, problems)
    }

    /// The resources that hold tasks, as one document of Terraform's JSON syntax.
    pub fn document(&self) -> &Node<'s> {
        &self.document
    }

    /// Says what modules without a task definition are; nothing where syntax errors may hide one.
    pub fn explain_absence(&self, is_broken: bool) -> Option<AbsenceDiagnostic> {
        unread::explain(&self.files, is_broken)
    }

    /// The task definitions of the modules.
    pub fn find<'t>(&'t self, source: &'t Source, inputs: &Inputs) -> Vec<TaskVariants<'t>> {
        let configuration = Configuration::of(source, self.root.clone(), &self.files);
        find::find(&configuration, inputs)
    }
}
