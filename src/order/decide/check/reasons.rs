//! The reasons against something, as they are collected: each once, in the order in which they came. Whether a reason is
//! there is looked up by its hash once there are more than a few, so that a command with a fault in each of a thousand lines
//! costs no thousand times as much.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::hash::{Hash, Hasher};

use crate::hash::Fnv;
use crate::lifecycle::Status;
use crate::order::Reason;

/// So few are looked through.
const FEW: usize = 16;

/// Reasons, each once.
pub(super) struct Reasons<S: Status> {
    list: Vec<Reason<S>>,
    /// The place of the first reason with each hash. Empty while there are only a few.
    places: BTreeMap<u64, usize>,
}

impl<S: Status> Reasons<S> {
    pub(super) const fn new() -> Self {
        Self { list: Vec::new(), places: BTreeMap::new() }
    }

    pub(super) fn count(&self) -> usize {
        self.list.len()
    }

    /// Adds a reason, unless it is there.
    pub(super) fn add(&mut self, reason: Reason<S>) {
        if self.list.len() <= FEW {
            if self.list.capacity() == 0 {
                self.list = Vec::with_capacity(4);
            }
            if !self.list.contains(&reason) {
                self.list.push(reason);
            }
            return;
        }
        if self.places.is_empty() {
            for (place, reason) in self.list.iter().enumerate() {
                self.places.entry(hash(reason)).or_insert(place);
            }
        }
        let hash = hash(&reason);
        match self.places.get(&hash).and_then(|place| self.list.get(*place)) {
            None => {
                self.places.insert(hash, self.list.len());
                self.list.push(reason);
            }
            Some(known) if *known == reason => {}
            // Two of one hash that differ, which happens only where names were made for it.
            Some(_) => {
                if !self.list.contains(&reason) {
                    self.list.push(reason);
                }
            }
        }
    }

    /// Returns the reasons, and forgets them.
    pub(super) fn take(&mut self) -> Vec<Reason<S>> {
        self.places.clear();
        core::mem::take(&mut self.list)
    }

    /// Forgets the reasons that are not to be kept.
    pub(super) fn retain(&mut self, keep: impl Fn(&Reason<S>) -> bool) {
        self.places.clear();
        self.list.retain(keep);
    }
}

fn hash<S: Status>(reason: &Reason<S>) -> u64 {
    let mut hasher = OfReason(Fnv::new());
    reason.hash(&mut hasher);
    hasher.finish()
}

struct OfReason(Fnv);

impl Hasher for OfReason {
    fn write(&mut self, bytes: &[u8]) {
        self.0.bytes(bytes);
    }

    fn finish(&self) -> u64 {
        self.0.finish()
    }
}
