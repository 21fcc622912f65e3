//! Documents against the grammar: each rule that is broken is a finding, since IAM refuses the document.

use super::labels::in_role;
use super::{Finding, Label, MALFORMED};
use crate::base::problem::Problem;
use crate::base::source::Span;
use crate::iam::role::{Role, RolePolicy};

const PAGE: &str =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html";

pub(super) fn check(role: &Role, here: Span) -> Vec<Finding> {
    let all = role.all().flat_map(|policy| policy.problems.iter().map(move |it| (policy, it)));
    all.map(|(policy, problem)| finding(policy, problem, here)).collect()
}

fn finding(policy: &RolePolicy, problem: &Problem, here: Span) -> Finding {
    let span = problem.span.unwrap_or_default();
    let name = policy.shown();
    let name = if policy.has_name() { format!("policy `{name}`") } else { name };
    Finding {
        code: MALFORMED.to_owned(),
        severity: problem.severity,
        message: format!("{name}: {}", problem.message),
        primary: Label::here(here, "the role"),
        related: in_role(policy, span, "here").into_iter().collect(),
        help: problem.help.clone(),
        docs: Some(PAGE.to_owned()),
        permission: None,
    }
}
