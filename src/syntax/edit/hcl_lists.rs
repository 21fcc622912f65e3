//! New items of a list of strings in HCL.

use super::habits::newline;
use super::layout::{comments_end, line_start};
use super::replacing;
use crate::base::diagnostic::Edit;
use crate::base::source::Span;
use crate::syntax::hcl::{Expression, ExpressionKind, HclBlock, HclBody, ObjectItem, ObjectKey};

/// Adds strings to a list that a block or an object has under one of some names, or makes a list of the only string there.
pub fn add_to_strings(
    text: &str,
    body: &HclBody<'_>,
    (holder, names): (Span, &[&str]),
    new: &[&str],
) -> Option<Edit> {
    let mut edit = None;
    let mut add = |value: &Expression<'_>| edit = with_strings(text, value, new);
    if let Some(block) = block_at(&body.blocks, holder) {
        let mut attributes = block.body.attributes.iter();
        add(&attributes.find(|it| names.contains(&it.name))?.value);
        return edit;
    }
    body.visit(&mut |it| {
        if it.span == holder
            && let ExpressionKind::Object(items) = &it.kind
            && let Some(item) = items.iter().find(|it| has_name(it, names))
        {
            add(&item.value);
        }
    });
    edit
}

fn block_at<'b, 's>(blocks: &'b [HclBlock<'s>], span: Span) -> Option<&'b HclBlock<'s>> {
    let around = blocks.iter().find(|it| it.span.contains(span))?;
    if around.span == span { Some(around) } else { block_at(&around.body.blocks, span) }
}

fn has_name(item: &ObjectItem<'_>, names: &[&str]) -> bool {
    match &item.key {
        ObjectKey::Name(name) => names.contains(name),
        ObjectKey::Computed(key) => {
            key.kind.as_literal().is_some_and(|it| names.contains(&it.as_ref()))
        }
    }
}

fn with_strings(text: &str, value: &Expression<'_>, new: &[&str]) -> Option<Edit> {
    let quoted: Vec<_> = new.iter().map(|it| format!("\"{it}\"")).collect();
    let range = value.span.range();
    let ExpressionKind::List(items) = &value.kind else {
        value.kind.as_literal()?;
        let only = text.get(range.clone()).filter(|it| it.starts_with('"'))?;
        return Some(replacing(range, format!("[{only}, {}]", quoted.join(", "))));
    };
    let Some(last) = items.last() else {
        let is_blank = text.get(range.start + 1..range.end - 1)?.trim().is_empty();
        return is_blank.then(|| replacing(range, format!("[{}]", quoted.join(", "))));
    };
    let (start, end) = (last.span.range().start, last.span.range().end);
    let rest = text.get(end..range.end - 1)?;
    let blank = rest.len() - rest.trim_start().len();
    let comma = rest.trim_start().starts_with(',').then_some(end + blank + 1);
    let indentation = text.get(line_start(text, start)..start)?;
    if !indentation.trim().is_empty() || !text.get(range.clone())?.contains('\n') {
        let end = comma.unwrap_or(end);
        let is_last = text.get(end..range.end - 1)?.trim().is_empty();
        return is_last.then(|| {
            replacing(
                end..end,
                format!("{} {}", if comma.is_some() { "" } else { "," }, quoted.join(", ")),
            )
        });
    }
    let behind = comma.unwrap_or(end);
    let line = comments_end(text, behind);
    let comment = text.get(behind..line)?;
    let separator = format!(",{}{indentation}", newline(text));
    let added = quoted.join(&separator);
    let closing = if comma.is_some() { "," } else { "" };
    Some(replacing(end..line, format!(",{comment}{}{indentation}{added}{closing}", newline(text))))
}
