//! Amazon Resource Names: six fields between colons, any of which may be a placeholder.

use super::tokens;
use crate::base::text::Text;
use crate::base::truth::Truth;

/// An ARN, field by field. A word where only an account or a Region can be is a placeholder there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arn<'s> {
    /// `aws`, `aws-cn`, …
    pub partition: Text<'s>,
    /// `iam`, `secretsmanager`, …
    pub service: Text<'s>,
    /// Empty where the service has no Regions.
    pub region: Text<'s>,
    /// Empty where the resource needs none, as a bucket.
    pub account: Text<'s>,
    /// All that follows the fifth colon.
    pub resource: Text<'s>,
}

/// What a text is, seen as an ARN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArnParse<'s> {
    /// An ARN.
    Arn(Box<Arn<'s>>),
    /// It begins as an ARN, but has fewer than six fields, and no placeholder that could hold the others.
    Malformed,
    /// It depends on a placeholder.
    Unknown,
    /// Not an ARN.
    NotAnArn,
}

impl<'s> Arn<'s> {
    /// Reads a text as an ARN. A placeholder in one of the six fields stands for that field or a part of it.
    pub fn read(value: &Text<'s>) -> ArnParse<'s> {
        match value.starts_with("arn:") {
            Truth::False => return ArnParse::NotAnArn,
            Truth::Unknown => return ArnParse::Unknown,
            Truth::True => {}
        }
        let mut fields = value.split(':', 6).into_iter().skip(1);
        let mut next = || fields.next();
        match (next(), next(), next(), next(), next()) {
            (Some(partition), Some(service), Some(region), Some(account), Some(resource)) => {
                let (region, account) = (tokens::region(region), tokens::account(account));
                ArnParse::Arn(Box::new(Self { partition, service, region, account, resource }))
            }
            _ if value.has_placeholders() => ArnParse::Unknown,
            _ => ArnParse::Malformed,
        }
    }

    /// Why the partition is none. Each begins with `aws`; a word in its place stands for one.
    pub(super) fn partition_error(&self) -> Option<String> {
        let partition = self.partition.as_literal()?;
        let is_word =
            partition == "partition" || !partition.bytes().all(|it| it.is_ascii_lowercase());
        let is_wrong = !partition.starts_with("aws") && (partition.is_empty() || !is_word);
        is_wrong.then(|| format!("`{partition}` is not a partition, as `aws` is"))
    }

    /// The ARN as text.
    pub fn to_text(&self) -> Text<'s> {
        let mut text = Text::default();
        text.push_copy("arn");
        for field in [&self.partition, &self.service, &self.region, &self.account, &self.resource] {
            text.push_copy(":");
            text.push_text(field);
        }
        text
    }
}

/// The message about a text that begins like an ARN but does not continue like one.
pub(super) const TOO_FEW_FIELDS: &str = "it begins like an ARN but has too few fields: expected arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE";

#[cfg(test)]
mod tests {
    use super::{Arn, ArnParse};
    use crate::base::text::{Spelling, Text};

    fn fields(value: &str) -> Option<[String; 5]> {
        match Arn::read(&Text::read(value, Spelling::Identifier)) {
            ArnParse::Arn(arn) => Some(
                [&arn.partition, &arn.service, &arn.region, &arn.account, &arn.resource]
                    .map(ToString::to_string),
            ),
            _ => None,
        }
    }

    fn seen(value: &str) -> ArnParse<'_> {
        Arn::read(&Text::read(value, Spelling::Identifier))
    }

    #[test]
    fn six_fields_and_the_last_keeps_its_colons() {
        let arn = fields("arn:aws:secretsmanager:us-east-1:123456789012:secret:x:key::");
        let expected = ["aws", "secretsmanager", "us-east-1", "123456789012", "secret:x:key::"];
        assert_eq!(arn, Some(expected.map(str::to_owned)));
        let arn = fields("arn:${AWS::Partition}:iam::${AWS::AccountId}:role/x");
        let expected = ["${AWS::Partition}", "iam", "", "${AWS::AccountId}", "role/x"];
        assert_eq!(arn, Some(expected.map(str::to_owned)));
    }

    #[test]
    fn whether_it_is_one_has_three_values() {
        for value in ["${ARN}", "ar${X}", "arn:aws:${REST}", "${A}:iam::1:role/x", "arn${X}"] {
            assert_eq!(seen(value), ArnParse::Unknown, "{value}");
        }
        for value in ["name", "/a/b", "", "ARN:aws:iam::1:role/x", "prefix/${X}"] {
            assert_eq!(seen(value), ArnParse::NotAnArn, "{value}");
        }
        for value in ["arn:", "arn:aws:iam::role/x"] {
            assert_eq!(seen(value), ArnParse::Malformed, "{value}");
        }
    }

    #[test]
    fn words_for_accounts_and_regions_are_placeholders() {
        for (value, region, account) in [
            ("arn:aws:ssm:REGION:ACCOUNT_ID:parameter/x", true, true),
            ("arn:aws:ssm:us-east-1:123456789012:parameter/x", false, false),
            ("arn:aws:ssm:us-east-1:12345:parameter/x", false, false),
            ("arn:aws:iam::XXXXXXXXXXXX:role/x", false, true),
            ("arn:aws:iam::aws:policy/x", false, false),
        ] {
            let placeholders = match seen(value) {
                ArnParse::Arn(arn) => {
                    Some((arn.region.has_placeholders(), arn.account.has_placeholders()))
                }
                _ => None,
            };
            assert_eq!(placeholders, Some((region, account)), "{value}");
        }
    }
}
