//! The sums of an order's money, from its facts, cases and refunds alone, in whole numbers that cannot
//! overflow. No ledger is used.

use super::deductions;
use aftersale::lifecycle::Phase;
use aftersale::order::{
    Case, CaseId, KnownOutcome, LineId, Order, OrderFacts, Parts, Policy, Refund, RefundReport,
};

/// One column of figures: the amounts that were paid, are refunded, are in flight, and are claimed besides.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Sum {
    pub(super) paid: i128,
    pub(super) refunded: i128,
    pub(super) in_flight: i128,
    pub(super) claimed: i128,
}

impl Sum {
    pub(super) const fn left(&self) -> i128 {
        self.paid - self.refunded - self.in_flight - self.claimed
    }
}

/// The units of a line.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct UnitSum {
    pub(super) bought: i128,
    pub(super) back: i128,
    pub(super) claimed: i128,
}

/// The figures of an order.
pub(super) struct Sums {
    /// By line, in the order of the lines.
    pub(super) lines: Vec<(LineId, Sum, UnitSum)>,
    pub(super) shipping: Sum,
    pub(super) order: Sum,
}

/// What is known of one refund: whether its money may be in flight, and how much is with the buyer.
pub(super) struct RefundSum {
    pub(super) in_flight: bool,
    pub(super) out: i128,
}

/// Returns what the last reports of each kind say about a refund. The latest is believed; at the same second a
/// reversal before a success, and that before a failure. Of successes with nothing else between them, the largest.
pub(super) fn refund_sum(refund: &Refund) -> RefundSum {
    refund_sum_by(refund, &refund.reports)
}

/// Returns the same, as if there were these reports alone.
pub(super) fn refund_sum_by(refund: &Refund, reports: &[RefundReport]) -> RefundSum {
    let asked = total(&refund.parts);
    let (mut success, mut failure, mut reversal) = (None, None, None);
    let mut largest: Option<i128> = None;
    for report in reports {
        if !matches!(report.outcome, KnownOutcome::Succeeded(_)) {
            largest = None;
        }
        match report.outcome {
            KnownOutcome::Failed => failure = failure.max(Some(report.as_of)),
            KnownOutcome::Succeeded(amount) => {
                largest = largest.max(Some(amount.minor().into()));
                success = largest.map(|amount| (report.as_of, amount));
            }
            KnownOutcome::Reversed(amount) => {
                reversal = reversal.max(Some((report.as_of, i128::from(amount.minor()))));
            }
        }
    }
    if success.is_none() && failure.is_none() && reversal.is_none() {
        return RefundSum { in_flight: !refund.declared_failed, out: 0 };
    }
    let success_is_last = success.is_some_and(|(at, _)| {
        failure.is_none_or(|failed| failed <= at) && reversal.is_none_or(|(back, _)| back < at)
    });
    let reversal_is_last = reversal.is_some_and(|(back, _)| {
        failure.is_none_or(|failed| failed <= back) && success.is_none_or(|(at, _)| at <= back)
    });
    let had_left = success.map_or(asked, |(_, amount)| amount);
    let out = if success_is_last {
        had_left
    } else if reversal_is_last {
        (had_left - reversal.map_or(0, |(_, amount)| amount)).max(0)
    } else {
        0
    };
    RefundSum { in_flight: false, out }
}

pub(super) fn total(parts: &Parts) -> i128 {
    let lines: i128 = parts.lines.iter().map(|(_, amount)| i128::from(amount.minor())).sum();
    lines + i128::from(parts.shipping.minor()) + i128::from(parts.rest.minor())
}

/// Returns what was paid for shipping: no more than it costs and than was paid. Where the discount is on the shipping too,
/// it is its part of what was paid, rounded to the nearest.
fn shipping_paid(facts: &OrderFacts) -> i128 {
    let paid = i128::from(facts.amount_paid().minor()).max(0);
    let price = i128::from(facts.shipping.minor()).max(0);
    let goods: i128 = facts.lines.iter().map(|line| i128::from(line.total.minor())).sum();
    let costs = goods + price;
    if !facts.discount_on_shipping || costs == 0 {
        return paid.min(price);
    }
    // Of two equal remainders the goods have the one more.
    ((2 * paid * price + costs - 1) / (2 * costs)).min(price)
}

/// Returns all that a case asks for.
pub(super) fn asked<S>(case: &Case<S>) -> i128 {
    deductions::net(&case.claim)
}

/// Returns how much of the case's money is with the buyer.
pub(super) fn paid_for_case<P: Policy>(order: &Order<P>, case: CaseId) -> i128 {
    order.refunds_of(case).map(|refund| refund_sum(refund).out).sum()
}

/// Returns whether a case in this phase holds what it asks for.
pub(super) const fn holds(phase: Phase) -> bool {
    !matches!(
        phase,
        Phase::Refused | Phase::Lapsed | Phase::Refunded | Phase::Withdrawn | Phase::Closed
    )
}

impl Sums {
    pub(super) fn of<P: Policy>(order: &Order<P>) -> Self {
        let facts = order.facts();
        let lines = facts.lines.iter().zip(order.shares()).map(|(line, share)| {
            let paid = i128::from(share.goods.minor());
            let money = Sum { paid, refunded: line.refunded.minor().into(), ..Sum::default() };
            let (bought, back) = (line.quantity.units().into(), line.returned.units().into());
            (line.line.clone(), money, UnitSum { bought, back, claimed: 0 })
        });
        let shipping = shipping_paid(facts);
        let before = i128::from(facts.shipping_refunded.minor());
        let shipping = Sum { paid: shipping, refunded: before, ..Sum::default() };
        let refunded = facts.lines.iter().map(|line| i128::from(line.refunded.minor()));
        let refunded = refunded.sum::<i128>() + before;
        // What has not come yet is not there.
        let payments = order.payments();
        let paid = match payments.is_empty() {
            true => facts.amount_paid().minor().into(),
            false => payments.iter().map(|payment| i128::from(payment.paid.minor())).sum(),
        };
        let whole = Sum { paid, refunded, ..Sum::default() };
        let mut sums = Self { lines: lines.collect(), shipping, order: whole };
        for refund in order.refunds() {
            let RefundSum { in_flight, out } = refund_sum(refund);
            if in_flight {
                sums.add(&refund.parts, |sum| &mut sum.in_flight);
            } else if out != 0 {
                sums.add(&refund.booked(), |sum| &mut sum.refunded);
            }
        }
        for case in order.cases() {
            let Some(phase) = order.phase(case.id) else { continue };
            let paid = paid_for_case(order, case.id);
            let in_flight = order.refunds_of(case.id).any(|refund| refund_sum(refund).in_flight);
            for claimed in &case.claim.lines {
                let line = sums.lines.iter_mut().find(|(line, ..)| *line == claimed.line);
                let Some((_, _, units)) = line else { continue };
                if holds(phase) {
                    units.claimed += i128::from(claimed.units.units());
                } else if phase == Phase::Refunded || paid > 0 {
                    units.back += i128::from(claimed.units.units());
                } else if in_flight {
                    units.claimed += i128::from(claimed.units.units());
                }
            }
            if holds(phase) {
                sums.claim(order, case);
            }
        }
        sums
    }

    /// Returns the sum of the goods of all lines.
    pub(super) fn goods(&self) -> Sum {
        let add = |all: Sum, (_, line, _): &(LineId, Sum, UnitSum)| Sum {
            paid: all.paid + line.paid,
            refunded: all.refunded + line.refunded,
            in_flight: all.in_flight + line.in_flight,
            claimed: all.claimed + line.claimed,
        };
        self.lines.iter().fold(Sum::default(), add)
    }

    fn add(&mut self, parts: &Parts, column: impl Fn(&mut Sum) -> &mut i128) {
        for (line, amount) in &parts.lines {
            if let Some((_, sum, _)) = self.lines.iter_mut().find(|(other, ..)| other == line) {
                *column(sum) += i128::from(amount.minor());
            }
        }
        *column(&mut self.shipping) += i128::from(parts.shipping.minor());
        *column(&mut self.order) += total(parts);
    }

    /// Adds what a case asks for and what is neither refunded nor in flight: of each line, but never more than of
    /// the case altogether, so refunds for nothing in particular count for the first lines.
    fn claim<P: Policy>(&mut self, order: &Order<P>, case: &Case<P::Status>) {
        let gone: Vec<Parts> = order
            .refunds_of(case.id)
            .map(|refund| match refund_sum(refund) {
                RefundSum { in_flight: true, .. } => refund.parts.clone(),
                _ => refund.booked(),
            })
            .collect();
        let open = |asked: i128, part: &dyn Fn(&Parts) -> i128| {
            (asked - gone.iter().map(part).sum::<i128>()).max(0)
        };
        let mut parts = Vec::new();
        let (net, net_shipping) = deductions::net_parts(&case.claim);
        for (claimed, amount) in case.claim.lines.iter().zip(net) {
            let of_line = |parts: &Parts| -> i128 {
                let lines = parts.lines.iter().filter(|(line, _)| *line == claimed.line);
                lines.map(|(_, amount)| i128::from(amount.minor())).sum()
            };
            parts.push((Some(&claimed.line), open(amount, &of_line)));
        }
        let of_shipping = |parts: &Parts| parts.shipping.minor().into();
        parts.push((None, open(net_shipping, &of_shipping)));

        let all: i128 = parts.iter().map(|(_, amount)| amount).sum();
        let owed = open(asked(case), &total);
        self.order.claimed += owed;
        let mut beyond = all - owed;
        for (line, amount) in parts {
            let claimed = (amount - beyond).max(0);
            beyond = (beyond - amount).max(0);
            let found = self.lines.iter_mut().find(|(name, ..)| Some(name) == line);
            match found {
                Some((_, sum, _)) => sum.claimed += claimed,
                None if line.is_none() => self.shipping.claimed += claimed,
                None => {}
            }
        }
    }
}
