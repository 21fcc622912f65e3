//! Objects, lists and words of a rule file, and the errors about them.

use super::data::{List, Str};
use super::fault::{RuleDiagnostic, RuleFault};
use super::language::Keys;
use crate::base::source::Span;
use crate::base::suggest;
use crate::syntax::{Entry, Node, Value};

/// What was decoded, or what is wrong with it.
pub(super) type Decoded<T> = Result<T, Box<RuleDiagnostic>>;

/// An object that has only keys that it may have, and all that it must have.
pub(super) struct Object<'n, 's> {
    pub(super) node: &'n Node<'s>,
    entries: &'n [Entry<'s>],
}

impl<'n, 's> Object<'n, 's> {
    /// Checks the keys of an object.
    pub(super) fn read(node: &'n Node<'s>, keys: &Keys<'_>) -> Decoded<Self> {
        let Some(map) = node.as_map() else {
            return Err(fault(
                node,
                format!("{}: expected an object, found {}", keys.of, node.kind()),
            ));
        };
        let known = || keys.required.iter().chain(keys.optional).copied();
        if let Some(entry) = map.entries.iter().find(|it| !known().any(|key| key == it.key)) {
            let what = format!("a key of {}", keys.of);
            return Err(unknown(entry.key_span, &entry.key, &what, known()));
        }
        let object = Self { node, entries: &map.entries };
        match keys.required.iter().find(|key| object.get(key).is_none()) {
            None => Ok(object),
            Some(key) => Err(fault(node, format!("missing key `{key}` of {}", keys.of))),
        }
    }

    /// The value of a key; a key without a value is as good as none.
    pub(super) fn get(&self, key: &str) -> Option<&'n Node<'s>> {
        let entry = self.entries.iter().rev().find(|entry| entry.key == key)?;
        Some(&entry.value).filter(|node| !matches!(node.resolved().value, Value::Null))
    }

    /// Decodes the value of a key that is there.
    pub(super) fn required<T>(
        &self,
        key: &str,
        decode: impl FnOnce(&Node<'s>) -> Decoded<T>,
    ) -> Decoded<T> {
        decode(self.get(key).unwrap_or(self.node))
    }

    /// Decodes the value of a key that may be there.
    pub(super) fn optional<T>(
        &self,
        key: &str,
        decode: impl FnOnce(&Node<'s>) -> Decoded<T>,
    ) -> Decoded<Option<T>> {
        self.get(key).map(decode).transpose()
    }

    /// Decodes a list, or a single item that is without one.
    pub(super) fn list<T: Clone>(
        &self,
        key: &str,
        decode: impl Fn(&Node<'s>) -> Decoded<T>,
    ) -> Decoded<List<T>> {
        self.get(key).map_or(Ok(List::default()), |node| each(node, decode))
    }

    /// Decodes the entries of an object whose keys are names, in the order of the names.
    pub(super) fn map<T: Clone>(
        &self,
        key: &str,
        decode: impl Fn(&Entry<'s>) -> Decoded<T>,
    ) -> Decoded<List<T>> {
        self.entries_of(key)?.into_iter().map(decode).collect()
    }

    /// The entries of an object whose keys are names, in the order of the names.
    fn entries_of(&self, key: &str) -> Decoded<Vec<&'n Entry<'s>>> {
        let Some(node) = self.get(key) else { return Ok(Vec::new()) };
        let Some(map) = node.as_map() else {
            return Err(fault(
                node,
                format!("`{key}`: expected names with values, found {}", node.kind()),
            ));
        };
        let mut entries: Vec<_> = map.entries.iter().collect();
        entries.sort_by(|one, other| one.key.cmp(&other.key));
        Ok(entries)
    }

    /// `true` or `false`; the latter where it is omitted.
    pub(super) fn flag(&self, key: &str) -> Decoded<bool> {
        let flag = self.optional(key, |node| match node.resolved().value {
            Value::Bool(value) => Ok(value),
            _ => {
                Err(fault(node, format!("`{key}`: expected true or false, found {}", node.kind())))
            }
        })?;
        Ok(flag.unwrap_or_default())
    }
}

/// What is wrong with a value.
pub(super) fn fault(node: &Node<'_>, message: impl Into<String>) -> Box<RuleDiagnostic> {
    RuleFault::new(message).at(node.span)
}

/// A word that is not one of those that may be there: they are named, and the closest is suggested.
pub(super) fn unknown<'k>(
    span: Span,
    found: &str,
    what: &str,
    known: impl Iterator<Item = &'k str>,
) -> Box<RuleDiagnostic> {
    let known: Vec<_> = known.collect();
    let expected = match known.as_slice() {
        [] => "there is none".to_owned(),
        [only] => format!("expected `{only}`"),
        all => format!("expected one of `{}`", all.join("`, `")),
    };
    let fault = RuleFault::new(format!("`{found}` is not {what}; {expected}"));
    match suggest::most_alike(found, known.into_iter(), 0.75) {
        Some(best) => fault.with_help(format!("did you mean `{best}`?")).at(span),
        None => fault.at(span),
    }
}

/// The items of a list, or the one that is without it.
pub(super) fn items<'n, 's>(node: &'n Node<'s>) -> &'n [Node<'s>] {
    node.as_list().unwrap_or(std::slice::from_ref(node))
}

/// Decodes a list, or a single item that is without one.
pub(super) fn each<'s, T: Clone>(
    node: &Node<'s>,
    decode: impl Fn(&Node<'s>) -> Decoded<T>,
) -> Decoded<List<T>> {
    items(node).iter().map(decode).collect()
}

/// A string of the file.
pub(super) fn string<'n>(node: &'n Node<'_>) -> Decoded<&'n str> {
    node.as_str().ok_or_else(|| {
        let fault = RuleFault::new(format!("expected a string, found {}", node.kind()));
        let fault = match node.resolved().value {
            Value::Number(_) | Value::Bool(_) => fault.with_help("put it in quotes"),
            _ => fault,
        };
        fault.at(node.span)
    })
}

/// A string that the rule keeps.
pub(super) fn text(node: &Node<'_>) -> Decoded<Str> {
    string(node).map(|text| Str::Owned(text.to_owned()))
}

/// A word of a closed list.
pub(super) fn read_word<T: Copy, const N: usize>(
    node: &Node<'_>,
    what: &str,
    words: [(&str, T); N],
) -> Decoded<T> {
    let found = string(node)?;
    let word = words.iter().find(|(word, _)| *word == found);
    let known = words.iter().map(|(word, _)| *word);
    word.map(|(_, value)| *value).ok_or_else(|| unknown(node.resolved().span, found, what, known))
}
