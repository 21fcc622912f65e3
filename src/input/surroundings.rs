//! What stands beside or above a task definition in plain JSON and YAML, and states how it is run.

use super::context::Launcher;
use crate::aws::launch_type::LaunchType;
use crate::base::source::Span;
use crate::base::text::{Spelling, Text};
use crate::syntax::{Map, Node, Value};

/// The statements of the objects that a walk is in, the innermost last.
#[derive(Debug, Default)]
pub(super) struct Surroundings {
    levels: Vec<(Span, Vec<Launcher>)>,
}

impl Surroundings {
    /// Takes down what an object states, on the way through a document in the order of its text.
    pub(super) fn enter(&mut self, span: Span, map: &Map<'_>) {
        self.levels.retain(|(around, _)| around.contains(span));
        let said = said(map);
        if !said.is_empty() {
            self.levels.push((span, said));
        }
    }

    /// What runs a task definition in the object that was entered last: the nearest statement counts.
    pub(super) fn launchers(&self) -> Vec<Launcher> {
        self.levels.last().map(|(_, said)| said.clone()).unwrap_or_default()
    }
}

/// What an object states: its launch type; else its capacity providers. Other tools than ECS spell the keys
/// their own way.
pub(super) fn said(map: &Map<'_>) -> Vec<Launcher> {
    let of = |wanted: &[&str], read: fn(&Node<'_>) -> Vec<Launcher>| {
        let entries = map.entries.iter().filter(|it| is_called(&it.key, wanted));
        entries.map(|it| read(&it.value)).find(|said| !said.is_empty())
    };
    let providers = ["capacityproviderstrategy", "capacityproviders", "capacityprovider"];
    of(&["launchtype"], launch_type).or_else(|| of(&providers, providers_of)).unwrap_or_default()
}

/// Whether a key is one of these, in camel case or with underscores or hyphens.
fn is_called(key: &str, wanted: &[&str]) -> bool {
    // Most keys are told apart by their first letter.
    let first = key.bytes().next().map(|it| it.to_ascii_lowercase());
    if !matches!(first, Some(b'l' | b'c' | b'_' | b'-')) {
        return false;
    }
    let plain = || key.bytes().filter(|it| !b"_-".contains(it)).map(|it| it.to_ascii_lowercase());
    wanted.iter().any(|it| plain().eq(it.bytes()))
}

fn launch_type(node: &Node<'_>) -> Vec<Launcher> {
    let read = |item: &Node<'_>| {
        one(item, |name| of_fargate(name).or_else(|| LaunchType::from_name(name)))
    };
    node.items_or_self().iter().filter_map(read).collect()
}

/// Each item of a strategy names a provider, or is its name.
fn providers_of(node: &Node<'_>) -> Vec<Launcher> {
    let provider = |item: &Node<'_>| {
        let map = item.as_map();
        let mut entries = map.into_iter().flat_map(|map| &map.entries);
        let named = entries.find(|it| is_called(&it.key, &["capacityprovider"]));
        let launcher = one(named.map_or(item, |it| &it.value), of_fargate)?;
        Some(Launcher::new(launcher.launch_type, launcher.span))
    };
    node.items_or_self().iter().filter_map(provider).collect()
}

/// The launch type that a value means; what may be any is none. Nothing where it is not set, or is no text.
fn one(node: &Node<'_>, read: impl Fn(&str) -> Option<LaunchType>) -> Option<Launcher> {
    let node = node.resolved();
    let mut unknown_word = None;
    let launch_type = match &node.value {
        Value::Null | Value::List(_) => return None,
        Value::Map(map) if !is_expression(map) => return None,
        Value::Map(_) | Value::Tagged(..) => None,
        _ => {
            let text = node.scalar_text(|text| Text::read(text, Spelling::Anywhere))?;
            if text.is_empty() {
                return None;
            }
            let known = |name: &str| read(&name.to_ascii_uppercase().replace('-', "_"));
            let launch_type = text.as_literal().and_then(known);
            unknown_word = text.as_literal().filter(|_| launch_type.is_none()).map(str::to_owned);
            launch_type
        }
    };
    Some(Launcher { launch_type, span: node.span, unknown_word })
}

/// `FARGATE` and `FARGATE_SPOT` are capacity providers that every account has.
fn of_fargate(name: &str) -> Option<LaunchType> {
    matches!(name, "FARGATE" | "FARGATE_SPOT").then_some(LaunchType::Fargate)
}

/// Whether an object is a function of a template, which may give anything.
fn is_expression(map: &Map<'_>) -> bool {
    matches!(map.entries.as_slice(), [only] if only.key == "Ref" || only.key.starts_with("Fn::"))
}
