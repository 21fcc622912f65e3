//! Fixes applied to texts, in rounds: those that do not overlap, then what is found in the new texts.

mod applying;
mod choice;
mod group;
mod offer;
mod outcome;
mod texts;

pub use outcome::{AppliedFix, FixLevel, FixedText, FixedTexts};

use super::option_error::OptionError;
use super::options::Options;
use super::source_file::SourceFile;
use applying::Applying;
use choice::{Chosen, choose};
use group::FixGroup;
use offer::{Offer, OfferedFix};
use std::collections::BTreeSet;
use texts::{TextNumber, TextSet};

/// Applies fixes to the texts of a run, those of the roles that are checked included.
///
/// ```
/// use needs_exec_role::{FixLevel, Fixer, Options, SourceFile};
///
/// let text = "{ \"containerDefinitions\": [ { \"name\": \"app\", \"image\": \"nginx\", } ] }";
/// let mut fixer = Fixer::new(FixLevel::Safe);
/// fixer.add(&Options::default(), vec![SourceFile::new("web.json", text)])?;
/// let fixed = fixer.run(&mut |_path| None);
/// assert_eq!(fixed.texts[0].after(), text.replace(", }", " }"));
/// # Ok::<(), needs_exec_role::OptionError>(())
/// ```
#[derive(Debug)]
pub struct Fixer {
    level: FixLevel,
    groups: Vec<FixGroup>,
    texts: TextSet,
}

impl Fixer {
    /// The most rounds: what needs more is reported as not reached.
    pub const MOST_ROUNDS: usize = 100;

    /// One without files.
    pub fn new(level: FixLevel) -> Self {
        Self { level, groups: Vec::new(), texts: TextSet::default() }
    }

    /// Adds files that are checked with these options, and together where one gives another what it needs.
    ///
    /// # Errors
    /// An invalid option.
    pub fn add(&mut self, options: &Options, files: Vec<SourceFile>) -> Result<(), OptionError> {
        self.groups.push(FixGroup::new(options, files, &mut self.texts)?);
        Ok(())
    }

    /// Applies what can be applied, until nothing is left: `more` is called with the path of each template that a file
    /// nests, and returns its text, or none.
    pub fn run(mut self, more: &mut dyn FnMut(&str) -> Option<SourceFile>) -> FixedTexts {
        let mut rounds = Rounds::default();
        self.check(&BTreeSet::new(), more);
        self.texts.keep();
        for _ in 0..Self::MOST_ROUNDS {
            let chosen = self.choose(&rounds);
            if chosen.fixes.is_empty() {
                break;
            }
            if self.apply(&chosen, more) {
                rounds.applying.add(&self.texts, chosen);
                self.texts.keep();
            } else if rounds.is_one_by_one || chosen.fixes.len() == 1 {
                rounds.refused.extend(chosen.fixes);
            } else {
                rounds.is_one_by_one = true;
            }
        }
        let offers: Vec<_> = self.offers().collect();
        rounds.applying.finish(&self.texts, &offers)
    }

    /// What is offered now.
    fn offers(&self) -> impl Iterator<Item = &Offer> {
        self.groups.iter().flat_map(FixGroup::offers)
    }

    fn choose(&self, rounds: &Rounds) -> Chosen {
        let fixes = self.offers().filter_map(Offer::applied);
        let fixes = fixes.filter(|fix| !self.texts.is_broken(fix.text));
        let most = if rounds.is_one_by_one { 1 } else { usize::MAX };
        choose(fixes.filter(|fix| !rounds.refused.contains(fix)), most)
    }

    /// Applies fixes; false where the result is worse, and everything is as before.
    fn apply(&mut self, chosen: &Chosen, more: &mut dyn FnMut(&str) -> Option<SourceFile>) -> bool {
        let changed: BTreeSet<_> = chosen.edits.keys().copied().collect();
        for (text, edits) in &chosen.edits {
            self.texts.edit(*text, edits);
        }
        let is_better = self.check(&changed, more);
        if !is_better {
            self.texts.restore(&changed);
            self.check(&changed, more);
        }
        is_better
    }

    /// Checks what may have changed with some texts; false where one of them has become worse.
    fn check(
        &mut self,
        changed: &BTreeSet<TextNumber>,
        more: &mut dyn FnMut(&str) -> Option<SourceFile>,
    ) -> bool {
        let mut is_good = true;
        for group in &mut self.groups {
            is_good &= group.check(changed, self.level, &mut self.texts, more);
        }
        is_good && !self.texts.are_worse(changed)
    }
}

/// What the rounds so far have led to.
#[derive(Default)]
struct Rounds {
    applying: Applying,
    /// Fixes that made a text worse.
    refused: Vec<OfferedFix>,
    /// Several at a time made a text worse: they are tried one by one.
    is_one_by_one: bool,
}
