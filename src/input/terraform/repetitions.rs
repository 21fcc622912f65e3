//! How often `count` and `for_each` make a block.

use super::evaluator::ModuleEvaluator;
use super::module::Layers;
use super::open;
use super::scope::{ExpressionScope, Repetition};
use crate::base::source::Span;
use crate::base::truth::Truth;
use crate::syntax::{Entry, Map, Node, Value};
use std::borrow::Cow;

/// How many instances of a block are made.
pub(super) const MOST_INSTANCES: usize = 256;

impl<'t> ModuleEvaluator<'_, 't> {
    /// As often as `count` and `for_each` make a block, and whether each is certainly made.
    pub(super) fn repetitions(
        &self,
        body: &Layers<'t>,
        scope: ExpressionScope<'_, 't>,
    ) -> Vec<(Option<Repetition<'t>>, Truth)> {
        if let Some(count) = body.value("count") {
            return self.counted(&self.evaluate(count, scope));
        }
        let Some(for_each) = body.value("for_each") else { return vec![(None, Truth::True)] };
        let collection = self.evaluate(for_each, scope);
        let count = match &collection.value {
            Value::List(items) => items.len(),
            Value::Map(map) => map.entries.len(),
            _ => 1,
        };
        if count > MOST_INSTANCES {
            self.cut();
        }
        let mut made = Vec::new();
        let mut add = |key: Node<'t>, value: &Node<'t>, is_certain| {
            let is_certain = Truth::known(is_certain).or(Truth::Unknown);
            made.push((Some(Repetition::Each(key, value.clone())), is_certain));
        };
        match &collection.value {
            Value::List(items) => {
                let items = items.iter().take(MOST_INSTANCES);
                items.for_each(|item| add(item.clone(), item, open::is_one(item)));
            }
            Value::Map(map) => {
                for entry in map.entries.iter().take(MOST_INSTANCES) {
                    let key = Value::String(entry.key.clone());
                    add(Node { span: entry.key_span, value: key }, &entry.value, true);
                }
                if map.open.is_some() {
                    let [key, value] = open_each(&collection);
                    add(key, &value, false);
                }
            }
            _ => {
                let [key, value] = open_each(&collection);
                add(key, &value, false);
            }
        }
        made
    }

    fn counted(&self, count: &Node<'t>) -> Vec<(Option<Repetition<'t>>, Truth)> {
        let span = count.span;
        let Some(count) = count.as_scalar().and_then(|it| it.parse::<usize>().ok()) else {
            let write =
                |part: &dyn Fn(&Node<'t>) -> String| format!("count.index of {}", part(count));
            let open = open::made_of(&[count], write);
            let index = Node { span, value: Value::Placeholder(open) };
            return vec![(Some(Repetition::Count(index)), Truth::Unknown)];
        };
        if count > MOST_INSTANCES {
            self.cut();
        }
        let index = |at: usize| Value::Number(Cow::Owned(at.to_string()));
        let one = |at| (Some(Repetition::Count(Node { span, value: index(at) })), Truth::True);
        (0..count.min(MOST_INSTANCES)).map(one).collect()
    }
}

/// `each.key` and `each.value` of a collection that is open.
fn open_each<'t>(collection: &Node<'t>) -> [Node<'t>; 2] {
    ["key", "value"].map(|part_name| {
        let write = |part: &dyn Fn(&Node<'t>) -> String| {
            format!("each.{part_name} of {}", part(collection))
        };
        let open = open::made_of(&[collection], write);
        Node { span: collection.span, value: Value::Placeholder(open) }
    })
}

/// The instances of a block as one value: itself, a list, or an object by their keys.
pub(super) fn together<'r, 't: 'r>(
    each: impl Iterator<Item = (Option<&'r Repetition<'t>>, Node<'t>)>,
    span: Span,
) -> Node<'t> {
    let mut items = Vec::new();
    let mut map = Map::default();
    for (repetition, value) in each {
        match repetition {
            None => return value,
            Some(Repetition::Count(index)) => {
                let others = (!open::is_known(index)).then(|| open::any_number_of(&value));
                items.extend(std::iter::once(value).chain(others));
            }
            Some(Repetition::Each(key, _)) => match key.as_scalar() {
                Some(name) => {
                    let key_span = key.span;
                    map.entries.push(Entry { key: Cow::Owned(name.to_owned()), key_span, value });
                }
                None => map.open = Some(span),
            },
        }
    }
    let is_list = !items.is_empty();
    let value = if is_list { Value::List(items) } else { Value::Map(map) };
    Node { span, value }
}
