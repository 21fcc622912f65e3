//! Sets of characters: ASCII one by one, the others together.

/// A set of characters. All characters beyond ASCII are in it, or none is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CharSet {
    ascii: u128,
    others: bool,
}

impl CharSet {
    /// Every character.
    pub const ALL: Self = Self { ascii: u128::MAX, others: true };
    /// The digits of ASCII.
    pub const DIGITS: Self = Self::of("0123456789");
    /// The letters and digits of ASCII.
    pub const ALPHANUMERIC: Self =
        Self::of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ").with(&Self::DIGITS);

    /// The characters of a text, which are all ASCII.
    pub const fn of(chars: &str) -> Self {
        let mut ascii = 0;
        let mut rest = chars.as_bytes();
        while let [first, others @ ..] = rest {
            debug_assert!(first.is_ascii(), "others come together only");
            ascii |= 1 << *first;
            rest = others;
        }
        Self { ascii, others: false }
    }

    /// The characters of both.
    #[must_use]
    pub const fn with(self, other: &Self) -> Self {
        Self { ascii: self.ascii | other.ascii, others: self.others || other.others }
    }

    /// The characters that are not in the other set.
    #[must_use]
    pub const fn without(self, other: &Self) -> Self {
        Self { ascii: self.ascii & !other.ascii, others: self.others && !other.others }
    }

    /// Whether a character is in it.
    pub const fn contains(&self, c: char) -> bool {
        if c.is_ascii() { self.ascii >> (c as u32) & 1 == 1 } else { self.others }
    }

    /// Whether every character of the other set is in it.
    pub const fn includes(&self, other: &Self) -> bool {
        other.ascii & !self.ascii == 0 && (self.others || !other.others)
    }

    /// Whether some character is in both.
    pub const fn meets(&self, other: &Self) -> bool {
        self.ascii & other.ascii != 0 || self.others && other.others
    }
}
