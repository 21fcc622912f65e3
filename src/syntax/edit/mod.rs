//! Edits of a text that keep the rest as it is, in the style of the text around them.
//!
//! They are made from the text and the places of its tree when a fix is asked for; trees keep nothing for
//! them. An object whose text is not plain gets no edit rather than a wrong one. Templates
//! ([`Parsed::template_marks`](super::Parsed::template_marks)) and texts with a syntax error are left alone
//! by the callers: what is read of them is a guess, and an edit may change how the rest is read.

mod layout;
mod spelling;

pub use layout::{Layout, LayoutStyle};

use super::json::trivia::comment_len;
use super::{Aliases, Map, Node, Value};
use crate::base::diagnostic::Edit;
use crate::base::source::Span;
use layout::{block_header, comments_end, line_end, line_start};
use spelling::Quotes;
use std::ops::Range;

/// Adds an entry at the end of an object; `value` is JSON, which YAML's block style may write without quotes.
///
/// None if the object has the key, or its layout is unknown.
pub fn insert_entry(text: &str, object: &Node<'_>, key: &str, value: &str) -> Option<Edit> {
    let layout = Layout::of(text, object)?;
    let Value::Map(map) = &object.value else { return None };
    if map.entries.iter().any(|entry| entry.key == key) {
        return None;
    }
    let entry = spelling::entry(text, map, layout.style(), key, value)?;
    match layout.style() {
        LayoutStyle::Flow => insert_in_brackets(text, &layout, map, &entry),
        LayoutStyle::Block => insert_in_block(text, &layout, map, &entry),
    }
}

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

/// Returns an entry another key, in the quotes of the old one. None where the object has that key.
pub fn rename_key(text: &str, object: &Node<'_>, index: usize, key: &str) -> Option<Edit> {
    Layout::of(text, object)?;
    let Value::Map(map) = &object.value else { return None };
    if map.entries.iter().any(|entry| entry.key == key) {
        return None;
    }
    let span = map.entries.get(index)?.key_span;
    Some(Edit { span, text: Quotes::of(text.get(span.range())?).around(key) })
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

fn replacing(range: Range<usize>, text: impl Into<String>) -> Edit {
    Edit { span: Span::new(range.start, range.end), text: text.into() }
}

/// The line break that a text uses.
fn newline(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

fn insert_in_brackets(text: &str, layout: &Layout<'_>, map: &Map<'_>, entry: &str) -> Option<Edit> {
    let children = layout.children();
    let Some(last) = children.last() else {
        return insert_in_empty(text, layout.inner(), entry);
    };
    if let Some(edit) = insert_behind_first(text, layout, entry) {
        return Some(edit);
    }
    let before = layout.before(children.len() - 1)?;
    // A comma that is there is written anew, so that another fix that removes it cannot go with this one.
    let comma = last.comma.map_or(last.range.end..last.range.end, |comma| comma..comma + 1);
    match before.trim() {
        "" => insert_line(text, comma, ",", before, entry),
        "," if comma.is_empty() => insert_line(text, comma, "", before, entry),
        "," => None,
        _ => {
            let last = map.entries.last()?;
            let colon = text.get(last.key_span.range().end..last.value.span.range().start)?;
            let space = if colon == ":" { "" } else { " " };
            Some(replacing(comma, format!(",{space}{entry}")))
        }
    }
}

/// An entry on a line of its own behind the first: what names a thing comes first, and no other line changes.
/// None where the first is not on a line of its own, or is the only one.
fn insert_behind_first(text: &str, layout: &Layout<'_>, entry: &str) -> Option<Edit> {
    let [first, _, ..] = layout.children() else { return None };
    let before = layout.before(0)?;
    let comma = first.comma?;
    let rest = text.get(comma + 1..)?.lines().next()?;
    (before.trim().is_empty() && rest.trim().is_empty() && layout.before(1)?.trim().is_empty())
        .then(|| insert_line(text, comma..comma + 1, ",", before, &format!("{entry},")))?
}

/// An entry between two brackets. A comment there stays.
fn insert_in_empty(text: &str, inner: Range<usize>, entry: &str) -> Option<Edit> {
    let is_blank = text.get(inner.clone())?.trim().is_empty();
    let end = if is_blank { inner.end } else { inner.start };
    let space = if is_blank { "" } else { " " };
    Some(replacing(inner.start..end, format!("{entry}{space}")))
}

/// An entry on a line of its own that begins with `before`, past the comments that follow the last one;
/// `comma` is behind that one in place of what is there.
fn insert_line(
    text: &str,
    old: Range<usize>,
    comma: &str,
    before: &str,
    entry: &str,
) -> Option<Edit> {
    let end = comments_end(text, old.end);
    let comments = text.get(old.end..end)?;
    let newline = newline(text);
    let entry = entry.replace('\n', &format!("{newline}{}", before.replace(',', " ")));
    Some(replacing(old.start..end, format!("{comma}{comments}{newline}{before}{entry}")))
}

fn insert_in_block(text: &str, layout: &Layout<'_>, map: &Map<'_>, entry: &str) -> Option<Edit> {
    let index = layout.children().len().checked_sub(1)?;
    let indentation = layout.indentation(index)?;
    let last = &map.entries.get(index)?.value;
    let end = line_end(text, last.span.range().end);
    // Past its end, a block scalar may contain line breaks that nothing shows.
    if let Some(header) = block_scalar(text, last)
        && (header.contains('+') || (!header.contains('-') && text.len() == end))
    {
        return None;
    }
    let newline = newline(text);
    let entry = entry.replace('\n', &format!("{newline}{indentation}  "));
    Some(replacing(end..end, format!("{newline}{indentation}{entry}")))
}

/// The header of the block scalar that a value ends in.
fn block_scalar<'t>(text: &'t str, value: &Node<'_>) -> Option<&'t str> {
    block_header(text, value.walk(Aliases::Written).last()?)
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
