//! The lines of a file that something is about, with their numbers, and the characters themselves marked.

use super::escape::{add_code, add_sentence, add_source, add_text};
use crate::base::sorting::sort_by_key;
use crate::base::source::{Position, Source, Span};
use crate::render::places::Places;

/// Lines between two marked lines that are shown too, if there are no more.
const NEAR: usize = 3;
/// More marks than these are only counted.
const MOST_MARKS: usize = 24;
/// Where a line is cut, as many characters are left beside a mark.
const BESIDE: usize = 60;
/// A mark and a line between marks have so many characters at most.
const MOST_CHARACTERS: usize = 240;

/// Characters to be marked.
#[derive(Debug)]
pub(super) struct ExcerptMark {
    /// Where they are.
    pub(super) span: Span,
    /// What is noted below their line.
    pub(super) note: String,
    /// Whether it is they that something is about, and not what else matters.
    pub(super) is_primary: bool,
}

/// A mark, and what of it is in its first line.
struct PlacedMark<'m> {
    line: usize,
    start: usize,
    end: usize,
    mark: &'m ExcerptMark,
    at: Position,
}

/// Adds the lines of the marks in each file; `places` are those of the source, and `known` is the file that needs no name.
pub(super) fn add_excerpts(
    out: &mut String,
    (source, places): (&Source, &Places<'_>),
    marks: Vec<ExcerptMark>,
    known: Option<&str>,
) {
    let marks = at_each_place(marks);
    let file = |mark: &ExcerptMark| source.file_at(mark.span.start);
    for of_file in marks.chunk_by(|one, next| file(one) == file(next)) {
        let path = of_file.first().map(|it| file(it).0);
        if let Some(path) = path.filter(|_| path != known) {
            out.push_str("<p>In ");
            add_code(out, path);
            out.push_str(":</p>\n");
        }
        add_excerpt(out, source, places, of_file);
    }
}

/// Adds the lines of the marks of a file.
fn add_excerpt(out: &mut String, source: &Source, places: &Places<'_>, marks: &[ExcerptMark]) {
    let left_out = marks.len().saturating_sub(MOST_MARKS);
    let first: Vec<_> =
        marks.iter().take(MOST_MARKS).map(|it| placed(source, places, it)).collect();
    out.push_str("<div class=\"x\">");
    let mut last: Option<usize> = None;
    for of_line in lines(&first) {
        let Some(line) = of_line.first().map(|it| it.line) else { continue };
        if let Some(last) = last {
            add_between(out, source, last, line);
        }
        add_line(out, source, of_line);
        last = Some(line);
    }
    if left_out > 0 {
        out.push_str(&format!("<span class=\"k\">and {left_out} more</span>"));
    }
    out.push_str("</div>\n");
}

/// The marks in the order of the source, those of the same characters as one.
fn at_each_place(mut marks: Vec<ExcerptMark>) -> Vec<ExcerptMark> {
    sort_by_key(&mut marks, |it| it.span);
    marks.dedup_by(|next, known| {
        let is_same = next.span == known.span;
        if is_same {
            known.is_primary |= next.is_primary;
            if known.note.is_empty() {
                known.note = std::mem::take(&mut next.note);
            } else if !next.note.is_empty() && next.note != known.note {
                known.note.push_str("; ");
                known.note.push_str(&next.note);
            }
        }
        is_same
    });
    marks
}

fn placed<'m>(source: &Source, places: &Places<'_>, mark: &'m ExcerptMark) -> PlacedMark<'m> {
    let line = source.line_of(mark.span.start as usize);
    let (from, to) = ends_of_line(source, line);
    let start = (mark.span.start as usize).clamp(from, to);
    // What goes on over many lines is marked where it begins.
    let end = (mark.span.end as usize).clamp(start, to);
    PlacedMark { line, start, end, mark, at: places.position(mark.span.start as usize) }
}

/// The marks of each shown line. Marks that overlap are in two copies of their line.
fn lines<'p, 'm>(placed: &'p [PlacedMark<'m>]) -> impl Iterator<Item = &'p [PlacedMark<'m>]> {
    placed.chunk_by(|one, next| one.line == next.line && one.end <= next.start)
}

/// Where a line begins, and where it ends without its line end.
fn ends_of_line(source: &Source, line: usize) -> (usize, usize) {
    let (from, to) = (source.line_start(line), source.line_start(line + 1));
    let text = source.text().get(from..to).unwrap_or_default();
    let without = text.strip_suffix("\r\n").or(text.strip_suffix('\n')).unwrap_or(text);
    (from, from + without.len())
}

/// Adds the few lines between two marked ones, or a sign that there are more.
fn add_between(out: &mut String, source: &Source, last: usize, next: usize) {
    if next > last + NEAR + 1 {
        out.push_str("<span class=\"g\">\u{22ef}</span>");
        return;
    }
    for line in last + 1..next {
        let (from, to) = ends_of_line(source, line);
        let text = source.text().get(from..to).unwrap_or_default();
        open_line(out, source.line_number(line));
        add_cut(out, text, Cut::End(MOST_CHARACTERS));
        out.push_str("</code>\n");
    }
}

fn open_line(out: &mut String, number: usize) {
    out.push_str(&format!("<code class=\"l\" data-n=\"{number}\">"));
}

/// Adds a line with its marks, and their notes below.
fn add_line(out: &mut String, source: &Source, marks: &[PlacedMark<'_>]) {
    let Some(first) = marks.first() else { return };
    let (from, to) = ends_of_line(source, first.line);
    let text = |from: usize, to: usize| source.text().get(from..to).unwrap_or_default();
    open_line(out, first.at.line);
    let mut at = from;
    for placed in marks {
        let before = text(at, placed.start);
        add_cut(out, before, if at == from { Cut::Begin(BESIDE * 2) } else { Cut::Middle });
        let Position { line, column } = placed.at;
        let class = if placed.mark.is_primary { "" } else { " class=\"o\"" };
        out.push_str(&format!("<mark{class} data-at=\"{line}:{column}\">"));
        let is_cut = add_beginning(out, text(placed.start, placed.end), MOST_CHARACTERS);
        out.push_str("</mark>");
        out.push_str(if is_cut { "\u{2026}" } else { "" });
        at = placed.end;
    }
    add_cut(out, text(at, to), Cut::End(BESIDE * 2));
    out.push_str("</code>\n");
    for PlacedMark { mark, at, .. } in marks.iter().filter(|it| !it.mark.note.is_empty()) {
        out.push_str("<span class=\"k\">");
        if marks.len() > 1 {
            out.push_str(&format!("{}:{} ", at.line, at.column));
        }
        add_sentence(out, &mark.note);
        out.push_str("</span>\n");
    }
}

/// Where a text is cut that is too long.
#[derive(Clone, Copy)]
enum Cut {
    Begin(usize),
    Middle,
    End(usize),
}

/// Adds a part of a line, with an ellipsis where it is cut.
fn add_cut(out: &mut String, text: &str, cut: Cut) {
    // Bytes are no fewer than characters.
    match cut {
        Cut::Begin(most) if text.len() > most => {
            let from = text.char_indices().rev().nth(BESIDE - 1).map_or(0, |(at, _)| at);
            out.push_str(if from > 0 { "\u{2026}" } else { "" });
            add_source(out, text.get(from..).unwrap_or_default());
        }
        Cut::Middle if text.len() > MOST_CHARACTERS => {
            add_cut(out, text, Cut::End(BESIDE));
            let from = text.char_indices().rev().nth(BESIDE - 1).map_or(0, |(at, _)| at);
            add_source(out, text.get(from..).unwrap_or_default());
        }
        Cut::End(most) if text.len() > most => {
            let is_cut = add_beginning(out, text, most);
            out.push_str(if is_cut { "\u{2026}" } else { "" });
        }
        _ => add_source(out, text),
    }
}

/// Adds the first characters of a text; whether there are more.
fn add_beginning(out: &mut String, text: &str, most: usize) -> bool {
    let end = text.char_indices().nth(most).map(|(at, _)| at);
    add_source(out, text.get(..end.unwrap_or(text.len())).unwrap_or_default());
    end.is_some()
}

/// Adds where a span begins.
pub(super) fn add_place_at(out: &mut String, places: &Places<'_>, span: Span) {
    let at = places.position(span.start as usize);
    add_place(out, places.path_at(span.start), Some(at));
}

/// Adds a place: `path:line:column`.
pub(super) fn add_place(out: &mut String, path: &str, at: Option<Position>) {
    out.push_str("<code class=\"at\">");
    add_text(out, path);
    if let Some(Position { line, column }) = at {
        out.push_str(&format!(":{line}:{column}"));
    }
    out.push_str("</code>");
}
