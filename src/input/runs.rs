//! What runs the task definitions of other files: the input of `RunTask` and its like, an
//! `AppSpec`, a state machine.
//!
//! Which documents these are, `documents.yaml` says. Keys count in any spelling of their words, as a state machine
//! writes them with capital letters. Source: the shapes of `RunTask`, `StartTask` and `TaskOverride` in botocore 1.44.8.

use super::context::{Launcher, TaskContext};
use super::holder::TaskHolder;
use super::identify::{DocumentKind, RunsAt, identify};
use super::inputs::Inputs;
use super::surroundings::said;
use super::unit_values::{EnvironmentFile, TaskName, TaskRun};
use super::{SourceFormat, TaskDefinition, plain};
use crate::aws::launch_type::LaunchType;
use crate::base::source::{SoughtWord, Source, Span};
use crate::base::text::{Placeholder, PlaceholderKind, Spelling, Text};
use crate::syntax::{Aliases, Entry, Map, Node, Value};
use std::borrow::Cow;

/// What a run calls the task definition that it runs, where it does not say.
const UNNAMED: &str = "the task definition that it runs";

/// An object that runs a task definition.
struct RunObject<'t> {
    kind: &'static DocumentKind,
    node: &'t Node<'t>,
    /// What it names.
    task: Option<&'t Node<'t>>,
}

/// What a task definition has, with either first letter.
static CONTAINERS: SoughtWord = SoughtWord::new("ontainerDefinitions");

/// Whether a source may run task definitions of other files: a look at its text.
pub fn may_run(source: &Source) -> bool {
    // In this order: a task definition shows its containers near its start.
    !source.has(&CONTAINERS) && source.has_word("askDefinition")
}

/// Whether a source may have task definitions that others run.
pub fn may_be_run(source: &Source) -> bool {
    source.has(&CONTAINERS)
}

/// What a document runs, as other files get it.
pub(super) fn found_in(document: &Node<'_>, file: &str) -> Vec<TaskRun> {
    objects(document).into_iter().filter_map(|it| it.shared(file)).collect()
}

/// The task definitions of a document, as runs may name them.
pub(super) fn named_in(document: &Node<'_>, index: usize, inputs: &Inputs) -> Vec<TaskName> {
    plain::find(document, index, inputs).iter().filter_map(name_of).collect()
}

/// The names of the task definitions that a document runs, each once; and the only one, where it is written out.
pub(super) fn names(document: &Node<'_>) -> (Vec<String>, Option<String>) {
    let objects = objects(document);
    let mut names: Vec<Text<'_>> = Vec::new();
    for name in objects.iter().filter_map(|it| text(it.task?)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let only = match names.as_slice() {
        [only] => only.as_literal().map(str::to_owned),
        _ => None,
    };
    (names.iter().map(ToString::to_string).collect(), only)
}

/// What a document overrides, as a task definition of its own of which no more is known; nothing where the run holds
/// the task definition, which is judged with it.
pub(super) fn find<'t>(
    document: &'t Node<'t>,
    index: usize,
    inputs: &Inputs,
) -> Vec<TaskDefinition<'t>> {
    let judged = objects(document).into_iter().filter(|it| it.kind.is_judged);
    let alone = judged.filter(|it| {
        let shared = it.shared(&inputs.file);
        shared.is_none_or(|run| !inputs.unit.holds_task_of(&run))
    });
    alone.map(|it| it.as_task(index)).collect()
}

/// Adds to a task definition what the runs of it say in other files.
pub(super) fn apply(task: &mut TaskDefinition<'_>, inputs: &Inputs) {
    let Some(name) = name_of(task) else { return };
    let runs: Vec<_> = inputs.unit.runs_of(&inputs.file, &name).collect();
    let states_one = task
        .root
        .get("requiresCompatibilities")
        .is_some_and(|it| !it.items_or_self().iter().all(|item| matches!(item.value, Value::Null)));
    for run in &runs {
        for launch_type in &run.launch_types {
            let launcher = Launcher::new(*launch_type, task.span);
            let is_settled = run.is_default && states_one;
            if !is_settled && !task.context.launchers.contains(&launcher) {
                task.context.launchers.push(launcher);
            }
        }
        for file in &run.environment_files {
            add_environment_file(task, file);
        }
        if !task.context.run_by.contains(&run.file) {
            task.context.run_by.push(run.file.clone());
        }
    }
    // A run without a role of its own gets that of the task definition.
    if runs.iter().all(|run| run.role.is_some()) {
        task.context.given_role = runs.first().and_then(|run| run.role.clone());
    }
}

/// Adds an environment file to the container that it is for; ECS refuses one for another, so any will do then.
fn add_environment_file(task: &mut TaskDefinition<'_>, file: &EnvironmentFile) {
    let Value::Map(root) = &mut task.root.to_mut().value else { return };
    let containers = root.entries.iter_mut().find(|it| it.key == "containerDefinitions");
    let Some(Value::List(containers)) = containers.map(|it| own_value(&mut it.value)) else {
        return;
    };
    let is_meant = |it: &Node<'_>| it.get("name").and_then(Node::as_str) == Some(&file.container);
    let at = containers.iter().position(is_meant).unwrap_or_default();
    let Some(container) = containers.get_mut(at) else { return };
    let span = container.get("name").map_or(container.span, |name| name.span);
    let Value::Map(container) = own_value(container) else { return };
    let text = |text: &str| Node { span, value: Value::String(Cow::Owned(text.to_owned())) };
    let entries = vec![entry("value", text(&file.value)), entry("type", text("s3"))];
    let item = Node { span, value: Value::Map(Map { entries, open: None }) };
    let known = container.entries.iter_mut().rev().find(|it| it.key == "environmentFiles");
    if let Some(Value::List(files)) = known.map(|it| own_value(&mut it.value)) {
        files.push(item);
    } else {
        let list = Node { span, value: Value::List(vec![item]) };
        container.entries.push(entry("environmentFiles", list));
    }
}

/// The value of a node, to be changed: a copy of what stands behind an alias.
fn own_value<'n, 't>(node: &'n mut Node<'t>) -> &'n mut Value<'t> {
    if let Value::Alias(_) = &node.value {
        node.value = node.resolved().value.clone();
    }
    &mut node.value
}

/// The objects of a document that run a task definition.
fn objects<'t>(document: &'t Node<'t>) -> Vec<RunObject<'t>> {
    let Some((kind, _)) = identify(document) else { return Vec::new() };
    let is_name = |it: &&Node<'t>| text(it).is_none_or(|text| !text.is_empty());
    let object = |node: &'t Node<'t>| {
        let task = value(node, "taskdefinition").filter(is_name);
        RunObject { kind, node, task }
    };
    match kind.runs {
        None => Vec::new(),
        Some(RunsAt::Top) => {
            let top = object(document);
            // An Express Mode service calls it so.
            let by_arn = || value(document, "taskdefinitionarn").filter(is_name);
            vec![RunObject { task: top.task.or_else(by_arn), ..top }]
        }
        Some(RunsAt::AnyDepth) => {
            let all = document.walk(Aliases::Written).map(object);
            all.filter(|it| it.task.is_some_and(|task| text(task).is_some())).collect()
        }
    }
}

impl<'t> RunObject<'t> {
    /// What it overrides; overrides may be a file of their own.
    fn overrides(&self) -> &'t Node<'t> {
        value(self.node, "overrides").unwrap_or(self.node)
    }

    /// The role that it gives; an Express Mode service may not pass one with a task definition.
    fn role(&self) -> Option<&'t Node<'t>> {
        let may_give = self.kind.is_judged || value(self.node, "overrides").is_some();
        value(self.overrides(), "executionrolearn").filter(|_| may_give)
    }

    fn containers(&self) -> &'t [Node<'t>] {
        value(self.overrides(), "containeroverrides").and_then(Node::as_list).unwrap_or_default()
    }

    /// What runs it; only Fargate has platform versions.
    fn launchers(&self) -> Vec<Launcher> {
        let launchers = self.node.as_map().map(said).unwrap_or_default();
        if !launchers.is_empty() {
            return launchers;
        }
        let platform = value(self.node, "platformversion");
        let platform = platform.filter(|it| text(it).is_some_and(|text| !text.is_empty()));
        let fargate = platform.map(|it| (LaunchType::Fargate, it.span));
        let known = fargate.or_else(|| Some((self.kind.launch_type?, self.node.span)));
        known.map(|(known, span)| Launcher::new(Some(known), span)).into_iter().collect()
    }

    fn shared(&self, file: &str) -> Option<TaskRun> {
        let task = text(self.task?).filter(|text| !text.is_empty())?;
        let launchers = self.launchers();
        let is_default = self.node.as_map().is_some_and(|map| said(map).is_empty())
            && self.kind.launch_type.is_some();
        let files = self.containers().iter().flat_map(|container| {
            let name = value(container, "name").and_then(Node::as_str).unwrap_or_default();
            let files = value(container, "environmentfiles").and_then(Node::as_list);
            files.unwrap_or_default().iter().map(move |file| EnvironmentFile {
                container: name.to_owned(),
                value: value(file, "value").and_then(text).unwrap_or_default().to_string(),
            })
        });
        let role = self.role().and_then(text).filter(|role| !role.is_empty());
        Some(TaskRun {
            file: file.to_owned(),
            task: TaskName::read(task.into_owned()),
            launch_types: launchers.iter().map(|it| it.launch_type).collect(),
            is_default,
            role: role.map(Text::into_owned),
            environment_files: files.collect(),
            held_by: Vec::new(),
        })
    }

    /// It, as a task definition of which only the overrides are known.
    fn as_task(&self, index: usize) -> TaskDefinition<'t> {
        let overrides = self.overrides();
        let span = self.task.map_or(self.node.span, |it| it.span);
        let written = self.task.and_then(text).map(|it| it.to_string());
        let name = written.as_deref().map(|it| short(it).to_owned());
        let open = open_item(name.as_deref(), span);
        let mut containers: Vec<_> = self.containers().iter().filter_map(container).collect();
        containers.push(open.clone());
        let list = |items| Node { span, value: Value::List(items) };
        let mut entries = vec![
            entry("containerDefinitions", list(containers)),
            entry("volumes", list(vec![open])),
            // Windows has no environment files.
            entry("runtimePlatform", Node { span, value: Value::Map(Map::default()) }),
        ];
        let roles = [("executionRoleArn", "executionrolearn"), ("taskRoleArn", "taskrolearn")];
        for (key, wanted) in roles {
            entries.extend(value(overrides, wanted).map(|it| entry(key, it.clone())));
        }
        let map = Map { entries, open: Some(span) };
        TaskDefinition {
            root: Cow::Owned(Node { span: overrides.span, value: Value::Map(map) }),
            document: index,
            span: overrides.span,
            format: SourceFormat::RunTaskInput,
            context: TaskContext {
                launchers: self.launchers(),
                run_of: Some(written.unwrap_or_default()),
                ..TaskContext::default()
            },
            name,
        }
    }
}

/// The name in an ARN of a task definition.
fn short(name: &str) -> &str {
    let in_arn = name.strip_prefix("arn:").and_then(|arn| arn.split_once('/'));
    in_arn.map_or(name, |(_, name)| name)
}

/// Whatever is in a list of the task definition that a run names.
fn open_item(name: Option<&str>, span: Span) -> Node<'static> {
    let called = match name {
        Some(name) => format!("the task definition {name}"),
        None => UNNAMED.to_owned(),
    };
    let (shown, name) = (Cow::Owned(called.clone()), Cow::Owned(called));
    let placeholder = Placeholder::new(PlaceholderKind::TaskDefinition, shown, name);
    Node { span, value: Value::Placeholder(placeholder) }
}

/// An entry that is shown where its value is.
fn entry<'t>(key: &'static str, value: Node<'t>) -> Entry<'t> {
    Entry { key: Cow::Borrowed(key), key_span: value.span, value }
}

/// A container of which only the environment files are known that a run adds; none where it adds none.
fn container<'t>(overridden: &'t Node<'t>) -> Option<Node<'t>> {
    let files = value(overridden, "environmentfiles")?;
    let name = value(overridden, "name");
    let name = name.map(|it| entry("name", it.clone()));
    let entries = name.into_iter().chain([entry("environmentFiles", files.clone())]);
    let map = Map { entries: entries.collect(), open: Some(overridden.span) };
    Some(Node { span: overridden.span, value: Value::Map(map) })
}

/// The name of a task definition, as runs may name it; what else holds a task is not run by name.
fn name_of(task: &TaskDefinition<'_>) -> Option<TaskName> {
    if task.context.holder != TaskHolder::TaskDefinition {
        return None;
    }
    let family = task.root.get("family").and_then(text).filter(|it| !it.is_empty())?;
    let revision = task.root.get("revision").and_then(text);
    let revision = revision.as_ref().and_then(Text::as_literal).map(str::to_owned);
    Some(TaskName { family: family.into_owned(), revision })
}

/// The value of a key, in any letter case; `null` is none.
fn value<'t>(node: &'t Node<'t>, wanted: &str) -> Option<&'t Node<'t>> {
    let entries = &node.as_map()?.entries;
    let entry = entries.iter().rev().find(|it| it.key.eq_ignore_ascii_case(wanted))?;
    (!matches!(entry.value.resolved().value, Value::Null)).then_some(&entry.value)
}

fn text<'t>(node: &'t Node<'t>) -> Option<Text<'t>> {
    node.scalar_text(|text| Text::read(text, Spelling::Anywhere))
}
