//! A snapshot: all that the events of an order have left, so that not all of them have to be read again.

use alloc::collections::VecDeque;

use crate::lifecycle::Status;
use crate::order::books::{Books, Remembered};
use crate::order::{Attempt, CaseId, Claim, Effect, Order, OrderId, Policy, Version};

/// All that the events of an order have left.
#[derive(Clone, Debug, Eq, PartialEq, serde::Deserialize, serde::Serialize)]
#[serde(bound = "S: Status")]
#[serde(deny_unknown_fields)]
pub struct Snapshot<S> {
    books: Books<S>,
    remembered: VecDeque<Remembered>,
}

/// Why a snapshot cannot be what the events of an order have left. Nothing was restored.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the snapshot of order {order} at version {version} does not hold together: {what}")]
pub struct SnapshotFault {
    /// The order.
    pub order: OrderId,
    /// Its version.
    pub version: Version,
    /// What does not hold together.
    pub what: &'static str,
}

impl<S: Status> Snapshot<S> {
    /// The order.
    #[must_use]
    pub const fn order(&self) -> &OrderId {
        &self.books.opening.facts.order
    }

    /// The version of the order when it was made. The next event is of the one after it.
    #[must_use]
    pub const fn version(&self) -> Version {
        self.books.version
    }

    /// What does not hold together in it, if anything.
    fn fault(&self) -> Option<&'static str> {
        let Books { opening, cases, attempts, applications, .. } = &self.books;
        let lines = opening.facts.lines.len();
        let knows_claim = |claim: &Claim| {
            claim.lines.iter().all(|claimed| self.books.place_of(&claimed.line).is_some())
        };
        let knows_case = |case: CaseId| self.books.case(case).is_some();
        let mut next = CaseId::FIRST;
        let counts_up = cases.iter().all(|case| {
            let fits = case.id == next;
            next = next.next();
            fits
        });
        let is_named_once = |(place, attempt): (usize, &Attempt)| {
            attempts.iter().take(place).all(|earlier| earlier.key != attempt.key)
        };
        if self.books.version < Version::FIRST {
            Some("its version is none")
        } else if opening.shares.len() != lines {
            Some("its shares are not one for each line")
        } else if applications.len() != lines {
            Some("its applications are not counted for each line")
        } else if !counts_up {
            Some("its cases do not count up from 1")
        } else if !cases.iter().all(|case| knows_claim(&case.claim)) {
            Some("a case asks for a line that is not there")
        } else if !cases.iter().all(|case| !case.moves.is_empty()) {
            Some("nobody knows how a case came to its status")
        } else if !attempts.iter().enumerate().all(is_named_once) {
            Some("two payments have one key")
        } else if !attempts.iter().all(|attempt| attempt.case.is_none_or(knows_case)) {
            Some("a payment is of a case that is not there")
        } else if self.books.due.iter().any(|due| matches!(due.effect, Effect::Pay { .. })) {
            Some("it says to pay, which only a payment does")
        } else if self.books.due.iter().any(|due| due.id.version > self.books.version) {
            Some("an effect is of an event that has not been")
        } else if self.books.version.next() == self.books.version {
            Some("no event can follow it")
        } else {
            None
        }
    }
}

impl<P: Policy> Order<P> {
    /// All that its events have left, to be stored.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot<P::Status> {
        Snapshot { books: self.books.clone(), remembered: self.remembered.clone() }
    }

    /// The order as it was when this snapshot was made.
    ///
    /// # Errors
    ///
    /// When it does not hold together.
    pub fn resume(policy: P, snapshot: Snapshot<P::Status>) -> Result<Self, SnapshotFault> {
        match snapshot.fault() {
            Some(what) => {
                let order = snapshot.order().clone();
                Err(SnapshotFault { order, version: snapshot.version(), what })
            }
            None => {
                let Snapshot { books, remembered } = snapshot;
                Ok(Self { policy, books, remembered })
            }
        }
    }
}
