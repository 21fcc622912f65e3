//! The tree: values, and the places of values and keys.

use crate::base::source::Span;
use crate::base::text::{Placeholder, Text};
use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::Arc;

/// How deep merge keys (`<<`) are followed.
const MAX_MERGE_DEPTH: usize = 16;

/// How many objects merge keys may bring in before a key counts as not there.
const MAX_MERGES: usize = 256;

/// A value and where it is. A string's place includes its quotes.
#[derive(Clone, Debug)]
pub struct Node<'s> {
    /// Where it is in the text.
    pub span: Span,
    /// What it is.
    pub value: Value<'s>,
}

/// A JSON value, and what templates and YAML add to it.
#[derive(Clone, Debug)]
pub enum Value<'s> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number as it is written; as JSON writes it, where an expression gives it.
    Number(Cow<'s, str>),
    /// A string, unescaped; placeholders in it are found when it is read.
    String(Cow<'s, str>),
    /// A string that a format put together out of pieces.
    Text(Text<'s>),
    /// An array.
    List(Vec<Node<'s>>),
    /// An object.
    Map(Map<'s>),
    /// An unquoted placeholder where a value belongs.
    Placeholder(Placeholder<'s>),
    /// A YAML alias, and the anchored node itself: shared and never copied. [`Node::resolved`] sees
    /// through it.
    Alias(Arc<Node<'s>>),
    /// A value with a YAML tag (`!Ref x`).
    Tagged(Cow<'s, str>, Box<Node<'s>>),
}

/// An object: its entries in the order of the source.
#[derive(Clone, Debug, Default)]
pub struct Map<'s> {
    /// The entries, duplicates included; the last of two with one name counts, as in every JSON reader AWS uses.
    pub entries: Vec<Entry<'s>>,
    /// Set where a template may add members that the text does not show: a key that is not there is
    /// unknown rather than absent.
    pub open: Option<Span>,
}

/// One member of an object.
#[derive(Clone, Debug)]
pub struct Entry<'s> {
    /// The key, unescaped.
    pub key: Cow<'s, str>,
    /// Where the key stands, quotes included.
    pub key_span: Span,
    /// The value.
    pub value: Node<'s>,
}

/// A step of a JSON Pointer.
enum PointerStep<'n> {
    Key(&'n str),
    Index(usize),
}

impl<'s> Map<'s> {
    /// The value of a key: the last one written, else one that a YAML merge key brings in.
    pub fn get(&self, key: &str) -> Option<&Node<'s>> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The entry of a key: the last one written, else the one that a YAML merge key (`<<`) brings in.
    pub fn entry(&self, key: &str) -> Option<&Entry<'s>> {
        self.merged_entry(key, MAX_MERGE_DEPTH, &mut { MAX_MERGES })
    }

    /// `left` is how many more objects may be looked into: merges may fan out without end.
    fn merged_entry(&self, key: &str, depth: usize, left: &mut usize) -> Option<&Entry<'s>> {
        let mut has_merges = false;
        for entry in self.entries.iter().rev() {
            if entry.key == key {
                return Some(entry);
            }
            has_merges |= entry.is_merge();
        }
        if !has_merges || depth == 0 {
            return None;
        }
        let merges = self.entries.iter().rev().filter(|entry| entry.is_merge());
        let mut sources = merges.flat_map(|entry| entry.value.items_or_self());
        sources.find_map(|source| {
            *left = left.checked_sub(1)?;
            source.as_map()?.merged_entry(key, depth - 1, left)
        })
    }
}

impl Entry<'_> {
    /// Whether it is a YAML merge key. A quoted `<<` is a key like any other, and its place is longer.
    pub fn is_merge(&self) -> bool {
        self.key_span.len() == 2 && self.key == "<<"
    }

    /// Whether it was put in after reading, and is shown where something else is written: key and value
    /// of what is written cannot be in the same place.
    fn is_put_in(&self) -> bool {
        self.key_span == self.value.span && !self.key_span.is_empty()
    }
}

impl<'s> Node<'s> {
    /// The node behind any aliases.
    pub fn resolved(&self) -> &Self {
        let mut node = self;
        while let Value::Alias(target) = &node.value {
            node = target;
        }
        node
    }

    /// The object, if it is one.
    pub fn as_map(&self) -> Option<&Map<'s>> {
        match &self.resolved().value {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The items, if it is an array.
    pub fn as_list(&self) -> Option<&[Node<'s>]> {
        match &self.resolved().value {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    /// The items of an array, or the node itself: where AWS takes a list or its only item.
    pub fn items_or_self(&self) -> &[Self] {
        self.as_list().unwrap_or(std::slice::from_ref(self))
    }

    /// The string as written, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match &self.resolved().value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// A string, or a number or boolean as it is written; none if a template leaves it undecided.
    pub fn as_scalar(&self) -> Option<&str> {
        match &self.resolved().value {
            Value::String(text) | Value::Number(text) => Some(text),
            Value::Bool(value) => Some(if *value { "true" } else { "false" }),
            _ => None,
        }
    }

    /// A scalar as text that may have placeholders, with `read` to find those of a string. Null is not a text.
    pub fn scalar_text<'n, 't>(
        &'n self,
        read: impl FnOnce(&'n Cow<'s, str>) -> Text<'t>,
    ) -> Option<Text<'t>>
    where
        's: 't,
    {
        match &self.resolved().value {
            Value::String(text) => Some(read(text)),
            Value::Text(text) => Some(text.clone()),
            Value::Placeholder(placeholder) => Some(Text::placeholder(placeholder.clone())),
            Value::Number(text) => Some(Text::literal(text.clone())),
            Value::Bool(value) => Some(Text::literal(if *value { "true" } else { "false" })),
            _ => None,
        }
    }

    /// The value of a key, if it is an object that has it.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.as_map()?.get(key)
    }

    /// What kind of value it is, in words for people: `an object`, `a number`, …
    pub fn kind(&self) -> &'static str {
        match &self.resolved().value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) | Value::Text(_) => "a string",
            Value::List(_) => "an array",
            Value::Map(_) => "an object",
            Value::Placeholder(_) => "a placeholder",
            Value::Tagged(..) => "a tagged value",
            Value::Alias(_) => "an alias",
        }
    }

    /// The JSON Pointer of the deepest node, key or value, that holds `span`.
    ///
    /// Pointers are made from places, at the edge, so that nothing in the middle has to carry both.
    pub fn pointer_to(&self, span: Span) -> String {
        let mut pointer = String::with_capacity(64);
        let mut node = self;
        while let Some((step, child)) = node.child_holding(span) {
            pointer.push('/');
            match step {
                PointerStep::Key(key) if key.contains(['~', '/']) => {
                    pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
                }
                PointerStep::Key(key) => pointer.push_str(key),
                PointerStep::Index(index) => {
                    let _ = write!(pointer, "{index}");
                }
            }
            match child {
                Some(child) => node = child,
                None => break,
            }
        }
        pointer
    }

    /// The nodes that hold `span` as it is written, from this one down.
    pub fn down_to(&self, span: Span) -> impl Iterator<Item = &Self> {
        std::iter::successors(Some(self), move |node| {
            let child = match &node.value {
                Value::Tagged(_, inner) => Some(&**inner),
                Value::Alias(target) => Some(&**target),
                Value::Map(map) => {
                    let entries = map.entries.iter().filter(|entry| !entry.is_put_in());
                    entries.map(|entry| &entry.value).find(|it| it.span.contains(span))
                }
                Value::List(items) => items.iter().find(|item| item.span.contains(span)),
                _ => None,
            };
            child.filter(|child| child.span.contains(span))
        })
    }

    /// The child that holds `span`: its key or index, and the child unless the span is in its key.
    fn child_holding(&self, span: Span) -> Option<(PointerStep<'_>, Option<&Self>)> {
        match &self.value {
            Value::Tagged(_, inner) => inner.child_holding(span),
            // An anchored node is behind an alias as well; a node that is named from elsewhere lies
            // outside the span of the alias, so it is found where it is written.
            Value::Alias(target) => target.child_holding(span),
            Value::Map(map) => map.entries.iter().find_map(|entry| {
                if entry.is_put_in() {
                    None
                } else if entry.value.span.contains(span) {
                    Some((PointerStep::Key(&entry.key), Some(&entry.value)))
                } else if entry.key_span.contains(span) {
                    Some((PointerStep::Key(&entry.key), None))
                } else {
                    None
                }
            }),
            Value::List(items) => {
                let index = items.iter().position(|item| item.span.contains(span))?;
                Some((PointerStep::Index(index), items.get(index)))
            }
            _ => None,
        }
    }
}
