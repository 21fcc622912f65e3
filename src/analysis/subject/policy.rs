//! Notes on a policy that is printed, as data.

use super::role::DependsOn;

/// What there is to say beside a policy that is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PolicyNote {
    /// A task definition that requires no execution role.
    RoleNotNeeded {
        /// The task definition: its file and its name.
        task: String,
        /// Whether the instance's own role does something for it.
        by_instance: bool,
    },
    /// A task definition whose verdict depends; what it would need is allowed.
    Undetermined {
        /// The task definition: its file and its name.
        task: String,
        /// On what.
        on: DependsOn,
    },
    /// A permission on what can be in no policy.
    NotAnArn {
        /// The action.
        action: String,
        /// What is not an ARN.
        resource: String,
    },
    /// Permissions that are required only under a condition, and omitted.
    LeftOut {
        /// The action.
        action: String,
        /// The first resource.
        resource: String,
        /// How many more there are.
        more: usize,
        /// The condition.
        condition: String,
    },
    /// Nothing is left to allow.
    NothingToAllow {
        /// Whether the managed policy allows all of it.
        by_managed: bool,
    },
    /// What somebody must still give.
    LeftOpen {
        /// How the form takes it.
        stand_in: StandIn,
        /// What.
        open: Vec<String>,
    },
    /// An account that is not one.
    InvalidAccount(String),
    /// A policy that IAM does not take.
    TooLarge {
        /// Its size in characters, as IAM counts them.
        size: usize,
        /// What may have how many.
        limit: PolicyLimit,
    },
    /// Several accounts, where a role has one.
    SeveralAccounts,
    /// Several roles, where one is printed: their names, and what it is called.
    SeveralRoles {
        /// The names in the files.
        names: Vec<String>,
        /// The name that is used; none in a form that has no fixed name.
        used: Option<&'static str>,
    },
    /// The name of the role in the files, where the form has no fixed name.
    RoleNameOmitted(String),
}

/// How a form takes what is undecided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StandIn {
    /// It is filled in by hand.
    Placeholder,
    /// By a parameter of a template.
    Parameter,
    /// By a variable of Terraform.
    Variable,
}

/// A limit of IAM on the size of policies. Source: IAM user guide, `reference_iam-quotas`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolicyLimit {
    /// A managed policy.
    Managed,
    /// All the inline policies of a role.
    Inline,
}

impl PolicyLimit {
    /// The most characters that IAM takes.
    pub fn most(self) -> usize {
        match self {
            Self::Managed => 6_144,
            Self::Inline => 10_240,
        }
    }
}
