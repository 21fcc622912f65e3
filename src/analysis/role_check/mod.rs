//! A role held against the needs: what it lacks, what it is denied, and what cannot be told.
//!
//! Where the role was read makes no difference here: each policy knows whose text it stands in.

mod grammar;
mod labels;
mod near_miss;
mod requests;
mod together;
mod trust;
mod unused;
mod words;

pub use together::together;

use super::{Finding, Label, Permission};
use crate::base::problem::Severity;
use crate::base::source::Span;
use crate::engine::Assessment;
use crate::iam::document::Doubt;
use crate::iam::evaluate::{Close, Decision, Lack, Missed, Place};
use crate::iam::managed::Managed;
use crate::iam::permission::Necessity;
use crate::iam::role::{Origin, Role};
use labels::{at_clause, at_key, in_role};
use requests::Asked;

pub(super) const MISSING: &str = "permission-missing";
pub(super) const DENIED: &str = "permission-denied";
pub(super) const CONDITIONAL: &str = "permission-conditional";
pub(super) const UNNEEDED: &str = "permission-unneeded";
pub(super) const TRUST_MISSING: &str = "trust-missing";
pub(super) const TRUST_CONDITION: &str = "trust-condition";
pub(super) const MALFORMED: &str = "policy-malformed";
pub(super) const UNKNOWN: &str = "policy-unknown";

/// What has a say as well and cannot be seen from the role.
pub const NOT_SEEN: [&str; 4] = [
    "policies of resources (secrets, repositories, buckets)",
    "key policies",
    "service control policies",
    "the network",
];

const PAGE: &str =
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html";

/// A role, held against the needs.
#[derive(Debug)]
pub struct RoleCheck {
    /// The role's ARN or its name; none where only documents were given.
    pub role: Option<String>,
    /// Whether it is enough.
    pub answer: Answer,
    /// The copies of AWS managed policies that were taken for the policies themselves.
    pub copies: Vec<&'static Managed>,
    /// How many permissions were asked for, those aside that may not be needed.
    pub asked: usize,
    /// In which combinations of a template's conditions this is so, where that is not all of them.
    pub when: Option<String>,
}

/// Whether a role is enough for the needs.
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

/// Holds a role against the needs. Where nothing uses a role and none is named, there is nothing to say.
///
/// `unneeded` asks also for what no need uses.
pub fn check(
    assessment: &Assessment<'_>,
    role: &Role,
    unneeded: bool,
    whole: Span,
) -> Option<(RoleCheck, Vec<Finding>)> {
    let asked = requests::all(assessment, role);
    if asked.is_empty() && !assessment.role.state.is_present() {
        return None;
    }
    let first = assessment.needs.first().map(|need| need.found.span);
    let here = assessment.role.span.or(first).unwrap_or(whole);
    let mut findings: Vec<_> = trust::check(assessment, role, here).into_iter().collect();
    findings.extend(grammar::check(role, here));
    findings.extend(asked.iter().filter_map(|it| about(it, role)));
    findings.extend(not_at_hand(&asked, role));
    let is_open = |it: &Asked<'_>| {
        *it.necessity == Necessity::Required && matches!(it.decision, Decision::Unknown { .. })
    };
    let answer = match findings.iter().map(|finding| finding.severity).max() {
        Some(Severity::Error) => Answer::NotEnough,
        Some(Severity::Warning) => Answer::Unknown,
        _ if asked.iter().any(is_open) => Answer::Unknown,
        _ => Answer::Enough,
    };
    if unneeded {
        findings.extend(unused::check(&asked, role, here));
    }
    let needed = asked.iter().filter(|it| !matches!(it.necessity, Necessity::Conditional(_)));
    let asked = needed.count();
    Some((
        RoleCheck { role: role.shown(), answer, copies: role.copies(), asked, when: None },
        findings,
    ))
}

/// What is to be said about one permission.
fn about(asked: &Asked<'_>, role: &Role) -> Option<Finding> {
    match &asked.decision {
        Decision::Allow { .. } => None,
        Decision::ExplicitDeny { by } => {
            let label = at_clause(role, by, asked, "denied here");
            let by = words::whose(role, by);
            let message = format!("{} denies {}", by, asked.shown());
            let help = "take it out of that Deny, which outweighs whatever allows it";
            finding(asked, DENIED, Severity::Error, message, label, help.to_owned())
        }
        Decision::DenyByDefault { lack: Lack::Boundary(_), .. } => cut_off(asked, role),
        Decision::DenyByDefault { lack: Lack::Resource, .. } => kept_by_key(asked),
        Decision::DenyByDefault { close, .. } => {
            let condition = close.filter(|it| matches!(it.missed, Missed::Condition(_)));
            match (condition, &asked.necessity) {
                (_, Necessity::Conditional(_)) => alias(asked, role),
                (Some(close), _) => never_met(asked, role, close),
                (None, _) => missing(asked, role),
            }
        }
        Decision::Unknown { doubts, by } => conditional(asked, role, doubts, by),
    }
}

/// The role's own policies would allow the use of a key, and the key's policy does not.
fn kept_by_key(asked: &Asked<'_>) -> Option<Finding> {
    let message = format!("the policy of the key does not let the role do {}", asked.shown());
    let help = "a key's policy must allow its use: name the role in it, or the account";
    finding(asked, DENIED, Severity::Error, message, None, help.to_owned())
}

fn missing(asked: &Asked<'_>, role: &Role) -> Option<Finding> {
    let near = near_miss::nearest(asked, &role.policies);
    let message = format!("the role does not allow {}", asked.shown());
    let mut help = format!("add to the role's policy: {}", asked.statement());
    // Where it takes a statement of its own, there is nothing to mend in the one that comes close.
    let is_alone = asked.resource.as_literal() == Some("*");
    if let Some(mend) = near.as_ref().and_then(|it| it.mend).filter(|_| !is_alone) {
        help = format!("{mend}; or {help}");
    }
    let label = near.and_then(|it| in_role(it.policy, it.span, it.why));
    finding(asked, MISSING, Severity::Error, message, label, help)
}

/// A statement would allow it under a condition that the call does not meet.
fn never_met(asked: &Asked<'_>, role: &Role, close: Close) -> Option<Finding> {
    let Missed::Condition(span) = close.missed else { return None };
    let policy = role.holding(&close.place)?;
    let key = labels::condition_at(policy, &close.place, span)?;
    let why = words::why_unmet(&key.key, asked.action);
    let message =
        format!("the role allows {} only under a condition that ECS does not meet", asked.shown());
    let help = format!("add a statement without that condition: {}", asked.statement());
    let label = in_role(policy, span, why);
    finding(asked, MISSING, Severity::Error, message, label, help)
}

/// The role's policies allow it, and its boundary does not.
fn cut_off(asked: &Asked<'_>, role: &Role) -> Option<Finding> {
    let boundary = role.boundary.as_ref()?;
    let near = near_miss::nearest(asked, std::slice::from_ref(boundary));
    let name = if boundary.has_name() { format!(" {}", boundary.shown()) } else { String::new() };
    let message = format!("the permissions boundary{name} does not allow {}", asked.shown());
    let start = boundary.document()?.span;
    let cut = match near {
        Some(near) => in_role(boundary, near.span, format!("the boundary: {}", near.why)),
        None => in_role(boundary, start, "the boundary does not name it"),
    };
    let mend = match boundary.origin {
        Origin::Copy(_) => "take another boundary, with",
        _ => "add to the boundary:",
    };
    let help = format!(
        "the role's policies allow it, and the boundary limits them; {mend} {}",
        asked.statement()
    );
    finding(asked, DENIED, Severity::Error, message, cut, help)
}

fn conditional(asked: &Asked<'_>, role: &Role, doubts: &[Doubt], by: &[Place]) -> Option<Finding> {
    let open = words::open(doubts, &asked.resource)?;
    let labels = by.iter().filter_map(|place| at_key(role, place, asked, doubts));
    let message = format!("whether the role allows {} depends on {open}", asked.shown());
    let help = words::settle(doubts, &asked.statement());
    finding(asked, CONDITIONAL, Severity::Warning, message, labels, help)
}

/// `kms:Decrypt` on an alias, which grants nothing: whoever wrote it thinks that a key is to be used.
fn alias(asked: &Asked<'_>, role: &Role) -> Option<Finding> {
    let near = near_miss::nearest(asked, &role.policies).filter(|it| it.is_alias)?;
    let message = "this allows `kms:Decrypt` on an alias, which grants nothing";
    let label = in_role(near.policy, near.span, near.why);
    let help = "name the key by its ARN, arn:aws:kms:REGION:ACCOUNT:key/ID, as `aws kms describe-key` prints it";
    let whole = Asked { necessity: &Necessity::Documented, ..asked.clone() };
    finding(&whole, MISSING, Severity::Note, message.to_owned(), label, help.to_owned())
}

/// A finding at the needs of a permission, and at what decides about it. What only may be needed is a
/// warning, what is only documented is advice, and what hangs on a condition is not told.
fn finding(
    asked: &Asked<'_>,
    code: &str,
    severity: Severity,
    message: String,
    deciding: impl IntoIterator<Item = Label>,
    help: String,
) -> Option<Finding> {
    let severity = match asked.necessity {
        Necessity::Required if asked.is_certain => severity,
        Necessity::Required => severity.min(Severity::Warning),
        Necessity::Documented if severity == Severity::Warning => return None,
        Necessity::Documented => Severity::Note,
        Necessity::Conditional(_) => return None,
    };
    let (primary, others) = asked.labels.split_first()?;
    Some(Finding {
        code: code.to_owned(),
        severity,
        message,
        primary: primary.clone(),
        related: deciding.into_iter().chain(others.iter().cloned()).collect(),
        help: Some(help),
        docs: Some(PAGE.to_owned()),
        permission: Some(Permission {
            action: asked.action.to_owned(),
            resource: asked.resource.to_string(),
        }),
    })
}

/// The policies whose documents are not at hand, each once, where a permission hangs on them.
fn not_at_hand(asked: &[Asked<'_>], role: &Role) -> Vec<Finding> {
    let policies = role.policies.iter().chain(&role.boundary);
    let told = policies.filter_map(|policy| {
        let Origin::NotAtHand(how) = &policy.origin else { return None };
        let hangs = |it: &&Asked<'_>| {
            *it.necessity == Necessity::Required
                && it
                    .doubts()
                    .iter()
                    .any(|doubt| matches!(doubt, Doubt::NotAtHand(name) if *name == policy.name))
        };
        let mut hanging = asked.iter().filter(hangs).flat_map(|it| &it.labels);
        let primary = hanging.next()?.clone();
        let mut related: Vec<Label> = Vec::new();
        for label in hanging.filter(|label| **label != primary) {
            if !related.contains(label) {
                related.push(label.clone());
            }
        }
        let name = &policy.name;
        let what =
            if policy.has_name() { format!("the document of `{name}`") } else { name.clone() };
        Some(unknown(&what, how, primary, related))
    });
    told.collect()
}

fn unknown(what: &str, how: &str, primary: Label, related: Vec<Label>) -> Finding {
    Finding {
        code: UNKNOWN.to_owned(),
        severity: Severity::Warning,
        message: format!("whether the role is enough is not known without {what}"),
        primary,
        related,
        help: Some(format!("give with --role what this prints: {how}")),
        docs: None,
        permission: None,
    }
}
