//! What the user gives a template: parameters, and where it is deployed.

use crate::aws::partition;
use crate::base::text::Text;
use std::borrow::Cow;

/// What is given beside a template.
#[derive(Clone, Debug, Default)]
pub struct TemplateInputs {
    /// Parameters, by name; the last of two alike counts.
    pub variables: Vec<(String, String)>,
    /// `AWS::Partition`.
    pub partition: Option<String>,
    /// `AWS::Region`.
    pub region: Option<String>,
    /// `AWS::AccountId`.
    pub account: Option<String>,
}

impl TemplateInputs {
    /// The value given for a parameter, or for a pseudo parameter.
    pub(super) fn variable<'t>(&self, name: &str) -> Option<Cow<'t, str>> {
        let found = self.variables.iter().rev().find(|(known, _)| known == name);
        found.map(|(_, value)| Cow::Owned(value.clone()))
    }

    /// A pseudo parameter, as far as it is given or follows from what is.
    pub(super) fn pseudo<'t>(&self, name: &str) -> Option<Text<'t>> {
        let of_region = || self.region().as_deref().and_then(partition::of_region);
        let own = match name {
            "AWS::Region" => self.region(),
            "AWS::AccountId" => self.account.clone(),
            "AWS::Partition" => self.partition.clone().or_else(|| of_region().map(str::to_owned)),
            "AWS::URLSuffix" => {
                let name = self.partition.as_deref().or_else(of_region);
                name.map(|it| partition::dns_suffix(it).to_owned())
            }
            _ => None,
        };
        own.map(Text::literal).or_else(|| self.variable(name).map(Text::literal))
    }

    fn region(&self) -> Option<String> {
        self.region.clone().or_else(|| self.variable("AWS::Region").map(Cow::into_owned))
    }
}
