//! Names in HCL: arguments and the keys of objects, renamed and removed where they are written as they are.

use super::layout::{line_end, line_start};
use super::replacing;
use crate::base::diagnostic::Edit;
use crate::base::source::Span;
use crate::syntax::hcl::{ExpressionKind, HclBody, ObjectItem, ObjectKey};
use std::borrow::Cow;

/// Returns an argument or a key of an object another name, in the quotes of the old one. None where that name is there,
/// and where an expression gives the key.
pub fn rename_in_hcl(text: &str, body: &HclBody<'_>, key: Span, to: &str) -> Option<Edit> {
    if let Some(edit) = rename_argument(text, body, key, to) {
        return Some(edit);
    }
    with_member(body, key, |items, item| {
        if items.iter().any(|it| name_of(it).as_deref() == Some(to)) {
            return None;
        }
        name_of(item)?;
        let is_quoted = text.get(key.range())?.starts_with('"');
        renamed(text, key, if is_quoted { format!("\"{to}\"") } else { to.to_owned() })
    })
}

/// Removes a member of an object, with its comma and its line; with where its value is.
pub fn remove_member(text: &str, body: &HclBody<'_>, key: Span) -> Option<(Edit, Span)> {
    with_member(body, key, |_, item| {
        let value = item.value.span;
        Some((without_member(text, key, value)?, value))
    })
}

/// Where the text of the heredoc is that has a place in it.
pub fn heredoc_around(text: &str, body: &HclBody<'_>, place: Span) -> Option<Span> {
    let mut found = None;
    body.visit(&mut |it| {
        let ExpressionKind::Template(parts) = &it.kind else { return };
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return };
        let inner = Span { start: first.span.start, end: last.span.end };
        let is_heredoc = || text.get(it.span.range()).is_some_and(|it| it.starts_with("<<"));
        if inner.contains(place) && is_heredoc() {
            found = Some(inner);
        }
    });
    found
}

fn rename_argument(text: &str, body: &HclBody<'_>, key: Span, to: &str) -> Option<Edit> {
    if body.attributes.iter().any(|it| it.name_span == key) {
        return body.attribute(to).is_none().then(|| renamed(text, key, to.to_owned()))?;
    }
    let around = body.blocks.iter().find(|it| it.span.contains(key))?;
    rename_argument(text, &around.body, key, to)
}

/// Another name in the place of one; an equals sign that is further away stays in its column.
fn renamed(text: &str, key: Span, new: String) -> Option<Edit> {
    let behind = text.get(key.range().end..)?;
    let gap = behind.len() - behind.trim_start_matches(' ').len();
    if gap < 2 || !behind.trim_start().starts_with('=') {
        return Some(Edit { span: key, text: new });
    }
    let column = key.len() + gap;
    let gap_then = column.checked_sub(new.len()).filter(|it| *it > 0).unwrap_or(1);
    let (start, end) = (key.range().start, key.range().start + column);
    Some(replacing(start..end, format!("{new}{}", " ".repeat(gap_then))))
}

/// What becomes of the member whose key stands exactly there, with all members of its object.
fn with_member<T>(
    body: &HclBody<'_>,
    key: Span,
    mut with: impl FnMut(&[ObjectItem<'_>], &ObjectItem<'_>) -> Option<T>,
) -> Option<T> {
    let mut made = None;
    body.visit(&mut |it| {
        if let ExpressionKind::Object(items) = &it.kind
            && let Some(item) = items.iter().find(|it| it.key_span == key)
        {
            made = with(items, item);
        }
    });
    made
}

/// The key of a member, if it is written as it is.
fn name_of<'s>(item: &ObjectItem<'s>) -> Option<Cow<'s, str>> {
    match &item.key {
        ObjectKey::Name(name) => Some(Cow::Borrowed(name)),
        ObjectKey::Computed(key) => key.kind.as_literal(),
    }
}

fn without_member(text: &str, key: Span, value: Span) -> Option<Edit> {
    let (start, end) = (key.range().start, value.range().end);
    let (line, line_end) = (line_start(text, start), line_end(text, end));
    let before = text.get(line..start)?;
    let rest = text.get(end..line_end)?;
    let blank = rest.len() - rest.trim_start().len();
    let comma = rest.trim_start().starts_with(',').then_some(end + blank + 1);
    let behind = text.get(comma.unwrap_or(end)..line_end)?;
    if before.trim().is_empty() && behind.trim().is_empty() {
        let next = text.get(line_end..)?.find('\n').map_or(text.len(), |at| line_end + at + 1);
        return Some(replacing(line..next, ""));
    }
    if let Some(comma) = comma {
        let blank = behind.len() - behind.trim_start().len();
        return Some(replacing(start..comma + blank, ""));
    }
    let comma = before.trim_end().strip_suffix(',')?.len();
    Some(replacing(line + comma..end, ""))
}
