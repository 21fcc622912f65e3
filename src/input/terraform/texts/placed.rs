//! A text that is put together, and where each of its characters is written.

use crate::base::source::Span;
use crate::syntax::{Node, Value};

/// What encloses the number of a value in the text: private characters of Unicode, in braces that the reader of JSON
/// takes for a placeholder.
const OPENING: &str = "${\u{F8FE}";
const CLOSING: &str = "\u{F8FE}}";

/// A text with values in it.
#[derive(Debug, Default)]
pub(super) struct PlacedText<'t> {
    text: String,
    /// Where its runs begin, in order, and where each is written.
    runs: Vec<TextRun>,
    /// The values that stand in it.
    values: Vec<Node<'t>>,
}

/// A run of text.
#[derive(Clone, Copy, Debug)]
struct TextRun {
    start: usize,
    place: Span,
    /// Whether each of its bytes is one of its place; else the whole place is that of each.
    is_exact: bool,
}

/// A piece of a text with values.
pub(super) enum PlacedPiece<'p, 't> {
    Text(&'p str),
    Value(&'p Node<'t>),
}

impl<'t> PlacedText<'t> {
    /// The text, with marks where values are.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Adds text: `place` has it as it is, or an escape of it, or the expression that gives it.
    pub(super) fn push(&mut self, text: &str, place: Span) {
        if !text.is_empty() {
            let is_exact = place.len() == text.len();
            self.runs.push(TextRun { start: self.text.len(), place, is_exact });
            self.text.push_str(text);
        }
    }

    /// Adds a value, which is open or has parts.
    pub(super) fn push_value(&mut self, value: Node<'t>, place: Span) {
        self.runs.push(TextRun { start: self.text.len(), place, is_exact: false });
        let mark = format!("{OPENING}{}{CLOSING}", self.values.len());
        self.text.push_str(&mark);
        self.values.push(value);
    }

    /// The value that the whole text is, if it is one; else the text.
    pub(super) fn into_value(mut self) -> Result<Node<'t>, Self> {
        let mark = self.text.trim().strip_prefix(OPENING).and_then(|it| it.strip_suffix(CLOSING));
        match mark.and_then(|it| it.parse::<usize>().ok()) {
            Some(number) if number < self.values.len() => Ok(self.values.swap_remove(number)),
            _ => Err(self),
        }
    }

    /// The text and the values of a part of the text, such as a string of JSON.
    pub(super) fn pieces<'p>(&'p self, part: &'p str) -> Vec<PlacedPiece<'p, 't>> {
        let mut pieces = Vec::new();
        let mut rest = part;
        while let Some((before, after)) = rest.split_once(OPENING) {
            let Some((number, after)) = after.split_once(CLOSING) else { break };
            let Some(value) = number.parse().ok().and_then(|it: usize| self.values.get(it)) else {
                break;
            };
            if !before.is_empty() {
                pieces.push(PlacedPiece::Text(before));
            }
            pieces.push(PlacedPiece::Value(value));
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(PlacedPiece::Text(rest));
        }
        pieces
    }

    /// Where a part of the text is written: from its first character to its last, where both are in one stretch.
    pub(super) fn place(&self, part: Span) -> Span {
        let first = self.place_of(part.range().start, false);
        let last = self.place_of(part.range().end, true);
        if part.is_empty() {
            return Span { start: first.start, end: first.start };
        }
        if last.end < first.start { first } else { Span { start: first.start, end: last.end } }
    }

    /// The place of a character, or of the one before it.
    fn place_of(&self, at: usize, is_end: bool) -> Span {
        let inside = if is_end { at.saturating_sub(1) } else { at };
        let after = self.runs.partition_point(|run| run.start <= inside);
        let run = after.checked_sub(1).and_then(|it| self.runs.get(it)).or(self.runs.first());
        let Some(run) = run else { return Span::default() };
        if !run.is_exact {
            return run.place;
        }
        let at = run.place.range().start + at.saturating_sub(run.start);
        Span::new(at, at)
    }

    /// What a placeholder of the reader stands for: its number is in what is written.
    pub(super) fn value_of<'p>(&'p self, written: &'p str) -> Option<&'p Node<'t>> {
        match self.pieces(written).as_slice() {
            &[PlacedPiece::Value(value)] => Some(value),
            _ => None,
        }
    }

    /// A part of the text as people write it, with the expressions of its values.
    pub(super) fn shown(&self, part: &str) -> String {
        let piece = |it: PlacedPiece<'_, 't>| match it {
            PlacedPiece::Text(text) => text.to_owned(),
            PlacedPiece::Value(Node { value: Value::Placeholder(open), .. }) => open.to_string(),
            PlacedPiece::Value(value) => super::super::open::shown(value),
        };
        self.pieces(part).into_iter().map(piece).collect()
    }
}
