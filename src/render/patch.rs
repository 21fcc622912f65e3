//! What a fix changes, as a patch: the lines that go and the lines that come, each with its number.

use crate::base::diagnostic::{Edit, Fix};
use crate::base::source::Source;

/// A line of a patch.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct PatchLine {
    /// Its number, counted from 1: in the old text where it goes, in the new text where it comes.
    pub(super) number: usize,
    /// Whether it comes.
    pub(super) is_new: bool,
    /// Its text.
    pub(super) text: String,
    /// Where it differs from the line that it replaces or is replaced by; none where it has no counterpart.
    pub(super) differs_at: Option<usize>,
}

/// What a fix changes in a file.
#[derive(Debug)]
pub(super) struct FilePatch<'s> {
    /// The file.
    pub(super) path: &'s str,
    pub(super) lines: Vec<PatchLine>,
}

/// The lines of a fix, in each of its files.
pub(super) fn patches<'s>(source: &'s Source, fix: &'s Fix) -> Vec<FilePatch<'s>> {
    let source = fix.source.as_deref().unwrap_or(source);
    let files = fix.by_file(source);
    files.map(|(path, edits)| FilePatch { path, lines: lines(source, edits) }).collect()
}

/// The lines of edits in a file. Edits on lines next to each other are one change.
fn lines(source: &Source, edits: &[Edit]) -> Vec<PatchLine> {
    let Some(first) = edits.first() else { return Vec::new() };
    let end_of_file = source.file_at(first.span.start).1.end as usize;
    let mut lines = Vec::new();
    let mut edits = edits.iter().peekable();
    // How many lines the edits so far have added.
    let (mut added, mut removed) = (0, 0);
    while let Some(first) = edits.next() {
        let from = source.line_of(first.span.start as usize);
        let mut to = source.line_of(first.span.end as usize);
        let start = source.line_start(from);
        let text = source.text();
        let mut new = text.get(start..first.span.start as usize).unwrap_or_default().to_owned();
        new.push_str(&first.text);
        let mut at = first.span.end as usize;
        while let Some(next) = edits.next_if(|it| source.line_of(it.span.start as usize) <= to) {
            new.push_str(text.get(at..next.span.start as usize).unwrap_or_default());
            new.push_str(&next.text);
            at = next.span.end as usize;
            to = source.line_of(at).max(to);
        }
        let end = source.line_start(to + 1).min(end_of_file);
        let first_number = source.line_number(from);
        new.push_str(text.get(at..end).unwrap_or_default());
        let old: Vec<&str> = text.get(start..end).unwrap_or_default().lines().collect();
        let new: Vec<&str> = new.lines().collect();
        let before = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
        let rest = old.len().min(new.len()) - before;
        let pairs = old.iter().rev().zip(new.iter().rev());
        let after = pairs.take(rest).take_while(|(old, new)| old == new).count();
        let changed = |lines: &[&str]| before..lines.len() - after;
        for (numbers, lines_of, others, is_new) in
            [(first_number, &old, &new, false), (first_number + added - removed, &new, &old, true)]
        {
            for index in changed(lines_of) {
                let line = |lines: &[&str]| lines.get(index).map(|line| (*line).to_owned());
                let text = line(lines_of).unwrap_or_default();
                let other = Some(index).filter(|index| changed(others).contains(index));
                let other = other.and_then(|_| line(others));
                let differs_at = other.map(|other| common_prefix(&text, &other));
                lines.push(PatchLine { number: numbers + index, is_new, text, differs_at });
            }
        }
        added += new.len();
        removed += old.len();
    }
    lines
}

/// How many bytes two lines have in common.
fn common_prefix(one: &str, other: &str) -> usize {
    let same = one.char_indices().zip(other.chars()).take_while(|((_, c), other)| c == other);
    same.last().map_or(0, |((at, c), _)| at + c.len_utf8())
}
