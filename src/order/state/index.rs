//! Finds lines and refunds by their names: their places, in an order of the names, once there are more than a few.

use alloc::vec::Vec;
use core::cmp::Ordering;

/// So few are looked through.
const FEW: usize = 8;

/// The places of things that have names, in an order of the names. Empty while there are only a few.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(in crate::order) struct Index(Vec<u32>);

impl Index {
    /// Returns the place of one of some things by its name. `is_it` says whether a thing has it, and `compare` compares the
    /// name of the thing at a place with it.
    pub(in crate::order) fn find<T>(
        &self,
        things: &[T],
        is_it: impl Fn(&T) -> bool,
        compare: impl Fn(usize) -> Ordering,
    ) -> Option<usize> {
        if things.len() <= FEW {
            return things.iter().position(is_it);
        }
        // A name that is not there yet is mostly that of a new refund, and comes after all others.
        if self.0.last().is_some_and(|place| compare(*place as usize) == Ordering::Less) {
            return None;
        }
        let index = self.0.binary_search_by(|place| compare(*place as usize)).ok()?;
        self.0.get(index).map(|place| *place as usize)
    }

    /// Notes that there is one more thing, so that there are `count` now: the last one. `compare` compares the names at
    /// two places.
    pub(in crate::order) fn added(
        &mut self,
        count: usize,
        compare: impl Fn(usize, usize) -> Ordering,
    ) {
        if count <= FEW {
            return;
        }
        let Some(last) = count.checked_sub(1).and_then(|last| u32::try_from(last).ok()) else {
            return;
        };
        if self.0.len() != last as usize {
            self.0 = (0..=last).collect();
            self.0.sort_unstable_by(|one, other| compare(*one as usize, *other as usize));
            return;
        }
        let before = |place: &u32| compare(*place as usize, last as usize) == Ordering::Less;
        if self.0.last().is_some_and(before) {
            self.0.push(last);
            return;
        }
        let index = self.0.partition_point(before);
        self.0.insert(index, last);
    }

    /// Notes that the thing at this place is gone, so that there are `count` now, those after it each one place before.
    pub(in crate::order) fn took_out(&mut self, place: u32, count: usize) {
        if count <= FEW {
            self.0.clear();
            return;
        }
        self.0.retain(|other| *other != place);
        for other in self.0.iter_mut().filter(|other| **other > place) {
            *other = other.saturating_sub(1);
        }
    }
}
