//! Findings about the permissions of a role that was provided, as data.

use crate::base::text::Text;
use crate::iam::document::Uncertainty;

/// A permission that is asked for, and what is wrong with it.
#[derive(Clone, Debug, PartialEq)]
pub struct PermissionSubject {
    /// The actions: one, or several where findings are drawn as one.
    pub actions: Vec<GroupedAction>,
    /// The resource.
    pub resource: Text<'static>,
    /// Another form of the same resource: either will do.
    pub other_form: Option<Text<'static>>,
    /// Which policies may allow it as well as the role's.
    pub alternative: Option<String>,
    /// The task role, where that allows it: its name.
    pub task_role: Option<String>,
    /// What is wrong.
    pub fault: PermissionFault,
}

/// An action of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupedAction {
    /// Its name.
    pub name: String,
    /// Whether AWS documents it and no source shows that it is used, other than the rest.
    pub only_documented: bool,
}

/// What is wrong with a permission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PermissionFault {
    /// Nothing allows it.
    Missing,
    /// It is allowed only under a condition that ECS does not meet.
    NeverMet,
    /// A statement denies it.
    Denied {
        /// Whose.
        by: PolicyOwner,
    },
    /// The permissions boundary does not allow it.
    CutOff {
        /// The boundary, where it has a name.
        boundary: Option<PolicyName>,
    },
    /// The policy of the key does not allow it.
    KeptByKey,
    /// It is allowed on the alias of a key, which grants nothing.
    OnAlias,
    /// It is required in one reading of an open value, and not certainly allowed.
    OneOfSeveral {
        /// The reading: "${X} is a secret".
        condition: String,
        /// Whether the role may allow what another reading requires.
        is_any_allowed: bool,
    },
    /// It depends on what is not known here.
    Conditional {
        /// On what.
        uncertainties: Vec<Uncertainty>,
    },
}

/// Whose statement it is; of AWS's own policy, which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PolicyOwner {
    /// One of the role's policies.
    Role(Option<PolicyName>),
    /// The permissions boundary.
    Boundary(Option<PolicyName>),
    /// The trust policy.
    Trust(Option<PolicyName>),
}

/// How a policy is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PolicyName {
    /// By a name or an ARN of its own.
    Own(String),
    /// By what it is.
    Description(String),
    /// A copy of a managed policy of AWS: its name, its version, the day of that version.
    Copy(&'static str, &'static str, &'static str),
}

/// Why a statement that comes close misses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NearMissKind {
    /// The ARN of a log group without `:*`.
    LogGroupWithoutStreams,
    /// The ARN of a log group that ends in `/*`.
    LogGroupsBelow,
    /// Other log streams of the log group.
    OtherLogStreams {
        /// The stream that ECS writes to.
        expected: String,
    },
    /// The ARN of a secret without its last characters.
    SecretWithoutSuffix,
    /// The ARN of a secret, and the key in it, as a task definition has it.
    SecretWithKey,
    /// The ARN of a repository, and a tag or a digest.
    RepositoryWithTag,
    /// The ARN of a bucket, where an object in it is read.
    BucketWithoutObject,
    /// A parameter with two slashes.
    DoubleSlash,
    /// The alias of a key.
    Alias,
    /// A resource for an action that has none.
    NeedsEveryResource,
    /// A policy variable before the fifth colon of an ARN.
    MisplacedVariable(String),
    /// Another resource.
    OtherResource,
    /// A field of the ARN that is omitted.
    FieldMissing {
        /// The field.
        field: &'static str,
        /// What it should be.
        expected: String,
    },
    /// A field of the ARN that should be empty.
    FieldNotEmpty {
        /// The field.
        field: &'static str,
    },
    /// Another value in a field of the ARN.
    OtherField {
        /// The field.
        field: &'static str,
        /// What it is.
        found: String,
        /// What it should be.
        expected: String,
    },
    /// Another resource of the same kind.
    OtherOfKind(&'static str),
    /// `NotResource` names it.
    LeftOutByNotResource,
    /// `NotAction` names it.
    LeftOutByNotAction,
    /// An action that is spelled nearly so.
    SimilarAction,
    /// Other actions of the service.
    OtherActions,
    /// The same, of a resource that is written in a string, where no place shows it.
    InString(String, Box<Self>),
}

/// A policy that was not provided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MissingPolicy {
    /// The trust policy.
    Trust,
    /// The document of a policy.
    Document(PolicyName),
}

/// What to do about a permission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PermissionRemedy {
    /// Take the action out of a Deny.
    RemoveFromDeny,
    /// Let the key's policy allow its use.
    AllowInKeyPolicy,
    /// Add a statement to the role's policy, or change the one that comes close.
    AddStatement(Option<NearMissKind>),
    /// Add a statement without the condition.
    AddWithoutCondition,
    /// Add a statement to the permissions boundary; take another one where it is AWS's.
    AddToBoundary {
        /// Whether it is a managed policy of AWS.
        is_copy: bool,
    },
    /// Settle what leaves a permission undecided.
    SettlePermission(Vec<Uncertainty>),
    /// Name a key by its ARN.
    NameKey,
}

/// What is noted at a statement of a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatementNote {
    /// This denies it.
    Denies,
    /// Why a statement misses.
    NearMiss(NearMissKind),
    /// Why a statement of the boundary misses; none if no statement comes close.
    BoundaryMiss(Option<NearMissKind>),
    /// A condition that the call of ECS does not meet.
    ConditionUnmet {
        /// Its key.
        key: String,
        /// Whether the call fetches the token of ECR, which goes by no VPC endpoint.
        is_ecr_token: bool,
    },
    /// A condition that depends on a key that cannot be seen.
    ConditionOpen(String),
    /// A template leaves this open.
    Open,
    /// A resource that may be the one that is required.
    MayBeThis,
    /// A statement that may decide.
    MayDecide,
}
