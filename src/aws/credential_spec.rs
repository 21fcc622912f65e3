//! Credential specs of gMSA, in `credentialSpecs` and the older `dockerSecurityOptions`.
//!
//! Source: the text of the API model and the ECS agent's `taskresource/credentialspec`.

use super::Classification;
use super::arn::{self, Arn, ArnParse};
use super::{s3_object, tokens};
use crate::base::text::Text;
use crate::base::truth::Truth;

/// The kinds that a value may be of.
pub const KINDS: &[&str] = &["s3", "ssm", "file", "joined", "domainless", "other", "malformed"];

/// The parts that a value may have.
pub const PARTS: &[&str] = &["partition", "region", "account", "name", "bucket", "key", "resource"];

const JOINED: &str = "credentialspec:";
const DOMAINLESS: &str = "credentialspecdomainless:";
/// A spelling that the agent does not accept.
const TURNED_ROUND: &str = "domainlesscredentialspec:";

/// Reads one item of the lists.
///
/// Kinds: `joined` or `domainless` by the prefix, `other` where it is no credential spec at all
/// (`no-new-privileges`); by what follows the prefix `s3`, `ssm` or `file`; and `malformed`.
/// Parts: `resource` (the ARN), `partition`, `region`, `account`, `name` (of the parameter), `bucket`,
/// `key`.
pub fn read<'s>(value: &Text<'s>) -> Classification<'s> {
    let [joined, domainless, turned] =
        [JOINED, DOMAINLESS, TURNED_ROUND].map(|prefix| value.starts_with(prefix));
    let other = !joined.or(domainless).or(turned);
    let classification = Classification::default()
        .with_kind("joined", joined)
        .with_kind("domainless", domainless)
        .with_kind("other", other);
    if turned == Truth::True {
        return malformed(
            classification,
            format!("the agent does not support `{TURNED_ROUND}`: write `{DOMAINLESS}`"),
        );
    }
    let spec =
        tokens::strip_prefix(value, JOINED).or_else(|| tokens::strip_prefix(value, DOMAINLESS));
    match spec {
        Some(spec) => with_spec(classification, &spec),
        None if other == Truth::True => classification,
        None => open(classification, Truth::Unknown),
    }
}

fn with_spec<'s>(classification: Classification<'s>, spec: &Text<'s>) -> Classification<'s> {
    match (spec.starts_with("file://"), Arn::read(spec)) {
        (Truth::True, _) => classification.with_kind("file", Truth::True),
        (_, ArnParse::Arn(arn)) => with_arn(classification, spec, &arn),
        (_, ArnParse::Malformed) => malformed(classification, arn::TOO_FEW_FIELDS),
        (file, ArnParse::Unknown) => open(classification, file),
        // `file${X}`: not an ARN, but it may continue as a path.
        (Truth::Unknown, ArnParse::NotAnArn) => {
            let kinds = ["file", "malformed"].into_iter();
            kinds.fold(classification, |classification, kind| {
                classification.with_kind(kind, Truth::Unknown)
            })
        }
        (Truth::False, ArnParse::NotAnArn) => {
            malformed(classification, "expected file:// or an ARN of s3 or ssm after the prefix")
        }
    }
}

fn with_arn<'s>(
    classification: Classification<'s>,
    spec: &Text<'s>,
    arn: &Arn<'s>,
) -> Classification<'s> {
    let (s3, ssm) = (arn.service.equals("s3"), arn.service.equals("ssm"));
    let classification = classification
        .with_kind("s3", s3)
        .with_kind("ssm", ssm)
        .with_part("resource", spec.clone())
        .with_part("partition", arn.partition.clone())
        .with_part("region", arn.region.clone())
        .with_part("account", arn.account.clone());
    match (s3, ssm) {
        (Truth::True, _) => with_object(classification, spec, arn),
        (_, Truth::True) => with_parameter(classification, arn),
        (Truth::False, Truth::False) => {
            let error = format!("it is an ARN of {}: expected an ARN of s3 or ssm", arn.service);
            malformed(classification, error)
        }
        _ => classification.with_kind("malformed", Truth::Unknown),
    }
}

fn with_object<'s>(
    mut classification: Classification<'s>,
    spec: &Text<'s>,
    arn: &Arn<'s>,
) -> Classification<'s> {
    let object = s3_object::read_arn(spec, arn);
    for part in ["bucket", "key"] {
        if let Some(text) = object.part(part) {
            classification = classification.with_part(part, text.clone());
        }
    }
    let classification = classification.with_kind("malformed", object.is("malformed"));
    Classification { error: object.error, ..classification }
}

fn with_parameter<'s>(classification: Classification<'s>, arn: &Arn<'s>) -> Classification<'s> {
    match arn.resource.starts_with("parameter/") {
        Truth::False => malformed(
            classification,
            "it is an ARN of SSM whose resource does not begin with parameter/",
        ),
        is_parameter => {
            let name = tokens::strip_prefix(&arn.resource, "parameter");
            let name = name.map(|name| tokens::without_leading_slash(&name));
            let unsure = Truth::possible(is_parameter == Truth::Unknown);
            let classification = classification.with_kind("malformed", unsure);
            name.map_or(classification.clone(), |name| classification.with_part("name", name))
        }
    }
}

fn open(classification: Classification<'_>, file: Truth) -> Classification<'_> {
    let kinds = ["s3", "ssm", "malformed"].into_iter();
    let classification = classification.with_kind("file", file);
    kinds
        .fold(classification, |classification, kind| classification.with_kind(kind, Truth::Unknown))
}

fn malformed(classification: Classification<'_>, error: impl Into<String>) -> Classification<'_> {
    classification.with_kind("malformed", Truth::True).with_error(error)
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::aws::Classification;
    use crate::base::text::{Spelling, Text};
    use crate::base::truth::Truth::{self, False, True, Unknown};

    const ARN: &str = "arn:aws:ssm:us-east-1:123456789012:parameter/x";

    fn kinds(classification: &Classification<'_>) -> [Truth; 7] {
        ["joined", "domainless", "other", "s3", "ssm", "file", "malformed"]
            .map(|kind| classification.is(kind))
    }

    #[test]
    fn items() {
        const F: Truth = False;
        const T: Truth = True;
        const U: Truth = Unknown;
        for (value, expected) in [
            ("credentialspec:file://spec.json", [T, F, F, F, F, T, F]),
            ("credentialspec:arn:aws:s3:::bucket/spec.json", [T, F, F, T, F, F, F]),
            ("credentialspecdomainless:arn:aws:s3:::${B}/${K}", [F, T, F, T, F, F, F]),
            ("credentialspecdomainless:arn:aws:ssm:R:A:parameter/x", [F, T, F, F, T, F, F]),
            ("credentialspec:arn:aws:ssm:${R}:${A}:parameter${N}", [T, F, F, F, T, F, U]),
            ("credentialspec:${X}", [T, F, F, U, U, U, U]),
            ("credentialspec:arn:${X}", [T, F, F, U, U, F, U]),
            ("credentialspec:file:${X}", [T, F, F, F, F, U, U]),
            ("credentialspec:arn:aws:${S}:::x/y", [T, F, F, U, U, F, U]),
            ("credentialspec${X}", [U, U, U, U, U, U, U]),
            ("${X}", [U, U, U, U, U, U, U]),
            ("label:type:${X}", [F, F, T, F, F, F, F]),
            ("no-new-privileges", [F, F, T, F, F, F, F]),
            ("", [F, F, T, F, F, F, F]),
            ("domainlesscredentialspec:arn:aws:s3:::b/k", [F, F, F, F, F, F, T]),
            ("credentialspec:arn:aws:secretsmanager:r:a:secret:x", [T, F, F, F, F, F, T]),
            ("credentialspec:arn:aws:s3:::bucket", [T, F, F, T, F, F, T]),
            ("credentialspec:arn:aws:ssm:r:a:document/x", [T, F, F, F, T, F, T]),
            ("credentialspec:arn:aws", [T, F, F, F, F, F, T]),
            ("credentialspec:spec.json", [T, F, F, F, F, F, T]),
            ("credentialspec:", [T, F, F, F, F, F, T]),
        ] {
            let classification = read(&Text::read(value, Spelling::Identifier));
            assert_eq!(kinds(&classification), expected, "{value}");
            assert_eq!(
                classification.error.is_some(),
                classification.is("malformed") == True,
                "{value}"
            );
        }
    }

    #[test]
    fn parts() {
        let value = format!("credentialspecdomainless:{ARN}");
        let classification = read(&Text::literal(value));
        let part = |name| classification.part(name).map(ToString::to_string);
        assert_eq!(part("resource").as_deref(), Some(ARN));
        assert_eq!(part("name").as_deref(), Some("x"));
        assert_eq!(part("account").as_deref(), Some("123456789012"));
        let classification = read(&Text::literal("credentialspec:arn:aws:s3:::bucket/a/spec.json"));
        assert_eq!(
            classification.part("key").map(ToString::to_string).as_deref(),
            Some("a/spec.json")
        );
    }
}
