//! Where task definitions are found in a configuration, each in every combination of what its conditions leave open.

use super::choices::{Assignment, Question, QuestionSite};
use super::configuration::Configuration;
use super::evaluator::Evaluator;
use super::module::ResourceBlock;
use super::scope::ModuleInstance;
use super::task;
use crate::base::diagnostic::Severity;
use crate::base::truth::Truth;
use crate::input::context::Fact;
use crate::input::inputs::Inputs;
use crate::input::{TaskDefinition, TaskVariants, TemplateDiagnostic, TemplateFault};
use crate::syntax::SyntaxDiagnostic;
use std::collections::HashMap;
use std::rc::Rc;

/// How many combinations are checked of a task definition: what is beyond is left open.
const MOST_COMBINATIONS: usize = 64;

/// How deep calls of modules are followed.
const MOST_CALLS: usize = 12;

/// A block that holds a task, and the calls that lead to its module.
struct TaskSite<'a, 't> {
    calls: Vec<&'t str>,
    block: &'a ResourceBlock<'t>,
}

impl TaskSite<'_, '_> {
    /// What the block is called, without the indexes of its instances.
    fn address(&self) -> String {
        format!("{}{}.{}", address_of(&self.calls), self.block.kind, self.block.name)
    }
}

/// What is before the addresses of what a module has.
fn address_of(calls: &[&str]) -> String {
    calls.iter().map(|it| format!("module.{it}.")).collect()
}

/// The task definitions of a configuration.
pub(super) fn find<'t>(
    configuration: &Configuration<'t>,
    inputs: &Inputs,
) -> Vec<TaskVariants<'t>> {
    let mut sites = Vec::new();
    let (mut calls, mut folders) = (Vec::new(), Vec::new());
    add_sites(configuration, &configuration.root, &mut calls, &mut folders, &mut sites);
    sites.iter().flat_map(|site| variants(configuration, inputs, site)).collect()
}

/// Adds the blocks of a module, and those of the modules that it calls.
fn add_sites<'a, 't>(
    configuration: &'a Configuration<'t>,
    folder: &str,
    calls: &mut Vec<&'t str>,
    folders: &mut Vec<String>,
    sites: &mut Vec<TaskSite<'a, 't>>,
) {
    let Some(module) = configuration.module(folder) else { return };
    if folders.len() > MOST_CALLS || folders.iter().any(|it| it == folder) {
        return;
    }
    let own = module.resources.iter().filter(|it| task::is_task(it));
    sites.extend(own.map(|block| TaskSite { calls: calls.clone(), block }));
    folders.push(folder.to_owned());
    for call in &module.calls {
        let Some(called) = configuration.called_folder(folder, call) else { continue };
        calls.push(call.name);
        add_sites(configuration, &called, calls, folders, sites);
        calls.pop();
    }
    folders.pop();
}

/// What a block comes to in all combinations.
#[derive(Default)]
struct BlockSurvey<'t> {
    /// The task definitions of each combination, and the conditions that are known there.
    combinations: Vec<(Vec<TaskDefinition<'t>>, HashMap<QuestionSite, bool>)>,
    /// What was asked on the way to them.
    questions: Vec<Question<'t>>,
    syntax: Vec<SyntaxDiagnostic>,
    unread: Vec<TemplateDiagnostic>,
    /// Whether something was cut.
    is_cut: bool,
}

/// The task definitions that a block makes, each in every combination.
fn variants<'t>(
    configuration: &Configuration<'t>,
    inputs: &Inputs,
    site: &TaskSite<'_, 't>,
) -> Vec<TaskVariants<'t>> {
    let survey = survey(configuration, inputs, site);
    let mut found: Vec<TaskVariants<'t>> = Vec::new();
    for (made, conditions) in survey.combinations {
        for mut version in made {
            survey.questions.iter().for_each(|it| add_fact(&mut version, it, &conditions));
            match found.iter_mut().find(|it| is_same_task(it, &version)) {
                Some(known) => known.versions.push(version),
                None => found.push(version.into()),
            }
        }
    }
    if let Some(first) = found.first_mut() {
        (first.syntax, first.problems) = (survey.syntax, survey.unread);
    } else {
        let problems = never_created(configuration, inputs, site).into_iter().collect();
        found.push(TaskVariants { versions: Vec::new(), problems, syntax: Vec::new() });
    }
    if survey.is_cut {
        let problem = TemplateFault::NotEvaluated { address: site.address() }.at(site.block.header);
        found.iter_mut().for_each(|it| it.problems.push(problem.clone()));
    }
    found
}

/// Evaluates a block in every combination of what its conditions leave open.
fn survey<'t>(
    configuration: &Configuration<'t>,
    inputs: &Inputs,
    site: &TaskSite<'_, 't>,
) -> BlockSurvey<'t> {
    let mut survey = BlockSurvey::default();
    let mut open = vec![Assignment::default()];
    while let Some(assigned) = open.pop() {
        let evaluator = Evaluator::new(configuration, inputs, &assigned);
        let made = versions(&evaluator, site);
        if evaluator.is_impossible() {
            continue;
        }
        if let Some(question) = evaluator.asked().filter(|_| !evaluator.is_cut())
            && survey.combinations.len() + open.len() + 2 <= MOST_COMBINATIONS
        {
            open.push(assigned.with(&question, false));
            open.push(assigned.with(&question, true));
            survey.questions.push(question);
            continue;
        }
        if evaluator.is_cut() {
            survey.is_cut = true;
            configuration.add_cut();
        }
        add_new(&mut survey.syntax, evaluator.problems());
        add_new(&mut survey.unread, evaluator.unread());
        survey.combinations.push((made, evaluator.into_conditions()));
    }
    survey
}

/// Adds what a condition is that was asked in another combination, and follows from the answers of this one.
fn add_fact<'t>(
    version: &mut TaskDefinition<'t>,
    question: &Question<'t>,
    conditions: &HashMap<QuestionSite, bool>,
) {
    let facts = &mut version.context.facts;
    let is_there = facts.iter().any(|it| it.0 == question.written);
    let holds = question.site.as_ref().and_then(|it| conditions.get(it));
    let holds = holds.filter(|_| !is_there).map(|it| *it != question.is_negated);
    facts.extend(holds.map(|it| (question.written, Fact::Holds(it))));
}

/// Adds what is not there yet.
fn add_new<T: PartialEq>(known: &mut Vec<T>, more: Vec<T>) {
    for item in more {
        if !known.contains(&item) {
            known.push(item);
        }
    }
}

/// Why no combination makes a block: a call of a module that is made no time, or the block itself.
fn never_created<'t>(
    configuration: &Configuration<'t>,
    inputs: &Inputs,
    site: &TaskSite<'_, 't>,
) -> Option<TemplateDiagnostic> {
    let assigned = Assignment::default();
    let evaluator = Evaluator::new(configuration, inputs, &assigned);
    let is_made = |calls: &[&'t str]| !modules_at(&evaluator, calls).is_empty();
    let reached =
        (0..=site.calls.len()).take_while(|it| is_made(site.calls.get(..*it).unwrap_or_default()));
    let reached = reached.count();
    let (address, body) = match site.calls.get(..reached) {
        Some(calls) => {
            let (name, callers) = calls.split_last()?;
            let module = modules_at(&evaluator, callers).into_iter().next()?;
            let call = configuration.module(&module.folder)?.call(name)?;
            (address_of(calls), call.body.clone())
        }
        None => (site.address(), site.block.body.clone()),
    };
    let argument = ["count", "for_each"].into_iter().find_map(|it| body.attribute(it))?;
    let address = address.trim_end_matches('.').to_owned();
    let fault = TemplateFault::NoInstances { address, argument: argument.name.to_owned() };
    Some(fault.at(argument.name_span).with_severity(Severity::Warning))
}

fn is_same_task(known: &TaskVariants<'_>, version: &TaskDefinition<'_>) -> bool {
    known.versions.first().is_some_and(|it| it.name == version.name)
}

/// The task definitions of a block in one combination; beside each, the same as if the variables had no defaults.
fn versions<'t>(evaluator: &Evaluator<'_, 't>, site: &TaskSite<'_, 't>) -> Vec<TaskDefinition<'t>> {
    let instances = || {
        let modules = modules_at(evaluator, &site.calls).into_iter();
        let made = modules.flat_map(|module| evaluator.instances(&module, site.block));
        made.filter(|it| it.is_created != Truth::False).collect::<Vec<_>>()
    };
    let mut made: Vec<_> =
        instances().iter().map(|it| task::task_definition(evaluator, it)).collect();
    let defaults = evaluator.defaults();
    let open = (!defaults.is_empty()).then(|| evaluator.ignoring_defaults(&instances));
    for version in &mut made {
        version.context.facts.clone_from(&evaluator.assigned.facts);
        version.context.by_default = evaluator.assigned.by_default;
        let open = open.iter().flatten();
        // Without defaults it may not be known which instances there are: each may be that of an open key.
        let same = open.clone().find(|it| Some(&it.address) == version.name.as_ref());
        let Some(open) = same.or(open.last()) else { continue };
        let open = evaluator.ignoring_defaults(|| task::task_definition(evaluator, open));
        version.context.without_defaults = Some(Box::new(open));
        version.context.defaults = defaults.iter().copied().collect();
    }
    made
}

/// The instances of a module that calls lead to.
fn modules_at<'t>(evaluator: &Evaluator<'_, 't>, calls: &[&'t str]) -> Vec<Rc<ModuleInstance<'t>>> {
    let mut modules = vec![evaluator.root()];
    for name in calls {
        let called = |module: &Rc<ModuleInstance<'t>>| {
            let own = evaluator.configuration.module(&module.folder)?;
            Some(evaluator.called(module, own.call(name)?))
        };
        modules = modules.iter().filter_map(called).flat_map(|it| it.to_vec()).collect();
    }
    modules
}
