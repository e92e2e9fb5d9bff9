//! Restores an order from its events alone, or from a snapshot and the events after it.

use alloc::string::String;
use alloc::vec::Vec;

use super::{OtherTable, ReadError, SnapshotFault, StoredEvent, StoredSnapshot};
use crate::order::{Order, Policy, ReplayError};

/// A restored order, and the other tables under which parts of its history came about.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Restored<P: Policy> {
    /// The order.
    pub order: Order<P>,
    /// The tables, other than today's, under which parts of its history came about. Snapshots keep them.
    pub other_tables: Vec<OtherTable<P::Status>>,
    /// The name of the policy under which the order was opened, where that is not the name of the policy under which it
    /// was restored. The order is restored all the same: a shop can change from one to the other. One that has not meant
    /// to should stop here.
    ///
    /// ```
    /// use aftersale::order::stored::{Stored, restore};
    /// use aftersale::prelude::*;
    /// use aftersale::shopxo::{FaithfulShop, Release};
    ///
    /// let lines = [LineFacts::new("tea", 3, Amount::from_minor(1_000))];
    /// let facts = OrderFacts::new("ORDER1", Currency::CNY, lines);
    /// let now = Timestamp::from_seconds(1_795_300_763);
    /// let (_, opened) = Order::open(FaithfulShop::new(Release::V6_9_0), facts, now)?;
    /// let restored = restore(HardenedShop::default(), None, [Stored::of(opened)])?;
    /// assert_eq!(restored.other_policy.as_deref(), Some("ShopXO 6.9.0, faithful"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub other_policy: Option<String>,
}

/// The error of an order that was not restored. No part of it was.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RestoreError {
    /// A stored event cannot be read.
    #[error("event {place}: {why}")]
    Event {
        /// The position among the given events, from 1.
        place: usize,
        /// The reason.
        why: ReadError,
    },
    /// The snapshot cannot be read.
    #[error("the snapshot: {0}")]
    Snapshot(ReadError),
    /// The snapshot contradicts itself.
    #[error(transparent)]
    Fault(SnapshotFault),
    /// An event cannot be the next one of the order.
    #[error(transparent)]
    Replay(ReplayError),
}

/// Restores an order from its events, or from a snapshot and the events after it.
///
/// # Errors
///
/// A [`RestoreError`] when one of them is of another kind or platform or of a newer format; when the snapshot
/// contradicts itself; when an event is missing, doubled, out of order or another order's. Then nothing is
/// restored.
///
/// ```
#[doc = include_str!("../example.md")]
/// use aftersale::order::stored::{Stored, restore};
///
/// let stored = events.iter().map(|event| Stored::of(event.clone()));
/// let restored = restore(HardenedShop::default(), None, stored)?;
/// assert_eq!(restored.order, order);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn restore<P: Policy>(
    policy: P,
    snapshot: Option<StoredSnapshot<P>>,
    events: impl IntoIterator<Item = StoredEvent<P>>,
) -> Result<Restored<P>, RestoreError> {
    let today = P::LIFECYCLE.fingerprint();
    let mut events = events.into_iter().zip(1..);
    let read = |(stored, place): (StoredEvent<P>, usize)| {
        let (about, event) =
            stored.into_parts().map_err(|why| RestoreError::Event { place, why })?;
        Ok((about.table, event))
    };
    let mut order = match snapshot {
        Some(stored) => {
            let (about, snapshot) = stored.into_parts().map_err(RestoreError::Snapshot)?;
            Order::resume_of(policy, snapshot, about.table).map_err(RestoreError::Fault)?
        }
        None => {
            let first = events.next().ok_or(RestoreError::Replay(ReplayError::Empty))?;
            let (table, event) = read(first)?;
            let mut order = Order::replay(policy, [&event]).map_err(RestoreError::Replay)?;
            order.note(event.version, table, today);
            order
        }
    };
    let before = order.version();
    for next in events {
        let (table, event) = read(next)?;
        order.apply_one_of_many(&event).map_err(RestoreError::Replay)?;
        order.note(event.version, table, today);
    }
    if order.version() != before {
        order.recount();
    }
    let other_tables = order.other_tables();
    let stored = &order.books.opening.policy;
    let other_policy = (stored != order.policy().name()).then(|| stored.clone());
    Ok(Restored { order, other_tables, other_policy })
}
