//! The launch types that a launch states: its own, those of its capacity providers, or those of its cluster's.

use super::sites::TaskLaunch;
use crate::aws::launch_type::LaunchType;
use crate::base::source::Span;
use crate::base::text::Text;
use crate::base::truth::Truth;
use crate::input::cloudformation::evaluator::{Evaluator, attributes};
use crate::input::cloudformation::placeholders::as_text;
use crate::input::cloudformation::template::Resource;
use crate::input::context::Launcher;
use crate::syntax::Node;

/// The launch types of a launch.
pub(super) fn stated<'t>(evaluator: &Evaluator<'_, 't>, launch: &TaskLaunch<'t>) -> Vec<Launcher> {
    if let Some((launch_type, span)) = launch.always {
        return vec![Launcher::new(Some(launch_type), span)];
    }
    if let Some(node) = &launch.launch_type {
        let text = as_text(node).filter(|text| !text.is_empty());
        return text.map(|text| one(&text, node.span)).into_iter().collect();
    }
    if let Some(strategy) = launch.strategy.as_ref().filter(|node| !is_empty_list(node)) {
        return of_strategy(evaluator, strategy);
    }
    let cluster = launch.cluster.as_ref().and_then(|named| cluster_of(evaluator, named));
    let default = cluster.and_then(|cluster| default_strategy(evaluator, cluster));
    default.map(|strategy| of_strategy(evaluator, &strategy)).unwrap_or_default()
}

fn is_empty_list(node: &Node<'_>) -> bool {
    node.as_list().is_some_and(<[_]>::is_empty)
}

fn one(text: &Text<'_>, span: Span) -> Launcher {
    let known = LaunchType::ALL.into_iter().find(|it| text.equals(it.name()) == Truth::True);
    Launcher::new(known, span)
}

/// What a capacity provider strategy comes to: each provider's launch type.
fn of_strategy<'t>(evaluator: &Evaluator<'_, 't>, strategy: &Node<'t>) -> Vec<Launcher> {
    let Some(items) = strategy.as_list() else {
        return vec![Launcher::new(None, strategy.span)];
    };
    let provider = |item: &Node<'t>| {
        let named = item.get("CapacityProvider");
        let span = named.map_or(item.span, |it| it.span);
        let text = named.and_then(as_text);
        Launcher::new(text.and_then(|text| of_provider(evaluator, &text)), span)
    };
    items.iter().map(provider).collect()
}

/// The launch type behind a capacity provider: Fargate's own, or one of the template. One that the template
/// does not show may be of instances or of external ones.
fn of_provider(evaluator: &Evaluator<'_, '_>, name: &Text<'_>) -> Option<LaunchType> {
    if matches!(name.as_literal(), Some("FARGATE" | "FARGATE_SPOT")) {
        return Some(LaunchType::Fargate);
    }
    let of_name = |resource: &&Resource<'_>| {
        let named = name.as_placeholder().is_some_and(|it| it.name() == resource.name);
        let stated = resource.property("Name").and_then(Node::as_str);
        named || (stated.is_some() && stated == name.as_literal())
    };
    let mut providers = evaluator.template.of_kind("AWS::ECS::CapacityProvider");
    let provider = providers.find(of_name)?;
    if provider.property("ManagedInstancesProvider").is_some() {
        return Some(LaunchType::ManagedInstances);
    }
    provider.property("AutoScalingGroupProvider").map(|_| LaunchType::Ec2)
}

/// The cluster of the template that a launch names, by its name or its ARN.
fn cluster_of<'a, 't>(evaluator: &Evaluator<'a, 't>, named: &Text<'t>) -> Option<&'a Resource<'t>> {
    evaluator.template.of_kind("AWS::ECS::Cluster").find(|cluster| is_of(evaluator, cluster, named))
}

fn is_of<'t>(evaluator: &Evaluator<'_, 't>, cluster: &Resource<'t>, named: &Text<'t>) -> bool {
    *named == attributes::reference(evaluator, cluster)
        || *named == attributes::attribute(evaluator, cluster, "Arn")
}

/// The strategy that a cluster falls back to: its own, or that of its associations.
fn default_strategy<'t>(evaluator: &Evaluator<'_, 't>, cluster: &Resource<'t>) -> Option<Node<'t>> {
    let associated = || {
        let mut all = evaluator.template.of_kind("AWS::ECS::ClusterCapacityProviderAssociations");
        all.find(|it| {
            let named = it.property("Cluster").and_then(|node| evaluator.text(node));
            named.is_some_and(|named| is_of(evaluator, cluster, &named))
        })
    };
    let own = cluster.property("DefaultCapacityProviderStrategy");
    let node = own.or_else(|| associated()?.property("DefaultCapacityProviderStrategy"))?;
    let strategy = evaluator.resolve(node)?;
    (!is_empty_list(&strategy)).then_some(strategy)
}
