//! One source → everything there is to say about it: its task definitions, each judged, and its problems.

use super::report::{FileReport, TaskReport};
use super::role_source::check_role;
use super::subject::{Diagnostic, of_problem};
use super::terms::Terms;
use super::variants::{Variant, join_all};
use super::{agent, role, rule_findings, sort};
use crate::base::diagnostic::BuiltIn;
use crate::base::problem::Problem;
use crate::base::source::{Source, Span};
use crate::base::text::{Spelling, Text};
use crate::base::truth::Truth;
use crate::engine::{Assessment, Question, assess};
use crate::input::cloudformation::{self, inputs::TemplateInputs};
use crate::input::schema::validate;
use crate::input::substitute::Substitutions;
use crate::input::{TaskDefinition, TaskVariants, parse, plain};
use crate::rules::Rules;
use crate::rules::value::text_of;
use crate::syntax::Node;
use std::collections::HashMap;

/// What was asked, of every file alike.
#[derive(Clone, Copy, Debug)]
pub struct Settings<'r> {
    /// The rules.
    pub rules: &'r Rules,
    /// What the user says beside the files.
    pub question: &'r Question,
    /// What the user fills in.
    pub substitutions: &'r Substitutions,
}

/// Analyzes a source and hands the result to `report`, which may keep nothing of it.
///
/// `problems` are those met before: bytes that are not text.
pub fn analyze<T>(
    source: &Source,
    problems: Vec<Problem>,
    settings: Settings<'_>,
    report: impl FnOnce(&FileReport<'_>) -> T,
) -> T {
    let mut read = parse::read(source);
    let given = given(settings);
    let mut met = problems;
    met.append(&mut read.problems);
    for (index, document) in read.documents.iter_mut().enumerate() {
        if cloudformation::is_template(document) {
            met.extend(cloudformation::prepare(document, index, &given));
        } else {
            plain::prepare(document, settings.substitutions);
        }
    }
    let documents = read.documents;
    let tasks = find(&documents, settings, &given);
    let absence =
        if tasks.is_empty() { parse::explain_absence(source, &documents, &met) } else { None };
    let mut problems = Problems::default();
    met.into_iter().chain(absence).for_each(|it| problems.all.push(of_problem(it)));
    let mut task_reports = Vec::new();
    for variants in &tasks {
        variants.problems.iter().for_each(|it| problems.add_once(of_problem(it.clone())));
        task_reports.extend(judge(variants, source, settings, &mut problems));
    }
    let mut problems = problems.all;
    problems.sort_by_key(|problem| (problem.document, problem.span()));
    report(&FileReport { source, documents: &documents, task_reports, problems })
}

/// The problems of a file.
#[derive(Default)]
struct Problems {
    all: Vec<Diagnostic>,
    /// Where those stand in `all` that were met in a template, by their place.
    of_templates: HashMap<(usize, Option<Span>), Vec<usize>>,
}

impl Problems {
    /// Adds a problem of a template, unless it is there: what several task definitions use is reported
    /// once.
    fn add_once(&mut self, problem: Diagnostic) {
        let place = (problem.document, problem.span());
        let known = self.of_templates.entry(place).or_default();
        let is_known = known.iter().any(|at| {
            self.all.get(*at).is_some_and(|it| it.subject.says_the_same(&problem.subject))
        });
        if !is_known {
            known.push(self.all.len());
            self.all.push(problem);
        }
    }
}

/// What is given beside templates.
fn given(settings: Settings<'_>) -> TemplateInputs {
    let question = settings.question;
    TemplateInputs {
        variables: settings.substitutions.variables.clone(),
        partition: question.partition.clone(),
        region: question.region.clone(),
        account: question.account.clone(),
    }
}

/// The task definitions of all documents, in order.
fn find<'t>(
    documents: &'t [Node<'t>],
    settings: Settings<'_>,
    given: &TemplateInputs,
) -> Vec<TaskVariants<'t>> {
    let mut found = Vec::new();
    for (index, document) in documents.iter().enumerate() {
        let templates = cloudformation::templates(document);
        for template in &templates {
            found.extend(cloudformation::find(template, index, given, settings.substitutions));
        }
        let is_outside = |task: &TaskDefinition<'_>| {
            !templates.iter().any(|template| template.span.contains(task.span))
        };
        let plain = plain::find(document, index).into_iter().filter(is_outside);
        found.extend(plain.map(|task| TaskVariants { versions: vec![task], problems: Vec::new() }));
    }
    found
}

/// Judges a task definition in every combination; nothing where no combination makes it.
fn judge<'t>(
    candidate: &'t TaskVariants<'t>,
    source: &Source,
    settings: Settings<'t>,
    problems: &mut Problems,
) -> Option<TaskReport<'t>> {
    let is_alone = candidate.versions.len() == 1;
    let mut variants = Vec::with_capacity(candidate.versions.len());
    for task in &candidate.versions {
        let shape = validate::check(task).into_iter().map(of_problem).collect::<Vec<_>>();
        let (variant, problem) = judge_variant(task, source, settings, &shape);
        variants.push(variant);
        for problem in shape.into_iter().chain(problem) {
            if is_alone || !problems.all.contains(&problem) {
                problems.all.push(problem);
            }
        }
    }
    join_all(variants)
}

/// Judges a task definition in one combination; with the problem that keeps its role from being checked.
fn judge_variant<'t>(
    task: &'t TaskDefinition<'t>,
    source: &Source,
    settings: Settings<'t>,
    shape: &[Diagnostic],
) -> (Variant<'t>, Option<Diagnostic>) {
    let assessment = assess(task, settings.rules, settings.question);
    let terms = Terms::of(task, source.text());
    // The misspelt key is the cause, and is reported already.
    let is_misspelt = shape.iter().any(|it| it.code.is(BuiltIn::MisspeltExecutionRole));
    let mut findings = Vec::new();
    findings.extend(role::check(&assessment, task.span, is_misspelt, terms));
    findings.extend(rule_findings::unsupported(&assessment));
    findings.extend(rule_findings::of_rules(&assessment));
    findings.extend(agent::check(&assessment, settings.question));
    let defaults = defaults_that_matter(task, &assessment, settings);
    let (role, problem) = match check_role(task, &assessment, settings.question) {
        Ok(Some((role, more))) => {
            findings.extend(more);
            (Some(role), None)
        }
        Ok(None) => (None, None),
        Err(problem) => (None, Some(*problem)),
    };
    sort(&mut findings);
    (Variant { task, assessment, findings, role, defaults }, problem)
}

/// The parameters whose defaults the advice rests on: without them something else would be said, and they
/// stand in what it is said about.
fn defaults_that_matter<'t>(
    task: &'t TaskDefinition<'t>,
    assessment: &Assessment<'t>,
    settings: Settings<'t>,
) -> Vec<&'t str> {
    let Some(template) = &task.template else { return Vec::new() };
    let Some(open) = template.without_defaults.as_deref() else { return Vec::new() };
    let other = assess(open, settings.rules, settings.question);
    let on = |assessment: &Assessment<'_>| {
        assessment
            .launch_types
            .iter()
            .map(|it| (it.launch_type, it.in_question))
            .collect::<Vec<_>>()
    };
    let differs = other.verdict != assessment.verdict || other.role.state != assessment.role.state;
    if !differs {
        return Vec::new();
    }
    let mut texts: Vec<Text<'_>> = Vec::new();
    if other.role.state != assessment.role.state {
        texts.extend(other.role.value.clone());
    }
    if other.verdict != assessment.verdict {
        let open_needs = other.needs.iter().filter(|need| need.found.truth == Truth::Unknown);
        texts.extend(
            open_needs
                .flat_map(|need| need.found.values.iter())
                .filter_map(|it| it.text().cloned()),
        );
        if on(&other) != on(assessment) {
            let keys = ["requiresCompatibilities", "networkMode", "cpu", "memory"];
            let nodes = keys.iter().filter_map(|key| open.root.get(key));
            let items = nodes.flat_map(Node::items_or_self);
            texts.extend(items.filter_map(|it| text_of(it, Spelling::Anywhere)));
        }
    }
    let stands_in = |name: &&'t str| {
        let mut placeholders = texts.iter().flat_map(Text::placeholders);
        placeholders.any(|placeholder| placeholder.parameters().any(|it| it == *name))
    };
    let found: Vec<_> = template.defaults.iter().copied().filter(stands_in).collect();
    // What makes the difference is not shown in any of these values: then it may be any of them.
    if found.is_empty() { template.defaults.clone() } else { found }
}
