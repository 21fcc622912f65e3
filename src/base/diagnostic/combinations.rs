//! The combinations of a template's conditions in which something applies.

/// Some of the combinations of a template's conditions, by their index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CombinationSet {
    bits: u128,
}

impl CombinationSet {
    /// Every combination, however many there are.
    pub const ALL: Self = Self { bits: u128::MAX };
    /// None.
    pub const NONE: Self = Self { bits: 0 };
    /// How many combinations can be distinguished. There are never more: see
    /// `input::cloudformation::conditions`.
    pub const MOST: usize = 128;

    /// One combination.
    pub fn only(index: usize) -> Self {
        Self { bits: u32::try_from(index).ok().and_then(|at| 1_u128.checked_shl(at)).unwrap_or(0) }
    }

    /// The first `count` combinations.
    pub fn first(count: usize) -> Self {
        (0..count.min(Self::MOST)).map(Self::only).collect()
    }

    /// Whether a combination is among them.
    pub fn contains(self, index: usize) -> bool {
        self.bits & Self::only(index).bits != 0
    }

    /// Those of either.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self { bits: self.bits | other.bits }
    }

    /// Those of both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { bits: self.bits & other.bits }
    }

    /// Those that are not of the other.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self { bits: self.bits & !other.bits }
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.bits == 0
    }

    /// Whether these are all of the first `count`.
    pub fn is_all_of(self, count: usize) -> bool {
        Self::first(count).without(self).is_empty()
    }

    /// How many of the first [`MOST`](Self::MOST) there are.
    pub fn len(self) -> usize {
        self.bits.count_ones() as usize
    }

    /// Their indices, in order.
    pub fn iter(self) -> impl Iterator<Item = usize> {
        (0..Self::MOST).filter(move |index| self.contains(*index))
    }
}

impl FromIterator<Self> for CombinationSet {
    fn from_iter<I: IntoIterator<Item = Self>>(sets: I) -> Self {
        sets.into_iter().fold(Self::NONE, Self::or)
    }
}

impl FromIterator<usize> for CombinationSet {
    fn from_iter<I: IntoIterator<Item = usize>>(indices: I) -> Self {
        indices.into_iter().map(Self::only).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::CombinationSet;

    #[test]
    fn sets_of_indices() {
        let set: CombinationSet = [0, 2, 5].into_iter().collect();
        assert_eq!(set.iter().collect::<Vec<_>>(), [0, 2, 5]);
        assert_eq!((set.len(), set.contains(2), set.contains(1)), (3, true, false));
        assert!(CombinationSet::first(3).is_all_of(3) && !set.is_all_of(3));
        assert!(CombinationSet::ALL.is_all_of(CombinationSet::MOST));
        assert_eq!(set.without(CombinationSet::only(2)), [0, 5].into_iter().collect());
        assert!(CombinationSet::only(999).is_empty(), "what cannot be told apart is in no set");
    }
}
