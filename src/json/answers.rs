//! Answers as JSON. Each has codes for programs and texts for people, in English and Chinese.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::figures;
use super::values::{AmountBody, TextBody, TimeBody};
use crate::Language;
use crate::lifecycle::{Action, Actor, Fact, Set, SetMember, Status};
use crate::money::{Amount, Currency, Money};
use crate::order::{
    Anomaly, Balance, Bound, Capability, CarriedTax, CaseId, Claim, Decision, Effect, OpeningError,
    Order, PaymentBalance, PaymentId, PendingEffect, PlatformCaseId, Policy, Quote, Reason, Refund,
    RefundKey, RefundProgress, Refusal, TaxBalance, Units,
};
use crate::time::Timestamp;

/// Returns the code of a word, such as `refund_only`.
pub(super) fn word(word: &impl Serialize) -> Value {
    serde_json::to_value(word).unwrap_or_default()
}

/// Returns the codes of the words of a set.
pub(super) fn set<T: SetMember + Serialize>(set: Set<T>) -> Value {
    set.iter().map(|member| word(&member)).collect()
}

pub(super) fn time(time: Timestamp) -> Value {
    word(&TimeBody(time))
}

fn maybe_time(maybe: Option<Timestamp>) -> Value {
    maybe.map_or(Value::Null, time)
}

/// Returns both texts of something: `{"en": …, "zh": …}`.
fn texts(text: impl Fn(Language) -> String) -> Value {
    json!({"en": text(Language::English), "zh": text(Language::Chinese)})
}

/// Returns an amount with its currency: `{"minor": 880, "currency": "CNY"}`, and `"places"` where the currency has other
/// decimal places than in ISO 4217.
#[must_use]
pub fn money(money: Money) -> Value {
    word(&AmountBody::of(money))
}

/// Returns an amount with its decimal places, for one that is not in the order's currency.
pub(super) fn exact(money: Money) -> Value {
    word(&AmountBody::exact(money))
}

pub(super) fn bound(bound: &Bound) -> Value {
    match bound {
        Bound::Units(line) => json!({"units": line.as_str()}),
        Bound::Line(line) => json!({"line": line.as_str()}),
        Bound::Shipping => json!("shipping"),
        Bound::Order => json!("order"),
        Bound::Payment(payment) => json!({"payment": payment.as_str()}),
    }
}

fn capability(capability: Capability) -> Value {
    match capability {
        Capability::Action(action) => word(&action),
        Capability::Right(right) => word(&right),
    }
}

fn action(action: Action) -> Value {
    json!({"code": word(&action), "text": texts(|language| action.text_in(language).into())})
}

fn reason<P: Policy>(policy: &P, reason: &Reason<P::Status>) -> Value {
    json!({
        "kind": word(&reason.kind()),
        "check": word(&reason.check()),
        "code": reason.code(),
        "figures": figures::of(reason),
        "text": texts(|language| {
            policy.reason_text(reason, language).unwrap_or_else(|| reason.text_in(language))
        }),
    })
}

fn reasons<P: Policy>(policy: &P, reasons: &[Reason<P::Status>]) -> Value {
    reasons.iter().map(|one| reason(policy, one)).collect()
}

/// Returns a refusal: the actor, the action or right, the case, every reason with its kind, check, code, figures and
/// texts, and the actions that are possible instead.
#[must_use]
pub fn refusal<P: Policy>(order: &Order<P>, refusal: &Refusal<P::Status>) -> Value {
    let case = refusal.case.map(|(case, flow, status)| {
        json!({"id": case.number(), "flow": word(&flow), "status": status.name()})
    });
    json!({
        "by": word(&refusal.by),
        "capability": capability(refusal.capability),
        "case": case,
        "reasons": reasons(order.policy(), &refusal.reasons),
        "instead": refusal.instead.iter().map(action).collect::<Value>(),
        "text": texts(|language| refusal.text_in(language)),
    })
}

/// Returns the error of an order that was not opened: every reason, in both languages.
#[must_use]
pub fn opening_error(error: &OpeningError) -> Value {
    let faults = error.faults.iter().map(|fault| texts(|language| fault.text_in(language)));
    json!({"faults": faults.collect::<Value>()})
}

/// Returns a decision: its outcome, the version of the order after it, the effects to carry out, and the anomalies that it
/// records.
#[must_use]
pub fn decision<P: Policy>(order: &Order<P>, decision: &Decision<P::Status>) -> Value {
    let (outcome, version) = match decision {
        Decision::Accepted { event, .. } => ("accepted", event.version),
        Decision::Duplicate { version, .. } => ("duplicate", *version),
        Decision::Nothing { .. } => ("nothing", order.version()),
    };
    let anomalies = decision.event().into_iter().flat_map(|event| event.anomalies());
    json!({
        "outcome": outcome,
        "version": version.number(),
        "effects": decision.effects().iter().map(effect).collect::<Value>(),
        "anomalies": anomalies.map(anomaly).collect::<Value>(),
    })
}

/// Returns an effect with its id: what is to be done, with its figures, and its texts.
#[must_use]
pub fn effect(pending: &PendingEffect) -> Value {
    let (code, figures) = match &pending.effect {
        Effect::IssueRefund { key, case, amount, payment } => (
            "issue_refund",
            json!({
                "key": key.as_str(),
                "case": case.number(),
                "amount": money(*amount),
                "payment": payment.as_ref().map(PaymentId::as_str),
            }),
        ),
        Effect::WithholdRefund { key, case } => {
            ("withhold_refund", json!({"key": key.as_str(), "case": case.number()}))
        }
        Effect::TakeIntoStock { case, line, units, condition } => (
            "take_into_stock",
            json!({
                "case": case.number(),
                "line": line.as_str(),
                "units": units.units(),
                "condition": word(condition),
            }),
        ),
        Effect::TellBuyer { case, action } => {
            ("tell_buyer", json!({"case": case.number(), "action": word(action)}))
        }
        Effect::TellMerchant { case, action } => {
            ("tell_merchant", json!({"case": case.number(), "action": word(action)}))
        }
        Effect::CloseOrder => ("close_order", json!({})),
        Effect::ReopenOrder => ("reopen_order", json!({})),
    };
    json!({
        "id": pending.id.to_string(),
        "code": code,
        "figures": figures,
        "text": texts(|language| pending.effect.text_in(language)),
    })
}

/// Returns an anomaly: its code and its texts.
#[must_use]
pub fn anomaly(anomaly: &Anomaly) -> Value {
    json!({"code": anomaly.code(), "text": texts(|language| anomaly.text_in(language))})
}

fn balance(balance: &Balance, currency: Currency) -> Value {
    let amount = |amount: Amount| money(currency.money(amount));
    json!({
        "paid": amount(balance.paid),
        "refunded": amount(balance.refunded),
        "in_flight": amount(balance.in_flight),
        "claimed": amount(balance.claimed),
        "left": amount(balance.left()),
    })
}

fn tax_balance(tax: &TaxBalance, currency: Currency) -> Value {
    let amount = |amount: Amount| money(currency.money(amount));
    json!({
        "paid": amount(tax.paid),
        "refunded": amount(tax.refunded),
        "left": amount(tax.left()),
    })
}

fn carried_tax(tax: &CarriedTax, currency: Currency) -> Value {
    let amount = |amount: Amount| money(currency.money(amount));
    json!({
        "refunded": amount(tax.refunded.total()),
        "expected": amount(tax.expected.total()),
    })
}

fn payment(payment: &PaymentBalance, currency: Currency) -> Value {
    let amount = |amount: Amount| money(currency.money(amount));
    json!({
        "payment": payment.payment.as_str(),
        "paid": amount(payment.paid),
        "refunded": amount(payment.refunded),
        "in_flight": amount(payment.in_flight),
        "left": amount(payment.left()),
    })
}

fn progress(progress: &RefundProgress, currency: Currency) -> Value {
    let amount = |amount: Amount| money(currency.money(amount));
    let payments = progress.payments.iter().map(|payment| {
        json!({
            "payment": payment.payment.as_str(),
            "refunded": amount(payment.refunded),
            "in_flight": amount(payment.in_flight),
            "left": amount(payment.left),
        })
    });
    json!({
        "refunded": amount(progress.refunded),
        "in_flight": amount(progress.in_flight),
        "left": amount(progress.left),
        "is_partly_refunded": progress.is_partly_refunded(),
        "payments": payments.collect::<Value>(),
    })
}

fn units(units: &Units) -> Value {
    json!({
        "bought": units.bought.units(),
        "returned": units.returned.units(),
        "claimed": units.claimed.units(),
        "left": units.left().units(),
    })
}

/// Returns the ledger of an order: by line, for shipping, and altogether, each with its tax; and by payment, where the
/// payments have names.
#[must_use]
pub fn ledger<P: Policy>(order: &Order<P>) -> Value {
    let currency = order.currency();
    let (ledger, tax) = (order.ledger(), order.tax());
    let lines = ledger.lines.iter().zip(&tax.lines).map(|(line, (_, tax))| {
        json!({
            "line": line.line.as_str(),
            "money": balance(&line.money, currency),
            "units": units(&line.units),
            "tax": tax_balance(tax, currency),
        })
    });
    json!({
        "lines": lines.collect::<Value>(),
        "shipping": balance(&ledger.shipping, currency),
        "order": balance(&ledger.order, currency),
        "shipping_tax": tax_balance(&tax.shipping, currency),
        "order_tax": tax_balance(&tax.order, currency),
        "payments": order
            .payments()
            .iter()
            .map(|balance| payment(balance, currency))
            .collect::<Value>(),
    })
}

/// Returns what is still refundable of an order, each amount with its bound.
#[must_use]
pub fn refundable<P: Policy>(order: &Order<P>) -> Value {
    let amount = |amount: Amount| money(order.currency().money(amount));
    let refundable = order.refundable();
    let lines = refundable.lines.iter().map(|line| {
        json!({
            "line": line.line.as_str(),
            "units": line.units.units(),
            "amount": amount(line.amount),
            "bound": bound(&line.bound),
        })
    });
    json!({
        "lines": lines.collect::<Value>(),
        "shipping": amount(refundable.shipping),
        "shipping_bound": bound(&refundable.shipping_bound),
        "order": amount(refundable.order),
    })
}

fn claim(claim: &Claim, currency: Currency) -> Map<String, Value> {
    let amount = |amount: Amount| money(currency.money(amount));
    let lines = claim.lines.iter().map(|line| {
        json!({
            "line": line.line.as_str(),
            "units": line.units.units(),
            "amount": amount(line.amount),
        })
    });
    let deductions = claim.deductions.iter().map(|deduction| {
        json!({
            "name": word(&TextBody(deduction.name.clone())),
            "reason": word(&TextBody(deduction.reason.clone())),
            "amount": amount(deduction.amount),
        })
    });
    [
        ("lines".to_string(), lines.collect::<Value>()),
        ("shipping".to_string(), amount(claim.shipping)),
        ("deductions".to_string(), deductions.collect::<Value>()),
        ("total".to_string(), amount(claim.total())),
    ]
    .into_iter()
    .collect()
}

/// Returns the claim that an application would make, with the tax in it.
#[must_use]
pub fn quote<P: Policy>(order: &Order<P>, quote: &Quote) -> Value {
    let mut quoted = claim(&quote.claim, order.currency());
    quoted.insert("tax".into(), money(order.currency().money(quote.tax.total())));
    Value::Object(quoted)
}

/// Returns for each flow and line whether this actor can open a case about it now, with every reason why not.
#[must_use]
pub fn may_apply<P: Policy>(order: &Order<P>, by: Actor, at: Timestamp) -> Value {
    let answers = order.may_apply(by, at);
    let answers = answers.iter().map(|may| {
        json!({
            "flow": word(&may.flow),
            "line": may.line.as_str(),
            "permitted": may.reasons.is_empty(),
            "reasons": reasons(order.policy(), &may.reasons),
        })
    });
    answers.collect()
}

/// Returns the actions that this actor can take on a case now, those of other times with every reason why not, and the
/// actor's rights beside the table.
#[must_use]
pub fn permissions<P: Policy>(order: &Order<P>, case: CaseId, by: Actor, at: Timestamp) -> Value {
    let refused = order.not_permitted(case, by, at);
    let refused = refused.iter().map(|refused| {
        json!({
            "action": action(refused.action),
            "reasons": reasons(order.policy(), &refused.reasons),
        })
    });
    json!({
        "permitted": order.permitted(case, by, at).iter().map(action).collect::<Value>(),
        "not_permitted": refused.collect::<Value>(),
        "rights": order
            .rights(by)
            .iter()
            .map(|right| json!({
                "code": word(&right),
                "text": texts(|language| right.text_in(language).into()),
            }))
            .collect::<Value>(),
    })
}

/// Returns the steps of a case, with their state and the time at which they were done.
#[must_use]
pub fn steps<P: Policy>(order: &Order<P>, case: CaseId) -> Value {
    let step = |step: crate::steps::Step| {
        json!({
            "number": step.number,
            "name": word(&step.name),
            "progress": word(&step.progress),
            "time": maybe_time(step.time),
            "text": texts(|language| step.name.text_in(language).into()),
        })
    };
    order.steps(case).map(step).collect()
}

fn refund<P: Policy>(order: &Order<P>, refund: &Refund) -> Value {
    let currency = order.currency();
    let tax = order.tax_of_refund(&refund.key).unwrap_or_default();
    let amount = |amount: Amount| money(currency.money(amount));
    json!({
        "key": refund.key.as_str(),
        "references": refund.references().iter().map(RefundKey::as_str).collect::<Vec<_>>(),
        "route": word(&refund.route),
        "state": word(&refund.state()),
        "amount": amount(refund.parts.total()),
        "paid": amount(refund.paid()),
        "payment": order.payment_of_refund(&refund.key).map(PaymentId::as_str),
        "tax": carried_tax(&tax, currency),
        "started": time(refund.started),
        "text": texts(|language| refund.state().text_in(language).into()),
    })
}

/// Returns a case: its position, claim, tax, deadline, steps and refunds, and how far it is refunded; `None` where the order has no such case.
#[must_use]
pub fn case<P: Policy>(order: &Order<P>, id: CaseId) -> Option<Value> {
    let case = order.case(id)?;
    let phase = order.phase(id)?;
    let known = |holds: bool| -> Value {
        let is_so = |fact: &&Fact| case.facts.get(**fact) == Some(holds);
        Fact::ALL.iter().filter(is_so).map(word).collect()
    };
    let refunds: Vec<Value> = order.refunds_of(id).map(|one| refund(order, one)).collect();
    let tax = order.tax_of_case(id).unwrap_or_default();
    let refunded = order.refund_progress(id)?;
    Some(json!({
        "id": case.id.number(),
        "flow": word(&case.flow),
        "status": case.status.name(),
        "phase": word(&phase),
        "facts": {"hold": known(true), "fail": known(false)},
        "offer": case.offer.number(),
        "claim": claim(&case.claim, order.currency()),
        "tax": carried_tax(&tax, order.currency()),
        "deadline": maybe_time(case.deadline),
        "platform_case": case.platform_case().map(PlatformCaseId::as_str),
        "known_as_of": time(case.known_as_of()),
        "hidden": case.hidden,
        "steps": steps(order, id),
        "refunds": refunds,
        "progress": progress(&refunded, order.currency()),
        "text": texts(|language| phase.text_in(language).into()),
    }))
}
