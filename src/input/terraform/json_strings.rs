//! Strings of JSON as parts of templates, with the places of their characters.

use crate::base::source::Span;
use crate::syntax::StringPlaces;
use crate::syntax::hcl::{TemplatePart, TemplatePartKind};
use std::borrow::Cow;

/// Where the characters of a string are: `span` is its place, quotes included, and `text` what it stands for.
pub(super) fn places(source: &str, span: Span, text: &str) -> StringPlaces {
    let written = source.get(span.range()).unwrap_or_default();
    let inner = written.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
    StringPlaces::of_json(inner.unwrap_or(written), span.range().start + 1, text)
}

/// A string as it is, without expressions in it: each of its escapes is a part of its own.
pub(super) fn literal<'s>(source: &str, span: Span, text: &'s str) -> Vec<TemplatePart<'s>> {
    let places = places(source, span, text);
    let pieces = places.pieces(0..text.len()).into_iter();
    pieces
        .map(|piece| TemplatePart {
            span: places.place(piece.start, piece.end),
            kind: TemplatePartKind::Literal(Cow::Borrowed(text.get(piece).unwrap_or_default())),
        })
        .collect()
}
