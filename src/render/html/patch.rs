//! The lines that go and come with a fix, with their numbers.

use super::escape::{add_code, add_source};
use crate::base::diagnostic::Fix;
use crate::base::source::Source;
use crate::render::patch::{FilePatch, PatchLine, patches};

/// More lines than these are only counted.
const MOST_LINES: usize = 60;
/// Of a longer line, the part around the change is shown.
const MOST_CHARACTERS: usize = 400;
/// So many characters of it before the change.
const BEFORE: usize = 100;

/// Adds the patch of a fix; `known` is the file that needs no name.
pub(super) fn add_patch(out: &mut String, source: &Source, fix: &Fix, known: &str) {
    let mut named = known;
    for FilePatch { path, lines } in patches(source, fix) {
        // That it is in another text is said of all of it.
        if path != std::mem::replace(&mut named, path) && fix.source.is_none() {
            out.push_str("<p>In ");
            add_code(out, path);
            out.push_str(":</p>\n");
        }
        add_lines(out, &lines);
    }
}

fn add_lines(out: &mut String, lines: &[PatchLine]) {
    out.push_str("<div class=\"x\">");
    for line in lines.iter().take(MOST_LINES) {
        let name = if line.is_new { "ins" } else { "del" };
        out.push_str(&format!("<{name} class=\"l\" data-n=\"{}\">", line.number));
        add_fitted(out, line);
        out.push_str(&format!("</{name}>\n"));
    }
    match lines.len().saturating_sub(MOST_LINES) {
        0 => {}
        more => out.push_str(&format!(
            "<span class=\"k\">and {more} more lines: <code>--diff</code> prints them</span>"
        )),
    }
    out.push_str("</div>\n");
}

/// Adds a line, or of a long one the part around the change.
fn add_fitted(out: &mut String, line: &PatchLine) {
    let text = line.text.as_str();
    // Bytes are no fewer than characters.
    let Some(at) =
        line.differs_at.or((!line.is_new).then_some(0)).filter(|_| text.len() > MOST_CHARACTERS)
    else {
        add_source(out, text);
        return;
    };
    let before = text.get(..at).unwrap_or_default();
    let from = before.char_indices().rev().take(BEFORE).last().map_or(at, |(from, _)| from);
    out.push_str(if from > 0 { "\u{2026}" } else { "" });
    let rest = text.get(from..).unwrap_or_default();
    let end = rest.char_indices().nth(MOST_CHARACTERS).map(|(end, _)| end);
    add_source(out, rest.get(..end.unwrap_or(rest.len())).unwrap_or_default());
    out.push_str(if end.is_some() { "\u{2026}" } else { "" });
}
