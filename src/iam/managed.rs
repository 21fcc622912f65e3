//! Copies of the AWS managed policies that people attach to execution roles.

use super::document::{Document, Kind};
use super::read::read;
use crate::aws::arn::{Arn, ArnParse};
use crate::base::text::Text;
use crate::syntax::json;
use std::sync::OnceLock;

/// A managed policy as it stood when it was copied.
#[derive(Clone, Debug, PartialEq, Eq)]
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

/// The copy in a file of `managed/`, without its layout: `build.rs` takes that out.
macro_rules! embedded {
    ($folder:literal, $name:literal) => {
        Embedded {
            path: concat!($folder, $name),
            text: include_str!(concat!(env!("OUT_DIR"), "/managed/", $name, ".json")),
            read: OnceLock::new(),
        }
    };
}

/// The copies, as of November 2026, from the partition `aws`.
static POLICIES: [Embedded; 21] = [
    embedded!("", "AWSXRayDaemonWriteAccess"),
    embedded!("", "AdministratorAccess"),
    embedded!("", "AmazonEC2ContainerRegistryFullAccess"),
    embedded!("", "AmazonEC2ContainerRegistryPowerUser"),
    embedded!("", "AmazonEC2ContainerRegistryPullOnly"),
    embedded!("", "AmazonEC2ContainerRegistryReadOnly"),
    embedded!("service-role/", "AmazonEC2ContainerServiceforEC2Role"),
    embedded!("service-role/", "AmazonECSTaskExecutionRolePolicy"),
    embedded!("", "AmazonECS_FullAccess"),
    embedded!("", "AmazonS3FullAccess"),
    embedded!("", "AmazonS3ReadOnlyAccess"),
    embedded!("", "AmazonSSMFullAccess"),
    embedded!("", "AmazonSSMManagedInstanceCore"),
    embedded!("", "AmazonSSMReadOnlyAccess"),
    embedded!("", "CloudWatchAgentServerPolicy"),
    embedded!("", "CloudWatchFullAccess"),
    embedded!("", "CloudWatchFullAccessV2"),
    embedded!("", "CloudWatchLogsFullAccess"),
    embedded!("", "PowerUserAccess"),
    embedded!("", "ReadOnlyAccess"),
    embedded!("", "SecretsManagerReadWrite"),
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

/// What follows `policy/` in the ARN of each policy that there is a copy of.
pub fn paths() -> impl Iterator<Item = &'static str> + Clone {
    POLICIES.iter().map(|embedded| embedded.path)
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
    fn a_copy_without_its_layout_says_the_same() {
        let copied = include_str!("managed/ReadOnlyAccess.json");
        let embedded = POLICIES.iter().find(|it| it.path == "ReadOnlyAccess").expect("a copy");
        assert!(embedded.text.len() < copied.len() && !embedded.text.contains('\n'));
        let value = |text| serde_json::from_str::<serde_json::Value>(text).expect("JSON");
        assert_eq!(value(embedded.text), value(copied));
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
