//! What `Ref` and `GetAtt` return for a resource of the template: names, ARNs and addresses, with the names
//! that CloudFormation generates as placeholders.
//!
//! Source: CloudFormation user guide, "Return values" of each resource type.

use super::super::managed_secrets::{self, ManagedSecret};
use super::super::placeholders::{generated, reference as reference_to};
use super::super::template::Resource;
use super::Evaluator;
use crate::base::text::Text;
use crate::syntax::Node;

/// What `Ref` gives.
pub(in super::super) fn reference<'t>(
    evaluator: &Evaluator<'_, 't>,
    resource: &Resource<'t>,
) -> Text<'t> {
    match resource.kind {
        "AWS::SecretsManager::Secret" => secret(evaluator, resource),
        "AWS::SecretsManager::SecretTargetAttachment"
        | "AWS::SecretsManager::RotationSchedule"
        | "AWS::SecretsManager::ResourcePolicy" => secret_of(evaluator, resource),
        "AWS::IAM::ManagedPolicy" => managed_policy(evaluator, resource),
        "AWS::KMS::Key" => generated(resource.name),
        _ => match name_property(resource.kind) {
            Some(property) => name(evaluator, resource, property),
            None => reference_to(resource.name),
        },
    }
}

/// The attribute of a kind of resources that is written in another case: `ARN`, where `Arn` is meant.
pub(super) fn in_other_case(kind: &str, written: &str) -> Option<&'static str> {
    let known: &[&str] = match kind {
        "AWS::ECR::Repository" => &["Arn", "RepositoryUri"],
        "AWS::IAM::Role"
        | "AWS::ECS::Cluster"
        | "AWS::KMS::Key"
        | "AWS::Logs::LogGroup"
        | "AWS::S3::Bucket" => &["Arn"],
        _ => return None,
    };
    let is_meant = |name: &&&str| **name != written && name.eq_ignore_ascii_case(written);
    known.iter().find(is_meant).copied()
}

/// What `GetAtt` gives.
pub(in super::super) fn attribute<'t>(
    evaluator: &Evaluator<'_, 't>,
    resource: &Resource<'t>,
    attribute: &str,
) -> Text<'t> {
    let composed = match (resource.kind, attribute) {
        ("AWS::ECR::Repository", "Arn") => {
            Some(arn(evaluator, "ecr", "repository/", &reference(evaluator, resource)))
        }
        ("AWS::ECR::Repository", "RepositoryUri") => Some(repository_uri(evaluator, resource)),
        ("AWS::ECR::PublicRepository", "RepositoryUri") => {
            let mut uri = Text::literal("public.ecr.aws/");
            uri.push_text(&reference_to(format!("{}.RegistryAlias", resource.name)));
            uri.push_literal("/".into());
            uri.push_text(&reference(evaluator, resource));
            Some(uri)
        }
        ("AWS::IAM::Role", "Arn") => Some(role(evaluator, resource)),
        ("AWS::IAM::ManagedPolicy", "PolicyArn") => Some(managed_policy(evaluator, resource)),
        (kind, "Id") if kind.starts_with("AWS::SecretsManager::") => {
            Some(reference(evaluator, resource))
        }
        ("AWS::Logs::LogGroup", "Arn") => {
            let mut arn = arn(evaluator, "logs", "log-group:", &reference(evaluator, resource));
            arn.push_literal(":*".into());
            Some(arn)
        }
        ("AWS::S3::Bucket", "Arn") => {
            let mut arn = arn_of(evaluator, "s3:::");
            arn.push_text(&reference(evaluator, resource));
            Some(arn)
        }
        ("AWS::KMS::Key", "Arn") => Some(key_arn(evaluator, &generated(resource.name))),
        ("AWS::KMS::Key", "KeyId") => Some(generated(resource.name)),
        ("AWS::ECS::Cluster", "Arn") => {
            Some(arn(evaluator, "ecs", "cluster/", &reference(evaluator, resource)))
        }
        (kind, attribute) => match attribute.strip_prefix("Outputs.") {
            Some(output) => evaluator.nested_output(resource, output),
            None => managed_secrets::find(kind, attribute)
                .map(|found| managed_secret(evaluator, resource, found)),
        },
    };
    composed.unwrap_or_else(|| reference_to(format!("{}.{attribute}", resource.name)))
}

/// What the generated name of a secret that another service makes is called, beside its resource.
pub(super) const SECRET_NAME: &str = "SecretName";

/// Whether `Ref` gives the name of a resource, or its generated name is a placeholder of that name.
pub(in super::super) fn is_known_by_name(resource: &Resource<'_>) -> bool {
    name_property(resource.kind).is_some() || resource.kind == "AWS::SecretsManager::Secret"
}

/// The property that names a resource whose `Ref` is its name.
fn name_property(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "AWS::ECR::Repository" | "AWS::ECR::PublicRepository" => "RepositoryName",
        "AWS::IAM::Role" => "RoleName",
        "AWS::SSM::Parameter" => "Name",
        "AWS::Logs::LogGroup" => "LogGroupName",
        "AWS::S3::Bucket" => "BucketName",
        "AWS::ECS::Cluster" => "ClusterName",
        "AWS::KMS::Alias" => "AliasName",
        _ => return None,
    })
}

fn name<'t>(
    evaluator: &Evaluator<'_, 't>,
    resource: &Resource<'t>,
    property: &'static str,
) -> Text<'t> {
    evaluator.named(resource, property, || {
        let stated = resource.property(property).and_then(|node| evaluator.text(node));
        stated.filter(|text| !text.is_empty()).unwrap_or_else(|| generated(resource.name))
    })
}

fn repository_uri<'t>(evaluator: &Evaluator<'_, 't>, resource: &Resource<'t>) -> Text<'t> {
    let mut uri = evaluator.account();
    uri.push_literal(".dkr.ecr.".into());
    uri.push_text(&evaluator.region());
    uri.push_literal(".".into());
    uri.push_text(&evaluator.pseudo("AWS::URLSuffix").unwrap_or_default());
    uri.push_literal("/".into());
    uri.push_text(&reference(evaluator, resource));
    uri
}

fn role<'t>(evaluator: &Evaluator<'_, 't>, resource: &Resource<'t>) -> Text<'t> {
    iam(evaluator, resource, "role", &reference(evaluator, resource))
}

fn managed_policy<'t>(evaluator: &Evaluator<'_, 't>, resource: &Resource<'t>) -> Text<'t> {
    let name = evaluator.named(resource, "ManagedPolicyName", || {
        let stated = resource.property("ManagedPolicyName").and_then(|node| evaluator.text(node));
        stated.unwrap_or_else(|| generated(resource.name))
    });
    iam(evaluator, resource, "policy", &name)
}

/// The ARN of a role or a policy, with its path.
fn iam<'t>(
    evaluator: &Evaluator<'_, 't>,
    resource: &Resource<'t>,
    kind: &str,
    name: &Text<'t>,
) -> Text<'t> {
    let mut arn = arn_of(evaluator, "iam::");
    arn.push_text(&evaluator.account());
    arn.push_literal(format!(":{kind}").into());
    let path = resource.property("Path").and_then(|node| evaluator.text(node));
    match path.filter(|path| !path.is_empty()) {
        Some(path) => arn.push_text(&path),
        None => arn.push_literal("/".into()),
    }
    arn.push_text(name);
    arn
}

/// A secret's ARN ends in a hyphen and six characters that Secrets Manager adds to its name.
fn secret<'t>(evaluator: &Evaluator<'_, 't>, resource: &Resource<'t>) -> Text<'t> {
    let mut name = evaluator.named(resource, "Name", || {
        let stated = resource.property("Name").and_then(|node| evaluator.text(node));
        let own = || generated(format!("{}.Name", resource.name));
        stated.filter(|text| !text.is_empty()).unwrap_or_else(own)
    });
    name.push_literal("-??????".into());
    arn(evaluator, "secretsmanager", "secret:", &name)
}

/// The ARN of a parameter, which a task definition may name by its name alone.
pub(in super::super) fn ssm_parameter<'t>(
    evaluator: &Evaluator<'_, 't>,
    resource: &Resource<'t>,
) -> Text<'t> {
    let name = reference(evaluator, resource);
    let name = match name.as_literal() {
        Some(literal) => Text::literal(literal.trim_start_matches('/').to_owned()),
        None => name,
    };
    arn(evaluator, "ssm", "parameter/", &name)
}

/// The ARN of a secret that another service makes and names.
fn managed_secret<'t>(
    evaluator: &Evaluator<'_, 't>,
    resource: &Resource<'t>,
    found: &ManagedSecret,
) -> Text<'t> {
    let mut name = Text::literal(found.prefix);
    name.push_text(&generated(format!("{}.{SECRET_NAME}", resource.name)));
    name.push_literal("-??????".into());
    arn(evaluator, "secretsmanager", "secret:", &name)
}

/// An attachment, a rotation schedule or a resource policy stands for the secret that it is of.
fn secret_of<'t>(evaluator: &Evaluator<'_, 't>, resource: &Resource<'t>) -> Text<'t> {
    let attached = resource.property("SecretId");
    evaluator.named(resource, "SecretId", || {
        let attached = attached.and_then(|node: &'t Node<'t>| evaluator.text(node));
        attached.unwrap_or_else(|| reference_to(resource.name))
    })
}

/// The ARN of a KMS key by its ID.
pub(in super::super) fn key_arn<'t>(evaluator: &Evaluator<'_, 't>, id: &Text<'t>) -> Text<'t> {
    arn(evaluator, "kms", "key/", id)
}

/// An ARN in the template's own partition, Region and account.
fn arn<'t>(evaluator: &Evaluator<'_, 't>, service: &str, kind: &str, name: &Text<'t>) -> Text<'t> {
    let mut arn = arn_of(evaluator, &format!("{service}:"));
    arn.push_text(&evaluator.region());
    arn.push_literal(":".into());
    arn.push_text(&evaluator.account());
    arn.push_literal(format!(":{kind}").into());
    arn.push_text(name);
    arn
}

/// The beginning of an ARN in the template's own partition.
fn arn_of<'t>(evaluator: &Evaluator<'_, 't>, rest: &str) -> Text<'t> {
    let mut arn = Text::literal("arn:");
    arn.push_text(&evaluator.partition());
    arn.push_literal(format!(":{rest}").into());
    arn
}
