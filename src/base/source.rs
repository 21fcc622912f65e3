//! Bytes become text, and byte offsets in that text become lines and columns.

use super::scan::add_lines;
use memchr::memmem::Finder;
use std::sync::OnceLock;

/// A half-open range of byte offsets in a [`Source`]'s text (UTF-8, without a byte order mark).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl Span {
    /// A span from usize offsets; offsets beyond 4 GiB are clamped (no such file is read).
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |offset| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { start: clamp(start), end: clamp(end) }
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end.saturating_sub(self.start)) as usize
    }

    /// Whether it contains no byte.
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Whether `other` is within this span.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The same range of a text that begins at an offset.
    #[must_use]
    pub fn after(self, offset: u32) -> Self {
        Self { start: self.start.saturating_add(offset), end: self.end.saturating_add(offset) }
    }

    /// The byte range, for slicing.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A place for people: 1-based line, 1-based column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// 1-based line.
    pub line: usize,
    /// 1-based column, counted in characters.
    pub column: usize,
}

/// How the bytes of a file were encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16, little-endian, as PowerShell's `>` writes it.
    Utf16Le,
    /// UTF-16, big-endian.
    Utf16Be,
}

/// Where the bytes stop being text in their encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EncodingError {
    /// The encoding that was expected.
    pub encoding: Encoding,
    /// The stand-in (U+FFFD) in the decoded text.
    pub span: Span,
}

/// A named text, able to say where an offset stands: that of a file, or of several files that are read as one.
#[derive(Debug)]
pub struct Source {
    name: String,
    text: String,
    /// How its bytes were encoded, and whether they began with a byte order mark.
    encoding: (Encoding, bool),
    lines: OnceLock<Vec<u32>>,
    /// The files, where it is made of several; their texts have a line break between them.
    parts: Vec<SourcePart>,
}

/// A file of a source that is made of several.
#[derive(Clone, Debug)]
struct SourcePart {
    name: String,
    encoding: (Encoding, bool),
    /// Where its text is in that of the source.
    span: Span,
}

/// A word that is sought in every text, by what is prepared once.
#[derive(Debug)]
pub struct SoughtWord {
    text: &'static str,
    finder: OnceLock<Finder<'static>>,
}

impl SoughtWord {
    /// A word.
    pub const fn new(text: &'static str) -> Self {
        Self { text, finder: OnceLock::new() }
    }
}

/// Two sources are alike where their names and texts are.
impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other) || (self.name == other.name && self.text == other.text)
    }
}

impl Eq for Source {}

impl Source {
    /// A source from a text in memory.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let (name, text) = (name.into(), text.into());
        let (encoding, lines, parts) = ((Encoding::Utf8, false), OnceLock::new(), Vec::new());
        Self { name, text, encoding, lines, parts }
    }

    /// A source that is made of several files, in their order: `name` is what they are called together. An offset
    /// belongs to one of them; who needs to know asks [`Self::file_at`].
    pub fn of_files<'a>(
        name: impl Into<String>,
        files: impl IntoIterator<Item = &'a Self>,
    ) -> Self {
        let mut whole = Self::new(name, String::new());
        for file in files {
            if !whole.parts.is_empty() {
                whole.text.push('\n');
            }
            let start = whole.text.len();
            whole.text.push_str(&file.text);
            let span = Span::new(start, whole.text.len());
            whole.parts.push(SourcePart { name: file.name.clone(), encoding: file.encoding, span });
        }
        whole
    }

    /// The files that it is made of: the name of each, and where its text is.
    pub fn files(&self) -> impl Iterator<Item = (&str, Span)> {
        let only = self.parts.is_empty().then(|| (self.name(), Span::new(0, self.text.len())));
        only.into_iter().chain(self.parts.iter().map(|part| (part.name.as_str(), part.span)))
    }

    /// The name of the file that an offset belongs to, and where its text is.
    pub fn file_at(&self, offset: u32) -> (&str, Span) {
        let after = self.parts.partition_point(|part| part.span.start <= offset);
        match after.checked_sub(1).and_then(|index| self.parts.get(index)) {
            Some(part) => (&part.name, part.span),
            None => (&self.name, Span::new(0, self.text.len())),
        }
    }

    /// The span as far as it is in the file in which it begins.
    pub fn within_file(&self, span: Span) -> Span {
        Span { end: span.end.min(self.file_at(span.start).1.end), ..span }
    }

    /// The name of the file in which a span begins, and the span as one of that file's own text.
    pub fn in_file(&self, span: Span) -> (&str, Span) {
        let (name, file) = self.file_at(span.start);
        let own = |offset: u32| offset.min(file.end).saturating_sub(file.start);
        (name, Span { start: own(span.start), end: own(span.end) })
    }

    /// Whether it is made of files, each of which has a name of its own.
    pub fn is_of_files(&self) -> bool {
        !self.parts.is_empty()
    }

    /// The files that it is made of, each by itself.
    pub fn each_file(&self) -> impl Iterator<Item = Self> {
        self.parts.iter().map(|part| Self {
            encoding: part.encoding,
            ..Self::new(part.name.clone(), self.slice(part.span))
        })
    }

    /// Decodes UTF-8 (with or without a byte order mark) and UTF-16 (with one).
    ///
    /// Bytes that are not text become U+FFFD, so that the rest can still be read; the error says where
    /// the first of them stands.
    pub fn decode(name: impl Into<String>, bytes: Vec<u8>) -> (Self, Option<EncodingError>) {
        let (encoding, (text, error)) = match bytes.as_slice() {
            [0xFF, 0xFE, rest @ ..] => {
                ((Encoding::Utf16Le, true), decode_utf16(rest, Encoding::Utf16Le))
            }
            [0xFE, 0xFF, rest @ ..] => {
                ((Encoding::Utf16Be, true), decode_utf16(rest, Encoding::Utf16Be))
            }
            [0xEF, 0xBB, 0xBF, rest @ ..] => ((Encoding::Utf8, true), decode_utf8(rest.to_vec())),
            _ => ((Encoding::Utf8, false), decode_utf8(bytes)),
        };
        (Self { encoding, ..Self::new(name, text) }, error)
    }

    /// The same source in the same encodings, with other texts at some places. These are in the order of the text; none
    /// overlaps another or goes beyond its file, or else there is no such source.
    pub fn edited<'e>(&self, edits: impl IntoIterator<Item = (Span, &'e str)>) -> Option<Self> {
        let mut text = String::with_capacity(self.text.len() + 64);
        let mut parts = self.parts.clone();
        let mut at = 0;
        for (span, new) in edits {
            if self.within_file(span) != span {
                return None;
            }
            let range = span.range();
            text.push_str(self.text.get(at..range.start)?);
            text.push_str(new);
            at = range.end;
            let (added, removed) = (Span::new(0, new.len()).end, Span::new(0, span.len()).end);
            let moved = |place: u32| place.saturating_add(added).saturating_sub(removed);
            for (part, old) in parts.iter_mut().zip(&self.parts) {
                if span.start < old.span.start {
                    part.span.start = moved(part.span.start);
                }
                if span.start <= old.span.end {
                    part.span.end = moved(part.span.end);
                }
            }
        }
        text.push_str(self.text.get(at..)?);
        Some(Self { encoding: self.encoding, parts, ..Self::new(self.name.clone(), text) })
    }

    /// The bytes that it was decoded from, if they were text; those of files are those of [each](Self::each_file).
    pub fn encode(&self) -> Vec<u8> {
        let (encoding, has_mark) = self.encoding;
        let mark = if has_mark { "\u{FEFF}" } else { "" };
        let units = mark.encode_utf16().chain(self.text.encode_utf16());
        match encoding {
            Encoding::Utf8 => [mark.as_bytes(), self.text.as_bytes()].concat(),
            Encoding::Utf16Le => units.flat_map(u16::to_le_bytes).collect(),
            Encoding::Utf16Be => units.flat_map(u16::to_be_bytes).collect(),
        }
    }

    /// The name it was given: a path as the user wrote it, or `<stdin>`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the text has a word that is sought in every text.
    pub fn has(&self, word: &SoughtWord) -> bool {
        let finder = word.finder.get_or_init(|| Finder::new(word.text));
        finder.find(self.text.as_bytes()).is_some()
    }

    /// Whether the text has a word.
    pub fn has_word(&self, word: &str) -> bool {
        let text = self.text.as_bytes();
        match word.as_bytes() {
            [only] => memchr::memchr(*only, text).is_some(),
            word => memchr::memmem::find(text, word).is_some(),
        }
    }

    /// Where a word is in the text, in order.
    pub fn places_of<'a>(&'a self, word: &'a str) -> impl Iterator<Item = usize> + 'a {
        memchr::memmem::find_iter(self.text.as_bytes(), word)
    }

    /// The text of a span; empty if the span is not one of this source.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Line and column of an offset in its file; the end of the text for an offset past it.
    pub fn position(&self, offset: u32) -> Position {
        let offset = (offset as usize).min(self.text.len());
        let line = self.line_of(offset);
        let start = self.line_start(line);
        let before = self.text.get(start..offset).unwrap_or_default();
        Position { line: self.line_number(line), column: before.chars().count() + 1 }
    }

    /// The number for people of a 0-based line of the text: 1 for the first of its file.
    pub fn line_number(&self, line: usize) -> usize {
        if self.parts.is_empty() {
            return line + 1;
        }
        let start = Span::new(self.line_start(line), self.text.len()).start;
        line + 1 - self.line_of(self.file_at(start).1.start as usize)
    }

    /// The 0-based line of the text that contains an offset.
    pub fn line_of(&self, offset: usize) -> usize {
        self.line_starts().partition_point(|&start| start as usize <= offset).saturating_sub(1)
    }

    /// The offset at which a 0-based line begins; the text's end past the last line.
    pub fn line_start(&self, line: usize) -> usize {
        self.line_starts().get(line).map_or(self.text.len(), |&start| start as usize)
    }

    /// How many lines there are; a text that ends in a newline has an empty last line.
    pub fn line_count(&self) -> usize {
        self.line_starts().len()
    }

    fn line_starts(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            // About as many lines as a formatted file has: the list need not grow step by step.
            let mut starts = Vec::with_capacity(self.text.len() / 20 + 1);
            starts.push(0);
            add_lines(self.text.as_bytes(), &mut starts);
            starts
        })
    }
}

fn decode_utf8(bytes: Vec<u8>) -> (String, Option<EncodingError>) {
    match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            (text, Some(EncodingError { encoding: Encoding::Utf8, span: stand_in(at) }))
        }
    }
}

fn decode_utf16(bytes: &[u8], encoding: Encoding) -> (String, Option<EncodingError>) {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|&pair| match encoding {
        Encoding::Utf16Be => u16::from_be_bytes(pair),
        Encoding::Utf16Le | Encoding::Utf8 => u16::from_le_bytes(pair),
    });
    let mut text = String::with_capacity(bytes.len() / 2);
    let mut first_bad = None;
    for unit in char::decode_utf16(units) {
        text.push(unit.unwrap_or_else(|_| {
            first_bad.get_or_insert(text.len());
            char::REPLACEMENT_CHARACTER
        }));
    }
    if !rest.is_empty() {
        first_bad.get_or_insert(text.len());
        text.push(char::REPLACEMENT_CHARACTER);
    }
    let error = first_bad.map(|at| EncodingError { encoding, span: stand_in(at) });
    (text, error)
}

fn stand_in(at: usize) -> Span {
    Span::new(at, at + char::REPLACEMENT_CHARACTER.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::{Encoding, Position, Source, Span};

    #[test]
    fn utf16_with_a_mark_reads_like_utf8() {
        let text = "{\"family\": \"größe\"}\r\n";
        let mut bytes = vec![0xFF, 0xFE];
        bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        let (source, error) = Source::decode("x", bytes);
        assert_eq!(source.text(), text);
        assert_eq!(error, None);
    }

    #[test]
    fn a_bad_byte_is_placed_and_the_rest_is_read() {
        let (source, error) = Source::decode("x", b"ab\xE9cd".to_vec());
        let error = error.map(|error| (error.encoding, error.span));
        assert_eq!(error, Some((Encoding::Utf8, Span::new(2, 5))));
        assert_eq!(source.text(), "ab\u{FFFD}cd");
    }

    #[test]
    fn columns_count_characters() {
        let source = Source::new("x", "a\nßß=1\r\nz");
        assert_eq!(source.position(6), Position { line: 2, column: 3 });
        assert_eq!(source.position(99), Position { line: 3, column: 2 });
        assert_eq!(source.line_count(), 3);
    }

    #[test]
    fn a_source_of_several_files_counts_the_lines_of_each() {
        let files = [("a.tf", "x\ny"), ("empty.tf", ""), ("b.tf", "p\nq\n")];
        let files = files.map(|(name, text)| Source::new(name, text));
        let source = Source::of_files("module", &files);
        let at = |text: &str| {
            let at = source.text().find(text).unwrap_or_default();
            Span::new(at, at).start
        };
        for (text, name, line) in
            [("x", "a.tf", 1), ("y", "a.tf", 2), ("p", "b.tf", 1), ("q", "b.tf", 2)]
        {
            assert_eq!(source.file_at(at(text)).0, name);
            assert_eq!(source.position(at(text)), Position { line, column: 1 });
        }
        for ((name, span), file) in source.files().zip(&files) {
            assert_eq!((name, source.slice(span)), (file.name(), file.text()));
        }
        assert_eq!(source.each_file().collect::<Vec<_>>(), files);
        let alone: Vec<_> = files.iter().flat_map(Source::files).map(|(name, _)| name).collect();
        assert_eq!(alone, ["a.tf", "empty.tf", "b.tf"]);
    }

    #[test]
    fn edits_of_a_source_of_several_files_are_those_of_each() {
        let bytes = [("a", &b"x\ny"[..]), ("b", b""), ("c", b"\xFE\xFF\0p\0\n")];
        let files = bytes.map(|(name, bytes)| Source::decode(name, bytes.to_vec()).0);
        let source = Source::of_files("module", &files);
        let mut places = source.files().map(|(_, place)| place);
        let [a, b, c] = [(); 3].map(|()| places.next().unwrap_or_default());
        let at = |start, end| Span { start, end };
        let edits = [
            (at(a.start, a.start + 1), "long"),
            (at(a.end, a.end), "\n"),
            (b, "new"),
            (at(c.start, c.start + 1), ""),
            (at(c.end, c.end), "z"),
        ];
        let written = |source: Option<Source>| {
            let files = source.iter().flat_map(Source::each_file).map(|it| it.encode());
            files.collect::<Vec<_>>()
        };
        let expected = [&b"long\ny\n"[..], b"new", b"\xFE\xFF\0\n\0z"];
        assert_eq!(written(source.edited(edits)), expected);
        assert_eq!(written(source.edited([])), bytes.map(|(_, bytes)| bytes));
        for wrong in [at(a.end, b.start), at(a.start, c.end), at(c.end, c.end + 1)] {
            assert_eq!(source.edited([(wrong, "")]), None);
        }
        assert_eq!(source.edited([(at(0, 2), ""), (at(1, 3), "")]), None);
    }
}
