//! The partitions of AWS: the Regions of each, and the suffixes of its host names.

use super::Classification;
use crate::base::text::Text;

/// A partition, the prefixes of its Regions and the ends of its host names.
struct Partition {
    name: &'static str,
    region_prefixes: &'static [&'static str],
    dns_suffix: &'static str,
    /// What ECR's hosts of both protocols end in.
    dual_stack_suffix: Option<&'static str>,
}

/// Source: `partitions.json` of botocore for the Regions and the suffixes, the ECR credential helper for those
/// of dual-stack hosts.
///
/// `aws` is before `aws-us-gov`, with which it shares its suffixes: [`of_suffix`] takes the first.
const PARTITIONS: &[Partition] = &[
    Partition {
        name: "aws",
        region_prefixes: &["us", "eu", "ap", "sa", "ca", "me", "af", "il", "mx"],
        dns_suffix: "amazonaws.com",
        dual_stack_suffix: Some("on.aws"),
    },
    Partition {
        name: "aws-us-gov",
        region_prefixes: &["us-gov"],
        dns_suffix: "amazonaws.com",
        dual_stack_suffix: Some("on.aws"),
    },
    Partition {
        name: "aws-cn",
        region_prefixes: &["cn"],
        dns_suffix: "amazonaws.com.cn",
        dual_stack_suffix: Some("on.amazonwebservices.com.cn"),
    },
    Partition {
        name: "aws-eusc",
        region_prefixes: &["eusc-de"],
        dns_suffix: "amazonaws.eu",
        dual_stack_suffix: None,
    },
    Partition {
        name: "aws-iso",
        region_prefixes: &["us-iso"],
        dns_suffix: "c2s.ic.gov",
        dual_stack_suffix: None,
    },
    Partition {
        name: "aws-iso-b",
        region_prefixes: &["us-isob"],
        dns_suffix: "sc2s.sgov.gov",
        dual_stack_suffix: None,
    },
    Partition {
        name: "aws-iso-e",
        region_prefixes: &["eu-isoe"],
        dns_suffix: "cloud.adc-e.uk",
        dual_stack_suffix: None,
    },
    Partition {
        name: "aws-iso-f",
        region_prefixes: &["us-isof"],
        dns_suffix: "csp.hci.ic.gov",
        dual_stack_suffix: None,
    },
];

impl Partition {
    fn ecr_suffixes(&self) -> impl Iterator<Item = &'static str> + use<> {
        std::iter::once(self.dns_suffix).chain(self.dual_stack_suffix)
    }
}

/// The partition of a Region, or of the beginning of one (`us-gov-`): its prefix decides, the longest
/// that fits.
pub fn of_region(region: &str) -> Option<&'static str> {
    if is_of_first(region) {
        return PARTITIONS.first().map(|it| it.name);
    }
    let mut found: Option<(&str, usize)> = None;
    for partition in PARTITIONS {
        for prefix in partition.region_prefixes {
            let is_longer = found.is_none_or(|(_, length)| length < prefix.len());
            if is_longer && after_prefix(region, prefix).is_some() {
                found = Some((partition.name, prefix.len()));
            }
        }
    }
    found.map(|(name, _)| name)
}

/// The partition whose ECR hosts end in `suffix` (`amazonaws.com.cn`, without a dot before it). The two
/// suffixes that `aws` and `aws-us-gov` share count as those of `aws`.
pub fn of_suffix(suffix: &str) -> Option<&'static str> {
    let mut holders = PARTITIONS.iter();
    holders.find(|it| it.ecr_suffixes().any(|own| own == suffix)).map(|found| found.name)
}

/// Whether a text has the shape of a Region of some partition: prefix, word, number.
pub fn looks_like_region(region: &str) -> bool {
    if is_of_first(region) {
        return true;
    }
    for partition in PARTITIONS {
        for prefix in partition.region_prefixes {
            if after_prefix(region, prefix).is_some_and(is_word_and_number) {
                return true;
            }
        }
    }
    false
}

/// Whether a text is a Region of `aws`, the first partition, whose prefixes have two letters: what nearly all are.
fn is_of_first(region: &str) -> bool {
    let [first, second, b'-', ..] = *region.as_bytes() else { return false };
    let is_prefix = |prefix: &&str| prefix.as_bytes() == [first, second];
    PARTITIONS.first().is_some_and(|it| it.region_prefixes.iter().any(is_prefix))
        && region.get(3..).is_some_and(is_word_and_number)
}

/// Whether a text begins like a Region and has a number, but not the shape of one: an Availability Zone, a slip.
pub fn is_near_region(text: &str) -> bool {
    !looks_like_region(text)
        && text.bytes().any(|byte| byte.is_ascii_digit())
        && of_region(text).is_some()
}

/// The end of the host names of a partition, `AWS::URLSuffix` in its templates; that of `aws` where the name is
/// of none. Source: CloudFormation user guide, `pseudo-parameter-reference`.
pub fn dns_suffix(partition: &str) -> &'static str {
    let named = PARTITIONS.iter().find(|it| it.name == partition);
    named.map_or("amazonaws.com", |it| it.dns_suffix)
}

/// Whether a text is the name of a partition.
pub fn is_partition(name: &str) -> bool {
    PARTITIONS.iter().any(|partition| partition.name == name)
}

/// The name of a partition, as this table has it.
pub(super) fn known(name: &str) -> Option<&'static str> {
    PARTITIONS.iter().map(|partition| partition.name).find(|known| *known == name)
}

/// Every suffix of a private ECR host, some of them twice.
pub(super) fn ecr_suffixes() -> impl Iterator<Item = &'static str> {
    PARTITIONS.iter().flat_map(Partition::ecr_suffixes)
}

/// Whether a text is a word and a number with a hyphen between them.
fn is_word_and_number(tail: &str) -> bool {
    let bytes = tail.as_bytes();
    let digits = bytes.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let Some((hyphen, word)) = bytes.get(..bytes.len() - digits).and_then(<[u8]>::split_last)
    else {
        return false;
    };
    let is_of_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    digits > 0 && *hyphen == b'-' && !word.is_empty() && word.iter().all(is_of_word)
}

fn after_prefix<'r>(region: &'r str, prefix: &str) -> Option<&'r str> {
    // The hyphen tells most prefixes apart.
    let (bytes, wanted) = (region.as_bytes(), prefix.as_bytes());
    let may_be = bytes.get(wanted.len()) == Some(&b'-') && bytes.first() == wanted.first();
    if !may_be || !region.starts_with(prefix) {
        return None;
    }
    region.get(prefix.len() + 1..)
}

/// The parts that a Region may have.
pub const REGION_PARTS: &[&str] = &["partition"];

/// Reads a Region: its prefix determines its part `partition`.
pub fn read_region<'s>(value: &Text<'s>) -> Classification<'s> {
    match value.as_literal().and_then(of_region) {
        Some(partition) => {
            Classification::default().with_part("partition", Text::literal(partition))
        }
        None => Classification::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::{dns_suffix, is_partition, looks_like_region, of_region, of_suffix};

    #[test]
    fn the_region_prefix_tells_the_partition() {
        for (region, partition) in [
            ("us-east-1", "aws"),
            ("eu-central-2", "aws"),
            ("mx-central-1", "aws"),
            ("us-gov-west-1", "aws-us-gov"),
            ("cn-north-1", "aws-cn"),
            ("eusc-de-east-1", "aws-eusc"),
            ("us-iso-east-1", "aws-iso"),
            ("us-isob-east-1", "aws-iso-b"),
            ("eu-isoe-west-1", "aws-iso-e"),
            ("us-isof-south-1", "aws-iso-f"),
        ] {
            assert_eq!(of_region(region), Some(partition), "{region}");
            assert!(looks_like_region(region), "{region}");
            assert!(is_partition(partition), "{partition}");
        }
        assert_eq!(of_region("us-gov-"), Some("aws-us-gov"));
        assert_eq!(of_region("moon-base-1"), None);
    }

    #[test]
    fn words_are_not_regions() {
        for word in ["REGION", "region", "aws_region", "us-east", "us-east-", "us--1", "", "us-a-b"]
        {
            assert!(!looks_like_region(word), "{word}");
        }
        assert!(!is_partition("aws-moon"));
    }

    #[test]
    fn the_suffix_tells_it_where_the_region_does_not() {
        for (suffix, partition) in [
            ("amazonaws.com", Some("aws")),
            ("on.aws", Some("aws")),
            ("amazonaws.com.cn", Some("aws-cn")),
            ("on.amazonwebservices.com.cn", Some("aws-cn")),
            ("amazonaws.eu", Some("aws-eusc")),
            ("csp.hci.ic.gov", Some("aws-iso-f")),
            ("example.com", None),
        ] {
            assert_eq!(of_suffix(suffix), partition, "{suffix}");
        }
        for (partition, suffix) in
            [("aws", "amazonaws.com"), ("aws-cn", "amazonaws.com.cn"), ("moon", "amazonaws.com")]
        {
            assert_eq!(dns_suffix(partition), suffix, "{partition}");
        }
    }
}
