//! One source → everything there is to say about it: its task definitions, each judged, and its problems.

use super::permissions::{self, RoleCheck};
use super::{Finding, check, sort};
use crate::advise::{Advice, Question, RoleState, advise};
use crate::formats::overrides::Overrides;
use crate::formats::{TaskDefinition, detect, plain, shape};
use crate::problem::{Problem, Severity};
use crate::rules::Rules;
use crate::source::Source;
use crate::syntax::Node;

/// The files given with `--role` do not hold the role that is named.
pub const NO_ROLE: &str = "role-not-given";

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
    /// The role that was given, held against the needs.
    pub role: Option<RoleCheck>,
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
        let mut judgement = judge(task, &shape, inquiry);
        problems.extend(hold_role(&mut judgement, inquiry.question));
        judgements.push(judgement);
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
    Judgement { task, advice, findings, role: None }
}

/// Holds the role that was given against the needs; a problem where the files do not hold the one that is
/// named.
fn hold_role(judgement: &mut Judgement<'_>, question: &Question) -> Option<Problem> {
    let files = question.roles.as_ref()?;
    let Judgement { task, advice, findings, .. } = judgement;
    let stated = &advice.role;
    if stated.state == RoleState::Invalid || (advice.needs.is_empty() && !stated.state.is_present())
    {
        return None;
    }
    let role = match files.pick(stated.value.as_ref()) {
        Ok(role) => role,
        Err(why) => {
            let span = stated.span.unwrap_or(task.span);
            let help = "give what the AWS CLI prints about this role, or say with --execution-role which one is meant";
            let problem = Problem::error(NO_ROLE, span, why).with_help(help);
            return Some(problem.in_document(task.document));
        }
    };
    let (held, more) = permissions::check(advice, role, question.unneeded, task.span)?;
    findings.extend(more);
    sort(findings);
    judgement.role = Some(held);
    None
}
