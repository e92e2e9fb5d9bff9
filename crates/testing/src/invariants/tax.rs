//! The checks of tax: it follows the money, and all of it adds up (I27).

use super::sums::{self, Sums};
use super::{Findings, Invariant};
use aftersale::money::Amount;
use aftersale::order::{LineId, Order, Parts, Policy, Refund};

/// Returns the tax in so much of what was paid.
fn tax_in(tax: i128, paid: i128, refunded: i128) -> i128 {
    let paid = paid.max(0);
    let tax = tax.clamp(0, paid);
    tax.saturating_mul(refunded.clamp(0, paid)).checked_div(paid).unwrap_or(0)
}

const fn minor(amount: Amount) -> i128 {
    amount.minor() as i128
}

fn of_line(parts: &Parts, line: &LineId) -> i128 {
    parts.lines.iter().filter(|(other, _)| other == line).map(|(_, tax)| minor(*tax)).sum()
}

fn carried<P: Policy>(order: &Order<P>, refund: &Refund) -> Parts {
    order.tax_of_refund(&refund.key).map(|tax| tax.refunded).unwrap_or_default()
}

/// The taxes that refunds carry are those of the money that has left, by line, of the shipping and of the order; and no more
/// than all the tax is refunded, and all of it once all of the money is.
pub(super) fn check_tax<P: Policy>(order: &Order<P>, found: &mut Findings) {
    let facts = order.facts();
    let (sums, tax) = (Sums::of(order), order.tax());
    let carried: Vec<Parts> = order.refunds().iter().map(|refund| carried(order, refund)).collect();
    let mut all = 0;
    // Of the lines and the shipping before the first refund, and now: what was refunded, and the tax in it.
    let (mut was, mut is) = ((0, 0), (0, 0));
    let mut check = |of: &str, told: i128, paid: i128, gone: [i128; 2], by_refunds: i128| {
        let [before, now] = gone;
        let expected = tax_in(told, paid, now);
        let recorded = tax_in(told, paid, before) + by_refunds;
        found.unless(recorded == expected, Invariant::I27, || {
            format!("refunds of {of} carry {recorded} of tax, and {now} of {paid} is {expected}")
        });
        all += told.clamp(0, paid.max(0));
        was = (was.0 + before.clamp(0, paid.max(0)), was.1 + tax_in(told, paid, before));
        is = (is.0 + now.clamp(0, paid.max(0)), is.1 + expected);
        expected
    };
    let mut shown = Vec::new();
    for ((name, sum, _), line) in sums.lines.iter().zip(&facts.lines) {
        let by_refunds = carried.iter().map(|parts| of_line(parts, name)).sum();
        let gone = [minor(line.refunded), sum.refunded];
        let of = format!("line {name}");
        shown.push(check(&of, minor(line.tax), sum.paid, gone, by_refunds));
    }
    let by_refunds = carried.iter().map(|parts| minor(parts.shipping)).sum();
    let gone = [minor(facts.shipping_refunded), sums.shipping.refunded];
    let told = minor(facts.shipping_tax);
    shown.push(check("the shipping", told, sums.shipping.paid, gone, by_refunds));
    let is_shown = tax.lines.iter().map(|(_, tax)| tax).chain([&tax.shipping]);
    let is_shown = is_shown.map(|tax| minor(tax.refunded)).eq(shown);
    found.unless(is_shown, Invariant::I27, || format!("{tax:?} is not what was refunded"));

    let costs = minor(facts.amount_paid());
    let most = facts.tax.map_or(all, |most| minor(most).min(all));
    let whole_of = |(within, of_parts): (i128, i128), refunded: i128| {
        let (left, other) = (costs - within, refunded.min(costs) - within);
        (of_parts + tax_in(all - of_parts, left, other)).min(most)
    };
    let before = facts.lines.iter().map(|line| minor(line.refunded)).sum::<i128>();
    let before = whole_of(was, before + minor(facts.shipping_refunded));
    let whole = whole_of(is, sums.order.refunded);
    let recorded = carried.iter().map(sums::total).sum::<i128>() + before;
    found.unless(recorded == whole, Invariant::I27, || {
        format!("refunds carry {recorded} of tax altogether, and {whole} of it is refunded")
    });
    let (paid, refunded) = (minor(tax.order.paid), minor(tax.order.refunded));
    found.unless(paid == most && whole <= refunded && refunded <= most, Invariant::I27, || {
        format!("{refunded} of {paid} of tax is said to be refunded: {whole} of {most} is")
    });
    let is_all_back = minor(order.ledger().order.refunded) >= costs;
    found.unless(!is_all_back || refunded == most, Invariant::I27, || {
        format!("all is refunded, and {refunded} of {most} of tax is")
    });
}

/// A refund whose money has not moved carries the same tax as before, unless another one turned out to be it.
pub(super) fn check_kept_taxes<P: Policy>(
    before: &Order<P>,
    after: &Order<P>,
    found: &mut Findings,
) {
    for refund in before.refunds() {
        let now = after.refund(&refund.key);
        let is_still = now.is_some_and(|now| {
            let names = |refund: &Refund| refund.references().len();
            now.key == refund.key && names(now) == names(refund) && now.booked() == refund.booked()
        });
        let (was, is) = (carried(before, refund), carried(after, refund));
        found.unless(!is_still || was == is, Invariant::I27, || {
            format!("refund {} carried {was:?} of tax, and carries {is:?}", refund.key)
        });
    }
}
