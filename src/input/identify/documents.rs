//! Other kinds of JSON and YAML files that are kept next to task definitions.

use super::signature::{Holds, Signature, find};
use crate::aws::launch_type::LaunchType;
use crate::base::source::Span;
use crate::syntax::{Aliases, Node, Value};

// The kinds, `OBJECTS` and `FIRST_ITEMS`, which `build.rs` makes of `documents.yaml`.
include!(concat!(env!("OUT_DIR"), "/documents.rs"));

/// A kind of file that is known, and contains no task definition.
#[derive(Debug, PartialEq, Eq)]
pub struct DocumentKind {
    /// What it is, with its article: "a Kubernetes manifest".
    pub is: &'static str,
    /// The command that makes a task definition of it, or what to do instead.
    pub help: Option<&'static str>,
    /// What it was taken for, and is not; none where what it is says all.
    pub is_not: Option<&'static str>,
    /// Where it names the task definitions that it runs; none if it runs none.
    pub runs: Option<RunsAt>,
    /// The launch type of what it runs where it states none.
    pub launch_type: Option<LaunchType>,
    /// Whether what it overrides is judged as a task definition of its own.
    pub is_judged: bool,
}

/// Where a document names the task definitions that it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunsAt {
    /// At its top.
    Top,
    /// In objects at any depth.
    AnyDepth,
}

/// The module of Ansible that registers task definitions, by its name or with its collection before it.
const MODULE: &str = "ecs_taskdefinition";

/// What CDK's own files are known by: its tree of constructs has the properties of resources in it, its manifest the
/// types of what it lists, and both have a version.
#[rustfmt::skip]
static CDK_FILES: &[Signature<&DocumentKind>] = &[
    Signature::new(&CDK_OUTPUT, "version").holding(Holds::TextFrom("tree-")).beside(&["tree"]),
    Signature::new(&CDK_OUTPUT, "artifacts")
        .holding(Holds::MemberWhere("type", &["cdk:", "aws:cloudformation:stack"])).beside(&["version"]),
    Signature::new(&CDK_OUTPUT, "files").beside(&["version", "dockerImages"]),
];

/// What a document is, where its keys tell, and the place that shows it.
pub(in crate::input) fn identify(document: &Node<'_>) -> Option<(&'static DocumentKind, Span)> {
    match &document.resolved().value {
        Value::Map(map) => find(OBJECTS, map).or_else(|| ansible_module(document)),
        Value::List(items) => {
            let first = || find(FIRST_ITEMS, items.first()?.as_map()?);
            ansible_module(document).or_else(first)
        }
        _ => None,
    }
}

/// Whether a document is one of CDK's own, and the place that shows it. What is in it is not deployed: the templates
/// next to it are.
pub(in crate::input) fn identify_cdk_output(
    document: &Node<'_>,
) -> Option<(&'static DocumentKind, Span)> {
    let map = document.as_map()?;
    find(CDK_FILES, map).or_else(|| {
        // The metadata of a stack: under the path of each construct a list of what it has.
        let first = map.entries.first().filter(|entry| entry.key.starts_with('/'))?;
        let is_entry = |item: &Node<'_>| {
            let kind = item.get("type").and_then(Node::as_str);
            kind.is_some_and(|kind| kind.starts_with("aws:cdk:"))
        };
        let items = first.value.as_list().filter(|items| !items.is_empty())?;
        items.iter().all(is_entry).then_some((&CDK_OUTPUT, first.key_span))
    })
}

/// The use of Ansible's module, in a playbook, a block or a list of tasks.
fn ansible_module(document: &Node<'_>) -> Option<(&'static DocumentKind, Span)> {
    let mut entries = document.walk(Aliases::Written).entries();
    let module = entries.find(|entry| {
        let (_, name) = entry.key.rsplit_once('.').unwrap_or(("", &entry.key));
        name == MODULE && matches!(entry.value.value, Value::Map(_) | Value::String(_))
    })?;
    Some((&ANSIBLE_MODULE, module.key_span))
}
