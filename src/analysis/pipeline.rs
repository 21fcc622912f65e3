//! One source → everything there is to say about it: its task definitions, each judged, and its problems.

pub use super::report::TaskReport;

use super::role_source::hold;
use super::terms::Terms;
use super::variants::{Version, combine};
use super::{check, sort};
use crate::base::problem::{Problem, Severity};
use crate::base::source::Source;
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
use std::collections::HashSet;

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

/// A file, examined.
#[derive(Debug)]
pub struct FileReport<'t> {
    /// The text.
    pub source: &'t Source,
    /// Its documents: one for JSON, any number for YAML.
    pub documents: &'t [Node<'t>],
    /// Its task definitions, in order.
    pub task_reports: Vec<TaskReport<'t>>,
    /// What is wrong with it, in the order of the text.
    pub problems: Vec<Problem>,
}

impl FileReport<'_> {
    /// The severities of all findings and problems.
    pub fn severities(&self) -> impl Iterator<Item = Severity> {
        let findings = self.task_reports.iter().flat_map(|it| &it.findings);
        let findings = findings.map(|finding| finding.severity);
        findings.chain(self.problems.iter().map(|problem| problem.severity))
    }
}

/// Examines a source and hands the result to `report`, which may keep nothing of it.
///
/// `problems` are those met before: bytes that are not text.
pub fn examine<T>(
    source: &Source,
    problems: Vec<Problem>,
    settings: Settings<'_>,
    report: impl FnOnce(&FileReport<'_>) -> T,
) -> T {
    let mut read = parse::read(source);
    let given = given(settings);
    let mut problems = problems;
    problems.append(&mut read.problems);
    for (index, document) in read.documents.iter_mut().enumerate() {
        if cloudformation::is_template(document) {
            problems.extend(cloudformation::prepare(document, index, &given));
        } else {
            plain::prepare(document, settings.substitutions);
        }
    }
    let documents = read.documents;
    let tasks = find(&documents, settings, &given);
    let mut task_reports = Vec::new();
    let mut told = HashSet::new();
    for candidate in &tasks {
        // What is wrong with what several task definitions use is told once.
        let fresh =
            candidate.problems.iter().filter(|it| told.insert((it.document, it.span, &it.message)));
        problems.extend(fresh.cloned());
        task_reports.extend(judge(candidate, source, settings, &mut problems));
    }
    if tasks.is_empty() {
        problems.extend(parse::explain_absence(source, &documents, &problems));
    }
    problems.sort_by_key(|problem| (problem.document, problem.span));
    report(&FileReport { source, documents: &documents, task_reports, problems })
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
    problems: &mut Vec<Problem>,
) -> Option<TaskReport<'t>> {
    let mut versions = Vec::with_capacity(candidate.versions.len());
    for task in &candidate.versions {
        let shape = validate::check(task);
        let assessment = assess(task, settings.rules, settings.question);
        let terms = Terms::of(task, source.text());
        let mut findings = check(&assessment, settings.question, task.span, &shape, terms);
        let defaults = defaults_that_matter(task, &assessment, settings);
        let (role, told) = match hold(task, &assessment, settings.question) {
            Ok(Some((role, more))) => {
                findings.extend(more);
                sort(&mut findings);
                (Some(role), None)
            }
            Ok(None) => (None, None),
            Err(problem) => (None, Some(problem)),
        };
        versions.push(Version { task, assessment, findings, role, defaults });
        for problem in shape.into_iter().chain(told) {
            if candidate.versions.len() == 1 || !problems.contains(&problem) {
                problems.push(problem);
            }
        }
    }
    combine(versions)
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
            let items = nodes.flat_map(|it| it.as_list().unwrap_or(std::slice::from_ref(it)));
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
