//! The texts that are open in the client, kept as it changes them.

use super::positions::{PlaceEncoding, PlacedLines};
use super::uris::path_of;
use crate::workspace::{CONFIGURATION_NAME, Discovery, OpenTexts, real_path};
use gen_lsp_types::{TextDocumentContentChangeEvent, TextDocumentItem, Uri};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a text may begin with that is no part of it.
const BYTE_ORDER_MARK: &str = "\u{FEFF}";

/// An open text.
#[derive(Clone, Debug)]
pub(super) struct OpenText {
    /// As the client writes it.
    pub(super) uri: Uri,
    /// Where it is on the disk; none if it is nowhere yet.
    pub(super) path: Option<PathBuf>,
    /// The same, links followed.
    pub(super) real: Option<PathBuf>,
    /// What it is called in reports.
    pub(super) name: String,
    pub(super) version: i32,
    text: Arc<str>,
}

impl OpenText {
    /// The text as it is checked: without a byte order mark.
    pub(super) fn text(&self) -> &str {
        self.text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&self.text)
    }

    /// Where it is, and its text.
    fn on_disk(&self) -> Option<(PathBuf, Arc<str>)> {
        Some((self.real.clone()?, self.shared_text()))
    }

    /// The same, shared.
    fn shared_text(&self) -> Arc<str> {
        let is_whole = self.text().len() == self.text.len();
        if is_whole { Arc::clone(&self.text) } else { Arc::from(self.text()) }
    }

    /// The same with another text.
    pub(super) fn with_text(&self, text: String) -> Self {
        Self { text: text.into(), ..self.clone() }
    }

    /// Whether it is a configuration.
    pub(super) fn is_configuration(&self) -> bool {
        let name = self.path.as_deref().and_then(Path::file_name);
        name.is_some_and(|it| it == CONFIGURATION_NAME)
    }

    /// The text as the client has it, and how many of its bytes are before the text that is checked.
    pub(super) fn whole(&self) -> (&str, usize) {
        (&self.text, self.text.len() - self.text().len())
    }
}

/// All of them.
#[derive(Debug, Default)]
pub(super) struct Documents {
    /// In the order in which they were opened: they are few.
    open: Vec<OpenText>,
    pub(super) encoding: PlaceEncoding,
}

impl Documents {
    /// Opens a text.
    pub(super) fn open(&mut self, item: TextDocumentItem, discovery: &Discovery) {
        let path = path_of(&item.uri).map(|it| discovery.absolute(&it));
        let shown = path.as_ref().map(|it| discovery.shown(it));
        let document = OpenText {
            name: shown.map_or_else(|| item.uri.0.clone(), |it| crate::workspace::files::name(&it)),
            real: path.as_deref().map(real_path),
            path,
            version: item.version,
            text: item.text.into(),
            uri: item.uri,
        };
        drop(self.close(&document.uri));
        self.open.push(document);
    }

    /// Changes a text; false if it is not open. Without a version, the last one that is known stays.
    pub(super) fn change(
        &mut self,
        uri: &Uri,
        version: Option<i32>,
        changes: Vec<TextDocumentContentChangeEvent>,
    ) -> bool {
        let encoding = self.encoding;
        let Some(document) = self.open.iter_mut().find(|it| it.uri == *uri) else { return false };
        document.version = version.unwrap_or(document.version);
        let mut text = String::from(&*document.text);
        for change in changes {
            match change {
                TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
                    let lines = PlacedLines::new(text.as_str(), encoding);
                    let start = lines.offset_or_end(part.range.start);
                    let end = lines.offset_or_end(part.range.end).max(start);
                    text.replace_range(start..end, &part.text);
                }
                TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => {
                    text = whole.text;
                }
            }
        }
        document.text = text.into();
        true
    }

    /// Closes a text, and returns it.
    pub(super) fn close(&mut self, uri: &Uri) -> Option<OpenText> {
        let at = self.open.iter().position(|it| it.uri == *uri)?;
        Some(self.open.remove(at))
    }

    /// An open text.
    pub(super) fn get(&self, uri: &Uri) -> Option<&OpenText> {
        self.all().find(|it| it.uri == *uri)
    }

    /// An open text, by its name in reports.
    pub(super) fn named(&self, name: &str) -> Option<&OpenText> {
        self.all().find(|it| it.name == name)
    }

    /// An open text, by where it is.
    pub(super) fn at(&self, real: &Path) -> Option<&OpenText> {
        self.all().find(|it| it.real.as_deref() == Some(real))
    }

    /// All of them.
    pub(super) fn all(&self) -> impl Iterator<Item = &OpenText> {
        self.open.iter()
    }

    /// What counts instead of the disk.
    pub(super) fn open_texts(&self) -> OpenTexts {
        OpenTexts::new(self.all().filter_map(OpenText::on_disk))
    }

    /// The same with one of them as it might be.
    pub(super) fn open_texts_with(&self, changed: &OpenText) -> OpenTexts {
        let others = self.all().filter(|it| it.uri != changed.uri);
        OpenTexts::new(others.chain([changed]).filter_map(OpenText::on_disk))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails loudly")]

    use super::Documents;
    use crate::lsp::positions::{PlaceEncoding, PlacedLines};
    use crate::workspace::{Discovery, WhichConfiguration};
    use gen_lsp_types::{
        Range, TextDocumentContentChangeEvent, TextDocumentContentChangePartial, TextDocumentItem,
        Uri,
    };

    const PIECES: [&str; 9] = ["", "a", "ä", "€", "𝄞", "\t", "\r\n", "\n", "{\"x\": 1}\r\n"];

    /// What is changed at random in a text is changed in the same way as in a string of its own.
    #[test]
    fn any_changes_in_any_encoding() {
        let discovery = Discovery::new(WhichConfiguration::Nothing).unwrap();
        let uri = Uri("untitled:x".to_owned());
        let mut seed = 20_261_127_u64;
        let mut random = |below: usize| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(seed >> 33).unwrap() % below
        };
        for encoding in [PlaceEncoding::Utf8, PlaceEncoding::Utf16, PlaceEncoding::Utf32] {
            let mut documents = Documents { encoding, ..Documents::default() };
            let mut own = String::from("ü𝄞\r\n");
            let item = TextDocumentItem {
                uri: uri.clone(),
                language_id: "x".to_owned().into(),
                version: 0,
                text: own.clone(),
            };
            documents.open(item, &discovery);
            for version in 1..=1_000 {
                let mut ends = [random(own.len() + 1), random(own.len() + 1)];
                // Between the two halves of a line's end there is no place.
                ends = ends.map(|it| {
                    let at = own.floor_char_boundary(it);
                    at - usize::from(own.get(..at).unwrap().ends_with('\r'))
                });
                ends.sort_unstable();
                let [start, end] = ends;
                let end = end.min(own.floor_char_boundary(start + 12));
                let end = end - usize::from(end > start && own.get(..end).unwrap().ends_with('\r'));
                let text = PIECES.get(random(PIECES.len())).unwrap();
                let lines = PlacedLines::new(own.as_str(), encoding);
                let range = Range { start: lines.position(start), end: lines.position(end) };
                let change = TextDocumentContentChangePartial::new(range, None, (*text).to_owned());
                let change =
                    TextDocumentContentChangeEvent::TextDocumentContentChangePartial(change);
                assert!(documents.change(&uri, Some(version), vec![change]));
                own.replace_range(start..end, text);
                assert_eq!(documents.get(&uri).unwrap().text(), own, "{encoding:?}");
            }
        }
    }
}
