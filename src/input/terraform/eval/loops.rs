//! `for` expressions, and what goes through lists and objects.

use super::super::evaluator::ModuleEvaluator;
use super::super::open::{self, any_number_of, is_rest};
use super::super::reads::parts_in;
use super::super::scope::{Binding, ExpressionScope};
use super::MOST_ITEMS;
use super::objects::MapBuilder;
use crate::base::sorting::sort_by;
use crate::base::source::Span;
use crate::base::truth::Truth;
use crate::syntax::hcl::{BinaryOperator, Expression, ExpressionKind, ForExpression};
use crate::syntax::{Entry, Node, Value};
use std::borrow::Cow;

/// A text in one line.
pub(super) fn in_a_line(written: &str) -> String {
    written.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl<'t> ModuleEvaluator<'_, 't> {
    pub(super) fn repetition(
        &self,
        repetition: &ForExpression<'t>,
        span: Span,
        scope: ExpressionScope<'_, 't>,
    ) -> Node<'t> {
        let collection = self.evaluate(&repetition.collection, scope);
        let names = (repetition.key, repetition.item);
        let mut result = ForResult::default();
        let is_known = self.for_each_item(&collection, names, scope, &mut |scope, is_certain| {
            self.add_item(&mut result, repetition, scope, is_certain);
        });
        if !is_known {
            let write = |part: &dyn Fn(&Node<'t>) -> String| {
                format!("{} of {}", self.written_in_a_line(span), part(&collection))
            };
            let open = open::made_of(&[&collection], write);
            // What is made of each item is no news: what is gone through is.
            let through = self.written_in_a_line(repetition.collection.span);
            let open = open::shown_as(&open, &format!("[for {} in {through}]", repetition.item));
            let within = self.within(repetition, &collection, scope);
            let reads = parts_in(std::iter::once(&collection).chain(&within));
            let open = open::reading(&open, reads);
            return Node { span, value: Value::Placeholder(open) };
        }
        let is_object = repetition.result_key.is_some();
        let value =
            if is_object { Value::Map(result.members.map) } else { Value::List(result.items) };
        Node { span, value }
    }

    /// What is evaluated for each item of a collection that is open: it reads variables, too.
    fn within(
        &self,
        repetition: &ForExpression<'t>,
        collection: &Node<'t>,
        scope: ExpressionScope<'_, 't>,
    ) -> Vec<Node<'t>> {
        let write = |part: &dyn Fn(&Node<'t>) -> String| format!("{}[*]", part(collection));
        let any = Value::Placeholder(open::made_of(&[collection], write));
        let any = Node { span: collection.span, value: any };
        let item = Binding { name: repetition.item, value: &any, outer: scope.bindings };
        let name = repetition.key.unwrap_or(repetition.item);
        let key = Binding { name, value: &any, outer: Some(&item) };
        let scope = ExpressionScope { bindings: Some(&key), ..scope };
        let others = [repetition.result_key.as_ref(), repetition.condition.as_ref()];
        let all = std::iter::once(&repetition.result).chain(others.into_iter().flatten());
        let evaluate = || all.map(|it| self.evaluate(it, scope)).collect();
        self.without_notes(|| self.without_asking(evaluate))
    }

    /// What is written at a place, in one line.
    pub(super) fn written_in_a_line(&self, span: Span) -> String {
        in_a_line(self.configuration.slice(span))
    }

    fn add_item(
        &self,
        result: &mut ForResult<'t>,
        repetition: &ForExpression<'t>,
        scope: ExpressionScope<'_, 't>,
        is_certain: bool,
    ) {
        let counts = match &repetition.condition {
            Some(_) if drops_nulls(repetition) => self.is_there(repetition.item, scope),
            Some(condition) => self.holds(condition, scope),
            None => Truth::True,
        };
        if counts == Truth::False {
            return;
        }
        let value = self.evaluate(&repetition.result, scope);
        let is_certain = is_certain && counts == Truth::True;
        let Some(key) = &repetition.result_key else {
            result.items.push(if is_certain { value } else { any_number_of(&value) });
            return;
        };
        let key_node = self.evaluate(key, scope);
        match key_node.as_scalar().filter(|_| is_certain) {
            Some(name) => {
                let key = Cow::Owned(name.to_owned());
                let entry = Entry { key, key_span: key_node.span, value };
                add_member(&mut result.members, entry, repetition.groups);
            }
            None => self.open_members(&mut result.members.map, &key_node),
        }
    }

    /// Whether the item of a loop that leaves out nulls is in what it makes: one that is open is, as null would be
    /// nothing there either.
    fn is_there(&self, item: &str, scope: ExpressionScope<'_, 't>) -> Truth {
        let Some(value) = scope.bound(item) else { return Truth::True };
        let null = Node { span: value.span, value: Value::Null };
        let is_null = match self.equal(value, &null) {
            Truth::Unknown => self.assigned.answer(&open::equality(value, &null)),
            known => Some(known == Truth::True),
        };
        Truth::known(is_null != Some(true))
    }

    /// Goes through the items of a list or the members of an object; not where it is open as a whole. `each` gets the
    /// scope of an item, and whether there certainly is such an item.
    pub(in super::super) fn for_each_item(
        &self,
        collection: &Node<'t>,
        (key_name, item_name): (Option<&str>, &str),
        scope: ExpressionScope<'_, 't>,
        each: &mut dyn FnMut(ExpressionScope<'_, 't>, bool),
    ) -> bool {
        let mut visit = |key: &dyn Fn() -> Node<'t>, value: &Node<'t>, is_certain: bool| {
            let outer = Binding { name: item_name, value, outer: scope.bindings };
            let Some(name) = key_name else {
                each(ExpressionScope { bindings: Some(&outer), ..scope }, is_certain);
                return;
            };
            let key = key();
            let inner = Binding { name, value: &key, outer: Some(&outer) };
            each(ExpressionScope { bindings: Some(&inner), ..scope }, is_certain);
        };
        match &collection.value {
            Value::List(items) => {
                for (index, item) in items.iter().enumerate().take(MOST_ITEMS) {
                    if !self.has_room(64) {
                        return false;
                    }
                    let number = || Value::Number(Cow::Owned(index.to_string()));
                    let key = || Node { span: item.span, value: number() };
                    visit(&key, item, !is_rest(item));
                }
                items.len() <= MOST_ITEMS
            }
            Value::Map(map) if map.open.is_none() => {
                let mut entries: Vec<_> = map.entries.iter().collect();
                sort_by(&mut entries, |one, other| one.key.cmp(&other.key));
                for entry in entries.into_iter().take(MOST_ITEMS) {
                    if !self.has_room(64) {
                        return false;
                    }
                    let name = || Value::String(entry.key.clone());
                    let key = || Node { span: entry.key_span, value: name() };
                    visit(&key, &entry.value, true);
                }
                map.entries.len() <= MOST_ITEMS
            }
            _ => false,
        }
    }
}

/// Whether an object is made of the members of another that are not null: `{ for k, v in x : k => v if v != null }`.
fn drops_nulls(repetition: &ForExpression<'_>) -> bool {
    let is = |it: &Expression<'_>, name| matches!(it.kind, ExpressionKind::Name(it) if it == name);
    let is_null = |it: &Expression<'_>| matches!(it.kind, ExpressionKind::Null);
    let Some(ExpressionKind::Operation(test)) = repetition.condition.as_ref().map(|it| &it.kind)
    else {
        return false;
    };
    let [(BinaryOperator::NotEqual, other)] = test.rest.as_slice() else { return false };
    let item = repetition.item;
    let (is_tested, is_turned) =
        (is(&test.first, item) && is_null(other), is_null(&test.first) && is(other, item));
    repetition.result_key.is_some() && is(&repetition.result, item) && (is_tested || is_turned)
}

/// What a `for` has made so far.
#[derive(Default)]
struct ForResult<'t> {
    items: Vec<Node<'t>>,
    members: MapBuilder<'t>,
}

fn add_member<'t>(members: &mut MapBuilder<'t>, entry: Entry<'t>, groups: bool) {
    if !groups {
        members.put(entry);
        return;
    }
    if let Some(Value::List(items)) = members.get_mut(&entry.key).map(|it| &mut it.value.value) {
        items.push(entry.value);
        return;
    }
    let value = Node { span: entry.value.span, value: Value::List(vec![entry.value]) };
    members.put(Entry { value, ..entry });
}
