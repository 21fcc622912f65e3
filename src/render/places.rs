//! Places of a file for programs: lines, columns, and pointers into its documents.

use crate::base::source::{Position, Source, Span};
use crate::syntax::Node;
use std::cell::Cell;

/// What a column counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ColumnUnit {
    /// Characters, as people and this program's own formats count.
    Character,
    /// The code units of UTF-16, as editors and SARIF count.
    Utf16,
    /// The bytes of UTF-8.
    Byte,
}

impl ColumnUnit {
    fn count(self, text: &str) -> usize {
        match self {
            Self::Character => text.chars().count(),
            Self::Utf16 => text.chars().map(char::len_utf16).sum(),
            Self::Byte => text.len(),
        }
    }
}

/// Makes the places of one file.
#[derive(Debug)]
pub(super) struct Places<'a> {
    pub(super) source: &'a Source,
    unit: ColumnUnit,
    /// The documents of each rendering.
    renderings: &'a [&'a [Node<'a>]],
    /// The last place asked for, whose line is that of the whole text. Places come in the order of the text, more or less, and a minified file is one
    /// line: to count each column from the line's start would be quadratic.
    last: Cell<(usize, Position)>,
}

impl<'a> Places<'a> {
    pub(super) fn new(source: &'a Source, renderings: &'a [&'a [Node<'a>]]) -> Self {
        let last = Cell::new((0, Position { line: 1, column: 1 }));
        Self { source, unit: ColumnUnit::Character, renderings, last }
    }

    /// Those of a text alone, without pointers, with columns that count something else.
    pub(super) fn counting(unit: ColumnUnit, source: &'a Source) -> Self {
        Self { unit, ..Self::new(source, &[]) }
    }

    /// The path of the file that an offset is in.
    pub(super) fn path_at(&self, offset: u32) -> &'a str {
        self.source.file_at(offset).0
    }

    /// The positions at which a span begins, and at which it ends or its file does.
    pub(super) fn positions(&self, span: Span) -> (Position, Position) {
        let Span { start, end } = self.source.within_file(span);
        (self.position(start as usize), self.position(end as usize))
    }

    /// The JSON Pointer of a span; that of the whole where the document could not be read. The rendering in which
    /// something is there says most.
    pub(super) fn pointer(&self, document: usize, span: Span) -> String {
        let documents = self.renderings.iter().filter_map(|it| it.get(document));
        let mut pointers = documents.map(|node| node.pointer_to(span));
        let first = pointers.next().unwrap_or_default();
        pointers.fold(first, |known, it| if it.len() > known.len() { it } else { known })
    }

    /// The line and the column of an offset.
    pub(super) fn position(&self, offset: usize) -> Position {
        let text = self.source.text();
        let offset = offset.min(text.len());
        let line = self.source.line_of(offset) + 1;
        let (last, known) = self.last.get();
        let count =
            |from: usize, to: usize| self.unit.count(text.get(from..to).unwrap_or_default());
        let start = self.source.line_start(line - 1);
        let column = if known.line == line && last <= offset {
            known.column + count(last, offset)
        } else if known.line == line && last - offset < offset - start {
            known.column - count(offset, last)
        } else {
            1 + count(start, offset)
        };
        self.last.set((offset, Position { line, column }));
        Position { line: self.source.line_number(line - 1), column }
    }
}

#[cfg(test)]
mod tests {
    use super::{ColumnUnit, Places};
    use crate::base::source::{Position, Source};

    #[test]
    fn columns_count_what_the_format_counts() {
        let source = Source::new("x", "\r\n\u{1F600}ßa");
        let at_a = |unit| Places::counting(unit, &source).position(8);
        assert_eq!(at_a(ColumnUnit::Character), Position { line: 2, column: 3 });
        assert_eq!(at_a(ColumnUnit::Utf16), Position { line: 2, column: 4 });
        assert_eq!(at_a(ColumnUnit::Byte), Position { line: 2, column: 7 });
    }

    #[test]
    fn columns_do_not_depend_on_what_was_asked_before() {
        let files = ["äöü = 1\r\nx = \"ß\" \"ß\"\n\nend", "", "ß\r", "a\n"];
        let source = Source::of_files("x", &files.map(|text| Source::new("y", text)));
        let text = source.text();
        let places = Places::new(&source, &[]);
        let offsets: Vec<_> = (0..=text.len()).filter(|&at| text.is_char_boundary(at)).collect();
        for &first in &offsets {
            for &second in &offsets {
                for offset in [first, second] {
                    let wanted = source.position(u32::try_from(offset).unwrap_or_default());
                    assert_eq!(places.position(offset), wanted, "{first} then {second}");
                }
            }
        }
    }
}
