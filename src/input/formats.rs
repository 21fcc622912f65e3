//! The entry point: a source becomes documents, and documents become task definitions, whatever their format.

use super::cloudformation::CloudFormation;
use super::inputs::Inputs;
use super::targets::OptionTargets;
use super::unit_fault::TemplateDiagnostic;
use super::unit_format::UnitFormat;
use super::values::{self, KnownWords};
use super::{AbsenceDiagnostic, TaskDefinition, TaskVariants, parse, plain};
use crate::base::diagnostic::BuiltIn;
use crate::base::source::Source;
use crate::syntax::{Node, SyntaxDiagnostic};

/// The formats of units. What no unit holds is searched as plain JSON and YAML.
const FORMATS: [&dyn UnitFormat; 1] = [&CloudFormation];

/// A source that is read and ready to be searched.
#[derive(Debug)]
pub struct ParsedSource<'s> {
    source: &'s Source,
    /// Its documents: one for JSON, any number for YAML.
    pub documents: Vec<Node<'s>>,
    /// What is wrong with the text.
    pub syntax: Vec<SyntaxDiagnostic>,
    /// What is wrong with the units in it.
    pub problems: Vec<TemplateDiagnostic>,
    /// What `--var` and `--parameters` could set in it; empty where none is passed.
    pub targets: OptionTargets,
    is_template: bool,
}

impl<'s> ParsedSource<'s> {
    /// Reads a source, and fills in what the user provides.
    pub fn read(source: &'s Source, inputs: &Inputs) -> Self {
        let mut read = parse::read(source);
        let mut problems = Vec::new();
        let mut targets = OptionTargets::default();
        if !inputs.variables.is_empty() {
            read.documents.iter().for_each(|document| add_targets(document, &mut targets));
        }
        for (index, document) in read.documents.iter_mut().enumerate() {
            match FORMATS.into_iter().find(|format| format.is_unit(document)) {
                Some(format) => problems.extend(format.prepare(document, index, inputs)),
                None => plain::prepare(document, inputs),
            }
        }
        Self {
            source,
            documents: read.documents,
            syntax: read.problems,
            problems,
            targets,
            is_template: !read.template_marks.is_empty(),
        }
    }

    /// The task definitions of all documents, in order, with their values judged. `is_known` says which words the
    /// rules know.
    pub fn find<'t>(&'t self, inputs: &Inputs, is_known: KnownWords<'_>) -> Vec<TaskVariants<'t>> {
        let mut found = self.find_unjudged(inputs);
        for task in found.iter_mut().flat_map(|task| &mut task.versions) {
            values::judge(task, inputs, is_known);
        }
        found
    }

    fn find_unjudged<'t>(&'t self, inputs: &Inputs) -> Vec<TaskVariants<'t>> {
        let mut found = Vec::new();
        for (index, document) in self.documents.iter().enumerate() {
            let mut units = Vec::new();
            for format in FORMATS {
                for unit in format.units(document) {
                    found.extend(format.find(unit, index, self.source.text(), inputs));
                    units.push(unit);
                }
            }
            let is_outside =
                |task: &TaskDefinition<'_>| !units.iter().any(|it| it.span.contains(task.span));
            let plain = plain::find(document, index).into_iter().filter(is_outside);
            found.extend(plain.map(TaskVariants::from));
        }
        found
    }

    /// Says what a source without a task definition is; nothing if the problems that are known say it all.
    pub fn explain_absence(&self) -> Option<AbsenceDiagnostic> {
        parse::explain_absence(self.source, &self.documents, self.is_broken())
    }

    /// Whether the text is all that there is: what a template's marks or a syntax error leave is a guess.
    pub fn is_plain(&self) -> bool {
        !self.is_template && !self.is_broken()
    }

    fn is_broken(&self) -> bool {
        self.syntax.iter().any(|it| it.code.is(BuiltIn::Syntax))
    }
}

/// Adds what in a document can be set: its placeholders, and what its units declare.
fn add_targets(document: &Node<'_>, targets: &mut OptionTargets) {
    targets.add_placeholders(document);
    for format in FORMATS {
        for unit in format.units(document) {
            format.add_targets(unit, targets);
        }
    }
}

/// The paths of the other files that the units of a document are deployed with, relative to its own file.
pub fn nested_paths<'t>(document: &'t Node<'t>) -> Vec<&'t str> {
    let paths = |format: &dyn UnitFormat| {
        let units = format.units(document).into_iter();
        units.flat_map(|unit| format.nested(unit)).collect::<Vec<_>>()
    };
    FORMATS.into_iter().flat_map(paths).collect()
}
