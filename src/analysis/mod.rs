//! Advice and the role that is stated → findings: what we came to say.

mod agent;
mod codes;
mod describe_conditions;
pub mod pipeline;
mod report;
pub mod role;
pub mod role_check;
mod role_source;
mod rule_findings;
pub mod terms;
mod variants;

pub use codes::{CODES, Code};
pub use describe_conditions::when;
pub use report::Combination;
pub use role_source::NO_ROLE;
pub use variants::said_defaults;

use crate::base::problem::{Problem, Severity};
use crate::base::source::{Source, Span};
use crate::engine::{Assessment, Question};
use std::sync::Arc;
use terms::Terms;

/// A place, and what is to be said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What.
    pub message: String,
    /// The text it is a place of, where that is another file than the finding's.
    pub elsewhere: Option<Arc<Source>>,
}

/// An action on a resource that a finding is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permission {
    /// The action.
    pub action: String,
    /// The resource.
    pub resource: String,
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
    /// The permission it is about, where the role is held against the needs.
    pub permission: Option<Permission>,
}

impl Label {
    /// A label in the file that the finding is about.
    pub fn here(span: Span, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), elsewhere: None }
    }
}

/// The findings about a task definition, in the order of the source.
///
/// `problems` are those of the same task definition: one cause is told once.
pub fn check(
    assessment: &Assessment<'_>,
    question: &Question,
    whole: Span,
    problems: &[Problem],
    terms: Terms<'_>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(role::check(assessment, whole, problems, terms));
    findings.extend(rule_findings::unsupported(assessment));
    findings.extend(rule_findings::of_rules(assessment));
    findings.extend(agent::check(assessment, question));
    sort(&mut findings);
    findings
}

/// Brings findings into the order of the source, the gravest of a place first.
fn sort(findings: &mut [Finding]) {
    findings.sort_by_key(|finding| (finding.primary.span, std::cmp::Reverse(finding.severity)));
}
