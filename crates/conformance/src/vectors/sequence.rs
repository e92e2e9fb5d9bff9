//! Several refunds of one order, one after the other.

use aftersale::money::Amount;
use aftersale::order::Ask;

use super::answers::{Answers, Figure};
use super::fields::{Ratio, Read, failed, not_given};
use super::names::{STEPS, SUM};
use super::rounding::{Parts, Rounding};
use super::shop::{Refused, Shop, line, sum};

/// One of several refunds. Neither units nor an amount: all that is left of the line.
#[derive(Clone, Copy, Default)]
pub(super) struct Step {
    pub(super) index: usize,
    pub(super) units: Option<u32>,
    pub(super) amount: Option<Amount>,
}

/// Asks for one after the other. A refused one changes nothing for those after it.
pub(super) fn run(shop: &mut Shop, steps: &[Step], answers: &mut Answers) -> Read<()> {
    let before = shop.clone();
    let mut results = Vec::new();
    let mut refunds = Parts {
        ours: Vec::new(),
        exact: Vec::new(),
        rounding: Rounding::CumulativeFloor,
        is_whole: true,
    };
    for step in steps {
        let (share, all) = match before.order.facts().lines.get(step.index) {
            Some(line) => (before.order.shares()[step.index].goods, line.quantity.units()),
            None => return not_given(&format!("what line {} is", step.index)),
        };
        let refund = match (step.units, step.amount) {
            (Some(units), None) => {
                shop.refund(vec![Ask::units(line(step.index).as_str(), units)], None)
            }
            (Some(units), Some(amount)) => {
                let ask = Ask::units(line(step.index).as_str(), units).at(amount);
                shop.refund(vec![ask], None)
            }
            (None, Some(amount)) => {
                shop.refund(vec![Ask::amount(line(step.index).as_str(), amount)], None)
            }
            (None, None) => refund_line(shop, step.index),
        };
        if let Ok(refunded) = refund {
            refunds.ours.push(refunded);
            // Only what units are worth is rounded; an amount is refunded as it was asked.
            refunds.exact.push(match (step.units, step.amount) {
                (Some(units), None) => Ratio::share(share, units.into(), all.into()),
                _ => Ratio::whole(refunded),
            });
        }
        results.push(refund.err());
    }
    refunds.is_whole = shop.order.refundable().lines.iter().all(|line| line.amount == Amount::ZERO);
    // Where only one answer is expected, it is that not all of them were accepted.
    answers.refused = results.iter().flatten().last().cloned();
    let (all, parts) = (sum(refunds.ours.iter().copied())?, refunds.ours.len());
    let are_units = steps.iter().all(|step| step.units.is_some() && step.amount.is_none());
    answers.add(
        SUM,
        if refunds.is_whole && are_units {
            let before = before.refunded();
            let more = shop.refunded().checked_sub(before).unwrap_or_default();
            super::sum_of(all, more, parts)
        } else {
            Figure::Amount(all)
        },
    );
    answers.add(STEPS, Figure::Parts(refunds));
    answers.add_results(results);
    as_money_alone(before, steps)
}

/// Asks for the same amounts as money, whatever becomes of the units: then it is the line alone that
/// limits them, and it must.
fn as_money_alone(mut shop: Shop, steps: &[Step]) -> Read<()> {
    for step in steps {
        let Some(amount) = step.amount else { continue };
        let (left, _) = shop.left_of(step.index);
        let refund = shop.refund(vec![Ask::amount(line(step.index).as_str(), amount)], None);
        if refund.is_ok() != (amount.is_positive() && amount <= left) {
            let (amount, left) = (amount.minor(), left.minor());
            return failed(format!("{amount} of {left} left of a line: {refund:?}"));
        }
    }
    shop.is_sound()
}

/// Refunds all that is left of a line, as units while there are some.
pub(super) fn refund_line(shop: &mut Shop, index: usize) -> Result<Amount, Refused> {
    let ask = match shop.left_of(index) {
        (left, 0) => Ask::amount(line(index).as_str(), left),
        (_, units) => Ask::units(line(index).as_str(), units),
    };
    shop.refund(vec![ask], None)
}
