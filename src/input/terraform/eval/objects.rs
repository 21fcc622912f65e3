//! Objects, of which not all members may be known.

use super::super::evaluator::ModuleEvaluator;
use super::super::open;
use super::super::scope::ExpressionScope;
use super::MOST_ITEMS;
use crate::base::maps::HashMap;
use crate::base::source::Span;
use crate::base::truth::Truth;
use crate::input::schema::unread::is_unread_of_container;
use crate::syntax::hcl::{Expression, ExpressionKind, FunctionCall, ObjectItem, ObjectKey};
use crate::syntax::{Entry, Map, Node, Value};
use std::borrow::Cow;

impl<'t> ModuleEvaluator<'_, 't> {
    /// The members of an object. One whose key is open may be any. Most objects are container definitions, or are in
    /// one: what is under a field that no rule reads decides nothing.
    pub(super) fn object(
        &self,
        items: &[ObjectItem<'t>],
        span: Span,
        scope: ExpressionScope<'_, 't>,
    ) -> Map<'t> {
        self.members(items, span, scope, true)
    }

    /// Container definitions without the fields that no rule reads, where they are written in `jsonencode` itself.
    pub(in super::super) fn deciding_fields(
        &self,
        containers: &Expression<'t>,
        scope: ExpressionScope<'_, 't>,
    ) -> Option<Node<'t>> {
        let ExpressionKind::Call(FunctionCall { name: "jsonencode", arguments, .. }) =
            &containers.kind
        else {
            return None;
        };
        let [Expression { span: list, kind: ExpressionKind::List(items) }] = arguments.as_slice()
        else {
            return None;
        };
        let container = |item: &Expression<'t>| match &item.kind {
            ExpressionKind::Object(members) => {
                let value = Value::Map(self.members(members, item.span, scope, false));
                Node { span: item.span, value }
            }
            _ => self.evaluate(item, scope),
        };
        let is_whole = items.len() <= MOST_ITEMS;
        let value = || Value::List(items.iter().map(container).collect());
        is_whole.then(|| Node { span: *list, value: value() })
    }

    /// What a condition adds to a container definition, where that is only fields that no rule reads: the condition
    /// decides nothing, and is not asked.
    pub(in super::super) fn undecided_members(
        &self,
        expression: &Expression<'t>,
        scope: ExpressionScope<'_, 't>,
    ) -> Option<Node<'t>> {
        let ExpressionKind::Conditional(conditional) = &expression.kind else { return None };
        let sides = [&conditional.then, &conditional.otherwise];
        if !sides.iter().all(|it| is_of_unread_fields(it)) {
            return None;
        }
        let holds = self.without_asking(|| self.holds(&conditional.condition, scope));
        if holds != Truth::Unknown {
            return None;
        }
        let condition = self.configuration.slice(conditional.condition.span);
        let mut members = MapBuilder::default();
        for side in sides {
            let value = self.without_asking(|| self.evaluate(side, scope));
            let Value::Map(map) = value.value else { continue };
            for entry in map.entries {
                let open = open::made_of(&[&entry.value], |part| {
                    format!("{condition} ? {}", part(&entry.value))
                });
                let value = Node { span: entry.value.span, value: Value::Placeholder(open) };
                members.put(Entry { value, ..entry });
            }
        }
        let is_there = !members.map.entries.is_empty();
        is_there.then_some(Node { span: expression.span, value: Value::Map(members.map) })
    }

    fn members(
        &self,
        items: &[ObjectItem<'t>],
        span: Span,
        scope: ExpressionScope<'_, 't>,
        is_whole: bool,
    ) -> Map<'t> {
        let mut members = MapBuilder::default();
        members.map.entries.reserve_exact(items.len().min(MOST_ITEMS));
        for item in items.iter().take(MOST_ITEMS) {
            let key_span = item.key_span;
            let key = match &item.key {
                ObjectKey::Name(name) => Ok(Cow::Borrowed(*name)),
                ObjectKey::Computed(key) => {
                    let key = self.evaluate(key, scope);
                    let name = self.text_of(&key).and_then(|it| it.into_literal().ok());
                    name.ok_or(key)
                }
            };
            let decides = key.as_ref().map_or(true, |name| !is_unread_of_container(name));
            if !decides && !is_whole {
                continue;
            }
            let evaluate = || self.evaluate(&item.value, scope);
            let value = if decides { evaluate() } else { self.without_asking(evaluate) };
            match key {
                Ok(key) => members.put(Entry { key, key_span, value }),
                Err(open) => self.open_members(&mut members.map, &open),
            }
        }
        if items.len() > MOST_ITEMS {
            self.cut();
            self.open_members(&mut members.map, &self.beyond_limits(span));
        }
        members.map
    }

    /// An object may have more members than are known, because something is open.
    pub(in super::super) fn open_members(&self, map: &mut Map<'t>, because: &Node<'t>) {
        let before = self.opened_by(map);
        map.open = Some(because.span);
        let both = match &before {
            None => because.clone(),
            Some(before) if open::identity(before) == open::identity(because) => return,
            Some(before) => {
                let placeholder = open::made_of(&[before, because], |part| {
                    format!("merge({}, {})", part(before), part(because))
                });
                Node { span: because.span, value: Value::Placeholder(placeholder) }
            }
        };
        self.remember_opening(because.span, both);
    }
}

/// The fields among those that no rule reads that are objects.
const UNREAD_OBJECTS: [&str; 3] = ["dockerLabels", "healthCheck", "restartPolicy"];

/// Whether an object is written out and has only fields of a container definition that no rule reads, or nothing.
fn is_of_unread_fields(expression: &Expression<'_>) -> bool {
    let ExpressionKind::Object(items) = &expression.kind else {
        return matches!(expression.kind, ExpressionKind::Null);
    };
    items.iter().all(|item| {
        let name = match &item.key {
            ObjectKey::Name(name) => Some(Cow::Borrowed(*name)),
            ObjectKey::Computed(key) => key.kind.as_literal(),
        };
        let is_object = matches!(item.value.kind, ExpressionKind::Object(_));
        name.is_some_and(|name| {
            is_unread_of_container(&name) && (!is_object || UNREAD_OBJECTS.contains(&name.as_ref()))
        })
    })
}

/// From how many members on their places are kept.
const MANY: usize = 16;

/// An object that is being made. Where it has many members, they are found at once.
#[derive(Default)]
pub(in super::super) struct MapBuilder<'t> {
    pub(in super::super) map: Map<'t>,
    places: HashMap<Cow<'t, str>, usize>,
}

impl<'t> MapBuilder<'t> {
    /// The member of a name.
    pub(in super::super) fn get_mut(&mut self, key: &str) -> Option<&mut Entry<'t>> {
        let entries = &mut self.map.entries;
        if entries.len() <= MANY {
            return entries.iter_mut().find(|it| it.key == key);
        }
        entries.get_mut(*self.places.get(key)?)
    }

    /// Adds a member: the last of two of one name counts.
    pub(in super::super) fn put(&mut self, entry: Entry<'t>) {
        if let Some(known) = self.get_mut(&entry.key) {
            *known = entry;
            return;
        }
        self.map.entries.push(entry);
        if self.map.entries.len() > MANY {
            let known = self.map.entries.iter().enumerate().skip(self.places.len());
            self.places.extend(known.map(|(place, it)| (it.key.clone(), place)));
        }
    }
}
