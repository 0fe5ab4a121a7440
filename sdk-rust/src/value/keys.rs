//! Equal keys of a decoded map.

use alloc::{vec, vec::Vec};
use core::{cmp::Ordering, mem};

use super::Value;

/// Keeps the last value of equal keys, at the place of the first.
///
/// The input decides how many entries there are, so this must not be quadratic: places are sorted by key. A heap sort
/// of our own is a tenth of the bytes of `slice::sort`, which a guest would link for this alone.
pub(crate) fn keep_last(entries: &mut Vec<(Value, Value)>) {
    if entries.is_sorted_by(|a, b| a.0 < b.0) {
        return;
    }
    let mut places: Vec<usize> = (0..entries.len()).collect();
    heap_sort(&mut places, |&a, &b| entries[a].0.cmp(&entries[b].0).then(a.cmp(&b)));
    let mut kept = vec![true; entries.len()];
    let mut start = 0;
    for end in 1..=places.len() {
        let first = places[start];
        if end < places.len() && entries[places[end]].0 == entries[first].0 {
            kept[places[end]] = false;
            continue;
        }
        // Places of equal keys are in order, so the run ends with the last value.
        let last = places[end - 1];
        if last != first {
            entries[first].1 = mem::replace(&mut entries[last].1, Value::Nil);
        }
        start = end;
    }
    let mut kept = kept.into_iter();
    entries.retain(|_| kept.next().unwrap_or(true));
}

/// Sorts in place, in n log n steps whatever the input.
fn heap_sort<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let sift = |items: &mut [T], mut root: usize| {
        loop {
            let mut child = 2 * root + 1;
            if child + 1 < items.len() && compare(&items[child], &items[child + 1]).is_lt() {
                child += 1;
            }
            if child >= items.len() || compare(&items[root], &items[child]).is_ge() {
                return;
            }
            items.swap(root, child);
            root = child;
        }
    };
    for root in (0..items.len() / 2).rev() {
        sift(items, root);
    }
    for end in (1..items.len()).rev() {
        items.swap(0, end);
        sift(&mut items[..end], 0);
    }
}
