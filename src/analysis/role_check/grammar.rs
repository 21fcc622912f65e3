//! Documents checked against the policy grammar: each violation is a finding, since IAM rejects the document.

use super::labels::in_role;
use super::policy_name;
use crate::analysis::subject::{Diagnostic, Label, Note, Subject, What};
use crate::base::source::Span;
use crate::iam::fault::PolicyDiagnostic;
use crate::iam::role::{Role, RolePolicy};

const PAGE: &str =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html";

pub(super) fn check(role: &Role, here: Span) -> Vec<Diagnostic> {
    let all = role.all().flat_map(|policy| policy.problems.iter().map(move |it| (policy, it)));
    all.map(|(policy, problem)| finding(policy, problem, here)).collect()
}

fn finding(policy: &RolePolicy, problem: &PolicyDiagnostic, here: Span) -> Diagnostic {
    let span = problem.span().unwrap_or_default();
    let fault = problem.subject.clone();
    let what = What::PolicyGrammar { policy: policy_name(policy), fault };
    Diagnostic {
        severity: problem.severity,
        primary: Some(Label::noting(here, Note::Role)),
        related: in_role(policy, span, Note::Here).into_iter().collect(),
        docs: Some(PAGE.into()),
        ..Diagnostic::whole(problem.code.clone(), Subject::new(what))
    }
}
