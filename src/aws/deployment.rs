//! Where a task definition is deployed: its partition, Region and account, as far as they are known.

use super::{partition, tokens};
use crate::base::text::{DeploymentPart, Text};
use std::sync::Arc;

/// Where a task definition is deployed, as far as the file or the user says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deployment<'t> {
    /// The partition.
    pub partition: Option<Text<'t>>,
    /// The Region.
    pub region: Option<Text<'t>>,
    /// The account.
    pub account: Option<Text<'t>>,
    /// The one Region that its images, logs and secrets name, where nothing says in which it runs.
    pub likely_region: Option<Text<'t>>,
    /// The log groups that are created with it, by name.
    pub log_groups: Arc<[Text<'t>]>,
}

impl<'t> Deployment<'t> {
    /// One part, where it is known.
    pub fn part(&self, part: DeploymentPart) -> Option<&Text<'t>> {
        match part {
            DeploymentPart::Partition => self.partition.as_ref(),
            DeploymentPart::Region => self.region.as_ref(),
            DeploymentPart::Account => self.account.as_ref(),
        }
    }

    /// The Region in which it runs; else the one that all it names are in.
    pub fn likely_region(&self) -> Option<&Text<'t>> {
        self.region.as_ref().or(self.likely_region.as_ref())
    }

    /// The partition: as it is known, or that of the Region.
    pub fn partition_by_region(&self) -> Option<Text<'t>> {
        let of_region = || partition::of_region(self.region.as_ref()?.as_literal()?);
        self.partition.clone().or_else(|| of_region().map(Text::literal))
    }

    /// A resource in the partition of the deployment: a role reaches no other.
    pub fn in_partition<'r>(&self, resource: Text<'r>) -> Text<'r> {
        let own = self.partition.as_ref().and_then(Text::as_literal);
        let head = tokens::head(&resource);
        let other = head.strip_prefix("arn:").and_then(|rest| rest.split_once(':'));
        let (Some(own), Some((other, _))) = (own, other) else { return resource };
        if other == own || other.is_empty() {
            return resource;
        }
        let rest = tokens::strip_prefix(&resource, &format!("arn:{other}:")).unwrap_or_default();
        let mut moved = Text::literal(format!("arn:{own}:"));
        moved.push_text(&rest);
        moved
    }

    /// Takes each part that is not known yet from another deployment.
    pub fn complete(&mut self, other: &Self) {
        let complete = |slot: &mut Option<Text<'t>>, other: &Option<Text<'t>>| {
            if slot.is_none() {
                *slot = other.clone().filter(|text| !text.is_empty());
            }
        };
        complete(&mut self.partition, &other.partition);
        complete(&mut self.region, &other.region);
        complete(&mut self.account, &other.account);
        if self.log_groups.is_empty() {
            self.log_groups = Arc::clone(&other.log_groups);
        }
    }

    /// The same deployment, owning its contents.
    pub fn into_owned(self) -> Deployment<'static> {
        Deployment {
            partition: self.partition.map(Text::into_owned),
            region: self.region.map(Text::into_owned),
            account: self.account.map(Text::into_owned),
            likely_region: self.likely_region.map(Text::into_owned),
            log_groups: self.log_groups.iter().map(|it| it.clone().into_owned()).collect(),
        }
    }
}
