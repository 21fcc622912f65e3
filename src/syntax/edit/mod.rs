//! Edits of a text that keep the rest as it is, in the style of the text around them.
//!
//! They are made from the text and the places of its tree when a fix is asked for; trees keep nothing for
//! them. An object whose text is not plain gets no edit rather than a wrong one. Templates
//! ([`Parsed::template_marks`](super::Parsed::template_marks)) and texts with a syntax error are left alone
//! by the callers: what is read of them is a guess, and an edit may change how the rest is read.

mod habits;
mod hcl_arguments;
mod hcl_lists;
mod hcl_members;
mod layout;
mod listing;
mod new_value;
mod removal;
mod spelling;

pub use hcl_arguments::{append_blocks, append_in_block, fill_argument, insert_argument};
pub use hcl_lists::add_to_strings;
pub use hcl_members::{heredoc_around, remove_member, rename_in_hcl};
pub use layout::{Layout, LayoutStyle};
pub use listing::{insert_items, into_list};
pub use new_value::NewValue;
pub use removal::{remove_comments, remove_entry};

use super::{Aliases, Map, Node, Value};
use crate::base::diagnostic::Edit;
use crate::base::source::Span;
use habits::{Habits, newline};
use layout::{block_header, comments_end, line_end};
use spelling::{Quotes, quotes_of_keys, quotes_of_values};
use std::ops::Range;

/// Adds an entry to an object: behind the first entry where each has lines of its own in brackets, else at the end.
///
/// None if the object has the key, or its layout is unknown.
pub fn insert_entry(text: &str, object: &Node<'_>, key: &str, value: &NewValue) -> Option<Edit> {
    let layout = Layout::of(text, object)?;
    let Value::Map(map) = &object.value else { return None };
    if map.entries.iter().any(|entry| entry.key == key) {
        return None;
    }
    let habits = Habits::of(text, object);
    let quotes = quotes_of_values(text, map, layout.style());
    let key = spelling::key(quotes_of_keys(text, map), key)?;
    match layout.style() {
        LayoutStyle::Flow => {
            let pad = layout.own_line();
            let colon = match map.entries.last() {
                Some(last) => spelling::colon(text, last, &key)?,
                None => ": ",
            };
            let entry =
                format!("{key}{colon}{}", habits.in_brackets(value, quotes, pad.as_deref())?);
            insert_in_brackets(text, &layout, map, &entry)
        }
        LayoutStyle::Block => {
            let colon = match map.entries.last() {
                Some(last) if value.is_scalar() => spelling::colon(text, last, &key)?,
                _ => ":",
            };
            let pad = layout.indentation(layout.children().len().checked_sub(1)?)?;
            let value = habits.in_block(value, quotes, &pad)?;
            let value = if colon == ":" { value } else { value.trim_start().to_owned() };
            insert_in_block(text, &layout, map, &format!("{key}{colon}{value}"))
        }
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
    Some(Edit { span, text: Quotes::of(text.get(span.range())?).around(key, Quotes::Double) })
}

/// Gives an entry another value, on one line. None where its layout, or that of its object, is unknown.
pub fn set_value(text: &str, object: &Node<'_>, key: &str, value: &NewValue) -> Option<Edit> {
    let layout = Layout::of(text, object)?;
    let Value::Map(map) = &object.value else { return None };
    let entry = map.entries.iter().rfind(|entry| entry.key == key)?;
    if matches!(entry.value.value, Value::Alias(_)) || block_header(text, &entry.value).is_some() {
        return None;
    }
    let old = entry.value.span.range();
    let written = text.get(old.clone()).filter(|written| !written.contains('\n'))?;
    let quotes = match Quotes::of(written) {
        Quotes::None => quotes_of_values(text, map, layout.style()),
        quotes => quotes,
    };
    let new = Habits::of(text, object).in_brackets(value, quotes, None)?;
    if !old.is_empty() {
        return Some(replacing(old, new));
    }
    // Nothing is behind the colon: what is set there needs a blank before it.
    let end = entry.key_span.range().end;
    let between = text.get(end..line_end(text, end))?;
    let at = end + between.len() - between.trim_start().strip_prefix(':')?.len();
    Some(replacing(at..at, format!(" {new}")))
}

fn replacing(range: Range<usize>, text: impl Into<String>) -> Edit {
    Edit { span: Span::new(range.start, range.end), text: text.into() }
}

fn insert_in_brackets(text: &str, layout: &Layout<'_>, map: &Map<'_>, entry: &str) -> Option<Edit> {
    if let Some(edit) = insert_behind_first(text, layout, entry) {
        return Some(edit);
    }
    let space = match map.entries.last() {
        Some(last) => {
            let colon = text.get(last.key_span.range().end..last.value.span.range().start)?;
            if colon == ":" { "" } else { " " }
        }
        None => "",
    };
    append_in_brackets(text, layout, entry, space)
}

/// An entry or item behind the last one; `space` follows the comma where it is on the same line.
fn append_in_brackets(text: &str, layout: &Layout<'_>, new: &str, space: &str) -> Option<Edit> {
    let children = layout.children();
    let Some(last) = children.last() else {
        return insert_in_empty(text, layout.inner(), new);
    };
    let before = layout.before(children.len() - 1)?;
    // A comma that is there is written anew, so that another fix that removes it cannot go with this one.
    let comma = last.comma.map_or(last.range.end..last.range.end, |comma| comma..comma + 1);
    match before.trim() {
        "" => insert_line(text, comma, ",", before, new),
        "," if comma.is_empty() => insert_line(text, comma, "", before, new),
        "," => None,
        _ => Some(replacing(comma, format!(",{space}{new}"))),
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
    let entry = entry.replace('\n', newline);
    Some(replacing(old.start..end, format!("{comma}{comments}{newline}{before}{entry}")))
}

fn insert_in_block(text: &str, layout: &Layout<'_>, map: &Map<'_>, entry: &str) -> Option<Edit> {
    let index = layout.children().len().checked_sub(1)?;
    let indentation = layout.indentation(index)?;
    let end = end_in_block(text, &map.entries.get(index)?.value)?;
    let end = own_comments_end(text, end, indentation.len());
    let newline = newline(text);
    let entry = entry.replace('\n', newline);
    Some(replacing(end..end, format!("{newline}{indentation}{entry}")))
}

/// Where a line can be added behind the last value of a block. None where a block scalar ends there whose line breaks
/// nothing shows.
fn end_in_block(text: &str, last: &Node<'_>) -> Option<usize> {
    let end = line_end(text, last.span.range().end);
    let is_open =
        |header: &str| header.contains('+') || (!header.contains('-') && text.len() == end);
    (!block_scalar(text, last).is_some_and(is_open)).then_some(end)
}

/// The end of the comments on the lines behind `end`, the end of a line, that are indented further than `column`: they
/// belong to what is above them.
fn own_comments_end(text: &str, end: usize, column: usize) -> usize {
    let mut after = end;
    while let Some(rest) = text.get(after..).and_then(|rest| rest.strip_prefix(newline(text))) {
        let line = rest.lines().next().unwrap_or_default();
        let code = line.trim_start_matches(' ');
        if !code.starts_with('#') || line.len() - code.len() <= column {
            break;
        }
        after = text.len() - rest.len() + line.len();
    }
    after
}

/// The header of the block scalar that a value ends in.
fn block_scalar<'t>(text: &'t str, value: &Node<'_>) -> Option<&'t str> {
    let nodes = value.walk(Aliases::Written);
    block_header(text, nodes.max_by_key(|node| node.span.range().end)?)
}
