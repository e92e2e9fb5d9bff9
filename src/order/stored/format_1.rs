//! The types of format 1 that are others today: an order knew nothing of tax. They stay as they are.

use alloc::collections::VecDeque;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Deserialize;

use super::{Snapshot, TableSpan};
use crate::lifecycle::Status;
use crate::money::{Amount, Currency};
use crate::order::remembered::Remembered;
use crate::order::state::{Books, Kept};
use crate::order::{self, BuyerId, Discrepancy, LineId, OpeningId, OrderId, Share, Stage, Version};
use crate::order::{AcceptedCommand, Anomaly, Case, PendingEffect, Refund};
use crate::quantity::Quantity;
use crate::time::Timestamp;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, bound = "S: Status")]
pub(super) struct Event<S> {
    order: OrderId,
    version: Version,
    at: Timestamp,
    kind: EventKind<S>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case", bound = "S: Status")]
#[allow(clippy::large_enum_variant, reason = "almost every event is an accepted command")]
enum EventKind<S> {
    Opened(Opening),
    Accepted(AcceptedCommand<S>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Opening {
    facts: OrderFacts,
    shares: Vec<Share>,
    discrepancies: Vec<Discrepancy>,
    remembered: u32,
    policy: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OrderFacts {
    order: OrderId,
    #[serde(deserialize_with = "crate::required::required")]
    opening: Option<OpeningId>,
    #[serde(deserialize_with = "crate::required::required")]
    buyer: Option<BuyerId>,
    currency: Currency,
    lines: Vec<LineFacts>,
    goods_total: Amount,
    shipping: Amount,
    discount: Amount,
    paid: Amount,
    shipping_refunded: Amount,
    stage: Stage,
    #[serde(deserialize_with = "crate::required::required")]
    shipped: Option<Timestamp>,
    #[serde(deserialize_with = "crate::required::required")]
    received: Option<Timestamp>,
    is_virtual: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LineFacts {
    line: LineId,
    quantity: Quantity,
    unit_price: Amount,
    total: Amount,
    refunded: Amount,
    returned: Quantity,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, bound = "S: Status")]
pub(super) struct Snapshot1<S> {
    books: Books1<S>,
    remembered: VecDeque<Remembered>,
    table_spans: Vec<TableSpan>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, bound = "S: Status")]
struct Books1<S> {
    version: Version,
    at: Timestamp,
    opening: Opening,
    stage: Stage,
    #[serde(deserialize_with = "crate::required::required")]
    shipped: Option<Timestamp>,
    #[serde(deserialize_with = "crate::required::required")]
    received: Option<Timestamp>,
    cases: Vec<Case<S>>,
    refunds: Vec<Refund>,
    #[serde(deserialize_with = "crate::required::required")]
    gateway_total: Option<(Timestamp, Amount)>,
    applications: Vec<u32>,
    pending_effects: Vec<PendingEffect>,
    #[serde(deserialize_with = "crate::required::required")]
    closed: Option<Timestamp>,
    anomalies: Vec<(Version, Anomaly)>,
}

impl<S> From<Event<S>> for order::Event<S> {
    fn from(event: Event<S>) -> Self {
        let Event { order, version, at, kind } = event;
        let kind = match kind {
            EventKind::Opened(opening) => order::EventKind::Opened(opening.into()),
            EventKind::Accepted(accepted) => order::EventKind::Accepted(accepted),
        };
        Self { order, version, at, kind }
    }
}

impl From<Opening> for order::Opening {
    fn from(opening: Opening) -> Self {
        let Opening { facts, shares, discrepancies, remembered, policy } = opening;
        Self { facts: facts.into(), shares, discrepancies, remembered, policy }
    }
}

impl From<OrderFacts> for order::OrderFacts {
    fn from(facts: OrderFacts) -> Self {
        let lines: Vec<order::LineFacts> = facts.lines.into_iter().map(Into::into).collect();
        let OrderFacts { opening, buyer, goods_total, shipping_refunded, is_virtual, .. } = facts;
        let new = Self::new(facts.order, facts.currency, lines)
            .goods_total(goods_total)
            .shipping(facts.shipping)
            .discount(facts.discount)
            .paid(facts.paid)
            .shipping_refunded(shipping_refunded)
            .stage(facts.stage)
            .shipped(facts.shipped)
            .received(facts.received)
            .is_virtual(is_virtual);
        Self { opening, buyer, ..new }
    }
}

impl From<LineFacts> for order::LineFacts {
    fn from(line: LineFacts) -> Self {
        let LineFacts { line, quantity, unit_price, total, refunded, returned } = line;
        Self { line, quantity, unit_price, total, refunded, returned, tax: Amount::ZERO }
    }
}

impl<S> From<Snapshot1<S>> for Snapshot<S> {
    fn from(snapshot: Snapshot1<S>) -> Self {
        let Snapshot1 { books, remembered, table_spans } = snapshot;
        let books = Books {
            version: books.version,
            at: books.at,
            opening: books.opening.into(),
            stage: books.stage,
            shipped: books.shipped,
            received: books.received,
            cases: books.cases,
            refunds: books.refunds,
            gateway_total: books.gateway_total,
            applications: books.applications,
            pending_effects: books.pending_effects,
            closed: books.closed,
            anomalies: books.anomalies,
            refund_taxes: Vec::new(),
            later_payments: Vec::new(),
            chosen_payments: Vec::new(),
            kept: Kept::default(),
        };
        Self { books, remembered, table_spans }
    }
}
