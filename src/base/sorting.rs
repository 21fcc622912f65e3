//! Sorting, with one copy of the code that sorts: the standard library makes one for each type, of 6 KB.

use std::cmp::Ordering;

/// Up to how many items are moved one by one.
const FEW: usize = 16;

/// Sorts items; those that are equal stay in their order.
pub fn sort<T: Ord>(items: &mut [T]) {
    sort_by(items, T::cmp);
}

/// The same, by what `compare` says of two.
pub fn sort_by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    arrange(&mut Compared { items, compare });
}

/// The same, by the keys of the items.
pub fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(items, |one, other| key(one).cmp(&key(other)));
}

/// The same, where a key takes time: that of each item is made once.
pub fn sort_by_cached_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    let keys = items.iter().map(key).collect();
    arrange(&mut Keyed { items, keys });
}

/// Items that can be compared and swapped by their numbers, whatever they are.
trait Sortable {
    fn len(&self) -> usize;
    fn compare(&self, one: usize, other: usize) -> Ordering;
    fn swap(&mut self, one: usize, other: usize);
}

struct Compared<'i, T, C> {
    items: &'i mut [T],
    compare: C,
}

impl<T, C: Fn(&T, &T) -> Ordering> Sortable for Compared<'_, T, C> {
    fn len(&self) -> usize {
        self.items.len()
    }

    fn compare(&self, one: usize, other: usize) -> Ordering {
        match (self.items.get(one), self.items.get(other)) {
            (Some(one), Some(other)) => (self.compare)(one, other),
            _ => Ordering::Equal,
        }
    }

    fn swap(&mut self, one: usize, other: usize) {
        self.items.swap(one, other);
    }
}

struct Keyed<'i, T, K> {
    items: &'i mut [T],
    keys: Vec<K>,
}

impl<T, K: Ord> Sortable for Keyed<'_, T, K> {
    fn len(&self) -> usize {
        self.items.len()
    }

    fn compare(&self, one: usize, other: usize) -> Ordering {
        self.keys.get(one).cmp(&self.keys.get(other))
    }

    fn swap(&mut self, one: usize, other: usize) {
        self.items.swap(one, other);
        self.keys.swap(one, other);
    }
}

/// Puts items into order. Most are: that takes a comparison each, and no memory.
fn arrange(items: &mut dyn Sortable) {
    let len = items.len();
    if (1..len).all(|at| items.compare(at - 1, at) != Ordering::Greater) {
        return;
    }
    if len > FEW {
        return arrange_many(items);
    }
    for next in 1..len {
        let mut at = next;
        while at > 0 && items.compare(at - 1, at) == Ordering::Greater {
            items.swap(at - 1, at);
            at -= 1;
        }
    }
}

/// Sorts the numbers of items, then moves each item once.
fn arrange_many(items: &mut dyn Sortable) {
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by(|one, other| items.compare(*one, *other));
    let mut places = vec![0; order.len()];
    for (place, item) in order.into_iter().enumerate() {
        if let Some(it) = places.get_mut(item) {
            *it = place;
        }
    }
    for at in 0..places.len() {
        while let Some(&place) = places.get(at)
            && place != at
        {
            items.swap(at, place);
            places.swap(at, place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{sort, sort_by, sort_by_cached_key, sort_by_key};
    use proptest::collection::vec;
    use proptest::{prop_assert_eq, proptest};

    proptest! {
        #[test]
        fn it_is_the_order_of_the_standard_library(items in vec((0_u8..6, 0_u32..1000), 0..50)) {
            let mut expected = items.clone();
            expected.sort_by_key(|it| it.0);
            let mut sorted = items.clone();
            sort_by_key(&mut sorted, |it| it.0);
            prop_assert_eq!(&sorted, &expected);
            let mut sorted = items.clone();
            sort_by_cached_key(&mut sorted, |it| it.0.to_string());
            prop_assert_eq!(&sorted, &expected);
            let mut sorted = items.clone();
            sort_by(&mut sorted, |one, other| one.0.cmp(&other.0));
            prop_assert_eq!(&sorted, &expected);
            let (mut sorted, mut expected) = (items.clone(), items);
            sort(&mut sorted);
            expected.sort_unstable();
            prop_assert_eq!(sorted, expected);
        }
    }
}
