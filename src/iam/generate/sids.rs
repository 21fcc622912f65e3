//! Names for statements, from their actions: letters and digits only, unique in a policy.

use crate::base::text::Text;
use crate::base::words::capitalized;

/// The first action that a name fits, `via` which service, and the name.
const NAMES: [(&str, Option<&str>, &str); 15] = [
    ("ecr:BatchGetImage", None, "PullImages"),
    ("ecr:GetDownloadUrlForLayer", None, "PullImages"),
    ("ecr:GetAuthorizationToken", None, "LogInToRegistry"),
    ("ecr:BatchImportUpstreamImage", None, "FillPullThroughCache"),
    ("ecr:CreateRepository", None, "CreateCacheRepositories"),
    ("logs:PutLogEvents", None, "WriteLogs"),
    ("logs:CreateLogGroup", None, "CreateLogGroups"),
    ("secretsmanager:GetSecretValue", None, "ReadSecrets"),
    ("ssm:GetParameters", None, "ReadParameters"),
    ("s3:GetObject", None, "ReadFiles"),
    ("s3:GetBucketLocation", None, "FindBuckets"),
    ("kms:Decrypt", Some("secretsmanager."), "DecryptSecrets"),
    ("kms:Decrypt", Some("ssm."), "DecryptParameters"),
    ("kms:Decrypt", Some("s3."), "DecryptFiles"),
    ("kms:Decrypt", None, "Decrypt"),
];

/// The services in the order in which ECS turns to them.
const ORDER: [&str; 7] = ["ecr", "logs", "secretsmanager", "ssm", "s3", "fsx", "kms"];

/// The names that are given already.
#[derive(Debug, Default)]
pub(super) struct Sids(Vec<String>);

impl Sids {
    /// A name for a statement with these actions.
    pub(super) fn name(&mut self, actions: &[String], via: Option<&Text<'_>>) -> String {
        let via = via.map(ToString::to_string).unwrap_or_default();
        let known = NAMES.iter().find(|(action, service, _)| {
            actions.iter().any(|it| it == action)
                && service.is_none_or(|service| via.starts_with(service))
        });
        let base = match known {
            Some((_, _, name)) => (*name).to_owned(),
            None => plain(actions.first().map_or("Statement", String::as_str)),
        };
        let taken = |name: &String| self.0.iter().any(|other| other == name);
        let numbered = (2..).map(|number: usize| format!("{base}{number}"));
        let mut names = std::iter::once(base.clone()).chain(numbered);
        let name = names.find(|name| !taken(name)).unwrap_or(base);
        self.0.push(name.clone());
        name
    }
}

/// Where the statements of a service stand; those of others come last, by name.
pub(super) fn rank(service: &str) -> (usize, String) {
    let place = ORDER.iter().position(|known| *known == service).unwrap_or(ORDER.len());
    (place, service.to_owned())
}

/// `fsx:DescribeFileSystems` → `FsxDescribeFileSystems`.
fn plain(action: &str) -> String {
    action.split(|c: char| !c.is_ascii_alphanumeric()).map(capitalized).collect()
}
