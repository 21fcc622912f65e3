//! The pseudo parameters of CloudFormation, as far as the user sets them.

use crate::aws::partition;
use crate::base::text::{DeploymentPart, Text};
use crate::input::inputs::Inputs;

/// A pseudo parameter, as far as it is given or follows from what is.
pub(super) fn given<'t>(inputs: &Inputs, name: &str) -> Option<Text<'t>> {
    let part = |part| inputs.deployment.part(part).cloned();
    let region = || part(DeploymentPart::Region);
    let own_partition = || {
        let region = region().or_else(|| variable(inputs, "AWS::Region"));
        let of_region = || partition::of_region(region?.as_literal()?).map(Text::literal);
        part(DeploymentPart::Partition).or_else(of_region)
    };
    let own = match name {
        "AWS::Region" => region(),
        "AWS::AccountId" => part(DeploymentPart::Account),
        "AWS::Partition" => own_partition(),
        "AWS::URLSuffix" => own_partition()
            .and_then(|it| Some(Text::literal(partition::dns_suffix(it.as_literal()?)))),
        _ => None,
    };
    own.or_else(|| variable(inputs, name))
}

fn variable(inputs: &Inputs, name: &str) -> Option<Text<'static>> {
    inputs.variable(name).map(|value| Text::literal(value.to_owned()))
}
