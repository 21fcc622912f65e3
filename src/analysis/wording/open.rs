//! What is open, what is not met, and how to settle it, in words.

use crate::base::text::{PlaceholderKind, Text};
use crate::base::words;
use crate::iam::document::Uncertainty;

/// What is open about a request; a trust policy's has no resource.
pub(super) fn open(uncertainties: &[Uncertainty], resource: Option<&Text<'_>>) -> String {
    let (mut keys, mut placeholders, mut others) = (Vec::new(), Vec::new(), Vec::new());
    let mut is_task = false;
    let resource = resource.map(ToString::to_string).unwrap_or_default();
    for uncertainty in uncertainties {
        match uncertainty {
            Uncertainty::Key(key) => push_new(&mut keys, format!("`{key}`")),
            Uncertainty::Placeholder(placeholder) => match placeholder.kind() {
                // A key that every request has, with a value that is not known.
                PlaceholderKind::ConditionKey => {
                    push_new(&mut keys, format!("`{}`", placeholder.name()));
                }
                PlaceholderKind::RunningTask => is_task = true,
                _ => push_new(&mut placeholders, placeholder.to_string()),
            },
            Uncertainty::Open(_) if resource.contains(['*', '?']) => {
                push_new(&mut others, what_wildcards_stand_for(&resource));
            }
            Uncertainty::Open(_) => push_new(&mut others, "what is left open there".to_owned()),
            Uncertainty::Disputed(_) => {
                push_new(&mut others, "what AWS's pages contradict each other on".to_owned());
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
    let verb = if placeholders.len() > 1 { "are" } else { "is" };
    let placeholders = (!placeholders.is_empty())
        .then(|| format!("{}, which {verb} not known here", words::list(&placeholders)));
    let all: Vec<_> = keys.into_iter().chain(others).chain(placeholders).collect();
    if all.is_empty() { "what is not known here".to_owned() } else { words::list(&all) }
}

fn push_new(list: &mut Vec<String>, words: String) {
    if !list.contains(&words) {
        list.push(words);
    }
}

/// What no file shows of a resource: its wildcards stand for that.
fn what_wildcards_stand_for(resource: &str) -> String {
    if resource.contains(":log-group:") {
        return "the names of the log streams".to_owned();
    }
    if resource.contains(":secret:") {
        return "the six characters that Secrets Manager puts at the end of the ARN".to_owned();
    }
    let at = resource.find(['*', '?']).unwrap_or_default();
    format!("what `{}` stands for", resource.get(at.saturating_sub(1)..).unwrap_or("*"))
}

/// How to settle what is open.
pub(super) fn settle(uncertainties: &[Uncertainty], statement: &str) -> String {
    let has_placeholder =
        uncertainties.iter().any(|uncertainty| matches!(uncertainty, Uncertainty::Placeholder(_)));
    let has_key =
        uncertainties.iter().any(|uncertainty| matches!(uncertainty, Uncertainty::Key(_)));
    match (has_key, has_placeholder) {
        (true, _) => format!(
            "see to it that the condition is met when ECS calls, or allow it without: {statement}"
        ),
        (false, true) => {
            "say what is open with --region, --account, --partition, --var or --image".to_owned()
        }
        (false, false) => format!("to be sure of it, allow it plainly: {statement}"),
    }
}

/// Why a condition on a key leaves it open.
pub(super) fn why_open(key: &str) -> String {
    let lower = key.to_ascii_lowercase();
    if lower.contains("resourcetag/") {
        return "what tags the resource has cannot be seen from here".to_owned();
    }
    match lower.as_str() {
        "aws:sourcearn" => "what asks is a task, whose ARN is not known in full here".to_owned(),
        "aws:sourcevpce" | "aws:sourcevpc" | "aws:sourceip" | "aws:vpcsourceip" => {
            "by which network the call comes cannot be seen from here".to_owned()
        }
        "aws:principalorgid" | "aws:principalorgpaths" | "aws:resourceorgid" => {
            "which organization it is cannot be seen from here".to_owned()
        }
        _ => format!("what {key} is when ECS calls cannot be seen from here"),
    }
}

/// Why the call of ECS does not meet a condition on a key.
pub(super) fn why_unmet(key: &str, is_ecr_token: bool) -> String {
    let lower = key.to_ascii_lowercase();
    let is_endpoint = matches!(lower.as_str(), "aws:sourcevpce" | "aws:sourcevpc");
    if is_endpoint && is_ecr_token {
        return "Fargate fetches the token by no VPC endpoint: this is never met".to_owned();
    }
    match lower.as_str() {
        "aws:username" => "a role has no aws:username: this is never met".to_owned(),
        "aws:multifactorauthpresent" | "aws:multifactorauthage" => {
            "ECS shows no second factor: this is never met".to_owned()
        }
        _ => format!("{key} is something else when ECS calls"),
    }
}
