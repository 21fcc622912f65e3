//! A role checked against the requirements: what is missing, what is denied, and what cannot be decided.
//!
//! Where the role was read makes no difference here: each policy knows whose text it is in.

mod alternatives;
mod answers;
mod asker;
mod coverage;
mod grammar;
mod labels;
mod memo;
mod near_miss;
mod permissions;
mod requests;
mod trust;
mod unused;

pub use coverage::{Coverage, coverage};

use super::subject::{Diagnostic, PolicyName, Remedy, What};
use crate::base::diagnostic::{CombinationSet, Severity};
use crate::base::source::Span;
use crate::engine::Assessment;
use crate::iam::evaluate::Decision;
use crate::iam::fault::{ItemFault, PolicyFault};
use crate::iam::managed::Managed;
use crate::iam::permission::Necessity;
use crate::iam::role::{Origin, RolePolicy, called};
use asker::Asker;
pub use memo::KnownRole;
pub(super) use memo::KnownRoles;
use requests::Asked;

/// What else decides whether a call is allowed, and is not checked.
pub const NOT_SEEN: [&str; 4] =
    ["resource-based policies", "KMS key policies", "SCPs", "networking"];

/// A role, checked against the requirements.
#[derive(Debug)]
pub struct RoleCheck {
    /// The role's ARN or its name; none if only documents were provided.
    pub role: Option<String>,
    /// What it is called: the last part of its ARN, or its logical ID.
    pub name: Option<String>,
    /// Whether it is sufficient.
    pub answer: Answer,
    /// The copies of AWS managed policies that were taken for the policies themselves.
    pub copies: Vec<&'static Managed>,
    /// How many permissions were asked for, those aside that may not be needed.
    pub asked: usize,
    /// The combinations of a template's conditions in which this is so.
    pub when: CombinationSet,
}

/// Whether a role is sufficient for the requirements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It allows all of them, and ECS may assume it.
    Enough,
    /// It lacks something.
    NotEnough,
    /// That depends on what is not known here.
    Unknown,
}

impl Answer {
    /// The name in the JSON output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Enough => "enough",
            Self::NotEnough => "not-enough",
            Self::Unknown => "unknown",
        }
    }
}

/// Checks a role against the requirements. Where nothing uses a role and none is set, there is nothing to
/// say.
///
/// `task_role` is that of the containers: what it allows is said, and does not help. `unneeded` asks also for what
/// no requirement uses.
pub fn check<'t>(
    assessment: &Assessment<'t>,
    (known, task_role): (&KnownRole<'t>, Option<&KnownRole<'t>>),
    unneeded: bool,
    whole: Span,
) -> Option<(RoleCheck, Vec<Diagnostic>)> {
    let task_role = task_role.map(|it| Asker::new(assessment, it));
    let role = known.role();
    let caller = Asker::new(assessment, known).beside(task_role.as_ref());
    let asked = requests::all(assessment, &caller);
    if asked.is_empty() && !assessment.role.state.is_present() {
        return None;
    }
    let first = assessment.needs.first().map(|need| need.found.span);
    let here = assessment.role.span.or(first).unwrap_or(whole);
    let mut findings: Vec<_> = trust::check(assessment, role, here).into_iter().collect();
    findings.extend(grammar::check(role, here));
    findings.extend(asked.iter().filter_map(|it| permissions::about(it, role)));
    findings.extend(alternatives::check(assessment, &caller, role));
    findings.extend(permissions::not_given(&asked, role));
    join_unknown(&mut findings);
    let answer = answer(&findings, &asked);
    if unneeded {
        findings.extend(unused::check(&asked, role, here));
    }
    let needed = asked.iter().filter(|it| !matches!(it.necessity, Necessity::Conditional(_)));
    let check = RoleCheck {
        role: role.shown(),
        name: role.arn.as_ref().or(role.name.as_ref()).map(called),
        answer,
        copies: role.copies(),
        asked: needed.count(),
        when: CombinationSet::ALL,
    };
    Some((check, findings))
}

/// What was not provided of a role is one finding, with all commands that print it.
fn join_unknown(findings: &mut Vec<Diagnostic>) {
    let mut joined: Option<Diagnostic> = None;
    findings.retain(|finding| {
        let What::PolicyUnknown(missing) = &finding.subject.what else { return true };
        let Some(known) = &mut joined else {
            joined = Some(finding.clone());
            return false;
        };
        if let What::PolicyUnknown(all) = &mut known.subject.what {
            all.extend(missing.iter().filter(|it| !all.contains(it)).cloned().collect::<Vec<_>>());
        }
        if let (Some(Remedy::GiveOutputOf(all)), Some(Remedy::GiveOutputOf(commands))) =
            (&mut known.subject.remedy, &finding.subject.remedy)
        {
            all.extend(commands.iter().filter(|it| !all.contains(it)).cloned().collect::<Vec<_>>());
        }
        for label in finding.primary.iter().chain(&finding.related) {
            if known.primary.as_ref() != Some(label) && !known.related.contains(label) {
                known.related.push(label.clone());
            }
        }
        false
    });
    findings.extend(joined);
}

fn answer(findings: &[Diagnostic], asked: &[Asked<'_>]) -> Answer {
    let is_open = |it: &Asked<'_>| {
        *it.necessity == Necessity::Required
            && matches!(it.outcome.decision, Decision::Unknown { .. })
    };
    let deciding = findings.iter().filter(|it| !is_settled(it));
    match deciding.map(|finding| finding.severity).max() {
        Some(Severity::Error) => Answer::NotEnough,
        Some(Severity::Warning) => Answer::Unknown,
        _ if asked.iter().any(is_open) => Answer::Unknown,
        _ => Answer::Enough,
    }
}

/// Whether a finding is about what is clear: a statement that matches nothing.
fn is_settled(finding: &Diagnostic) -> bool {
    let is_variable =
        |fault: &PolicyFault| matches!(fault, PolicyFault::Item(ItemFault::MisplacedVariable(_)));
    matches!(&finding.subject.what, What::PolicyGrammar { fault, .. } if is_variable(fault))
}

/// How a policy is called.
fn policy_name(policy: &RolePolicy) -> PolicyName {
    match &policy.origin {
        Origin::Copy(copy) => PolicyName::Copy(copy.name, &copy.version, &copy.date),
        _ if policy.has_name() => PolicyName::Own(policy.name.clone()),
        _ => PolicyName::Description(policy.name.clone()),
    }
}
