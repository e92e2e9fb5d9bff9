//! Restoring an order: from its events alone, or from a snapshot and the events after it.

use alloc::vec::Vec;

use super::{NotRead, SnapshotFault, StoredEvent, StoredSnapshot};
use crate::lifecycle::{Action, Fingerprint, Position, Rule};
use crate::order::{CaseId, Change, Event, Happened, Order, Policy, ReplayError, Version};

/// An order, and what was different when its history came about.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Restored<P: Policy> {
    /// The order.
    pub order: Order<P>,
    /// The tables by which parts of its history came about, where they were not today's.
    pub other_tables: Vec<OtherTable<P::Status>>,
}

/// A table by which events came about and which is not today's.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct OtherTable<S> {
    /// Its fingerprint.
    pub table: Fingerprint,
    /// The version of the first event, or of the snapshot, that names it.
    pub since: Version,
    /// Moves that were made by it, and that today's table does not have. They stay facts.
    pub moves: Vec<ForeignMove<S>>,
}

/// A move of a case that today's table does not have.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct ForeignMove<S> {
    /// The event.
    pub version: Version,
    /// The case.
    pub case: CaseId,
    /// Where it stood.
    pub from: S,
    /// By which action it moved.
    pub action: Action,
    /// Where it went.
    pub to: S,
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
        why: NotRead,
    },
    /// The snapshot is not one that is read here.
    #[error("the snapshot: {0}")]
    Snapshot(NotRead),
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
    let mut other_tables = Vec::new();
    let mut events = events.into_iter().zip(1..);
    let read = |(stored, place): (StoredEvent<P>, usize)| {
        let table = stored.about().table;
        let event = stored.content().map_err(|why| RestoreError::Event { place, why })?;
        Ok((table, event))
    };
    let mut order = match snapshot {
        Some(stored) => {
            let table = stored.about().table;
            let snapshot = stored.content().map_err(RestoreError::Snapshot)?;
            note::<P>(&mut other_tables, table, snapshot.version());
            Order::resume(policy, snapshot).map_err(RestoreError::Fault)?
        }
        None => {
            let first = events.next().ok_or(RestoreError::Replay(ReplayError::Empty))?;
            let (table, event) = read(first)?;
            note::<P>(&mut other_tables, table, event.version);
            Order::replay(policy, [&event]).map_err(RestoreError::Replay)?
        }
    };
    for next in events {
        let (table, event) = read(next)?;
        note::<P>(&mut other_tables, table, event.version);
        if let Some(other) = other_tables.iter_mut().find(|other| other.table == table) {
            other.moves.extend(foreign_moves(&order, &event));
        }
        order.apply(&event).map_err(RestoreError::Replay)?;
    }
    Ok(Restored { order, other_tables })
}

/// Notes a table that is not today's, once.
fn note<P: Policy>(
    other_tables: &mut Vec<OtherTable<P::Status>>,
    table: Fingerprint,
    since: Version,
) {
    let is_known = other_tables.iter().any(|other| other.table == table);
    if table != P::LIFECYCLE.fingerprint() && !is_known {
        other_tables.push(OtherTable { table, since, moves: Vec::new() });
    }
}

/// The moves of an event that today's table does not have.
fn foreign_moves<P: Policy>(
    order: &Order<P>,
    event: &Event<P::Status>,
) -> Vec<ForeignMove<P::Status>> {
    let Happened::Done(deed) = &event.happened else { return Vec::new() };
    let mut now: Vec<(CaseId, Position<P::Status>)> =
        order.cases().iter().map(|case| (case.id, Position::at(case.flow, case.status))).collect();
    let mut found = Vec::new();
    for change in &deed.changes {
        let (case, action, place) = match change {
            Change::Opened { case, place, .. } => {
                now.push((*case, Position::at(place.flow, place.status)));
                continue;
            }
            Change::Moved { case, action: Some(action), place } => (*case, *action, place),
            _ => continue,
        };
        let Some((_, position)) = now.iter_mut().find(|(id, _)| *id == case) else { continue };
        let leads_there = |rule: &&Rule<P::Status>| {
            rule.action == action
                && rule.to == place.status
                && position.status.is_some_and(|from| rule.from.contains(&from))
                && rule.flows.contains(&position.flow)
        };
        let is_ours = P::LIFECYCLE.rules().iter().any(|rule| leads_there(&rule));
        if let (false, Some(from)) = (is_ours, position.status) {
            let to = place.status;
            found.push(ForeignMove { version: event.version, case, from, action, to });
        }
        *position = Position::at(place.flow, place.status);
    }
    found
}
