//! New items of an array, and an array in place of its only item.

use super::habits::{Habits, newline};
use super::layout::{Layout, LayoutStyle, block_header, line_start};
use super::new_value::NewValue;
use super::spelling::quotes_of;
use super::{append_in_brackets, end_in_block, replacing};
use crate::base::diagnostic::Edit;
use crate::syntax::{Entry, Node, Value};

/// Adds items at the end of an array. None if its layout is unknown.
pub fn insert_items(text: &str, array: &Node<'_>, new: &[NewValue]) -> Option<Edit> {
    let Value::List(items) = &array.value else { return None };
    let layout = Layout::of(text, array)?;
    let habits = Habits::of(text, array);
    let quotes = quotes_of(text, items.iter(), layout.style());
    match layout.style() {
        LayoutStyle::Flow => {
            let pad = layout.own_line();
            let written = new.iter().map(|it| habits.in_brackets(it, quotes, pad.as_deref()));
            let written = written.collect::<Option<Vec<_>>>()?;
            let space = if is_dense(text, array) { "" } else { " " };
            let between = match (&pad, layout.before(items.len().wrapping_sub(1))) {
                (Some(_), Some(before)) if before.contains(',') => format!("\n{before}"),
                (Some(pad), _) => format!(",\n{pad}"),
                (None, _) => format!(",{space}"),
            };
            append_in_brackets(text, &layout, &written.join(&between), space)
        }
        LayoutStyle::Block => {
            let before = layout.before(items.len().checked_sub(1)?)?;
            let dash = " ".repeat(before.rfind('-')?);
            let behind = before.get(before.rfind('-')? + 1..)?;
            // What is in an item is as far behind its dash as the first key of it.
            let inner = (dash.len() + behind.len()).checked_sub(1)?;
            let end = end_in_block(text, items.last()?)?;
            let mut added = String::new();
            for item in new {
                let item = match item {
                    NewValue::Text(_) => habits.in_block(item, quotes, "")?.trim_start().to_owned(),
                    item => habits.item_in_block(item, &" ".repeat(inner))?,
                };
                added.push_str(&format!("\n{dash}-{behind}{item}"));
            }
            Some(replacing(end..end, added.replace('\n', newline(text))))
        }
    }
}

/// Whether nothing but a comma is between the items of an array.
fn is_dense(text: &str, array: &Node<'_>) -> bool {
    let written = text.get(array.span.range()).unwrap_or_default();
    written.contains(',') && !written.contains(", ") && !written.contains(",\n")
}

/// Makes an array of an entry's value and of items behind it, where a single item stands for an array.
///
/// None if the layout of the object is unknown, or the value is an array or has an anchor.
pub fn into_list(text: &str, object: &Node<'_>, key: &str, new: &[NewValue]) -> Option<Vec<Edit>> {
    let layout = Layout::of(text, object)?;
    let Value::Map(map) = &object.value else { return None };
    let index = map.entries.iter().rposition(|entry| entry.key == key)?;
    let Entry { key_span, value, .. } = map.entries.get(index)?;
    let is_list = matches!(value.value, Value::List(_) | Value::Alias(_) | Value::Null);
    if is_list || block_header(text, value).is_some() {
        return None;
    }
    let range = value.span.range();
    let written = text.get(range.clone())?;
    let between = text.get(key_span.range().end..range.start)?;
    let habits = Habits::of(text, object);
    let quotes = quotes_of(text, std::iter::once(value), layout.style());
    match layout.style() {
        LayoutStyle::Flow => {
            let pad = layout.own_line();
            let is_short = !written.contains('\n') && new.iter().all(NewValue::is_scalar);
            let pad = pad.as_deref().filter(|_| !(is_short && habits.has_short_lists()));
            let inner = pad.map(|pad| format!("{pad}{}", habits.unit()));
            let mut items = vec![written.replace('\n', &format!("\n{}", habits.unit()))];
            for item in new {
                items.push(habits.in_brackets(item, quotes, inner.as_deref())?);
            }
            let list = habits.enclosed(["[", "]", ""], &items, pad);
            let list = list.replace("\r\n", "\n").replace('\n', newline(text));
            Some(vec![replacing(range, list)])
        }
        LayoutStyle::Block => {
            let pad = format!("{}{}", layout.indentation(index)?, habits.dashes());
            let mut behind = String::new();
            for item in new {
                let item = match item {
                    NewValue::Text(_) => habits.in_block(item, quotes, "")?.trim_start().to_owned(),
                    item => habits.item_in_block(item, &pad)?,
                };
                behind.push_str(&format!("\n{pad}- {item}"));
            }
            let end = end_in_block(text, value)?;
            let newline = newline(text);
            let behind = replacing(end..end, behind.replace('\n', newline));
            let colon = between.trim_end().len();
            if !between.contains('\n') {
                let is_whole = !written.contains('\n') && between.trim() == ":";
                let start = key_span.range().end + colon..range.start;
                let first = replacing(start, format!("{newline}{pad}- "));
                return is_whole.then(|| vec![first, behind]);
            }
            let line = line_start(text, range.start);
            let column = text.get(line..range.start).filter(|it| it.trim().is_empty())?.len();
            let moved = shifted(text.get(line..range.end)?, column, &pad)?;
            Some(vec![replacing(line..range.end, moved), behind])
        }
    }
}

/// The lines of a block as an item behind a dash at the end of `pad`. None if a line is further to the left than the first.
fn shifted(block: &str, column: usize, pad: &str) -> Option<String> {
    let mut moved = String::new();
    for (index, line) in block.split('\n').enumerate() {
        let rest = line.trim_start_matches(' ');
        let blank = line.len() - rest.len();
        if index > 0 {
            moved.push('\n');
        }
        if rest.trim().is_empty() {
            moved.push_str(line);
            continue;
        }
        let more = " ".repeat(blank.checked_sub(column)?);
        let start = if index == 0 { "- " } else { "  " };
        moved.push_str(&format!("{pad}{start}{more}{rest}"));
    }
    Some(moved)
}
