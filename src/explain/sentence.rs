//! The sentences of a cause, filled with what the text says.

use crate::base::text::Text;
use crate::iam::resource_types::takes_no_resource;
use crate::rules::cause::{Cause, Side};
use crate::rules::data::Str;

/// What the placeholders of sentences stand for, as far as the text shows it.
#[derive(Clone, Debug, Default)]
pub(super) struct Told<'a> {
    pub(super) feature: Option<&'a str>,
    pub(super) side: Option<Side>,
    pub(super) role: Option<&'a str>,
    pub(super) principal: Option<&'a str>,
    pub(super) action: Option<&'a str>,
    pub(super) resource: Option<&'a str>,
    pub(super) account: Option<&'a str>,
    pub(super) host: Option<&'a str>,
    /// The service of the call, where the action does not tell.
    pub(super) service: Option<&'a str>,
}

/// The first sentence of which all is known.
pub(super) fn first_known(sentences: &[Str], cause: &Cause, told: &Told<'_>) -> Option<String> {
    sentences.iter().find_map(|sentence| filled(sentence, cause, told))
}

fn filled(sentence: &str, cause: &Cause, told: &Told<'_>) -> Option<String> {
    let mut parts = sentence.split('{');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once('}')?;
        text.push_str(&value(name, cause, told)?);
        text.push_str(rest);
    }
    let first = text.chars().next().map(|c| c.to_uppercase().collect::<String>());
    let rest = text.chars().next().and_then(|c| text.get(c.len_utf8()..));
    Some(first.unwrap_or_default() + rest.unwrap_or_default())
}

fn value(name: &str, cause: &Cause, told: &Told<'_>) -> Option<String> {
    let service = || told.action.and_then(|it| Some(it.split_once(':')?.0)).or(told.service);
    match name {
        "feature" => told.feature.map(str::to_owned),
        "whose" => told.side.map(|side| whose(side).to_owned()),
        "role" => told.role.map(str::to_owned),
        "principal" => told.principal.map(str::to_owned),
        "action" => told.action.map(str::to_owned),
        "resource" => told.resource.map(str::to_owned),
        "account" => told.account.map(str::to_owned),
        "host" => told.host.map(str::to_owned),
        "service" => service().map(str::to_owned),
        "statement" => Some(statement(told.action?, told.resource)),
        "by-service" => {
            let service = service()?;
            let phrase = cause.by_service.iter().find(|(known, _)| *known == service);
            phrase.map(|(_, phrase)| phrase.to_string())
        }
        _ => None,
    }
}

/// Whose role it is.
fn whose(side: Side) -> &'static str {
    match side {
        Side::TaskRole => "the task role",
        Side::InstanceRole => "the container instance role",
        Side::InfrastructureRole => "the infrastructure role",
        Side::Deployer => "the one who deploys",
        _ => "the task execution role",
    }
}

/// The statement that allows a call.
fn statement(action: &str, resource: Option<&str>) -> String {
    let needed = resource.map_or_else(|| "*".to_owned(), |resource| needed(action, resource));
    let needed = Text::literal(needed).to_string();
    format!(r#"{{ "Effect": "Allow", "Action": "{action}", "Resource": "{needed}" }}"#)
}

/// What a policy names for a resource that a denial shows: all streams of a log group, a secret with the six characters
/// that Secrets Manager adds to its name. Source: service authorization reference, `logs`; Secrets Manager user guide.
fn needed(action: &str, resource: &str) -> String {
    if takes_no_resource(action) {
        return "*".to_owned();
    }
    if let Some((group, _)) = resource.split_once(":log-stream:") {
        return format!("{group}:*");
    }
    let is_name = resource.split_once(":secret:").is_some_and(|(_, name)| !has_suffix(name));
    if is_name { format!("{resource}-??????") } else { resource.to_owned() }
}

/// Whether a secret's name ends like its ARN: in a hyphen and six letters or digits.
fn has_suffix(name: &str) -> bool {
    name.rsplit_once('-')
        .is_some_and(|(_, end)| end.len() == 6 && end.bytes().all(|it| it.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::needed;

    #[test]
    fn what_a_policy_names() {
        for (action, resource, expected) in [
            ("logs:CreateLogStream", "arn:x:log-group:/a:log-stream:b/c", "arn:x:log-group:/a:*"),
            ("secretsmanager:GetSecretValue", "arn:x:secret:prod/db", "arn:x:secret:prod/db-??????"),
            ("secretsmanager:GetSecretValue", "arn:x:secret:db-AbCdEf", "arn:x:secret:db-AbCdEf"),
            ("ecr:GetAuthorizationToken", "arn:x:repository/web", "*"),
            ("ecr:BatchGetImage", "arn:x:repository/web", "arn:x:repository/web"),
        ] {
            assert_eq!(needed(action, resource), expected, "{action}");
        }
    }
}
