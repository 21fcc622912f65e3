//! Three values: true, false, and unknown where the input does not decide (strong Kleene logic).

/// The answer to a test over a value that may contain a placeholder.
///
/// Ordered `False < Unknown < True`, so that *and* is the least and *or* the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// No way of filling the placeholders makes the test hold.
    False,
    /// It depends on what a placeholder is filled with.
    Unknown,
    /// Every way of filling the placeholders makes the test hold.
    True,
}

impl Truth {
    /// Both hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    /// At least one holds.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.max(other)
    }

    /// `True` or `False` as `holds` is.
    pub fn known(holds: bool) -> Self {
        if holds { Self::True } else { Self::False }
    }

    /// `Unknown` where it `may` hold, else `False`.
    pub fn possible(may: bool) -> Self {
        if may { Self::Unknown } else { Self::False }
    }

    /// All of them hold; true of none. Nothing is asked after the first that does not.
    pub fn all(truths: impl IntoIterator<Item = Self>) -> Self {
        let mut all = Self::True;
        for truth in truths {
            all = all.and(truth);
            if all == Self::False {
                break;
            }
        }
        all
    }

    /// One of them holds; false of none. Nothing is asked after the first that does.
    pub fn any(truths: impl IntoIterator<Item = Self>) -> Self {
        let mut any = Self::False;
        for truth in truths {
            any = any.or(truth);
            if any == Self::True {
                break;
            }
        }
        any
    }
}

impl std::ops::Not for Truth {
    type Output = Self;

    /// What is unknown stays so.
    fn not(self) -> Self {
        match self {
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
            Self::True => Self::False,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Truth::{self, False, True, Unknown};

    #[test]
    fn strong_kleene_tables() {
        assert_eq!(False.and(Unknown), False);
        assert_eq!(True.and(Unknown), Unknown);
        assert_eq!(True.or(Unknown), True);
        assert_eq!(False.or(Unknown), Unknown);
        assert_eq!((!True, !Unknown, !False), (False, Unknown, True));
        assert_eq!(Truth::all([]), True);
        assert_eq!(Truth::any([]), False);
    }
}
