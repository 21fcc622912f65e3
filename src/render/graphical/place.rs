//! A line of a file that a cause is tied to, and the patch that mends it.

use super::patch::PatchLine;
use super::{layout, problem};
use crate::analysis::{Diagnostic, wording};
use crate::base::diagnostic::Fix;
use crate::base::source::{Source, Span};
use crate::render::Style;
use crate::render::sanitize::clean;
use textwrap::core::display_width;

/// The line at which a span begins, with a line below the span. Of a long line, the part around it.
pub fn line_at(source: &Source, span: Span, style: &Style) -> String {
    let index = source.line_of(span.start as usize);
    let start = source.line_start(index);
    let text = source.text().get(start..source.line_start(index + 1)).unwrap_or_default();
    let text = text.trim_end();
    let indent = text.len() - text.trim_start().len();
    let at = (span.start as usize - start).saturating_sub(indent);
    let text = text.get(indent..).unwrap_or_default().to_owned();
    let marked = text.get(at..(span.len() + at).min(text.len())).unwrap_or_default().to_owned();
    let before = text.get(..at).unwrap_or_default().to_owned();
    let number = source.line_number(index);
    let line = PatchLine { number, is_new: false, text, differs_at: Some(at) };
    let number = number.to_string();
    let room = style.columns().saturating_sub(number.len() + 7);
    let shown = line.fitted(room, style.unicode);
    let marked = clean(&marked, style.unicode);
    let (bar, mark) = if style.unicode { ("│", "─") } else { ("|", "^") };
    let mut out = format!("    {number} {bar} {shown}\n");
    if let Some((skipped, width)) = marks(&shown, &clean(&before, style.unicode), &marked) {
        let marks = layout::paint("36", &mark.repeat(width), style);
        let pad = " ".repeat(number.len());
        out.push_str(&format!("    {pad} {bar} {}{marks}\n", " ".repeat(skipped)));
    }
    out
}

/// How many columns of a shown line are before what is marked, and how many it has. Either end may be cut off.
fn marks(shown: &str, before: &str, marked: &str) -> Option<(usize, usize)> {
    let first = marked.get(..marked.len().min(6)).unwrap_or(marked);
    let at = if shown.starts_with(before) { before.len() } else { shown.find(first)? };
    let same = shown.get(at..)?.chars().zip(marked.chars()).take_while(|(one, other)| one == other);
    let width = display_width(&same.map(|(c, _)| c).collect::<String>());
    (width > 0).then_some((display_width(shown.get(..at)?), width))
}

/// What a fix does, in which file, and the lines that go and come.
pub fn patch_of(finding: &Diagnostic, source: &Source, fix: &Fix, style: &Style) -> String {
    let source = fix.source.as_deref().unwrap_or(source);
    let path = fix.by_file(source).next().map_or(source.name(), |(path, _)| path);
    let says = wording::help_with_patch(finding).unwrap_or_else(|| wording::fix(fix));
    let says = format!("{path}: {says}");
    layout::remark("patch", &says, style) + &problem::lines_of_patch(source, fix, path, style)
}
