//! The layout of an object or an array in its text: computed on request, so that trees stay small.

use crate::base::scan::after_plain;
#[cfg(feature = "internals")]
use crate::base::source::Span;
use crate::base::text::PlaceholderKind;
use crate::syntax::json::trivia::comment_len;
use crate::syntax::{Aliases, Entry, Map, Node, Value};
use std::ops::Range;

/// Whether a container is delimited by brackets or by indentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayoutStyle {
    /// Brackets: JSON, and YAML's flow style.
    Flow,
    /// Indentation: YAML's block style.
    Block,
}

/// The layout of an object, or of an array in brackets.
#[derive(Clone, Debug)]
pub struct Layout<'t> {
    text: &'t str,
    span: Range<usize>,
    style: LayoutStyle,
    children: Vec<Child>,
}

/// An entry from its key to the end of its value, or an item.
#[derive(Clone, Debug)]
pub(super) struct Child {
    pub(super) range: Range<usize>,
    /// The comma after it.
    pub(super) comma: Option<usize>,
}

impl<'t> Layout<'t> {
    /// The layout of a node of this text.
    ///
    /// None unless all of the text of the node is accounted for: where brackets and commas are not as they
    /// should be, where something else than comments is between the children, where the tree was made
    /// from the text or has placeholders without quotes, and for aliases.
    pub fn of(text: &'t str, node: &Node<'_>) -> Option<Self> {
        let span = node.span.range();
        let written = text.get(span.clone())?;
        let ranges = match &node.value {
            Value::Map(map) if map.open.is_none() => {
                map.entries.iter().map(|it| entry_range(text, it)).collect::<Option<Vec<_>>>()?
            }
            Value::List(items) => {
                // Which dash is whose does not show where an array in block style is an item of another.
                let is_in_block = |item: &Node<'_>| {
                    matches!(item.value, Value::List(_)) && !has_brackets(text, item)
                };
                if items.iter().any(is_in_block) {
                    return None;
                }
                items.iter().map(|item| item.span.range()).collect()
            }
            _ => return None,
        };
        // An image that is not there yet has no place in the text, and changes nothing around it.
        let is_made = |it: &Node<'_>| match &it.value {
            Value::Placeholder(placeholder) => {
                let is_missing = placeholder.kind() == PlaceholderKind::MissingImage;
                let is_own = || node.as_map().is_some_and(|map| has_value(map, it));
                !is_missing || is_own()
            }
            Value::Text(_) => true,
            _ => false,
        };
        if node.walk(Aliases::Written).any(is_made) {
            return None;
        }
        let is_map = matches!(node.value, Value::Map(_));
        let (style, children) = if !has_brackets(text, node) {
            (LayoutStyle::Block, in_block(text, ranges, is_map)?)
        } else if written.len() > 1 && written.ends_with(if is_map { '}' } else { ']' }) {
            (LayoutStyle::Flow, in_brackets(text, &span, ranges)?)
        } else {
            return None;
        };
        Some(Self { text, span, style, children })
    }

    /// Whether brackets or indentation hold it together.
    pub fn style(&self) -> LayoutStyle {
        self.style
    }

    /// Whether it is on one line.
    #[cfg(feature = "internals")]
    pub fn is_on_one_line(&self) -> bool {
        self.text.get(self.span.clone()).is_some_and(|text| !text.contains('\n'))
    }

    /// Where an entry or item stands: from its key to the end of its value.
    #[cfg(feature = "internals")]
    pub fn extent(&self, index: usize) -> Option<Span> {
        self.children.get(index).map(|child| Span::new(child.range.start, child.range.end))
    }

    /// The comma after an entry or item.
    #[cfg(feature = "internals")]
    pub fn comma_after(&self, index: usize) -> Option<Span> {
        let at = self.children.get(index)?.comma?;
        Some(Span::new(at, at + 1))
    }

    /// The blanks before an entry or item that is the first of its line. In YAML's block style the dashes of
    /// the arrays around the object count as blanks.
    pub fn indentation(&self, index: usize) -> Option<String> {
        let before = self.before(index)?;
        match self.style {
            LayoutStyle::Flow => before.trim().is_empty().then(|| before.to_owned()),
            LayoutStyle::Block => Some(" ".repeat(before.len())),
        }
    }

    /// What is before an entry or item on its line.
    pub(super) fn before(&self, index: usize) -> Option<&'t str> {
        let start = self.children.get(index)?.range.start;
        self.text.get(line_start(self.text, start)..start)
    }

    /// The blanks before the last entry or item, where it is the first of its line; a comma there counts as one.
    pub(super) fn own_line(&self) -> Option<String> {
        let before = self.before(self.children.len().checked_sub(1)?)?;
        let is_own = before.trim_start_matches([' ', '\t', ',']).is_empty();
        is_own.then(|| before.replace(',', " "))
    }

    pub(super) fn children(&self) -> &[Child] {
        &self.children
    }

    /// The range between the brackets.
    pub(super) fn inner(&self) -> Range<usize> {
        self.span.start + 1..self.span.end.saturating_sub(1)
    }
}

/// Whether an object or array begins with a bracket of its own. A block begins where its first child does, which may
/// have one.
pub(super) fn has_brackets(text: &str, node: &Node<'_>) -> bool {
    let (bracket, first) = match &node.value {
        Value::Map(map) => ('{', map.entries.first().map(|entry| entry.key_span)),
        Value::List(items) => ('[', items.first().map(|item| item.span)),
        _ => return false,
    };
    let span = node.span.range();
    first.is_none_or(|first| first.range().start > span.start)
        && text.get(span).is_some_and(|written| written.starts_with(bracket))
}

/// Whether a node stands where the value of one of the entries does.
fn has_value(map: &Map<'_>, node: &Node<'_>) -> bool {
    map.entries.iter().any(|entry| entry.value.span == node.span)
}

/// Where an entry stands; none if key and value were not read from there.
fn entry_range(text: &str, entry: &Entry<'_>) -> Option<Range<usize>> {
    let (key, value) = (entry.key_span.range(), entry.value.span.range());
    let is_read = key.end <= value.start && is_written_as(text.get(key.clone())?, &entry.key);
    is_read.then_some(key.start..value.end)
}

/// Whether a key is what this text says.
fn is_written_as(written: &str, key: &str) -> bool {
    let unquoted = |quote: char| written.strip_prefix(quote)?.strip_suffix(quote);
    if let Some(inner) = unquoted('\'') {
        return inner == key || inner.replace("''", "'") == key;
    }
    if let Some(inner) = unquoted('"') {
        if after_plain(inner.as_bytes(), 0) == inner.len() {
            return inner == key;
        }
        let read = crate::syntax::json::read(written);
        let [document] = read.documents.as_slice() else { return false };
        return read.problems.is_empty() && document.as_str() == Some(key);
    }
    written == key
}

/// The children of a container in brackets, with one comma between two of them.
fn in_brackets(text: &str, span: &Range<usize>, ranges: Vec<Range<usize>>) -> Option<Vec<Child>> {
    let close = span.end.checked_sub(1)?;
    let mut at = span.start + 1;
    let mut children: Vec<Child> = Vec::with_capacity(ranges.len());
    for range in ranges {
        let gap = Gap::of(text, at..range.start)?;
        match (children.last_mut(), gap) {
            (Some(before), Gap::Comma(comma)) => before.comma = Some(comma),
            (None, Gap::Blank) => {}
            _ => return None,
        }
        at = range.end;
        children.push(Child { range, comma: None });
    }
    match (children.last_mut(), Gap::of(text, at..close)?) {
        (Some(last), Gap::Comma(comma)) => last.comma = Some(comma),
        (_, Gap::Blank) => {}
        (None, Gap::Comma(_)) => return None,
    }
    Some(children)
}

/// What is between two children, besides blanks and comments.
enum Gap {
    Blank,
    Comma(usize),
}

impl Gap {
    /// None where anything else is there.
    fn of(text: &str, range: Range<usize>) -> Option<Self> {
        let mut gap = Self::Blank;
        let mut rest = text.get(range.clone())?;
        while !rest.is_empty() {
            let len = match rest.as_bytes() {
                [b' ' | b'\t' | b'\n' | b'\r', ..] => 1,
                [b',', ..] if matches!(gap, Self::Blank) => {
                    gap = Self::Comma(range.end - rest.len());
                    1
                }
                _ => comment_len(rest)?,
            };
            rest = rest.get(len..)?;
        }
        Some(gap)
    }
}

/// The entries or items of a block: each begins a line at the same column, and only comments stand between.
fn in_block(text: &str, ranges: Vec<Range<usize>>, is_map: bool) -> Option<Vec<Child>> {
    let first = ranges.first()?.start;
    if is_in_brackets(text, first) {
        return None;
    }
    // An item stands where its dash does.
    let column = |before: &str| if is_map { Some(before.len()) } else { before.rfind('-') };
    let own = column(text.get(line_start(text, first)..first)?)?;
    let mut end: Option<usize> = None;
    for range in &ranges {
        let line = line_start(text, range.start);
        let before = text.get(line..range.start)?;
        let is_indented = match end {
            None => before.bytes().all(|byte| matches!(byte, b' ' | b'-')),
            Some(end) => {
                let is_first = before.trim() == if is_map { "" } else { "-" };
                is_first && is_passed_over(text.get(end..line)?)
            }
        };
        let is_item = is_map || (before.ends_with(' ') && !range.is_empty());
        if !is_indented || !is_item || column(before) != Some(own) {
            return None;
        }
        end = Some(range.end);
    }
    let child = |range| Child { range, comma: None };
    ends_block(text.get(end?..)?, own, is_map).then(|| ranges.into_iter().map(child).collect())
}

/// Whether a block at a column is over, behind its last entry: the directives of a template may follow
/// instead.
fn ends_block(rest: &str, column: usize, is_map: bool) -> bool {
    let mut lines = rest.lines();
    let is_last = is_passed_over(lines.next().unwrap_or_default());
    let next = lines.find(|line| !is_passed_over(line));
    is_last
        && next.is_none_or(|line| {
            let code = line.trim_start_matches(' ');
            let indentation = line.len() - code.len();
            // A key may follow an array whose dashes are at its column.
            let is_key = !is_map && indentation == column && !code.starts_with('-');
            indentation < column || is_key || line.starts_with("---") || line.starts_with("...")
        })
}

/// Whether an entry without brackets of its own is in those of an array: `[a: 1]`.
fn is_in_brackets(text: &str, start: usize) -> bool {
    let before = text.get(..start).unwrap_or_default();
    last_code(before).is_some_and(|code| code.ends_with(['[', ',', '{']))
}

/// The header (`|`, `>-`) of a scalar in YAML's block style; its place begins below that.
pub(super) fn block_header<'t>(text: &'t str, scalar: &Node<'_>) -> Option<&'t str> {
    let start = scalar.span.range().start;
    let before = text.get(..line_start(text, start))?;
    let is_first = text.get(before.len()..start)?.trim().is_empty();
    let header = last_code(before).filter(|_| is_first)?.rsplit(' ').next()?;
    let mut indicators = header.strip_prefix(['|', '>'])?.bytes();
    indicators.all(|byte| matches!(byte, b'+' | b'-' | b'0'..=b'9')).then_some(header)
}

/// The last line of YAML that is more than a comment, without the comment behind it.
fn last_code(text: &str) -> Option<&str> {
    text.lines().rev().find_map(|line| {
        let line = line.trim();
        let comment = if line.starts_with('#') { Some(0) } else { line.find(" #") };
        let code = line.get(..comment.unwrap_or(line.len()))?.trim_end();
        (!code.is_empty()).then_some(code)
    })
}

/// Whether a text between the entries of a block is blank but for comments.
fn is_passed_over(text: &str) -> bool {
    text.lines().all(|line| {
        let line = line.trim_start_matches([' ', '\t']);
        (line.is_empty() || line.starts_with('#')) && !line.contains('\r')
    })
}

/// Where the line of an offset begins.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1)
}

/// Where the line of an offset ends, without its line break.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.lines().next().map_or(0, str::len)
}

/// The end of the comments that follow an offset on its line; the offset where there are none.
pub(super) fn comments_end(text: &str, at: usize) -> usize {
    let (mut end, mut next) = (at, at);
    while let Some(rest) = text.get(next..) {
        let comment = rest.trim_start_matches([' ', '\t']);
        match comment_len(comment) {
            Some(len) if comment.get(..len).is_some_and(|it| !it.contains('\n')) => {
                end = next + rest.len() - comment.len() + len;
                next = end;
            }
            _ => break,
        }
    }
    end
}
