//! A gateway's events on refunds, each under the reference of a payment or refund.

use std::collections::BTreeMap;

use aftersale::lifecycle::Flow;
use aftersale::money::Amount;
use aftersale::order::{Anomaly, Ask, Change, Decision, EventKind, OrderFacts, Outcome, RefundKey};
use serde_json::Value;

use super::Asked;
use super::answers::{Answers, Figure};
use super::fields::{Fields, Problem, Read, amount, failed, name_of, not_given, not_understood};
use super::goods::plain_lines;
use super::shop::{Class, Refused, Shop, line, sum};

/// An event of a gateway: its reference, kind, amount and time.
struct GatewayEvent {
    reference: String,
    kind: Kind,
    amount: Amount,
    at: i64,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kind {
    Charged,
    ChargeFailed,
    ChargePending,
    Request,
    Success,
    Failure,
    Reverse,
}

/// The rule by which the crate does not book what others let go below zero.
const NEVER_LEFT: &str = "more came back than had left, which others add up below zero, and the crate \
    records as an anomaly and does not book";

pub(super) const EVENTS: &[&str] = &["events", "notifications", "webhooks"];

/// Replays refunds by reference: of two events that contradict each other the later one counts.
pub(super) fn by_reference(asked: &Asked<'_>) -> Read<Answers> {
    let Some(list) = asked.input.list(EVENTS)? else { return not_given("the events") };
    let events = list.iter().enumerate().map(|(index, value)| parse_event(index, value));
    let events = events.collect::<Read<Vec<_>>>()?;
    let charged = match asked.input.amount(&["charged", "captured", "paid"])? {
        Some(charged) => Some(charged),
        None => charged(&events)?,
    };
    let refunds: Vec<&GatewayEvent> =
        events.iter().filter(|event| event.kind.is_of_refund()).collect();
    // Where no charge is given, it was made before the events begin, and is large enough.
    let before = sum(refunds.iter().filter(|event| event.kind != Kind::Reverse).map(|t| t.amount))?;
    let paid = charged.unwrap_or(before);
    let known = play_events(asked, paid, refunds.iter().copied())?;
    // Events come in any order; their own times count.
    let reversed = play_events(asked, paid, refunds.iter().rev().copied())?;
    if known != reversed {
        return failed(format!("{known:?} in this order, {reversed:?} in the other"));
    }
    if known.refunded > paid && !known.has_anomaly {
        return failed("more was refunded than charged, and no anomaly is recorded");
    }
    if charged.is_none() {
        nothing_charged(asked, &refunds)?;
    }
    let Known { refunded, in_flight, .. } = known;
    let less = charged.unwrap_or_default().checked_sub(refunded);
    let left = less.and_then(|left| left.checked_sub(in_flight)).unwrap_or_default();
    let mut answers = Answers::default();
    if known.unpaid.is_positive() {
        if !known.has_anomaly {
            return failed("more came back than had left, and no anomaly is recorded");
        }
        answers.rule = Some(NEVER_LEFT);
        answers.refused =
            Some(Refused::new(Class::Reused, format!("{} came back", known.unpaid.minor())));
        return Ok(answers);
    }
    answers.add(&["charged", "left", "remaining"], Figure::Amount(left));
    answers.add(&["refunded", "refund", "refunded_total"], Figure::Amount(refunded));
    answers.add(&["refund_pending", "pending", "in_flight"], Figure::Amount(in_flight));
    Ok(answers)
}

impl Kind {
    const fn is_of_refund(self) -> bool {
        matches!(self, Self::Request | Self::Success | Self::Failure | Self::Reverse)
    }

    fn of(word: &str) -> Option<Self> {
        let of_refund = word.strip_prefix("refund_").unwrap_or(word);
        Some(match (word, of_refund) {
            ("charge_success" | "charge" | "charged" | "captured", _) => Self::Charged,
            ("charge_failure" | "charge_failed", _) => Self::ChargeFailed,
            ("charge_request" | "charge_pending", _) => Self::ChargePending,
            (_, "request" | "requested" | "pending" | "processing") => Self::Request,
            (_, "success" | "succeeded") => Self::Success,
            (_, "failure" | "failed") => Self::Failure,
            (_, "reverse" | "reversed" | "reversal") => Self::Reverse,
            _ => return None,
        })
    }
}

/// Reads an event: a list (reference, kind, amount, time) or an object. Without a time, its index counts.
fn parse_event(index: usize, value: &Value) -> Read<GatewayEvent> {
    let index = i64::try_from(index).unwrap_or(i64::MAX);
    let (reference, kind, of, at) = match value {
        Value::Array(list) => match list.as_slice() {
            [reference, kind, of] => (reference, kind, of, None),
            [reference, kind, of, at] => (reference, kind, of, Some(at)),
            _ => return not_understood(format!("the event {value}")),
        },
        value => {
            let fields = Fields::of(value)?;
            let parts = (
                fields.get(&["reference", "ref", "psp_reference", "key", "id"]),
                fields.get(&["kind", "type", "event"]),
                fields.get(&["amount"]),
            );
            let at = fields.get(&["at", "time", "as_of", "created_at"]);
            fields.all_read()?;
            match parts {
                (Some(reference), Some(kind), Some(of)) => (reference, kind, of, at),
                // A notification without a kind means that the money was refunded.
                (Some(reference), None, Some(of)) => {
                    let (reference, kind) = (name_of(reference), Kind::Success);
                    let at = at.map_or(Ok(index), |at| amount(at).map(Amount::minor))?;
                    return Ok(GatewayEvent { reference, kind, amount: amount(of)?, at });
                }
                _ => return not_understood(format!("the event {value}")),
            }
        }
    };
    let reference = name_of(reference);
    let Some(kind) = kind.as_str().and_then(Kind::of) else {
        return not_understood(format!("the event {kind}"));
    };
    let at = match at.filter(|at| !at.is_null()) {
        Some(at) => amount(at)?.minor(),
        None => index,
    };
    Ok(GatewayEvent { reference, kind, amount: amount(of)?, at })
}

/// Returns the amount that was charged, if there is any event on it: the last of each reference counts.
fn charged(events: &[GatewayEvent]) -> Read<Option<Amount>> {
    let mut last: BTreeMap<&str, &GatewayEvent> = BTreeMap::new();
    for event in events.iter().filter(|event| !event.kind.is_of_refund()) {
        let known = last.entry(&event.reference).or_insert(event);
        let is_certain = event.kind != Kind::ChargePending;
        if is_certain && (event.at >= known.at || known.kind == Kind::ChargePending) {
            *known = event;
        }
    }
    if last.is_empty() {
        return Ok(None);
    }
    sum(last.values().filter(|event| event.kind == Kind::Charged).map(|event| event.amount))
        .map(Some)
}

#[derive(Debug, Eq, PartialEq)]
struct Known {
    refunded: Amount,
    in_flight: Amount,
    /// Whether an anomaly was recorded: more was refunded than paid, or came back than had left.
    has_anomaly: bool,
    /// The amount that came back and had never left.
    unpaid: Amount,
}

/// Replays these events on an order that was paid so much. A reference is a refund of a case of its own; one
/// for which not enough was paid is an external refund.
fn play_events<'a>(
    asked: &Asked<'_>,
    paid: Amount,
    events: impl Iterator<Item = &'a GatewayEvent>,
) -> Read<Known> {
    let events: Vec<&GatewayEvent> = events.collect();
    let mut lines = Vec::new();
    let mut left = paid;
    let mut indices: BTreeMap<&str, usize> = BTreeMap::new();
    for event in events.iter().filter(|event| event.kind != Kind::Reverse) {
        let rest = left.checked_sub(event.amount).filter(|rest| *rest >= Amount::ZERO);
        if let (false, Some(rest)) = (indices.contains_key(event.reference.as_str()), rest) {
            indices.insert(&event.reference, lines.len());
            lines.push(event.amount);
            left = rest;
        }
    }
    lines.push(left);
    let mut shop = Shop::open(OrderFacts::new("ORDER1", asked.currency, plain_lines(&lines)))?;
    let mut refunds: BTreeMap<&str, RefundKey> = BTreeMap::new();
    for (reference, index) in &indices {
        let ask = Ask::amount(line(*index).as_str(), lines[*index]);
        let name = format!("apply-{reference}");
        let started = shop
            .apply(&name, Flow::RefundOnly, vec![ask], None)
            .and_then(|case| shop.agree(&format!("agree-{reference}"), case));
        let (key, _) = started.map_err(|refused| Problem::Failed(refused.text))?;
        refunds.insert(reference, key);
    }
    let mut has_anomaly = false;
    for (index, event) in events.iter().filter(|event| event.kind != Kind::Reverse).enumerate() {
        let key = refunds.get(event.reference.as_str()).cloned();
        let key = key.unwrap_or_else(|| event.reference.as_str().into());
        let money = asked.currency.money(event.amount);
        let outcome = match event.kind {
            Kind::Success => Outcome::Succeeded(money),
            Kind::Failure => Outcome::Failed,
            _ => Outcome::Processing,
        };
        let name = format!("report-{index}");
        has_anomaly |= records_anomaly(shop.report(&name, key, outcome, event.at))?;
    }
    // A reversal under a reference of its own comes out of the latest refunds before it.
    let mut back: Vec<_> = events.iter().filter(|event| event.kind == Kind::Reverse).collect();
    back.sort_by_key(|event| event.at);
    let mut returned: BTreeMap<RefundKey, Amount> = BTreeMap::new();
    let mut unpaid = Amount::ZERO;
    for event in back {
        let (is_anomaly, more) = reverse(&mut shop, event, &refunds, &mut returned)?;
        has_anomaly |= is_anomaly;
        unpaid = sum([unpaid, more])?;
    }
    let balance = shop.ledger().order;
    let (refunded, in_flight) = (balance.refunded, balance.in_flight);
    Ok(Known { refunded, in_flight, has_anomaly, unpaid })
}

fn reverse(
    shop: &mut Shop,
    event: &GatewayEvent,
    refunds: &BTreeMap<&str, RefundKey>,
    returned: &mut BTreeMap<RefundKey, Amount>,
) -> Read<(bool, Amount)> {
    let own = refunds.get(event.reference.as_str());
    let of = |refund: &&aftersale::order::Refund| match own {
        Some(own) => refund.key == *own,
        None => refund.succeeded().is_some_and(|(at, _)| at.seconds() <= event.at),
    };
    let mut known: Vec<_> = shop.order.refunds().iter().filter(of).collect();
    known.sort_by_key(|refund| refund.succeeded());
    let known: Vec<_> =
        known.iter().rev().map(|refund| (refund.key.clone(), refund.paid())).collect();
    let mut left = event.amount;
    let mut has_anomaly = false;
    for (key, paid) in known {
        let part = left.min(paid);
        if part.is_positive() {
            let total = sum([part, returned.get(&key).copied().unwrap_or_default()])?;
            let outcome = Outcome::Reversed(shop.currency().money(total));
            let name = format!("back-{}-{key}", event.reference);
            has_anomaly |= records_anomaly(shop.report(&name, key.clone(), outcome, event.at))?;
            returned.insert(key, total);
            left = left.checked_sub(part).unwrap_or_default();
        }
    }
    // More came back than had left: that is recorded, with an anomaly.
    if left.is_positive() {
        let outcome = Outcome::Reversed(shop.currency().money(left));
        let name = format!("back-{}", event.reference);
        has_anomaly |= records_anomaly(shop.report(
            &name,
            event.reference.as_str().into(),
            outcome,
            event.at,
        ))?;
    }
    Ok((has_anomaly, left))
}

/// Returns whether the report was recorded with an anomaly.
fn records_anomaly(
    decision: Result<Decision<aftersale::shopxo::AfterSaleStatus>, Refused>,
) -> Read<bool> {
    let decision = decision.map_err(|refused| Problem::Failed(refused.text))?;
    let Some(EventKind::Accepted(accepted)) = decision.event().map(|event| &event.kind) else {
        return Ok(false);
    };
    let too_much = |change: &Change<_>| {
        matches!(
            change,
            Change::AnomalyFound(
                Anomaly::RefundedMoreThanPaid { .. } | Anomaly::ReversedMoreThanPaid { .. }
            )
        )
    };
    Ok(accepted.changes.iter().any(too_much))
}

/// Checks events where nothing was charged. Others let the sum go below zero; the crate refuses to start a
/// refund, and records one that was made all the same, with an anomaly.
fn nothing_charged(asked: &Asked<'_>, refunds: &[&GatewayEvent]) -> Read<()> {
    let known = play_events(asked, Amount::ZERO, refunds.iter().copied())?;
    if known.refunded.is_positive() && !known.has_anomaly {
        return failed("nothing was charged, and a refund is recorded without an anomaly");
    }
    let free = OrderFacts::new("ORDER1", asked.currency, plain_lines(&[Amount::ZERO]));
    let mut shop = Shop::open(free)?;
    let too_much = refunds.iter().find(|event| event.kind == Kind::Request);
    let ask = too_much.map(|event| Ask::amount(line(0).as_str(), event.amount));
    match ask.map(|ask| shop.refund(vec![ask], None)) {
        Some(Ok(_)) => failed("nothing was charged, and a refund is accepted"),
        Some(Err(_)) | None => Ok(()),
    }
}
