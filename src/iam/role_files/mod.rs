//! Roles in files: AWS CLI output, and plain policy documents.

mod completion;
mod draft;
mod fault;
mod gather;
mod look;
mod output;

pub use completion::AttachedArn;
pub use fault::{HeldRoles, OutputField, RoleFileDiagnostic, RoleFileFault, RoleNotGiven};
pub use look::{KnownFile, Lookalike};

use super::role::{Role, RolePolicy};
use crate::base::source::Source;
use crate::base::text::Text;
use crate::base::truth::Truth;
use std::sync::Arc;

/// What files tell about roles.
#[derive(Debug, Default)]
pub struct RoleFiles {
    roles: Vec<Role>,
    /// Managed policies with their documents, named by their ARNs.
    library: Vec<RolePolicy>,
    /// Documents that belong to no role of the files.
    plain: Vec<RolePolicy>,
    /// A trust policy that belongs to no role of the files.
    trust: Option<RolePolicy>,
    /// The permissions boundary that is passed as such.
    boundary: Option<RolePolicy>,
    /// Whether they hold a version of a policy without its ARN: no role of the files has that.
    has_lone_version: bool,
}

/// A file that does not describe a role, or cannot be read.
#[derive(Debug)]
pub struct UnusableFile {
    /// The file.
    pub source: Arc<Source>,
    /// What it looks like, or what is wrong with it.
    pub problem: RoleFileDiagnostic,
}

impl RoleFiles {
    /// Reads files as the AWS CLI prints them, in order; the boundary goes before what they tell of one.
    ///
    /// # Errors
    ///
    /// The first file that is unusable: nothing is checked with only part of the files.
    pub fn read(
        files: &[Arc<Source>],
        boundary: Option<&Arc<Source>>,
    ) -> Result<Self, Box<UnusableFile>> {
        gather::read(files, boundary)
    }

    /// Whether they are only a permissions boundary, and no role of their own.
    pub fn is_boundary_alone(&self) -> bool {
        self.roles.is_empty() && self.boundary.is_some()
    }

    /// The role of the files that is one of a unit, by its ARN; a generated name is known by the resource in it, as
    /// `CloudFormation` composes it of the stack, the resource and a random part.
    pub fn holding(&self, arn: &Text<'_>) -> Option<&Role> {
        let named = self.roles.iter().filter(|role| role.name.is_some() || role.arn.is_some());
        let is_its_name = |role: &&Role| {
            let mut generated = arn.placeholders().filter(|it| it.is_generated());
            let shown = role.shown().unwrap_or_default();
            generated.all(|it| shown.contains(&format!("-{}-", it.name())))
        };
        let fits = |truth| named.clone().filter(move |role| role.is_called(arn) == truth);
        let mut open = fits(Truth::Unknown).filter(is_its_name);
        let only = open.next().filter(|_| open.next().is_none());
        fits(Truth::True).next().or(only)
    }

    /// The trust policy that belongs to no role of the files.
    pub fn trust(&self) -> Option<&RolePolicy> {
        self.trust.as_ref()
    }

    /// The permissions boundary that is passed as such.
    pub fn boundary(&self) -> Option<&RolePolicy> {
        self.boundary.as_ref()
    }

    /// The role that is stated; where none is, the only one there is.
    ///
    /// # Errors
    ///
    /// Why there is none.
    pub fn pick(&self, stated: Option<&Text<'_>>) -> Result<&Role, RoleNotGiven> {
        if self.has_lone_version {
            return Err(RoleNotGiven::VersionWithoutPolicy);
        }
        let stated = stated.filter(|stated| stated.as_placeholder().is_none());
        match (stated, self.roles.as_slice()) {
            // Documents alone are what the user says about the role that is meant.
            (_, [only]) if only.name.is_none() && only.arn.is_none() => Ok(only),
            (None, [only]) => Ok(only),
            (None, []) => Err(RoleNotGiven::NoRole),
            (None, _) => Err(RoleNotGiven::NoneNamed(self.held())),
            (Some(stated), roles) => {
                let fits = |truth| roles.iter().filter(move |role| role.is_called(stated) == truth);
                let mut open = fits(Truth::Unknown);
                match (fits(Truth::True).next(), open.next(), open.next()) {
                    (Some(role), ..) | (None, Some(role), None) => Ok(role),
                    (None, Some(_), Some(_)) => {
                        Err(RoleNotGiven::MayBeSeveral { stated: stated.to_string() })
                    }
                    (None, None, _) => {
                        let (stated, held) = (stated.to_string(), self.held());
                        Err(RoleNotGiven::NotHeld { stated, held })
                    }
                }
            }
        }
    }

    fn held(&self) -> HeldRoles {
        const NAMED: usize = 5;
        let first = self.roles.iter().filter_map(Role::shown).take(NAMED).collect();
        HeldRoles { first, more: self.roles.len().saturating_sub(NAMED) }
    }
}
