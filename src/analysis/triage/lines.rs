//! The lines at which a comment is about a finding: where that begins, and where a value of several lines does and ends.

use crate::base::maps::HashMap;
use crate::base::sorting::sort_by_key;
use crate::base::source::{Source, Span};
use crate::syntax::{Aliases, Node, Value};

/// The keys and values of a file that are not on one line.
///
/// No comment can be written in a string of several lines, and few people write one between a key and its value.
#[derive(Debug, Default)]
pub(super) struct ValueLines {
    /// The first and last line of keys with their values, by the place of each.
    exact: HashMap<Span, (usize, usize)>,
    /// The same of strings and the like, which a place may be in, in the order of the text.
    scalars: Vec<(Span, (usize, usize))>,
}

impl ValueLines {
    /// Those of a file.
    pub(super) fn of(source: &Source, renderings: &[&[Node<'_>]]) -> Self {
        let mut lines = Self::default();
        let line = |offset: u32| source.line_of(offset as usize);
        for document in renderings.iter().copied().flatten() {
            for entry in document.walk(Aliases::Written).entries() {
                let (key, value) = (entry.key_span, entry.value.span);
                let key_line = line(key.start);
                let last = if is_block(&entry.value, source) { key_line } else { line(value.end) };
                lines.exact.insert(key, (key_line, last));
                lines.add(&entry.value, (key_line, last));
            }
            for item in document.walk(Aliases::Written).filter_map(Node::as_list).flatten() {
                if is_scalar(item) {
                    lines.add(item, (line(item.span.start), line(item.span.end)));
                }
            }
        }
        sort_by_key(&mut lines.scalars, |(span, _)| *span);
        lines
    }

    fn add(&mut self, value: &Node<'_>, lines: (usize, usize)) {
        if is_scalar(value) {
            self.scalars.push((value.span, lines));
        } else {
            self.exact.insert(value.span, lines);
        }
    }

    /// The lines of a finding at this place.
    pub(super) fn of_place(&self, place: Span, source: &Source) -> impl Iterator<Item = usize> {
        let before = self.scalars.partition_point(|(span, _)| span.start <= place.start);
        let scalar = before.checked_sub(1).and_then(|index| self.scalars.get(index));
        let around = scalar.filter(|(span, _)| span.contains(place)).map(|(_, lines)| *lines);
        let exact = self.exact.get(&place).copied();
        let more = around.into_iter().chain(exact).flat_map(|(first, last)| [first, last]);
        std::iter::once(source.line_of(place.start as usize)).chain(more)
    }
}

/// Whether it is a string or the like, with a tag or without.
fn is_scalar(node: &Node<'_>) -> bool {
    match &node.value {
        Value::Tagged(_, inner) => is_scalar(inner),
        Value::List(_) | Value::Map(_) | Value::Alias(_) => false,
        _ => true,
    }
}

/// Whether it is an array or an object whose last line is that of its last item.
fn is_block(node: &Node<'_>, source: &Source) -> bool {
    match &node.value {
        Value::Tagged(_, inner) => is_block(inner, source),
        Value::List(_) | Value::Map(_) => {
            let written = source.text().get(node.span.range()).unwrap_or_default();
            !written.starts_with(['[', '{'])
        }
        _ => false,
    }
}
