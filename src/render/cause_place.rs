//! Where files ask for what a cause is about: the places, the patches, and the roles that the files hold.

#[cfg(feature = "cli")]
use super::graphical::{line_at, patch_of};
use super::places::Places;
use super::{Style, escape};
use crate::analysis::{Diagnostic, FileReport};
use crate::base::diagnostic::Fix;
#[cfg(not(feature = "cli"))]
use crate::base::source::Source;
use crate::base::source::Span;
use crate::explain::FoundCause;
use std::collections::HashSet;

/// More places than these are counted, not drawn.
pub(super) const MOST_DRAWN: usize = 3;

/// From here on, what fits is what the text names, or may be.
pub const NAMED: u8 = 4;

/// A cause, and where files ask for what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedCause {
    /// The cause.
    pub cause: FoundCause,
    /// Where; none if no files were given.
    pub places: Option<CausePlaces>,
}

/// A place of a file that asks for what a cause is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CausePlace {
    pub(super) path: String,
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) pointer: String,
    /// The container that it is in; of a role, what the file calls it.
    pub(super) name: Option<String>,
    /// The line, for people.
    drawn: String,
}

/// What files say to a cause: as far as it fits best.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CausePlaces {
    fit: u8,
    pub(super) places: Vec<CausePlace>,
    /// The role whose permission it is, where a file holds that.
    pub(super) roles: Vec<CausePlace>,
    /// The fixes of the findings about it, drawn as patches.
    pub(super) patches: Vec<String>,
    /// Which offsets of the text are there: combinations of conditions have the same.
    seen: HashSet<u32>,
}

/// Makes the places of one file.
#[derive(Debug)]
pub struct PlaceMaker<'a, 't> {
    file: &'a FileReport<'t>,
    places: Places<'a>,
    style: Style,
}

impl<'a, 't> PlaceMaker<'a, 't> {
    /// For a file.
    pub fn new(file: &'a FileReport<'t>, style: &Style) -> Self {
        let places = Places::new(file.source, &file.renderings);
        Self { file, places, style: Style { width: style.width.clamp(40, 120), ..*style } }
    }

    fn place(&self, document: usize, span: Span, name: Option<&str>, is_drawn: bool) -> CausePlace {
        let position = self.places.position(span.start as usize);
        CausePlace {
            path: self.places.path_at(span.start).to_owned(),
            line: position.line,
            column: position.column,
            pointer: self.places.pointer(document, span),
            name: name.map(str::to_owned),
            drawn: if is_drawn { self.line(span) } else { String::new() },
        }
    }

    fn line(&self, span: Span) -> String {
        line_at(self.file.source, span, &self.style)
    }

    fn patch(&self, finding: &Diagnostic, fix: &Fix) -> String {
        patch_of(finding, self.file.source, fix, &self.style)
    }
}

/// Nothing is drawn where there is no format for people.
#[cfg(not(feature = "cli"))]
fn line_at(_: &Source, _: Span, _: &Style) -> String {
    String::new()
}

/// The same for a patch.
#[cfg(not(feature = "cli"))]
fn patch_of(_: &Diagnostic, _: &Source, _: &Fix, _: &Style) -> String {
    String::new()
}

impl CausePlaces {
    /// Adds a place that fits so well, with the container that it is in.
    pub fn add_place(
        &mut self,
        maker: &PlaceMaker<'_, '_>,
        fit: u8,
        (document, span): (usize, Span),
        container: Option<&str>,
    ) {
        if self.takes(fit) {
            let is_drawn = self.places.len() < MOST_DRAWN;
            let place = maker.place(document, span, container, is_drawn);
            if self.seen.insert(span.start) {
                self.places.push(place);
            }
        }
    }

    /// Adds the role of a task definition that fits so well, with what the file calls it.
    pub fn add_role(
        &mut self,
        maker: &PlaceMaker<'_, '_>,
        fit: u8,
        (document, span): (usize, Span),
        id: &str,
    ) {
        if self.takes(fit) {
            let role = maker.place(document, span, Some(id), false);
            if !self.roles.contains(&role) {
                self.roles.push(role);
            }
        }
    }

    /// Adds the fix of a finding about it.
    pub fn add_patch(
        &mut self,
        maker: &PlaceMaker<'_, '_>,
        fit: u8,
        finding: &Diagnostic,
        fix: &Fix,
    ) {
        if self.takes(fit) {
            let patch = maker.patch(finding, fix);
            if !self.patches.contains(&patch) {
                self.patches.push(patch);
            }
        }
    }

    /// Adds what another file says.
    pub fn append(&mut self, other: Self) {
        if self.takes(other.fit) {
            self.places.extend(other.places);
            self.roles.extend(other.roles);
            self.patches.extend(other.patches);
        }
    }

    /// Whether nothing of it is what the text names: neither the resource of the call nor a value.
    pub(super) fn is_any(&self) -> bool {
        self.fit < NAMED
    }

    /// Whether what fits so well is kept: what fits worse goes.
    fn takes(&mut self, fit: u8) -> bool {
        if fit > self.fit {
            *self = Self { fit, ..Self::default() };
        }
        fit == self.fit
    }
}

impl CausePlace {
    /// `path:line:column, container web`.
    pub(super) fn says(&self, kind: &str) -> String {
        let Self { path, line, column, name, .. } = self;
        let name =
            name.as_ref().map_or_else(String::new, |name| format!(", {kind}{}", escape(name)));
        let path = escape(path);
        format!("{path}:{line}:{column}{name}")
    }

    pub(super) fn drawn(&self) -> &str {
        &self.drawn
    }
}
