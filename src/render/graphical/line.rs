//! One line of a source, copied as far as it fits, fit to be shown.

use crate::render::sanitize::{is_unfit, stand_in};
use textwrap::core::display_width;

/// Columns between two tab stops.
const TAB: usize = 4;

/// How the copy is made.
#[derive(Clone, Copy, Debug)]
pub(super) struct ExcerptFrame {
    /// Columns that are drawn on.
    pub(super) width: usize,
    /// Whether stand-ins and ellipses may be more than ASCII.
    pub(super) unicode: bool,
}

/// A character of the copy: its offset in the source, its offset in the copy, and its column.
#[derive(Clone, Copy, Default)]
pub(super) struct Glyph {
    pub(super) source: usize,
    pub(super) copy: usize,
    pub(super) column: usize,
}

impl ExcerptFrame {
    /// Copies a line that stands at an offset of the source, and gives the places of its characters; the
    /// last one stands for what follows. Where its beginning `is_cut`, an ellipsis says so.
    pub(super) fn copy(self, text: &str, at: usize, is_cut: bool, out: &mut String) -> Vec<Glyph> {
        let ellipsis = if self.unicode { "…" } else { "..." };
        let room = self.width.saturating_sub(display_width(ellipsis));
        let mut column = 0;
        let mut glyphs = Vec::with_capacity(text.len().min(self.width) + 2);
        if is_cut {
            out.push_str(ellipsis);
            column = display_width(ellipsis);
        }
        for (offset, c) in text.char_indices() {
            let width = self.char_width(c, column);
            glyphs.push(Glyph { source: at + offset, copy: out.len(), column });
            let is_last = offset + c.len_utf8() == text.len();
            if column + width > if is_last { self.width } else { room } {
                out.push_str(ellipsis);
                break;
            }
            match c {
                '\t' => out.extend(std::iter::repeat_n(' ', width)),
                ' '..='~' => out.push(c),
                c if is_unfit(c) => out.push(stand_in(c, self.unicode)),
                c => out.push(c),
            }
            column += width;
        }
        glyphs.push(Glyph { source: at + text.len(), copy: out.len(), column });
        out.push('\n');
        glyphs
    }

    /// The column after `text`, where it begins at `from`.
    pub(super) fn columns(self, text: &str, from: usize) -> usize {
        text.chars().fold(from, |column, c| column + self.char_width(c, column))
    }

    fn char_width(self, c: char, column: usize) -> usize {
        let shown = match c {
            ' '..='~' => return 1,
            '\t' => return TAB - column % TAB,
            c if is_unfit(c) => stand_in(c, self.unicode),
            c => c,
        };
        display_width(shown.encode_utf8(&mut [0; 4]))
    }
}

/// The first character at or after an offset of the source.
pub(super) fn first_from(glyphs: &[Glyph], offset: usize) -> Glyph {
    let found = glyphs.iter().find(|it| it.source >= offset).or(glyphs.last());
    found.copied().unwrap_or_default()
}
