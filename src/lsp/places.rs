//! Places of a report → those of the protocol: the text of each file is looked into once.

use super::documents::Documents;
use super::positions::PlacedLines;
use super::uris::uri_of;
use crate::workspace::{Discovery, files, real_path};
use gen_lsp_types::{Location, Position, Range, Uri};
use needs_exec_role::Place;
use std::collections::HashMap;
use std::path::Path;

/// A file that places are in.
#[derive(Clone, Debug)]
struct PlacedFile<'s> {
    uri: Uri,
    version: Option<i32>,
    lines: PlacedLines<'s>,
    /// How many bytes of it are before what is checked.
    shift: usize,
}

/// Finds files by their names in reports.
#[derive(Debug)]
pub(super) struct PlacedFiles<'s> {
    documents: &'s Documents,
    discovery: &'s Discovery,
    /// None for what is no file.
    known: HashMap<String, Option<PlacedFile<'s>>>,
}

impl<'s> PlacedFiles<'s> {
    pub(super) fn new(documents: &'s Documents, discovery: &'s Discovery) -> Self {
        Self { documents, discovery, known: HashMap::new() }
    }

    fn file(&mut self, name: &str) -> Option<&PlacedFile<'s>> {
        if !self.known.contains_key(name) {
            self.known.insert(name.to_owned(), self.find(name));
        }
        self.known.get(name)?.as_ref()
    }

    fn find(&self, name: &str) -> Option<PlacedFile<'s>> {
        let encoding = self.documents.encoding;
        let path = Path::new(name);
        // A module may lead to an open file by another name.
        let at = || self.documents.at(&real_path(path));
        if let Some(document) = self.documents.named(name).or_else(at) {
            let (text, shift) = document.whole();
            let (uri, version) = (document.uri.clone(), Some(document.version));
            return Some(PlacedFile {
                uri,
                version,
                lines: PlacedLines::new(text, encoding),
                shift,
            });
        }
        let file = files::read(path).ok().filter(|_| path.is_file())?;
        let uri = uri_of(&self.discovery.absolute(path));
        let lines = PlacedLines::new(file.text().to_owned(), encoding);
        Some(PlacedFile { uri, version: None, lines, shift: 0 })
    }

    /// The URI of a file, and its version where it is open.
    pub(super) fn uri(&mut self, name: &str) -> Option<(Uri, Option<i32>)> {
        let file = self.file(name)?;
        Some((file.uri.clone(), file.version))
    }

    /// A range of a file.
    pub(super) fn range(&mut self, name: &str, start: usize, end: usize) -> Option<Range> {
        let file = self.file(name)?;
        Some(file.lines.range(start + file.shift, end + file.shift))
    }

    /// The byte offset of a place in a file; none on a line that it does not have.
    pub(super) fn offset(&mut self, name: &str, place: Position) -> Option<usize> {
        let file = self.file(name)?;
        Some(file.lines.offset(place)?.saturating_sub(file.shift))
    }

    /// The text of a file, as it is checked.
    pub(super) fn text(&mut self, name: &str) -> Option<&str> {
        let file = self.file(name)?;
        file.lines.text().get(file.shift..)
    }

    /// A place.
    pub(super) fn location(&mut self, place: &Place) -> Option<Location> {
        let range = self.range(&place.path, place.start.offset, place.end.offset)?;
        Some(Location { uri: self.uri(&place.path)?.0, range })
    }
}
