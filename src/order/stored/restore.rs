//! Restoring an order: from its events alone, or from a snapshot and the events after it.

use alloc::vec::Vec;

use super::{OtherTable, ReadError, SnapshotFault, StoredEvent, StoredSnapshot};
use crate::order::{Order, Policy, ReplayError};

/// An order, and what was different when its history came about.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Restored<P: Policy> {
    /// The order.
    pub order: Order<P>,
    /// The tables by which parts of its history came about, where they were not today's. Snapshots keep
    /// them.
    pub other_tables: Vec<OtherTable<P::Status>>,
}

/// Why an order was not restored. Nothing was restored of it.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RestoreError {
    /// A stored event is not one that is read here.
    #[error("event {place}: {why}")]
    Event {
        /// Its place among those that were given, from 1.
        place: usize,
        /// Why not.
        why: ReadError,
    },
    /// The snapshot is not one that is read here.
    #[error("the snapshot: {0}")]
    Snapshot(ReadError),
    /// The snapshot does not hold together.
    #[error(transparent)]
    Fault(SnapshotFault),
    /// An event cannot be the next one.
    #[error(transparent)]
    Replay(ReplayError),
}

/// Restores an order from its events, or from a snapshot and the events after it.
///
/// # Errors
///
/// When one of them is of another kind, platform or a newer format; when the snapshot does not hold
/// together; when an event is missing, doubled, out of its place or another order's. Then nothing is
/// restored.
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
    for next in events {
        let (table, event) = read(next)?;
        order.apply(&event).map_err(RestoreError::Replay)?;
        order.note(event.version, table, today);
    }
    let other_tables = order.other_tables();
    Ok(Restored { order, other_tables })
}
