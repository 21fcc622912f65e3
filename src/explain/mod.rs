//! From what AWS printed to the cause: the evidence in the text decides, never its likeness to another text.

mod accounts;
mod candidates;
mod denial;
mod document;
mod found;
mod letters;
mod making;
mod plain;
mod search;
mod sentence;

pub use document::{Reason, TextKind, reasons};
pub(crate) use found::side_name;
pub use found::{FoundCause, TextSpan};

use crate::base::sorting::sort_by_key;
use crate::rules::{Causes, Rule};
use candidates::Candidates;
use letters::Letters;
use plain::PlainText;
use search::Knowledge;

/// Longer texts are logs: each of their lines is a text.
const LONGEST_TEXT: usize = 6000;

/// How many causes of one text are worth telling.
const MOST_CAUSES: usize = 4;

/// How many causes of a log are worth telling.
const MOST_CAUSES_OF_LOG: usize = 20;

/// What explains texts: the rules and the causes, made ready once.
#[derive(Debug)]
pub struct Explainer<'r> {
    knowledge: Knowledge<'r>,
}

impl<'r> Explainer<'r> {
    /// Takes the words of the rules and the causes.
    pub fn new(rules: &'r [Rule], causes: &'r Causes) -> Self {
        Self { knowledge: Knowledge::new(rules, causes) }
    }

    /// The causes of a text, the most likely first; none where nothing in it is known.
    pub fn causes(&self, text: &str) -> Vec<FoundCause> {
        if text.len() <= LONGEST_TEXT {
            let mut causes = self.of_one(text, 0, true);
            causes.truncate(MOST_CAUSES);
            return causes;
        }
        let mut all: Vec<FoundCause> = Vec::new();
        for (start, record) in records(text) {
            for cause in self.of_one(record, start, false) {
                if all.len() < MOST_CAUSES_OF_LOG && !all.iter().any(|known| known.is_same(&cause))
                {
                    all.push(cause);
                }
            }
        }
        sort_by_key(&mut all, FoundCause::rank);
        all
    }

    /// The causes of one text; `may_be_cut` where it is all that there is, and may be a part of a longer one.
    fn of_one(&self, text: &str, start: usize, may_be_cut: bool) -> Vec<FoundCause> {
        let plain = PlainText::of(text, start);
        let letters = Letters::of(&plain);
        let mut hits = self.knowledge.search(&letters);
        if hits.is_empty() && may_be_cut {
            hits = self.knowledge.cut_off(&letters);
        }
        if hits.is_empty() {
            return Vec::new();
        }
        Candidates::new(&self.knowledge, &plain, &letters, &hits).causes()
    }
}

/// The texts of a log, each with the place where it starts: its lines, the longest of them in parts.
fn records(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line))
    });
    lines.flat_map(|(start, line)| parts(line).map(move |(at, part)| (start + at, part)))
}

/// A line in parts of a length that is read as one text, which overlap.
fn parts(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let step = LONGEST_TEXT / 2;
    let starts = (0..line.len().max(1)).step_by(step);
    starts.filter(move |at| *at == 0 || line.len() > at + step).map(move |at| {
        let from = boundary(line, at);
        let until = boundary(line, (at + LONGEST_TEXT).min(line.len()));
        (from, line.get(from..until).unwrap_or_default())
    })
}

/// The closest boundary of a character at or before a place.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}
