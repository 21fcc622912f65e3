//! Where task definitions are found in a configuration, each in every combination of what its conditions leave open.

use super::choices::{ConditionAnswers, DefaultAnswer, OpenQuestion, QuestionSite};
use super::configuration::TerraformConfiguration;
use super::evaluator::ModuleEvaluator;
use super::launched_by::LaunchIndex;
use super::sites::{BlockSite, address_of, modules_at, sites};
use super::task;
use super::world::KnownWorlds;
use crate::base::diagnostic::Severity;
use crate::base::maps::HashMap;
use crate::base::truth::Truth;
use crate::input::context::Fact;
use crate::input::inputs::Inputs;
use crate::input::{TaskDefinition, TaskVariants, TemplateDiagnostic, TemplateFault};

/// How many combinations are checked of a task definition: what is beyond is left open.
const MOST_COMBINATIONS: usize = 64;

/// What runs tasks, and what is around them.
type AroundTasks<'a, 't> = (&'a LaunchIndex<'t>, &'a KnownWorlds<'t>);

/// The task definitions of a configuration.
pub(super) fn find<'t>(
    configuration: &TerraformConfiguration<'t>,
    inputs: &Inputs,
) -> Vec<TaskVariants<'t>> {
    let sites = sites(configuration, &task::is_task);
    if sites.is_empty() {
        return Vec::new();
    }
    let (launches, worlds) = (LaunchIndex::of(configuration, inputs), KnownWorlds::default());
    let around = (&launches, &worlds);
    sites.iter().flat_map(|site| variants((configuration, around), inputs, site)).collect()
}

/// The task definitions that a block makes, each in every combination.
fn variants<'t>(
    (configuration, around): (&TerraformConfiguration<'t>, AroundTasks<'_, 't>),
    inputs: &Inputs,
    site: &BlockSite<'_, 't>,
) -> Vec<TaskVariants<'t>> {
    let mut combinations = Vec::new();
    let mut questions: Vec<OpenQuestion<'t>> = Vec::new();
    let mut open = vec![ConditionAnswers::default()];
    let mut is_cut = false;
    while let Some(assigned) = open.pop() {
        let evaluator = ModuleEvaluator::new(configuration, inputs, &assigned);
        let made = versions(&evaluator, site, around);
        if evaluator.is_impossible() {
            continue;
        }
        if let Some(question) = evaluator.asked().filter(|_| !evaluator.is_cut())
            && combinations.len() + open.len() + 2 <= MOST_COMBINATIONS
        {
            // What the defaults answer is gone into first, so that it is whole where the combinations are too many.
            let last = question.by_default != DefaultAnswer::Known(false);
            open.push(assigned.with(&question, !last));
            open.push(assigned.with(&question, last));
            questions.push(question);
            continue;
        }
        if evaluator.is_cut() {
            is_cut = true;
            configuration.add_cut();
        }
        let noted = (evaluator.problems(), evaluator.unread());
        combinations.push((assigned.answered(), (made, noted, evaluator.into_conditions())));
    }
    // In the order of the answers: yes before no.
    combinations.sort_by(|one, other| other.0.cmp(&one.0));
    let mut found: Vec<TaskVariants<'t>> = Vec::new();
    for (_, (made, (syntax, unread), conditions)) in combinations {
        for mut version in made {
            for question in &questions {
                add_fact(&mut version, question, &conditions);
            }
            match found.iter_mut().find(|it| is_same_task(it, &version)) {
                Some(known) => known.versions.push(version),
                None => found.push(version.into()),
            }
        }
        if let Some(first) = found.first_mut() {
            add_new(&mut first.syntax, syntax);
            add_new(&mut first.problems, unread);
        }
    }
    if found.is_empty() {
        let problems = never_created(configuration, inputs, site).into_iter().collect();
        found.push(TaskVariants { versions: Vec::new(), problems, syntax: Vec::new() });
    }
    if is_cut {
        let problem = TemplateFault::NotEvaluated { address: site.address() }.at(site.block.header);
        for task in &mut found {
            task.problems.push(problem.clone());
        }
    }
    found
}

/// Adds what is not there yet.
fn add_new<T: PartialEq>(known: &mut Vec<T>, more: Vec<T>) {
    for item in more {
        if !known.contains(&item) {
            known.push(item);
        }
    }
}

/// Adds what a condition is that was asked in another combination, and follows from the answers of this one.
fn add_fact<'t>(
    version: &mut TaskDefinition<'t>,
    question: &OpenQuestion<'t>,
    conditions: &HashMap<QuestionSite, bool>,
) {
    let facts = &mut version.context.facts;
    let is_there = facts.iter().any(|it| it.0 == question.written);
    let holds = question.site.as_ref().and_then(|it| conditions.get(it));
    let holds = holds.filter(|_| !is_there).map(|it| *it != question.is_negated);
    facts.extend(holds.map(|it| (question.written, Fact::Holds(it))));
}

/// Why no combination makes a block: a call of a module that is made no time, or the block itself.
fn never_created<'t>(
    configuration: &TerraformConfiguration<'t>,
    inputs: &Inputs,
    site: &BlockSite<'_, 't>,
) -> Option<TemplateDiagnostic> {
    let assigned = ConditionAnswers::default();
    let evaluator = ModuleEvaluator::new(configuration, inputs, &assigned);
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
fn versions<'t>(
    evaluator: &ModuleEvaluator<'_, 't>,
    site: &BlockSite<'_, 't>,
    around: AroundTasks<'_, 't>,
) -> Vec<TaskDefinition<'t>> {
    let instances = || {
        let modules = modules_at(evaluator, &site.calls).into_iter();
        let made = modules.flat_map(|module| evaluator.instances(&module, site.block));
        made.filter(|it| it.is_created != Truth::False).collect::<Vec<_>>()
    };
    let mut made: Vec<_> =
        instances().iter().map(|it| task::task_definition(evaluator, it, around)).collect();
    let defaults = evaluator.defaults();
    let open = (!defaults.is_empty())
        .then(|| evaluator.quietly(|| evaluator.ignoring_defaults(instances)));
    for version in &mut made {
        version.context.facts.clone_from(&evaluator.assigned.facts);
        version.context.by_default = evaluator.assigned.by_default;
        let open = open.iter().flatten();
        // Without defaults it may not be known which instances there are: each may be that of an open key.
        let same = open.clone().find(|it| version.name.as_deref() == Some(&it.address));
        let Some(open) = same.or(open.last()) else { continue };
        // What is asked here was asked before, of the instances that there are.
        let open = || task::task_definition(evaluator, open, around);
        let open = evaluator.quietly(|| evaluator.ignoring_defaults(open));
        version.context.without_defaults = Some(Box::new(open));
        version.context.defaults = defaults.iter().copied().collect();
    }
    made
}
