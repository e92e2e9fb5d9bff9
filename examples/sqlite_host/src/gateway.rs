//! A fake payment gateway. It is another party and keeps books of its own, in a database of its own.
//!
//! It pays at most once under each key. Besides, it is as gateways are: requests get lost on the way
//! to it and answers on the way back, it refuses, and it takes its time. It also reports each refund in a
//! notice, later, and again until the notice was taken.

use std::path::Path;

use aftersale::money::{Amount, Money};
use aftersale::order::{OrderId, RefundKey};
use aftersale::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use crate::error::HostError;
use crate::random::Random;
use crate::store::open_file;

/// No constraint on the table of refunds keeps a key from being paid twice, so that the check at the end
/// can find it.
const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS instructions (
    key TEXT PRIMARY KEY, order_id TEXT NOT NULL, amount INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'paid', 'refused')), since INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS refunds (
    number INTEGER PRIMARY KEY, key TEXT NOT NULL, amount INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS refunds_of_key ON refunds (key);
CREATE TABLE IF NOT EXISTS notices (key TEXT PRIMARY KEY) STRICT;
CREATE TABLE IF NOT EXISTS lost (what TEXT PRIMARY KEY, times INTEGER NOT NULL) STRICT;
";

/// The gateway.
#[derive(Debug)]
pub(crate) struct Gateway {
    database: Connection,
    seed: u64,
}

/// The gateway's answer on a refund, by its own clock.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum GatewayAnswer {
    Paid {
        amount: Amount,
        at: Timestamp,
    },
    Refused {
        at: Timestamp,
    },
    Waiting {
        at: Timestamp,
    },
    NotKnown,
    /// No answer came.
    Silence,
}

/// A notice of a refund.
#[derive(Debug)]
pub(crate) struct Notice {
    pub(crate) key: RefundKey,
    pub(crate) order: OrderId,
    pub(crate) answer: GatewayAnswer,
}

impl Gateway {
    /// Opens the gateway with its books in this file. Its behaviour follows from the seed.
    pub(crate) fn open(path: &Path, seed: u64) -> Result<Self, HostError> {
        Ok(Self { database: open_file(path, SCHEMA)?, seed })
    }

    /// Takes an instruction to pay a refund.
    pub(crate) fn pay(
        &mut self,
        order: &OrderId,
        key: &RefundKey,
        amount: Money,
        now: Timestamp,
    ) -> Result<GatewayAnswer, HostError> {
        let mut random = self.random(key, now);
        if random.percent(8) {
            return self.lose("request");
        }
        self.work(key, now, &mut random, |writing| {
            let insert = "INSERT INTO instructions VALUES (?1, ?2, ?3, 'waiting', ?4) \
                           ON CONFLICT DO NOTHING";
            let row = params![key.as_str(), order.as_str(), amount.amount.minor(), now.seconds()];
            writing.execute(insert, row)
        })?;
        self.answer(key, &mut random)
    }

    /// Answers a query on a refund.
    pub(crate) fn query(
        &mut self,
        key: &RefundKey,
        now: Timestamp,
    ) -> Result<GatewayAnswer, HostError> {
        let mut random = self.random(key, now);
        if random.percent(8) {
            return self.lose("request");
        }
        self.work(key, now, &mut random, |_| Ok(0))?;
        self.answer(key, &mut random)
    }

    /// Refunds by hand, at the gateway itself and in place of an instruction, which is then
    /// refused for ever. Nothing happens if that one was carried out or waits.
    pub(crate) fn refund_by_hand(
        &mut self,
        order: &OrderId,
        reference: &RefundKey,
        in_place_of: &RefundKey,
        amount: Money,
        now: Timestamp,
    ) -> Result<(), HostError> {
        let failed = HostError::database("refunding by hand");
        let writing = self.database.transaction_with_behavior(TransactionBehavior::Immediate);
        let writing = writing.map_err(&failed)?;
        if matches!(
            state(&writing, in_place_of)?,
            GatewayAnswer::NotKnown | GatewayAnswer::Refused { .. }
        ) {
            let insert =
                "INSERT INTO instructions VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING";
            for (key, state) in [(in_place_of, "refused"), (reference, "waiting")] {
                let (order, amount) = (order.as_str(), amount.amount.minor());
                let row = params![key.as_str(), order, amount, state, now.seconds()];
                writing.execute(insert, row).map_err(&failed)?;
            }
            carry_out(&writing, reference, now)?;
        }
        writing.commit().map_err(&failed)
    }

    /// Returns the state in the gateway's books, with nothing lost on the way: its dashboard.
    pub(crate) fn look_up(&self, key: &RefundKey) -> Result<GatewayAnswer, HostError> {
        state(&self.database, key)
    }

    /// Returns the notices that were not taken yet.
    pub(crate) fn notices(&self) -> Result<Vec<Notice>, HostError> {
        let failed = HostError::database("reading the gateway's notices");
        let query = "SELECT key, order_id FROM notices JOIN instructions USING (key) ORDER BY key";
        let mut query = self.database.prepare_cached(query).map_err(&failed)?;
        let rows =
            query.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)));
        let notice = |row: rusqlite::Result<(String, String)>| {
            let (key, order) = row.map_err(&failed)?;
            let (key, order) = (RefundKey::new(key), OrderId::new(order));
            let answer = self.look_up(&key)?;
            Ok(Notice { key, order, answer })
        };
        rows.map_err(&failed)?.map(notice).collect()
    }

    /// Removes a notice that was taken.
    pub(crate) fn remove_notice(&mut self, key: &RefundKey) -> Result<(), HostError> {
        let deleted = self.database.execute("DELETE FROM notices WHERE key = ?1", [key.as_str()]);
        deleted.map_err(HostError::database("taking a notice"))?;
        Ok(())
    }

    /// Returns all that has left: the key and the amount of each refund.
    pub(crate) fn refunds(&self) -> Result<Vec<(RefundKey, Amount)>, HostError> {
        let failed = HostError::database("reading the gateway's refunds");
        let query = "SELECT key, amount FROM refunds ORDER BY number";
        let mut query = self.database.prepare(query).map_err(&failed)?;
        let rows = query.query_map([], |row| {
            Ok((RefundKey::new(row.get::<_, String>(0)?), Amount::from_minor(row.get(1)?)))
        });
        rows.map_err(&failed)?.map(|row| row.map_err(&failed)).collect()
    }

    /// Returns how many instructions it has refused, and how many requests and answers were lost.
    pub(crate) fn failures(&self) -> Result<(u64, u64), HostError> {
        let failed = HostError::database("reading the gateway's books");
        let count = |query: &str| self.database.query_row(query, [], |row| row.get(0));
        let refused = count("SELECT count(*) FROM instructions WHERE state = 'refused'");
        let lost = count("SELECT coalesce(sum(times), 0) FROM lost");
        Ok((refused.map_err(&failed)?, lost.map_err(&failed)?))
    }

    fn random(&self, key: &RefundKey, now: Timestamp) -> Random {
        Random::of(self.seed, key.as_str(), now.seconds().unsigned_abs())
    }

    /// Takes an instruction in, if there is one, and decides whether to pay now, later or never.
    fn work(
        &mut self,
        key: &RefundKey,
        now: Timestamp,
        random: &mut Random,
        take_in: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<usize>,
    ) -> Result<(), HostError> {
        let failed = HostError::database("working at the gateway");
        let writing = self.database.transaction_with_behavior(TransactionBehavior::Immediate);
        let writing = writing.map_err(&failed)?;
        take_in(&writing).map_err(&failed)?;
        if matches!(state(&writing, key)?, GatewayAnswer::Waiting { .. }) {
            match random.below(100) {
                0..20 => refuse(&writing, key, now)?,
                20..65 => carry_out(&writing, key, now)?,
                _ => {}
            }
        }
        writing.commit().map_err(&failed)
    }

    fn answer(&self, key: &RefundKey, random: &mut Random) -> Result<GatewayAnswer, HostError> {
        if random.percent(15) { self.lose("answer") } else { self.look_up(key) }
    }

    fn lose(&self, what: &str) -> Result<GatewayAnswer, HostError> {
        let insert = "INSERT INTO lost VALUES (?1, 1) ON CONFLICT DO UPDATE SET times = times + 1";
        let inserted = self.database.execute(insert, [what]);
        inserted.map_err(HostError::database("losing a message"))?;
        Ok(GatewayAnswer::Silence)
    }
}

fn state(database: &Connection, key: &RefundKey) -> Result<GatewayAnswer, HostError> {
    let failed = HostError::database("looking a refund up at the gateway");
    let query = "SELECT state, amount, since FROM instructions WHERE key = ?1";
    let mut query = database.prepare_cached(query).map_err(&failed)?;
    let row = query
        .query_row([key.as_str()], |row| Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?)));
    let Some((state, amount, since)) = row.optional().map_err(&failed)? else {
        return Ok(GatewayAnswer::NotKnown);
    };
    let at = Timestamp::from_seconds(since);
    Ok(match state.as_str() {
        "paid" => GatewayAnswer::Paid { amount: Amount::from_minor(amount), at },
        "refused" => GatewayAnswer::Refused { at },
        _ => GatewayAnswer::Waiting { at },
    })
}

fn refuse(writing: &Transaction<'_>, key: &RefundKey, now: Timestamp) -> Result<(), HostError> {
    let set = "UPDATE instructions SET state = 'refused', since = ?2 WHERE key = ?1";
    let updated = writing.execute(set, params![key.as_str(), now.seconds()]);
    updated.map_err(HostError::database("refusing a refund"))?;
    Ok(())
}

/// Pays a refund, if it waits.
fn carry_out(writing: &Transaction<'_>, key: &RefundKey, now: Timestamp) -> Result<(), HostError> {
    let failed = HostError::database("paying");
    let set =
        "UPDATE instructions SET state = 'paid', since = ?2 WHERE key = ?1 AND state = 'waiting'";
    let waited = writing.execute(set, params![key.as_str(), now.seconds()]).map_err(&failed)?;
    if waited == 1 {
        let pay =
            "INSERT INTO refunds (key, amount) SELECT key, amount FROM instructions WHERE key = ?1";
        writing.execute(pay, [key.as_str()]).map_err(&failed)?;
        let notice = "INSERT INTO notices VALUES (?1)";
        writing.execute(notice, [key.as_str()]).map_err(&failed)?;
    }
    Ok(())
}
