//! A permission that a role must have: an action on a resource, and how far it is needed.

use crate::base::text::Text;

/// An action on a resource that the role must allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Granted<'t> {
    /// The action.
    pub action: String,
    /// The resource, with the placeholders that its parts have.
    pub resource: Text<'t>,
    /// How far it is needed.
    pub grant: Grant,
    /// The service that makes the call for ECS.
    pub via: Option<&'t str>,
}

/// How far a permission is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Grant {
    /// The feature fails without it.
    Always,
    /// AWS names it; no source shows it used.
    Documented,
    /// Only under a condition that the file does not show.
    If(String),
}

impl Grant {
    /// The name in the JSON output.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::Documented => "documented",
            Self::If(_) => "if",
        }
    }
}
