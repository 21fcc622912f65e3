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
        let name = text.strip_prefix("arn:").and_then(|rest| rest.split([':']).next());
        name.and_then(partition::known)
    };
    [name.map(certain), None]
}

/// Why a text is not a Region; nothing if it is one or a word that stands for one.
pub(super) fn region_error(value: &Text<'_>) -> Option<String> {
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
