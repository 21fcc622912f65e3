//! Removal of an entry with its comma, and of comments with their lines.

use super::layout::{Layout, LayoutStyle, comments_end, line_end, line_start};
use super::{block_scalar, replacing};
use crate::base::diagnostic::Edit;
use crate::base::source::Span;
use crate::syntax::json::trivia::comment_len;
use crate::syntax::{Aliases, Map, Node, Value};
use std::ops::Range;

/// Removes an entry of an object, with its comma and the comment behind it.
///
/// None where aliases may name something in it, or the layout of the object is unknown.
pub fn remove_entry(text: &str, object: &Node<'_>, index: usize) -> Option<Edit> {
    let layout = Layout::of(text, object)?;
    let Value::Map(map) = &object.value else { return None };
    let mut walk = map.entries.get(index)?.value.walk(Aliases::Written);
    while walk.next().is_some() {
        if walk.is_anchored() {
            return None;
        }
    }
    match layout.style() {
        LayoutStyle::Flow => remove_in_brackets(text, &layout, index),
        LayoutStyle::Block => remove_in_block(text, &layout, map, index),
    }
}

/// Removes the comments of JSON that follow one another, the first of which begins at `first`: with their
/// lines where nothing else is there.
pub fn remove_comments(text: &str, first: Span) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut at = first.range().start;
    while let Some(rest) = text.get(at..) {
        let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
        let start = at + blank;
        let Some(len) = text.get(start..).and_then(comment_len) else { break };
        at = start + len;
        edits.push(without_comment(text, start..at));
    }
    edits
}

fn remove_in_brackets(text: &str, layout: &Layout<'_>, index: usize) -> Option<Edit> {
    let children = layout.children();
    let child = children.get(index)?;
    let after = child.comma.map_or(child.range.end, |comma| comma + 1);
    let end = comments_end(text, after);
    if let Some(next) = children.get(index + 1) {
        // Comments on the lines between belong to what follows.
        let rest = text.get(end..next.range.start)?;
        let blank = rest.len() - rest.trim_start().len();
        return Some(replacing(child.range.start..end + blank, ""));
    }
    let Some(before) = index.checked_sub(1).and_then(|index| children.get(index)) else {
        let inner = layout.inner();
        let around = (text.get(inner.start..child.range.start)?, text.get(end..inner.end)?);
        let is_alone = around.0.trim().is_empty() && around.1.trim().is_empty();
        return Some(replacing(if is_alone { inner } else { child.range.start..end }, ""));
    };
    // The comma before it goes as well; comments behind that comma belong to the entry before it.
    let comma = before.comma?;
    let is_blank = text.get(before.range.end..comma)?.trim().is_empty();
    let start = if is_blank { before.range.end } else { comma };
    let kept = text.get(comma + 1..comments_end(text, comma + 1))?;
    let is_closed = kept.is_empty() || kept.ends_with("*/");
    let is_safe = is_closed || text.get(end..line_end(text, end))?.trim().is_empty();
    is_safe.then(|| replacing(start..end, kept))
}

fn remove_in_block(text: &str, layout: &Layout<'_>, map: &Map<'_>, index: usize) -> Option<Edit> {
    let children = layout.children();
    let child = children.get(index)?;
    if children.len() == 1 {
        return Some(replacing(child.range.clone(), "{}"));
    }
    let next = children.get(index + 1);
    let end = line_end(text, child.range.end);
    let next_line = end + text.get(end..)?.find('\n').map_or(0, |newline| newline + 1);
    let start = line_start(text, child.range.start);
    if let Some(before) = index.checked_sub(1).and_then(|index| map.entries.get(index)) {
        // What follows would become part of a block scalar.
        let gap = text.get(end..next.map_or(text.len(), |next| next.range.start))?;
        let header = block_scalar(text, &before.value);
        if header.is_some_and(|header| header.contains('+') || gap.contains('#')) {
            return None;
        }
    } else if !layout.before(index)?.trim().is_empty() {
        // A dash is before it: the next entry takes its place.
        let next = next?;
        let is_blank = text.get(end..next.range.start)?.trim().is_empty();
        return is_blank.then(|| replacing(child.range.start..next.range.start, ""));
    }
    Some(replacing(start..next_line, ""))
}

/// A comment removed: with its line where it has one to itself, else with the blanks before it.
fn without_comment(text: &str, range: Range<usize>) -> Edit {
    let line = line_start(text, range.start);
    let before = text.get(line..range.start).unwrap_or_default();
    let end = line_end(text, range.end);
    let after = text.get(range.end..end).unwrap_or_default();
    if before.trim().is_empty() && after.trim().is_empty() {
        let rest = text.get(end..).unwrap_or_default();
        let next = rest.find('\n').map_or(rest.len(), |newline| newline + 1);
        return replacing(line..end + next, "");
    }
    let blank = before.len() - before.trim_end().len();
    // What is on both sides stays apart.
    let begins = |c: char| !c.is_whitespace() && !matches!(c, ',' | ':' | '}' | ']');
    let is_between = blank < before.len() && after.starts_with(begins);
    replacing(range.start - blank..range.end, if is_between { " " } else { "" })
}
