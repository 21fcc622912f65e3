//! Findings about the trust policy of a role, as data.

use crate::iam::document::Uncertainty;

/// What is wrong with a trust policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrustFault {
    /// No statement lets ECS assume the role.
    Missing,
    /// A statement denies it.
    Denied,
    /// A statement lets it under a condition that no task meets.
    NeverMet,
    /// It depends on what is not known here.
    Undecided {
        /// On what.
        uncertainties: Vec<Uncertainty>,
    },
}

/// What to do about a trust policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrustRemedy {
    /// Trust the service.
    TrustService,
    /// Compare with the ARNs of tasks.
    CompareWithTasks,
    /// Name the account of the role.
    NameAccount,
    /// Take a condition out.
    RemoveCondition,
    /// Trust the service by its name.
    NameService,
    /// Say where the tasks run.
    SayWhere,
    /// Take the action out of a Deny.
    RemoveFromDeny,
}

/// What is noted in a trust policy, or where the role is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrustNote {
    /// Whether ECS may assume the role was not looked at.
    NotChecked,
    /// ECS is named, though not allowed to assume the role.
    ServiceNamedOnly,
    /// Whom the role trusts.
    Others(Vec<String>),
    /// The role trusts this, which is almost the service.
    Similar(String),
    /// The role trusts no service.
    NoService,
    /// A condition of the trust policy that no task meets.
    ConditionUnmet {
        /// Its key.
        key: String,
        /// Whether it names a cluster.
        is_cluster: bool,
        /// Whether a value has a wildcard.
        has_wildcard: bool,
    },
    /// AWS's pages contradict each other on this principal.
    DisputedPrincipal,
    /// What is undecided here.
    Open,
    /// A condition that depends on a key that cannot be seen.
    ConditionOpen(String),
    /// This denies it.
    Denies,
}
