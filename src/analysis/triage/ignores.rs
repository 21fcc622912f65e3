//! All that a file itself says of findings that may stay, found by line.

use super::about::About;
use super::lines::ValueLines;
use super::stated::{IgnoreScope, StatedIgnore};
use crate::analysis::subject::Diagnostic;
use crate::base::diagnostic::Suppression;
use crate::base::maps::HashMap;
use crate::base::sorting::sort;
use crate::base::source::Source;
use crate::syntax::Node;

/// What a file says of findings that may stay.
#[derive(Debug, Default)]
pub(super) struct StatedIgnores {
    all: Vec<StatedIgnore>,
    /// Those that are about a line, by their index. There may be as many as there are lines.
    by_line: HashMap<usize, Vec<usize>>,
    /// The others.
    elsewhere: Vec<usize>,
    lines: ValueLines,
}

impl StatedIgnores {
    /// These of a file.
    pub(super) fn new(all: Vec<StatedIgnore>, source: &Source, renderings: &[&[Node<'_>]]) -> Self {
        let (mut by_line, mut elsewhere) = (HashMap::<_, Vec<_>>::default(), Vec::new());
        for (index, it) in all.iter().enumerate() {
            if let IgnoreScope::Lines(own, line) = it.scope {
                by_line.entry(own).or_default().push(index);
                by_line.entry(line).or_default().push(index);
            } else {
                elsewhere.push(index);
            }
        }
        let lines = if by_line.is_empty() {
            ValueLines::default()
        } else {
            ValueLines::of(source, renderings)
        };
        Self { all, by_line, elsewhere, lines }
    }

    /// Why a diagnostic may stay. Whatever says so is used; the first of it counts, and comments are before metadata.
    pub(super) fn suppression(
        &mut self,
        diagnostic: &Diagnostic,
        about: About<'_>,
        source: &Source,
    ) -> Option<Suppression> {
        let mut candidates = self.elsewhere.clone();
        if let Some(place) = diagnostic.own_span().filter(|_| !self.by_line.is_empty()) {
            let lines = self.lines.of_place(place, source);
            candidates.extend(lines.filter_map(|it| self.by_line.get(&it)).flatten());
            sort(&mut candidates);
        }
        let mut found: Option<Suppression> = None;
        for index in candidates {
            let stated = self.all.get_mut(index);
            if let Some(it) = stated.filter(|it| it.is_about(diagnostic, about)) {
                it.is_used = true;
                found.get_or_insert_with(|| it.suppression());
            }
        }
        found
    }

    /// Those that suppress nothing.
    pub(super) fn unused(&self) -> impl Iterator<Item = &StatedIgnore> {
        self.all.iter().filter(|it| !it.is_used)
    }
}
