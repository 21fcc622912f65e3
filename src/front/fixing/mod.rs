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
    /// The most rounds in which no fewer fixes are left than ever before: what needs more is reported as not reached.
    /// As fixes can't become fewer without end, neither do the rounds go on without end.
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
        while rounds.go_on(self.left(&rounds)) {
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

    /// How many fixes are to be applied, now or later.
    fn left(&self, rounds: &Rounds) -> usize {
        let is_left = |offer: &&Offer| match offer {
            Offer::Apply(fix) => !rounds.refused.contains(fix),
            Offer::Later => true,
            Offer::Unsafe | Offer::Shown => false,
        };
        self.offers().filter(is_left).count()
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
    /// The fewest fixes that were left before a round.
    fewest: Option<usize>,
    /// How many rounds there were since then.
    idle: usize,
}

impl Rounds {
    /// Whether there is another round, if so many fixes are left.
    fn go_on(&mut self, left: usize) -> bool {
        let is_progress = self.fewest.is_none_or(|fewest| left < fewest);
        if is_progress {
            self.fewest = Some(left);
        }
        self.idle = if is_progress { 0 } else { self.idle + 1 };
        self.idle < Fixer::MOST_ROUNDS
    }
}

#[cfg(test)]
mod tests {
    use super::{Fixer, Rounds};

    /// After how many rounds there is no other, if so many fixes are left before each.
    fn rounds(left: impl Fn(usize) -> usize) -> usize {
        let mut rounds = Rounds::default();
        (0..1_000).find(|round| !rounds.go_on(left(*round))).unwrap_or(1_000)
    }

    #[test]
    fn rounds_go_on_while_fixes_become_fewer() {
        let first = 5 * Fixer::MOST_ROUNDS;
        assert_eq!(rounds(|round| first.saturating_sub(round)), first + Fixer::MOST_ROUNDS);
        assert_eq!(rounds(|_| first), Fixer::MOST_ROUNDS);
        assert_eq!(rounds(|round| first + round), Fixer::MOST_ROUNDS);
        let back_and_forth = |round: usize| first - 2 * (round % 2);
        assert_eq!(rounds(back_and_forth), 1 + Fixer::MOST_ROUNDS);
    }
}
