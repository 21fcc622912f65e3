//! Terraform and `OpenTofu`: modules, with their variables, conditions and the modules that they call.

mod attributes;
mod choices;
mod configuration;
mod conversion;
mod eval;
mod evaluator;
mod find;
mod functions;
mod json_text;
mod module;
mod open;
mod resources;
mod scope;
mod task;
mod texts;
mod variables;

use super::TaskVariants;
use super::inputs::Inputs;
use super::unit_values::beside;
use crate::base::source::Source;
#[cfg(feature = "internals")]
use crate::base::text::Text;
use crate::syntax::{SyntaxDiagnostic, hcl};
use configuration::{Configuration, ConfigurationFile, folder_of};

/// The endings of files of configuration.
const ENDINGS: [&str; 2] = [".tf", ".tofu"];

/// The modules of a source as they are read.
#[derive(Debug)]
pub struct ParsedModules<'s> {
    root: String,
    files: Vec<ConfigurationFile<'s>>,
}

/// The local values of the root module as JSON text, in the order of their names; none for one that Terraform refuses.
#[cfg(feature = "internals")]
pub fn local_values(source: &Source, inputs: &Inputs) -> Vec<(String, Option<String>)> {
    let (parsed, _) = ParsedModules::read(source);
    let configuration = Configuration::of(source, parsed.root.clone(), &parsed.files);
    let assigned = choices::Assignment::default();
    let evaluator = evaluator::Evaluator::new(&configuration, inputs, &assigned);
    let root = evaluator.root();
    let own = configuration.module(&root.folder).into_iter().flat_map(|it| it.locals.keys());
    let mut names: Vec<_> = own.copied().collect();
    names.sort_unstable();
    let text = |name: &str| {
        let value = evaluator.local(&root, name)?;
        let mut text = Text::default();
        json_text::write(&value, &mut text);
        (open::certainty(&value) != open::Certainty::Fails).then(|| text.to_string())
    };
    names.into_iter().map(|name| (name.to_owned(), text(name))).collect()
}

/// Whether a source is a module, with those that it calls.
pub fn is_module(source: &Source) -> bool {
    source.files().next().is_some_and(|(name, _)| ENDINGS.iter().any(|it| name.ends_with(it)))
}

impl<'s> ParsedModules<'s> {
    /// Reads the files of a source, and what is wrong with them.
    pub fn read(source: &'s Source) -> (Self, Vec<SyntaxDiagnostic>) {
        let (mut files, mut problems) = (Vec::new(), Vec::new());
        let mut root = None;
        for (name, span) in source.files() {
            let is_values = name.ends_with(".tfvars");
            if !is_values && !ENDINGS.iter().any(|it| name.ends_with(it)) {
                continue;
            }
            let read = hcl::read(source.slice(span), span.start as usize);
            problems.extend(read.problems);
            let path = beside("", name);
            let folder = folder_of(&path).to_owned();
            root.get_or_insert_with(|| folder.clone());
            files.push(ConfigurationFile { folder, body: read.value, is_values });
        }
        (Self { root: root.unwrap_or_default(), files }, problems)
    }

    /// The task definitions of the modules.
    pub fn find<'t>(&'t self, source: &'t Source, inputs: &Inputs) -> Vec<TaskVariants<'t>> {
        let configuration = Configuration::of(source, self.root.clone(), &self.files);
        find::find(&configuration, inputs)
    }
}
