//! What a gateway tells of refunds, event by event, each under the reference of a refund.

use std::collections::BTreeMap;

use aftersale::lifecycle::Flow;
use aftersale::money::Amount;
use aftersale::order::{Anomaly, Ask, Change, Decision, EventKind, OrderFacts, Outcome, RefundKey};
use serde_json::Value;

use super::Asked;
use super::answers::{Answers, Figure};
use super::fields::{Fields, Problem, Read, amount, failed, name_of, not_told, not_understood};
use super::goods::plain_lines;
use super::shop::{Class, Refused, Shop, line, sum};

/// An event of a refund: under which reference, what, how much, and when.
struct Told {
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
    notes as strange and does not book";

pub(super) const EVENTS: &[&str] = &["events", "notifications", "webhooks"];

/// Refunds by reference: of two that contradict each other the later one counts.
pub(super) fn by_reference(asked: &Asked<'_>) -> Read<Answers> {
    let Some(list) = asked.input.list(EVENTS)? else { return not_told("the events") };
    let told = list.iter().enumerate().map(|(place, value)| told(place, value));
    let told = told.collect::<Read<Vec<_>>>()?;
    let charged = match asked.input.amount(&["charged", "captured", "paid"])? {
        Some(charged) => Some(charged),
        None => charged(&told)?,
    };
    let refunds: Vec<&Told> = told.iter().filter(|told| told.kind.is_of_refund()).collect();
    // Where no charge is told, it was made before the events begin, and is large enough.
    let before = sum(refunds.iter().filter(|told| told.kind != Kind::Reverse).map(|t| t.amount))?;
    let paid = charged.unwrap_or(before);
    let known = listen(asked, paid, refunds.iter().copied())?;
    // Events come in any order; the times that they say count.
    let reversed = listen(asked, paid, refunds.iter().rev().copied())?;
    if known != reversed {
        return failed(format!("{known:?} in this order, {reversed:?} in the other"));
    }
    if known.refunded > paid && !known.is_strange {
        return failed("more was refunded than charged, and it is not noted as strange");
    }
    if charged.is_none() {
        nothing_charged(asked, &refunds)?;
    }
    let Known { refunded, in_flight, .. } = known;
    let less = charged.unwrap_or_default().checked_sub(refunded);
    let left = less.and_then(|left| left.checked_sub(in_flight)).unwrap_or_default();
    let mut answers = Answers::default();
    if known.unpaid.is_positive() {
        if !known.is_strange {
            return failed("more came back than had left, and it is not noted as strange");
        }
        answers.rule = Some(NEVER_LEFT);
        answers.refused =
            Some(Refused::new(Class::Reused, format!("{} came back", known.unpaid.minor())));
        return Ok(answers);
    }
    answers.say(&["charged", "left", "remaining"], Figure::Amount(left));
    answers.say(&["refunded", "refund", "refunded_total"], Figure::Amount(refunded));
    answers.say(&["refund_pending", "pending", "in_flight"], Figure::Amount(in_flight));
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

/// An event is a list (reference, kind, amount, time) or an object. Without a time, its place counts.
fn told(place: usize, value: &Value) -> Read<Told> {
    let place = i64::try_from(place).unwrap_or(i64::MAX);
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
                // A notification that says nothing else tells that it was refunded.
                (Some(reference), None, Some(of)) => {
                    let (reference, kind) = (name_of(reference), Kind::Success);
                    let at = at.map_or(Ok(place), |at| amount(at).map(Amount::minor))?;
                    return Ok(Told { reference, kind, amount: amount(of)?, at });
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
        None => place,
    };
    Ok(Told { reference, kind, amount: amount(of)?, at })
}

/// What was charged, if anything is told of it: the last news of each reference.
fn charged(told: &[Told]) -> Read<Option<Amount>> {
    let mut last: BTreeMap<&str, &Told> = BTreeMap::new();
    for event in told.iter().filter(|event| !event.kind.is_of_refund()) {
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
    /// Whether it was noted that more was refunded than paid, or came back than had left.
    is_strange: bool,
    /// How much came back that had never left.
    unpaid: Amount,
}

/// An order that was paid so much and hears these events. A reference is an attempt of a case of its
/// own; one for which not enough was paid is a refund that was made elsewhere.
fn listen<'a>(
    asked: &Asked<'_>,
    paid: Amount,
    events: impl Iterator<Item = &'a Told>,
) -> Read<Known> {
    let events: Vec<&Told> = events.collect();
    let mut lines = Vec::new();
    let mut left = paid;
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for event in events.iter().filter(|event| event.kind != Kind::Reverse) {
        let rest = left.checked_sub(event.amount).filter(|rest| *rest >= Amount::ZERO);
        if let (false, Some(rest)) = (places.contains_key(event.reference.as_str()), rest) {
            places.insert(&event.reference, lines.len());
            lines.push(event.amount);
            left = rest;
        }
    }
    lines.push(left);
    let mut shop = Shop::open(OrderFacts::new("A-1", asked.currency, plain_lines(&lines)))?;
    let mut refunds: BTreeMap<&str, RefundKey> = BTreeMap::new();
    for (reference, place) in &places {
        let ask = Ask::amount(line(*place).as_str(), lines[*place]);
        let name = format!("apply-{reference}");
        let started = shop
            .apply(&name, Flow::RefundOnly, vec![ask], None)
            .and_then(|case| shop.agree(&format!("agree-{reference}"), case));
        let (key, _) = started.map_err(|refused| Problem::Failed(refused.text))?;
        refunds.insert(reference, key);
    }
    let mut record_anomaly = false;
    for (place, event) in events.iter().filter(|event| event.kind != Kind::Reverse).enumerate() {
        let key = refunds.get(event.reference.as_str()).cloned();
        let key = key.unwrap_or_else(|| event.reference.as_str().into());
        let money = asked.currency.money(event.amount);
        let outcome = match event.kind {
            Kind::Success => Outcome::Succeeded(money),
            Kind::Failure => Outcome::Failed,
            _ => Outcome::Processing,
        };
        let name = format!("told-{place}");
        record_anomaly |= say(shop.report(&name, key, outcome, event.at))?;
    }
    // What comes back under a reference of its own comes back from the latest refunds before it.
    let mut back: Vec<_> = events.iter().filter(|event| event.kind == Kind::Reverse).collect();
    back.sort_by_key(|event| event.at);
    let mut returned: BTreeMap<RefundKey, Amount> = BTreeMap::new();
    let mut unpaid = Amount::ZERO;
    for event in back {
        let (is_strange, more) = reverse(&mut shop, event, &refunds, &mut returned)?;
        record_anomaly |= is_strange;
        unpaid = sum([unpaid, more])?;
    }
    let balance = shop.ledger().order;
    let (refunded, in_flight) = (balance.refunded, balance.in_flight);
    Ok(Known { refunded, in_flight, is_strange: record_anomaly, unpaid })
}

fn reverse(
    shop: &mut Shop,
    event: &Told,
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
    let mut record_anomaly = false;
    for (key, paid) in known {
        let part = left.min(paid);
        if part.is_positive() {
            let total = sum([part, returned.get(&key).copied().unwrap_or_default()])?;
            let outcome = Outcome::Reversed(shop.currency().money(total));
            let name = format!("back-{}-{key}", event.reference);
            record_anomaly |= say(shop.report(&name, key.clone(), outcome, event.at))?;
            returned.insert(key, total);
            left = left.checked_sub(part).unwrap_or_default();
        }
    }
    // More came back than had left: that is recorded, and noted as strange.
    if left.is_positive() {
        let outcome = Outcome::Reversed(shop.currency().money(left));
        let name = format!("back-{}", event.reference);
        record_anomaly |=
            say(shop.report(&name, event.reference.as_str().into(), outcome, event.at))?;
    }
    Ok((record_anomaly, left))
}

/// Whether the news was noted as strange.
fn say(decision: Result<Decision<aftersale::shopxo::AfterSaleStatus>, Refused>) -> Read<bool> {
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

/// Where nothing was charged, peers let the sum go below zero. The crate refuses to start a refund, and
/// one that was made all the same is recorded, and noted as more than was paid.
fn nothing_charged(asked: &Asked<'_>, refunds: &[&Told]) -> Read<()> {
    let known = listen(asked, Amount::ZERO, refunds.iter().copied())?;
    if known.refunded.is_positive() && !known.is_strange {
        return failed("nothing was charged, and a refund is not noted as strange");
    }
    let free = OrderFacts::new("A-1", asked.currency, plain_lines(&[Amount::ZERO]));
    let mut shop = Shop::open(free)?;
    let too_much = refunds.iter().find(|event| event.kind == Kind::Request);
    let ask = too_much.map(|event| Ask::amount(line(0).as_str(), event.amount));
    match ask.map(|ask| shop.refund(vec![ask], None)) {
        Some(Ok(_)) => failed("nothing was charged, and a refund is accepted"),
        Some(Err(_)) | None => Ok(()),
    }
}
