//! A cause: a file of `rules/causes/`, which says what is wrong where AWS prints certain words.

use super::data::{List, Str};
use super::rule::{Certainty, Phase, RoleKind};

/// One file of `rules/causes/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// The name: that of the file without `.yaml`.
    pub id: Str,
    /// What is wrong, in a few words.
    pub title: Str,
    /// Where the fault lies.
    pub side: CauseSide,
    /// How certainly the words mean it.
    pub likelihood: Likelihood,
    /// How certain the cause itself is.
    pub certainty: Certainty,
    /// Where that was seen.
    pub source: Option<Str>,
    /// How it relates to the others.
    pub kind: CauseKind,
    /// In which phase the texts of rules lead here that name no cause.
    pub phase: Option<Phase>,
    /// The words that decide, each by itself; `…` is a part that varies.
    pub words: List<Str>,
    /// The actions whose denial leads here: `iam:PassRole`, `ecs:*`.
    pub actions: List<Str>,
    /// The causes that it takes the place of: their words are part of its own text.
    pub outranks: List<Str>,
    /// The action that is meant, where the words do not contain it.
    pub call: Option<Str>,
    /// The rules whose features it is about.
    pub rules: List<Str>,
    /// The codes of the findings that a check of the file reports for it.
    pub codes: List<Str>,
    /// What is said: the first sentence of which all is known.
    pub say: List<Str>,
    /// What to do: the first of which all is known.
    pub fix: List<Str>,
    /// What it is not.
    pub not: Option<Str>,
    /// What `{by-service}` stands for, by the service of the call.
    pub by_service: List<(Str, Str)>,
    /// AWS's page about it.
    pub docs: Option<Str>,
}

/// Where a fault lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CauseSide {
    /// The role that makes the call, whichever that is.
    OfRole,
    /// The task execution role.
    ExecutionRole,
    /// The task role.
    TaskRole,
    /// The container instance role.
    InstanceRole,
    /// The infrastructure role.
    InfrastructureRole,
    /// The service-linked role of ECS.
    ServiceLinkedRole,
    /// Whoever deploys.
    Deployer,
    /// The credentials of a private registry.
    RegistryCredentials,
    /// The network.
    Network,
    /// Something that is not there.
    MissingResource,
    /// The image.
    Image,
    /// The task definition.
    TaskDefinition,
    /// Capacity, quotas and attributes.
    Capacity,
    /// Anything else.
    Other,
}

/// How certainly words mean a cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Likelihood {
    /// It is one of several.
    Possible,
    /// It mostly is.
    Likely,
    /// It is.
    Certain,
}

/// How a cause relates to the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CauseKind {
    /// Its words name it whole.
    Whole,
    /// It happens to any feature: a denial, a network that does not answer.
    Fault,
    /// Only where nothing else is known: its words open many texts.
    Opening,
}

impl Likelihood {
    /// The name in the JSON output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Possible => "possible",
            Self::Likely => "likely",
            Self::Certain => "certain",
        }
    }
}

impl From<RoleKind> for CauseSide {
    fn from(role: RoleKind) -> Self {
        match role {
            RoleKind::Execution => Self::ExecutionRole,
            RoleKind::Task => Self::TaskRole,
            RoleKind::Infrastructure => Self::InfrastructureRole,
            RoleKind::None => Self::Other,
        }
    }
}
