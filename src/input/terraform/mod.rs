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
use files::{ModuleFile, ModuleFiles, joined, normalized};

/// How many calls of modules are followed for the names of variables.
const MOST_CALLS: usize = 512;

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

    /// The variables that can be set: those of the root module, and `module.NAME.VARIABLE` of those that it calls.
    pub fn variables(&self, source: &Source) -> Vec<String> {
        // One that is used may be declared in a file that was not passed.
        let used = source.places_of("var.").filter_map(|at| {
            let rest = source.text().get(at + "var.".len()..)?;
            let len = rest.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-'));
            rest.get(..len.unwrap_or(rest.len())).map(str::to_owned)
        });
        let mut found: Vec<_> = used.filter(|name| !name.is_empty()).collect();
        self.add_variables(&self.root, "", &mut { MOST_CALLS }, &mut found);
        found
    }

    /// `left` is how many more modules may be looked into: they may call each other without end.
    fn add_variables(&self, folder: &str, prefix: &str, left: &mut usize, found: &mut Vec<String>) {
        let Some(rest) = left.checked_sub(1) else { return };
        *left = rest;
        let own = self.files.iter().filter(|file| file.folder == folder);
        for block in own.flat_map(|file| &file.body.blocks) {
            let Some(name) = block.labels.first().map(|label| &label.text) else { continue };
            match block.kind {
                "variable" => found.push(format!("{prefix}{name}")),
                "module" => {
                    let source = block.body.attribute("source");
                    let source = source.and_then(|it| it.value.kind.as_literal());
                    let Some(source) = source.filter(|it| it.starts_with('.')) else { continue };
                    let called = normalized(&joined(folder, &source));
                    self.add_variables(&called, &format!("{prefix}module.{name}."), left, found);
                }
                _ => {}
            }
        }
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
