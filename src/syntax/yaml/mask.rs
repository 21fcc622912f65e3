//! A copy of a template that a YAML parser can read: the same length, so that every place stays.

use super::BLANKS;
use crate::base::source::Span;
use crate::base::text::placeholder_at_start;
use crate::syntax::OPEN_FILLER;
use std::borrow::Cow;
use std::ops::Range;

/// A template directive that is alone on its line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Directive {
    /// Where it is.
    pub(super) span: Span,
    /// Whether it may put text there that the file does not show.
    pub(super) adds: bool,
    /// The column of that text.
    pub(super) column: usize,
}

/// A template as a YAML parser can read it.
#[derive(Debug, Default)]
pub(super) struct Mask<'t> {
    /// The text: directives are blank, placeholders are words.
    pub(super) text: Cow<'t, str>,
    /// What was blanked, in order.
    pub(super) directives: Vec<Directive>,
    /// Where the placeholders stand that became words, in order.
    placeholders: Vec<Range<usize>>,
    /// The character that each of those words begins with; nothing else in the text holds it.
    marker: char,
}

/// Replaces the characters that YAML does not allow by words as long, so that the rest can be read.
/// `None` where there are none; else the text and the place of the first. What stands in a rendering for text that may
/// be anything stays.
pub(super) fn without_controls(text: &str, is_rendering: bool) -> Option<(String, usize)> {
    if !may_have_control(text) {
        return None;
    }
    let is_control = |c: char| is_control(c) && !(is_rendering && c == char::from(OPEN_FILLER));
    let first = text.find(is_control)?;
    let (before, after) = text.split_at(first);
    let mut clean = String::with_capacity(text.len());
    clean.push_str(before);
    for c in after.chars() {
        if is_control(c) {
            clean.extend(std::iter::repeat_n('_', c.len_utf8()));
        } else {
            clean.push(c);
        }
    }
    Some((clean, first))
}

/// Whether a byte may belong to a character that [`is_control`] means. Without a branch for each byte, so that many are
/// looked at at once: most texts have none.
fn may_have_control(text: &str) -> bool {
    let may_be = |byte: u8| {
        // Those above ASCII begin with one of two bytes: U+0080 to U+009F, U+FFFE and U+FFFF.
        (byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r')) | matches!(byte, 0x7F | 0xC2 | 0xEF)
    };
    text.bytes().fold(false, |any, byte| any | may_be(byte))
}

fn is_control(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' | '\u{85}' => false,
        '\u{FFFE}' | '\u{FFFF}' => true,
        _ => c.is_control(),
    }
}

impl<'t> Mask<'t> {
    /// A text as it is.
    pub(super) fn none(text: &'t str) -> Self {
        Self { text: Cow::Borrowed(text), ..Self::default() }
    }

    /// Masks the placeholders and directives of a text; `None` if it has none.
    pub(super) fn new(text: &str) -> Option<Self> {
        const OPEN: &str = "\u{2}";
        if !["{{", "{%", "{#", "<%", "${", "$(", "%", "@", OPEN]
            .iter()
            .any(|mark| text.contains(mark))
        {
            return None;
        }
        // Three bytes long in UTF-8, as is the shortest placeholder.
        let marker = ('\u{E000}'..='\u{F8FF}').find(|&marker| !text.contains(marker))?;
        let mut mask = Self { marker, ..Self::default() };
        let mut bytes = text.as_bytes().to_vec();
        let mut lines = Lines::default();
        let mut offset = 0;
        for line in text.split_inclusive('\n') {
            match lines.next(line) {
                Line::Verbatim => {}
                Line::Directive { adds } => {
                    let start = offset + indent_of(line);
                    let end = offset + line.trim_end_matches(BLANKS).len();
                    let column = indented(line).unwrap_or(start - offset);
                    let span = Span::new(start, end);
                    mask.directives.push(Directive { span, adds, column });
                    bytes.get_mut(start..end)?.fill(b' ');
                }
                Line::Content => mask.mark_placeholders(line, offset),
            }
            offset += line.len();
        }
        if mask.directives.is_empty() && mask.placeholders.is_empty() {
            return None;
        }
        for range in &mask.placeholders {
            let word = bytes.get_mut(range.clone())?;
            word.fill(b'_');
            marker.encode_utf8(word);
        }
        mask.text = Cow::Owned(String::from_utf8(bytes).ok()?);
        Some(mask)
    }

    /// Blanks parts of the text, in order, their line breaks excepted, and puts what closes brackets at the beginning
    /// of each.
    pub(super) fn blank(&mut self, parts: &[(Range<usize>, String)]) {
        let mut bytes = std::mem::take(&mut self.text).into_owned().into_bytes();
        for (part, closing) in parts {
            let part = bytes.get_mut(part.clone()).unwrap_or_default();
            part.iter_mut().filter(|it| !matches!(it, b'\n' | b'\r')).for_each(|it| *it = b' ');
            part.iter_mut().zip(closing.bytes()).for_each(|(byte, close)| *byte = close);
        }
        self.text = Cow::Owned(String::from_utf8(bytes).unwrap_or_default());
        self.placeholders.retain(|it| {
            let next = parts.partition_point(|(part, _)| part.end <= it.start);
            parts.get(next).is_none_or(|(part, _)| it.end <= part.start)
        });
    }

    /// Takes note of the placeholders of the line that begins at an offset.
    fn mark_placeholders(&mut self, line: &str, offset: usize) {
        let mut at = 0;
        // Once a closing mark is not found, it is not looked for again: a line may be the whole file.
        let mut ends = [true; 4];
        while let Some(found) = line.get(at..).and_then(|rest| rest.find(MARKS)) {
            at += found;
            let len = placeholder(line, at, &mut ends);
            if len >= self.marker.len_utf8() {
                self.placeholders.push(offset + at..offset + at + len);
            }
            at += len.max(1);
        }
    }

    /// The directive that may add the value which is missing at an offset: nothing else is between them.
    pub(super) fn adds_at(&self, offset: usize) -> Option<Span> {
        let first = self.directives.partition_point(|it| it.span.range().start < offset);
        let gap = |at: usize| self.text.get(offset..at).unwrap_or_default();
        let next = self.directives.iter().skip(first);
        let mut blank =
            next.take_while(|it| gap(it.span.range().start).trim_matches(BLANKS).is_empty());
        blank.find(|it| it.adds).map(|it| it.span)
    }

    /// Whether a placeholder is in a range.
    pub(super) fn hides(&self, range: &Range<usize>) -> bool {
        self.hidden(range.start).next().is_some_and(|hidden| hidden.end <= range.end)
    }

    /// Puts the placeholders of `text` back into a value that was read from a range of the mask.
    pub(super) fn restore(&self, value: &str, range: &Range<usize>, text: &str) -> String {
        let mut hidden = self.hidden(range.start);
        let mut restored = String::with_capacity(value.len());
        let mut rest = value;
        while let Some((before, after)) = rest.split_once(self.marker) {
            restored.push_str(before);
            let Some(range) = hidden.next() else { break };
            restored.push_str(text.get(range.clone()).unwrap_or_default());
            let padding = range.len() - self.marker.len_utf8();
            rest = after.get(padding..).unwrap_or_default();
        }
        restored.push_str(rest);
        restored
    }

    fn hidden(&self, from: usize) -> impl Iterator<Item = &Range<usize>> {
        let first = self.placeholders.partition_point(|range| range.start < from);
        self.placeholders.iter().skip(first)
    }
}

/// What a placeholder begins with.
const MARKS: [char; 6] = ['{', '$', '%', '@', '<', OPEN_FILLER as char];

enum Line {
    /// Text of a block scalar: nothing in it means anything to YAML.
    Verbatim,
    Directive {
        adds: bool,
    },
    Content,
}

/// What has to be known of the lines before to tell what a line is.
#[derive(Default)]
struct Lines {
    /// The column of the key whose block scalar the lines belong to.
    block: Option<usize>,
    /// The last line ended in `:` or `-`, and began at this column: a value is to follow.
    wants_value: Option<usize>,
}

impl Lines {
    fn next(&mut self, line: &str) -> Line {
        let trimmed = line.trim_matches(BLANKS);
        let indent = indent_of(line);
        if self.block.is_some_and(|column| trimmed.is_empty() || indent > column) {
            return Line::Verbatim;
        }
        self.block = None;
        let is_value = self.wants_value.is_some_and(|column| indent > column);
        if let Some(adds) = directive(trimmed, is_value) {
            return Line::Directive { adds };
        }
        if !trimmed.is_empty() && !trimmed.starts_with('#') {
            let column = key_column(line);
            self.wants_value = trimmed.ends_with([':', '-']).then_some(column);
            self.block = opens_block(trimmed).then_some(column);
        }
        Line::Content
    }
}

/// The column that a directive gives the text it adds: `{{ include "x" . | nindent 4 }}`.
fn indented(line: &str) -> Option<usize> {
    let (_, width) = line.split_once("indent ").or_else(|| line.split_once("indent("))?;
    let end = width.find(|c: char| !c.is_ascii_digit()).unwrap_or(width.len());
    width.get(..end)?.parse().ok()
}

pub(super) fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches(BLANKS).len()
}

/// The column at which the first key of a line begins, past the dashes of a list.
pub(super) fn key_column(line: &str) -> usize {
    let mut rest = line.trim_start_matches(BLANKS);
    while let Some(tail) = rest.strip_prefix("- ") {
        rest = tail.trim_start_matches(BLANKS);
    }
    line.len() - rest.len()
}

/// Whether a line ends in the header of a block scalar: `key: |`, `- >-`, `key: !Sub |2`.
fn opens_block(trimmed: &str) -> bool {
    let line = trimmed.split_once(" #").map_or(trimmed, |(line, _)| line.trim_end_matches(BLANKS));
    let header = line.rsplit([' ', '\t']).next().unwrap_or_default();
    let mut chars = header.chars();
    matches!(chars.next(), Some('|' | '>')) && chars.all(|c| matches!(c, '+' | '-' | '0'..='9'))
}

/// Whether a line is a directive and nothing else, and if so whether it may add text.
fn directive(trimmed: &str, is_value: bool) -> Option<bool> {
    if !is_value && !trimmed.is_empty() && trimmed.bytes().all(|byte| byte == OPEN_FILLER) {
        return Some(true);
    }
    let inside = |open: &str, close: &str| {
        let inner = trimmed.strip_prefix(open)?.strip_suffix(close)?;
        Some(inner.trim_matches('-').trim_matches(BLANKS))
    };
    if inside("{#", "#}").is_some() {
        return Some(false);
    }
    if let Some(inner) = inside("{%", "%}").or_else(|| inside("<%", "%>")) {
        return Some(inner.starts_with("include") || inner.starts_with("import"));
    }
    let inner = inside("{{", "}}")?;
    let word = inner.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    match word {
        "if" | "else" | "end" | "range" | "with" | "define" => Some(false),
        "template" | "block" => Some(true),
        _ if inner.starts_with("/*") => Some(false),
        _ => (!is_value && !inner.contains("}}:")).then_some(true),
    }
}

/// The length of the placeholder at an offset of a line, 0 if there is none.
fn placeholder(line: &str, at: usize, ends: &mut [bool; 4]) -> usize {
    let rest = line.get(at..).unwrap_or_default();
    if rest.as_bytes().first() == Some(&OPEN_FILLER) {
        return rest.bytes().take_while(|byte| *byte == OPEN_FILLER).count();
    }
    let [braces, brace, angle, round] = ends;
    let end = if rest.starts_with("{{") {
        closing(rest, "}}", braces)
    } else if rest.starts_with("${") {
        closing(rest, "}", brace).filter(|&end| !rest.get(2..end).is_some_and(is_unlikely))
    } else if rest.starts_with("<%=") {
        closing(rest, "%>", angle)
    } else if rest.starts_with("$(") {
        // What is no trouble to YAML stays: only quotes are.
        closing(rest, ")", round).filter(|&end| rest.get(2..end).is_some_and(has_own_quotes))
    } else if rest.starts_with(['%', '@']) {
        Some(rest.len())
    } else {
        None
    };
    let whole = end.and_then(|end| rest.get(..end)).and_then(placeholder_at_start);
    whole.map_or(0, |(_, len)| len)
}

fn closing(rest: &str, mark: &str, exists: &mut bool) -> Option<usize> {
    let end = exists.then(|| rest.find(mark)).flatten();
    *exists = end.is_some();
    end.map(|end| end + mark.len())
}

/// Whether what is between `${` and `}` is more likely to be text that only happens to hold them.
fn is_unlikely(inner: &str) -> bool {
    inner.contains(['{', '\'']) || (inner.contains('"') && !has_own_quotes(inner))
}

/// Whether text has double quotes, none of which ends the string that a placeholder with that text is in.
fn has_own_quotes(inner: &str) -> bool {
    let ends_string = |after: &str| {
        let after = after.trim_start_matches(BLANKS);
        after.is_empty() || after.starts_with([',', ':', '}', ']', '#'])
    };
    let quotes = inner.matches('"').count();
    let opening = inner.split('"').skip(1).step_by(2);
    quotes > 0 && quotes.is_multiple_of(2) && !opening.into_iter().any(ends_string)
}

#[cfg(test)]
mod tests {
    use super::{is_control, may_have_control};

    #[test]
    fn no_control_is_overlooked() {
        for c in ('\0'..=char::MAX).filter(|c| is_control(*c)) {
            assert!(may_have_control(&c.to_string()), "{c:?}");
        }
        assert!(!may_have_control("a: \"é 🚀\"\t\r\n"));
    }
}
