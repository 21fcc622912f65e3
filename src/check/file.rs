//! One source → everything there is to say about it: its task definitions, each judged, and its problems.

use super::{Finding, check};
use crate::advise::{Advice, Question, advise};
use crate::formats::overrides::Overrides;
use crate::formats::{TaskDefinition, detect, plain, shape};
use crate::problem::{Problem, Severity};
use crate::rules::Rules;
use crate::source::Source;
use crate::syntax::Node;

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

/// A task definition, judged.
#[derive(Debug)]
pub struct Judgement<'t> {
    /// The task definition.
    pub task: &'t TaskDefinition<'t>,
    /// What there is to say about it.
    pub advice: Advice<'t>,
    /// What we came to say.
    pub findings: Vec<Finding>,
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
    for document in &mut read.documents {
        plain::prepare(document, inquiry.overrides);
    }
    let mut problems = problems;
    problems.append(&mut read.problems);
    let documents = read.documents;
    let numbered = documents.iter().enumerate();
    let tasks: Vec<_> =
        numbered.flat_map(|(index, document)| plain::find(document, index)).collect();
    let mut judgements = Vec::new();
    for task in &tasks {
        let shape = shape::check(task);
        judgements.push(judge(task, &shape, inquiry));
        problems.extend(shape);
    }
    if tasks.is_empty() {
        problems.extend(detect::explain_absence(source, &documents, &problems));
    }
    problems.sort_by_key(|problem| (problem.document, problem.span));
    report(&Examined { source, documents: &documents, judgements, problems })
}

fn judge<'t>(
    task: &'t TaskDefinition<'t>,
    shape: &[Problem],
    inquiry: Inquiry<'t>,
) -> Judgement<'t> {
    let advice = advise(task, inquiry.rules, inquiry.question);
    let findings = check(&advice, inquiry.question, task.span, shape);
    Judgement { task, advice, findings }
}
