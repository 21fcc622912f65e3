//! Recovery after an error in YAML: the lines that it spoils are blanked, and the rest is read again.

use super::mask::{Mask, indent_of, key_column};
use super::{BLANKS, Reading, YamlText, read_as};
use crate::base::diagnostic::BuiltIn;
use crate::base::sorting::sort_by_key;
use crate::base::source::Span;
use crate::syntax::{Parsed, SyntaxDiagnostic, YamlFault, shorten};
use std::ops::Range;

/// How often a text is read again.
const MAX_ATTEMPTS: usize = 3;

/// An error that ended a document.
#[derive(Debug)]
pub(super) struct Break {
    /// What is reported.
    pub(super) problem: SyntaxDiagnostic,
    /// Where it is.
    pub(super) at: usize,
    /// Where the bracket or the quote begins that it is in; the same where it is in neither.
    pub(super) from: usize,
    /// Up to where all lines are spoiled in any case.
    pub(super) to: usize,
    /// Where what was read of brackets ends, and what closes them.
    pub(super) brackets: Option<(usize, String)>,
}

/// Lines that were blanked after an error.
#[derive(Clone, Copy, Debug)]
pub(super) struct Region {
    /// Where they are.
    pub(super) span: Span,
    /// Whether the error is within the value of a key: then the lines around it are what they seem to be.
    pub(super) is_local: bool,
}

/// Reads a text again without what the errors of a reading spoil.
pub(super) fn recover<'s>(
    text: YamlText<'s>,
    mut mask: Mask<'_>,
    mut reading: Reading<'s>,
) -> Parsed<'s> {
    let mut regions: Vec<Region> = Vec::new();
    let mut errors: Vec<SyntaxDiagnostic> = Vec::new();
    for _ in 0..MAX_ATTEMPTS {
        let breaks = std::mem::take(&mut reading.breaks);
        let spoiled: Vec<_> = breaks.iter().filter_map(|it| region(&mask.text, it)).collect();
        if spoiled.is_empty() {
            break;
        }
        let parts =
            spoiled.iter().map(|(region, closing)| (region.span.range(), (*closing).into()));
        mask.blank(&parts.collect::<Vec<_>>());
        regions.extend(spoiled.iter().map(|(region, _)| *region));
        errors.extend(breaks.into_iter().map(|it| it.problem));
        let deep = reading.parsed.problems.drain(..).filter(|it| it.code.is(BuiltIn::TooDeep));
        errors.extend(deep);
        sort_by_key(&mut regions, |region| region.span);
        reading = read_as(text, &mask, &regions);
    }
    let mut parsed = reading.parsed;
    parsed.problems.extend(errors);
    sort_by_key(&mut parsed.problems, |problem| (problem.document, problem.span()));
    // A line that was spoiled only in part is met again.
    parsed.problems.dedup_by(|one, other| {
        (&one.code, one.document, one.span()) == (&other.code, other.document, other.span())
    });
    shorten(&mut parsed.problems, 0, |count| YamlFault::More(count).into());
    parsed
}

/// The lines that an error spoils, up to the next key of the same or lesser depth; and what closes the brackets
/// that are open before them.
fn region<'b>(text: &str, error: &'b Break) -> Option<(Region, &'b str)> {
    let start = text.get(..error.from)?.rfind('\n').map_or(0, |at| at + 1);
    let line = text.get(start..)?.split_inclusive('\n').next()?;
    let (indent, key) = (indent_of(line), key_column(line));
    let before = text.get((start + key).min(error.from)..error.from).unwrap_or_default();
    let is_within_value = before.contains(": ") || before.trim_end_matches(BLANKS).ends_with(':');
    let taken = text.get(error.from..error.at).unwrap_or_default();
    let is_local = match error.brackets {
        // Brackets that are not closed may have taken lines of others.
        Some(_) => !taken.contains('\n'),
        None => is_within_value || (taken.starts_with(['"', '\'']) && key > indent),
    };
    // How deep a tab indents cannot be said: the line is taken for one below that before it.
    let has_tab = line.get(..indent).is_some_and(|blanks| blanks.contains('\t'));
    let above = text.get(..start).unwrap_or_default().trim_end_matches(BLANKS).lines().next_back();
    let column = match above {
        Some(above) if has_tab => key_column(above),
        _ if is_local => key,
        _ => indent,
    };
    let own = column == indent && key == indent;
    // Brackets alone are no key, so that no lines belong to them.
    let has_key = line.contains(char::is_alphanumeric);
    let mut end = start + line.len();
    for line in text.get(end..)?.split_inclusive('\n') {
        let (trimmed, indent) = (line.trim_matches(BLANKS), indent_of(line));
        let is_blank = trimmed.is_empty() || trimmed.starts_with('#');
        let is_marker = line.starts_with("---") || line.starts_with("...");
        // The items of a list may be indented as its key is.
        let is_item = own && indent == column && (trimmed == "-" || trimmed.starts_with("- "));
        let is_next = !is_blank && indent <= column && !is_item;
        if is_marker || ((is_next || !has_key) && error.to < end) {
            break;
        }
        end += line.len();
    }
    let whole = start + if has_tab { 0 } else { column }..end;
    let of = |range: Range<usize>| {
        let spoiled = text.get(range.clone())?.trim_matches(BLANKS);
        // A key that has further lines may have taken those of others.
        let is_local = is_local && !spoiled.contains('\n');
        let span = Span::new(range.start, range.end);
        (!spoiled.is_empty()).then_some(Region { span, is_local })
    };
    // What was read within brackets is kept where there is room to close them.
    if let Some((read_to, closing)) = &error.brackets {
        let room = text.get(*read_to..end).unwrap_or_default().trim_end_matches(BLANKS).len();
        let read = text.get(error.from..*read_to).unwrap_or_default();
        if room >= closing.len() && read.contains([':', '{']) {
            return Some((of(*read_to..end)?, closing));
        }
        // Nothing follows that could be read.
        let after = text.get(end..).unwrap_or_default();
        if after.is_empty() || after.starts_with("---") || after.starts_with("...") {
            return None;
        }
    }
    Some((of(whole)?, ""))
}
