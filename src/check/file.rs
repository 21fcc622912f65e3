//! One source → everything there is to say about it: its task definitions, each judged, and its problems.

pub use super::judgement::Judgement;

use super::combine::{Version, combine};
use super::held::hold;
use super::terms::Terms;
use super::{check, sort};
use crate::advise::{Advice, Question, advise};
use crate::formats::cloudformation::{self, given::Given};
use crate::formats::overrides::Overrides;
use crate::formats::{Candidate, TaskDefinition, detect, plain, shape};
use crate::problem::{Problem, Severity};
use crate::rules::Rules;
use crate::rules::value::text_of;
use crate::source::Source;
use crate::syntax::Node;
use crate::text::{Spelling, Text};
use crate::truth::Truth;
use std::collections::HashSet;

/// What was asked, of every file alike.
#[derive(Clone, Copy, Debug)]
pub struct Inquiry<'r> {
    /// The rules.
    pub rules: &'r Rules,
    /// What the user says beside the files.
    pub question: &'r Question,
    /// What the user fills in.
    pub overrides: &'r Overrides,
}

/// A file, examined.
#[derive(Debug)]
pub struct Examined<'t> {
    /// The text.
    pub source: &'t Source,
    /// Its documents: one for JSON, any number for YAML.
    pub documents: &'t [Node<'t>],
    /// Its task definitions, in order.
    pub judgements: Vec<Judgement<'t>>,
    /// What is wrong with it, in the order of the text.
    pub problems: Vec<Problem>,
}

impl Examined<'_> {
    /// The severities of all findings and problems.
    pub fn severities(&self) -> impl Iterator<Item = Severity> {
        let findings = self.judgements.iter().flat_map(|it| &it.findings);
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
    inquiry: Inquiry<'_>,
    report: impl FnOnce(&Examined<'_>) -> T,
) -> T {
    let mut read = detect::read(source);
    let given = given(inquiry);
    let mut problems = problems;
    problems.append(&mut read.problems);
    for (index, document) in read.documents.iter_mut().enumerate() {
        if cloudformation::is_template(document) {
            problems.extend(cloudformation::prepare(document, index, &given));
        } else {
            plain::prepare(document, inquiry.overrides);
        }
    }
    let documents = read.documents;
    let tasks = find(&documents, inquiry, &given);
    let mut judgements = Vec::new();
    let mut told = HashSet::new();
    for candidate in &tasks {
        // What is wrong with what several task definitions use is told once.
        let fresh =
            candidate.problems.iter().filter(|it| told.insert((it.document, it.span, &it.message)));
        problems.extend(fresh.cloned());
        judgements.extend(judge(candidate, source, inquiry, &mut problems));
    }
    if tasks.is_empty() {
        problems.extend(detect::explain_absence(source, &documents, &problems));
    }
    problems.sort_by_key(|problem| (problem.document, problem.span));
    report(&Examined { source, documents: &documents, judgements, problems })
}

/// What is given beside templates.
fn given(inquiry: Inquiry<'_>) -> Given {
    let question = inquiry.question;
    Given {
        variables: inquiry.overrides.variables.clone(),
        partition: question.partition.clone(),
        region: question.region.clone(),
        account: question.account.clone(),
    }
}

/// The task definitions of all documents, in order.
fn find<'t>(documents: &'t [Node<'t>], inquiry: Inquiry<'_>, given: &Given) -> Vec<Candidate<'t>> {
    let mut found = Vec::new();
    for (index, document) in documents.iter().enumerate() {
        let templates = cloudformation::templates(document);
        for template in &templates {
            found.extend(cloudformation::find(template, index, given, inquiry.overrides));
        }
        let is_outside = |task: &TaskDefinition<'_>| {
            !templates.iter().any(|template| template.span.contains(task.span))
        };
        let plain = plain::find(document, index).into_iter().filter(is_outside);
        found.extend(plain.map(|task| Candidate { versions: vec![task], problems: Vec::new() }));
    }
    found
}

/// Judges a task definition in every combination; nothing where no combination makes it.
fn judge<'t>(
    candidate: &'t Candidate<'t>,
    source: &Source,
    inquiry: Inquiry<'t>,
    problems: &mut Vec<Problem>,
) -> Option<Judgement<'t>> {
    let mut versions = Vec::with_capacity(candidate.versions.len());
    for task in &candidate.versions {
        let shape = shape::check(task);
        let advice = advise(task, inquiry.rules, inquiry.question);
        let terms = Terms::of(task, source.text());
        let mut findings = check(&advice, inquiry.question, task.span, &shape, terms);
        let defaults = defaults_that_matter(task, &advice, inquiry);
        let (role, told) = match hold(task, &advice, inquiry.question) {
            Ok(Some((role, more))) => {
                findings.extend(more);
                sort(&mut findings);
                (Some(role), None)
            }
            Ok(None) => (None, None),
            Err(problem) => (None, Some(problem)),
        };
        versions.push(Version { task, advice, findings, role, defaults });
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
    advice: &Advice<'t>,
    inquiry: Inquiry<'t>,
) -> Vec<&'t str> {
    let Some(template) = &task.template else { return Vec::new() };
    let Some(open) = template.without_defaults.as_deref() else { return Vec::new() };
    let other = advise(open, inquiry.rules, inquiry.question);
    let on = |advice: &Advice<'_>| {
        advice.launch_types.iter().map(|it| (it.launch_type, it.in_question)).collect::<Vec<_>>()
    };
    let differs = other.verdict != advice.verdict || other.role.state != advice.role.state;
    if !differs {
        return Vec::new();
    }
    let mut texts: Vec<Text<'_>> = Vec::new();
    if other.role.state != advice.role.state {
        texts.extend(other.role.value.clone());
    }
    if other.verdict != advice.verdict {
        let open_needs = other.needs.iter().filter(|need| need.found.truth == Truth::Unknown);
        texts.extend(
            open_needs
                .flat_map(|need| need.found.values.iter())
                .filter_map(|it| it.text().cloned()),
        );
        if on(&other) != on(advice) {
            let keys = ["requiresCompatibilities", "networkMode", "cpu", "memory"];
            let nodes = keys.iter().filter_map(|key| open.root.get(key));
            let items = nodes.flat_map(|it| it.as_list().unwrap_or(std::slice::from_ref(it)));
            texts.extend(items.filter_map(|it| text_of(it, Spelling::Anywhere)));
        }
    }
    let stands_in = |name: &&'t str| {
        let written = format!("${{{name}}}");
        let mut holes = texts.iter().flat_map(Text::holes);
        holes.any(|hole| hole.name == *name || hole.written.contains(&written))
    };
    let found: Vec<_> = template.defaults.iter().copied().filter(stands_in).collect();
    // What makes the difference is not shown in any of these values: then it may be any of them.
    if found.is_empty() { template.defaults.clone() } else { found }
}
