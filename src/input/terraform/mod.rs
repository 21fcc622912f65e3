//! Terraform and `OpenTofu`: modules, with their variables, conditions and the modules that they call.

mod attribute_table;
mod attributes;
mod blocks;
mod calls;
mod choices;
mod configuration;
mod constants;
mod conversion;
mod deployment;
mod document;
mod eval;
mod evaluator;
pub mod files;
mod find;
mod functions;
mod home;
mod instance;
mod json_strings;
mod json_syntax;
mod json_text;
mod keys;
mod launched_by;
mod memory;
mod module;
mod numbers;
mod open;
mod opened_parts;
mod plan;
mod policies;
mod policy_document;
mod reads;
mod remembered;
mod repetitions;
mod requests;
mod resolve;
mod resources;
mod roles;
mod scope;
mod shape;
mod sites;
mod task;
mod text;
mod texts;
mod traces;
mod types;
mod unread;
pub mod variable_file;
mod variables;
pub mod wanted;
mod world;

pub use files::{ModuleFileKind, is_module};
pub use requests::FileRequests;
pub use wanted::{WantedPath, wanted_by};

use super::inputs::Inputs;
use super::json_files::JsonFiles;
use super::targets::OptionTargets;
use super::{AbsenceDiagnostic, READS_TERRAFORM, SourceFormat, TaskVariants, TemplateFault};
use crate::base::source::{Source, Span};
#[cfg(feature = "internals")]
use crate::base::text::Text;
use crate::syntax::hcl::HclBody;
use crate::syntax::{Node, SyntaxDiagnostic, hcl};
use configuration::{ConfigurationFile, TerraformConfiguration};
use files::{ModuleFile, ModuleFiles, folder_of, joined};
use plan::{HiddenContainers, PlanKind};
use std::borrow::Cow;
#[cfg(feature = "internals")]
use std::rc::Rc;

/// The modules of a source as they are read.
#[derive(Debug)]
pub struct ParsedModules<'s> {
    root: String,
    files: Vec<ConfigurationFile<'s>>,
    /// The resources that hold tasks, as one document; that of a plan, as it is.
    document: Cow<'s, Node<'s>>,
    /// What the source is, if it is no configuration.
    plan: Option<PlanKind>,
}

/// The local values of the root module as JSON text, in the order of their names; none for one that Terraform refuses.
#[cfg(feature = "internals")]
pub fn local_values(source: &Source, inputs: &Inputs) -> Vec<(String, Option<String>)> {
    let json = JsonFiles::default();
    let (parsed, _) = ParsedModules::read(source, &json);
    let configuration = TerraformConfiguration::of(source, parsed.root.clone(), &parsed.files);
    let assigned = choices::ConditionAnswers::default();
    let evaluator = evaluator::ModuleEvaluator::new(&configuration, inputs, &assigned);
    let root = Rc::clone(&evaluator.root);
    let own = configuration.module(&root.folder).into_iter().flat_map(|it| it.locals.keys());
    let mut names: Vec<_> = own.copied().collect();
    names.sort_unstable();
    let text = |name: &str| {
        let value = evaluator.local(&root, name)?;
        let mut text = Text::default();
        json_text::write(&value, &mut text);
        (open::fallibility(&value) != open::Fallibility::Fails).then(|| text.to_string())
    };
    names.into_iter().map(|name| (name.to_owned(), text(name))).collect()
}

/// The files that the task definitions of a source are read from and that it does not have, where their paths are made
/// of values: as the user would write them.
pub fn wanted_by_values(source: &Source, inputs: &Inputs) -> Vec<WantedPath> {
    if !READS_TERRAFORM {
        return Vec::new();
    }
    let json = JsonFiles::of(source);
    let (parsed, _) = ParsedModules::read(source, &json);
    let modules = ModuleFiles::of(source);
    let first = modules.root().and_then(|it| it.configuration.first());
    let folder = first.map_or("", |it| folder_of(it.file.name));
    let configuration = TerraformConfiguration::of(source, parsed.root.clone(), &parsed.files);
    find::find(&configuration, inputs);
    let absent = configuration.into_absent().into_iter();
    absent.map(|path| WantedPath::File(joined(folder, &path))).collect()
}

impl<'s> ParsedModules<'s> {
    /// Reads the files of a source, and what is wrong with them.
    pub fn read(source: &'s Source, json: &'s JsonFiles<'s>) -> (Self, Vec<SyntaxDiagnostic>) {
        let modules = ModuleFiles::of(source);
        let (mut files, mut problems) = (Vec::new(), Vec::new());
        let mut add = |folder: &str, file: ModuleFile<'s>, is_values: bool| {
            let body = read_file(file, is_values, (source, json), &mut problems);
            files.push(ConfigurationFile { folder: folder.to_owned(), body, is_values });
        };
        for folder in modules.folders() {
            folder.configuration.iter().for_each(|it| add(&folder.path, it.file, false));
        }
        let root = modules.root();
        if let Some(folder) = root {
            folder.values.iter().for_each(|it| add(&folder.path, *it, true));
        }
        let span = Span::new(0, source.text().len());
        let document = document::document(files.iter().map(|it| &it.body), span);
        let root = root.map(|it| it.path.clone()).unwrap_or_default();
        (Self { root, files, document: Cow::Owned(document), plan: None }, problems)
    }

    /// The plan, the state or the list of resources that a source is.
    pub fn of_plan(source: &'s Source, documents: &'s [Node<'s>]) -> Option<Self> {
        // What a program printed around the JSON may be documents as well.
        let mut planned =
            documents.iter().filter_map(|whole| Some((whole, plan::planned_in(whole)?)));
        let (whole, (kind, document)) = planned.next()?;
        let body = plan::read(kind, document, source.text());
        let file = ConfigurationFile { folder: String::new(), body, is_values: false };
        let document = Cow::Borrowed(whole);
        Some(Self { root: String::new(), files: vec![file], document, plan: Some(kind) })
    }

    /// Whether it is a plan, a state or a list of resources.
    pub fn is_plan(&self) -> bool {
        self.plan.is_some()
    }

    /// The resources that hold tasks, as one document of Terraform's JSON syntax; a plan or a state as it is.
    pub fn document(&self) -> &Node<'s> {
        &self.document
    }

    /// Says what modules without a task definition are; nothing where syntax errors may hide one.
    pub fn explain_absence(&self, is_broken: bool) -> Option<AbsenceDiagnostic> {
        unread::explain(&self.files, is_broken)
    }

    /// Adds the variables that `--var` gives values to.
    pub fn add_targets(&self, source: &Source, targets: &mut OptionTargets) {
        let configuration = TerraformConfiguration::of(source, self.root.clone(), &self.files);
        targets.variables.extend(configuration.variable_names());
    }

    /// The task definitions of the modules.
    pub fn find<'t>(&'t self, source: &'t Source, inputs: &Inputs) -> Vec<TaskVariants<'t>> {
        let configuration = TerraformConfiguration::of(source, self.root.clone(), &self.files);
        let mut found = find::find(&configuration, inputs);
        if let Some(kind) = self.plan {
            for task in &mut found {
                mark(task, kind);
            }
        }
        found
    }
}

/// Reads a file of a module, in the syntax of its name.
fn read_file<'s>(
    file: ModuleFile<'s>,
    is_values: bool,
    (source, json): (&'s Source, &'s JsonFiles<'s>),
    problems: &mut Vec<SyntaxDiagnostic>,
) -> HclBody<'s> {
    let Some(parsed) = json.at(file.span) else {
        let read = hcl::read(file.text, file.span.start as usize);
        problems.extend(read.problems);
        return read.value;
    };
    problems.extend(parsed.problems.iter().cloned());
    let document = parsed.documents.first();
    let mut body = if is_values {
        json_syntax::read_values(document, source.text())
    } else {
        let read = json_syntax::read(document, source.text());
        problems.extend(read.problems);
        read.value
    };
    body.lost = body.lost.or(parsed.lost.first().copied());
    body
}

/// Says of a task definition that it is of a plan or a state, and what a plan does not show of it.
fn mark(task: &mut TaskVariants<'_>, kind: PlanKind) {
    let format = match kind {
        PlanKind::Plan => SourceFormat::TerraformPlan,
        PlanKind::State | PlanKind::StateFile => SourceFormat::TerraformState,
        PlanKind::Listed => return,
    };
    task.versions.iter_mut().for_each(|version| version.format = format);
    let hidden = task.versions.iter().find_map(HiddenContainers::of);
    task.problems.extend(hidden.map(|hidden| {
        let waits_for = hidden.waits_for;
        TemplateFault::HiddenContainers { waits_for }.at(hidden.place)
    }));
}
