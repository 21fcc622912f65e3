//! What a JSON or YAML file without a task definition is.

use super::foreign::DESCRIBE;
use super::kinds::{self, NOT_ONE};
use super::schema::unknown_keys::{normalized, shown};
use crate::base::diagnostic::BuiltIn;
use crate::base::problem::Problem;
use crate::base::suggest;
use crate::base::words;
use crate::syntax::{Aliases, Entry, Map, Node, SyntaxDiagnostic, Value};

/// The code for a file that holds something else.
pub(super) const NOT_YET: &str = "not-read-yet";

const WANTED: &str = "a task definition is an object with `family` and `containerDefinitions`";

/// What the documents of a file are. Nothing where syntax errors left too little to say.
pub(super) fn explain(documents: &[Node<'_>], known: &[SyntaxDiagnostic]) -> Option<Problem> {
    let told = first(documents, recognized);
    // Past a syntax error the containers may have been there.
    let is_broken = known.iter().any(|it| it.code.is(BuiltIn::Syntax));
    if told.is_some() || is_broken {
        return told;
    }
    first(documents, without_containers).or_else(|| Some(generic(documents)))
}

fn first(documents: &[Node<'_>], say: fn(&Node<'_>) -> Option<Problem>) -> Option<Problem> {
    let mut numbered = documents.iter().enumerate();
    numbered.find_map(|(index, document)| Some(say(document)?.in_document(index)))
}

fn recognized(document: &Node<'_>) -> Option<Problem> {
    cloudformation(document)
        .or_else(|| terraform(document))
        .or_else(|| near_miss(document))
        .or_else(|| kinds::of(document))
        .or_else(|| one_container(document))
}

/// Templates of `CloudFormation` and SAM, and parts of them.
fn cloudformation(document: &Node<'_>) -> Option<Problem> {
    let is_type = |entry: &Entry<'_>, prefix: &str| {
        entry.key == "Type" && entry.value.as_str().is_some_and(|name| name.starts_with(prefix))
    };
    let task = find(document, |entry| is_type(entry, "AWS::ECS::TaskDefinition"));
    if let Some(task) = task {
        let message = "this is a resource of a CloudFormation template, without the template: a template has its resources under `Resources`";
        let help = "give the whole template: what it refers to stands there";
        return Some(Problem::error(NOT_ONE, task.value.span, message).with_help(help));
    }
    let map = document.as_map()?;
    let transform =
        |entry: &&Entry<'_>| entry.value.as_str().is_some_and(|name| name.starts_with("AWS::"));
    let resources = |entry: &&Entry<'_>| {
        let resources = entry.value.as_map();
        resources.is_some_and(|it| {
            let types = it.entries.iter().filter_map(|entry| entry.value.get("Type")?.as_str());
            types.into_iter().any(|name| name.starts_with("AWS::"))
        })
    };
    let mark = map
        .entry("AWSTemplateFormatVersion")
        .or_else(|| map.entry("Transform").filter(transform))
        .or_else(|| map.entry("Resources").filter(resources))?;
    let message = "this is a CloudFormation template without an ECS task definition";
    Some(Problem::error(NOT_ONE, mark.key_span, message))
}

/// Terraform's plans and states, and whatever else lists its resources.
fn terraform(document: &Node<'_>) -> Option<Problem> {
    const TASK: &str = "aws_ecs_task_definition";
    let map = document.as_map()?;
    let is_plan = map.get("resource_changes").is_some() || map.get("planned_values").is_some();
    let version = map.entry("terraform_version").or_else(|| map.entry("format_version"));
    let what = match (is_plan, version) {
        (true, Some(_)) => "a Terraform plan",
        (false, Some(_)) => "a Terraform state",
        (_, None) => "a list of Terraform resources",
    };
    let task = find(document, |it| it.key == TASK || it.value.as_str() == Some(TASK));
    if let Some(task) = task {
        let message = format!("this is {what}: it is not read yet");
        return Some(Problem::error(NOT_YET, task.key_span, message).with_help(DESCRIBE));
    }
    let message = format!("this is {what} without an `{TASK}`");
    Some(Problem::error(NOT_ONE, version?.key_span, message))
}

/// `containerDefinitions` in another spelling, wherever it stands.
fn near_miss(document: &Node<'_>) -> Option<Problem> {
    let is_near = |entry: &Entry<'_>| {
        let key = entry.key.as_ref();
        let is_close = key.starts_with(['c', 'C'])
            && (17..28).contains(&key.len())
            && suggest::slips(&normalized(key), "containerdefinitions") <= 2;
        is_close && !matches!(entry.value.resolved().value, Value::Number(_) | Value::Bool(_))
    };
    let near = find(document, is_near)?;
    Some(not_the_name(near))
}

fn not_the_name(entry: &Entry<'_>) -> Problem {
    let message = format!("`{}` is not the API's name: that is `containerDefinitions`", entry.key);
    let help = if entry.key.contains('_') {
        "write every key as RegisterTaskDefinition has it: `containerDefinitions`, `executionRoleArn`, …"
    } else {
        "write `containerDefinitions`"
    };
    Problem::error(NOT_ONE, entry.key_span, message).with_help(help)
}

/// A container definition without its brackets.
fn one_container(document: &Node<'_>) -> Option<Problem> {
    const TELLING: [&str; 8] = [
        "essential",
        "portMappings",
        "logConfiguration",
        "mountPoints",
        "memoryReservation",
        "environmentFiles",
        "entryPoint",
        "volumesFrom",
    ];
    let map = document.as_map()?;
    let image = map.entry("image")?;
    TELLING.iter().find(|key| map.get(key).is_some())?;
    let message = "this is one container definition, not a task definition";
    let help = "put it in brackets, or among the `containerDefinitions` of a task definition";
    Some(Problem::error(NOT_ONE, image.key_span, message).with_help(help))
}

/// A task definition that lost its containers, at the top or in its wrapper.
fn without_containers(document: &Node<'_>) -> Option<Problem> {
    const OWN: [&str; 4] = ["family", "requirescompatibilities", "executionrolearn", "taskrolearn"];
    const SHARED: [&str; 6] =
        ["cpu", "memory", "networkmode", "runtimeplatform", "volumes", "containers"];
    let outer = document.as_map()?;
    let inner = outer.get("taskDefinition").or_else(|| outer.get("task_definition"));
    let map = inner.and_then(Node::as_map).unwrap_or(outer);
    let among = |entry: &Entry<'_>, names: &[&str]| {
        entry.key.len() < 32 && names.contains(&normalized(&entry.key).as_str())
    };
    let own: Vec<_> = map.entries.iter().filter(|entry| among(entry, &OWN)).collect();
    let shared = map.entries.iter().filter(|entry| among(entry, &SHARED)).count();
    let first = own.first()?;
    if own.len() + shared < 2 {
        return None;
    }
    if let Some(containers) = map.entry("containers") {
        return Some(not_the_name(containers));
    }
    let message = if map.open.is_some() {
        "this looks like a task definition, but the template does not show its `containerDefinitions`"
    } else {
        "this looks like a task definition, but `containerDefinitions` is missing"
    };
    Some(Problem::error(NOT_ONE, first.key_span, message))
}

/// What it is, where nobody knows what it is for.
fn generic(documents: &[Node<'_>]) -> Problem {
    let mut full = documents.iter().filter(|it| !matches!(it.value, Value::Null));
    let Some(first) = full.next() else {
        return Problem::whole("empty-file", "there is nothing in this file but comments or null");
    };
    let message = match full.count() {
        0 => format!("this is {}: there is no `containerDefinitions` in it", described(first)),
        _ => "there is no `containerDefinitions` in any of the documents of this file".to_owned(),
    };
    Problem::whole(NOT_ONE, message).with_help(WANTED)
}

fn described(node: &Node<'_>) -> String {
    match &node.resolved().value {
        Value::List(items) => described_list(items),
        Value::Map(map) => described_map(map),
        _ => node.kind().to_owned(),
    }
}

fn described_list(items: &[Node<'_>]) -> String {
    let Some(kind) = items.first().map(Node::kind) else { return "an empty array".to_owned() };
    let are_alike = items.iter().all(|item| item.kind() == kind);
    let noun = kind.trim_start_matches("an ").trim_start_matches("a ");
    if are_alike && kind != noun { format!("an array of {noun}s") } else { "an array".to_owned() }
}

fn described_map(map: &Map<'_>) -> String {
    const MOST: usize = 3;
    let keys = map.entries.iter().map(|entry| format!("`{}`", shown(&entry.key)));
    let mut keys: Vec<_> = keys.take(MOST).collect();
    if keys.is_empty() {
        return "an empty object".to_owned();
    }
    if map.entries.len() > MOST {
        keys.push("more".to_owned());
    }
    format!("an object with {}", words::list(&keys))
}

/// The first entry that fits, in the order of the text.
fn find<'n, 't>(node: &'n Node<'t>, fits: impl Fn(&Entry<'t>) -> bool) -> Option<&'n Entry<'t>> {
    node.walk(Aliases::Written).entries().find(|entry| fits(entry))
}
