//! Advice and the role that is stated → findings: what we came to say.

mod agent;
mod codes;
mod combine;
pub mod file;
mod own;
pub mod role;
pub mod terms;
mod when;

pub use codes::{CODES, Code};
pub use combine::{Combination, said_defaults};
pub use when::when;

use crate::advise::{Advice, Question};
use crate::problem::{Problem, Severity};
use crate::source::Span;
use terms::Terms;

/// A place, and what is to be said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What.
    pub message: String,
}

/// What we came to say about a task definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// A stable name in kebab case.
    pub code: String,
    /// How much it weighs.
    pub severity: Severity,
    /// What is found, one sentence.
    pub message: String,
    /// The place it is about.
    pub primary: Label,
    /// Other places that matter.
    pub related: Vec<Label>,
    /// What to do.
    pub help: Option<String>,
    /// AWS's page about it.
    pub docs: Option<String>,
}

/// The findings about a task definition, in the order of the source.
///
/// `problems` are those of the same task definition: one cause is told once.
pub fn check(
    advice: &Advice<'_>,
    question: &Question,
    whole: Span,
    problems: &[Problem],
    terms: Terms<'_>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(role::check(advice, whole, problems, terms));
    findings.extend(own::unsupported(advice));
    findings.extend(own::of_rules(advice));
    findings.extend(agent::check(advice, question));
    findings.sort_by_key(|finding| (finding.primary.span, std::cmp::Reverse(finding.severity)));
    findings
}
