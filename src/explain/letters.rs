//! The letters and digits of a text alone: whatever breaks its lines or quotes it, they stay the same.

use super::plain::PlainText;

/// Letters and digits in lowercase, and where each stands in the plain text.
#[derive(Debug, Default)]
pub(super) struct Letters {
    pub(super) text: String,
    /// For each byte the place of its character in the plain text.
    at: Vec<u32>,
}

impl Letters {
    /// The letters of a plain text.
    pub(super) fn of(plain: &PlainText) -> Self {
        let mut letters = Self::default();
        for (at, c) in plain.text.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
            letters.text.extend(c.to_lowercase());
            letters.at.resize(letters.text.len(), u32::try_from(at).unwrap_or(u32::MAX));
        }
        letters
    }

    /// Where some letters stand in the text as it was given.
    pub(super) fn given(&self, plain: &PlainText, from: usize, until: usize) -> (usize, usize) {
        let place = |at: usize| self.at.get(at).map(|at| *at as usize);
        let start = place(from).unwrap_or_default();
        let last = until.checked_sub(1).and_then(place).unwrap_or(start);
        plain.given(start, last + 1)
    }
}

/// The letters of words that are looked for.
pub(super) fn letters_of(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
