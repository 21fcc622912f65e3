//! Where a resource is made: what is known of its partition, Region and account.

use crate::aws::deployment::Deployment;
use crate::aws::partition;
use crate::base::text::{DeploymentPart, Placeholder, Text};

/// The usual partition, where nothing decides it.
pub(super) const USUAL_PARTITION: &str = "aws";

/// Where a resource is made.
#[derive(Clone, Debug)]
pub(super) struct Home<'t> {
    /// None where nothing decides it.
    pub(super) partition: Option<Text<'t>>,
    /// None where nothing decides it.
    pub(super) region: Option<Text<'t>>,
    /// None where nothing decides it.
    pub(super) account: Option<Text<'t>>,
}

impl<'t> Home<'t> {
    /// The partition, as text that may be a placeholder.
    pub(super) fn partition(&self) -> Text<'t> {
        or_unspecified(self.partition.as_ref(), DeploymentPart::Partition)
    }

    /// The Region, as text that may be a placeholder.
    pub(super) fn region(&self) -> Text<'t> {
        or_unspecified(self.region.as_ref(), DeploymentPart::Region)
    }

    /// The account, as text that may be a placeholder.
    pub(super) fn account(&self) -> Text<'t> {
        or_unspecified(self.account.as_ref(), DeploymentPart::Account)
    }

    /// The end of the hosts of AWS: the usual one where nothing decides the partition, so that a registry is one.
    pub(super) fn dns_suffix(&self) -> Text<'t> {
        let known = self.partition.as_ref().and_then(Text::as_literal);
        Text::literal(partition::dns_suffix(known.unwrap_or(USUAL_PARTITION)))
    }

    /// The same, as a task definition's context has it.
    pub(super) fn deployment(self) -> Deployment<'t> {
        let Self { partition, region, account } = self;
        Deployment { partition, region, account, ..Deployment::default() }
    }
}

fn or_unspecified<'t>(known: Option<&Text<'t>>, part: DeploymentPart) -> Text<'t> {
    known.cloned().unwrap_or_else(|| Text::placeholder(Placeholder::unspecified(part)))
}
