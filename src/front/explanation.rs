//! From an ID, a code or an error message to its explanation.

use crate::render::explain::{self, Explained};
use crate::rules::Rule;

/// The explanation of an ID, a code or an error message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Explanation {
    /// The page of a rule or a code, as Markdown.
    Page(String),
    /// The causes of an AWS error message.
    Causes(String),
    /// There is no explanation.
    Unknown {
        /// A similar ID or code.
        near: Option<String>,
    },
}

impl Explanation {
    pub(super) fn find(what: &str, rules: &[Rule]) -> Self {
        match explain::find(what, rules) {
            Explained::Page(page) => Self::Page(page),
            Explained::Behind(text) => Self::Causes(text),
            Explained::Nothing { near } => Self::Unknown { near },
        }
    }

    /// The text; none if there is no explanation.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Page(text) | Self::Causes(text) => Some(text),
            Self::Unknown { .. } => None,
        }
    }
}
