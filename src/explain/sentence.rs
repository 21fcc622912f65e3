//! The sentences of a cause, filled with what the text says.

use crate::base::words;
use crate::iam::resource_types::takes_no_resource;
use crate::rules::cause::{Cause, CauseSide};
use crate::rules::data::Str;

/// The names of services, as AWS writes them, by the prefix of their actions.
const SERVICES: [(&str, &str); 7] = [
    ("ecr", "Amazon ECR"),
    ("elasticfilesystem", "Amazon EFS"),
    ("kms", "AWS KMS"),
    ("logs", "CloudWatch Logs"),
    ("s3", "Amazon S3"),
    ("secretsmanager", "Secrets Manager"),
    ("ssm", "Systems Manager"),
];

/// Names that titles begin with, which keep their capital.
const NAMES: [&str; 7] = ["Active", "Amazon", "Elastic", "Fargate", "Lattice", "Linux", "Windows"];

/// What the placeholders of sentences stand for, as far as the text shows it.
#[derive(Clone, Debug, Default)]
pub(super) struct SentenceValues<'a> {
    pub(super) feature: Option<&'a str>,
    /// The text of AWS, as its rule has it.
    pub(super) text: Option<&'a str>,
    pub(super) side: Option<CauseSide>,
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
pub(super) fn first_known(
    sentences: &[Str],
    cause: &Cause,
    told: &SentenceValues<'_>,
) -> Option<String> {
    sentences.iter().find_map(|sentence| filled(sentence, cause, told))
}

fn filled(sentence: &str, cause: &Cause, told: &SentenceValues<'_>) -> Option<String> {
    let mut parts = sentence.split('{');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        // The braces of JSON are no placeholders.
        let is_name = part.starts_with(|c: char| c.is_ascii_lowercase());
        let Some((name, rest)) = part.split_once('}').filter(|_| is_name) else {
            text.extend(["{", part]);
            continue;
        };
        let value = value(name, cause, told)?;
        match (name, text.is_empty()) {
            ("whose", true) => text.push_str(&words::capitalized(&value)),
            ("feature", false) => text.push_str(&in_sentence(&value)),
            _ => text.push_str(&value),
        }
        text.push_str(rest);
    }
    Some(text)
}

/// A title within a sentence: its first word in lowercase, unless it is a name.
fn in_sentence(title: &str) -> String {
    let first = title.split(' ').next().unwrap_or_default();
    let is_name = first.chars().skip(1).any(char::is_uppercase) || NAMES.contains(&first);
    let mut chars = title.chars();
    match chars.next() {
        Some(c) if !is_name => c.to_lowercase().chain(chars).collect(),
        _ => title.to_owned(),
    }
}

fn value(name: &str, cause: &Cause, told: &SentenceValues<'_>) -> Option<String> {
    let service = || told.action.and_then(|it| Some(it.split_once(':')?.0)).or(told.service);
    match name {
        "feature" => told.feature.map(str::to_owned),
        "text" => told.text.map(str::to_owned),
        "whose" => told.side.map(|side| whose(side).to_owned()),
        "role" => told.role.map(str::to_owned),
        "principal" => told.principal.map(str::to_owned),
        "action" => told.action.map(str::to_owned),
        "resource" => told.resource.map(str::to_owned),
        "account" => told.account.map(str::to_owned),
        "host" => told.host.map(str::to_owned),
        "service" => service().map(|it| service_name(it).to_owned()),
        "statement" => statement(told.action?, told.resource),
        "by-service" => {
            let service = service()?;
            let phrase = cause.by_service.iter().find(|(known, _)| *known == service);
            phrase.map(|(_, phrase)| phrase.to_string())
        }
        _ => None,
    }
}

/// The name of a service, as AWS writes it.
fn service_name(prefix: &str) -> &str {
    SERVICES.iter().find(|(known, _)| *known == prefix).map_or(prefix, |(_, name)| name)
}

/// Whose role it is.
fn whose(side: CauseSide) -> &'static str {
    match side {
        CauseSide::TaskRole => "the task role",
        CauseSide::InstanceRole => "the container instance role",
        CauseSide::InfrastructureRole => "the infrastructure role",
        CauseSide::Deployer => "the one who deploys",
        _ => "the task execution role",
    }
}

/// The statement that allows a call; none where the text does not show on which resource.
fn statement(action: &str, resource: Option<&str>) -> Option<String> {
    let needed = match resource {
        Some(resource) if resource.starts_with("arn:") || resource == "*" => {
            needed(action, resource)
        }
        Some(_) => return None,
        None => takes_no_resource(action).then(|| "*".to_owned())?,
    };
    Some(format!(r#"{{ "Effect": "Allow", "Action": "{action}", "Resource": "{needed}" }}"#))
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
            (
                "secretsmanager:GetSecretValue",
                "arn:x:secret:prod/db",
                "arn:x:secret:prod/db-??????",
            ),
            ("secretsmanager:GetSecretValue", "arn:x:secret:db-AbCdEf", "arn:x:secret:db-AbCdEf"),
            ("ecr:GetAuthorizationToken", "arn:x:repository/web", "*"),
            ("ecr:BatchGetImage", "arn:x:repository/web", "arn:x:repository/web"),
        ] {
            assert_eq!(needed(action, resource), expected, "{action}");
        }
    }
}
