//! Terraform and `OpenTofu`: modules, with their variables, conditions and the modules that they call.

mod attributes;
mod choices;
mod configuration;
mod document;
mod eval;
mod evaluator;
mod find;
mod functions;
mod json_text;
mod launched_by;
mod module;
mod open;
mod resources;
mod scope;
mod shape;
mod task;
mod texts;
mod unread;
mod variables;

use super::identify::is_module_text;
use super::inputs::Inputs;
use super::unit_values::beside;
use super::{AbsenceDiagnostic, TaskVariants};
use crate::base::source::{Source, Span};
use crate::syntax::{Node, SyntaxDiagnostic, hcl};
use configuration::{Configuration, ConfigurationFile, folder_of, within};

/// The endings of files of configuration.
const ENDINGS: [&str; 2] = [".tf", ".tofu"];

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

/// Whether a source is a module, with those that it calls: by the name of its first file, or by its text.
pub fn is_module(source: &Source) -> bool {
    let is_named = |name: &str| ENDINGS.iter().any(|it| name.ends_with(it));
    source.files().next().is_some_and(|(name, _)| is_named(name)) || is_module_text(source)
}

impl<'s> ParsedModules<'s> {
    /// Reads the files of a source, and what is wrong with them.
    pub fn read(source: &'s Source) -> (Self, Vec<SyntaxDiagnostic>) {
        let (mut files, mut problems) = (Vec::new(), Vec::new());
        let mut root = None;
        for (index, (name, span)) in source.files().enumerate() {
            let is_values = name.ends_with(".tfvars");
            if index > 0 && !is_values && !ENDINGS.iter().any(|it| name.ends_with(it)) {
                continue;
            }
            let read = hcl::read(source.slice(span), span.start as usize);
            problems.extend(read.problems);
            let path = beside("", name);
            let folder = folder_of(&path).to_owned();
            root.get_or_insert_with(|| folder.clone());
            files.push(ConfigurationFile { folder, body: read.value, is_values });
        }
        let span = Span::new(0, source.text().len());
        let document = document::document(files.iter().map(|it| &it.body), span);
        (Self { root: root.unwrap_or_default(), files, document }, problems)
    }

    /// The resources that hold tasks, as one document of Terraform's JSON syntax.
    pub fn document(&self) -> &Node<'s> {
        &self.document
    }

    /// The variables that can be set: those of the root module, and `module.NAME.VARIABLE` of those that it calls.
    pub fn variables(&self) -> Vec<String> {
        let mut found = Vec::new();
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
                    let called = beside(&within(folder, "main.tf"), &source);
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
