//! With which keys the resources of a template are encrypted.

use super::evaluator::{Evaluator, attributes};
use super::placeholders::as_text;
use super::template::Resource;
use crate::base::text::Text;
use crate::syntax::Node;

/// How a secret or a bucket of the template is encrypted.
#[derive(Clone, Debug)]
pub struct Encrypted<'t> {
    /// The ARN of the secret or the bucket.
    pub resource: Text<'t>,
    /// The expression that gives this ARN in the template: `!Ref Secret`.
    pub expression: String,
    /// The key.
    pub key: Key<'t>,
}

/// A key of KMS.
#[derive(Clone, Debug)]
pub enum Key<'t> {
    /// The service's own, which needs no permission.
    OfService,
    /// A customer managed key, by its ARN; with its policy where the template makes it.
    Own {
        /// Its ARN.
        arn: Text<'t>,
        /// Its policy.
        policy: Option<Node<'t>>,
    },
    /// An alias, or what a placeholder hides.
    Open,
}

/// The secrets and buckets of a template, as they are encrypted in one combination.
pub(super) fn encrypted<'t>(evaluator: &Evaluator<'_, 't>) -> Vec<Encrypted<'t>> {
    let one = |resource: &Resource<'t>| match resource.kind {
        "AWS::SecretsManager::Secret" => Some(Encrypted {
            resource: attributes::reference(evaluator, resource),
            expression: format!("!Ref {}", resource.name),
            key: key(evaluator, resource.property("KmsKeyId")),
        }),
        "AWS::S3::Bucket" => Some(Encrypted {
            resource: attributes::attribute(evaluator, resource, "Arn"),
            expression: format!("!GetAtt {}.Arn", resource.name),
            key: key(evaluator, bucket_key(resource)),
        }),
        _ => None,
    };
    let kinds = ["AWS::SecretsManager::Secret", "AWS::S3::Bucket"];
    kinds.into_iter().flat_map(|kind| evaluator.template.of_kind(kind)).filter_map(one).collect()
}

/// The key of a bucket's first rule: there is but one.
fn bucket_key<'t>(bucket: &Resource<'t>) -> Option<&'t Node<'t>> {
    let rules = bucket.property("BucketEncryption")?.get("ServerSideEncryptionConfiguration")?;
    let rule = rules.as_list()?.first()?;
    rule.get("ServerSideEncryptionByDefault")?.get("KMSMasterKeyID")
}

fn key<'t>(evaluator: &Evaluator<'_, 't>, node: Option<&'t Node<'t>>) -> Key<'t> {
    let Some(resolved) = node.and_then(|node| evaluator.resolve(node)) else {
        return Key::OfService;
    };
    let Some(text) = as_text(&resolved).filter(|text| !text.is_empty()) else { return Key::Open };
    let mut made = evaluator.template.of_kind("AWS::KMS::Key");
    let of_template = made.find(|key| {
        let arn = attributes::attribute(evaluator, key, "Arn");
        text == arn || text == attributes::attribute(evaluator, key, "KeyId")
    });
    if let Some(key) = of_template {
        let policy = key.property("KeyPolicy").and_then(|node| evaluator.resolve(node));
        return Key::Own { arn: attributes::attribute(evaluator, key, "Arn"), policy };
    }
    match text.as_literal() {
        Some(literal) if literal.starts_with("alias/aws/") => Key::OfService,
        Some(literal) if literal.starts_with("arn:") && literal.contains(":key/") => {
            Key::Own { arn: text, policy: None }
        }
        _ => Key::Open,
    }
}
