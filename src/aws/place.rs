//! Where a value says that it is: its partition and its Region.

use super::partition::{self, looks_like_region, of_region, of_suffix};
use super::{ecr_host, tokens};
use crate::base::text::Text;

/// A partition that a value names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartitionMention {
    /// The partition.
    pub name: &'static str,
    /// Whether it is that for sure: `amazonaws.com` is the suffix of `aws` and of `aws-us-gov`.
    pub is_certain: bool,
}

impl PartitionMention {
    /// Whether it may be this partition.
    pub fn may_be(self, name: &str) -> bool {
        self.name == name || !self.is_certain && name == "aws-us-gov"
    }
}

/// The partitions that a value names: an ARN that in its second field, the host of an image in its Region and its
/// suffix, a Region in its prefix.
pub fn mentioned(text: &str, is_image: bool, is_region: bool) -> [Option<PartitionMention>; 2] {
    let certain = |name| PartitionMention { name, is_certain: true };
    if is_image {
        let host = text.split(['/']).next().unwrap_or_default();
        let Some((region, suffix)) = ecr_host::place(host) else { return [None, None] };
        let of_region = of_region(region).filter(|_| looks_like_region(region)).map(certain);
        let of_suffix =
            of_suffix(suffix).map(|name| PartitionMention { name, is_certain: name != "aws" });
        // Both suffixes of `aws` are those of `aws-us-gov` as well.
        return [of_region, of_suffix];
    }
    let name = if is_region {
        of_region(text).filter(|_| looks_like_region(text))
    } else {
        let rest = text.strip_prefix("arn:");
        match rest.map(|rest| rest.starts_with("aws:")) {
            Some(true) => Some("aws"),
            _ => rest.and_then(|rest| partition::known(rest.split([':']).next()?)),
        }
    };
    [name.map(certain), None]
}

/// Why a text is not a Region; nothing if it is one or a word that stands for one.
pub(super) fn region_error(value: &Text<'_>) -> Option<String> {
    if let Some(written) = value.as_literal() {
        if looks_like_region(written) {
            return None;
        }
        let meant = written.to_ascii_lowercase().replace('_', "-");
        if looks_like_region(&meant) {
            return Some(format!("`{written}` is not written as a Region is: {meant}"));
        }
    }
    let region = tokens::region(value.clone());
    let wrong = region.as_literal().filter(|region| !looks_like_region(region))?;
    Some(match wrong.strip_suffix(|c: char| c.is_ascii_lowercase()) {
        Some(region) if looks_like_region(region) => {
            format!("`{wrong}` is an Availability Zone of {region}")
        }
        _ if wrong.is_empty() => "it has no Region".to_owned(),
        _ => format!("`{wrong}` does not have the form of a Region"),
    })
}

#[cfg(test)]
mod tests {
    use super::{mentioned, region_error};
    use crate::base::text::{Spelling, Text};

    #[test]
    fn arns_hosts_and_regions_name_partitions() {
        for (text, is_image, expected) in [
            ("arn:aws-cn:iam::111122223333:role/x", false, &["aws-cn"][..]),
            ("arn:${AWS::Partition}:iam::111122223333:role/x", false, &[]),
            ("nginx:1.27", true, &[]),
            ("public.ecr.aws/x/y", true, &[]),
            ("1.dkr.ecr.eu-west-1.amazonaws.com/app", true, &["aws", "aws?"]),
            ("1.dkr.ecr.us-gov-west-1.amazonaws.com:443/app", true, &["aws-us-gov", "aws?"]),
            ("1.dkr-ecr.${REGION}.on.amazonwebservices.com.cn/app", true, &["aws-cn"]),
            ("1.dkr.ecr.cn-north-1.amazonaws.com/app", true, &["aws-cn", "aws?"]),
        ] {
            let found = mentioned(text, is_image, false);
            let shown = found.into_iter().flatten().map(|it| {
                let mark = if it.is_certain { "" } else { "?" };
                format!("{}{mark}", it.name)
            });
            assert_eq!(shown.collect::<Vec<_>>(), expected, "{text}");
        }
        let [region, _] = mentioned("cn-north-1", false, true);
        assert_eq!(region.map(|it| it.name), Some("aws-cn"));
    }

    #[test]
    fn what_is_nearly_a_region_is_none() {
        let error = |value| region_error(&Text::read(value, Spelling::Identifier));
        for value in ["eu-west-1", "REGION", "aws_region", "${REGION}", "us-${X}-1"] {
            assert_eq!(error(value), None, "{value}");
        }
        for value in ["eu-west-1a", "eu-west1", "us east 1", "us_east_1", "1", ""] {
            assert!(error(value).is_some(), "{value}");
        }
    }
}
