//! The few lines of a source that labels stand in, cut to the width and fit to be shown.
//!
//! What is shown is a copy: tabs are spread out, long lines cut, control characters replaced. Each label
//! keeps its true line and column, and knows where it stands in the copy.

use super::layout::wrap_label;
use super::line::{ExcerptFrame, Glyph, first_from};
use crate::analysis::{Label, Note};
use crate::base::diagnostic::CombinationSet;
use crate::base::sorting::sort_by_key;
use crate::base::source::{Position, Source, Span};
use crate::render::sanitize::{clean, clean_words};
use std::ops::Range;
use textwrap::core::display_width;

/// Lines of context before and after a label.
const CONTEXT: usize = 0;
/// Labels further apart than this many lines are shown apart.
const NEAR: usize = 3;
/// A snippet takes up no further label once it has this many lines.
const MAX_LINES: usize = 12;
/// More places than these are told, not shown.
const MAX_EXCERPTS: usize = 3;
/// Columns that the text of a label has at least.
const MIN_LABEL: usize = 18;
/// Columns for which an underline is shortened.
const MOST_LABEL: usize = 44;
/// Columns before a label in a line that is cut on the left.
const LEAD: usize = 12;

/// The copy: one text, in which excerpts stand one after another.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// The copied lines, each with a newline.
    pub(super) text: String,
    /// The excerpts; the first holds the primary label.
    pub(super) excerpts: Vec<Excerpt>,
    /// The labels that are shown.
    pub(super) labels: Vec<ShownLabel>,
    /// Where the labels stand that are not shown: `line:column`, with the file where that is another.
    pub(super) hidden: Vec<String>,
}

/// Some lines of the source that stand together.
#[derive(Debug)]
pub(super) struct Excerpt {
    /// The path of the file they are of.
    pub(super) path: String,
    /// Where they stand in the copy.
    pub(super) range: Range<usize>,
    /// The first of them in that file, counted from 0.
    pub(super) first_line: usize,
    /// How many they are.
    pub(super) line_count: usize,
}

/// A label in the copy.
#[derive(Debug)]
pub(super) struct ShownLabel {
    /// What it underlines in the copy.
    pub(super) range: Range<usize>,
    /// What it says, broken to fit.
    pub(super) message: String,
    /// Where it stands in the source.
    pub(super) position: Position,
    /// Whether it is what the finding is about.
    pub(super) is_primary: bool,
}

/// A label, and its note in words.
#[derive(Clone, Debug)]
pub(super) struct WordedLabel<'a> {
    pub(super) label: &'a Label,
    pub(super) text: String,
}

impl<'a> WordedLabel<'a> {
    /// What it notes, as data: labels that note the same are shown once.
    fn note(&self) -> (Option<&'a Note>, CombinationSet) {
        (self.label.note.as_ref(), self.label.when)
    }
}

/// A label, and where its first line stands.
struct Placed<'a> {
    line: usize,
    /// Where it begins in the source.
    start: u32,
    span: Span,
    message: String,
    /// What it notes; none where it is several labels put together.
    note: Option<(Option<&'a Note>, CombinationSet)>,
    is_primary: bool,
    /// Whether it is too far to the right to be shown with the beginning of its line.
    is_far: bool,
}

impl Shown {
    /// Copies what the labels need.
    pub(super) fn new(
        source: &Source,
        primary: &WordedLabel<'_>,
        related: &[WordedLabel<'_>],
        frame: ExcerptFrame,
    ) -> Self {
        let others = elsewhere(related);
        let sources = std::iter::once(source).chain(others.iter().copied());
        let most_lines = sources.map(Source::line_count).max().unwrap_or_default();
        let width = frame.width.saturating_sub(digits(most_lines) + 4);
        let frame = ExcerptFrame { width: width.max(MIN_LABEL * 2 - 6), ..frame };
        let copy = Copy { source, frame };
        let primary_file = source.file_at(primary.label.span.start);
        let written = |offset: u32| {
            let Position { line, column } = source.position(offset);
            match source.file_at(offset) {
                file if file == primary_file => format!("{line}:{column}"),
                (path, _) => format!("{path}:{line}:{column}"),
            }
        };
        let mut hidden = Vec::new();
        let own = related.iter().filter(|it| it.label.source.is_none());
        let mut groups = copy.groups(Some(primary), own, &mut hidden);
        if let Some(first) = groups.iter().position(|group| group.iter().any(|it| it.is_primary)) {
            groups.get_mut(..=first).unwrap_or_default().rotate_right(1);
        }
        let mut shown =
            Self { hidden: hidden.into_iter().map(written).collect(), ..Self::default() };
        for (index, group) in groups.iter().enumerate() {
            if index < MAX_EXCERPTS {
                copy.add(group, &mut shown);
            } else {
                shown.hidden.extend(group.iter().map(|it| written(it.start)));
            }
        }
        for source in others {
            let labels = related.iter().filter(|it| it.label.source.as_deref() == Some(source));
            let copy = Copy { source, frame };
            for group in copy.groups(None, labels, &mut Vec::new()).iter().take(MAX_EXCERPTS) {
                copy.add(group, &mut shown);
            }
        }
        shown
    }
}

/// How a source is copied.
struct Copy<'s> {
    source: &'s Source,
    /// What the text has beside the line numbers.
    frame: ExcerptFrame,
}

impl Copy<'_> {
    /// The labels in the order of the source, those together that are shown together.
    ///
    /// What says the same as another label is hidden.
    fn groups<'l>(
        &self,
        primary: Option<&WordedLabel<'l>>,
        related: impl Iterator<Item = &'l WordedLabel<'l>>,
        hidden: &mut Vec<u32>,
    ) -> Vec<Vec<Placed<'l>>> {
        let mut labels: Vec<_> = primary.map(|label| self.place(label, true)).into_iter().collect();
        for worded in related {
            let span = worded.label.span;
            if let Some(known) = labels.iter().find(|it| it.note == Some(worded.note())) {
                if known.span.start != span.start {
                    hidden.push(span.start);
                }
                continue;
            }
            match labels.iter_mut().find(|it| it.span.start == span.start) {
                Some(known) => {
                    known.message = format!("{}; {}", known.message, worded.text);
                    known.note = None;
                }
                None => labels.push(self.place(worded, false)),
            }
        }
        sort_by_key(&mut labels, |label| label.span);
        let mut groups: Vec<Vec<Placed<'l>>> = Vec::new();
        for label in labels {
            match groups.last_mut() {
                Some(group) if self.joins(group, &label) => group.push(label),
                _ => groups.push(vec![label]),
            }
        }
        groups
    }

    fn place<'l>(&self, worded: &WordedLabel<'l>, is_primary: bool) -> Placed<'l> {
        let label = worded.label;
        let line = self.source.line_of(label.span.start as usize);
        let range = self.line_range(line);
        let start = (label.span.start as usize).min(range.end);
        // What goes on over many lines is shown where it begins.
        let end = (label.span.end as usize).clamp(start, range.end);
        let text = self.source.text();
        // A line may be a megabyte long: what cannot be shown is not measured.
        let is_long_before = start - range.start > self.frame.width * 4;
        let before = text.get(range.start..start).filter(|_| !is_long_before);
        let from = before.map_or(self.frame.width * 4, |before| self.frame.columns(before, 0));
        let own: String =
            text.get(start..end).unwrap_or_default().chars().take(self.frame.width).collect();
        let to = self.frame.columns(&own, from);
        let has_room = to < self.frame.width && from + MIN_LABEL + 4 <= self.frame.width;
        let is_far = !has_room && from > self.frame.width / 3;
        let (span, message, note) =
            (Span::new(start, end), worded.text.clone(), Some(worded.note()));
        Placed { line, start: label.span.start, span, message, note, is_primary, is_far }
    }

    fn add(&self, group: &[Placed<'_>], shown: &mut Shown) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { return };
        let lines = if first.is_far {
            first.line..first.line + 1
        } else {
            let end = (last.line + CONTEXT + 1).min(self.source.line_count());
            first.line.saturating_sub(CONTEXT)..end
        };
        let start = shown.text.len();
        for line in lines.clone() {
            let range = self.line_range(line);
            let from = if first.is_far { self.lead(first, range.start) } else { range.start };
            let text = self.source.text().get(from..range.end).unwrap_or_default();
            let places = self.frame.copy(text, from, from > range.start, &mut shown.text);
            for label in group.iter().filter(|label| label.line == line) {
                shown.labels.push(self.show(label, &places));
            }
        }
        let range = start..shown.text.len();
        let (first_line, line_count) = (self.source.line_number(lines.start) - 1, lines.len());
        let path = self.source.file_at(first.start).0;
        let path = clean(path, self.frame.unicode).into_owned();
        shown.excerpts.push(Excerpt { path, range, first_line, line_count });
    }

    /// Fits a label to the copy. Where its text would have no room, the underline is shortened.
    fn show(&self, label: &Placed<'_>, places: &[Glyph]) -> ShownLabel {
        let (from, to) = (label.span.start as usize, label.span.end as usize);
        let start = first_from(places, from);
        let end = first_from(places, to);
        let message = clean_words(&label.message, self.frame.unicode);
        // A short label stands on one line, if the underline can make room for it.
        let wanted = display_width(&message).clamp(MIN_LABEL, MOST_LABEL);
        let fits = |room: &usize| start.column + room + 5 <= self.frame.width;
        let wanted = Some(wanted).filter(fits).unwrap_or(MIN_LABEL);
        let middle_limit = self.frame.width.saturating_sub(wanted + 5);
        let limit = (2 * middle_limit).saturating_sub(start.column).max(start.column + 1);
        let shortened = places.iter().take_while(|it| it.column <= limit).last();
        let end = shortened.filter(|it| it.column < end.column).unwrap_or(&end);
        let room = self.frame.width.saturating_sub(usize::midpoint(start.column, end.column) + 5);
        ShownLabel {
            range: start.copy..end.copy,
            message: wrap_label(&message, room.max(MIN_LABEL)),
            position: self.source.position(label.start),
            is_primary: label.is_primary,
        }
    }

    /// Where a line that is cut on the left begins: a few characters before its label.
    fn lead(&self, label: &Placed<'_>, line_start: usize) -> usize {
        let before = self.source.text().get(line_start..label.span.start as usize);
        let before = before.unwrap_or_default();
        let lead = before.char_indices().rev().take(LEAD.min(self.frame.width / 8)).last();
        let from = lead.map_or(before.len(), |(offset, _)| offset);
        let blank = before.get(from..).map_or(0, |lead| lead.len() - lead.trim_start().len());
        line_start + from + blank
    }

    /// Whether a label is shown together with those before it.
    fn joins(&self, group: &[Placed<'_>], label: &Placed<'_>) -> bool {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { return false };
        let overlaps = group.iter().any(|it| it.span.end > label.span.start);
        let is_near = label.line - last.line <= NEAR && label.line - first.line < MAX_LINES;
        let is_in_file = self.source.file_at(first.start) == self.source.file_at(label.start);
        is_near && is_in_file && !overlaps && !first.is_far && !label.is_far
    }

    /// A line without its line end.
    fn line_range(&self, line: usize) -> Range<usize> {
        let start = self.source.line_start(line);
        let text = self.source.text().get(start..self.source.line_start(line + 1));
        let text = text.unwrap_or_default();
        let without = text.strip_suffix("\r\n").or(text.strip_suffix('\n'));
        start..start + without.unwrap_or(text).len()
    }
}

/// The other sources that labels stand in, in their order.
fn elsewhere<'a>(labels: &[WordedLabel<'a>]) -> Vec<&'a Source> {
    let mut sources: Vec<&Source> = Vec::new();
    for source in labels.iter().filter_map(|it| it.label.source.as_deref()) {
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    sources
}

fn digits(number: usize) -> usize {
    number.to_string().len()
}
