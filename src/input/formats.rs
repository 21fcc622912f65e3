//! The entry point: a source becomes documents, and documents become task definitions, whatever their format.

use super::cloudformation::CloudFormation;
use super::directives::{self, DirectiveFact, Renderings};
use super::file_values::FileValues;
use super::identify::identify_cdk_output;
use super::inputs::Inputs;
use super::known_values::KnownValues;
use super::targets::OptionTargets;
use super::terraform::{self, ParsedModules};
use super::unit_fault::TemplateDiagnostic;
use super::unit_format::UnitFormat;
use super::unit_metadata::UnitMetadata;
use super::unit_values::{Sharing, TaskName, TaskRun};
use super::values::{self, KnownWords};
use super::{
    AbsenceDiagnostic, READS_TERRAFORM, TaskDefinition, TaskVariants, TerraformKind, parse, plain,
    runs, schema,
};
use crate::base::diagnostic::BuiltIn;
use crate::base::source::{Source, Span};
use crate::syntax::{Node, Parsed, SyntaxDiagnostic};

/// The formats of units. What no unit holds is searched as plain JSON and YAML.
const FORMATS: [&dyn UnitFormat; 1] = [&CloudFormation];

/// A source that is read and ready to be searched.
#[derive(Debug)]
pub struct ParsedSource<'s> {
    source: &'s Source,
    /// What it reads as in each rendering: one where no directive of a template decides anything.
    readings: Vec<SourceReading<'s>>,
    /// What is wrong with the text.
    pub syntax: Vec<SyntaxDiagnostic>,
    /// What is wrong with the units in it.
    pub problems: Vec<TemplateDiagnostic>,
    /// What `--var` and `--parameters` could set in it; empty where none is passed to the run.
    pub targets: OptionTargets,
    is_template: bool,
    /// The modules that it is, if it is Terraform.
    modules: Option<ParsedModules<'s>>,
}

/// A source as it reads in one rendering.
#[derive(Debug)]
struct SourceReading<'s> {
    documents: Vec<Node<'s>>,
    /// The conditions of the rendering, as they are written, and their values.
    facts: &'s [DirectiveFact],
    /// Where something was lost to a syntax error.
    lost: Vec<Span>,
}

impl<'s> ParsedSource<'s> {
    /// Reads the renderings of a source, and fills in what the user provides.
    pub fn read(source: &'s Source, renderings: &'s Renderings<'_>, inputs: &Inputs) -> Self {
        let mut parsed = Self {
            source,
            readings: Vec::new(),
            syntax: Vec::new(),
            problems: Vec::new(),
            targets: OptionTargets::default(),
            is_template: !renderings.marks().is_empty(),
            modules: None,
        };
        let json = renderings.json();
        if terraform::is_module(source) {
            if !READS_TERRAFORM {
                return parsed;
            }
            let (modules, problems) = ParsedModules::read(source, json);
            if inputs.asks_for_names() {
                modules.add_targets(source, &mut parsed.targets);
            }
            parsed.modules = Some(modules);
            parsed.syntax = problems;
            return parsed;
        }
        if READS_TERRAFORM && let Some(plan) = ParsedModules::of_plan(source, json.documents()) {
            parsed.modules = Some(plan);
            parsed.syntax = json.problems();
            return parsed;
        }
        if !parse::is_read(source) {
            return parsed;
        }
        if inputs.asks_for_names() {
            parsed.targets.variables.extend(renderings.variables().map(str::to_owned));
        }
        for (text, facts) in renderings.texts() {
            parsed.add(parse::read(text), facts, inputs);
        }
        parsed
    }

    /// Adds what one rendering reads as; each problem once.
    fn add(&mut self, read: Parsed<'s>, facts: &'s [DirectiveFact], inputs: &Inputs) {
        let Parsed { mut documents, problems, template_marks, lost } = read;
        for format in FORMATS.into_iter().filter(|it| it.may_have_expressions(self.source)) {
            for document in &mut documents {
                plain::visit_tasks(document, &is_unit, &mut |it| format.settle_outside(it, inputs));
            }
        }
        self.is_template |= !template_marks.is_empty();
        if inputs.asks_for_names() {
            for document in &documents {
                add_targets(document, &mut self.targets);
            }
        }
        let mut met = Vec::new();
        for (index, document) in documents.iter_mut().enumerate() {
            match FORMATS.into_iter().find(|format| format.is_unit(document)) {
                Some(format) => met.extend(format.prepare(document, index, inputs)),
                None => plain::prepare(document, inputs),
            }
        }
        let is_first = self.readings.is_empty();
        for problem in problems {
            if is_first || !self.syntax.contains(&problem) {
                self.syntax.push(problem);
            }
        }
        met.retain(|it| is_first || !self.problems.contains(it));
        self.problems.extend(met);
        self.readings.push(SourceReading { documents, facts, lost });
    }

    /// The documents of each rendering: one for JSON, any number for YAML.
    pub fn documents(&self) -> Vec<&[Node<'s>]> {
        if let Some(modules) = self.modules() {
            return vec![std::slice::from_ref(modules.document())];
        }
        self.readings.iter().map(|it| it.documents.as_slice()).collect()
    }

    /// The task definitions of all documents, in order, with their values judged. `is_known` says which words the
    /// rules know.
    pub fn find<'t>(&'t self, inputs: &Inputs, is_known: KnownWords<'_>) -> Vec<TaskVariants<'t>> {
        let mut found = self.find_unjudged(inputs);
        if !inputs.unit.runs.is_empty() {
            found.iter_mut().flat_map(|it| &mut it.versions).for_each(|it| runs::apply(it, inputs));
        }
        for task in &mut found {
            let mut known = KnownValues::default();
            for version in &mut task.versions {
                settle_shape(version);
                values::judge(version, inputs, is_known, &mut known);
            }
        }
        found
    }

    fn find_unjudged<'t>(&'t self, inputs: &Inputs) -> Vec<TaskVariants<'t>> {
        if let Some(modules) = self.modules() {
            return modules.find(self.source, inputs);
        }
        if let [only] = self.readings.as_slice() {
            return self.find_in(only, inputs);
        }
        let found = |it: &'t SourceReading<'s>| (self.find_in(it, inputs), it.facts);
        directives::join(self.readings.iter().map(found).collect())
    }

    fn find_in<'t>(
        &'t self,
        reading: &'t SourceReading<'s>,
        inputs: &Inputs,
    ) -> Vec<TaskVariants<'t>> {
        let mut found = Vec::new();
        let text = self.source.text();
        let may_have_units = FORMATS.into_iter().any(|it| it.may_be_in(self.source));
        let documents = reading.documents.iter().enumerate();
        for (index, document) in documents.filter(|(_, it)| identify_cdk_output(it).is_none()) {
            let mut units = Vec::new();
            for format in FORMATS.into_iter().filter(|_| may_have_units) {
                for unit in format.units(document) {
                    found.extend(format.find(unit, index, text, inputs));
                    units.push(unit);
                }
            }
            let is_outside =
                |task: &TaskDefinition<'_>| !units.iter().any(|it| it.span.contains(task.span));
            let plain = plain::find(document, index, inputs).into_iter().filter(is_outside);
            let before = found.len();
            found.extend(plain.map(TaskVariants::from));
            if units.is_empty() && found.len() == before {
                found.extend(
                    runs::find(document, index, inputs).into_iter().map(TaskVariants::from),
                );
            }
        }
        if !reading.lost.is_empty() {
            found
                .iter_mut()
                .flat_map(|it| &mut it.versions)
                .for_each(|it| it.set_lost(&reading.lost));
        }
        found
    }

    /// What the units of the source give to other files; nothing where a directive decides what they are.
    pub fn values<'t>(&'t self, inputs: &Inputs) -> Vec<FileValues<'t>> {
        let [only] = self.readings.as_slice() else { return Vec::new() };
        let values = |format: &dyn UnitFormat, document: &'t Node<'s>| {
            let units = format.units(document).into_iter();
            units.map(|unit| format.values(unit, inputs)).collect::<Vec<_>>()
        };
        let documents = only.documents.iter();
        documents
            .flat_map(|it| FORMATS.into_iter().flat_map(move |format| values(format, it)))
            .collect()
    }

    /// What the source runs of other files, and the names of its own task definitions.
    pub fn runs(&self, inputs: &Inputs) -> (Vec<TaskRun>, Vec<TaskName>) {
        let Some(first) = self.readings.first() else { return Default::default() };
        let (mut found, mut names) = (Vec::new(), Vec::new());
        for (index, document) in first.documents.iter().enumerate() {
            let own = runs::named_in(document, index, inputs);
            if own.is_empty() {
                found.extend(runs::found_in(document, &inputs.file));
            }
            names.extend(own);
        }
        (found, names)
    }

    fn modules(&self) -> Option<&ParsedModules<'s>> {
        self.modules.as_ref().filter(|_| READS_TERRAFORM)
    }

    /// Says what a source without a task definition is; nothing if the problems that are known say it all.
    pub fn explain_absence(&self) -> Option<AbsenceDiagnostic> {
        let is_configuration =
            |it: &&ParsedModules<'_>| !it.is_plan() && !self.source.text().trim().is_empty();
        if let Some(modules) = self.modules().filter(is_configuration) {
            return modules.explain_absence(self.is_broken());
        }
        if !READS_TERRAFORM && terraform::is_module(self.source) {
            return Some(TerraformKind::Configuration.left_out());
        }
        let documents = self.documents().first().copied().unwrap_or_default();
        parse::explain_absence(self.source, documents, self.is_broken())
    }

    /// Whether the text is all that there is: what a template's marks or a syntax error leave is a guess.
    pub fn is_plain(&self) -> bool {
        !self.is_template && !self.is_broken()
    }

    fn is_broken(&self) -> bool {
        self.syntax.iter().any(|it| it.code.is(BuiltIn::Syntax))
    }
}

/// What the units of a source say about themselves, in each of its renderings.
pub fn metadata<'t>(renderings: &[&'t [Node<'t>]]) -> Vec<UnitMetadata<'t>> {
    let documents = renderings.iter().copied().flat_map(|it| it.iter().enumerate());
    let of_document = |(index, document): (usize, &'t Node<'t>)| {
        FORMATS.into_iter().flat_map(move |format| {
            let units = format.units(document).into_iter();
            units.flat_map(move |it| format.metadata(it, (index, std::ptr::eq(it, document))))
        })
    };
    documents.flat_map(of_document).collect()
}

/// Checks the keys of a task definition and the types of its values, and puts right what is meant otherwise.
fn settle_shape(task: &mut TaskDefinition<'_>) {
    let found = schema::validate::check(task);
    schema::put_right(task, &found);
    if let Some(open) = task.context.without_defaults.as_deref_mut() {
        schema::put_right(open, &found);
    }
    task.context.shape = found;
}

fn is_unit(node: &Node<'_>) -> bool {
    FORMATS.into_iter().any(|format| format.is_unit(node))
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

/// What a source may get from other files, and give to them: a look at its text.
pub fn sharing(source: &Source) -> Sharing {
    let runs = Sharing::default().with(Sharing::RUNS, runs::may_run(source));
    FORMATS.into_iter().fold(runs, |known, format| known | format.sharing(source))
}
