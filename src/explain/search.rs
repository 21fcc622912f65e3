//! All words that rules and causes know, looked for in one pass over a text.

use super::letters::{Letters, letters_of};
use crate::base::maps::HashMap;
use crate::rules::cause::Cause;
use crate::rules::rule::ErrorText;
use crate::rules::{Causes, Rule};

/// Runs of fewer letters are not looked for.
const LEAST_LETTERS: usize = 4;

/// How many letters of a text are enough where the rest is cut off.
const LEAST_OF_CUT: usize = 24;

/// How many letters may stand between two parts of one text.
const WIDEST_GAP: usize = 900;

/// What words stand for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Meaning<'r> {
    /// Words of a cause.
    Cause(&'r Cause),
    /// A clue to the feature of a rule, with the action that ECS calls there.
    Feature(&'r Rule, Option<&'r str>),
    /// A text of a rule, which names its feature.
    TextOfFeature(&'r Rule),
    /// A whole text of a rule, which has a cause.
    Text(&'r Rule, &'r ErrorText, &'r Cause),
}

/// Words, and what they stand for.
#[derive(Debug)]
struct Phrase<'r> {
    meaning: Meaning<'r>,
    /// The numbers of its runs, in order.
    runs: Vec<usize>,
}

/// All words that are known.
#[derive(Debug)]
pub(super) struct Knowledge<'r> {
    pub(super) rules: &'r [Rule],
    pub(super) causes: &'r [Cause],
    phrases: Vec<Phrase<'r>>,
    runs: Vec<String>,
    /// The runs that begin with four letters.
    by_start: HashMap<[u8; LEAST_LETTERS], Vec<usize>>,
    /// Which pairs of first letters there are.
    starts: Vec<bool>,
}

/// Words that were found.
#[derive(Clone, Debug)]
pub(super) struct Hit<'r> {
    pub(super) meaning: Meaning<'r>,
    /// Where each part stands among the letters.
    pub(super) places: Vec<(usize, usize)>,
    /// Whether a part of them is cut off.
    pub(super) is_cut: bool,
}

impl Hit<'_> {
    /// Whether it is of a rule that explains another further: that comes first.
    pub(super) fn is_of_refinement(&self) -> bool {
        match self.meaning {
            Meaning::Feature(rule, _) | Meaning::TextOfFeature(rule) | Meaning::Text(rule, ..) => {
                rule.refines.is_some()
            }
            Meaning::Cause(_) => false,
        }
    }

    /// How many letters decide.
    pub(super) fn weight(&self) -> usize {
        self.places.iter().map(|(from, until)| until - from).sum()
    }
}

impl<'r> Knowledge<'r> {
    pub(super) fn new(rules: &'r [Rule], causes: &'r Causes) -> Self {
        let mut known = Self {
            rules,
            causes,
            phrases: Vec::new(),
            runs: Vec::new(),
            by_start: HashMap::default(),
            starts: vec![false; 1 << 16],
        };
        for cause in causes.iter() {
            cause.words.iter().for_each(|words| known.add(words, Meaning::Cause(cause)));
        }
        for rule in rules {
            for clue in rule.clues.iter() {
                known.add(&clue.text, Meaning::Feature(rule, clue.call.as_deref()));
            }
            for error in rule.error.iter() {
                let named = error.cause.as_deref();
                let cause = causes.iter().find(|cause| Some(cause.id.as_ref()) == named);
                let by_phase = || causes.iter().find(|cause| cause.phase == Some(error.phase));
                let meaning = match cause.or_else(by_phase) {
                    Some(cause) => Meaning::Text(rule, error, cause),
                    None => Meaning::TextOfFeature(rule),
                };
                known.add(&error.text, meaning);
            }
        }
        known
    }

    /// The cause of a name.
    pub(super) fn cause(&self, is_it: impl Fn(&Cause) -> bool) -> Option<&'r Cause> {
        self.causes.iter().find(|cause| is_it(cause))
    }

    fn add(&mut self, words: &str, meaning: Meaning<'r>) {
        let runs = words.split(['…', '<', '>', '|']).map(letters_of);
        let runs = runs.filter(|run| run.len() >= LEAST_LETTERS);
        let runs: Vec<_> = runs.map(|run| self.run(run)).collect();
        if !runs.is_empty() {
            self.phrases.push(Phrase { meaning, runs });
        }
    }

    /// The number of a run.
    fn run(&mut self, run: String) -> usize {
        let number = self.runs.len();
        if let Some(start) = run.as_bytes().first_chunk::<LEAST_LETTERS>() {
            let alike = self.by_start.entry(*start).or_default();
            let is_it = |known: &&usize| self.runs.get(**known) == Some(&run);
            if let Some(known) = alike.iter().find(is_it) {
                return *known;
            }
            alike.push(number);
            let [one, other, ..] = *start;
            if let Some(place) = self.starts.get_mut(usize::from(u16::from_be_bytes([one, other])))
            {
                *place = true;
            }
        }
        self.runs.push(run);
        number
    }

    /// The words that stand in a text.
    pub(super) fn search(&self, letters: &Letters) -> Vec<Hit<'r>> {
        let mut met: Vec<(usize, usize)> = Vec::new();
        let text = letters.text.as_bytes();
        for (at, start) in text.windows(LEAST_LETTERS).enumerate() {
            let Some(start) = start.first_chunk::<LEAST_LETTERS>() else { continue };
            let [one, other, ..] = *start;
            let pair = usize::from(u16::from_be_bytes([one, other]));
            if !self.starts.get(pair).copied().unwrap_or_default() {
                continue;
            }
            let rest = text.get(at..).unwrap_or_default();
            for number in self.by_start.get(start).into_iter().flatten() {
                let is_here =
                    self.runs.get(*number).is_some_and(|run| rest.starts_with(run.as_bytes()));
                if is_here {
                    met.push((*number, at));
                }
            }
        }
        if met.is_empty() {
            return Vec::new();
        }
        self.phrases.iter().filter_map(|phrase| self.hit(phrase, &met)).collect()
    }

    /// The texts of which the beginning or the end is all that there is.
    pub(super) fn cut_off(&self, letters: &Letters) -> Vec<Hit<'r>> {
        let text = letters.text.as_str();
        let found = self.phrases.iter().filter_map(|phrase| {
            let run = |number: Option<&usize>| self.runs.get(*number?);
            let (first, last) = (run(phrase.runs.first())?, run(phrase.runs.last())?);
            let place = inside(text, first).or_else(|| {
                let of_end = shared(first, text).map(|len| (0, len));
                of_end.or_else(|| shared(text, last).map(|len| (text.len() - len, text.len())))
            })?;
            Some(Hit { meaning: phrase.meaning, places: vec![place], is_cut: true })
        });
        found.collect()
    }

    /// Where a phrase stands, all its parts in order.
    fn hit(&self, phrase: &Phrase<'r>, met: &[(usize, usize)]) -> Option<Hit<'r>> {
        let (first, others) = phrase.runs.split_first()?;
        let len = |number: &usize| self.runs.get(*number).map_or(0, String::len);
        let places = |number: usize| {
            let of_run = met.iter().filter(move |(run, _)| *run == number);
            of_run.map(|(_, at)| *at)
        };
        places(*first).find_map(|start| {
            let mut found = vec![(start, start + len(first))];
            let mut end = start + len(first);
            for number in others {
                let next = places(*number).find(|at| *at >= end)?;
                if next - end > WIDEST_GAP {
                    return None;
                }
                found.push((next, next + len(number)));
                end = next + len(number);
            }
            Some(Hit { meaning: phrase.meaning, places: found, is_cut: false })
        })
    }
}

/// The whole of a text that is a part of a longer one.
fn inside(text: &str, run: &str) -> Option<(usize, usize)> {
    (text.len() >= LEAST_OF_CUT && run.contains(text)).then_some((0, text.len()))
}

/// How many letters the end of one text shares with the beginning of another, where these are enough.
fn shared(one: &str, other: &str) -> Option<usize> {
    let most = one.len().min(other.len());
    (LEAST_OF_CUT..=most).rev().find(|len| {
        let end = one.get(one.len() - len..);
        end.is_some() && end == other.get(..*len)
    })
}
