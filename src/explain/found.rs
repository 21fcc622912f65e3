//! A cause that was found in a text.

use crate::rules::cause::{CauseSide, Likelihood};
use crate::rules::language::SIDES;
use std::borrow::Cow;

/// A part of a text: bytes from a start to an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TextSpan {
    /// Where it starts.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// What names a cause, the most telling first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum CauseTier {
    /// A call that was denied.
    DeniedCall,
    /// A text that names its cause whole.
    WholeText,
    /// A feature and a fault.
    FeatureAndFault,
    /// A fault without a feature.
    FaultAlone,
    /// A feature without a fault.
    FeatureAlone,
    /// The same as another, where it is of another account.
    OtherAccount,
    /// What many texts begin with.
    Opening,
}

/// A cause that was found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundCause {
    /// The ID of the cause.
    pub id: String,
    /// Where the fault lies.
    pub side: CauseSide,
    /// How certain that is.
    pub certainty: Likelihood,
    /// The IDs of the rules whose feature it is about.
    pub rules: Vec<String>,
    /// The codes of findings that a check of the file reports for it.
    pub codes: Vec<String>,
    /// Who called.
    pub principal: Option<String>,
    /// Which action was called.
    pub action: Option<String>,
    /// On which resource.
    pub resource: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub fix: Option<String>,
    /// What it is not.
    pub not: Option<String>,
    /// AWS's page about it.
    pub docs: Option<Cow<'static, str>>,
    /// The parts of the text that decided.
    pub evidence: Vec<TextSpan>,
    /// The order among the causes of one text.
    pub(super) tier: CauseTier,
}

impl FoundCause {
    /// Whether both say the same of the same call.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.id == other.id
            && self.rules == other.rules
            && self.action == other.action
            && self.resource == other.resource
    }

    /// The order among the causes of a log.
    pub(super) fn rank(&self) -> (CauseTier, std::cmp::Reverse<Likelihood>) {
        (self.tier, std::cmp::Reverse(self.certainty))
    }
}

/// The name of a side in the JSON output: that of its files. A role that is not known further is the execution role.
pub(crate) fn side_name(side: CauseSide) -> &'static str {
    let side = if side == CauseSide::OfRole { CauseSide::ExecutionRole } else { side };
    SIDES.into_iter().find(|(_, known)| *known == side).map_or("other", |(name, _)| name)
}
