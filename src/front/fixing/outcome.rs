//! What became of the texts: plain data.

use crate::base::diagnostic::Applicability;
use crate::base::maps::HashSet;
use crate::front::diagnostic::ReportedPlace;
use crate::front::source_file::SourceFile;

/// Which fixes are applied. Those that are [only shown](Applicability::Display) never are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FixLevel {
    /// Those that need no review.
    #[default]
    Safe,
    /// Those that need one as well.
    Unsafe,
}

impl FixLevel {
    /// Whether a fix is applied.
    pub(super) fn applies(self, applicability: Applicability) -> bool {
        match applicability {
            Applicability::Safe => true,
            Applicability::Unsafe => self == Self::Unsafe,
            Applicability::Display => false,
        }
    }
}

/// What a [`Fixer`](super::Fixer) has done.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct FixedTexts {
    /// The texts that changed, in the order in which they were met.
    pub texts: Vec<FixedText>,
    /// How many findings have a fix that is applied only at [`FixLevel::Unsafe`].
    pub more_unsafe: usize,
    /// How many have one that is only shown.
    pub more_shown: usize,
    /// How many have one that was not reached: there were too many rounds, or it would have made the text worse.
    pub not_reached: usize,
}

impl FixedTexts {
    /// How many findings were fixed.
    pub fn count(&self) -> usize {
        self.texts.iter().flat_map(|it| &it.fixes).map(|it| it.count).sum()
    }
}

/// A text that changed.
#[derive(Clone, Debug)]
pub struct FixedText {
    pub(super) before: SourceFile,
    pub(super) after: SourceFile,
    /// What was applied, in order.
    pub fixes: Vec<AppliedFix>,
}

impl FixedText {
    /// The text that changed, or the files of it that did.
    pub(super) fn each(before: &SourceFile, after: &SourceFile, fixes: &[AppliedFix]) -> Vec<Self> {
        let parts = before.each_file().zip(after.each_file());
        let changed = parts.filter(|(before, after)| before.text() != after.text());
        let text = |(before, after): (SourceFile, SourceFile)| {
            let is_here = |it: &&AppliedFix| it.place.path == before.name();
            let fixes = fixes.iter().filter(is_here).cloned().collect();
            Self { before, after, fixes }
        };
        changed.map(text).collect()
    }

    /// Each file once: one that several modules call may have changed with each of them, and what the first of them made
    /// of it counts.
    pub(super) fn once_each(texts: impl Iterator<Item = Self>) -> Vec<Self> {
        let mut names = HashSet::default();
        texts.filter(|text| names.insert(text.name().to_owned())).collect()
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.before.name()
    }

    /// The text as it was.
    pub fn before(&self) -> &str {
        self.before.text()
    }

    /// The fixed text.
    pub fn after(&self) -> &str {
        self.after.text()
    }

    /// The bytes that it was read from.
    pub fn bytes_before(&self) -> Vec<u8> {
        self.before.source.encode()
    }

    /// The bytes of the fixed text, in the same encoding.
    pub fn bytes_after(&self) -> Vec<u8> {
        self.after.source.encode()
    }
}

/// A fix that was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AppliedFix {
    /// The code of what it fixed.
    pub code: String,
    /// What it did.
    pub title: String,
    /// Where its first edit was made, in the text as it was then.
    pub place: ReportedPlace,
    /// How many findings it fixed.
    pub count: usize,
}
