//! Arguments of HCL: added to a block as `terraform fmt` would line them up, and given another value.

use super::habits::newline;
use super::layout::{line_end, line_start};
use super::replacing;
use crate::base::diagnostic::Edit;
use crate::syntax::hcl::{ExpressionKind, HclAttribute, HclBlock};

/// What Terraform itself reads of a resource: an argument of the provider does not belong beside these.
const META: [&str; 4] = ["count", "for_each", "provider", "depends_on"];

/// An argument that has a line to itself.
#[derive(Clone, Copy, Debug)]
struct ArgumentLine<'t> {
    name: &'t str,
    /// Where the line begins.
    start: usize,
    indentation: &'t str,
    /// Where the equals sign is.
    equals: usize,
    /// Where the line ends, without its line break.
    end: usize,
}

/// Adds an argument to a block, on a line of its own: behind the last of the first group of `behind` that has one there,
/// else behind the last. None in a block without lines, and where the argument is there.
pub fn insert_argument(
    text: &str,
    block: &HclBlock<'_>,
    (name, value): (&str, &str),
    behind: &[&[&str]],
) -> Option<Edit> {
    let body = &block.body;
    if body.lost.is_some() || body.attribute(name).is_some() {
        return None;
    }
    let lines: Vec<_> =
        body.attributes.iter().filter_map(|it| ArgumentLine::of(text, it)).collect();
    let last_of = |group: &&[&str]| lines.iter().rposition(|line| group.contains(&line.name));
    let beside = behind.iter().find_map(last_of);
    let anchor = beside.or_else(|| lines.iter().rposition(|line| !META.contains(&line.name)));
    match anchor {
        Some(anchor) => insert_in_run(text, run_around(text, &lines, anchor)?, (name, value)),
        None => insert_behind(text, body.attributes.last()?, (name, value)),
    }
}

/// Gives an argument another value, if it has that of none: null, or an empty string.
pub fn fill_argument(attribute: &HclAttribute<'_>, value: &str) -> Option<Edit> {
    let is_nothing = match &attribute.value.kind {
        ExpressionKind::Null => true,
        ExpressionKind::Template(parts) => parts.is_empty(),
        _ => false,
    };
    is_nothing.then(|| Edit { span: attribute.value.span, text: value.to_owned() })
}

/// Adds blocks at the end of a file, behind a blank line.
pub fn append_blocks(text: &str, blocks: &str) -> Edit {
    let end = text.trim_end().len();
    let added = format!("\n\n{}", blocks.trim());
    replacing(end..end, added.replace('\n', newline(text)))
}

/// Adds blocks at the end of a block, behind a blank line. They are indented as in a block of the top.
pub fn append_in_block(text: &str, block: &HclBlock<'_>, blocks: &str) -> Option<Edit> {
    let close = block.span.range().end.checked_sub(1)?;
    let inner = text.get(..close)?;
    let is_own_line = inner.rsplit('\n').next()?.trim().is_empty();
    let end = inner.trim_end().len();
    let added = format!("\n\n{}", blocks.trim_end());
    let is_whole = is_own_line && text.get(close..)?.starts_with('}');
    is_whole.then(|| replacing(end..end, added.replace('\n', newline(text))))
}

impl<'t> ArgumentLine<'t> {
    fn of(text: &'t str, attribute: &HclAttribute<'t>) -> Option<Self> {
        let (name, value) = (attribute.name_span.range(), attribute.value.span.range());
        let start = line_start(text, name.start);
        let indentation = text.get(start..name.start).filter(|it| it.trim().is_empty())?;
        let equals = name.end + text.get(name.end..value.start)?.find('=')?;
        let end = line_end(text, value.end);
        let is_one_line = !text.get(name.end..value.end)?.contains('\n');
        (is_one_line && is_over(text.get(value.end..end)?)).then_some(Self {
            name: attribute.name,
            start,
            indentation,
            equals,
            end,
        })
    }

    /// How far its equals sign is from its name.
    fn gap(&self) -> usize {
        self.column() - self.indentation.len() - self.name.len()
    }

    /// How far its equals sign is from the beginning of its line.
    fn column(&self) -> usize {
        self.equals - self.start
    }
}

/// Whether nothing but a comment is left of a line.
fn is_over(rest: &str) -> bool {
    let rest = rest.trim();
    rest.is_empty() || rest.starts_with('#') || rest.starts_with("//")
}

/// The lines around one that follow each other, up to that one and behind it.
fn run_around<'l, 't>(
    text: &str,
    lines: &'l [ArgumentLine<'t>],
    anchor: usize,
) -> Option<(&'l [ArgumentLine<'t>], &'l [ArgumentLine<'t>])> {
    let follows = |pair: &[ArgumentLine<'_>]| match pair {
        [one, next] => text.get(one.end..next.start).is_some_and(|it| it == newline(text)),
        _ => false,
    };
    let before = lines.get(..=anchor)?;
    let up = before.windows(2).rev().take_while(|it| follows(it)).count();
    let after = lines.get(anchor..)?;
    let down = after.windows(2).take_while(|it| follows(it)).count();
    Some((before.get(anchor - up..)?, after.get(1..=down)?))
}

/// A line behind some that follow each other, and before others of them, lined up with these where they are lined up.
fn insert_in_run(
    text: &str,
    (before, after): (&[ArgumentLine<'_>], &[ArgumentLine<'_>]),
    (name, value): (&str, &str),
) -> Option<Edit> {
    let (first, anchor) = (before.first()?, before.last()?);
    let (indentation, column) = (anchor.indentation, anchor.column());
    let needed = indentation.len() + name.len() + 1;
    let is_lined_up = is_lined_up(before, after);
    let above = before.iter().rev().nth(1);
    let is_wide = anchor.gap() > 1 || above.is_some_and(|it| it.column() == column);
    let width = if is_lined_up || is_wide { column.max(needed) } else { needed };
    let gap = " ".repeat(width + 1 - needed);
    let line = format!("{}{indentation}{name}{gap}= {value}", newline(text));
    if !is_lined_up || needed <= column {
        return Some(replacing(anchor.end..anchor.end, line));
    }
    // The equals signs move to the right.
    let last = after.last().unwrap_or(anchor);
    let mut new = String::new();
    let mut at = first.equals;
    for it in before.iter().chain(after) {
        new.push_str(text.get(at..it.equals)?);
        new.push_str(&" ".repeat(needed - column));
        new.push_str(text.get(it.equals..it.end)?);
        if it.start == anchor.start {
            new.push_str(&line);
        }
        at = it.end;
    }
    Some(replacing(first.equals..last.end, new))
}

/// Whether the equals signs are below each other, as near as the longest name lets them be.
fn is_lined_up(before: &[ArgumentLine<'_>], after: &[ArgumentLine<'_>]) -> bool {
    let all = || before.iter().chain(after);
    let needs = |it: &ArgumentLine<'_>| it.indentation.len() + it.name.len() + 1;
    let longest = all().map(needs).max();
    all().all(|it| Some(it.column()) == longest)
}

/// A line behind an argument that has several.
fn insert_behind(
    text: &str,
    attribute: &HclAttribute<'_>,
    (name, value): (&str, &str),
) -> Option<Edit> {
    let (start, end) = (attribute.name_span.range().start, attribute.value.span.range().end);
    let indentation = text.get(line_start(text, start)..start)?;
    let line = line_end(text, end);
    let is_whole = indentation.trim().is_empty() && is_over(text.get(end..line)?);
    let is_own = is_whole && !text.get(..end)?.ends_with('\n');
    let new = format!("{}{indentation}{name} = {value}", newline(text));
    is_own.then(|| replacing(line..line, new))
}
