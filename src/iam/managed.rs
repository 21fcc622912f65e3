//! Copies of the AWS managed policies that people attach to execution roles.

use super::document::{Document, Kind};
use super::read::read;
use crate::aws::arn::{Arn, ArnParse};
use crate::base::text::Text;
use crate::syntax::json;
use std::sync::OnceLock;

/// A managed policy as it stood when it was copied.
#[derive(Clone, Debug)]
pub struct Managed {
    /// Its name.
    pub name: &'static str,
    /// Its default version: `v6`.
    pub version: String,
    /// The day of that version: `2026-08-25`.
    pub date: String,
    /// What it says; its places are those of the file that it was copied into.
    pub document: Document,
}

struct Embedded {
    /// What follows `policy/` in its ARN.
    path: &'static str,
    text: &'static str,
    read: OnceLock<Option<Managed>>,
}

impl Embedded {
    const fn new(path: &'static str, text: &'static str) -> Self {
        Self { path, text, read: OnceLock::new() }
    }
}

/// The copies, taken in November 2026 from the partition `aws`.
static POLICIES: [Embedded; 15] = [
    Embedded::new("AdministratorAccess", include_str!("managed/AdministratorAccess.json")),
    Embedded::new(
        "AmazonEC2ContainerRegistryPowerUser",
        include_str!("managed/AmazonEC2ContainerRegistryPowerUser.json"),
    ),
    Embedded::new(
        "AmazonEC2ContainerRegistryPullOnly",
        include_str!("managed/AmazonEC2ContainerRegistryPullOnly.json"),
    ),
    Embedded::new(
        "AmazonEC2ContainerRegistryReadOnly",
        include_str!("managed/AmazonEC2ContainerRegistryReadOnly.json"),
    ),
    Embedded::new(
        "service-role/AmazonEC2ContainerServiceforEC2Role",
        include_str!("managed/AmazonEC2ContainerServiceforEC2Role.json"),
    ),
    Embedded::new(
        "service-role/AmazonECSTaskExecutionRolePolicy",
        include_str!("managed/AmazonECSTaskExecutionRolePolicy.json"),
    ),
    Embedded::new("AmazonECS_FullAccess", include_str!("managed/AmazonECS_FullAccess.json")),
    Embedded::new("AmazonS3ReadOnlyAccess", include_str!("managed/AmazonS3ReadOnlyAccess.json")),
    Embedded::new(
        "AmazonSSMManagedInstanceCore",
        include_str!("managed/AmazonSSMManagedInstanceCore.json"),
    ),
    Embedded::new("AmazonSSMReadOnlyAccess", include_str!("managed/AmazonSSMReadOnlyAccess.json")),
    Embedded::new(
        "CloudWatchAgentServerPolicy",
        include_str!("managed/CloudWatchAgentServerPolicy.json"),
    ),
    Embedded::new(
        "CloudWatchLogsFullAccess",
        include_str!("managed/CloudWatchLogsFullAccess.json"),
    ),
    Embedded::new("PowerUserAccess", include_str!("managed/PowerUserAccess.json")),
    Embedded::new("ReadOnlyAccess", include_str!("managed/ReadOnlyAccess.json")),
    Embedded::new("SecretsManagerReadWrite", include_str!("managed/SecretsManagerReadWrite.json")),
];

/// The copy of a managed policy, by its ARN in any partition. In another partition than `aws` AWS may keep
/// another version.
pub fn find(arn: &str) -> Option<&'static Managed> {
    let ArnParse::Arn(arn) = Arn::read(&Text::literal(arn)) else { return None };
    let fields = [&arn.service, &arn.region, &arn.account].map(Text::as_literal);
    let path = arn.resource.as_literal()?.strip_prefix("policy/")?;
    if fields != [Some("iam"), Some(""), Some("aws")] {
        return None;
    }
    let embedded = POLICIES.iter().find(|embedded| embedded.path == path)?;
    embedded.read.get_or_init(|| parse(embedded)).as_ref()
}

fn parse(embedded: &Embedded) -> Option<Managed> {
    let parsed = json::read(embedded.text);
    let whole = parsed.documents.first()?;
    let field = |name| whole.get(name).and_then(|node| node.as_str());
    Some(Managed {
        name: embedded.path.rsplit('/').next().unwrap_or(embedded.path),
        version: field("DefaultVersionId")?.to_owned(),
        date: field("UpdateDate")?.chars().take_while(|c| *c != 'T').collect(),
        document: read(whole.get("Document")?, Kind::Identity).document,
    })
}

#[cfg(test)]
#[allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that fails may say so by a panic"
)]
mod tests {
    use super::{Kind, POLICIES, find, json, read};

    #[test]
    fn each_copy_is_read_and_follows_the_grammar() {
        for embedded in &POLICIES {
            let arn = format!("arn:aws:iam::aws:policy/{}", embedded.path);
            let managed = find(&arn).unwrap_or_else(|| panic!("{arn}"));
            assert!(managed.version.starts_with('v') && managed.date.len() == 10, "{arn}");
            assert!(!managed.document.statements.is_empty(), "{arn}");
            let parsed = json::read(embedded.text);
            let document = parsed.documents[0].get("Document").expect("a document");
            assert_eq!(read(document, Kind::Identity).problems, [], "{arn}");
        }
    }

    #[test]
    fn the_partition_and_the_path_count() {
        let path = "iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy";
        for partition in ["aws", "aws-cn", "aws-us-gov"] {
            let managed = find(&format!("arn:{partition}:{path}")).expect("a copy");
            assert_eq!((managed.version.as_str(), managed.date.as_str()), ("v1", "2017-11-16"));
        }
        for arn in [
            "arn:aws:iam::aws:policy/AmazonECSTaskExecutionRolePolicy",
            "arn:aws:iam::123456789012:policy/ReadOnlyAccess",
            "arn:aws:iam::aws:role/ReadOnlyAccess",
            "ReadOnlyAccess",
        ] {
            assert!(find(arn).is_none(), "{arn}");
        }
    }
}
