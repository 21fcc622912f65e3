//! Terraform and `OpenTofu`: modules, with their variables, conditions and the modules that they call.

mod attributes;
mod choices;
mod configuration;
mod constants;
mod conversion;
mod eval;
mod evaluator;
pub mod files;
mod find;
mod functions;
mod json_text;
mod module;
mod open;
mod requests;
mod resources;
mod scope;
mod task;
mod texts;
mod types;
pub mod variable_file;
mod variables;
pub mod wanted;

pub use files::{ModuleFileKind, is_module};
pub use requests::FileRequests;
pub use wanted::{WantedPath, wanted_by};

use super::TaskVariants;
use super::inputs::Inputs;
use super::targets::OptionTargets;
use crate::base::source::Source;
#[cfg(feature = "internals")]
use crate::base::text::Text;
use crate::syntax::{SyntaxDiagnostic, hcl};
use configuration::{Configuration, ConfigurationFile};
use files::{ModuleFile, ModuleFiles};

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

impl<'s> ParsedModules<'s> {
    /// Reads the files of a source, and what is wrong with them.
    pub fn read(source: &'s Source) -> (Self, Vec<SyntaxDiagnostic>) {
        let modules = ModuleFiles::of(source);
        let (mut files, mut problems) = (Vec::new(), Vec::new());
        let mut add = |folder: &str, file: ModuleFile<'s>, is_values: bool| {
            let read = hcl::read(file.text, file.span.start as usize);
            problems.extend(read.problems);
            files.push(ConfigurationFile {
                folder: folder.to_owned(),
                body: read.value,
                is_values,
            });
        };
        for folder in modules.folders() {
            let configuration = folder.configuration.iter().filter(|it| !it.is_json);
            configuration.for_each(|it| add(&folder.path, it.file, false));
        }
        let Some(root) = modules.root() else {
            return (Self { root: String::new(), files }, problems);
        };
        let values = root.values.iter().filter(|it| !it.name.ends_with(".json"));
        values.for_each(|it| add(&root.path, *it, true));
        (Self { root: root.path.clone(), files }, problems)
    }

    /// Adds the variables that `--var` gives values to.
    pub fn add_targets(&self, source: &Source, targets: &mut OptionTargets) {
        let configuration = Configuration::of(source, self.root.clone(), &self.files);
        targets.variables.extend(configuration.variable_names());
    }

    /// The task definitions of the modules.
    pub fn find<'t>(&'t self, source: &'t Source, inputs: &Inputs) -> Vec<TaskVariants<'t>> {
        let configuration = Configuration::of(source, self.root.clone(), &self.files);
        find::find(&configuration, inputs)
    }
}
