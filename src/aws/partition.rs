//! The partitions of AWS: which Regions each has, and under which names its ECR registries answer.

use super::Reading;
use crate::base::text::Text;
/// A partition, the prefixes of its Regions and the suffixes of its ECR hosts.
struct Partition {
    name: &'static str,
    region_prefixes: &'static [&'static str],
    ecr_suffixes: &'static [&'static str],
}

/// Source: `partitions.json` of botocore for the Regions, the ECR credential helper for the suffixes.
///
/// `aws` stands before `aws-us-gov`, with which it shares its suffixes: [`of_suffix`] takes the first.
const PARTITIONS: &[Partition] = &[
    Partition {
        name: "aws",
        region_prefixes: &["us", "eu", "ap", "sa", "ca", "me", "af", "il", "mx"],
        ecr_suffixes: &["amazonaws.com", "on.aws"],
    },
    Partition {
        name: "aws-us-gov",
        region_prefixes: &["us-gov"],
        ecr_suffixes: &["amazonaws.com", "on.aws"],
    },
    Partition {
        name: "aws-cn",
        region_prefixes: &["cn"],
        ecr_suffixes: &["amazonaws.com.cn", "on.amazonwebservices.com.cn"],
    },
    Partition { name: "aws-eusc", region_prefixes: &["eusc-de"], ecr_suffixes: &["amazonaws.eu"] },
    Partition { name: "aws-iso", region_prefixes: &["us-iso"], ecr_suffixes: &["c2s.ic.gov"] },
    Partition {
        name: "aws-iso-b",
        region_prefixes: &["us-isob"],
        ecr_suffixes: &["sc2s.sgov.gov"],
    },
    Partition {
        name: "aws-iso-e",
        region_prefixes: &["eu-isoe"],
        ecr_suffixes: &["cloud.adc-e.uk"],
    },
    Partition {
        name: "aws-iso-f",
        region_prefixes: &["us-isof"],
        ecr_suffixes: &["csp.hci.ic.gov"],
    },
];

/// The partition of a Region, or of the beginning of one (`us-gov-`): its prefix decides, the longest
/// that fits.
pub fn of_region(region: &str) -> Option<&'static str> {
    let fitting = prefixes().filter(|(_, prefix)| after_prefix(region, prefix).is_some());
    fitting.max_by_key(|(_, prefix)| prefix.len()).map(|(name, _)| name)
}

/// The partition whose ECR hosts end in `suffix` (`amazonaws.com.cn`, without a dot before it). The two
/// suffixes that `aws` and `aws-us-gov` share count as those of `aws`.
pub fn of_suffix(suffix: &str) -> Option<&'static str> {
    let mut holders = PARTITIONS.iter();
    holders.find(|partition| partition.ecr_suffixes.contains(&suffix)).map(|found| found.name)
}

/// Whether a text has the shape of a Region of some partition: prefix, word, number.
pub fn looks_like_region(region: &str) -> bool {
    prefixes().any(|(_, prefix)| {
        let tail = after_prefix(region, prefix).and_then(|tail| tail.split_once('-'));
        tail.is_some_and(|(word, number)| {
            !word.is_empty()
                && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
                && !number.is_empty()
                && number.bytes().all(|byte| byte.is_ascii_digit())
        })
    })
}

/// Whether a text is the name of a partition.
pub fn is_partition(name: &str) -> bool {
    PARTITIONS.iter().any(|partition| partition.name == name)
}

/// Every suffix of a private ECR host, some of them twice.
pub(super) fn ecr_suffixes() -> impl Iterator<Item = &'static str> {
    PARTITIONS.iter().flat_map(|partition| partition.ecr_suffixes.iter().copied())
}

fn prefixes() -> impl Iterator<Item = (&'static str, &'static str)> {
    PARTITIONS.iter().flat_map(|partition| {
        partition.region_prefixes.iter().map(|&prefix| (partition.name, prefix))
    })
}

fn after_prefix<'r>(region: &'r str, prefix: &str) -> Option<&'r str> {
    region.strip_prefix(prefix)?.strip_prefix('-')
}

/// The parts that a Region may have.
pub const REGION_PARTS: &[&str] = &["partition"];

/// Reads a Region: its part `partition` is told by its prefix.
pub fn read_region<'s>(value: &Text<'s>) -> Reading<'s> {
    match value.as_literal().and_then(of_region) {
        Some(partition) => Reading::default().with_part("partition", Text::literal(partition)),
        None => Reading::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::{is_partition, looks_like_region, of_region, of_suffix};

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
    }
}
