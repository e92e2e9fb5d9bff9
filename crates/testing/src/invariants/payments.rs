//! The checks of payments: each gives back what it gave at most, and a refund of its own goes back by each (I29).

use super::event::is_money_report;
use super::sums::{Sums, refund_sum, total};
use super::{Findings, Invariant};
use aftersale::money::Amount;
use aftersale::order::{
    AcceptedCommand, Anomaly, Bound, Event, Order, PaymentId, Policy, Refund, Request, Route,
};

const fn minor(amount: Amount) -> i128 {
    amount.minor() as i128
}

/// What was paid by a payment, and what has gone back or may be on its way by the refunds that name it.
struct Named {
    payment: PaymentId,
    paid: i128,
    refunded: i128,
    in_flight: i128,
}

impl Named {
    fn all<P: Policy>(order: &Order<P>) -> Vec<Self> {
        let before = |payment: &PaymentId| {
            let facts = order.facts().payments.iter().find(|facts| facts.payment == *payment);
            facts.map_or(0, |facts| minor(facts.refunded))
        };
        let named = |payment: aftersale::order::PaymentBalance| {
            let (mut refunded, mut in_flight) = (before(&payment.payment), 0);
            let is_by_it =
                |refund: &&Refund| order.payment_of_refund(&refund.key) == Some(&payment.payment);
            for refund in order.refunds().iter().filter(is_by_it) {
                let sum = refund_sum(refund);
                refunded += sum.out;
                in_flight += if sum.in_flight { total(&refund.parts) } else { 0 };
            }
            let paid = minor(payment.paid);
            Self { payment: payment.payment, paid, refunded, in_flight }
        };
        order.payments().into_iter().map(named).collect()
    }

    const fn left(&self) -> i128 {
        self.paid - self.refunded - self.in_flight
    }
}

/// Every refund that the shop is told to issue names a payment, where payments have names; together they are what the order
/// has refunded and in flight, as far as the payments have it; and they are no more than the order costs.
pub(super) fn check_payments<P: Policy>(order: &Order<P>, found: &mut Findings) {
    let payments = order.payments();
    let has_payments = !payments.is_empty();
    for refund in order.refunds() {
        let by = order.payment_of_refund(&refund.key);
        let is_issued = refund.route == Route::Shop && refund.effect.is_some();
        found.unless(by.is_some() == (has_payments && is_issued), Invariant::I29, || {
            format!("refund {} goes back by {by:?}", refund.key)
        });
    }
    if !has_payments {
        return;
    }
    let paid: i128 = payments.iter().map(|payment| minor(payment.paid)).sum();
    let costs = minor(order.facts().amount_paid());
    found.unless(paid <= costs, Invariant::I29, || {
        format!("{paid} was paid in payments, and the order costs {costs}")
    });
    let whole = order.ledger().order;
    let named = Named::all(order);
    let columns: [(&str, i128, i128, i128); 2] = [
        (
            "refunded",
            minor(whole.refunded),
            payments.iter().map(|payment| minor(payment.refunded)).sum(),
            named.iter().map(|payment| payment.refunded).sum(),
        ),
        (
            "in flight",
            minor(whole.in_flight),
            payments.iter().map(|payment| minor(payment.in_flight)).sum(),
            named.iter().map(|payment| payment.in_flight).sum(),
        ),
    ];
    let is_drained = payments.iter().all(|payment| payment.left() <= Amount::ZERO);
    for (what, of_order, of_payments, by_name) in columns {
        // What is more than all payments have is by none of them.
        let is_all = of_payments == of_order || (of_payments < of_order && is_drained);
        found.unless(is_all && by_name <= of_payments, Invariant::I29, || {
            format!("{of_payments} is {what} by payments, {by_name} of it by name, and {of_order} of the order")
        });
    }
    for (payment, named) in payments.iter().zip(&named) {
        let (refunded, in_flight) = (minor(payment.refunded), minor(payment.in_flight));
        let is_more = refunded > named.refunded || in_flight > named.in_flight;
        let holds = refunded >= named.refunded
            && in_flight >= named.in_flight
            && (!is_more || refunded + in_flight <= named.paid);
        found.unless(holds, Invariant::I29, || {
            format!(
                "by {} are {refunded} and {in_flight}, and by name {} and {}",
                payment.payment, named.refunded, named.in_flight
            )
        });
    }
}

/// No agreement takes more of a payment than it has; and where a late success does, that is told.
pub(super) fn check_moved_payments<P: Policy>(
    before: &Order<P>,
    event: &Event<P::Status>,
    accepted: &AcceptedCommand<P::Status>,
    after: &Order<P>,
    found: &mut Findings,
) {
    let (was, is) = (Named::all(before), Named::all(after));
    for (place, payment) in is.iter().enumerate() {
        let earlier = was.get(place);
        let least = earlier.map_or(0, |earlier| earlier.left().min(0));
        let may_be_less = is_money_report(&accepted.request);
        found.unless(may_be_less || payment.left() >= least, Invariant::I29, || {
            let Named { payment, paid, refunded, in_flight } = payment;
            format!("{paid} was paid by {payment}, {refunded} has gone back and {in_flight} may")
        });
        let before = earlier.map_or(0, |earlier| earlier.refunded);
        let is_overdrawn = payment.refunded > payment.paid && payment.refunded > before;
        let is_told = event.anomalies().any(|anomaly| match anomaly {
            Anomaly::RefundedMoreThanPaid { of: Bound::Payment(of), .. } => *of == payment.payment,
            _ => false,
        });
        found.unless(!is_overdrawn || is_told, Invariant::I29, || {
            let Named { payment, paid, refunded, .. } = payment;
            format!(
                "{refunded} has gone back by {payment}, which gave {paid}, and that is not told"
            )
        });
    }
    let is_new = |payment: &&Named| was.iter().all(|known| known.payment != payment.payment);
    let added = is.iter().filter(is_new).count();
    let is_said = usize::from(matches!(accepted.request, Request::OrderPaid { .. }));
    found.unless(added == is_said, Invariant::I29, || format!("{added} payments have come"));
    let (earlier, later) = (Sums::of(before), Sums::of(after));
    found.unless(later.order.paid >= earlier.order.paid, Invariant::I29, || {
        format!("{} was paid, and now {}", earlier.order.paid, later.order.paid)
    });
}
