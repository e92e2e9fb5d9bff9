//! The checks of an order as it stands, however it has come to this.

use super::sums::{self, Sums, asked, holds, paid_for_case, refund_sum};
use super::{Findings, Invariant, names, payments, tax};
use aftersale::lifecycle::{Actor, Phase, Status};
use aftersale::order::{Balance, Case, Effect, Order, Payer, Policy, Refund, Route};
use aftersale::time::Timestamp;

/// Checks an order as it stands.
pub fn check_state<P: Policy>(order: &Order<P>, found: &mut Findings) {
    found.version = order.version();
    check_shares(order, found);
    check_refunds(order, found);
    for case in order.cases() {
        check_case(order, case, found);
    }
    check_effects(order, found);
    check_unknown_amounts(order, found);
    check_closing(order, found);
    check_ledger(order, found);
    tax::check_tax(order, found);
    payments::check_payments(order, found);
    names::check_names(order, found);
}

/// Returns the refund that is made by another way, whose outcome is not known and of which no amount is known either.
pub(super) fn of_unknown_amount<P: Policy>(order: &Order<P>) -> Option<&Refund> {
    let mut refunds = order.refunds().iter();
    refunds.find(|refund| {
        let sum = refund_sum(refund);
        refund.route == Route::External && sum.in_flight && sums::total(&refund.parts) == 0
    })
}

/// Nothing of the order is to be paid while nobody knows how much of it is out by another way (I26).
fn check_unknown_amounts<P: Policy>(order: &Order<P>, found: &mut Findings) {
    let Some(unknown) = of_unknown_amount(order) else { return };
    let pending = order.pending_effects().iter();
    for pending in pending.filter(|pending| matches!(pending.effect, Effect::IssueRefund { .. })) {
        found.unless(false, Invariant::I26, || {
            format!("{:?} is to be done, and {} may be out", pending.effect, unknown.key)
        });
    }
}

/// A closed order is one of which nothing is left, and the host is asked to close it or to open it again, not both
/// (I28).
fn check_closing<P: Policy>(order: &Order<P>, found: &mut Findings) {
    let (ledger, is_closed) = (order.ledger(), order.closed().is_some());
    let units = ledger.lines.iter().map(|line| line.units);
    let nothing_is_left = order.policy().closes(&ledger.order, units);
    found.unless(!is_closed || nothing_is_left, Invariant::I28, || {
        format!("the order is closed, and its money is {:?}", ledger.order)
    });
    let pending = order.pending_effects().iter();
    for pending in pending {
        let is_right = match pending.effect {
            Effect::CloseOrder => is_closed,
            Effect::ReopenOrder => !is_closed,
            _ => true,
        };
        found.unless(is_right, Invariant::I28, || format!("{} is to be done", pending.id));
    }
}

/// The amount paid is shared out, no more and no less (I6).
fn check_shares<P: Policy>(order: &Order<P>, found: &mut Findings) {
    let shares = order.shares().iter();
    let goods: i128 = shares.map(|share| i128::from(share.goods.minor())).sum();
    let shipping = i128::from(order.ledger().shipping.paid.minor());
    let paid = i128::from(order.facts().amount_paid().minor());
    found.unless(goods + shipping == paid, Invariant::I6, || {
        format!("the lines have paid {goods} and the shipping {shipping}, and {paid} was paid")
    });
}

/// Keys are used once (I8), and amounts are positive (I4).
fn check_refunds<P: Policy>(order: &Order<P>, found: &mut Findings) {
    let mut keys: Vec<&str> = order.refunds().iter().map(|one| one.key.as_str()).collect();
    keys.sort_unstable();
    for pair in keys.windows(2) {
        found.unless(pair[0] != pair[1], Invariant::I8, || {
            format!("two refunds have key {}", pair[0])
        });
    }
    for refund in order.refunds() {
        let (out, booked) = (refund_sum(refund).out, sums::total(&refund.booked()));
        found.unless(out == booked, Invariant::I11, || {
            format!("{out} has left by refund {}, and {booked} is booked", refund.key)
        });
    }
    for refund in order.refunds().iter().filter(|refund| refund.route == Route::Shop) {
        let amount = sums::total(&refund.parts);
        let permitted = amount == 0 && order.policy().terms().limits.nothing;
        found.unless_permitted(permitted, amount > 0, Invariant::I4, || {
            format!("refund {} is of {amount}", refund.key)
        });
    }
}

fn check_case<P: Policy>(order: &Order<P>, case: &Case<P::Status>, found: &mut Findings) {
    let id = case.id;
    let Some(phase) = order.phase(id) else { return };
    let mut lines: Vec<&str> = case.claim.lines.iter().map(|line| line.line.as_str()).collect();
    lines.sort_unstable();
    let is_twice = lines.windows(2).any(|pair| pair[0] == pair[1]);
    found.unless(!is_twice, Invariant::I5, || format!("case {id} names a line twice: {lines:?}"));

    let (paid, claimed) = (paid_for_case(order, id), asked(case));
    found.unless(phase != Phase::Refunded || paid >= claimed, Invariant::I11, || {
        format!("case {id} is called refunded; it asks for {claimed} and has got {paid}")
    });
    let is_over = phase.is_final() && !order.refunds_of(id).any(|one| refund_sum(one).in_flight);
    found.unless(!is_over || case.deadline.is_none(), Invariant::I22, || {
        format!("case {id} is over ({phase}), and a clock is running")
    });
    let last = case.history.last().map(|step| step.status);
    found.unless(last == Some(case.status), Invariant::I23, || {
        format!("the last move of case {id} did not lead to {}", case.status.name())
    });
    let name = case.status.name();
    found.unless(P::Status::from_name(name) == Some(case.status), Invariant::I24, || {
        format!("case {id} stands at {name}, which is read as something else")
    });
}

/// The refunds that the host has to issue: only where the shop pays, once for each case, and never for one that
/// holds nothing (I8, I17).
fn check_effects<P: Policy>(order: &Order<P>, found: &mut Findings) {
    let mut paid_cases = Vec::new();
    for pending in order.pending_effects() {
        let Effect::IssueRefund { key, case, amount, payment } = &pending.effect else {
            continue;
        };
        let shop_pays = order.policy().terms().payer == Payer::Shop;
        found.unless(shop_pays, Invariant::I8, || {
            format!("{key} is to be paid, and the platform pays")
        });
        let refund = order.refund(key);
        let expected = refund.map(|refund| sums::total(&refund.parts));
        let issued = i128::from(amount.amount.minor());
        found.unless(expected == Some(issued), Invariant::I1, || {
            format!("{key} is of {issued}, and {expected:?} was agreed")
        });
        found.unless(amount.currency == order.currency(), Invariant::I18, || {
            format!("{key} is to be paid in {}", amount.currency)
        });
        // By different payments it is paid at once, but by one event alone (I29).
        let is_twice = paid_cases.iter().any(|(other, by, version)| {
            other == case && (by == payment || payment.is_none() || *version != pending.id.version)
        });
        found.unless(!is_twice, Invariant::I8, || {
            format!("case {case} is to be paid twice at once, and again under {key}")
        });
        paid_cases.push((*case, payment.clone(), pending.id.version));
        let by = order.payment_of_refund(key);
        found.unless(by == payment.as_ref(), Invariant::I29, || {
            format!("{key} is to be paid by {payment:?}, and goes back by {by:?}")
        });
        let phase = order.phase(*case);
        let is_dead = phase.is_none_or(|phase| !holds(phase) && phase != Phase::Refunded);
        found.unless(!is_dead, Invariant::I17, || {
            format!("case {case} is over ({phase:?}), and {key} is to be paid")
        });
    }
}

/// The ledger agrees with the order's cases and refunds (I1, I9, I16, I17).
fn check_ledger<P: Policy>(order: &Order<P>, found: &mut Findings) {
    let (ledger, sums) = (order.ledger(), Sums::of(order));
    let mut compare = |what: &str, ours: &sums::Sum, theirs: &Balance| {
        let in_flight = i128::from(theirs.in_flight.minor());
        found.unless(ours.in_flight == in_flight, Invariant::I9, || {
            format!("{in_flight} is held as in flight of {what}, and {} is", ours.in_flight)
        });
        let claimed = i128::from(theirs.claimed.minor());
        found.unless(ours.claimed == claimed, Invariant::I17, || {
            format!("{claimed} is held as claimed of {what}, and {} is", ours.claimed)
        });
        let refunded = i128::from(theirs.refunded.minor());
        found.unless(ours.refunded <= refunded, Invariant::I1, || {
            format!("{refunded} is booked as refunded of {what}, and {} is", ours.refunded)
        });
    };
    for ((line, ours, _), theirs) in sums.lines.iter().zip(&ledger.lines) {
        compare(&format!("line {line}"), ours, &theirs.money);
    }
    compare("the shipping", &sums.shipping, &ledger.shipping);
    compare("the order", &sums.order, &ledger.order);
    for ((line, _, ours), theirs) in sums.lines.iter().zip(&ledger.lines) {
        let theirs: [i128; 2] =
            [theirs.units.returned.units().into(), theirs.units.claimed.units().into()];
        // Cases that were taken over may claim more than a column can hold.
        let counted = [ours.back, ours.claimed].map(|units| units.min(u32::MAX.into()));
        found.unless(theirs == counted, Invariant::I2, || {
            format!("units of {line} back and claimed are counted as {theirs:?}, and are {ours:?}")
        });
    }
}

/// From each open case some actor can do something, or a report on money is awaited (I13).
pub(super) fn check_ways_on<P: Policy>(order: &Order<P>, found: &mut Findings) {
    for case in order.cases() {
        let Some(phase) = order.phase(case.id) else { continue };
        let awaits_report = order.refunds_of(case.id).any(|refund| refund_sum(refund).in_flight);
        let is_gone = case.hidden && order.policy().terms().limits.hidden_is_gone;
        if phase.is_final() || awaits_report || is_gone {
            continue;
        }
        let later = case.deadline.unwrap_or(Timestamp::from_seconds(0));
        let later = case.history.last().map_or(later, |step| step.at.max(later));
        let later = later.plus_seconds(86_400).unwrap_or(later);
        let can = |actor: &Actor| !order.permitted(case.id, *actor, later).is_empty();
        let is_read = P::LIFECYCLE.phase(case.flow, case.status).is_some();
        found.unless(!is_read || Actor::ALL.iter().any(can), Invariant::I13, || {
            format!("case {} stands at {}, and no actor can act", case.id, case.status.name())
        });
    }
}
