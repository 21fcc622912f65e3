//! What a JSON value looks like that tells nothing about a role.

use crate::syntax::Node;

/// Keys by which an output or a file is known, and what it is.
const KNOWN: [(&str, &str); 22] = [
    ("containerDefinitions", "a task definition"),
    ("taskDefinition", "what describe-task-definition prints"),
    ("AWSTemplateFormatVersion", "a CloudFormation template"),
    ("Resources", "a CloudFormation template"),
    ("Roles", "what list-roles prints, which leaves out the policies: give get-role"),
    (
        "Versions",
        "what list-policy-versions prints, which holds no documents: give get-policy-version",
    ),
    ("Policies", "what list-policies prints, which holds no documents: give get-policy-version"),
    ("PolicyGroups", "what list-entities-for-policy prints: give get-role"),
    ("InstanceProfile", "what get-instance-profile prints: give get-role"),
    ("User", "what get-user prints: give get-role"),
    ("UserDetailList", "account details without roles: ask for them with --filter Role"),
    ("Group", "what get-group prints: give get-role"),
    ("UserId", "what sts get-caller-identity prints: give get-role"),
    ("EvaluationResults", "what simulate-principal-policy prints: give the policies"),
    ("Policy", "the policy of a key or a bucket, not of a role"),
    ("ResourcePolicy", "the policy of a secret, not of a role"),
    ("terraform_version", "a Terraform plan or state"),
    ("services", "what describe-services prints, or a compose file"),
    ("Action", "a single statement: put it into {\"Version\": …, \"Statement\": […]}"),
    ("apiVersion", "a Kubernetes manifest"),
    ("Error", "an error that AWS printed"),
    ("message", "an error that AWS printed"),
];

/// What a value looks like, in words.
pub(super) fn looks_like(node: &Node<'_>) -> String {
    let Some(map) = node.as_map() else { return node.kind().to_owned() };
    if let Some((_, what)) = KNOWN.iter().find(|(key, _)| map.get(key).is_some()) {
        return (*what).to_owned();
    }
    let keys: Vec<_> = map.entries.iter().take(4).map(|it| format!("`{}`", it.key)).collect();
    if keys.is_empty() {
        return "an empty object".to_owned();
    }
    format!("an object with {}", keys.join(", "))
}
