//! Places of the protocol ↔ byte offsets of a text, in the encoding that client and server agreed on.

use gen_lsp_types::{Position, PositionEncodingKind, Range};
use std::borrow::Cow;

/// What the client counts in a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum PlaceEncoding {
    /// Bytes.
    Utf8,
    /// Units of UTF-16: what counts where nothing was agreed on.
    #[default]
    Utf16,
    /// Characters.
    Utf32,
}

impl PlaceEncoding {
    /// The first that the client knows of those that cost the least to count.
    pub(super) fn agreed<'c>(offered: &(impl Iterator<Item = &'c str> + Clone)) -> Self {
        let knows = |name: &str| offered.clone().any(|it| it == name);
        match () {
            () if knows("utf-8") => Self::Utf8,
            () if knows("utf-32") => Self::Utf32,
            () => Self::Utf16,
        }
    }

    /// Its name in the protocol.
    pub(super) fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
            Self::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    fn width(self, c: char) -> usize {
        match self {
            Self::Utf8 => c.len_utf8(),
            Self::Utf16 => c.len_utf16(),
            Self::Utf32 => 1,
        }
    }
}

/// A text and where its lines begin.
#[derive(Clone, Debug)]
pub(super) struct PlacedLines<'t> {
    text: Cow<'t, str>,
    starts: Vec<usize>,
    encoding: PlaceEncoding,
}

impl<'t> PlacedLines<'t> {
    /// The lines of a text: they end in a line feed, a carriage return, or both.
    pub(super) fn new(text: impl Into<Cow<'t, str>>, encoding: PlaceEncoding) -> Self {
        let text = text.into();
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (at, byte) in bytes.iter().enumerate() {
            let is_end = match byte {
                b'\n' => true,
                b'\r' => bytes.get(at + 1) != Some(&b'\n'),
                _ => false,
            };
            if is_end {
                starts.push(at + 1);
            }
        }
        Self { text, starts, encoding }
    }

    /// The whole text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The place of a byte offset; one in a character is its start, one beyond the text its end.
    pub(super) fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or_default();
        let before = self.text.get(start..offset).unwrap_or_default();
        let width = before.chars().map(|c| self.encoding.width(c)).sum::<usize>();
        Position { line: number(line), character: number(width) }
    }

    /// The range between two byte offsets.
    pub(super) fn range(&self, start: usize, end: usize) -> Range {
        Range { start: self.position(start), end: self.position(end.max(start)) }
    }

    /// The byte offset of a place: beyond the end of a line it is that end, as the protocol says; there is none on a line
    /// that the text does not have.
    pub(super) fn offset(&self, place: Position) -> Option<usize> {
        let line = usize::try_from(place.line).ok()?;
        let start = *self.starts.get(line)?;
        let end = self.starts.get(line + 1).copied().unwrap_or(self.text.len());
        let own = self.text.get(start..end)?.trim_end_matches(['\r', '\n']);
        let wanted = usize::try_from(place.character).unwrap_or(usize::MAX);
        let mut width = 0;
        for (at, c) in own.char_indices() {
            width += self.encoding.width(c);
            if width > wanted {
                return Some(start + at);
            }
        }
        Some(start + own.len())
    }

    /// The same, where a place on a line that the text does not have is its end.
    pub(super) fn offset_or_end(&self, place: Position) -> usize {
        self.offset(place).unwrap_or(self.text.len())
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails loudly")]

    use super::{PlaceEncoding, PlacedLines};
    use gen_lsp_types::Position;

    const ALL: [PlaceEncoding; 3] =
        [PlaceEncoding::Utf8, PlaceEncoding::Utf16, PlaceEncoding::Utf32];
    const TEXT: &str = "a\tä𝄞z\r\n\r\n€\rlast\nü";

    #[test]
    fn the_best_encoding_is_agreed_on() {
        let agreed = |offered: &[&'static str]| PlaceEncoding::agreed(&offered.iter().copied());
        assert_eq!(agreed(&[]), PlaceEncoding::Utf16);
        assert_eq!(agreed(&["utf-16", "utf-32"]), PlaceEncoding::Utf32);
        assert_eq!(agreed(&["utf-16", "utf-32", "utf-8"]), PlaceEncoding::Utf8);
    }

    #[test]
    fn an_offset_leads_back_to_itself() {
        for encoding in ALL {
            let lines = PlacedLines::new(TEXT, encoding);
            for (offset, c) in TEXT.char_indices().chain([(TEXT.len(), ' ')]) {
                let back = lines.offset(lines.position(offset)).unwrap();
                // The second half of a line's end is on no line.
                let is_half = c == '\n' && TEXT.get(..offset).unwrap().ends_with('\r');
                assert_eq!(back, offset - usize::from(is_half), "{encoding:?} {offset}");
            }
        }
    }

    #[test]
    fn each_encoding_counts_what_it_counts() {
        let z = TEXT.find('z').unwrap();
        for (encoding, character) in ALL.into_iter().zip([8, 5, 4]) {
            let lines = PlacedLines::new(TEXT, encoding);
            assert_eq!(lines.position(z), Position { line: 0, character }, "{encoding:?}");
            assert_eq!(lines.position(TEXT.len()).line, 4);
        }
    }

    #[test]
    fn places_beyond_the_text() {
        for encoding in ALL {
            let lines = PlacedLines::new(TEXT, encoding);
            let offset = |line, character| lines.offset(Position { line, character });
            assert_eq!(offset(0, 99), TEXT.find('\r'), "{encoding:?}");
            assert_eq!(offset(1, 99), Some(TEXT.find('\r').unwrap() + 2));
            assert_eq!(offset(4, u32::MAX), Some(TEXT.len()));
            assert_eq!(offset(5, 0), None);
            assert_eq!(lines.offset_or_end(Position { line: 99, character: 0 }), TEXT.len());
            assert_eq!(lines.position(usize::MAX), lines.position(TEXT.len()));
        }
        // In the middle of a character.
        let lines = PlacedLines::new(TEXT, PlaceEncoding::Utf16);
        let clef = TEXT.find('𝄞').unwrap();
        let start = lines.position(clef);
        let inside = Position { character: start.character + 1, ..start };
        assert_eq!(lines.offset(inside), Some(clef));
    }
}
