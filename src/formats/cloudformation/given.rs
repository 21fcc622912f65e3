//! What the user gives a template: parameters, and where it is deployed.

use super::world::hole;
use crate::aws::partition;
use crate::text::Text;
use std::borrow::Cow;

/// What is given beside a template.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// Parameters, by name; the last of two alike counts.
    pub variables: Vec<(String, String)>,
    /// `AWS::Partition`.
    pub partition: Option<String>,
    /// `AWS::Region`.
    pub region: Option<String>,
    /// `AWS::AccountId`.
    pub account: Option<String>,
}

impl Given {
    /// The value given for a parameter, or for a pseudo parameter.
    pub(super) fn variable<'t>(&self, name: &str) -> Option<Cow<'t, str>> {
        let found = self.variables.iter().rev().find(|(known, _)| known == name);
        found.map(|(_, value)| Cow::Owned(value.clone()))
    }

    /// A pseudo parameter, as far as it is given or follows from what is.
    ///
    /// Where nothing tells of the partition it is `aws`, as in task definitions that are no templates.
    pub(super) fn pseudo<'t>(&self, name: &str) -> Option<Text<'t>> {
        let own = |value: &Option<String>| value.clone().map(Text::literal);
        let given = || self.variable(name).map(Text::literal);
        match name {
            "AWS::Region" => own(&self.region).or_else(given),
            "AWS::AccountId" => own(&self.account).or_else(given),
            "AWS::Partition" => {
                given().or_else(|| Some(Text::literal(self.partition().to_owned())))
            }
            "AWS::URLSuffix" => given().or_else(|| Some(Text::literal(self.suffix()))),
            _ => given(),
        }
    }

    /// The Region where it is deployed, as text that may be a hole.
    pub(super) fn region_text<'t>(&self) -> Text<'t> {
        self.pseudo("AWS::Region").unwrap_or_else(|| hole("AWS::Region"))
    }

    /// The account where it is deployed, as text that may be a hole.
    pub(super) fn account_text<'t>(&self) -> Text<'t> {
        self.pseudo("AWS::AccountId").unwrap_or_else(|| hole("AWS::AccountId"))
    }

    /// The partition where it is deployed.
    pub(super) fn partition(&self) -> &str {
        let of_region = || partition::of_region(self.region.as_deref()?);
        self.partition.as_deref().or_else(of_region).unwrap_or("aws")
    }

    /// The end of the host names of that partition. Source: CloudFormation user guide,
    /// `pseudo-parameter-reference`.
    fn suffix(&self) -> &'static str {
        match self.partition() {
            "aws-cn" => "amazonaws.com.cn",
            _ => "amazonaws.com",
        }
    }
}
