//! What runs a task definition: services, schedules, pipes and state machines of the template, with their launch types.

mod known;
mod launch_types;
mod sites;
mod states;
mod table;
#[cfg(test)]
#[allow(clippy::indexing_slicing, reason = "a test fails loudly")]
mod tests;

use super::evaluator::{Assignment, Evaluator};
use super::rename_keys::KeyRenamer;
use super::task::TASK;
use super::template::{Resource, Template};
use crate::base::maps::{HashMap, HashSet};
use crate::base::sorting::sort;
use crate::base::text::{Piece, PlaceholderKind, Text};
use crate::base::truth::Truth;
use crate::input::context::{Launcher, UnitService};
use crate::input::inputs::Inputs;
use crate::input::schema::{SERVICE, ValueKind};
use crate::syntax::{Aliases, Map, Node, Value};
use known::KnownLaunches;
use sites::{LaunchSite, TaskLaunch};

/// What may run task definitions, by the logical ID of the task definition.
#[derive(Debug, Default)]
pub(super) struct Launchers<'t> {
    by_task: HashMap<&'t str, Vec<LaunchSite<'t>>>,
    known: KnownLaunches<'t>,
}

/// What runs a task definition in one combination of conditions.
#[derive(Debug, Default)]
pub(super) struct RunningTask<'t> {
    /// Its launch types.
    pub(super) launchers: Vec<Launcher>,
    /// Its services.
    pub(super) services: Vec<UnitService<'t>>,
}

impl<'t> Launchers<'t> {
    /// Looks once through the resources.
    pub(super) fn of(template: &Template<'t>, given: &Inputs) -> Self {
        let mut launchers = Self::default();
        let mut others = Vec::new();
        for site in sites::of(template) {
            let tasks = site.tasks(template);
            if tasks.is_empty() || !site.is_plain() {
                others.push((site.clone(), tasks.iter().copied().collect()));
            }
            for task in tasks {
                launchers.by_task.entry(task).or_default().push(site.clone());
            }
        }
        if !others.is_empty() {
            launchers.add_by_family(others, template, given);
        }
        launchers
    }

    /// Adds the places that may name task definitions by their families, each with those that it refers to.
    fn add_by_family(
        &mut self,
        sites: Vec<(LaunchSite<'t>, HashSet<&'t str>)>,
        template: &Template<'t>,
        given: &Inputs,
    ) {
        let nothing = Assignment::default();
        let evaluator = Evaluator::new(template, given, &nothing);
        let (mut families, mut undecided) =
            (HashMap::<String, Vec<&'t str>>::default(), Vec::new());
        for task in template.of_kind(TASK) {
            let family = task.property("Family").and_then(|node| evaluator.text(node));
            let Some(family) = family.filter(|family| !family.is_empty()) else { continue };
            if is_undecided(&family) {
                undecided.push(task.name);
            } else {
                families.entry(family.to_string()).or_default().push(task.name);
            }
        }
        if families.is_empty() && undecided.is_empty() {
            return;
        }
        for (site, referred) in sites {
            let launches = self.known.of(&site, &evaluator);
            let mut tasks: Vec<&'t str> = Vec::new();
            for text in launches.iter().filter_map(|it| it.task.as_ref()) {
                tasks.extend(&undecided);
                if is_undecided(text) {
                    tasks.extend(families.values().flatten());
                } else {
                    let alike = families.get(&family_of(text).to_string());
                    tasks.extend(alike.into_iter().flatten());
                }
            }
            sort(&mut tasks);
            tasks.dedup();
            let site = site.by_family();
            for task in tasks.into_iter().filter(|task| !referred.contains(task)) {
                self.by_task.entry(task).or_default().push(site.clone());
            }
        }
    }

    fn sites(&self, task: &str) -> &[LaunchSite<'t>] {
        self.by_task.get(task).map(Vec::as_slice).unwrap_or_default()
    }

    /// The nodes whose conditions decide how a task definition is run, and, where its family counts, whether it is.
    pub(super) fn roots(&self, task: &Resource<'t>) -> impl Iterator<Item = &'t Node<'t>> {
        let sites = self.sites(task.name);
        let is_by_family = sites.iter().any(LaunchSite::is_by_family);
        let family = task.property("Family").filter(|_| is_by_family);
        sites.iter().flat_map(LaunchSite::roots).chain(family)
    }

    /// The conditions under which a task definition is run.
    pub(super) fn conditions(&self, task: &str) -> impl Iterator<Item = &'t str> {
        self.sites(task).iter().flat_map(LaunchSite::conditions)
    }

    /// What runs a task definition of this family in one combination.
    pub(super) fn running(
        &self,
        evaluator: &Evaluator<'_, 't>,
        task: &Resource<'t>,
        family: Option<&Text<'t>>,
    ) -> RunningTask<'t> {
        let mut running = RunningTask::default();
        for site in self.sites(task.name) {
            let is_made = site.is_made(evaluator);
            if is_made == Truth::False {
                continue;
            }
            let launches = self.known.of(site, evaluator);
            let is_of_task = |it: &&TaskLaunch<'t>| {
                let text = it.task.as_ref();
                let names = |text: &Text<'t>| {
                    names_task(text, task.name)
                        || family.is_some_and(|family| names_family(text, family))
                };
                site.refers_to(task.name) || text.is_some_and(names)
            };
            let mut runs_it = false;
            for launch in launches.iter().filter(is_of_task) {
                runs_it = true;
                for launcher in launch_types::stated(evaluator, launch) {
                    if !running.launchers.contains(&launcher) {
                        running.launchers.push(launcher);
                    }
                }
            }
            if runs_it {
                running.services.extend(service(evaluator, site, is_made));
            }
        }
        running
    }
}

/// What a place shows of a service, in the shape of the API; none where rules read nothing of it.
fn service<'t>(
    evaluator: &Evaluator<'_, 't>,
    site: &LaunchSite<'t>,
    is_created: Truth,
) -> Option<UnitService<'t>> {
    let entries = site.service_entries(evaluator);
    if entries.is_empty() {
        return None;
    }
    let span = site.span();
    let properties = Node { span, value: Value::Map(Map { entries, open: None }) };
    // What is wrong with its keys is no matter of the task definition.
    let root = KeyRenamer::default().in_object(properties, &SERVICE, ValueKind::Object);
    Some(UnitService { root, is_created })
}

/// Whether a text refers to a task definition of the template.
fn names_task(text: &Text<'_>, task: &str) -> bool {
    let mut references = text.placeholders().filter(|it| it.kind() == PlaceholderKind::Reference);
    references.any(|it| {
        it.name().strip_prefix(task).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    })
}

/// Whether a text is a family, alone, with a revision, or in the ARN of a task definition.
fn names_family(text: &Text<'_>, family: &Text<'_>) -> bool {
    !family.is_empty() && family_of(text) == *family
}

/// The family that a text names, if it names one.
fn family_of<'t>(text: &Text<'t>) -> Text<'t> {
    let is_arn = text.starts_with("arn:") == Truth::True;
    let name = text.rsplit_once('/').filter(|_| is_arn).map(|(_, name)| name);
    let name = name.unwrap_or_else(|| text.clone());
    name.split_once(':').map_or_else(|| name.clone(), |(name, _)| name)
}

/// Whether a condition decides what a text is.
fn is_undecided(text: &Text<'_>) -> bool {
    text.pieces()
        .iter()
        .any(|piece| matches!(piece, Piece::Placeholder(it) if it.kind() == PlaceholderKind::If))
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
