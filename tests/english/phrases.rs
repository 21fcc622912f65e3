//! The phrases that are not technical English, and where they occur in a text.

use std::fmt;
use std::fs;
use std::path::Path;

/// The list, one phrase a line.
pub(crate) const LIST: &str = "tests/english/phrases.txt";

/// Between a phrase and its reason.
const SEPARATOR: &str = " — ";

/// A phrase that readers must not meet.
#[derive(Debug)]
pub(crate) struct Phrase {
    /// Its words, in lowercase.
    words: Vec<String>,
    /// What to write instead.
    pub(crate) reason: String,
}

/// A phrase in a text.
#[derive(Debug)]
pub(crate) struct Occurrence<'p> {
    /// The file, or the command that printed the text.
    pub(crate) origin: String,
    /// The line of its first word, from 1.
    pub(crate) line: usize,
    /// The phrase.
    pub(crate) phrase: &'p Phrase,
}

/// A word of a text.
struct Word {
    /// In lower case, without punctuation around it.
    text: String,
    /// The line it is on, from 1.
    line: usize,
    /// Whether only space separates it from the word before it.
    continues: bool,
}

impl Phrase {
    /// A phrase by its text.
    pub(crate) fn new(text: &str, reason: &str) -> Self {
        let words = text.split(' ').map(str::to_lowercase);
        Self { words: words.collect(), reason: reason.to_owned() }
    }

    fn starts(&self, words: &[Word]) -> bool {
        let Some(found) = words.get(..self.words.len()) else { return false };
        let is_joined = found.iter().skip(1).all(|word| word.continues);
        is_joined && found.iter().map(|word| &word.text).eq(&self.words)
    }
}

impl fmt::Display for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words.join(" "))
    }
}

impl fmt::Display for Occurrence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { origin, line, phrase } = self;
        write!(f, "{origin}:{line}: `{phrase}`: {}", phrase.reason)
    }
}

/// The phrases of the list.
pub(crate) fn read() -> Vec<Phrase> {
    let text = fs::read_to_string(Path::new(LIST)).expect("the list");
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let phrase = |line: &str| {
        let (phrase, reason) = line.split_once(SEPARATOR).expect("a phrase and its reason");
        Phrase::new(phrase, reason)
    };
    lines.map(phrase).collect()
}

/// Where the phrases occur in a text; of several that overlap, the first and longest.
pub(crate) fn find<'p>(phrases: &'p [Phrase], origin: &str, text: &str) -> Vec<Occurrence<'p>> {
    let words = words(text);
    let mut rest = words.as_slice();
    let mut found = Vec::new();
    while let Some((first, others)) = rest.split_first() {
        let here = phrases.iter().filter(|phrase| phrase.starts(rest));
        let Some(phrase) = here.max_by_key(|phrase| phrase.words.len()) else {
            rest = others;
            continue;
        };
        found.push(Occurrence { origin: origin.to_owned(), line: first.line, phrase });
        rest = &rest[phrase.words.len()..];
    }
    found
}

/// The words of a text, without code spans: these are names and quotations, not prose.
fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut gap = String::new();
    for (index, line) in text.lines().enumerate() {
        gap.push(' ');
        let parts: Vec<_> = line.split('`').collect();
        for (at, part) in parts.iter().enumerate() {
            // A span that does not end on its line is not one: the report has wrapped it.
            if at % 2 == 1 && at + 1 < parts.len() {
                gap.push('`');
            } else {
                push_words(&mut words, &mut gap, part, index + 1);
            }
        }
    }
    words
}

/// Adds the words of a part of a line; `gap` is what separates the next word from the last one.
fn push_words(words: &mut Vec<Word>, gap: &mut String, part: &str, line: usize) {
    let is_inner = |c: char| c.is_alphanumeric() || "_'’-./".contains(c);
    let mut rest = part;
    while !rest.is_empty() {
        let end = rest.find(|c| !is_inner(c)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        let text = run.trim_matches(|c: char| !c.is_alphanumeric());
        if text.is_empty() {
            gap.push_str(run);
        } else {
            let (before, behind) = run.split_once(text).expect("a part of it");
            gap.push_str(before);
            let continues = gap.chars().all(|c| c.is_whitespace() || c == '│');
            words.push(Word { text: text.to_lowercase().replace('’', "'"), line, continues });
            behind.clone_into(gap);
        }
        let separator = after.find(is_inner).unwrap_or(after.len());
        let (between, next) = after.split_at(separator);
        gap.push_str(between);
        rest = next;
    }
}
