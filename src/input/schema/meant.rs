//! What a task definition was meant to be, where a key is misspelled or a value is of the wrong type.

use super::unknown_keys::UnknownKey;
use super::validate::fits;
use super::{Field, KeyDiagnostic, KeyFault, ValueKind, log_options, schema_of};
use crate::base::text::{Placeholder, PlaceholderKind};
use crate::input::TaskDefinition;
use crate::input::holder::TaskHolder;
use crate::input::json_string::read_json;
use crate::input::naming::Naming;
use crate::syntax::{Entry, Map, Node, Value};
use std::borrow::Cow;

/// How many keys of a task definition are compared with those that they may have been meant to be.
const MOST: usize = 256;

/// Fields of container definitions that rules read, and that a task definition has none of.
const OF_CONTAINERS: [&str; 6] = [
    "secrets",
    "environmentFiles",
    "logConfiguration",
    "repositoryCredentials",
    "firelensConfiguration",
    "credentialSpecs",
];

/// Has a misspelled key count as the field that it was meant to be, and a value of the wrong type as what is in it; what
/// it stands for is unknown otherwise. Not the execution role: no deployment sees one whose key is misspelled.
///
/// `found` is what is wrong with it.
pub(in crate::input) fn put_right(task: &mut TaskDefinition<'_>, found: &[KeyDiagnostic]) {
    let is_one = |it: &KeyDiagnostic| {
        matches!(
            it.subject.fault,
            KeyFault::Misspelt { .. } | KeyFault::WrongType { .. } | KeyFault::Misplaced { .. }
        )
    };
    // What another document holds is in the shape of the API already.
    if task.context.written.is_some() || !found.iter().any(is_one) {
        return;
    }
    let (naming, holder) = (task.context.naming, task.context.holder);
    let mut corrector = Corrector { naming, holder, path: Vec::new(), left: MOST };
    let root = task.root.to_mut();
    corrector.object(root, schema_of(holder));
    if naming != Naming::Terraform {
        move_into_containers(root);
    }
}

/// What belongs in a container definition and stands beside them was meant for some of them; and so was a secret that
/// stands among the variables of one.
fn move_into_containers(task: &mut Node<'_>) {
    let Value::Map(task) = &mut task.value else { return };
    let place = |key: &&'static str| {
        let node = task.get(key).filter(|node| !matches!(node.resolved().value, Value::Null))?;
        Some((*key, node.span))
    };
    let beside: Vec<_> = OF_CONTAINERS.iter().filter_map(place).collect();
    let containers = task.entries.iter_mut().find(|it| it.key == "containerDefinitions");
    let Some(Entry { value: Node { value: Value::List(containers), .. }, .. }) = containers else {
        return;
    };
    for container in containers {
        let Value::Map(map) = &mut container.value else { continue };
        let variables = map.get("environment").map(Node::items_or_self).unwrap_or_default();
        let secret = variables.iter().find_map(|it| it.get("valueFrom"));
        let secret = secret.map(|node| ("secrets", node.span));
        for (key, span) in beside.iter().copied().chain(secret) {
            if map.get(key).is_none() {
                let value = Node { span, value: unknown(key) };
                map.entries.push(Entry { key: Cow::Borrowed(key), key_span: span, value });
            }
        }
    }
}

fn unknown(name: &'static str) -> Value<'static> {
    Value::Placeholder(Placeholder::named(PlaceholderKind::InvalidValue, name))
}

/// Walks a task definition next to the API's fields.
struct Corrector {
    naming: Naming,
    holder: TaskHolder,
    path: Vec<&'static Field>,
    /// How many keys may yet be compared.
    left: usize,
}

impl Corrector {
    fn object(&mut self, node: &mut Node<'_>, here: &'static Field) {
        let Value::Map(map) = &mut node.value else { return };
        self.path.push(here);
        let fields: Vec<_> = (0..map.entries.len()).map(|at| self.field(map, at, here)).collect();
        let is_filled_in: Vec<_> = map.entries.iter().map(super::is_filled_in).collect();
        let driver = map.get("logDriver").and_then(Node::as_str).map(str::to_owned);
        for (entry, field) in map.entries.iter_mut().zip(&fields) {
            let Some(field) = field else { continue };
            entry.key = Cow::Borrowed(field.name);
            self.value(&mut entry.value, field);
            if let (Value::Map(options), "options") = (&mut entry.value.value, field.name) {
                log_options::put_right(options, driver.as_deref());
            }
        }
        // A key that was meant to be this one is there instead.
        let mut filled_in = is_filled_in.into_iter();
        let names: Vec<_> = map.entries.iter().map(|it| it.key.clone()).collect();
        map.entries.retain(|entry| {
            let is_double = || names.iter().filter(|name| **name == entry.key).count() > 1;
            !(filled_in.next() == Some(true) && is_double())
        });
        self.path.pop();
    }

    /// The field that a key is, or was meant to be.
    fn field(&mut self, map: &Map<'_>, at: usize, here: &'static Field) -> Option<&'static Field> {
        let entry = map.entries.get(at)?;
        if let Some(field) = here.field(&entry.key) {
            return Some(field);
        }
        // Terraform's provider drops what it does not know; what is open may have the field itself.
        if self.naming == Naming::Terraform || map.open.is_some() || entry.is_merge() {
            return None;
        }
        self.left = self.left.checked_sub(1)?;
        let (path, naming, holder) = (self.path.as_slice(), self.naming, self.holder);
        UnknownKey { entry, map, path, naming, holder, role_is_missing: true }.meant()
    }

    fn value(&mut self, node: &mut Node<'_>, field: &'static Field) {
        if !fits(node, field.kind) {
            let value = std::mem::replace(&mut node.value, Value::Null);
            let unknown = || unknown(field.name_in(self.naming));
            node.value = fitting(value, node, field.kind).unwrap_or_else(unknown);
        }
        if !matches!(field.kind, ValueKind::Object | ValueKind::Objects) {
            return;
        }
        match &mut node.value {
            Value::List(items) => items.iter_mut().for_each(|item| self.object(item, field)),
            _ => self.object(node, field),
        }
    }
}

/// A value as it was meant, where that can be seen. `node` is where it stands.
fn fitting<'t>(value: Value<'t>, node: &Node<'_>, kind: ValueKind) -> Option<Value<'t>> {
    let is_text = matches!(kind, ValueKind::String | ValueKind::Exact);
    match (kind, value) {
        (ValueKind::Objects, value @ Value::Map(_)) => {
            Some(Value::List(vec![Node { span: node.span, value }]))
        }
        (ValueKind::Objects | ValueKind::Object | ValueKind::Map, Value::String(text)) => {
            let json = read_json(&text, node.span)?;
            let value =
                if fits(&json, kind) { json.value } else { fitting(json.value, node, kind)? };
            Some(value)
        }
        (_, Value::List(mut items))
            if items.len() == 1 && (is_text || kind == ValueKind::Object) =>
        {
            items.pop().filter(|item| fits(item, kind)).map(|item| item.value)
        }
        // What has no requirements is let pass, and so is a string for a list of them.
        (ValueKind::Number | ValueKind::Boolean | ValueKind::Array | ValueKind::Any, value) => {
            Some(value)
        }
        (ValueKind::Exact, value @ (Value::Number(_) | Value::Bool(_))) => Some(value),
        _ => None,
    }
}
