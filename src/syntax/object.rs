//! Objects, lists and words of a file with known keys (a rule, a configuration), and the errors about them.

use super::tree::{Entry, Node, Value};
use crate::base::sorting::sort_by;
use crate::base::source::Span;
use crate::base::suggest;
use std::borrow::Cow;

/// What was decoded, or what is wrong with it.
pub type Decoded<T> = Result<T, DataFault>;

/// A key or a value that does not belong where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataFault {
    /// What is wrong, one sentence.
    pub message: String,
    /// How to fix it.
    pub help: Option<String>,
    /// Where it is.
    pub span: Span,
}

impl DataFault {
    /// One without advice.
    pub fn new(span: Span, message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None, span }
    }

    /// The same with advice on what to do.
    #[must_use]
    pub fn with_help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}

/// The keys that an object may have.
#[derive(Clone, Copy, Debug)]
pub struct Keys<'k> {
    /// Which object.
    pub of: &'k str,
    /// Those that it must have.
    pub required: &'k [&'k str],
    /// Those that it may have.
    pub optional: &'k [&'k str],
}

/// An object that has only keys that it may have, and all that it must have.
pub(crate) struct Object<'n, 's> {
    /// The object itself.
    pub(crate) node: &'n Node<'s>,
    entries: &'n [Entry<'s>],
}

impl<'n, 's> Object<'n, 's> {
    /// Checks the keys of an object: the first that is wrong is the error.
    pub(crate) fn read(node: &'n Node<'s>, keys: &Keys<'_>) -> Decoded<Self> {
        let (object, wrong) = Self::read_known(node, keys)?;
        wrong.into_iter().next().map_or(Ok(object), Err)
    }

    /// An object without keys, at a node.
    pub(crate) fn empty(node: &'n Node<'s>) -> Self {
        Self { node, entries: &[] }
    }

    /// An object, and what is wrong with its keys.
    pub(crate) fn read_known(
        node: &'n Node<'s>,
        keys: &Keys<'_>,
    ) -> Decoded<(Self, Vec<DataFault>)> {
        let Some(map) = node.as_map() else {
            return Err(fault(
                node,
                format!("{}: expected an object, found {}", keys.of, node.kind()),
            ));
        };
        let object = Self { node, entries: &map.entries };
        let known = || keys.required.iter().chain(keys.optional).copied();
        let others = map.entries.iter().filter(|it| !known().any(|key| key == it.key));
        let what = format!("a key of {}", keys.of);
        let others = others.map(|it| unknown(it.key_span, &it.key, &what, known()));
        let missing = keys.required.iter().filter(|key| object.get(key).is_none());
        let missing = missing.map(|key| fault(node, format!("missing key `{key}` of {}", keys.of)));
        let wrong = others.chain(missing).collect();
        Ok((object, wrong))
    }

    /// The value of a key; a key without a value is as good as none.
    pub(crate) fn get(&self, key: &str) -> Option<&'n Node<'s>> {
        let entry = self.entries.iter().rev().find(|entry| entry.key == key)?;
        Some(&entry.value).filter(|node| !matches!(node.resolved().value, Value::Null))
    }

    /// Decodes the value of a key that is there.
    pub(crate) fn required<T>(
        &self,
        key: &str,
        decode: impl FnOnce(&Node<'s>) -> Decoded<T>,
    ) -> Decoded<T> {
        decode(self.get(key).unwrap_or(self.node))
    }

    /// Decodes the value of a key that may be there.
    pub(crate) fn optional<T>(
        &self,
        key: &str,
        decode: impl FnOnce(&Node<'s>) -> Decoded<T>,
    ) -> Decoded<Option<T>> {
        self.get(key).map(decode).transpose()
    }

    /// Decodes a list, or a single item that is without one.
    pub(crate) fn list<T: Clone>(
        &self,
        key: &str,
        decode: impl Fn(&Node<'s>) -> Decoded<T>,
    ) -> Decoded<Cow<'static, [T]>> {
        self.get(key).map_or(Ok(Cow::default()), |node| each(node, decode))
    }

    /// Decodes the entries of an object whose keys are names, in the order of the names.
    pub(crate) fn map<T: Clone>(
        &self,
        key: &str,
        decode: impl Fn(&Entry<'s>) -> Decoded<T>,
    ) -> Decoded<Cow<'static, [T]>> {
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
        sort_by(&mut entries, |one, other| one.key.cmp(&other.key));
        Ok(entries)
    }

    /// `true` or `false`; the latter where it is omitted.
    pub(crate) fn flag(&self, key: &str) -> Decoded<bool> {
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
pub(crate) fn fault(node: &Node<'_>, message: impl Into<String>) -> DataFault {
    DataFault::new(node.span, message)
}

/// A word that is not one of those that may be there: they are named, and the closest is suggested.
pub(crate) fn unknown<'k>(
    span: Span,
    found: &str,
    what: &str,
    known: impl Iterator<Item = &'k str>,
) -> DataFault {
    let known: Vec<_> = known.collect();
    let expected = match known.as_slice() {
        [] => "there is none".to_owned(),
        [only] => format!("expected `{only}`"),
        all => format!("expected one of `{}`", all.join("`, `")),
    };
    let fault = DataFault::new(span, format!("`{found}` is not {what}; {expected}"));
    match suggest::most_alike(found, known.into_iter(), 0.75) {
        Some(best) => fault.with_help(format!("did you mean `{best}`?")),
        None => fault,
    }
}

/// The items of a list, or the one that is without it.
pub(crate) fn items<'n, 's>(node: &'n Node<'s>) -> &'n [Node<'s>] {
    node.as_list().unwrap_or(std::slice::from_ref(node))
}

/// Decodes a list, or a single item that is without one.
pub(crate) fn each<'s, T: Clone>(
    node: &Node<'s>,
    decode: impl Fn(&Node<'s>) -> Decoded<T>,
) -> Decoded<Cow<'static, [T]>> {
    items(node).iter().map(decode).collect()
}

/// A string of the file.
pub(crate) fn string<'n>(node: &'n Node<'_>) -> Decoded<&'n str> {
    node.as_str().ok_or_else(|| {
        let fault = fault(node, format!("expected a string, found {}", node.kind()));
        match node.resolved().value {
            Value::Number(_) | Value::Bool(_) => fault.with_help("put it in quotes"),
            _ => fault,
        }
    })
}

/// A word of a closed list.
pub(crate) fn read_word<T: Copy, const N: usize>(
    node: &Node<'_>,
    what: &str,
    words: [(&str, T); N],
) -> Decoded<T> {
    let found = string(node)?;
    let word = words.iter().find(|(word, _)| *word == found);
    let known = words.iter().map(|(word, _)| *word);
    word.map(|(_, value)| *value).ok_or_else(|| unknown(node.resolved().span, found, what, known))
}
