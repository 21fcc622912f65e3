//! What a JSON value that does not describe a role looks like.

use crate::syntax::Node;

/// What a value that does not describe a role looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookalike {
    /// Something that is known by one of its keys.
    Known(KnownFile),
    /// An object with these keys first.
    Object(Vec<String>),
    /// Of another kind, as [`Node::kind`] has it.
    Other(&'static str),
}

/// A file or an output of the AWS CLI that somebody may take for a role's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnownFile {
    /// A task definition.
    TaskDefinition,
    /// What describe-task-definition prints.
    DescribeTaskDefinition,
    /// A template of `CloudFormation`.
    CloudFormation,
    /// What list-roles prints.
    ListRoles,
    /// What list-policy-versions prints.
    ListPolicyVersions,
    /// What list-policies prints.
    ListPolicies,
    /// What list-entities-for-policy prints.
    ListEntitiesForPolicy,
    /// What get-instance-profile prints.
    GetInstanceProfile,
    /// What get-user prints.
    GetUser,
    /// Account details without roles.
    AccountWithoutRoles,
    /// What get-group prints.
    GetGroup,
    /// What sts get-caller-identity prints.
    GetCallerIdentity,
    /// What simulate-principal-policy prints.
    SimulatePrincipalPolicy,
    /// The policy of a key or a bucket.
    KeyOrBucketPolicy,
    /// The policy of a secret.
    SecretPolicy,
    /// A plan or a state of Terraform.
    Terraform,
    /// What describe-services prints, or a file of Docker Compose.
    Services,
    /// A statement without its document.
    Statement,
    /// Several of them.
    Statements,
    /// A policy document whose elements begin in lower case.
    Lowercase,
    /// A manifest of Kubernetes.
    Kubernetes,
    /// An error that AWS printed.
    Error,
}

/// Keys by which a file or an output is known.
const KNOWN: [(&str, KnownFile); 23] = [
    ("containerDefinitions", KnownFile::TaskDefinition),
    ("taskDefinition", KnownFile::DescribeTaskDefinition),
    ("AWSTemplateFormatVersion", KnownFile::CloudFormation),
    ("Resources", KnownFile::CloudFormation),
    ("Roles", KnownFile::ListRoles),
    ("Versions", KnownFile::ListPolicyVersions),
    ("Policies", KnownFile::ListPolicies),
    ("PolicyGroups", KnownFile::ListEntitiesForPolicy),
    ("InstanceProfile", KnownFile::GetInstanceProfile),
    ("User", KnownFile::GetUser),
    ("UserDetailList", KnownFile::AccountWithoutRoles),
    ("Group", KnownFile::GetGroup),
    ("UserId", KnownFile::GetCallerIdentity),
    ("EvaluationResults", KnownFile::SimulatePrincipalPolicy),
    ("Policy", KnownFile::KeyOrBucketPolicy),
    ("ResourcePolicy", KnownFile::SecretPolicy),
    ("terraform_version", KnownFile::Terraform),
    ("services", KnownFile::Services),
    ("Action", KnownFile::Statement),
    ("statement", KnownFile::Lowercase),
    ("apiVersion", KnownFile::Kubernetes),
    ("Error", KnownFile::Error),
    ("message", KnownFile::Error),
];

/// What a value is like.
pub(super) fn looks_like(node: &Node<'_>) -> Lookalike {
    let mut items = node.as_list().unwrap_or_default().iter();
    if items.any(|it| it.get("Effect").is_some()) {
        return Lookalike::Known(KnownFile::Statements);
    }
    let Some(map) = node.as_map() else { return Lookalike::Other(node.kind()) };
    if let Some((_, known)) = KNOWN.iter().find(|(key, _)| map.get(key).is_some()) {
        return Lookalike::Known(*known);
    }
    Lookalike::Object(map.entries.iter().take(4).map(|it| it.key.to_string()).collect())
}
