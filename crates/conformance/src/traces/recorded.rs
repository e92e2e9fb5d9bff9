//! A recorded sequence as the file has it: an order and its operations, step by step, with the state after
//! each step.

use std::collections::BTreeMap;

use aftersale::shopxo::Release;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::price::Price;

/// A line of a file.
#[derive(Deserialize)]
pub(crate) struct Sequence {
    pub(super) seq: u64,
    ver: String,
    pub(super) launch_day: i64,
    /// The state of the buyer's wallet: `ok`, or why it does not work.
    pub(super) wallet: String,
    /// The way in which the order was paid, and whether the gateway works.
    pub(super) pay: String,
    pub(super) order: RecordedOrder,
    pub(super) init: State,
    pub(super) init_d: Vec<View>,
    pub(super) steps: Vec<Step>,
}

impl Sequence {
    /// Returns the release that it was recorded with.
    pub(super) fn release(&self) -> Result<Release, String> {
        self.ver.parse().map_err(|_| format!("release {} is not known", self.ver))
    }
}

/// The order at the start.
#[derive(Deserialize)]
pub(super) struct RecordedOrder {
    pub(super) status: u8,
    pub(super) pay_status: u8,
    pub(super) model: u8,
    pub(super) price: Price,
    pub(super) increase_price: Price,
    pub(super) preferential_price: Price,
    pub(super) pay_price: Price,
    /// The seconds since the order was received.
    pub(super) collect_age_s: Option<i64>,
    pub(super) lines: Vec<RecordedLine>,
}

#[derive(Deserialize)]
pub(super) struct RecordedLine {
    pub(super) price: Price,
    pub(super) buy_number: u32,
    pub(super) total_price: Price,
}

/// The rows of the database after a step, and `returned_data` at that time.
#[derive(Deserialize)]
pub(super) struct State {
    /// The status, pay status, refunded amount, returned units, and whether it has a time of closing.
    pub(super) o: (u8, u8, Price, u64, u8),
    /// The returned units and the refunded amount, by line.
    pub(super) l: Vec<(u32, Price)>,
    /// The quantity and the amount that are offered, by line.
    pub(super) ret: Vec<(i64, Price)>,
    /// The cases that have changed; `None` where one was deleted.
    #[serde(default)]
    pub(super) a: BTreeMap<u32, Option<Row>>,
}

/// A case.
#[derive(Clone, Deserialize)]
pub(super) struct Row {
    pub(super) l: usize,
    #[serde(rename = "type")]
    pub(super) kind: u8,
    pub(super) status: u8,
    pub(super) number: u32,
    pub(super) price: Price,
    /// The times that are set: apply, confirm, delivery, audit, cancel, update.
    pub(super) ts: String,
    #[serde(default)]
    pub(super) reason: String,
    #[serde(default)]
    pub(super) msg: String,
    #[serde(default)]
    pub(super) refuse_reason: String,
    #[serde(default)]
    pub(super) express_name: String,
    #[serde(default)]
    pub(super) express_number: String,
}

/// The page of a line.
#[derive(Deserialize)]
pub(super) struct View {
    /// The newest case.
    pub(super) n: Option<u32>,
    pub(super) can: u8,
    pub(super) s0: String,
    pub(super) s1: String,
}

/// A step.
#[derive(Deserialize)]
pub(super) struct Step {
    pub(super) op: String,
    #[serde(rename = "in")]
    pub(super) input: Map<String, Value>,
    /// The line that the view is of.
    #[serde(default)]
    pub(super) li: usize,
    pub(super) code: i64,
    pub(super) msg: String,
    /// The exception that left the service.
    pub(super) exc: Option<String>,
    pub(super) s: State,
    pub(super) d: Option<View>,
}

impl Step {
    /// Returns the exception that the system threw, in the database or in PHP, if it threw one.
    pub(super) fn exception(&self) -> Option<&str> {
        let is_of_the_database = self.msg.starts_with("SQLSTATE");
        (self.exc.is_some() || is_of_the_database).then_some(self.msg.as_str())
    }
}
