//! Whether ECS may assume the role.

use super::labels::{condition_at, in_role, statement};
use super::words;
use super::{Finding, Label, PAGE, TRUST_CONDITION, TRUST_MISSING, unknown};
use crate::aws::arn::{Arn, ArnParse};
use crate::base::problem::Severity;
use crate::base::source::Span;
use crate::engine::Assessment;
use crate::iam::document::{Document, Doubt, Effect, Principals};
use crate::iam::evaluate::Place;
use crate::iam::role::{Origin, Role, RolePolicy};
use crate::iam::trust::{SERVICE, Trust, context, trust};

/// What is said about trust, at the place where the role is named.
pub(super) fn check(assessment: &Assessment<'_>, role: &Role, here: Span) -> Option<Finding> {
    let Some(policy) = &role.trust else { return Some(not_given("aws iam get-role", here)) };
    let Some(document) = policy.document() else {
        let how = match &policy.origin {
            Origin::NotAtHand(how) => how,
            _ => "aws iam get-role",
        };
        return Some(not_given(how, here));
    };
    match decide(assessment, role, document) {
        Trust::Given(_) => None,
        Trust::Missing => Some(missing(policy, document, here)),
        Trust::Denied(by) => {
            let message = format!("the trust policy denies {SERVICE}: ECS cannot assume the role");
            let (_, deny) = statement(role, &by)?;
            let span = deny.principals.as_ref().map_or(deny.span, first_of);
            let help = "take it out of that Deny, which outweighs whatever allows it";
            let label = in_role(policy, span, "denied here");
            Some(finding(TRUST_MISSING, Severity::Error, message, label, help.to_owned(), here))
        }
        Trust::NeverMatches(by, key) => never_met(policy, &by, key, here),
        Trust::Undecided { doubts, by } => undecided(role, &doubts, &by, here),
    }
}

fn decide(assessment: &Assessment<'_>, role: &Role, document: &Document) -> Trust {
    let at = &assessment.deployment;
    let own = match role.arn.as_ref().or(assessment.role.value.as_ref()).map(Arn::read) {
        Some(ArnParse::Arn(arn)) => Some(arn),
        _ => None,
    };
    let account = own.as_ref().map(|arn| &arn.account).or(at.account.as_ref());
    let partition = own.as_ref().map(|arn| &arn.partition).or(at.partition.as_ref());
    trust(document, &context(partition, at.region.as_ref(), account))
}

fn not_given(how: &str, here: Span) -> Finding {
    let primary = Label::here(here, "whether ECS may assume this role was not looked at");
    unknown("the role's trust policy", how, primary, Vec::new())
}

/// No statement lets ECS assume the role: the label is at whoever may.
fn missing(policy: &RolePolicy, document: &Document, here: Span) -> Finding {
    let message = format!("the role does not trust {SERVICE}: ECS cannot assume it");
    let help = format!(
        "add to the trust policy: {{\"Effect\": \"Allow\", \"Principal\": {{\"Service\": \"{SERVICE}\"}}, \"Action\": \"sts:AssumeRole\"}}"
    );
    let mut allows = document.statements.iter().filter(|it| it.effect == Some(Effect::Allow));
    let principals = allows.clone().find_map(|it| it.principals.as_ref());
    let label = if let Some(principals) = principals {
        in_role(policy, first_of(principals), trusted(principals))
    } else {
        let span = allows.next().map_or(document.span, |it| it.span);
        in_role(policy, span, "this trusts no service")
    };
    finding(TRUST_MISSING, Severity::Error, message, label, help, here)
}

/// The first principal: it shows best who is meant.
fn first_of(principals: &Principals) -> Span {
    principals.list.first().map_or(principals.span, |it| it.span)
}

fn open_principal(is_disputed: bool) -> &'static str {
    if is_disputed {
        "one page says that a role may trust everyone, another that it may not"
    } else {
        "this is open"
    }
}

/// Whom principals name, in words.
fn trusted(principals: &Principals) -> String {
    let names: Vec<_> = principals.list.iter().map(|it| it.name.to_string()).collect();
    if names.iter().any(|name| name == SERVICE) {
        return "ECS is named, but not allowed `sts:AssumeRole`".to_owned();
    }
    format!("this trusts {}", names.join(", "))
}

fn never_met(policy: &RolePolicy, by: &Place, key: Span, here: Span) -> Option<Finding> {
    let condition = condition_at(policy, by, key)?;
    let values: Vec<_> = condition.values.iter().map(|it| it.text.to_string()).collect();
    let (why, help) = why_never(&condition.key, &values);
    let message = "the role trusts ECS only under a condition that no task meets".to_owned();
    let label = in_role(policy, key, why);
    Some(finding(TRUST_CONDITION, Severity::Error, message, label, help, here))
}

fn why_never(key: &str, values: &[String]) -> (String, String) {
    const TASKS: &str = "write \"ArnLike\": {\"aws:SourceArn\": \"arn:aws:ecs:REGION:ACCOUNT:*\"}";
    let is_cluster = values.iter().any(|value| value.contains(":cluster/"));
    let has_wildcard = values.iter().any(|value| value.contains('*'));
    let why = match key.to_ascii_lowercase().as_str() {
        "aws:sourcearn" if is_cluster => {
            "this names a cluster; what asks is a task, and a task's ARN begins otherwise"
        }
        "aws:sourcearn" if has_wildcard => {
            "no task has this ARN: a `*` in it is a wildcard only under ArnLike or StringLike"
        }
        "aws:sourcearn" => "no task of this account and Region has this ARN",
        "aws:sourceaccount" => "the tasks run in another account",
        "sts:externalid" => "ECS sends no external ID",
        _ => {
            return (
                format!("{key} is something else when ECS asks"),
                "take the condition out".to_owned(),
            );
        }
    };
    let help = match key.to_ascii_lowercase().as_str() {
        "aws:sourcearn" => TASKS,
        "aws:sourceaccount" => "name the account of the role",
        _ => "take the condition out",
    };
    (why.to_owned(), help.to_owned())
}

fn undecided(role: &Role, doubts: &[Doubt], by: &[Place], here: Span) -> Option<Finding> {
    let disputed = doubts.iter().any(|doubt| matches!(doubt, Doubt::Disputed(_)));
    let none = crate::base::text::Text::default();
    let open = words::open(doubts, &none)?;
    let labels = by.iter().filter_map(|place| {
        let (policy, found) = statement(role, place)?;
        let keyed = found.conditions.iter().find(|condition| {
            doubts
                .iter()
                .any(|it| matches!(it, Doubt::Key(key) if key.eq_ignore_ascii_case(&condition.key)))
        });
        match (keyed.or_else(|| found.conditions.first()), &found.principals) {
            (Some(condition), _) => {
                in_role(policy, condition.key_span, words::why_open(&condition.key))
            }
            (None, Some(principals)) => {
                in_role(policy, first_of(principals), open_principal(disputed))
            }
            (None, None) => in_role(policy, found.span, open_principal(disputed)),
        }
    });
    let help = if disputed {
        format!("write \"Principal\": {{\"Service\": \"{SERVICE}\"}}")
    } else {
        "say where the tasks run with --region and --account; else see to it that the condition is met"
            .to_owned()
    };
    let message = format!("whether ECS may assume the role depends on {open}");
    Some(finding(TRUST_CONDITION, Severity::Warning, message, labels, help, here))
}

fn finding(
    code: &str,
    severity: Severity,
    message: String,
    deciding: impl IntoIterator<Item = Label>,
    help: String,
    here: Span,
) -> Finding {
    Finding {
        code: code.to_owned(),
        severity,
        message,
        primary: Label::here(here, "the role"),
        related: deciding.into_iter().collect(),
        help: Some(help),
        docs: Some(PAGE.to_owned()),
        permission: None,
    }
}
