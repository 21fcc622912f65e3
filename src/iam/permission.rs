//! A permission that a role must have: an action on a resource, and how far it is required.

use crate::base::text::Text;
use std::borrow::Cow;

/// An action on a resource that the role must allow, and the rule that says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequiredPermission<'t> {
    /// The rule.
    pub rule: Cow<'t, str>,
    /// The action.
    pub action: Cow<'t, str>,
    /// The resource, with the placeholders that its parts have.
    pub resource: Text<'t>,
    /// How far it is required.
    pub necessity: Necessity,
    /// The service that makes the call for ECS: `secretsmanager`.
    pub via: Option<Cow<'t, str>>,
    /// Which other policies may allow it instead of the role's: "the policy of the registry".
    pub alternative: Option<Cow<'t, str>>,
}

/// How far a permission is required.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Necessity {
    /// The feature fails without it.
    Required,
    /// AWS documents it; no source shows that it is used.
    Documented,
    /// Only under a condition that the file does not show.
    Conditional(String),
    /// In one reading of a value that is open, as the condition says: another permission in another reading.
    Alternative(String),
}

impl RequiredPermission<'_> {
    /// The same, owning its texts.
    pub fn into_owned(self) -> RequiredPermission<'static> {
        RequiredPermission {
            rule: Cow::Owned(self.rule.into_owned()),
            action: Cow::Owned(self.action.into_owned()),
            resource: self.resource.into_owned(),
            necessity: self.necessity,
            via: self.via.map(|via| Cow::Owned(via.into_owned())),
            alternative: self.alternative.map(|it| Cow::Owned(it.into_owned())),
        }
    }
}

impl Necessity {
    /// The name in the JSON output.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Required => "always",
            Self::Documented => "documented",
            Self::Conditional(_) | Self::Alternative(_) => "if",
        }
    }

    /// The condition, where there is one.
    pub fn condition(&self) -> Option<&str> {
        match self {
            Self::Required | Self::Documented => None,
            Self::Conditional(condition) | Self::Alternative(condition) => Some(condition),
        }
    }
}
