//! The fingerprint of a table: 64 bits by which somebody knows later whether it was this one.

use core::fmt;

use super::{Fact, Lifecycle, Status};
use crate::hash::Fnv;

/// The fingerprint of a table: of its rules and standings, of the names and numbers of its statuses, in
/// their order. It is the same on every machine.
///
/// ```
/// use aftersale::{shopxo, wechat};
/// assert_ne!(shopxo::LIFECYCLE.fingerprint(), wechat::LIFECYCLE.fingerprint());
/// assert_eq!(shopxo::LIFECYCLE.fingerprint().to_string().len(), 16);
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Fingerprint(pub u64);

impl fmt::Display for Fingerprint {
    /// Sixteen hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl<S: Status> Lifecycle<S> {
    /// The fingerprint of the whole table, whatever evidence is asked for.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
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

/// The texts of a list, and its end.
fn list<'a>(hash: &mut Fnv, texts: impl Iterator<Item = &'a str>) {
    texts.for_each(|text| hash.text(text));
    hash.bytes(&[END]);
}

/// The end of a list. No text has this byte.
const END: u8 = 0xfe;
