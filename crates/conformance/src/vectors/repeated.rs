//! Repeated messages: running totals of a gateway, and commands that are sent again.

use std::collections::BTreeMap;

use aftersale::lifecycle::{Actor, Flow};
use aftersale::money::Amount;
use aftersale::order::{Ask, CaseId, Offer, OrderFacts, Outcome, RefundKey, Request};
use aftersale::time::Timestamp;

use super::Asked;
use super::answers::{Answers, Figure};
use super::fields::{Fields, Problem, Read, name_of, not_given, not_understood};
use super::goods::plain_lines;
use super::shop::{Refused, Shop, line, sum};

pub(super) const TOTALS: &[&str] = &[
    "reported_cumulative",
    "cumulative",
    "reported_totals",
    "reports",
    "amount_refunded",
    "cumulative_amounts",
];

/// Reports totals of the gateway, as they come in. They are not added up.
pub(super) fn gateway_total(asked: &Asked<'_>) -> Read<Answers> {
    let Some(totals) = asked.input.amounts(TOTALS)? else { return not_given("the totals") };
    let most = totals.iter().copied().max().unwrap_or_default();
    let paid = asked.input.amount(&["paid", "captured", "charged"])?.unwrap_or(most);
    let mut shop = Shop::open(OrderFacts::new("ORDER1", asked.currency, plain_lines(&[paid])))?;
    let mut deltas = Vec::new();
    for (index, total) in totals.iter().enumerate() {
        let before = shop.refunded();
        // A running total only grows, so a smaller one is an older one, whenever it comes.
        let as_of = Timestamp::from_seconds(total.minor());
        let request = Request::ReportRefundTotal { total: asked.currency.money(*total), as_of };
        let sent = shop.send(&format!("total-{index}"), Actor::Platform, request);
        sent.map_err(|refused| Problem::Failed(refused.text))?;
        deltas.push(shop.refunded().checked_sub(before).unwrap_or_default());
    }
    let mut answers = Answers::default();
    answers.add(&["applied_deltas", "deltas"], super::exactly(deltas));
    answers.add(&["refunded", "refund", "refunded_total"], Figure::Amount(shop.refunded()));
    Ok(answers)
}

/// Sends commands, of which some come twice under the same name.
pub(super) fn commands(asked: &Asked<'_>) -> Read<Answers> {
    let Some(list) = asked.input.list(&["commands"])? else {
        return not_given("the commands");
    };
    let mut wanted = Vec::new();
    for value in list {
        let fields = Fields::of(value)?;
        let key = fields.get(&["key", "id", "idempotency_key", "command"]);
        let refund = fields.amount(super::names::REQUESTED_ALONE)?;
        fields.all_read()?;
        match (key, refund) {
            (Some(key), Some(refund)) => {
                wanted.push((name_of(key), refund));
            }
            _ => return not_understood(format!("the command {value}")),
        }
    }
    // There is enough to refund them all, so it is not the ceiling that stops the second.
    let all = sum(wanted.iter().map(|(_, refund)| *refund))?;
    let paid = asked.input.amount(&["paid", "captured", "charged"])?.unwrap_or(all);
    let mut shop = Shop::open(OrderFacts::new("ORDER1", asked.currency, plain_lines(&[paid])))?;
    let mut results = Vec::new();
    let mut cases = BTreeMap::new();
    for (key, refund) in &wanted {
        results.push(command(&mut shop, &mut cases, key, *refund).err());
    }
    shop.is_sound()?;
    let mut answers = Answers::default();
    answers.add(&["refunded", "refund", "sum", "refunded_total"], Figure::Amount(shop.refunded()));
    answers.add(&["left", "remaining"], Figure::Amount(shop.left_of(0).0));
    answers.add(&["payments", "refunds_created", "attempts"], {
        Figure::Units(u32::try_from(shop.order.refunds().len()).unwrap_or(u32::MAX))
    });
    answers.refused = results.iter().flatten().last().cloned();
    answers.add_results(results);
    Ok(answers)
}

/// Sends one command of a host that does not remember what it has sent: every step of the refund has a name
/// that follows from the command's, and is sent each time. The webhook reports the refund as well.
fn command(
    shop: &mut Shop,
    cases: &mut BTreeMap<String, (CaseId, RefundKey)>,
    key: &str,
    refund: Amount,
) -> Result<(), Refused> {
    let ask = Ask::amount(line(0).as_str(), refund);
    let opened = shop.apply(&format!("{key} apply"), Flow::RefundOnly, vec![ask], None)?;
    let agreed = format!("{key} agree");
    let pay = if let Some((case, pay)) = cases.get(key) {
        let agree = Request::AgreeToRefund { case: *case, offer: Offer::FIRST };
        shop.send(&agreed, Actor::Merchant, agree)?;
        pay.clone()
    } else {
        let (pay, _) = shop.agree(&agreed, opened)?;
        cases.insert(key.to_string(), (opened, pay.clone()));
        pay
    };
    let outcome = Outcome::Succeeded(shop.currency().money(refund));
    for name in [format!("{key} refunded"), format!("{key} refunded, by the webhook")] {
        shop.report(&name, pay.clone(), outcome, 1)?;
    }
    Ok(())
}
