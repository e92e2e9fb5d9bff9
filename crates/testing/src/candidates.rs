//! The requests that can be tried on an order as it stands: each with figures and texts that fit, in the
//! variants that make a difference.
//!
//! Whether a request is accepted is the order's business. The list depends on nothing but the order and the
//! time, so the same index in the list is the same request again.

use aftersale::lifecycle::{Action, Actor, Flow, Phase, Status};
use aftersale::money::{Amount, Currency, Money};
use aftersale::order::{
    Adoption, Application, Ask, Blame, Capability, Case, Deduction, LineRefundable, Order, Outcome,
    Parts, Payer, PlatformCaseId, Policy, ReceivedLine, RefundRef, Request, Right, Route, Ruling,
    Shipment, Stage, Text, TextLimit,
};
use aftersale::quantity::Quantity;
use aftersale::time::Timestamp;

/// Returns the actor that usually makes this request.
#[must_use]
pub fn usual_actor(request: &Request) -> Actor {
    match request.capability() {
        Capability::Action(
            Action::Apply
            | Action::Modify
            | Action::Cancel
            | Action::ShipReturn
            | Action::AmendShipment
            | Action::RecallShipment
            | Action::Escalate
            | Action::ConfirmOfflineRefund,
        ) => Actor::Buyer,
        Capability::Action(
            Action::AgreeToRefund
            | Action::AgreeToReturn
            | Action::Refuse
            | Action::ConfirmReceipt
            | Action::WaiveReturn
            | Action::ProveOfflineRefund,
        )
        | Capability::Right(Right::Hide | Right::Acknowledge) => Actor::Merchant,
        Capability::Action(Action::TimeRanOut) => Actor::Clock,
        Capability::Action(_) | Capability::Right(_) => Actor::Platform,
        other => crate::not_known(&other),
    }
}

/// Returns all requests that can be tried on this order now. The requests of people come first, in the order
/// of a case's life; then reports on refunds, then rare requests.
#[must_use]
pub fn all<P: Policy>(order: &Order<P>, now: Timestamp) -> Vec<Request> {
    let mut requests = Vec::new();
    for case in order.cases() {
        requests.extend(on_case(order, case, now));
    }
    requests.extend(applications(order));
    requests.extend(reports(order, now));
    requests.extend(on_order(order, now));
    requests.extend(adoptions(order));
    requests
}

/// Returns applications: for one unit and for all, as refund only and as return, with and without the shipping;
/// for an amount; for a unit at less than it is worth; and for all lines together. Some of them only a platform
/// without checks accepts: all that is left of the order for one line, no unit, a unit too many, and nothing.
#[must_use]
pub fn applications<P: Policy>(order: &Order<P>) -> Vec<Request> {
    let refundable = order.refundable();
    let mut asks: Vec<(Vec<Ask>, Option<Amount>)> = Vec::new();
    for left in &refundable.lines {
        let LineRefundable { line, units, amount, .. } = left;
        let all = units.units().max(1);
        asks.push((vec![Ask::units(line, 1)], None));
        asks.push((vec![Ask::units(line, all)], Some(refundable.shipping)));
        asks.push((vec![Ask::units(line, all)], None));
        asks.push((vec![Ask::amount(line, *amount)], None));
        asks.push((vec![Ask::units(line, 1).at(Amount::from_minor(1))], None));
        asks.push((vec![Ask::amount(line, Amount::from_minor(1))], None));
        asks.push((vec![Ask::units(line, 1).at(refundable.order)], None));
        asks.push((vec![Ask::units(line, all).at(refundable.order)], None));
        asks.push((vec![Ask::units(line, 0).at(Amount::from_minor(1))], None));
        asks.push((vec![Ask::units(line, all.saturating_add(1)).at(*amount)], None));
        asks.push((vec![Ask::units(line, 1).at(Amount::ZERO)], None));
    }
    let of_all = refundable.lines.iter();
    let of_all = of_all.map(|left| Ask::units(&left.line, left.units.units().max(1))).collect();
    asks.push((of_all, Some(refundable.shipping)));
    asks.push((vec![], Some(refundable.shipping)));
    let deducted = deducted(order);
    let of_flow = |flow: &Flow| {
        let flow = *flow;
        let apply = move |(lines, shipping): &(Vec<Ask>, Option<Amount>)| Request::Apply {
            flow,
            application: application_for(order, lines.clone(), *shipping),
        };
        let deducted = deducted.iter().cloned();
        let deducted = deducted.map(|application| Request::Apply { flow, application });
        asks.iter().map(apply).chain(deducted).collect::<Vec<_>>()
    };
    Flow::OF_ORDERS.iter().flat_map(of_flow).collect()
}

/// Returns applications with deductions: one that leaves something of a unit, and one that takes all and more.
fn deducted<P: Policy>(order: &Order<P>) -> Vec<Application> {
    let refundable = order.refundable();
    let Some(LineRefundable { line, units, .. }) = refundable.lines.first() else {
        return Vec::new();
    };
    let one = Amount::from_minor(1);
    let fee = |amount| Deduction::new("restocking", "the box was opened", amount);
    let way_back = Deduction::new("the way back", "paid by the shop", order.facts().amount_paid());
    let unit = application_for(order, vec![Ask::units(line, 1)], None);
    let all = vec![Ask::units(line, units.units().max(1))];
    let all = application_for(order, all, Some(refundable.shipping));
    vec![
        Application { deductions: vec![fee(one)], ..unit },
        Application { deductions: vec![fee(one), way_back], ..all },
    ]
}

/// Returns an application with texts that the platform accepts.
#[must_use]
pub fn application_for<P: Policy>(
    order: &Order<P>,
    lines: Vec<Ask>,
    shipping: Option<Amount>,
) -> Application {
    let limits = &order.policy().terms().limits;
    let shipping = shipping.filter(|shipping| shipping.is_positive());
    Application {
        shipping,
        reason: accepted_text(limits.reason),
        message: accepted_text(limits.message),
        phone: accepted_text(limits.phone),
        ..Application::of(lines)
    }
}

/// Returns a text of an accepted length.
fn accepted_text(limit: TextLimit) -> Text {
    let length = limit.least.min(1_000);
    Text::Inline("说明如下".chars().cycle().take(length).collect::<String>())
}

/// Returns all requests about a case.
#[must_use]
pub fn on_case<P: Policy>(
    order: &Order<P>,
    case: &Case<P::Status>,
    now: Timestamp,
) -> Vec<Request> {
    let limits = &order.policy().terms().limits;
    let (id, offer) = (case.id, case.offer);
    let note = || accepted_text(limits.note);
    let shipment = || Shipment {
        carrier: accepted_text(limits.carrier),
        waybill: accepted_text(limits.waybill),
    };
    let rule = |ruling| Request::Rule { case: id, ruling, blame: Blame::Nobody };
    let mut requests = vec![
        Request::AgreeToRefund { case: id, offer },
        Request::AgreeToReturn { case: id, offer, address: accepted_text(limits.address) },
        Request::ShipReturn { case: id, shipment: shipment() },
        Request::ConfirmReceipt { case: id, offer, goods: whole_receipt(case) },
        Request::WaiveReturn { case: id, offer },
        refusal(order, case, false),
        Request::Cancel { case: id },
        Request::TimeRanOut { case: id, deadline: case.deadline.unwrap_or(now) },
        Request::AgreeForMerchant { case: id },
        Request::Escalate { case: id, message: accepted_text(limits.message) },
        rule(Ruling::ForBuyer),
        rule(Ruling::ReturnFirst),
        rule(Ruling::ForMerchant),
        Request::ForceRefund { case: id },
        Request::RetryRefund { case: id },
        Request::Close { case: id, note: note() },
        Request::ProveOfflineRefund { case: id, certificates: vec!["proof".into()], note: note() },
        Request::ConfirmOfflineRefund { case: id },
        refusal(order, case, true),
        Request::AmendShipment { case: id, shipment: shipment() },
        Request::RecallShipment { case: id },
        Request::Hide { case: id },
        Request::RepairClock { note: note() },
        Request::MoveDeadline {
            case: id,
            deadline: now.plus_seconds(86_400).unwrap_or(now),
            note: note(),
        },
    ];
    requests.extend(other_receipts(case).map(|goods| Request::ConfirmReceipt {
        case: id,
        offer,
        goods,
    }));
    requests.extend(changes(order, case));
    requests.extend(choices(order, case));
    requests
}

/// Returns choices of payments for the next refund of a case, where payments have names: all that the case asks for by the last
/// one as far as it goes, one of the smallest amount by each, none, and more than there is.
fn choices<P: Policy>(order: &Order<P>, case: &Case<P::Status>) -> Vec<Request> {
    let payments = order.payments();
    let one = Amount::from_minor(1);
    let Some(last) = payments.last() else { return Vec::new() };
    let left = order.refund_progress(case.id).map_or(Amount::ZERO, |progress| progress.left);
    let of_last = left.min(last.left());
    let of_each = payments.iter().map(|payment| (payment.payment.clone(), one)).collect();
    let too_much = last.left().saturating_add(one);
    let chosen = [
        vec![(last.payment.clone(), of_last)],
        of_each,
        vec![],
        vec![(last.payment.clone(), too_much)],
    ];
    let choice = |payments| Request::ChoosePayments { case: case.id, payments };
    chosen.into_iter().map(choice).collect()
}

/// Returns payments that come later, where payments have names: one of the smallest amount, all that has not come yet, and one
/// that has come already.
fn later_payments<P: Policy>(order: &Order<P>) -> Vec<Request> {
    let payments = order.payments();
    let Some(first) = payments.first() else { return Vec::new() };
    let come = Amount::saturating_sum(payments.iter().map(|payment| payment.paid));
    let to_come = order.facts().amount_paid().saturating_sub(come);
    let one = Amount::from_minor(1);
    let name = format!("payment-{}", payments.len());
    [
        (name.as_str().into(), one),
        (name.as_str().into(), to_come),
        (first.payment.clone(), first.paid),
    ]
    .into_iter()
    .map(|(payment, amount)| Request::OrderPaid { payment, amount: order.currency().money(amount) })
    .collect()
}

fn refusal<P: Policy>(order: &Order<P>, case: &Case<P::Status>, waybill_wrong: bool) -> Request {
    let reason = accepted_text(order.policy().terms().limits.refusal);
    Request::Refuse { case: case.id, offer: case.offer, reason, evidence: vec![], waybill_wrong }
}

/// Returns the receipt by which all goods came and are accepted.
fn whole_receipt<S>(case: &Case<S>) -> Vec<ReceivedLine> {
    let lines = case.claim.lines.iter();
    lines.map(|claimed| ReceivedLine::all(&claimed.line, claimed.units)).collect()
}

/// Returns the receipts by which one unit of the first line is damaged and not accepted, and nothing came.
fn other_receipts<S>(case: &Case<S>) -> impl Iterator<Item = Vec<ReceivedLine>> {
    let one = Quantity::new(1);
    let mut damaged = whole_receipt(case);
    if let Some(first) = damaged.first_mut() {
        let sound = first.resaleable.saturating_sub(one);
        *first = ReceivedLine { accepted: sound, resaleable: sound, damaged: one, ..first.clone() };
    }
    let nothing = whole_receipt(case).into_iter().map(|received| ReceivedLine {
        accepted: Quantity::ZERO,
        resaleable: Quantity::ZERO,
        missing: received.resaleable,
        ..received
    });
    [damaged, nothing.collect()].into_iter()
}

/// Returns the application as it was, and one that asks for less.
fn changes<P: Policy>(order: &Order<P>, case: &Case<P::Status>) -> impl Iterator<Item = Request> {
    let id = case.id;
    let asked = |amount: fn(Amount) -> Amount| {
        let lines = case.claim.lines.iter();
        let lines = lines.map(|claimed| Ask {
            line: claimed.line.clone(),
            units: Some(claimed.units).filter(|units| *units > Quantity::ZERO),
            amount: Some(amount(claimed.amount)),
        });
        let application = application_for(order, lines.collect(), Some(case.claim.shipping));
        Application { deductions: case.claim.deductions.clone(), ..application }
    };
    let same = asked(|amount| amount);
    let less = asked(|amount| amount.saturating_sub(Amount::from_minor(1)));
    [same, less].into_iter().map(move |application| Request::Modify { case: id, application })
}

/// Returns all reports on refunds, on each refund and on each case, as of now.
#[must_use]
pub fn reports<P: Policy>(order: &Order<P>, as_of: Timestamp) -> Vec<Request> {
    let report = |refund: &RefundRef, amount: Amount| {
        let refund = refund.clone();
        outcomes(order, amount).map(move |outcome| Request::ReportRefund {
            refund: refund.clone(),
            outcome,
            as_of,
        })
    };
    let note = accepted_text(order.policy().terms().limits.note);
    let mut requests = Vec::new();
    for refund in order.refunds() {
        let key = RefundRef::Key(refund.key.clone());
        requests.extend(report(&key, refund.parts.total()));
        requests.push(Request::DeclareFailed { refund: refund.key.clone(), note: note.clone() });
    }
    // A platform that refunds on its own names the case.
    if order.policy().terms().payer == Payer::Platform {
        for case in order.cases() {
            requests.extend(report(&RefundRef::OfCase(case.id), case.claim.total()));
        }
    }
    requests
}

/// Returns the outcomes that a refund of this amount may have.
fn outcomes<P: Policy>(order: &Order<P>, amount: Amount) -> impl Iterator<Item = Outcome> + use<P> {
    let money = |minor: i64| order.currency().money(Amount::from_minor(minor));
    let half = amount.minor().checked_div(2).unwrap_or_default();
    [
        Outcome::Succeeded(money(amount.minor())),
        Outcome::Failed,
        Outcome::Unknown,
        Outcome::Processing,
        Outcome::Reversed(money(amount.minor())),
        Outcome::Succeeded(money(half)),
        Outcome::Reversed(money(half)),
    ]
    .into_iter()
}

/// The gateway's own number for a refund.
const REFERENCE: &str = "re_9";

/// Returns reports under the gateway's own number of a refund of the order's own, or of each of its cases, and requests that say
/// what it is: of that one or of another, the wrong way round and twice.
#[must_use]
pub fn under_another_name<P: Policy>(order: &Order<P>, now: Timestamp) -> Vec<Request> {
    let own = || order.refunds().iter().filter(|refund| refund.route != Route::External);
    let mut requests = Vec::new();
    let Some(first) = own().next() else { return requests };
    let amount = order.currency().money(first.parts.total());
    let reported = |outcome| Request::ReportRefund {
        refund: RefundRef::Key(REFERENCE.into()),
        outcome,
        as_of: now,
    };
    requests.push(reported(Outcome::Processing));
    requests.push(reported(Outcome::Failed));
    requests.push(reported(Outcome::Succeeded(amount)));
    requests.push(Request::ReportExternalRefund {
        case: first.case,
        reference: REFERENCE.into(),
        amount,
        lines: Vec::new(),
        shipping: Amount::ZERO,
        as_of: now,
    });
    for refund in own() {
        requests.push(Request::identify_refund(&refund.key, REFERENCE));
        requests.push(Request::identify_refund(REFERENCE, &refund.key));
    }
    requests
}

/// The gateway's name for money that may be out by another way.
const UNKNOWN: &str = "dp-1";

fn money_of_another_currency(ours: Currency) -> Money {
    let other = if ours == Currency::USD { Currency::EUR } else { Currency::USD };
    other.money(Amount::from_minor(1))
}

/// Returns the requests about the order itself, its effects, and money that was refunded by other ways.
#[must_use]
pub fn on_order<P: Policy>(order: &Order<P>, now: Timestamp) -> Vec<Request> {
    let currency = order.currency();
    let one = Amount::from_minor(1);
    let effects = order.pending_effects().iter().map(|pending| pending.id).collect();
    let refunded = order.ledger().order.refunded;
    let external = |reference: &str, amount: Amount, parts: Parts| Request::ReportExternalRefund {
        case: None,
        reference: reference.into(),
        amount: currency.money(amount),
        lines: parts.lines,
        shipping: parts.shipping,
        as_of: now,
    };
    let unknown = |outcome| Request::ReportRefund {
        refund: RefundRef::Key(UNKNOWN.into()),
        outcome,
        as_of: now,
    };
    let of_line = order.facts().lines.first().map(|line| (line.line.clone(), one));
    let of_line = Parts { lines: of_line.into_iter().collect(), ..Parts::default() };
    let mut requests = vec![
        Request::Acknowledge { effects },
        Request::OrderShipped { when: now },
        Request::OrderReceived { when: now },
        Request::OrderCorrected { stage: Stage::ToBeShipped, shipped: None, received: None },
        Request::OrderCorrected {
            stage: Stage::Completed,
            shipped: Some(now),
            received: Some(now),
        },
        external("desk-1", one, of_line),
        external("desk-2", one, Parts { shipping: one, ..Parts::default() }),
        external("desk-3", one, Parts::default()),
        unknown(Outcome::Processing),
        unknown(Outcome::Succeeded(money_of_another_currency(currency))),
        Request::ReportPendingExternalRefund {
            case: None,
            reference: UNKNOWN.into(),
            amount: currency.money(one),
            lines: Vec::new(),
            shipping: Amount::ZERO,
            as_of: now,
        },
        Request::ReportRefundTotal { total: currency.money(refunded), as_of: now },
        Request::ReportRefundTotal {
            total: currency.money(refunded.saturating_sub(one)),
            as_of: now,
        },
        Request::ReportRefundTotal {
            total: currency.money(refunded.saturating_add(one)),
            as_of: now,
        },
    ];
    requests.extend(later_payments(order));
    requests.extend(under_another_name(order, now));
    requests
}

/// Returns requests by which a platform tells of a case of one unit that it owns, under its id: at each status of each flow, as
/// of this time and until a deadline, as of the time at which the case is known, and as of a time before that; also with less that
/// is asked for, and with a part that was refunded; and requests that give the first case this id.
#[must_use]
pub fn tellings<P: Policy>(order: &Order<P>, now: Timestamp) -> Vec<Request> {
    let id = PlatformCaseId::new("AS-1");
    let known = order.case_of_platform(&id).map(Case::known_as_of);
    let mut times = vec![now];
    times.extend(
        known.into_iter().flat_map(|known| [Some(known), known.plus_seconds(-1)]).flatten(),
    );
    let lines: Vec<Ask> =
        order.facts().lines.iter().take(1).map(|line| Ask::units(&line.line, 1)).collect();
    let mut requests = Vec::new();
    for flow in Flow::OF_ORDERS {
        for status in P::Status::ALL {
            if P::LIFECYCLE.phase(*flow, *status).is_none() {
                continue;
            }
            for as_of in &times {
                let deadline = now.plus_seconds(7_200).filter(|_| *as_of == now);
                let (platform_case, as_of) = (Some(id.clone()), Some(*as_of));
                let lines = lines.clone();
                let plain = Adoption::new(*flow, *status);
                let told = Adoption { lines, platform_case, as_of, deadline, ..plain };
                if let Some(case) = order.cases().first().filter(|_| known.is_none()) {
                    requests.push(Request::Adopt(
                        Adoption { case: Some(case.id), ..told.clone() }.into(),
                    ));
                }
                let phase = P::LIFECYCLE.phase(*flow, *status);
                let one = order.currency().money(Amount::from_minor(1));
                if deadline.is_some() && phase == Some(Phase::Refunding) {
                    requests.push(Request::Adopt(
                        Adoption { refunded: Some(one), ..told.clone() }.into(),
                    ));
                }
                if deadline.is_some() && phase == Some(Phase::UnderReview) {
                    let less = |ask: &Ask| ask.clone().at(one.amount);
                    let lines = told.lines.iter().map(less).collect();
                    requests.push(Request::Adopt(Adoption { lines, ..told.clone() }.into()));
                }
                requests.push(Request::Adopt(told.into()));
            }
        }
    }
    requests
}

/// Returns requests that take cases over: a new one of one unit at each status of each flow, and the first
/// case at each status of its own flow.
#[must_use]
pub fn adoptions<P: Policy>(order: &Order<P>) -> Vec<Request> {
    let mut requests = Vec::new();
    let lines: Vec<Ask> =
        order.facts().lines.iter().take(1).map(|line| Ask::units(&line.line, 1)).collect();
    for flow in Flow::OF_ORDERS {
        for status in P::Status::ALL {
            if P::LIFECYCLE.phase(*flow, *status).is_some() {
                let adoption = Adoption::new(*flow, *status);
                requests.push(Request::Adopt(
                    Adoption { lines: lines.clone(), ..adoption.clone() }.into(),
                ));
                let of_case = order.cases().first().filter(|case| case.flow == *flow);
                requests.extend(of_case.map(|case| {
                    Request::Adopt(Adoption { case: Some(case.id), ..adoption.clone() }.into())
                }));
            }
        }
    }
    requests
}
