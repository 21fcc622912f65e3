//! Keys and types of a task definition, checked against the API's.

use super::unknown_keys::{UnknownKey, shown};
use super::{
    Field, KeyDiagnostic, KeyFault, KeyRemedy, KeySubject, ValueKind, ValuePlace, log_options,
    misspelt, schema_of,
};
use crate::base::diagnostic::{BuiltIn, Diagnostic, Severity};
use crate::base::maps::{HashMap, HashSet};
use crate::base::source::Span;
use crate::base::text::{Spelling, Text};
use crate::input::TaskDefinition;
use crate::input::holder::TaskHolder;
use crate::input::naming::Naming;
use crate::syntax::{Entry, Map, Node, Value};
use std::ptr;

/// How many different problems are reported of one task definition.
const MOST: usize = 50;

/// What is wrong with the keys and shapes of a task definition.
pub fn check(task: &TaskDefinition<'_>) -> Vec<KeyDiagnostic> {
    let role = task.root.get("executionRoleArn");
    let is_absent = role.is_none_or(|role| match &role.resolved().value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        _ => false,
    });
    let mut checker = SchemaChecker {
        lost: task.context.lost,
        in_lost: false,
        naming: task.context.naming,
        holder: task.context.holder,
        role_is_missing: is_absent && task.format.can_state_role(),
        reported: Vec::new(),
        index: HashMap::default(),
        strays: HashMap::default(),
        left_out: 0,
        worst_left_out: Severity::Note,
        path: Vec::new(),
        entered: HashSet::default(),
    };
    for problem in &task.context.misnamed {
        checker.report(problem.clone());
    }
    let written = task.context.written.as_ref().unwrap_or(&task.root);
    checker.object(written, schema_of(task.context.holder));
    checker.finish(task)
}

/// Walks a tree next to the API's, and gathers what does not fit.
struct SchemaChecker<'t> {
    /// Where syntax errors hide something.
    lost: &'t [Span],
    /// Whether the innermost object is one from which something was lost: what is in it may belong elsewhere.
    in_lost: bool,
    naming: Naming,
    holder: TaskHolder,
    role_is_missing: bool,
    /// Each problem once.
    reported: Vec<KeyDiagnostic>,
    /// Where a problem is in `reported`, by the level it was met at and what is wrong.
    index: HashMap<(usize, KeyFault), usize>,
    /// The same for keys that are no fields, by the key.
    strays: HashMap<(usize, String), usize>,
    left_out: usize,
    worst_left_out: Severity,
    path: Vec<&'static Field>,
    /// The anchored values that were looked into, and at which level: aliases may fan out without end.
    entered: HashSet<(Span, usize)>,
}

impl SchemaChecker<'_> {
    /// What is behind a node, once for each level that an anchored one is named at.
    fn enter<'a, 's>(&mut self, node: &'a Node<'s>, level: usize) -> Option<&'a Value<'s>> {
        let target = node.resolved();
        let is_alias = matches!(node.value, Value::Alias(_));
        let is_new = !is_alias || self.entered.insert((target.span, level));
        is_new.then_some(&target.value)
    }

    /// The keys of an object; anything else was reported where it is.
    fn object(&mut self, node: &Node<'_>, object: &'static Field) {
        let Some(Value::Map(map)) = self.enter(node, ptr::from_ref(object).addr()) else { return };
        self.path.push(object);
        let is_lost = map.open.is_some_and(|open| self.lost.contains(&open));
        let around = std::mem::replace(&mut self.in_lost, is_lost);
        for entry in &map.entries {
            if entry.is_merge() {
                self.merged(&entry.value, object);
            } else if let Some(field) = object.field(&entry.key) {
                self.value(entry, field);
                if field.name == "options" {
                    self.options(&entry.value, map, field);
                }
            } else {
                self.unknown_key(entry, map);
            }
        }
        self.in_lost = around;
        self.path.pop();
    }

    /// Options that are slips of the pen. Their keys are free, but a driver knows some.
    fn options(&mut self, options: &Node<'_>, log: &Map<'_>, field: &'static Field) {
        let driver = log.get("logDriver").and_then(Node::as_str);
        for entry in options.as_map().into_iter().flat_map(|it| &it.entries) {
            if let Some(name) = log_options::meant(&entry.key, driver) {
                let remedy = KeyRemedy::Suggestion(name.to_owned());
                self.report(misspelt(BuiltIn::UnknownKey, entry, field, self.naming, remedy));
            }
        }
    }

    /// What a YAML merge key brings in.
    fn merged(&mut self, value: &Node<'_>, object: &'static Field) {
        self.path.pop();
        match value.as_list() {
            Some(items) => items.iter().for_each(|item| self.object(item, object)),
            None => self.object(value, object),
        }
        self.path.push(object);
    }

    /// A key that is no field. What it was meant to be takes time to find out, so it is asked once for
    /// each key of a level, and only while there is room to report it.
    fn unknown_key(&mut self, entry: &Entry<'_>, map: &Map<'_>) {
        let met = (self.level(), entry.key.to_string());
        if let Some(known) = self.strays.get(&met).and_then(|&at| self.reported.get_mut(at)) {
            known.subject.repeats.0.push(entry.key_span);
            return;
        }
        let path = &self.path;
        let Self { naming, holder, role_is_missing, .. } = *self;
        let unknown_key = UnknownKey { entry, map, path, naming, holder, role_is_missing };
        if self.reported.len() >= MOST && !unknown_key.is_role() {
            self.leave_out(Severity::Warning);
        } else if let Some(at) = unknown_key.diagnostic().and_then(|it| self.report(it)) {
            self.strays.insert(met, at);
        }
    }

    fn level(&self) -> usize {
        self.path.last().map_or(0, |&object| ptr::from_ref(object).addr())
    }

    fn leave_out(&mut self, severity: Severity) {
        self.left_out += 1;
        self.worst_left_out = self.worst_left_out.max(severity);
    }

    /// The value of a known field. One of the wrong type is still looked into.
    fn value(&mut self, entry: &Entry<'_>, field: &'static Field) {
        if !fits(&entry.value, field.kind) {
            let place = ValuePlace::Field(field.name_in(self.naming));
            self.wrong_type(place, &entry.value, field.kind);
        }
        let Some(value) = self.enter(&entry.value, ptr::from_ref(field).addr()) else { return };
        match (field.kind, value) {
            (ValueKind::Object | ValueKind::Objects, Value::Map(_)) => {
                self.object(entry.value.resolved(), field);
            }
            (ValueKind::Object | ValueKind::Objects, Value::List(items)) => {
                for item in items {
                    if field.kind == ValueKind::Objects && !fits(item, ValueKind::Object) {
                        self.wrong_type(
                            ValuePlace::ItemOf(field.name_in(self.naming)),
                            item,
                            ValueKind::Object,
                        );
                    }
                    self.object(item, field);
                }
            }
            (ValueKind::Array, Value::List(items)) => {
                for item in items.iter().filter(|item| !fits(item, ValueKind::String)) {
                    self.wrong_type(
                        ValuePlace::ItemOf(field.name_in(self.naming)),
                        item,
                        ValueKind::String,
                    );
                }
            }
            (ValueKind::Map, Value::Map(map)) => self.free_values(map, field.name_in(self.naming)),
            _ => {}
        }
    }

    fn free_values(&mut self, map: &Map<'_>, field: &'static str) {
        let entries = map.entries.iter().filter(|entry| !entry.is_merge());
        for entry in entries.filter(|entry| !fits(&entry.value, ValueKind::String)) {
            let place = ValuePlace::KeyOf { key: shown(&entry.key), field };
            self.wrong_type(place, &entry.value, ValueKind::String);
        }
    }

    fn wrong_type(&mut self, place: ValuePlace, node: &Node<'_>, expected: ValueKind) {
        let remedy = match (expected, &node.resolved().value) {
            (ValueKind::Objects, Value::Map(_)) | (ValueKind::Array, Value::String(_)) => {
                Some(KeyRemedy::AddBrackets)
            }
            (ValueKind::Object, Value::List(items)) if items.len() == 1 => {
                Some(KeyRemedy::RemoveBrackets)
            }
            _ => None,
        };
        let fault = KeyFault::WrongType { place, found: node.kind(), expected };
        let subject = KeySubject::new(fault, self.naming, remedy);
        self.report(Diagnostic::new(BuiltIn::WrongType, subject, node.span));
    }

    /// The same at the same level is reported once. Where it is in what is reported.
    fn report(&mut self, mut problem: KeyDiagnostic) -> Option<usize> {
        problem.subject.holder = self.holder;
        // What a syntax error moved elsewhere is not what was written.
        if self.in_lost && !matches!(problem.subject.fault, KeyFault::Misspelt { .. }) {
            return None;
        }
        let key = (self.level(), problem.subject.fault.clone());
        if let Some(&at) = self.index.get(&key) {
            self.reported.get_mut(at)?.subject.repeats.0.extend(problem.span());
            return Some(at);
        }
        if self.reported.len() >= MOST && !problem.code.is(BuiltIn::MisspeltExecutionRole) {
            self.leave_out(problem.severity);
            return None;
        }
        let at = self.reported.len();
        self.index.insert(key, at);
        self.reported.push(problem);
        Some(at)
    }

    fn finish(self, task: &TaskDefinition<'_>) -> Vec<KeyDiagnostic> {
        let reported = self.reported.into_iter();
        let mut problems: Vec<_> = reported.map(|it| it.in_document(task.document)).collect();
        if let (count @ 1.., Some(last)) = (self.left_out, problems.last()) {
            let span = last.span().unwrap_or(task.span);
            let subject = KeySubject::new(KeyFault::LeftOut { count }, self.naming, None);
            let more = Diagnostic::new(BuiltIn::UnknownKey, subject, span);
            problems.push(more.with_severity(self.worst_left_out).in_document(task.document));
        }
        problems
    }
}

/// Whether a value may be used where a kind is expected: a placeholder always may.
pub(super) fn fits(node: &Node<'_>, kind: ValueKind) -> bool {
    let is_scalar_kind = matches!(
        kind,
        ValueKind::Exact | ValueKind::String | ValueKind::Number | ValueKind::Boolean
    );
    match &node.resolved().value {
        Value::String(text) => is_scalar_kind || kind == ValueKind::Any || has_placeholder(text),
        Value::Number(_) | Value::Bool(_) => {
            (is_scalar_kind && kind != ValueKind::Exact) || kind == ValueKind::Any
        }
        Value::List(_) => matches!(kind, ValueKind::Array | ValueKind::Objects | ValueKind::Any),
        Value::Map(_) => matches!(kind, ValueKind::Object | ValueKind::Map | ValueKind::Any),
        Value::Null
        | Value::Text(_)
        | Value::Placeholder(_)
        | Value::Alias(_)
        | Value::Tagged(..) => true,
    }
}

fn has_placeholder(text: &str) -> bool {
    Text::read(text, Spelling::Anywhere).has_placeholders()
}
