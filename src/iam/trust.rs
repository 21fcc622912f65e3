//! Whether a trust policy lets ECS assume the role.

use super::context::Context;
use super::document::{Document, Uncertainty};
use super::evaluate::{
    Decision, Mismatch, NearMiss, Place, Policies, Request, ResourceSide, evaluate,
};
use super::principal::Caller;
use crate::base::source::Span;
use crate::base::text::{DeploymentPart, Placeholder, PlaceholderKind, Text};
use crate::base::truth::Truth;

/// The service that assumes a task execution role, in every partition. Source: ECS developer guide,
/// `task_execution_IAM_role`; in the partitions of China and for governments what CDK writes.
pub const SERVICE: &str = "ecs-tasks.amazonaws.com";

/// What a trust policy says to ECS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrustDecision {
    /// ECS may assume the role.
    Trusted(Place),
    /// No statement lets it.
    Missing,
    /// A statement would let it, under a condition that no task meets; the key is here.
    NeverMatches(Place, Span),
    /// A statement denies it.
    Denied(Place),
    /// It depends on what is not known here.
    Undecided {
        /// On what.
        uncertainties: Vec<Uncertainty>,
        /// The statements that may decide it.
        by: Vec<Place>,
    },
}

/// Holds a trust policy against the request that ECS makes.
pub fn trust(document: &Document, context: &Context) -> TrustDecision {
    let resource = Text::placeholder(Placeholder::named(PlaceholderKind::RequestValue, "role"));
    let request = Request::new("sts:AssumeRole", &resource, Caller::Service(SERVICE), context);
    let side = ResourceSide { document, other_account: Truth::False, is_key: false };
    let policies = Policies { resource: Some(side), ..Policies::default() };
    match evaluate(&request, &policies) {
        Decision::Allow { by } => TrustDecision::Trusted(by),
        Decision::ExplicitDeny { by } => TrustDecision::Denied(by),
        Decision::Unknown { uncertainties, by } => TrustDecision::Undecided { uncertainties, by },
        Decision::DenyByDefault {
            near_miss: Some(NearMiss { place, mismatch: Mismatch::Condition(key) }),
            ..
        } => TrustDecision::NeverMatches(place, key),
        Decision::DenyByDefault { .. } => TrustDecision::Missing,
    }
}

/// What is known about the request with which ECS assumes the role: the source is a task, never its
/// cluster. Source: ECS developer guide, `task-iam-roles`, on the confused deputy.
///
/// That a service sends no external ID is nowhere written, and follows from there being no place to give
/// ECS one.
pub fn context(
    partition: Option<&Text<'_>>,
    region: Option<&Text<'_>>,
    account: Option<&Text<'_>>,
) -> Context {
    let context = Context::default()
        .without("sts:ExternalId")
        .without("aws:username")
        .without("aws:MultiFactorAuthPresent")
        .without("aws:MultiFactorAuthAge")
        .with("aws:SecureTransport", Text::literal("true"))
        .with_present("aws:CurrentTime")
        .with_present("aws:EpochTime");
    let or_placeholder = |value: Option<&Text<'_>>, part: DeploymentPart| {
        value.map_or_else(
            || Text::placeholder(Placeholder::unspecified(part)),
            |value| value.clone().into_owned(),
        )
    };
    let of_task = |name| Placeholder::named(PlaceholderKind::RunningTask, name);
    let mut arn = Text::literal("arn:");
    arn.push_text(&or_placeholder(partition, DeploymentPart::Partition));
    arn.push_str(":ecs:");
    arn.push_text(&or_placeholder(region, DeploymentPart::Region));
    arn.push_str(":");
    arn.push_text(&or_placeholder(account, DeploymentPart::Account));
    arn.push_str(":task/");
    arn.push_placeholder(of_task("cluster"));
    arn.push_str("/");
    arn.push_placeholder(of_task("task-id"));
    let context = context.with("aws:SourceArn", arn);
    match account {
        Some(account) => context.with("aws:SourceAccount", account.clone().into_owned()),
        None => context.with_present("aws:SourceAccount"),
    }
}
