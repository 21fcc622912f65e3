//! Maps and sets by hash: those of the standard library with a hasher that is faster for short keys.
//!
//! Its seed is random, as that of the standard library, though it is easier to guess: what is hashed are texts of one run.

use foldhash::fast::RandomState;
use std::collections;

/// A map.
pub type HashMap<K, V> = collections::HashMap<K, V, RandomState>;

/// A set.
pub type HashSet<T> = collections::HashSet<T, RandomState>;
