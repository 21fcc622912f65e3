//! The texts of a run by name, as they were and as they are.

use crate::base::diagnostic::Edit;
use crate::base::maps::HashMap;
use crate::base::source::Source;
use crate::front::source_file::SourceFile;
use crate::input::unit_values::beside;
use std::collections::BTreeSet;

/// Which text of a set it is.
pub(super) type TextNumber = usize;

/// The texts of a run.
#[derive(Debug, Default)]
pub(super) struct TextSet {
    texts: Vec<RunText>,
    by_name: HashMap<String, TextNumber>,
}

/// A text, and what became of it.
#[derive(Debug)]
struct RunText {
    /// As it was given.
    given: SourceFile,
    /// As it was before the round.
    before: SourceFile,
    now: SourceFile,
    /// What is wrong with it as it was before the round, and as it is.
    faults_before: Faults,
    faults: Faults,
}

/// What a fix may not add to a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Faults {
    /// It was not read whole: nothing in it is fixed.
    pub(super) is_broken: bool,
    /// How many faults of syntax it has, keys that are there twice among them.
    pub(super) count: usize,
}

impl TextSet {
    /// The number of a file, which is added unless it is there.
    pub(super) fn add(&mut self, file: &SourceFile) -> TextNumber {
        let next = self.texts.len();
        let number = *self.by_name.entry(beside("", file.name())).or_insert(next);
        if number == next {
            let (given, before, now) = (file.clone(), file.clone(), file.clone());
            let faults = Faults { is_broken: !file.problems.is_empty(), count: 0 };
            self.texts.push(RunText { given, before, now, faults_before: faults, faults });
        }
        number
    }

    /// The number of a text by its name.
    pub(super) fn number(&self, name: &str) -> Option<TextNumber> {
        self.by_name.get(&beside("", name)).copied()
    }

    /// A text as it is now.
    pub(super) fn now(&self, text: TextNumber) -> Option<&SourceFile> {
        self.texts.get(text).map(|it| &it.now)
    }

    /// The texts that differ from what was given: their numbers, what was given, and what they are.
    pub(super) fn changed(&self) -> impl Iterator<Item = (TextNumber, &SourceFile, &SourceFile)> {
        let all = self.texts.iter().enumerate().map(|(number, it)| (number, &it.given, &it.now));
        all.filter(|(_, given, now)| given.text() != now.text())
    }

    /// Records what is wrong with a text as it is.
    pub(super) fn record(&mut self, text: TextNumber, faults: Faults) {
        if let Some(text) = self.texts.get_mut(text) {
            text.faults = faults;
        }
    }

    pub(super) fn is_broken(&self, text: TextNumber) -> bool {
        self.texts.get(text).is_none_or(|it| it.faults.is_broken)
    }

    /// Whether one of these texts has faults that it did not have before the round.
    pub(super) fn are_worse(&self, texts: &BTreeSet<TextNumber>) -> bool {
        texts.iter().filter_map(|it| self.texts.get(*it)).any(|it| {
            it.faults.count > it.faults_before.count
                || (it.faults.is_broken && !it.faults_before.is_broken)
        })
    }

    /// Changes a text: the edits are in its order, and none overlaps another.
    pub(super) fn edit(&mut self, text: TextNumber, edits: &[Edit]) {
        let Some(text) = self.texts.get_mut(text) else { return };
        let edits = edits.iter().map(|it| (it.span, it.text.as_str()));
        if let Some(source) = text.now.source.edited(edits) {
            text.now = text.now.with_source(source.into());
        }
    }

    /// Ends a round: everything stays as it is.
    pub(super) fn keep(&mut self) {
        for text in &mut self.texts {
            text.before = text.now.clone();
            text.faults_before = text.faults;
        }
    }

    /// Takes a round back in these texts.
    pub(super) fn restore(&mut self, texts: &BTreeSet<TextNumber>) {
        for number in texts {
            if let Some(text) = self.texts.get_mut(*number) {
                text.now = text.before.clone();
                text.faults = text.faults_before;
            }
        }
    }

    /// The place of an edit in a text as it was before the round.
    pub(super) fn source_before(&self, text: TextNumber) -> Option<&Source> {
        self.texts.get(text).map(|it| it.before.source.as_ref())
    }
}
