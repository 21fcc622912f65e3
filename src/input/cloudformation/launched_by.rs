//! What runs a task definition: services, schedules and pipes of the template, with their launch types.

use super::evaluator::Evaluator;
use super::placeholders::as_text;
use super::template::{Resource, Template};
use crate::aws::launch_type::LaunchType;
use crate::base::source::Span;
use crate::base::text::Text;
use crate::base::truth::Truth;
use crate::input::context::Launcher;
use crate::syntax::{Aliases, Node};
use std::collections::HashMap;

/// What may run task definitions, by the logical ID that it refers to.
#[derive(Debug, Default)]
pub(super) struct Launchers<'t> {
    by_task: HashMap<&'t str, Vec<LaunchSite<'t>>>,
}

/// A place that names a task definition and how it is run.
#[derive(Clone, Copy, Debug)]
struct LaunchSite<'t> {
    resource: Resource<'t>,
    /// The object that holds `LaunchType` and `CapacityProviderStrategy`.
    settings: &'t Node<'t>,
    /// Whether the default strategy of a cluster counts where nothing is said.
    cluster: Option<&'t Node<'t>>,
}

impl<'t> Launchers<'t> {
    /// Looks once through the resources.
    pub(super) fn of(template: &Template<'t>) -> Self {
        let mut launchers = Self::default();
        for resource in &template.resources {
            for (task, spot) in spots(resource) {
                let mut names = Vec::new();
                names_in(task, &mut names);
                for name in names {
                    if let Some(task) = template.resource(name) {
                        launchers.by_task.entry(task.name).or_default().push(spot);
                    }
                }
            }
        }
        launchers
    }

    /// The nodes whose conditions decide how a task definition is run, and the conditions of the resources.
    pub(super) fn roots(&self, task: &str) -> impl Iterator<Item = &'t Node<'t>> {
        let spots = self.by_task.get(task).map(Vec::as_slice).unwrap_or_default();
        spots.iter().flat_map(|spot| {
            let strategy = spot.settings.get("CapacityProviderStrategy");
            [spot.settings.get("LaunchType"), strategy].into_iter().flatten()
        })
    }

    /// The conditions under which the resources that run a task definition are made.
    pub(super) fn conditions(&self, task: &str) -> impl Iterator<Item = &'t str> {
        let spots = self.by_task.get(task).map(Vec::as_slice).unwrap_or_default();
        spots.iter().filter_map(|spot| spot.resource.condition?.as_str())
    }

    /// What runs a task definition in one combination.
    pub(super) fn running(&self, evaluator: &Evaluator<'_, 't>, task: &str) -> Vec<Launcher> {
        let spots = self.by_task.get(task).map(Vec::as_slice).unwrap_or_default();
        let mut found = Vec::new();
        for spot in spots.iter().filter(|spot| evaluator.is_made(&spot.resource) != Truth::False) {
            for launcher in said(evaluator, spot) {
                if !found.contains(&launcher) {
                    found.push(launcher);
                }
            }
        }
        found
    }
}

/// The places of a resource that name a task definition: the value that does, and the settings next to it.
fn spots<'t>(resource: &Resource<'t>) -> Vec<(&'t Node<'t>, LaunchSite<'t>)> {
    let resource = *resource;
    let Some(properties) = resource.properties() else { return Vec::new() };
    let spot = |settings, cluster| LaunchSite { resource, settings, cluster };
    let named = |settings: &'t Node<'t>, key: &str| settings.get(key);
    match resource.kind {
        "AWS::ECS::Service" | "AWS::ECS::TaskSet" => {
            let cluster = properties.get("Cluster");
            let task = named(properties, "TaskDefinition");
            task.map(|task| (task, spot(properties, cluster))).into_iter().collect()
        }
        "AWS::Events::Rule" => {
            let targets = properties.get("Targets").and_then(Node::as_list).unwrap_or_default();
            let found = targets.iter().filter_map(|target| {
                let settings = target.get("EcsParameters")?;
                Some((named(settings, "TaskDefinitionArn")?, spot(settings, None)))
            });
            found.collect()
        }
        "AWS::Scheduler::Schedule" => {
            let settings = properties.get("Target").and_then(|it| it.get("EcsParameters"));
            single(settings, spot)
        }
        "AWS::Pipes::Pipe" => {
            let parameters = properties.get("TargetParameters");
            single(parameters.and_then(|it| it.get("EcsTaskParameters")), spot)
        }
        _ => Vec::new(),
    }
}

fn single<'t>(
    settings: Option<&'t Node<'t>>,
    spot: impl Fn(&'t Node<'t>, Option<&'t Node<'t>>) -> LaunchSite<'t>,
) -> Vec<(&'t Node<'t>, LaunchSite<'t>)> {
    let found = settings
        .and_then(|settings| Some((settings.get("TaskDefinitionArn")?, spot(settings, None))));
    found.into_iter().collect()
}

/// The launch types that a place says.
fn said<'t>(evaluator: &Evaluator<'_, 't>, spot: &LaunchSite<'t>) -> Vec<Launcher> {
    let launch_type = spot.settings.get("LaunchType").and_then(|node| evaluator.resolve(node));
    if let Some(node) = launch_type {
        let text = as_text(&node).filter(|text| !text.is_empty());
        return text.map(|text| one(&text, node.span)).into_iter().collect();
    }
    let own =
        spot.settings.get("CapacityProviderStrategy").and_then(|node| evaluator.resolve(node));
    if let Some(strategy) = own.filter(|node| !is_empty_list(node)) {
        return of_strategy(evaluator, &strategy);
    }
    let cluster = spot.cluster.and_then(|node| cluster_of(evaluator, node));
    let default = cluster.and_then(|cluster| default_strategy(evaluator, cluster));
    default.map(|strategy| of_strategy(evaluator, &strategy)).unwrap_or_default()
}

fn is_empty_list(node: &Node<'_>) -> bool {
    node.as_list().is_some_and(<[_]>::is_empty)
}

fn one(text: &Text<'_>, span: Span) -> Launcher {
    let known = LaunchType::ALL.into_iter().find(|it| text.equals(it.name()) == Truth::True);
    Launcher { launch_type: known, span }
}

/// What a capacity provider strategy comes to: each provider's launch type.
fn of_strategy<'t>(evaluator: &Evaluator<'_, 't>, strategy: &Node<'t>) -> Vec<Launcher> {
    let Some(items) = strategy.as_list() else {
        return vec![Launcher { launch_type: None, span: strategy.span }];
    };
    let provider = |item: &Node<'t>| {
        let named = item.get("CapacityProvider");
        let span = named.map_or(item.span, |it| it.span);
        let text = named.and_then(as_text);
        Launcher { launch_type: text.and_then(|text| of_provider(evaluator, &text)), span }
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

/// The cluster of the template that a service names.
fn cluster_of<'a, 't>(
    evaluator: &Evaluator<'a, 't>,
    node: &'t Node<'t>,
) -> Option<&'a Resource<'t>> {
    let mut names = Vec::new();
    names_in(node, &mut names);
    let resource = names.into_iter().find_map(|name| evaluator.template.resource(name))?;
    (resource.kind == "AWS::ECS::Cluster").then_some(resource)
}

/// The strategy that a cluster falls back to: its own, or that of its associations.
fn default_strategy<'t>(evaluator: &Evaluator<'_, 't>, cluster: &Resource<'t>) -> Option<Node<'t>> {
    let associated = || {
        let mut all = evaluator.template.of_kind("AWS::ECS::ClusterCapacityProviderAssociations");
        all.find(|it| {
            let mut names = Vec::new();
            if let Some(node) = it.property("Cluster") {
                names_in(node, &mut names);
            }
            names.contains(&cluster.name)
        })
    };
    let own = cluster.property("DefaultCapacityProviderStrategy");
    let node = own.or_else(|| associated()?.property("DefaultCapacityProviderStrategy"))?;
    let strategy = evaluator.resolve(node)?;
    (!is_empty_list(&strategy)).then_some(strategy)
}

/// The names that an expression may lead to: those of `Ref`, `GetAtt` and `Sub`, in every branch.
pub(super) fn names_in<'t>(node: &'t Node<'t>, names: &mut Vec<&'t str>) {
    use super::function::{Call, Name, Part, parts};
    for call in node.walk(Aliases::Followed).filter_map(Call::read) {
        match call.name {
            Name::Ref => names.extend(call.argument.as_str()),
            Name::GetAtt => names.extend(call.attribute().map(|(name, ..)| name)),
            Name::Sub => {
                let text = call.items().first().and_then(|it| it.as_str());
                let found = text.map(parts).unwrap_or_default();
                names.extend(found.into_iter().filter_map(|part| match part {
                    Part::Reference { name, .. } => name.split('.').next(),
                    _ => None,
                }));
            }
            _ => {}
        }
    }
}
