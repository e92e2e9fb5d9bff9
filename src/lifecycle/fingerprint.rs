//! The fingerprint of a table: 64 bits that identify it in the records that were made with it.

use core::fmt;

#[cfg(target_has_atomic = "64")]
use core::sync::atomic::{AtomicU64, Ordering};

use super::{Fact, Lifecycle, Status};
use crate::hash::Fnv;

/// The fingerprint of a table: of its rules and standings, and of the names and numbers of its
/// statuses, in their order. It is the same on every machine.
///
/// ```
/// use aftersale::{shopxo, wechat};
/// assert_ne!(shopxo::LIFECYCLE.fingerprint(), wechat::LIFECYCLE.fingerprint());
/// assert_eq!(shopxo::LIFECYCLE.fingerprint().to_string().len(), 16);
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Fingerprint(pub u64);

impl fmt::Display for Fingerprint {
    /// Writes sixteen hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// The place of a fingerprint that was worked out: every event that is stored has that of its table.
#[doc(hidden)]
#[derive(Debug, Default)]
pub struct KeptFingerprint(#[cfg(target_has_atomic = "64")] AtomicU64);

impl KeptFingerprint {
    #[must_use]
    pub const fn new() -> Self {
        Self(
            #[cfg(target_has_atomic = "64")]
            AtomicU64::new(0),
        )
    }

    /// Returns the fingerprint that is kept, or else works it out. Two threads that do so get the same.
    #[cfg(target_has_atomic = "64")]
    fn or_worked_out(&self, work_out: impl FnOnce() -> Fingerprint) -> Fingerprint {
        match self.0.load(Ordering::Relaxed) {
            0 => {
                let fingerprint = work_out();
                self.0.store(fingerprint.0, Ordering::Relaxed);
                fingerprint
            }
            kept => Fingerprint(kept),
        }
    }

    /// Works out the fingerprint, on machines that cannot keep it.
    #[cfg(not(target_has_atomic = "64"))]
    fn or_worked_out(&self, work_out: impl FnOnce() -> Fingerprint) -> Fingerprint {
        work_out()
    }
}

impl<S: Status> Lifecycle<S> {
    /// Returns the fingerprint of the whole table, with the rules of every evidence, also of those that
    /// this lifecycle does not trust.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        match self.kept_fingerprint() {
            Some(kept) => kept.or_worked_out(|| self.worked_out_fingerprint()),
            None => self.worked_out_fingerprint(),
        }
    }

    fn worked_out_fingerprint(&self) -> Fingerprint {
        let mut hash = Fnv::new();
        hash.text(self.platform());
        for status in S::ALL {
            hash.text(status.name());
            hash.bytes(&[status.stored_number()]);
        }
        hash.bytes(&[END]);
        for rule in self.rules() {
            hash.text(rule.row);
            list(&mut hash, rule.flows.iter().map(|flow| flow.name()));
            list(&mut hash, rule.from.iter().map(|status| status.name()));
            hash.text(rule.action.name());
            list(&mut hash, rule.by.iter().map(|actor| actor.name()));
            hash.text(rule.to.name());
            list(&mut hash, rule.guards.iter().map(|guard| guard.name()));
            hash.text(rule.evidence.name());
            list(&mut hash, rule.also_seen.iter().map(|status| status.name()));
            // What starts a refund makes it be under way, and a report ends that.
            let refund = rule.refund_under_way_after().map(|holds| (Fact::RefundUnderWay, holds));
            let makes = |(fact, holds): (Fact, bool)| [fact.name(), if holds { "" } else { "not" }];
            list(&mut hash, rule.makes.iter().copied().chain(refund).flat_map(makes));
            list(&mut hash, rule.turns_into.iter().map(|flow| flow.name()));
        }
        hash.bytes(&[END]);
        for standing in self.standings() {
            hash.text(standing.status.name());
            list(&mut hash, standing.flows.iter().map(|flow| flow.name()));
            hash.text(standing.phase.name());
            hash.bytes(&[u8::from(standing.only_adopted)]);
        }
        Fingerprint(hash.finish())
    }
}

/// Hashes the texts of a list, and its end.
fn list<'a>(hash: &mut Fnv, texts: impl Iterator<Item = &'a str>) {
    texts.for_each(|text| hash.text(text));
    hash.bytes(&[END]);
}

/// The mark of the end of a list. No text has this byte.
const END: u8 = 0xfe;
