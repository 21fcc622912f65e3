//! What the parts of a page have in common that are about one file.

use super::escape::id_of;
use crate::analysis::FileReport;
use crate::render::places::Places;

/// A file of the page.
pub(super) struct PageFile<'f, 't> {
    pub(super) report: &'f FileReport<'t>,
    /// Its places.
    pub(super) places: Places<'f>,
    /// The ID of its rows.
    pub(super) id: String,
}

impl<'f, 't> PageFile<'f, 't> {
    pub(super) fn new(report: &'f FileReport<'t>) -> Self {
        let places = Places::new(report.source, &[]);
        Self { report, places, id: id_of(report.source.name()) }
    }

    /// Its path; where it is made of several files, what they are called together.
    pub(super) fn path(&self) -> &'f str {
        self.report.source.name()
    }

    /// The ID of a finding: `number` counts those of the file.
    pub(super) fn id_of_finding(&self, number: usize) -> String {
        format!("{}:{number}", self.id)
    }
}
