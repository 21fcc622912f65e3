//! A text that is cut into files which are read as one, and where its places are then, by counting.

#![allow(
    dead_code,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "each test uses its part, and fails loudly"
)]

use needs_exec_role::SourceFile;

/// What a column counts: how much of it a text is.
pub(crate) type ColumnUnit = fn(&str) -> usize;

/// Files that are read as one.
#[derive(Clone, Debug)]
pub(crate) struct Cut {
    pub(crate) name: &'static str,
    /// The names and texts.
    pub(crate) files: Vec<(String, String)>,
}

/// A line and a column.
pub(crate) type LineColumn = (usize, usize);

impl Cut {
    /// A text that is cut at these offsets, which are in order. What is a line end there may be left out: it is between
    /// two files.
    pub(crate) fn of(name: &'static str, text: &str, cuts: &[(usize, bool)]) -> Self {
        let mut files = Vec::new();
        let mut at = 0;
        for (cut, leaves_out) in cuts.iter().copied().chain([(text.len(), false)]) {
            files.push((format!("a b/größe-{}.part", files.len()), text[at..cut].to_owned()));
            at = if leaves_out { cut + 1 } else { cut };
        }
        Self { name, files }
    }

    /// The text of all.
    pub(crate) fn whole(&self) -> String {
        let texts: Vec<_> = self.files.iter().map(|(_, text)| text.as_str()).collect();
        texts.join("\n")
    }

    /// One file with that text.
    pub(crate) fn alone(&self) -> SourceFile {
        SourceFile::new(self.name, self.whole())
    }

    /// The files.
    pub(crate) fn together(&self) -> SourceFile {
        let files = self.files.iter().map(|(name, text)| SourceFile::new(name, text.as_str()));
        SourceFile::of_files(self.name, files.collect())
    }

    /// The names of the files, and that of all.
    pub(crate) fn names(&self) -> Vec<&str> {
        self.files.iter().map(|(name, _)| name.as_str()).chain([self.name]).collect()
    }

    /// The text of a file.
    pub(crate) fn text(&self, path: &str) -> &str {
        let found = self.files.iter().find(|(name, _)| name == path);
        &found.expect("a file of this name").1
    }

    /// The file that an offset of the whole is in: its name, its text, and where it begins.
    pub(crate) fn file_at(&self, offset: usize) -> (&str, &str, usize) {
        let mut start = 0;
        for (name, text) in &self.files {
            if offset <= start + text.len() {
                return (name, text, start);
            }
            start += text.len() + 1;
        }
        panic!("{offset} is past the end")
    }

    /// Whether a range of offsets of the whole is in one file.
    pub(crate) fn has_in_one_file(&self, start: usize, end: usize) -> bool {
        let (_, text, first) = self.file_at(start);
        end <= first + text.len()
    }

    /// Where a range of offsets of the whole is: the file, and the offsets in it. What goes beyond a file ends with it.
    pub(crate) fn range(&self, start: usize, end: usize) -> (&str, usize, usize) {
        let (name, text, first) = self.file_at(start);
        (name, start - first, (end - first).min(text.len()))
    }

    /// The same in lines and columns.
    pub(crate) fn place(
        &self,
        unit: ColumnUnit,
        start: LineColumn,
        end: LineColumn,
    ) -> (&str, LineColumn, LineColumn) {
        let whole = self.whole();
        let (name, start, end) = self.range(offset(&whole, start, unit), offset(&whole, end, unit));
        let text = self.text(name);
        (name, position(text, start, unit), position(text, end, unit))
    }
}

/// The offset of a line and a column.
pub(crate) fn offset(text: &str, (line, column): LineColumn, unit: ColumnUnit) -> usize {
    let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let mut ends = text[start..].char_indices().map(|(at, _)| start + at).chain([text.len()]);
    ends.find(|at| unit(&text[start..*at]) + 1 == column).expect("a column of the line")
}

/// The line and the column of an offset.
pub(crate) fn position(text: &str, offset: usize, unit: ColumnUnit) -> LineColumn {
    let before = &text[..offset];
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, unit(&before[line..]) + 1)
}
