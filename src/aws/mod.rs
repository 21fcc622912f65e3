//! How AWS writes things: images, ARNs, Regions, secrets, versions. Readers turn text into what it is and
//! what its parts are, in three values.

pub mod account;
pub mod arn;
pub mod credential_spec;
pub mod deployment;
mod ecr_host;
mod ecr_slip;
pub mod fargate_sizes;
pub mod go_bool;
pub mod grammar;
pub mod image;
pub mod launch_type;
pub mod launch_types;
pub mod list;
pub mod log_group;
pub mod os_family;
pub mod partition;
pub mod place;
pub mod readers;
pub mod role_arn;
pub mod s3_object;
pub mod secret_ref;
mod tokens;

use crate::base::text::Text;
use crate::base::truth::Truth;

/// What a reader made of a value: which kinds it is of, and its parts.
#[derive(Clone, Debug, Default)]
pub struct Classification<'s> {
    kinds: Vec<(&'static str, Truth)>,
    parts: Vec<(&'static str, Text<'s>)>,
    /// What is wrong with the value, for people, where its kind is `malformed`.
    pub error: Option<String>,
}

impl<'s> Classification<'s> {
    /// The same, saying how far it is of a kind.
    #[must_use]
    pub fn with_kind(mut self, kind: &'static str, truth: Truth) -> Self {
        self.kinds.push((kind, truth));
        self
    }

    /// The same, with a part.
    #[must_use]
    pub fn with_part(mut self, part: &'static str, text: Text<'s>) -> Self {
        if self.parts.is_empty() {
            // What has one part mostly has several.
            self.parts.reserve_exact(7);
        }
        self.parts.push((part, text));
        self
    }

    /// The same, with what is wrong with it.
    #[must_use]
    pub fn with_error(mut self, error: impl Into<String>) -> Self {
        self.error = Some(error.into());
        self
    }

    /// Whether the value is of a kind; false for a kind that the reader does not have.
    pub fn is(&self, kind: &str) -> Truth {
        let kinds = self.kinds.iter().filter(|(name, _)| *name == kind);
        Truth::any(kinds.map(|&(_, truth)| truth))
    }

    /// A part of the value, where it has that part.
    pub fn part(&self, name: &str) -> Option<&Text<'s>> {
        self.parts.iter().find(|(part, _)| *part == name).map(|(_, text)| text)
    }
}
