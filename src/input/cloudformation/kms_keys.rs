//! The KMS keys that encrypt the resources of a template.

use super::evaluator::{Evaluator, attributes};
use super::managed_secrets::{self, ManagedSecret};
use super::placeholders::as_text;
use super::template::Resource;
use crate::base::text::{Piece, PlaceholderKind, Text};
use crate::input::context::{Encrypted, KmsKey};
use crate::input::expressions::OwnArn;
use crate::syntax::{Node, Value};

/// The secrets, parameters and buckets of a template, as they are encrypted in one combination.
pub(super) fn encrypted<'t>(evaluator: &Evaluator<'_, 't>) -> Vec<Encrypted<'t>> {
    let one = |resource: &Resource<'t>| match resource.kind {
        "AWS::SecretsManager::Secret" => Some(Encrypted {
            resource: attributes::reference(evaluator, resource),
            expression: Some(OwnArn::Reference(resource.name.to_owned())),
            key: key(evaluator, resource.property("KmsKeyId")),
        }),
        "AWS::S3::Bucket" => Some(Encrypted {
            resource: attributes::attribute(evaluator, resource, "Arn"),
            expression: Some(OwnArn::Attribute(format!("{}.Arn", resource.name))),
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
    let made = kinds.into_iter().flat_map(|kind| evaluator.template.of_kind(kind)).filter_map(one);
    made.chain(managed(evaluator)).collect()
}

/// The secrets that other services make for the resources of a template.
fn managed<'a, 't>(evaluator: &'a Evaluator<'a, 't>) -> impl Iterator<Item = Encrypted<'t>> + 'a {
    let of_row = move |row: &'static ManagedSecret| {
        evaluator.template.of_kind(row.kind).map(move |resource| Encrypted {
            resource: attributes::attribute(evaluator, resource, row.attribute),
            expression: Some(OwnArn::Attribute(format!("{}.{}", resource.name, row.attribute))),
            key: managed_key(evaluator, resource, row),
        })
    };
    managed_secrets::all().flat_map(of_row)
}

/// The properties that name the key of a secret, a bucket, or a secret that another service makes.
pub(super) fn key_properties<'t>(
    resource: &Resource<'t>,
) -> impl Iterator<Item = &'t Node<'t>> + use<'t> {
    let own = match resource.kind {
        "AWS::SecretsManager::Secret" => resource.property("KmsKeyId"),
        "AWS::S3::Bucket" => resource.property("BucketEncryption"),
        _ => None,
    };
    let (kind, resource) = (resource.kind, *resource);
    let rows = managed_secrets::all().filter(move |row| row.kind == kind);
    own.into_iter().chain(rows.filter_map(move |row| key_property(&resource, row)))
}

fn key_property<'t>(resource: &Resource<'t>, row: &ManagedSecret) -> Option<&'t Node<'t>> {
    let mut keys = row.key.split('.');
    let first = resource.property(keys.next()?)?;
    keys.try_fold(first, |node, key| node.get(key))
}

fn managed_key<'t>(
    evaluator: &Evaluator<'_, 't>,
    resource: &Resource<'t>,
    row: &ManagedSecret,
) -> KmsKey<'t> {
    let node = key_property(resource, row);
    match key(evaluator, node) {
        KmsKey::OfService if !row.is_of_service && node.is_none() => KmsKey::Unknown,
        key => key,
    }
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
    // What may be nothing may leave the service's own key.
    let is_open = matches!(resolved.value, Value::Placeholder(_));
    let Some(text) = as_text(&resolved).filter(|text| !text.is_empty() && !is_open) else {
        return KmsKey::Unknown;
    };
    let mut aliases = evaluator.template.of_kind("AWS::KMS::Alias");
    let alias = aliases.find(|it| attributes::reference(evaluator, it) == text);
    let target = alias.and_then(|alias| alias.property("TargetKeyId"));
    let target = target.and_then(|node| as_text(&evaluator.resolve(node)?));
    if let Some(key) = of_template(evaluator, target.as_ref().unwrap_or(&text)) {
        return key;
    }
    let has = |part: &str| {
        text.pieces().iter().any(|it| matches!(it, Piece::Literal(run) if run.contains(part)))
    };
    match text.as_literal() {
        _ if has("alias/aws/") => KmsKey::OfService,
        // An alias of the template is none of AWS's.
        _ if has("alias/") || alias.is_some() => KmsKey::ByAlias,
        Some(literal) if is_id(literal) => {
            let arn = attributes::key_arn(evaluator, &text);
            KmsKey::CustomerManaged { arn, policy: None }
        }
        Some(literal) if !(literal.starts_with("arn:") && literal.contains(":key/")) => {
            KmsKey::Unknown
        }
        // Either branch of an `If` may be the service's own.
        _ if is_of_if(&text) => KmsKey::Unknown,
        // The ARN of a key, or an expression for one that is elsewhere.
        _ => KmsKey::CustomerManaged { arn: text, policy: None },
    }
}

/// Whether a text is the ID of a key: a UUID, after `mrk-` for that of a multi-Region key.
fn is_id(text: &str) -> bool {
    let digits = text.strip_prefix("mrk-").unwrap_or(text);
    digits.len() >= 32 && digits.chars().all(|c| c.is_ascii_hexdigit() || c == '-')
}

fn is_of_if(text: &Text<'_>) -> bool {
    text.as_placeholder().is_some_and(|it| it.kind() == PlaceholderKind::If)
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

#[cfg(test)]
mod tests {
    use super::managed_secrets;
    use crate::aws::secret_ref::read_value_from;
    use crate::base::truth::Truth;
    use crate::input::cloudformation::evaluator::{Assignment, Evaluator, attributes};
    use crate::input::cloudformation::template::Template;
    use crate::input::inputs::Inputs;
    use crate::syntax::json;

    #[test]
    fn what_each_gives_is_read_as_a_secret_whole_or_in_part() {
        for row in managed_secrets::all() {
            let text = format!(r#"{{"Resources": {{"It": {{"Type": "{}"}}}}}}"#, row.kind);
            let read = json::read(&text);
            let template = read.documents.first().and_then(|it| Template::read(it, 0));
            let Some(template) = template else { unreachable!("{text} is a template") };
            let (inputs, settled) = (Inputs::default(), Assignment::default());
            let evaluator = Evaluator::new(&template, &inputs, &settled);
            let Some(resource) = template.resource("It") else { unreachable!("it is there") };
            let mut arn = attributes::attribute(&evaluator, resource, row.attribute);
            for _ in ["whole", "with a JSON key"] {
                let reading = read_value_from(&arn);
                assert_eq!(reading.is("secret"), Truth::True, "{arn}");
                assert_eq!(reading.is("parameter"), Truth::False, "{arn}");
                arn.push_literal(":password::".into());
            }
        }
    }
}
