//! The errors of the YAML parser: what went wrong, where, and where that begins.

use super::mask::{indent_of, key_column};
use super::recovery::Break;
use super::{BLANKS, YamlReader};
use crate::base::source::Span;
use crate::syntax::{YamlFault, is_conflict_marker};
use granit_parser::{ErrorKind, ScanError};

/// How many lines after an error a tab is looked for.
const FURTHEST_TAB: usize = 16;

impl YamlReader<'_, '_> {
    /// Reports an error, and ends the document that it is in.
    pub(super) fn fail(&mut self, error: &ScanError) {
        let mut at = self.boundary(error.marker().byte_offset().unwrap_or_default());
        self.builder.reach(at);
        let mut fault = fault(error.kind());
        if fault == YamlFault::Tab {
            at = self.tab_after(at);
        }
        let line = self.line_start(at);
        let before = self.mask.text.get(line..at).unwrap_or_default();
        if fault == YamlFault::MemberNotAllowed && !before.contains(": ") {
            // It is the first key of its line: what is above it goes on to here.
            fault = YamlFault::Indentation;
            at = line + indent_of(before).min(before.len());
        }
        let line_text = self.text.get(line..).and_then(|rest| rest.lines().next());
        if line_text.is_some_and(is_conflict_marker) {
            (at, fault) = (line, YamlFault::ConflictMarker);
        }
        let len =
            self.text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let from = self.beginning_of(at, &fault);
        let to = if is_continued(&fault) { at } else { from };
        let mut place = Span::new(at, at + len);
        if from < line && !is_continued(&fault) {
            // What is not closed is shown where it begins.
            let unclosed = match self.text.as_bytes().get(from) {
                Some(b'"' | b'\'') => Some(YamlFault::UnclosedQuote),
                Some(&bracket @ (b'{' | b'[')) if self.is_dedented(from, at) => {
                    Some(YamlFault::UnclosedBracket(char::from(bracket)))
                }
                _ => None,
            };
            if let Some(unclosed) = unclosed {
                (place, fault) = (Span::new(from, from + 1), unclosed);
            }
        }
        let closing = self.builder.brackets().rev();
        let closing = closing.map(|(_, open)| if open == b'{' { '}' } else { ']' });
        let closing: String = closing.collect();
        let is_in_brackets = !closing.is_empty() && fault != YamlFault::UnclosedQuote;
        let brackets = is_in_brackets.then_some((self.read_to, closing));
        let problem = self.builder.break_off(place, fault);
        self.breaks.push(Break { problem, at, from, to, brackets });
        self.builder.end_document(at);
    }

    /// The first tab in an indentation from a place on: the parser reports what is before it.
    fn tab_after(&self, at: usize) -> usize {
        let mut start = self.line_start(at);
        let lines = self.text.get(start..).unwrap_or_default().split_inclusive('\n');
        for line in lines.take(FURTHEST_TAB) {
            let indent = line.get(..indent_of(line)).unwrap_or_default();
            match indent.find('\t') {
                Some(tab) => return start + tab,
                None => start += line.len(),
            }
        }
        at
    }

    /// Where that begins which an error is in: a bracket, a quote, or a line that the next one continues.
    fn beginning_of(&self, at: usize, fault: &YamlFault) -> usize {
        let text = self.mask.text.as_ref();
        let line = self.line_start(at);
        let mut from = self.builder.brackets().next().map_or(at, |(bracket, _)| bracket).min(at);
        if self.last.start < line && line <= self.last.end {
            from = from.min(self.last.start);
        }
        // A quoted scalar that the error is in has not been read yet.
        let unread = text.get(self.last.end.min(at)..at).unwrap_or_default();
        let indicators = [' ', '\n', '\r', '\t', ':', '-', ',', '?', '[', '{'];
        let mut unread = unread.trim_start_matches(indicators);
        while unread.starts_with(['!', '&']) {
            let word = unread.find(char::is_whitespace).unwrap_or(unread.len());
            unread = unread.get(word..).unwrap_or_default().trim_start_matches(indicators);
        }
        if unread.starts_with(['"', '\'']) {
            from = from.min(at - unread.len());
        }
        if from == at && is_continued(fault) {
            // The line before may be a part of it, unless it is whole by itself.
            let before = text.get(..line).unwrap_or_default().trim_end_matches(BLANKS);
            let start = self.line_start(before.len());
            let above = before.get(start..).unwrap_or_default();
            let is_item = above.trim_start_matches(BLANKS).starts_with("- ")
                && *fault == YamlFault::Discontinued;
            let is_whole = above.contains(": ") || above.ends_with(':') || is_item;
            if *fault == YamlFault::MissingColon || !is_whole {
                from = start + indent_of(above).min(above.len());
            }
        }
        from.min(at)
    }

    /// Whether a line up to a place is indented no more than the key of an earlier one.
    fn is_dedented(&self, earlier: usize, at: usize) -> bool {
        let lines = self.text.get(self.line_start(earlier)..at).unwrap_or_default();
        let mut columns =
            lines.lines().filter(|it| !it.trim_matches(BLANKS).is_empty()).map(key_column);
        let first = columns.next();
        first.is_some_and(|first| columns.any(|column| column <= first))
    }

    fn line_start(&self, at: usize) -> usize {
        let before = self.text.get(..at).unwrap_or_default();
        before.rfind('\n').map_or(0, |end| end + 1)
    }
}

/// Whether the line before an error may be a part of it.
fn is_continued(fault: &YamlFault) -> bool {
    matches!(fault, YamlFault::MissingColon | YamlFault::Indentation | YamlFault::Discontinued)
}

/// What went wrong; what is rare keeps the parser's own words.
fn fault(kind: &ErrorKind) -> YamlFault {
    match kind {
        ErrorKind::TabInIndentation
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabNotAllowed
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::TabInPlainScalar => YamlFault::Tab,
        ErrorKind::InvalidIndentation
        | ErrorKind::InvalidBlockScalarIndent
        | ErrorKind::InvalidFlowScalarIndent
        | ErrorKind::InvalidQuotedScalarIndent => YamlFault::Indentation,
        ErrorKind::ExpectedBlockMappingKey | ErrorKind::ExpectedBlockSequenceEntry => {
            YamlFault::Discontinued
        }
        ErrorKind::UnclosedQuotedScalar => YamlFault::UnclosedQuote,
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => YamlFault::MissingColon,
        ErrorKind::MappingValueNotAllowed => YamlFault::MemberNotAllowed,
        ErrorKind::BlockSequenceEntryNotAllowed => YamlFault::ItemNotAllowed,
        ErrorKind::MisplacedFlowCollectionEnd => YamlFault::UnmatchedBracket,
        ErrorKind::ExpectedFlowMappingSeparator => YamlFault::MissingCommaOrBrace,
        ErrorKind::ExpectedFlowSequenceSeparator => YamlFault::MissingCommaOrSquareBracket,
        ErrorKind::UnexpectedEofFlowMapping => YamlFault::MissingBrace,
        ErrorKind::UnexpectedEofFlowSequence => YamlFault::MissingSquareBracket,
        ErrorKind::UnclosedFlowCollection { open } => YamlFault::UnclosedBracket(*open),
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => {
            YamlFault::MismatchedBracket { open: *open, close: *close }
        }
        ErrorKind::UnexpectedCharacter { character } => YamlFault::UnexpectedCharacter(*character),
        ErrorKind::UnknownQuotedScalarEscape => YamlFault::UnknownEscape,
        ErrorKind::BomInsideDocument => YamlFault::ByteOrderMark,
        other => YamlFault::OfParser(other.to_string()),
    }
}
