//! Objects, of which not all members may be known.

use super::super::evaluator::Evaluator;
use super::super::open;
use super::super::scope::Scope;
use crate::base::text::Text;
use crate::input::schema::unread::is_unread_of_container;
use crate::syntax::hcl::{ObjectItem, ObjectKey};
use crate::syntax::{Entry, Map, Node, Value};
use std::borrow::Cow;

impl<'t> Evaluator<'_, 't> {
    /// The members of an object. One whose key is open may be any. Most objects are container definitions, or are in
    /// one: what is under a field that no rule reads decides nothing.
    pub(super) fn object(&self, items: &[ObjectItem<'t>], scope: Scope<'_, 't>) -> Map<'t> {
        let mut map = Map::default();
        for item in items {
            let key_span = item.key_span;
            let key = match &item.key {
                ObjectKey::Name(name) => {
                    Node { span: key_span, value: Value::String(Cow::Borrowed(name)) }
                }
                ObjectKey::Computed(key) => self.evaluate(key, scope),
            };
            let name = self.text_of(&key);
            let name = name.as_ref().and_then(Text::as_literal);
            let decides = name.is_none_or(|name| !is_unread_of_container(name));
            let evaluate = || self.evaluate(&item.value, scope);
            let value = if decides { evaluate() } else { self.without_asking(evaluate) };
            match name {
                Some(name) => {
                    let key = Cow::Owned(name.to_owned());
                    put(&mut map, Entry { key, key_span, value });
                }
                None => self.open_members(&mut map, &key),
            }
        }
        map
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

/// Adds a member to an object: the last of two of one name counts.
pub(in super::super) fn put<'t>(map: &mut Map<'t>, entry: Entry<'t>) {
    match map.entries.iter_mut().find(|known| known.key == entry.key) {
        Some(known) => *known = entry,
        None => map.entries.push(entry),
    }
}
