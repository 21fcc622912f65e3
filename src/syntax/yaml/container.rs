//! The containers of a YAML document that are being read.

use crate::base::source::Span;
use crate::syntax::{Map, Node, Value, of_source};
use std::borrow::Cow;

/// What is before a node: its anchor (0 for none) and its tag.
#[derive(Debug, Default)]
pub(super) struct Properties<'s> {
    pub(super) anchor: usize,
    /// A tag that is no core tag, and where it begins.
    pub(super) tag: Option<(Cow<'s, str>, usize)>,
}

/// How much a node is, with all that its aliases stand for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Weight {
    pub(super) height: usize,
    pub(super) nodes: usize,
}

/// The key of an object whose value is to come.
#[derive(Debug)]
pub(super) enum Key<'s> {
    None,
    Read(Cow<'s, str>, Span),
    /// A list or an object stands where the key belongs: its value is skipped.
    Unusable,
}

/// What was read of a container.
#[derive(Debug)]
pub(super) enum Children<'s> {
    List(Vec<Node<'s>>),
    Map(Map<'s>, Key<'s>),
}

/// A container that is being read.
#[derive(Debug)]
pub(super) struct OpenContainer<'s> {
    pub(super) children: Children<'s>,
    pub(super) properties: Properties<'s>,
    /// Whether it stands in brackets.
    pub(super) is_flow: bool,
    /// The bracket or the first child; none while there is neither.
    pub(super) start: Option<usize>,
    pub(super) end: usize,
    pub(super) weight: Weight,
    /// Whether something in it was lost.
    pub(super) is_lost: bool,
}

impl<'s> OpenContainer<'s> {
    /// The column of its first key or dash.
    pub(super) fn column(&self, text: &str) -> usize {
        let start = self.start.unwrap_or_default();
        let before = text.get(..start).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        match self.children {
            Children::List(_) => line.rfind('-').unwrap_or(line.len()),
            Children::Map(..) => line.len(),
        }
    }

    /// Takes note that something at a place belongs to it.
    pub(super) fn cover(&mut self, span: Span) {
        let range = span.range();
        self.start = Some(self.start.map_or(range.start, |start| start.min(range.start)));
        self.end = self.end.max(range.end);
    }

    /// Adds what the text does not show.
    pub(super) fn add_unknown(&mut self, span: Span, text: &'s str) {
        match &mut self.children {
            Children::Map(map, _) => {
                map.open.get_or_insert(span);
            }
            Children::List(items) => {
                let written = text.get(span.range()).unwrap_or_default();
                let placeholder = of_source(written, written);
                items.push(Node { span, value: Value::Placeholder(placeholder) });
                self.cover(span);
            }
        }
    }
}
