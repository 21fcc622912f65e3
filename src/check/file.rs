//! One source → everything there is to say about it: its task definitions, each judged, and its problems.

pub use super::judgement::Judgement;

use super::combine::{Version, combine};
use super::held::hold;
use super::{check, sort};
use crate::advise::{Question, advise};
use crate::formats::cloudformation::{self, given::Given};
use crate::formats::overrides::Overrides;
use crate::formats::{Candidate, detect, plain, shape};
use crate::problem::{Problem, Severity};
use crate::rules::Rules;
use crate::source::Source;
use crate::syntax::Node;
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
        judgements.extend(judge(candidate, inquiry, &mut problems));
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
        if cloudformation::is_template(document) {
            found.extend(cloudformation::find(document, index, given, inquiry.overrides));
            continue;
        }
        let plain = plain::find(document, index).into_iter();
        found.extend(plain.map(|task| Candidate { versions: vec![task], problems: Vec::new() }));
    }
    found
}

/// Judges a task definition in every combination; nothing where no combination makes it.
fn judge<'t>(
    candidate: &'t Candidate<'t>,
    inquiry: Inquiry<'t>,
    problems: &mut Vec<Problem>,
) -> Option<Judgement<'t>> {
    let mut versions = Vec::with_capacity(candidate.versions.len());
    for task in &candidate.versions {
        let shape = shape::check(task);
        let advice = advise(task, inquiry.rules, inquiry.question);
        let mut findings = check(&advice, inquiry.question, task.span, &shape);
        let (role, told) = match hold(task, &advice, inquiry.question) {
            Ok(Some((role, more))) => {
                findings.extend(more);
                sort(&mut findings);
                (Some(role), None)
            }
            Ok(None) => (None, None),
            Err(problem) => (None, Some(problem)),
        };
        versions.push(Version { task, advice, findings, role });
        for problem in shape.into_iter().chain(told) {
            if candidate.versions.len() == 1 || !problems.contains(&problem) {
                problems.push(problem);
            }
        }
    }
    combine(versions)
}
