//! The launch types that a launch states: its own, those of its capacity providers, or those of its cluster's.

use super::table::RunnerKind;
use super::{attribute_at, refers_to};
use crate::aws::launch_type::LaunchType;
use crate::base::source::Span;
use crate::base::text::Text;
use crate::base::truth::Truth;
use crate::input::context::Launcher;
use crate::input::terraform::evaluator::ModuleEvaluator;
use crate::input::terraform::instance::ResourceInstance;
use crate::input::terraform::open::text_of;
use crate::syntax::{Node, Value};

/// The launch types of a launch.
pub(super) fn stated<'t>(
    evaluator: &ModuleEvaluator<'_, 't>,
    instance: &ResourceInstance<'t>,
    row: &RunnerKind,
) -> Vec<Launcher> {
    let span = instance.block.as_ref().map(|it| it.header).unwrap_or_default();
    if let Some(launch_type) = row.always {
        return vec![Launcher::new(Some(launch_type), span)];
    }
    if let Some(node) = attribute_at(evaluator, instance, row.launch_type) {
        let text = text_of(&node).filter(|text| !text.is_empty());
        return text.map(|text| one(&text, node.span)).into_iter().collect();
    }
    let strategy = attribute_at(evaluator, instance, row.strategy);
    if let Some(strategy) = strategy.filter(|node| !is_empty_list(node)) {
        return of_strategy(evaluator, &strategy);
    }
    let named = attribute_at(evaluator, instance, row.cluster);
    let named = named.as_ref().and_then(text_of);
    let default = named.and_then(|named| default_strategy(evaluator, &named));
    default.map(|strategy| of_strategy(evaluator, &strategy)).unwrap_or_default()
}

fn is_empty_list(node: &Node<'_>) -> bool {
    node.as_list().is_some_and(<[_]>::is_empty)
}

fn one(text: &Text<'_>, span: Span) -> Launcher {
    let known = LaunchType::ALL.into_iter().find(|it| text.equals(it.name()) == Truth::True);
    Launcher::new(known, span)
}

/// What a capacity provider strategy comes to: each provider's launch type. Items are blocks or names.
fn of_strategy<'t>(evaluator: &ModuleEvaluator<'_, 't>, strategy: &Node<'t>) -> Vec<Launcher> {
    // In the JSON syntax, a block that is there once may be an object.
    let one = || strategy.as_map().map(|_| std::slice::from_ref(strategy));
    let Some(items) = strategy.as_list().or_else(one) else {
        return vec![Launcher::new(None, strategy.span)];
    };
    let provider = |item: &Node<'t>| {
        let named =
            if item.as_map().is_some() { item.get("capacity_provider") } else { Some(item) };
        let span = named.map_or(item.span, |it| it.span);
        let text = named.and_then(text_of);
        Launcher::new(text.and_then(|text| of_provider(evaluator, &text)), span)
    };
    items.iter().map(provider).collect()
}

/// The launch type behind a capacity provider: Fargate's own, or one of the module. One that the module does not show
/// may be of instances or of external ones.
fn of_provider<'t>(evaluator: &ModuleEvaluator<'_, 't>, name: &Text<'t>) -> Option<LaunchType> {
    if matches!(name.as_literal(), Some("FARGATE" | "FARGATE_SPOT")) {
        return Some(LaunchType::Fargate);
    }
    let providers = evaluator.quietly(|| evaluator.all(false, "aws_ecs_capacity_provider"));
    let provider = providers.iter().find(|it| {
        let stated = evaluator.attribute(it, "name").as_ref().and_then(text_of);
        refers_to(evaluator, name, it) || stated.is_some_and(|stated| stated == *name)
    })?;
    let has = |kind| !evaluator.blocks(provider, kind).is_empty();
    if has("managed_instances_provider") {
        return Some(LaunchType::ManagedInstances);
    }
    has("auto_scaling_group_provider").then_some(LaunchType::Ec2)
}

/// The strategy that a cluster falls back to: that of its capacity providers.
fn default_strategy<'t>(evaluator: &ModuleEvaluator<'_, 't>, named: &Text<'t>) -> Option<Node<'t>> {
    let clusters = evaluator.quietly(|| evaluator.all(false, "aws_ecs_cluster"));
    let is_of = |cluster: &&ResourceInstance<'t>, text: &Text<'t>| {
        let stated = evaluator.attribute(cluster, "name").as_ref().and_then(text_of);
        refers_to(evaluator, text, cluster) || stated.is_some_and(|stated| stated == *text)
    };
    let cluster = clusters.iter().find(|it| is_of(it, named));
    let associations =
        evaluator.quietly(|| evaluator.all(false, "aws_ecs_cluster_capacity_providers"));
    let associated = associations.iter().find(|it| {
        let text = evaluator.attribute(it, "cluster_name").as_ref().and_then(text_of);
        text.is_some_and(|text| {
            text == *named || cluster.as_ref().is_some_and(|cluster| is_of(cluster, &text))
        })
    });
    let blocks = |it: &ResourceInstance<'t>| {
        let items = evaluator.blocks(it, "default_capacity_provider_strategy");
        let span = items.first()?.span;
        Some(Node { span, value: Value::List(items) })
    };
    // Until version 4 of the provider it was an argument of the cluster.
    associated.and_then(blocks).or_else(|| cluster.and_then(blocks))
}
