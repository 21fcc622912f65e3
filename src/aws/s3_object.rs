//! Objects in S3, as in environment files and `FireLens` configurations.

use super::Classification;
use super::arn::{self, Arn, ArnParse};
use super::tokens;
use crate::base::text::Text;
use crate::base::truth::Truth;

/// The kinds that a value may be of.
pub const KINDS: &[&str] = &["object", "env-file", "malformed"];

/// The parts that a value may have.
pub const PARTS: &[&str] = &["partition", "bucket", "key", "resource"];

/// Reads `arn:PARTITION:s3:::BUCKET/KEY`, the only form that the ECS agent accepts.
///
/// Kinds: `object`, else `malformed`; and `env-file`, an object whose key ends in `.env`, as ECS demands.
/// Parts: `partition`, `bucket`, `key`; and `resource`, the ARN as written, also where a placeholder stands for it.
pub fn read<'s>(value: &Text<'s>) -> Classification<'s> {
    match Arn::read(value) {
        ArnParse::NotAnArn => malformed(plain_error(value)),
        ArnParse::Malformed => malformed(arn::TOO_FEW_FIELDS),
        ArnParse::Unknown => open(value),
        ArnParse::Arn(arn) => read_arn(value, &arn),
    }
}

/// Reads an ARN whose service is or may be S3.
pub(super) fn read_arn<'s>(value: &Text<'s>, arn: &Arn<'s>) -> Classification<'s> {
    let path = arn.resource.split_once('/');
    let is_of_s3 = arn.service.equals("s3");
    let names_place = !arn.region.is_empty() || !arn.account.is_empty();
    let is_access_point = arn.resource.starts_with("accesspoint");
    let error = match &path {
        _ if is_of_s3 == Truth::False => format!("it is an ARN of {}, not of s3", arn.service),
        _ if names_place && is_access_point == Truth::True => {
            "it is the ARN of an access point: ECS accepts only arn:PARTITION:s3:::BUCKET/KEY"
                .to_owned()
        }
        _ if [&arn.region, &arn.account]
            .iter()
            .any(|field| tokens::literals(field).next().is_some()) =>
        {
            "the ARN of an object has neither a Region nor an account".to_owned()
        }
        // Text that is not a placeholder cannot become empty or gain a slash.
        None if !arn.resource.has_placeholders() => "it has a bucket but no object key".to_owned(),
        Some((bucket, _)) if bucket.is_empty() => "it has no bucket".to_owned(),
        Some((_, key)) if key.is_empty() => "it has a bucket but no object key".to_owned(),
        Some((bucket, key)) => {
            let classification =
                Classification::default().with_part("partition", arn.partition.clone());
            let classification =
                classification.with_part("bucket", bucket.clone()).with_part("key", key.clone());
            let classification = classification.with_part("resource", value.clone());
            let is_sure = is_of_s3 == Truth::True && !names_place;
            return of_kind(
                classification,
                if is_sure { Truth::True } else { Truth::Unknown },
                key,
            );
        }
        None => return open(value),
    };
    malformed(error)
}

/// Whether a text is the ARN of an object without a doubt, so that nothing has to be read.
pub fn is_plain(text: &str) -> bool {
    let path = text.strip_prefix("arn:aws:s3:::").and_then(|rest| rest.split_once('/'));
    path.is_some_and(|(bucket, key)| {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '/');
        !bucket.is_empty() && !key.is_empty() && bucket.chars().chain(key.chars()).all(is_plain)
    })
}

fn open<'s>(value: &Text<'s>) -> Classification<'s> {
    of_kind(Classification::default().with_part("resource", value.clone()), Truth::Unknown, value)
}

fn of_kind<'s>(
    classification: Classification<'s>,
    object: Truth,
    key: &Text<'_>,
) -> Classification<'s> {
    let malformed = if object == Truth::True { Truth::False } else { Truth::Unknown };
    classification
        .with_kind("object", object)
        .with_kind("malformed", malformed)
        .with_kind("env-file", object.and(key.ends_with(".env")))
}

fn malformed<'s>(error: impl Into<String>) -> Classification<'s> {
    Classification::default().with_kind("malformed", Truth::True).with_error(error)
}

fn plain_error(value: &Text<'_>) -> &'static str {
    let head = tokens::head(value).to_ascii_lowercase();
    match () {
        () if head.starts_with("s3://") => "it is an s3:// URL",
        () if head.starts_with("https://") || head.starts_with("http://") => "it is a URL",
        () if value.is_empty() => "it is empty",
        () => "it is not an ARN",
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::base::text::{Spelling, Text};
    use crate::base::truth::Truth::{False, True, Unknown};

    #[test]
    fn objects() {
        for (value, object, env_file) in [
            ("arn:aws:s3:::bucket/app.env", True, True),
            ("arn:aws:s3:::bucket/conf/extra.conf", True, False),
            ("arn:${P}:s3:::${B}/${K}.env", True, True),
            ("arn:aws:s3:::${B}/${K}", True, Unknown),
            ("arn:aws:s3:::${BucketAndKey}", Unknown, Unknown),
            ("arn:aws:s3:::bucket${X}.txt", Unknown, False),
            ("arn:aws:s3:${R}:${A}:bucket/app.env", Unknown, Unknown),
            ("arn:aws:${S}:::bucket/app.env", Unknown, Unknown),
            ("${BucketArn}/app.env", Unknown, Unknown),
            ("${X}", Unknown, Unknown),
            ("arn:aws:s3:::bucket", False, False),
            ("arn:aws:s3:::bucket/", False, False),
            ("arn:aws:s3:::/key", False, False),
            ("arn:aws:s3:us-east-1:123456789012:accesspoint/x/object/app.env", False, False),
            ("arn:aws:s3:us-east-1::bucket/app.env", False, False),
            ("arn:aws:ssm:::bucket/app.env", False, False),
            ("s3://bucket/app.env", False, False),
            ("https://bucket.s3.amazonaws.com/app.env", False, False),
            ("bucket/${X}.env", False, False),
            ("arn:aws:s3", False, False),
            ("", False, False),
        ] {
            let classification = read(&Text::read(value, Spelling::Identifier));
            assert_eq!(classification.is("object"), object, "{value}");
            assert_eq!(classification.is("env-file"), env_file, "{value}");
            assert_eq!(classification.is("malformed") == True, object == False, "{value}");
            assert_eq!(classification.error.is_some(), object == False, "{value}");
        }
    }

    #[test]
    fn parts() {
        let classification = read(&Text::literal("arn:aws-cn:s3:::bucket/a/b.env"));
        let part = |name| classification.part(name).map(ToString::to_string);
        assert_eq!(part("partition").as_deref(), Some("aws-cn"));
        assert_eq!(part("bucket").as_deref(), Some("bucket"));
        assert_eq!(part("key").as_deref(), Some("a/b.env"));
    }
}
