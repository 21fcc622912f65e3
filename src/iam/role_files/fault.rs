//! Why a file does not describe a role, and why no role of the files is selected, as data.

use super::look::Lookalike;
use crate::base::diagnostic::{BuiltIn, Diagnostic};
use crate::base::source::Span;
use crate::syntax::SyntaxFault;

/// Why a file cannot be used, and where.
pub type RoleFileDiagnostic = Diagnostic<RoleFileFault>;

/// Why a file cannot be used. What a value is instead is said as [`Node::kind`](crate::syntax::Node::kind)
/// has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RoleFileFault {
    /// It is empty.
    Empty,
    /// It is not JSON.
    NotJson(SyntaxFault),
    /// It is a template.
    Template,
    /// It does not describe a role.
    NotOfARole(Lookalike),
    /// It is a part of what a command prints.
    CutOff,
    /// A field is not an array.
    NotAnArray {
        /// The field.
        field: OutputField,
        /// What kind of value it is.
        kind: &'static str,
    },
    /// A field is not a name.
    NotAName {
        /// The field.
        field: OutputField,
        /// What kind of value it is.
        kind: &'static str,
    },
    /// A field is missing that the AWS CLI always prints.
    MissingField(&'static str),
    /// An inline policy without its document.
    NoPolicyDocument,
    /// A list of policies that follows no role.
    ListWithoutRole,
    /// A version of a policy that follows no policy.
    VersionWithoutPolicy,
    /// A version of a policy without its document.
    VersionWithoutDocument,
    /// A string that contains no policy document.
    NoDocumentInString,
    /// The policy of a resource.
    ResourcePolicy,
    /// Another trust policy of the same role.
    SecondTrustPolicy,
    /// Several policies, where a role has one permissions boundary.
    SeveralBoundaries,
    /// A trust policy, where a permissions boundary is expected.
    TrustForBoundary,
    /// No policy, where a permissions boundary is expected.
    NoBoundary,
}

/// A field of what the AWS CLI prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutputField {
    /// One that is called by its key.
    Key(&'static str),
    /// The list of the policies that are attached to a role.
    AttachedPolicies,
    /// The name of a policy, as an item of a list.
    PolicyName,
}

/// Why no role of the files is the one that a task definition means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RoleNotGiven {
    /// They hold none.
    NoRole,
    /// They hold a version of a policy without its ARN.
    VersionWithoutPolicy,
    /// They hold several, and the task definition names none.
    NoneNamed(HeldRoles),
    /// It may be several of them.
    MayBeSeveral {
        /// The role that is set.
        stated: String,
    },
    /// They hold others.
    NotHeld {
        /// The role that is set.
        stated: String,
        /// The others.
        held: HeldRoles,
    },
}

/// The roles that files hold, the first of them by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldRoles {
    /// The ARNs or names of the first ones.
    pub first: Vec<String>,
    /// How many more there are.
    pub more: usize,
}

impl RoleFileFault {
    /// It, at a place.
    pub(super) fn at(self, span: Span) -> Box<RoleFileDiagnostic> {
        Box::new(Diagnostic::new(BuiltIn::RoleFile, self, span))
    }

    /// It, of a file as a whole.
    pub(super) fn whole(self) -> Box<RoleFileDiagnostic> {
        Box::new(Diagnostic::whole(BuiltIn::RoleFile, self))
    }
}
