//! The database: orders, their events and snapshots, and the outbox of their effects.
//!
//! An event gets in only as the next one of its order, and that is all the locking there is. The order's
//! pending effects are written in the same transaction, so an effect is in the outbox exactly when its
//! event is in the store. The test in `conforms` tries all that with the suite of `aftersale_testing`.

use std::path::Path;

use aftersale::order::stored::{StoredEvent, StoredSnapshot, restore};
use aftersale::order::{Effect, EffectId, Event, Order, OrderId, PendingEffect, Policy, Version};
use aftersale::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use crate::error::HostError;
use crate::fuse::Fuse;
use crate::platform::{HostedPolicy, Platform};

/// `next_deadline` is the order's timer, and `refunds_to_query` says whether it has refunds to query.
const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS orders (
    order_id TEXT PRIMARY KEY, platform TEXT NOT NULL, version INTEGER NOT NULL,
    next_deadline INTEGER, refunds_to_query INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS events (
    order_id TEXT NOT NULL REFERENCES orders, version INTEGER NOT NULL, event TEXT NOT NULL,
    PRIMARY KEY (order_id, version)
) STRICT;
CREATE TABLE IF NOT EXISTS snapshots (
    order_id TEXT PRIMARY KEY REFERENCES orders, version INTEGER NOT NULL, snapshot BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS effects (
    order_id TEXT NOT NULL REFERENCES orders, version INTEGER NOT NULL, effect_id TEXT NOT NULL,
    effect TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('open', 'done')),
    PRIMARY KEY (order_id, effect_id)
) STRICT;
CREATE INDEX IF NOT EXISTS outbox ON effects (order_id) WHERE state = 'open';
";

/// The number of events after which an order gets a new snapshot.
const EVENTS_A_SNAPSHOT: u64 = 5;

/// The database of the host.
#[derive(Debug)]
pub(crate) struct Store {
    database: Connection,
    fuse: Fuse,
}

/// An effect to be carried out, as the outbox has it.
#[derive(Debug)]
pub(crate) struct OutboxEntry {
    pub(crate) order: OrderId,
    pub(crate) platform: Platform,
    pub(crate) pending: PendingEffect,
}

/// Opens a database file, and makes it if there is none.
pub(crate) fn open_file(path: &Path, schema: &str) -> Result<Connection, HostError> {
    let failed = HostError::database("opening a database");
    let database = Connection::open(path).map_err(&failed)?;
    database.busy_timeout(std::time::Duration::from_secs(5)).map_err(&failed)?;
    database.pragma_update(None, "journal_mode", "WAL").map_err(&failed)?;
    // With WAL, this is what keeps a committed transaction through a power cut.
    database.pragma_update(None, "synchronous", "FULL").map_err(&failed)?;
    database.pragma_update(None, "foreign_keys", true).map_err(&failed)?;
    database.execute_batch(schema).map_err(&failed)?;
    Ok(database)
}

impl Store {
    /// Opens the database in this file.
    pub(crate) fn open(path: &Path, fuse: Fuse) -> Result<Self, HostError> {
        Ok(Self { database: open_file(path, SCHEMA)?, fuse })
    }

    /// Returns all orders, by id.
    pub(crate) fn orders(&self) -> Result<Vec<(OrderId, Platform)>, HostError> {
        self.select("SELECT order_id, platform FROM orders ORDER BY order_id", None)
    }

    /// Returns the orders whose timer has gone off.
    pub(crate) fn timers(&self, now: Timestamp) -> Result<Vec<(OrderId, Platform)>, HostError> {
        let query =
            "SELECT order_id, platform FROM orders WHERE next_deadline <= ?1 ORDER BY order_id";
        self.select(query, Some(now.seconds()))
    }

    /// Returns the orders that have refunds to query.
    pub(crate) fn refunds_to_query(&self) -> Result<Vec<(OrderId, Platform)>, HostError> {
        self.select(
            "SELECT order_id, platform FROM orders WHERE refunds_to_query ORDER BY order_id",
            None,
        )
    }

    fn select(
        &self,
        query: &str,
        parameter: Option<i64>,
    ) -> Result<Vec<(OrderId, Platform)>, HostError> {
        let failed = HostError::database("looking for orders");
        let mut query = self.database.prepare_cached(query).map_err(&failed)?;
        let rows = query.query_map(rusqlite::params_from_iter(parameter), |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        });
        let named = |row: rusqlite::Result<(String, String)>| {
            let (order, platform) = row.map_err(&failed)?;
            Ok((OrderId::new(order), Platform::named(&platform)?))
        };
        rows.map_err(&failed)?.map(named).collect()
    }

    /// Returns the platform of an order.
    pub(crate) fn platform(&self, order: &OrderId) -> Result<Platform, HostError> {
        let failed = HostError::database("looking for an order");
        let query = "SELECT platform FROM orders WHERE order_id = ?1";
        let mut query = self.database.prepare_cached(query).map_err(&failed)?;
        let name = query.query_row([order.as_str()], |row| row.get::<_, String>(0)).optional();
        match name.map_err(&failed)? {
            Some(name) => Platform::named(&name),
            None => Err(HostError::NoSuchOrder { order: order.clone() }),
        }
    }

    /// Loads the order, by its latest snapshot and the events after that.
    pub(crate) fn load<P: HostedPolicy>(&mut self, order: &OrderId) -> Result<Order<P>, HostError> {
        let failed = HostError::database("loading an order");
        // One transaction, so that snapshot and events are of the same moment.
        let reading = self.database.transaction().map_err(&failed)?;
        let snapshot = latest_snapshot::<P>(&reading, order)?;
        let since = snapshot.as_ref().map_or(0, |(version, _)| *version);
        let events = events_after::<P>(&reading, order, since)?;
        drop(reading);
        if snapshot.is_none() && events.is_empty() {
            return Err(HostError::NoSuchOrder { order: order.clone() });
        }
        let snapshot = snapshot.map(|(_, snapshot)| snapshot);
        match restore(P::default(), snapshot, events) {
            Ok(restored) => Ok(restored.order),
            Err(source) => Err(HostError::Restore { order: order.clone(), source }),
        }
    }

    /// Replays the order from all its events, without any snapshot.
    pub(crate) fn replay<P: HostedPolicy>(&self, order: &OrderId) -> Result<Order<P>, HostError> {
        let events = events_after::<P>(&self.database, order, 0)?;
        match restore(P::default(), None, events) {
            Ok(restored) => Ok(restored.order),
            Err(source) => Err(HostError::Restore { order: order.clone(), source }),
        }
    }

    /// Returns all events of an order, oldest first.
    pub(crate) fn events<P: HostedPolicy>(
        &self,
        order: &OrderId,
    ) -> Result<Vec<StoredEvent<P>>, HostError> {
        events_after::<P>(&self.database, order, 0)
    }

    /// Stores the event that has made this order what it is, and the pending effects. Returns false when it is
    /// not the next one, since another event has taken its version meanwhile; then nothing is stored.
    pub(crate) fn append<P: HostedPolicy>(
        &mut self,
        order: &Order<P>,
        event: &Event<P::Status>,
    ) -> Result<bool, HostError> {
        let failed = HostError::database("storing an event");
        let writing = self.database.transaction_with_behavior(TransactionBehavior::Immediate);
        let writing = writing.map_err(&failed)?;
        if event.version == Version::FIRST {
            insert_order(&writing, order)?;
        }
        if !insert_event::<P>(&writing, event)? {
            return Ok(false);
        }
        self.fuse.step("between the event and its effects");
        update(&writing, order)?;
        if event.version.number() % EVENTS_A_SNAPSHOT == 0 {
            insert_snapshot(&writing, order)?;
        }
        self.fuse.step("before the commit");
        writing.commit().map_err(&failed)?;
        self.fuse.step("after the commit");
        Ok(true)
    }

    /// Writes timer and outbox of an order anew, as the order itself has them. Returns true when the outbox was
    /// another; since it is written together with the events, it never should be.
    pub(crate) fn refresh<P: HostedPolicy>(&mut self, order: &Order<P>) -> Result<bool, HostError> {
        let failed = HostError::database("writing an outbox");
        let writing = self.database.transaction_with_behavior(TransactionBehavior::Immediate);
        let writing = writing.map_err(&failed)?;
        let before = pending_effects(&writing, order.id())?;
        update(&writing, order)?;
        let is_other = before != pending_effects(&writing, order.id())?;
        writing.commit().map_err(&failed)?;
        Ok(is_other)
    }

    /// Returns all effects to be carried out, oldest first in each order.
    pub(crate) fn outbox(&self) -> Result<Vec<OutboxEntry>, HostError> {
        let failed = HostError::database("reading the outbox");
        let query = "SELECT order_id, platform, effects.version, effect_id, effect \
                     FROM effects JOIN orders USING (order_id) WHERE state = 'open' \
                     ORDER BY order_id, effects.version, effect_id";
        let mut query = self.database.prepare_cached(query).map_err(&failed)?;
        let mut rows = query.query([]).map_err(&failed)?;
        let mut entries = Vec::new();
        while let Some(row) = rows.next().map_err(&failed)? {
            let text: String = row.get(4).map_err(&failed)?;
            let effect: Effect =
                serde_json::from_str(&text).map_err(HostError::json("reading an effect"))?;
            let id: EffectId = effect_id(&row.get::<_, String>(3).map_err(&failed)?)?;
            let order = OrderId::new(row.get::<_, String>(0).map_err(&failed)?);
            let platform = Platform::named(&row.get::<_, String>(1).map_err(&failed)?)?;
            entries.push(OutboxEntry { order, platform, pending: PendingEffect { id, effect } });
        }
        Ok(entries)
    }
}

type SnapshotRow<P> = (u64, StoredSnapshot<P>);

fn latest_snapshot<P: HostedPolicy>(
    database: &Connection,
    order: &OrderId,
) -> Result<Option<SnapshotRow<P>>, HostError> {
    let failed = HostError::database("reading a snapshot");
    let query = "SELECT version, snapshot FROM snapshots WHERE order_id = ?1";
    let mut query = database.prepare_cached(query).map_err(&failed)?;
    let row = query
        .query_row([order.as_str()], |row| Ok((row.get::<_, u64>(0)?, row.get::<_, Vec<u8>>(1)?)));
    let Some((version, bytes)) = row.optional().map_err(&failed)? else { return Ok(None) };
    let snapshot = postcard::from_bytes(&bytes)
        .map_err(|source| HostError::Snapshot { action: "reading a snapshot", source })?;
    Ok(Some((version, snapshot)))
}

fn events_after<P: HostedPolicy>(
    database: &Connection,
    order: &OrderId,
    version: u64,
) -> Result<Vec<StoredEvent<P>>, HostError> {
    let failed = HostError::database("reading events");
    let query = "SELECT event FROM events WHERE order_id = ?1 AND version > ?2 ORDER BY version";
    let mut query = database.prepare_cached(query).map_err(&failed)?;
    let rows = query.query_map(params![order.as_str(), version], |row| row.get::<_, String>(0));
    let read = |text: rusqlite::Result<String>| {
        serde_json::from_str(&text.map_err(&failed)?)
            .map_err(HostError::json("reading a stored event"))
    };
    rows.map_err(&failed)?.map(read).collect()
}

/// Inserts an order without events, unless it is there already.
fn insert_order<P: Policy>(writing: &Transaction<'_>, order: &Order<P>) -> Result<(), HostError> {
    let row = params![order.id().as_str(), P::LIFECYCLE.platform()];
    let insert = "INSERT INTO orders VALUES (?1, ?2, 0, NULL, 0) ON CONFLICT DO NOTHING";
    writing.execute(insert, row).map_err(HostError::database("storing an order"))?;
    Ok(())
}

/// Inserts an event. Returns false when it is not the next one of its order: its version is taken, or one before
/// it is missing.
fn insert_event<P: HostedPolicy>(
    writing: &Transaction<'_>,
    event: &Event<P::Status>,
) -> Result<bool, HostError> {
    let text = serde_json::to_string(&StoredEvent::<P>::of(event.clone()))
        .map_err(HostError::json("writing an event"))?;
    let row = params![event.order.as_str(), event.version.number(), text];
    let insert = "INSERT INTO events SELECT order_id, ?2, ?3 FROM orders \
                  WHERE order_id = ?1 AND version = ?2 - 1";
    let inserted = writing.execute(insert, row);
    Ok(inserted.map_err(HostError::database("storing an event"))? == 1)
}

fn insert_snapshot<P: HostedPolicy>(
    writing: &Transaction<'_>,
    order: &Order<P>,
) -> Result<(), HostError> {
    let bytes = postcard::to_allocvec(&StoredSnapshot::<P>::of(order.snapshot()))
        .map_err(|source| HostError::Snapshot { action: "writing a snapshot", source })?;
    let row = params![order.id().as_str(), order.version().number(), bytes];
    let inserted = writing.execute("INSERT OR REPLACE INTO snapshots VALUES (?1, ?2, ?3)", row);
    inserted.map_err(HostError::database("storing a snapshot"))?;
    Ok(())
}

/// Returns the effects of an order that the outbox has.
fn pending_effects(database: &Connection, order: &OrderId) -> Result<Vec<EffectId>, HostError> {
    let failed = HostError::database("reading the outbox of an order");
    let query = "SELECT effect_id FROM effects WHERE order_id = ?1 AND state = 'open'";
    let mut query = database.prepare_cached(query).map_err(&failed)?;
    let rows = query.query_map([order.as_str()], |row| row.get::<_, String>(0));
    let texts = rows.map_err(&failed)?.map(|row| row.map_err(&failed));
    let mut effects =
        texts.map(|text| effect_id(&text?)).collect::<Result<Vec<EffectId>, HostError>>()?;
    effects.sort_unstable();
    Ok(effects)
}

/// Reads the id of an effect, as the outbox has it.
fn effect_id(text: &str) -> Result<EffectId, HostError> {
    let failed = HostError::database("reading the id of an effect");
    text.parse().map_err(|error| {
        failed(rusqlite::Error::FromSqlConversionFailure(
            0,
            rusqlite::types::Type::Text,
            Box::new(error),
        ))
    })
}

/// Updates the version, the timer and the outbox of an order.
fn update<P: Policy>(writing: &Transaction<'_>, order: &Order<P>) -> Result<(), HostError> {
    let failed = HostError::database("updating an order");
    let id = order.id().as_str();
    let deadline = order.next_deadline().map(|(deadline, _)| deadline.seconds());
    let refunds_to_query = order.refunds_to_query().next().is_some();
    let set = "UPDATE orders SET version = ?2, next_deadline = ?3, refunds_to_query = ?4 WHERE order_id = ?1";
    let row = params![id, order.version().number(), deadline, refunds_to_query];
    writing.execute(set, row).map_err(&failed)?;
    let done = "UPDATE effects SET state = 'done' WHERE order_id = ?1 AND state = 'open'";
    writing.execute(done, [id]).map_err(&failed)?;
    let open = "INSERT INTO effects VALUES (?1, ?2, ?3, ?4, 'open') \
                ON CONFLICT DO UPDATE SET state = 'open'";
    for PendingEffect { id: effect_id, effect } in order.pending_effects() {
        let text = serde_json::to_string(&effect).map_err(HostError::json("writing an effect"))?;
        let row = params![id, effect_id.version.number(), effect_id.to_string(), text];
        writing.execute(open, row).map_err(&failed)?;
    }
    Ok(())
}
