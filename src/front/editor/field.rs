//! A place in a text → the field of the task definition that is there, as the ECS API calls it.

use crate::analysis::TaskReport;
use crate::base::source::Span;
use crate::base::text::PlaceholderKind;
use crate::input::TaskDefinition;
use crate::input::holder::TaskHolder;
use crate::input::schema::schema_of;
use crate::syntax::{Entry, Node, Value};

/// How deep fields are looked for: as deep as values nest, and through as many aliases.
const MAX_DEPTH: usize = 256;

/// A field at a place.
#[derive(Clone, Debug)]
pub(super) struct FieldAt<'n, 't> {
    /// The keys that lead to it, those of the ECS API; `*` for an item of a list.
    pub(super) path: Vec<&'n str>,
    /// The values that the keys lead to, one for each.
    pub(super) nodes: Vec<&'n Node<'t>>,
    /// What is at the place: a key or a value; empty where a value is missing.
    pub(super) span: Span,
    /// Whether that is a key.
    pub(super) is_key: bool,
}

impl<'n, 't> FieldAt<'n, 't> {
    /// The field of a task definition at an offset, in the first combination of conditions that has one there.
    pub(super) fn find(task_report: &'n TaskReport<'t>, at: u32) -> Option<Self> {
        let own = std::iter::once(task_report.task).chain(task_report.versions);
        own.map(|task: &TaskDefinition<'t>| &*task.root).find_map(|root| {
            let holder = task_report.task.context.holder;
            let (path, nodes) = (Vec::new(), Vec::new());
            let mut search = FieldSearch { at, holder, path, nodes, is_key: false };
            let span = search.find(root, MAX_DEPTH)?;
            let FieldSearch { path, nodes, is_key, .. } = search;
            Some(FieldAt { path, nodes, span, is_key })
        })
    }

    /// The value of the innermost of some fields that it is or is in, or of the item of its list, and which field that is.
    pub(super) fn within<'p>(
        &self,
        fields: &'p [&'p [&'p str]],
    ) -> Option<(&'p [&'p str], &'n Node<'t>)> {
        let field =
            fields.iter().filter(|it| self.path.starts_with(it)).max_by_key(|it| it.len())?;
        let is_item = self.path.get(field.len()) == Some(&"*");
        let at = field.len() - usize::from(!is_item);
        Some((field, self.nodes.get(at)?))
    }
}

struct FieldSearch<'n, 't> {
    at: u32,
    holder: TaskHolder,
    path: Vec<&'n str>,
    nodes: Vec<&'n Node<'t>>,
    is_key: bool,
}

impl<'n, 't> FieldSearch<'n, 't> {
    /// The span of what is at the place; the way to it is left in the search.
    fn find(&mut self, node: &'n Node<'t>, left: usize) -> Option<Span> {
        let left = left.checked_sub(1)?;
        match &node.value {
            Value::Map(map) if self.path.is_empty() => {
                // What another field has an alias of is at both places: the one that the API knows counts.
                let known = |it: &&'n Entry<'t>| schema_of(self.holder).field(&it.key).is_some();
                let (known, others): (Vec<_>, Vec<_>) = map.entries.iter().partition(known);
                known.into_iter().chain(others).find_map(|it| self.entry(it, left))
            }
            Value::Map(map) => map.entries.iter().find_map(|it| self.entry(it, left)),
            Value::List(items) => {
                let item = |it| self.enter("*", it, |search| search.find(it, left));
                let found = items.iter().find_map(item);
                let is_inside =
                    items.is_empty() && node.span.start < self.at && self.at < node.span.end;
                found.or_else(|| {
                    self.path.extend(is_inside.then_some("*"));
                    is_inside.then(|| self.here())
                })
            }
            Value::Tagged(_, inner) => {
                self.find(inner, left).or_else(|| self.is_in(node.span).then_some(node.span))
            }
            Value::Alias(target) => {
                // Where the anchor is, what it names is written.
                if node.span != target.span && self.is_in(node.span) {
                    Some(node.span)
                } else {
                    self.find(target, left)
                }
            }
            _ => self.is_in(node.span).then_some(node.span),
        }
    }

    fn entry(&mut self, entry: &'n Entry<'t>, left: usize) -> Option<Span> {
        // What is merged in are fields of the object itself; at the alias is nothing in particular.
        if entry.is_merge() {
            return entry.value.items_or_self().iter().find_map(|it| match &it.value {
                Value::Alias(target) => self.find(target, left),
                _ => self.find(it, left),
            });
        }
        self.enter(&entry.key, &entry.value, |search| {
            let value = search.find(&entry.value, left);
            value.or_else(|| search.missing(entry)).or_else(|| {
                search.is_key = search.is_in(entry.key_span);
                search.is_key.then_some(entry.key_span)
            })
        })
    }

    /// The place itself, where a value is missing right behind a key.
    fn missing(&self, entry: &Entry<'_>) -> Option<Span> {
        let is_missing = matches!(&entry.value.value, Value::Null)
            || matches!(&entry.value.value, Value::Placeholder(it) if it.kind() == PlaceholderKind::Lost);
        let end = entry.key_span.end;
        (is_missing && (end + 1..=end + 3).contains(&self.at)).then(|| self.here())
    }

    fn here(&self) -> Span {
        Span { start: self.at, end: self.at }
    }

    fn enter<T>(
        &mut self,
        key: &'n str,
        node: &'n Node<'t>,
        find: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<T> {
        self.path.push(key);
        self.nodes.push(node);
        let found = find(self);
        if found.is_none() {
            self.path.pop();
            self.nodes.pop();
        }
        found
    }

    /// Whether the place is in a span, or right after it.
    fn is_in(&self, span: Span) -> bool {
        !span.is_empty() && span.start <= self.at && self.at <= span.end
    }
}
