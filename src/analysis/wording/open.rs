//! Messages for what cannot be decided, for conditions that are not met, and for how to decide them.

use crate::base::text::{PlaceholderKind, Text};
use crate::base::words;
use crate::iam::document::Uncertainty;

/// What the ARN of a log group has before its name.
const LOG_GROUP: &str = ":log-group:";

/// What the answer to a request depends on; a request to a trust policy has no resource.
pub(super) fn open(uncertainties: &[Uncertainty], resource: Option<&Text<'_>>) -> String {
    let (mut keys, mut placeholders, mut others) = (Vec::new(), Vec::new(), Vec::new());
    let mut is_task = false;
    let resource = resource.map(ToString::to_string).unwrap_or_default();
    for uncertainty in uncertainties {
        match uncertainty {
            Uncertainty::Key(key) => push_new(&mut keys, format!("`{key}`")),
            Uncertainty::Placeholder(placeholder) => match placeholder.kind() {
                // A key that every request has, with an unknown value.
                PlaceholderKind::ConditionKey => {
                    push_new(&mut keys, format!("`{}`", placeholder.name()));
                }
                PlaceholderKind::RunningTask => is_task = true,
                PlaceholderKind::RuleValue if resource.contains(LOG_GROUP) => {
                    push_new(&mut others, what_wildcards_stand_for(&resource));
                }
                _ => push_new(&mut placeholders, placeholder.to_string()),
            },
            Uncertainty::Wildcards(_) if resource.contains(['*', '?']) => {
                push_new(&mut others, what_wildcards_stand_for(&resource));
            }
            Uncertainty::Open(_) | Uncertainty::Wildcards(_) => {
                push_new(&mut others, "a value that is not resolved".to_owned());
            }
            Uncertainty::Disputed(_) => {
                push_new(
                    &mut others,
                    "a point on which AWS documentation is inconsistent".to_owned(),
                );
            }
            Uncertainty::Malformed(_) | Uncertainty::NotAtHand(_) => {}
        }
    }
    if is_task && keys.is_empty() {
        others.push("the ARN that the task will have".to_owned());
    }
    let plural = if keys.len() > 1 { "s" } else { "" };
    let keys =
        (!keys.is_empty()).then(|| format!("the condition key{plural} {}", words::list(&keys)));
    let values = if placeholders.len() > 1 { "values are" } else { "value is" };
    let placeholders = (!placeholders.is_empty())
        .then(|| format!("{}, whose {values} unknown", words::list(&placeholders)));
    let all: Vec<_> = keys.into_iter().chain(others).chain(placeholders).collect();
    if all.is_empty() { "values that are unknown".to_owned() } else { words::list(&all) }
}

/// Whether nothing but an inconsistency of AWS's documentation leaves the answer open.
pub(super) fn is_disputed(uncertainties: &[Uncertainty]) -> bool {
    !uncertainties.is_empty()
        && uncertainties.iter().all(|it| matches!(it, Uncertainty::Disputed(_)))
}

fn push_new(list: &mut Vec<String>, words: String) {
    if !list.contains(&words) {
        list.push(words);
    }
}

/// The part of a resource that the wildcards in its ARN stand for.
fn what_wildcards_stand_for(resource: &str) -> String {
    if resource.contains(LOG_GROUP) {
        return "the names of the log streams".to_owned();
    }
    if resource.contains(":secret:") {
        return "the six characters that Secrets Manager puts at the end of the ARN".to_owned();
    }
    let at = resource.find(['*', '?']).unwrap_or_default();
    format!("what `{}` stands for", resource.get(at.saturating_sub(1)..).unwrap_or("*"))
}

/// How to make the answer certain.
pub(super) fn settle(uncertainties: &[Uncertainty], statement: &str) -> String {
    // Nobody can set what a log stream will be called.
    let is_stream = |kind| kind == PlaceholderKind::RuleValue && statement.contains(LOG_GROUP);
    let has_placeholder = uncertainties
        .iter()
        .any(|it| matches!(it, Uncertainty::Placeholder(it) if !is_stream(it.kind())));
    let has_key =
        uncertainties.iter().any(|uncertainty| matches!(uncertainty, Uncertainty::Key(_)));
    match (has_key, has_placeholder) {
        (true, _) => format!(
            "make sure that the condition is met when ECS calls, or add a statement without it: {statement}"
        ),
        (false, true) => {
            "set the unknown values with --region, --account, --partition, --var or --image"
                .to_owned()
        }
        (false, false) => format!("to be certain, add this statement: {statement}"),
    }
}

/// Why a condition on a key cannot be decided.
pub(super) fn why_open(key: &str) -> String {
    let lower = key.to_ascii_lowercase();
    if lower.contains("resourcetag/") {
        return "can't tell which tags the resource has".to_owned();
    }
    match lower.as_str() {
        "aws:sourcearn" => "the caller is a task, and its full ARN is unknown".to_owned(),
        "aws:sourcevpce" | "aws:sourcevpc" | "aws:sourceip" | "aws:vpcsourceip" => {
            "can't tell which network the call comes from".to_owned()
        }
        "aws:principalorgid" | "aws:principalorgpaths" | "aws:resourceorgid" => {
            "can't tell which organization it is".to_owned()
        }
        _ => format!("can't tell the value of {key} when ECS calls"),
    }
}

/// Why the call of ECS does not meet a condition on a key.
pub(super) fn why_unmet(key: &str, is_ecr_token: bool) -> String {
    let lower = key.to_ascii_lowercase();
    let is_endpoint = matches!(lower.as_str(), "aws:sourcevpce" | "aws:sourcevpc");
    if is_endpoint && is_ecr_token {
        return "Fargate does not fetch the token through a VPC endpoint: this is never met"
            .to_owned();
    }
    match lower.as_str() {
        "aws:username" => "a role has no aws:username: this is never met".to_owned(),
        "aws:multifactorauthpresent" | "aws:multifactorauthage" => {
            "ECS does not use multi-factor authentication: this is never met".to_owned()
        }
        _ => format!("{key} has another value when ECS calls"),
    }
}
