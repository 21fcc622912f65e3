//! How far a policy goes beyond the resources of its task definitions, service by service.

use crate::base::text::Text;
use std::str::FromStr;

/// How far the resources of a service are widened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Level {
    /// Not at all.
    #[default]
    Exact,
    /// To the folder that the name is in: `parameter/prod/*` for `/prod/db`. A name without `/` stays.
    Folder,
    /// To all of that kind in its account and Region; to the whole bucket for S3.
    Account,
    /// To `*`.
    Any,
}

/// The levels, by service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResourceScope {
    all: Level,
    services: Vec<(&'static str, Level)>,
}

/// The services whose resources can be widened, and what is before the name in their ARNs.
const SERVICES: [(&str, &str); 6] = [
    ("ecr", "repository/"),
    ("logs", "log-group:"),
    ("secretsmanager", "secret:"),
    ("ssm", "parameter/"),
    ("s3", ""),
    ("kms", "key/"),
];

impl FromStr for Level {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word {
            "exact" => Ok(Self::Exact),
            "folder" => Ok(Self::Folder),
            "account" => Ok(Self::Account),
            "any" => Ok(Self::Any),
            _ => Err(format!("unknown level `{word}`: expected exact, folder, account or any")),
        }
    }
}

impl ResourceScope {
    /// Reads `LEVEL` or `SERVICE=LEVEL`, on top of what was read before.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn add(&mut self, text: &str) -> Result<(), String> {
        let Some((service, level)) = text.split_once('=') else {
            self.all = text.parse()?;
            return Ok(());
        };
        let known = SERVICES.iter().map(|(name, _)| *name);
        let Some(service) = known.clone().find(|name| *name == service) else {
            let known: Vec<_> = known.collect();
            return Err(format!(
                "unknown service `{service}`: expected one of {}",
                known.join(", ")
            ));
        };
        self.services.push((service, level.parse()?));
        Ok(())
    }

    /// A resource as wide as the level of the action's service.
    pub fn widen(&self, action: &str, resource: &Text<'static>) -> Text<'static> {
        let service = action.split(':').next().unwrap_or_default();
        let Some((_, kind)) = SERVICES.iter().find(|(name, _)| *name == service) else {
            return resource.clone();
        };
        let given = self.services.iter().rev().find(|(name, _)| *name == service);
        let widened = match given.map_or(self.all, |(_, level)| *level) {
            Level::Exact => None,
            Level::Any => Some(Text::literal("*")),
            level => widen_name(resource, kind, level),
        };
        widened.unwrap_or_else(|| resource.clone())
    }
}

/// The ARN with a wider name; nothing if it is not the ARN of a thing of that kind.
fn widen_name(resource: &Text<'static>, kind: &str, level: Level) -> Option<Text<'static>> {
    let fields = resource.split(':', 6);
    let (last, heads) = fields.split_last().filter(|(_, heads)| heads.len() == 5)?;
    let (before, name) = match kind.chars().last() {
        Some(separator) => {
            let (before, name) = last.split_once(separator)?;
            (before.as_literal() == kind.strip_suffix(separator)).then_some((before, name))?
        }
        // An object is in its bucket; a bucket's own ARN has no object, and stays.
        None => last.split_once('/')?,
    };
    let name = match level {
        Level::Folder => name.rsplit_once('/').map(|(folder, _)| folder),
        _ => Some(Text::default()),
    }?;
    let mut wide = Text::join(heads, ':');
    wide.push_char(':');
    wide.push_text(&before);
    wide.push_literal(kind.chars().last().unwrap_or('/').to_string().into());
    if !name.is_empty() {
        wide.push_text(&name);
        wide.push_literal("/".into());
    }
    wide.push_literal(if is_of_streams(kind, last) { "*:*" } else { "*" }.into());
    Some(wide)
}

/// Whether the resource means the streams of a log group, not the group.
fn is_of_streams(kind: &str, last: &Text<'_>) -> bool {
    kind == "log-group:" && last.split(':', usize::MAX).len() > 2
}

#[cfg(test)]
mod tests {
    use super::ResourceScope;
    use crate::base::text::{Spelling, Text};

    fn widened(levels: &[&str], action: &str, resource: &str) -> String {
        let mut scope = ResourceScope::default();
        for level in levels {
            assert_eq!(scope.add(level), Ok(()));
        }
        scope.widen(action, &Text::read(resource, Spelling::Identifier).into_owned()).to_string()
    }

    #[test]
    fn each_kind_has_its_levels() {
        for (action, exact, folder, account) in [
            ("ecr:BatchGetImage", "repository/team/app", "repository/team/*", "repository/*"),
            ("ecr:BatchGetImage", "repository/${APP}", "repository/${APP}", "repository/*"),
            ("logs:PutLogEvents", "log-group:/ecs/app:*", "log-group:/ecs/*:*", "log-group:*:*"),
            ("logs:CreateLogGroup", "log-group:/ecs/app", "log-group:/ecs/*", "log-group:*"),
            ("logs:CreateLogGroup", "log-group:app", "log-group:app", "log-group:*"),
            ("secretsmanager:GetSecretValue", "secret:p/d-??????", "secret:p/*", "secret:*"),
            ("ssm:GetParameters", "parameter/p/${X}/d", "parameter/p/${X}/*", "parameter/*"),
            ("kms:Decrypt", "key/<key-id>", "key/<key-id>", "key/*"),
            ("fsx:DescribeFileSystems", "file-system/x", "file-system/x", "file-system/x"),
            ("ecr:BatchGetImage", "${REST}", "${REST}", "${REST}"),
        ] {
            let arn = |last: &str| format!("arn:aws:x:eu-west-1:${{A}}:{last}");
            assert_eq!(widened(&[], action, &arn(exact)), arn(exact));
            assert_eq!(widened(&["folder"], action, &arn(exact)), arn(folder));
            assert_eq!(widened(&["account"], action, &arn(exact)), arn(account));
        }
        assert_eq!(widened(&["account"], "s3:GetObject", "arn:aws:s3:::b/d/x"), "arn:aws:s3:::b/*");
        assert_eq!(
            widened(&["folder"], "s3:GetObject", "arn:aws:s3:::b/d/x"),
            "arn:aws:s3:::b/d/*"
        );
        assert_eq!(widened(&["account"], "s3:ListBucket", "arn:aws:s3:::b"), "arn:aws:s3:::b");
    }

    #[test]
    fn a_service_may_have_its_own_level() {
        let levels = ["ecr=any", "exact"];
        assert_eq!(widened(&levels, "ecr:BatchGetImage", "arn:aws:ecr:r:a:repository/x"), "*");
        let parameter = "arn:aws:ssm:r:a:parameter/x/y";
        assert_eq!(widened(&levels, "ssm:GetParameters", parameter), parameter);
        assert!(ResourceScope::default().add("ec2=any").is_err());
        assert!(ResourceScope::default().add("wide").is_err());
    }
}
