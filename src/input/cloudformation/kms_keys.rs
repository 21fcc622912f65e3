//! The KMS keys that encrypt the resources of a template.

use super::evaluator::{Evaluator, attributes};
use super::placeholders::as_text;
use super::template::Resource;
use crate::base::text::Text;
use crate::input::context::{Encrypted, KmsKey};
use crate::syntax::Node;

/// The secrets, parameters and buckets of a template, as they are encrypted in one combination.
pub(super) fn encrypted<'t>(evaluator: &Evaluator<'_, 't>) -> Vec<Encrypted<'t>> {
    let one = |resource: &Resource<'t>| match resource.kind {
        "AWS::SecretsManager::Secret" => Some(Encrypted {
            resource: attributes::reference(evaluator, resource),
            expression: Some(format!("!Ref {}", resource.name)),
            key: key(evaluator, resource.property("KmsKeyId")),
        }),
        "AWS::S3::Bucket" => Some(Encrypted {
            resource: attributes::attribute(evaluator, resource, "Arn"),
            expression: Some(format!("!GetAtt {}.Arn", resource.name)),
            key: key(evaluator, bucket_key(resource)),
        }),
        // CloudFormation creates no parameter of the type SecureString, and none of the others is encrypted.
        "AWS::SSM::Parameter" => Some(Encrypted {
            resource: attributes::ssm_parameter(evaluator, resource),
            expression: None,
            key: KmsKey::OfService,
        }),
        _ => None,
    };
    let kinds = ["AWS::SecretsManager::Secret", "AWS::SSM::Parameter", "AWS::S3::Bucket"];
    kinds.into_iter().flat_map(|kind| evaluator.template.of_kind(kind)).filter_map(one).collect()
}

/// The key of a bucket's first rule: there is but one.
fn bucket_key<'t>(bucket: &Resource<'t>) -> Option<&'t Node<'t>> {
    let rules = bucket.property("BucketEncryption")?.get("ServerSideEncryptionConfiguration")?;
    let rule = rules.as_list()?.first()?;
    rule.get("ServerSideEncryptionByDefault")?.get("KMSMasterKeyID")
}

/// The key that a property names: by its ARN or ID, or by an alias.
fn key<'t>(evaluator: &Evaluator<'_, 't>, node: Option<&'t Node<'t>>) -> KmsKey<'t> {
    let Some(resolved) = node.and_then(|node| evaluator.resolve(node)) else {
        return KmsKey::OfService;
    };
    let Some(text) = as_text(&resolved).filter(|text| !text.is_empty()) else {
        return KmsKey::Unknown;
    };
    let mut aliases = evaluator.template.of_kind("AWS::KMS::Alias");
    let alias = aliases.find(|it| attributes::reference(evaluator, it) == text);
    let target = alias.and_then(|alias| alias.property("TargetKeyId"));
    let target = target.and_then(|node| as_text(&evaluator.resolve(node)?));
    if let Some(key) = of_template(evaluator, target.as_ref().unwrap_or(&text)) {
        return key;
    }
    match text.as_literal() {
        Some(literal) if literal.contains("alias/aws/") => KmsKey::OfService,
        Some(literal) if literal.contains("alias/") => KmsKey::ByAlias,
        Some(literal) if literal.starts_with("arn:") && literal.contains(":key/") => {
            KmsKey::CustomerManaged { arn: text, policy: None }
        }
        // An alias of the template is none of AWS's.
        _ if alias.is_some() => KmsKey::ByAlias,
        _ => KmsKey::Unknown,
    }
}

/// A key of the template, by its ARN or its ID.
fn of_template<'t>(evaluator: &Evaluator<'_, 't>, text: &Text<'t>) -> Option<KmsKey<'t>> {
    let mut made = evaluator.template.of_kind("AWS::KMS::Key");
    let key = made.find(|key| {
        let arn = attributes::attribute(evaluator, key, "Arn");
        *text == arn || *text == attributes::attribute(evaluator, key, "KeyId")
    })?;
    let policy = key.property("KeyPolicy").and_then(|node| evaluator.resolve(node));
    Some(KmsKey::CustomerManaged { arn: attributes::attribute(evaluator, key, "Arn"), policy })
}
