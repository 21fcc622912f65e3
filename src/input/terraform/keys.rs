//! The KMS keys that encrypt the secrets, parameters and buckets of modules.

use super::eval::text_value;
use super::evaluator::ModuleEvaluator;
use super::instance::ResourceInstance;
use super::open::text_of;
use super::resolve::own_address;
use crate::base::source::Span;
use crate::base::text::{Piece, PlaceholderKind, Text};
use crate::base::truth::Truth;
use crate::input::context::{Encrypted, KmsKey};
use crate::input::expressions::OwnArn;
use crate::syntax::{Entry, Map, Node, Value};
use std::borrow::Cow;

/// Where the key of a resource is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum KeyPlace {
    /// In this argument; without it the service's own key is used.
    Argument(&'static str),
    /// The same, but what is used without the argument is not known.
    OrUnknown(&'static str),
    /// In the encryption of a bucket, which may be a resource of its own.
    Bucket,
    /// In `key_id`, where the parameter is a secure string; a parameter of another type is not encrypted.
    Parameter,
}

/// The resources that are encrypted: their type, the attribute with their ARN, and where their key is named.
///
/// Source: Terraform Registry, provider `hashicorp/aws`, "Argument Reference" of each.
#[rustfmt::skip]
static ENCRYPTED: [(&str, &str, KeyPlace); 10] = [
    ("aws_secretsmanager_secret", "arn", KeyPlace::Argument("kms_key_id")),
    ("awscc_secretsmanager_secret", "id", KeyPlace::Argument("kms_key_id")),
    ("aws_s3_bucket", "arn", KeyPlace::Bucket),
    ("aws_ssm_parameter", "arn", KeyPlace::Parameter),
    // Without the key aws/secretsmanager is used. Source: RDS API, `MasterUserSecretKmsKeyId`.
    ("aws_db_instance", "master_user_secret.secret_arn", KeyPlace::Argument("master_user_secret_kms_key_id")),
    ("aws_rds_cluster", "master_user_secret.secret_arn", KeyPlace::Argument("master_user_secret_kms_key_id")),
    ("aws_redshift_cluster", "master_password_secret_arn", KeyPlace::OrUnknown("master_password_secret_kms_key_id")),
    ("aws_redshiftserverless_namespace", "admin_password_secret_arn", KeyPlace::OrUnknown("admin_password_secret_kms_key_id")),
    ("aws_docdb_cluster", "master_user_secret.secret_arn", KeyPlace::OrUnknown("master_user_secret_kms_key_id")),
    ("aws_cloudwatch_event_connection", "secret_arn", KeyPlace::OrUnknown("kms_key_identifier")),
];

impl<'t> ModuleEvaluator<'_, 't> {
    /// The secrets, parameters and buckets of the modules, as they are encrypted.
    pub(super) fn encrypted(&self, own_module: &str) -> Vec<Encrypted<'t>> {
        let mut found = Vec::new();
        for (kind, attribute, place) in ENCRYPTED {
            for instance in self.all(false, kind) {
                if instance.is_created == Truth::False {
                    continue;
                }
                let Some(resource) = self.attribute_text(&instance, attribute) else { continue };
                let is_own = instance.module.address == own_module;
                let expression = || {
                    let attribute = attribute.replace('.', "[0].");
                    OwnArn::Attribute(format!("{}.{attribute}", own_address(&instance)))
                };
                found.push(Encrypted {
                    resource,
                    expression: is_own.then(expression),
                    key: self.key_at(&instance, place),
                });
            }
        }
        found
    }

    fn key_at(&self, instance: &ResourceInstance<'t>, place: KeyPlace) -> KmsKey<'t> {
        let argument = |name: &str| self.attribute(instance, name);
        match place {
            KeyPlace::Argument(name) => self.key(argument(name)),
            KeyPlace::OrUnknown(name) => match argument(name) {
                None => KmsKey::Unknown,
                some => self.key(some),
            },
            KeyPlace::Bucket => self.key(self.bucket_key(instance)),
            KeyPlace::Parameter => match self.argument_text(instance, "type") {
                Some(kind) if kind.as_literal().is_some_and(|it| it != "SecureString") => {
                    KmsKey::OfService
                }
                Some(kind) if kind.as_literal().is_none() && argument("key_id").is_some() => {
                    KmsKey::Unknown
                }
                _ => self.key(argument("key_id")),
            },
        }
    }

    /// The key in the encryption of a bucket: in a resource of its own, or in the bucket, as it was before version 4 of
    /// the provider.
    fn bucket_key(&self, bucket: &ResourceInstance<'t>) -> Option<Node<'t>> {
        let kind = "aws_s3_bucket_server_side_encryption_configuration";
        let is_of_bucket = |it: &ResourceInstance<'t>| {
            let named = self.attribute(it, "bucket");
            named.is_some_and(|named| self.is_bucket(&named, bucket))
        };
        let own = self.all(false, kind).into_iter().find(is_of_bucket);
        let rules = if let Some(own) = own {
            self.blocks(&own, "rule")
        } else {
            let inner = self.blocks(bucket, "server_side_encryption_configuration");
            let rules = inner.first().and_then(|it| it.get("rule"));
            rules.map(|it| it.items_or_self().to_vec()).unwrap_or_default()
        };
        let by_default = rules.first()?.get("apply_server_side_encryption_by_default")?;
        by_default.items_or_self().first()?.get("kms_master_key_id").cloned()
    }

    fn is_bucket(&self, named: &Node<'t>, bucket: &ResourceInstance<'t>) -> bool {
        if let Value::Placeholder(placeholder) = &named.value
            && let Some(of) = self.attribute_behind(placeholder)
        {
            return of.instance.address == bucket.address;
        }
        self.text(named) == self.attribute_text(bucket, "bucket")
    }

    /// The key that a value names: by its ARN or ID, or by an alias.
    fn key(&self, node: Option<Node<'t>>) -> KmsKey<'t> {
        let node = node.filter(|it| !matches!(it.value, Value::Null) && it.as_scalar() != Some(""));
        let Some(node) = node else { return KmsKey::OfService };
        if let Value::Placeholder(placeholder) = &node.value
            && let Some(of) = self.attribute_behind(placeholder)
        {
            let find = || self.key_behind(&of.instance, &of.path);
            return self.remembered_key(placeholder.name(), find);
        }
        let Some(text) = self.text(&node) else { return KmsKey::Unknown };
        let has = |part: &str| {
            text.pieces().iter().any(|it| matches!(it, Piece::Literal(run) if run.contains(part)))
        };
        match text.as_literal() {
            _ if has("alias/aws/") => KmsKey::OfService,
            _ if has("alias/") => KmsKey::ByAlias,
            Some(literal) if literal.starts_with("arn:") && literal.contains(":key/") => {
                KmsKey::CustomerManaged { arn: text, policy: None }
            }
            // What may be nothing may leave the service's own key.
            _ if text
                .as_placeholder()
                .is_some_and(|it| it.kind() != PlaceholderKind::Reference) =>
            {
                KmsKey::Unknown
            }
            None if has(":key/") => KmsKey::CustomerManaged { arn: text, policy: None },
            _ => KmsKey::Unknown,
        }
    }

    /// The key that an attribute of a resource names.
    fn key_behind(&self, instance: &ResourceInstance<'t>, path: &str) -> KmsKey<'t> {
        let by_alias = |name: Option<Text<'t>>| match name.as_ref().and_then(Text::as_literal) {
            Some(name) if name.contains("alias/aws/") => KmsKey::OfService,
            _ => KmsKey::ByAlias,
        };
        match (instance.is_data, instance.kind.as_ref()) {
            (false, "aws_kms_key" | "aws_kms_replica_key" | "aws_kms_external_key") => {
                let policy = self.policy_at(instance, "policy");
                let policy = policy.or_else(|| self.key_policy(instance));
                let policy = policy.or_else(|| self.usual_policy(instance));
                let arn = self.attribute_text(instance, "arn").unwrap_or_default();
                KmsKey::CustomerManaged { arn, policy }
            }
            (false, "aws_kms_alias") => match self.attribute(instance, "target_key_id") {
                Some(target) if instance.block.is_some() => self.key(Some(target)),
                _ => KmsKey::ByAlias,
            },
            (true, "aws_kms_key") => {
                by_alias(self.argument_text(instance, "key_id").filter(has_alias))
            }
            (true, "aws_kms_alias") => by_alias(self.argument_text(instance, "name")),
            _ => match self.attribute_text(instance, path) {
                Some(text) if text.as_literal().is_some() => {
                    self.key(Some(Node { span: Span::default(), value: text_value(text) }))
                }
                _ => KmsKey::Unknown,
            },
        }
    }

    /// The policy of a key, where that is a resource of its own.
    fn key_policy(&self, key: &ResourceInstance<'t>) -> Option<Node<'t>> {
        let is_of_key = |it: &ResourceInstance<'t>| {
            let named = self.attribute(it, "key_id").and_then(|it| text_of(&it));
            let named = named.as_ref().and_then(Text::as_placeholder);
            let of = named.and_then(|it| self.attribute_behind(it));
            of.is_some_and(|of| of.instance.address == key.address)
        };
        let policy = self.all(false, "aws_kms_key_policy").into_iter().find(is_of_key)?;
        self.policy_at(&policy, "policy")
    }

    /// The policy that KMS gives a key without one of its own: the policies of IAM decide.
    ///
    /// Source: AWS KMS developer guide, "Default key policy", of a key that is created by the API.
    fn usual_policy(&self, key: &ResourceInstance<'t>) -> Option<Node<'t>> {
        let block = key.block.as_ref().filter(|it| it.body.lost().is_none())?;
        // A grant is another way to allow it.
        if !self.all(false, "aws_kms_grant").is_empty() {
            return None;
        }
        let home = self.home(key);
        let mut root = Text::literal("arn:");
        root.push_text(&home.partition());
        root.push_str(":iam::");
        root.push_text(&home.account());
        root.push_str(":root");
        let span = block.header;
        let text = |text: &'static str| Node { span, value: Value::String(Cow::Borrowed(text)) };
        let root = Node { span, value: text_value(root) };
        let statement = object(
            span,
            vec![
                ("Effect", text("Allow")),
                ("Principal", object(span, vec![("AWS", root)])),
                ("Action", text("kms:*")),
                ("Resource", text("*")),
            ],
        );
        Some(object(span, vec![("Version", text("2012-10-17")), ("Statement", statement)]))
    }
}

fn object<'t>(span: Span, entries: Vec<(&'static str, Node<'t>)>) -> Node<'t> {
    let entry = |(key, value)| Entry { key: Cow::Borrowed(key), key_span: span, value };
    let entries = entries.into_iter().map(entry).collect();
    Node { span, value: Value::Map(Map { entries, open: None }) }
}

/// Whether an argument names a key by its alias.
fn has_alias(text: &Text<'_>) -> bool {
    text.as_literal().is_some_and(|it| it.contains("alias/"))
}
