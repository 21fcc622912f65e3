//! One file of a run, rendered: what it adds to the report and to the counts.

use super::checker::Checker;
use super::source_file::{SourceFile, Unread};
use super::tally::Tally;
use crate::render::{Piece, Renderer};

/// What a file comes to, rendered, so that nothing else of it is kept.
#[derive(Clone, Debug, Default)]
pub struct Rendered {
    /// What it adds to the report.
    pub piece: Piece,
    /// What it adds to the counts.
    pub tally: Tally,
}

impl Checker {
    /// Checks a file and renders what there is to say about it. Files are independent of one another, so
    /// this may be done in any order and at once.
    pub fn render(&self, file: &SourceFile, renderer: &dyn Renderer) -> Rendered {
        self.analyze(file, |report| match Tally::of(report, file.is_named) {
            Some(tally) => Rendered { piece: renderer.unit(report, file.is_named), tally },
            None => Rendered { piece: Piece::default(), tally: Tally::skipped() },
        })
    }

    /// Renders that a file could not be read.
    pub fn render_unread(
        &self,
        name: &str,
        why: &Unread,
        is_named: bool,
        renderer: &dyn Renderer,
    ) -> Rendered {
        let problem = why.diagnostic();
        let tally = Tally::unread(&problem, is_named);
        Rendered { piece: renderer.unread(name, &problem), tally }
    }
}
