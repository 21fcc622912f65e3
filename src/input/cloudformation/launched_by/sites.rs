//! The places of a template that run a task definition, as the table says.

use super::names_in;
use super::states;
use super::table::{LaunchPaths, LaunchTypePath, ServiceProperty, TaskUse, USES, UseForm};
use crate::aws::launch_type::LaunchType;
use crate::base::maps::HashSet;
use crate::base::source::Span;
use crate::base::text::{PlaceholderKind, Text};
use crate::base::truth::Truth;
use crate::input::cloudformation::evaluator::Evaluator;
use crate::input::cloudformation::function::{Call, Name};
use crate::input::cloudformation::placeholders::as_text;
use crate::input::cloudformation::task::holder;
use crate::input::cloudformation::template::{Resource, Template};
use crate::syntax::{Entry, Node, Value};
use std::rc::Rc;

/// A place that runs a task definition, or several.
#[derive(Clone, Debug)]
pub(super) struct LaunchSite<'t> {
    /// Its number among those of the template.
    id: usize,
    resource: Resource<'t>,
    row: &'static TaskUse,
    /// The object that the paths of the row start at.
    base: &'t Node<'t>,
    /// The conditions of each `If` that it is in, and whether it stands where they hold.
    chosen: Vec<(&'t str, bool)>,
    /// What of the template its expressions for the task definition refer to.
    names: Rc<HashSet<&'t str>>,
    /// Whether a family may be what it names, so that the value itself counts.
    is_by_family: bool,
}

/// One launch, in one combination of conditions.
#[derive(Debug)]
pub(super) struct TaskLaunch<'t> {
    /// What names the task definition.
    pub(super) task: Option<Text<'t>>,
    /// The launch type that such a launch always has, where it is said that it is one.
    pub(super) always: Option<(LaunchType, Span)>,
    pub(super) launch_type: Option<Node<'t>>,
    /// The capacity provider strategy.
    pub(super) strategy: Option<Node<'t>>,
    pub(super) cluster: Option<Text<'t>>,
}

/// The places of a template.
pub(super) fn of<'t>(template: &Template<'t>) -> Vec<LaunchSite<'t>> {
    let mut found = Vec::new();
    for resource in &template.resources {
        for row in USES.iter().filter(|row| row.kind == resource.kind) {
            add_places(resource, row, &mut found);
        }
    }
    found
}

/// Adds the places of a resource that a row names.
fn add_places<'t>(resource: &Resource<'t>, row: &'static TaskUse, found: &mut Vec<LaunchSite<'t>>) {
    let Some(properties) = resource.properties() else { return };
    let is_definition = matches!(row.form, UseForm::States { .. });
    let steps: Vec<_> = row.at.split('.').filter(|it| !it.is_empty() && !is_definition).collect();
    walk(properties, &steps, &mut Vec::new(), &mut |base, chosen| {
        let mut site = LaunchSite {
            id: found.len(),
            resource: *resource,
            row,
            base,
            chosen: chosen.to_vec(),
            names: Rc::default(),
            is_by_family: false,
        };
        let (written, mut names) = (site.written(), Vec::new());
        for node in written.iter().copied() {
            names_in(node, &mut names);
        }
        let is_itself = row.launch.task.is_empty() && site.service_properties().next().is_some();
        names.extend(is_itself.then_some(resource.name));
        if is_itself || !written.is_empty() {
            site.names = Rc::new(names.into_iter().collect());
            found.push(site);
        }
    });
}

/// Calls `see` with what is at the end of a path, in every branch of an `If` on the way.
fn walk<'t>(
    node: &'t Node<'t>,
    steps: &[&str],
    chosen: &mut Vec<(&'t str, bool)>,
    see: &mut impl FnMut(&'t Node<'t>, &[(&'t str, bool)]),
) {
    if let Some(call) = Call::read(node) {
        if let (Name::If, [condition, yes, no]) = (call.name, call.items())
            && let Some(name) = condition.as_str()
        {
            for (branch, holds) in [(yes, true), (no, false)] {
                chosen.push((name, holds));
                walk(branch, steps, chosen, see);
                chosen.pop();
            }
        }
        return;
    }
    match steps.split_first() {
        None if node.as_map().is_some() => see(node, chosen),
        None => {}
        Some((&"*", rest)) => {
            node.as_list().unwrap_or_default().iter().for_each(|it| walk(it, rest, chosen, see));
        }
        Some((key, rest)) => {
            node.get(key).into_iter().for_each(|it| walk(it, rest, chosen, see));
        }
    }
}

impl<'t> LaunchSite<'t> {
    /// The same place, which names a family.
    pub(super) fn by_family(self) -> Self {
        Self { is_by_family: true, ..self }
    }

    /// Whether a family may be what it names.
    pub(super) fn is_by_family(&self) -> bool {
        self.is_by_family
    }

    /// Its number among those of the template.
    pub(super) fn id(&self) -> usize {
        self.id
    }

    /// Whether all that it says is in its own properties, which launch one task definition.
    pub(super) fn is_plain(&self) -> bool {
        matches!(self.row.form, UseForm::Properties)
    }

    /// The task definitions of the template that it refers to, each once.
    pub(super) fn tasks(&self, template: &Template<'t>) -> Vec<&'t str> {
        let resources = self.names.iter().filter_map(|name| template.resource(name));
        resources.filter(|it| holder(it).is_some()).map(|task| task.name).collect()
    }

    /// What is read of a place whose launches are not in its own properties.
    pub(super) fn read_nodes(&self) -> impl Iterator<Item = &'t Node<'t>> {
        let call = match self.row.form {
            UseForm::CallInput { call, .. } => self.base.get(call),
            _ => None,
        };
        self.written().into_iter().chain(call)
    }

    /// Whether it refers to this task definition in the place that says what it runs, in whichever branch.
    pub(super) fn refers_to(&self, task: &str) -> bool {
        self.is_plain() && self.names.contains(task)
    }

    /// Whether it is made in a combination of conditions.
    pub(super) fn is_made(&self, evaluator: &Evaluator<'_, 't>) -> Truth {
        let chosen = self.chosen.iter().map(|(name, holds)| {
            let truth = evaluator.holds(name);
            if *holds { truth } else { !truth }
        });
        evaluator.is_made(&self.resource).and(Truth::all(chosen))
    }

    /// The conditions under which it is made.
    pub(super) fn conditions(&self) -> impl Iterator<Item = &'t str> {
        let own = self.resource.condition.and_then(Node::as_str);
        own.into_iter().chain(self.chosen.iter().map(|(name, _)| *name))
    }

    /// What its conditions decide.
    pub(super) fn roots(&self) -> impl Iterator<Item = &'t Node<'t>> {
        let paths = &self.row.launch;
        let of_launch = match (self.row.form, paths.launch_type) {
            (UseForm::Properties, LaunchTypePath::At(launch_type)) => {
                vec![self.nearest(launch_type), self.nearest(paths.strategy)]
            }
            (UseForm::Properties, LaunchTypePath::Always(_)) => Vec::new(),
            (UseForm::States { substitutions }, _) => {
                vec![self.base.get(self.row.at), self.base.get(substitutions)]
            }
            (UseForm::CallInput { input, .. }, _) => vec![self.base.get(input)],
        };
        let task = self.is_by_family.then(|| self.nearest(paths.task)).flatten();
        let properties =
            self.row.service.iter().filter_map(|it| Some((it, self.base.get(it.name)?)));
        let of_service = properties.filter(|(it, node)| it.may_decide(node)).map(|(_, node)| node);
        of_launch.into_iter().flatten().chain(task).chain(of_service)
    }

    /// The properties of the service that rules read.
    fn service_properties(
        &self,
    ) -> impl Iterator<Item = (&'static ServiceProperty, &'t Entry<'t>)> {
        let map = self.base.as_map();
        self.row.service.iter().filter_map(move |it| Some((it, map?.entry(it.name)?)))
    }

    /// The same in one combination of conditions. Where one of its conditions stays open that decides nothing, there is
    /// nothing to read.
    pub(super) fn service_entries(&self, evaluator: &Evaluator<'_, 't>) -> Vec<Entry<'t>> {
        let entries = self.service_properties().filter_map(|(property, entry)| {
            let value = evaluator.resolve(&entry.value)?;
            let is_open = match &value.value {
                Value::Placeholder(placeholder) => placeholder.kind() == PlaceholderKind::If,
                _ => false,
            };
            let counts = !is_open || property.may_decide(&entry.value);
            counts.then(|| Entry { key: entry.key.clone(), key_span: entry.key_span, value })
        });
        entries.collect()
    }

    /// Where it stands.
    pub(super) fn span(&self) -> Span {
        self.resource.node.span
    }

    /// What it launches, in one combination of conditions.
    pub(super) fn launches(&self, evaluator: &Evaluator<'_, 't>) -> Vec<TaskLaunch<'t>> {
        match self.row.form {
            UseForm::Properties => vec![self.own_launch(evaluator)],
            UseForm::States { substitutions } => {
                let definition = self.base.get(self.row.at);
                let definition = definition.and_then(|it| evaluator.resolve_quietly(content(it)));
                let filled = self.base.get(substitutions);
                let filled = filled.and_then(|it| evaluator.resolve_quietly(it));
                let definition = definition.map(|it| states::with_values(it, filled.as_ref()));
                let inputs = definition.as_ref().map(states::inputs).unwrap_or_default();
                inputs.into_iter().map(|input| in_input(&self.row.launch, input)).collect()
            }
            UseForm::CallInput { input, call, action } => {
                let value = |key: &str| evaluator.resolve_quietly(content(self.base.get(key)?));
                let called = value(call).as_ref().and_then(as_text);
                let is_call = called.is_some_and(|it| it.ends_with(action) == Truth::True);
                let input = is_call.then(|| value(input)).flatten();
                let input = input.map(|it| states::with_values(it, None));
                input.iter().map(|input| in_input(&self.row.launch, input)).collect()
            }
        }
    }

    /// The launch that its properties describe.
    fn own_launch(&self, evaluator: &Evaluator<'_, 't>) -> TaskLaunch<'t> {
        let paths = &self.row.launch;
        let value = |path: &'static str, resolve: &dyn Fn(&'t Node<'t>) -> Option<Node<'t>>| {
            let (node, mut rest) = self.located(path)?;
            let resolved = resolve(node)?;
            rest.try_fold(&resolved, |node, key| node.get(key)).cloned()
        };
        // What it runs may be anything: only how it is run is read for its own sake.
        let quiet = |path| value(path, &|node| evaluator.resolve_quietly(node));
        let task = self.located(paths.task).map(|(node, _)| node.span);
        TaskLaunch {
            task: quiet(paths.task).as_ref().and_then(as_text),
            always: paths.launch_type.always().zip(task.or(Some(self.span()))),
            launch_type: value(paths.launch_type.path(), &|node| evaluator.resolve(node)),
            strategy: value(paths.strategy, &|node| evaluator.resolve(node)),
            cluster: quiet(paths.cluster).as_ref().and_then(as_text),
        }
    }

    /// The expressions that name what it runs.
    fn written(&self) -> Vec<&'t Node<'t>> {
        match self.row.form {
            UseForm::Properties => self.nearest(self.row.launch.task).into_iter().collect(),
            UseForm::States { substitutions } => {
                [self.row.at, substitutions].iter().filter_map(|key| self.base.get(key)).collect()
            }
            UseForm::CallInput { input, .. } => self.base.get(input).into_iter().collect(),
        }
    }

    /// What is at the end of a path as it is written, or the function on the way to it.
    fn nearest(&self, path: &'static str) -> Option<&'t Node<'t>> {
        self.located(path).map(|(node, _)| node)
    }

    /// The same, with the keys that are left where a function is on the way.
    fn located(
        &self,
        path: &'static str,
    ) -> Option<(&'t Node<'t>, impl Iterator<Item = &'static str>)> {
        let mut steps = path.split('.').peekable();
        let mut node = self.base.get(steps.next()?)?;
        while steps.peek().is_some() && Call::read(node).is_none() {
            node = node.get(steps.next()?)?;
        }
        Some((node, steps))
    }
}

/// What JSON in a string is made of: the object, where `Fn::ToJsonString` writes it.
fn content<'t>(node: &'t Node<'t>) -> &'t Node<'t> {
    let call = Call::read(node).filter(|call| call.written == "ToJsonString");
    call.map_or(node, |call| call.argument)
}

/// The launch that the input of `RunTask` describes. Its values are as they are, or the expressions of a state.
fn in_input<'t>(paths: &LaunchPaths, input: &Node<'t>) -> TaskLaunch<'t> {
    let value = |key: &str| states::value(input, key);
    TaskLaunch {
        task: value(paths.task).as_ref().and_then(as_text),
        always: None,
        launch_type: value(paths.launch_type.path()),
        strategy: value(paths.strategy),
        cluster: value(paths.cluster).as_ref().and_then(as_text),
    }
}
