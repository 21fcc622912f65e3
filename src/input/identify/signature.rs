//! The signature of a kind of document: its characteristic keys and their values.

use crate::base::source::Span;
use crate::syntax::{Aliases, Map, Node};

/// What a kind of object is known by.
#[derive(Clone, Copy, Debug)]
pub(in crate::input) struct Signature<K> {
    kind: K,
    /// The key that is shown.
    mark: &'static str,
    holds: Holds,
    /// Other keys, all of which are there.
    all: &'static [&'static str],
    /// Other keys, one of which is there; none if that does not matter.
    any: &'static [&'static str],
    /// The only keys that are there; none if that does not matter.
    only: &'static [&'static str],
    /// How a key begins that is anywhere below; none if that does not matter.
    below: Option<&'static str>,
}

/// What the key that is shown holds.
#[derive(Clone, Copy, Debug)]
pub(in crate::input) enum Holds {
    /// Whatever it is.
    Anything,
    /// A string.
    Text,
    /// A string that begins with this.
    TextFrom(&'static str),
    /// One of these strings.
    OneOf(&'static [&'static str]),
    /// An array.
    List,
    /// An array with an object that has this key.
    ItemWith(&'static str),
    /// An array with an object whose key has one of these strings.
    ItemWhere(&'static str, &'static [&'static str]),
    /// An object that has one of these keys.
    ObjectWith(&'static [&'static str]),
    /// An object with an object in it that has one of these keys.
    MemberWith(&'static [&'static str]),
    /// An object with an object in it whose key has a string that begins with one of these.
    MemberWhere(&'static str, &'static [&'static str]),
}

impl<K: Copy> Signature<K> {
    /// A kind that one key identifies.
    pub(in crate::input) const fn new(kind: K, mark: &'static str) -> Self {
        Self { kind, mark, holds: Holds::Anything, all: &[], any: &[], only: &[], below: None }
    }

    /// The same where that key holds this.
    pub(in crate::input) const fn holding(self, holds: Holds) -> Self {
        Self { holds, ..self }
    }

    /// The same where all of these keys are there as well.
    pub(in crate::input) const fn beside(self, all: &'static [&'static str]) -> Self {
        Self { all, ..self }
    }

    /// The same where one of these keys is there as well.
    pub(in crate::input) const fn beside_any(self, any: &'static [&'static str]) -> Self {
        Self { any, ..self }
    }

    /// The same where no keys but these are there.
    pub(in crate::input) const fn among(self, only: &'static [&'static str]) -> Self {
        Self { only, ..self }
    }

    /// The same where a key that begins so is anywhere below the one that is shown. That key is shown instead.
    pub(in crate::input) const fn with_below(self, start: &'static str) -> Self {
        Self { below: Some(start), ..self }
    }

    /// The kind and the place of the key that identifies it, where an object has the signature.
    fn of(&self, map: &Map<'_>) -> Option<(K, Span)> {
        let mark = map.entry(self.mark).filter(|entry| self.holds.fits(&entry.value))?;
        let has = |key: &&str| map.get(key).is_some();
        let is_whole =
            self.all.iter().all(has) && (self.any.is_empty() || self.any.iter().any(has));
        let is_alone = self.only.is_empty()
            || map.entries.iter().all(|entry| self.only.contains(&entry.key.as_ref()));
        if !is_whole || !is_alone {
            return None;
        }
        let Some(start) = self.below else { return Some((self.kind, mark.key_span)) };
        let mut below = mark.value.walk(Aliases::Written).entries();
        let own = below.find(|entry| entry.key.starts_with(start))?;
        Some((self.kind, own.key_span))
    }
}

impl Holds {
    fn fits(self, value: &Node<'_>) -> bool {
        match self {
            Self::Anything => true,
            Self::Text => value.as_str().is_some(),
            Self::TextFrom(start) => value.as_str().is_some_and(|text| text.starts_with(start)),
            Self::OneOf(texts) => value.as_str().is_some_and(|text| texts.contains(&text)),
            Self::List => value.as_list().is_some(),
            Self::ItemWith(key) => {
                value.as_list().is_some_and(|items| items.iter().any(|it| it.get(key).is_some()))
            }
            Self::ItemWhere(key, texts) => value.items_or_self().iter().any(|it| {
                it.get(key).and_then(Node::as_str).is_some_and(|text| texts.contains(&text))
            }),
            Self::ObjectWith(keys) => keys.iter().any(|key| value.get(key).is_some()),
            Self::MemberWith(keys) => has_member(value, |it| Self::ObjectWith(keys).fits(it)),
            Self::MemberWhere(key, starts) => has_member(value, |it| {
                let text = it.get(key).and_then(Node::as_str);
                text.is_some_and(|text| starts.iter().any(|start| text.starts_with(start)))
            }),
        }
    }
}

fn has_member(value: &Node<'_>, fits: impl Fn(&Node<'_>) -> bool) -> bool {
    value.as_map().is_some_and(|map| map.entries.iter().any(|entry| fits(&entry.value)))
}

/// The first kind of a table whose signature an object has, and the place of the key that identifies it.
pub(in crate::input) fn find<K: Copy>(table: &[Signature<K>], map: &Map<'_>) -> Option<(K, Span)> {
    table.iter().find_map(|signature| signature.of(map))
}
