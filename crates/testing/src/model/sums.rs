//! The model's arithmetic, in 128 bits and as on paper: how an amount is shared out, and what units are
//! worth. Nothing of `src/money/share.rs` is used, so that each checks the other.

use aftersale::money::Amount;
use aftersale::order::OrderFacts;

pub(super) const fn minor(amount: Amount) -> i128 {
    amount.minor() as i128
}

/// Returns the amount, where it fits in 64 bits; else the end of the range on its side. What has happened is
/// added up as far as the range goes.
pub(super) fn amount(minor: i128) -> Amount {
    let end = if minor < 0 { i64::MIN } else { i64::MAX };
    Amount::from_minor(i64::try_from(minor).unwrap_or(end))
}

/// Shares `total` out by weights, largest remainder first: each part is the whole part of its exact share,
/// and then those with the largest remainders get one more each, until all of it is shared out. Of two equal
/// remainders the earlier part goes first.
pub(super) fn shared_out(total: i128, weights: &[i128]) -> Vec<i128> {
    let sum: i128 = weights.iter().sum();
    if sum == 0 {
        return weights.iter().map(|_| 0).collect();
    }
    let whole = total.abs();
    let mut parts: Vec<i128> = weights.iter().map(|weight| whole * weight / sum).collect();
    let mut lost: Vec<i128> = weights.iter().map(|weight| whole * weight % sum).collect();
    while parts.iter().sum::<i128>() < whole {
        let most = lost.iter().copied().max().unwrap_or(0);
        for (part, lost) in parts.iter_mut().zip(&mut lost) {
            if *lost == most {
                *part += 1;
                *lost = -1;
                break;
            }
        }
    }
    let sign = if total < 0 { -1 } else { 1 };
    parts.iter().map(|part| sign * part).collect()
}

/// Returns the worth of the first `units` of a line of `all` units, where the line has paid `total`: the
/// proportional part of the whole, rounded down. `None` when there are not so many.
pub(super) const fn target(total: i128, all: i128, units: i128) -> Option<i128> {
    if units > all {
        return None;
    }
    if all == 0 { Some(0) } else { Some(total * units / all) }
}

/// Returns how much of what was paid was for shipping and the like: not more than it cost, and not below
/// zero.
pub(super) fn shipping_paid(facts: &OrderFacts) -> i128 {
    let (price, paid) = (minor(facts.shipping).max(0), minor(facts.amount_paid()).max(0));
    if !facts.discount_on_shipping {
        return price.min(paid);
    }
    let goods: i128 = facts.lines.iter().map(|line| minor(line.total)).sum();
    if goods.max(0) + price == 0 {
        return 0;
    }
    shared_out(paid, &[goods.max(0), price])[1].min(price)
}

/// Returns what each line has paid: its total, less its share of the discount. The discount is what the lines
/// cost together and was not paid for them.
pub(super) fn goods_paid(facts: &OrderFacts) -> Vec<i128> {
    let totals: Vec<i128> = facts.lines.iter().map(|line| minor(line.total)).collect();
    let cost: i128 = totals.iter().sum();
    let discount = cost - (minor(facts.amount_paid()) - shipping_paid(facts));
    // Where all lines are free, each is worth as much as any other.
    let weights = if cost == 0 { totals.iter().map(|_| 1).collect() } else { totals.clone() };
    let discounts = shared_out(discount, &weights);
    totals.iter().zip(discounts).map(|(total, discount)| total - discount).collect()
}
