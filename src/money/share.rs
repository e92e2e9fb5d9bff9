//! How an amount is shared out, so that nothing is lost and nothing is made: over lines by their
//! weights, and over the units of a line one claim after the other.
//!
//! Systems differ here, and most lose a cent somewhere; `docs/invariants.md` compares them. These two
//! ways are enough, and both are exact: the parts of a whole always add up to it (I6), and what a
//! line has paid for so many units does not depend on how the claims were split (I7).

use alloc::vec::Vec;

use super::Amount;
use crate::quantity::Quantity;

/// Why an amount cannot be shared out.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum NotShared {
    /// There is an amount, but nobody with a weight to give it to.
    #[error("there is nothing to share {} by", total.minor())]
    NoWeight {
        /// The amount.
        total: Amount,
    },
    /// A weight is below zero.
    #[error("weight {index} is below zero: {}", weight.minor())]
    NegativeWeight {
        /// Its place, from 0.
        index: usize,
        /// The weight.
        weight: Amount,
    },
}

/// Shares an amount out by weights, such as a discount of an order over its lines by their prices.
///
/// Each part is the exact share rounded towards zero; what is then left goes, one smallest unit
/// each, to the parts that lost most by the rounding, the earlier one first where two lost the same
/// (*largest remainder*). A negative amount is shared as the positive one is.
///
/// # Errors
///
/// When a weight is below zero, or when all are zero (or there are none) and the amount is not.
///
/// ```
/// use aftersale::money::{Amount, share_by_weights};
/// let fen = Amount::from_minor;
/// let parts = share_by_weights(fen(299), &[fen(4_300), fen(1_400), fen(2_300)])?;
/// assert_eq!(parts, [fen(161), fen(52), fen(86)]);
/// # Ok::<(), aftersale::money::NotShared>(())
/// ```
pub fn share_by_weights(total: Amount, weights: &[Amount]) -> Result<Vec<Amount>, NotShared> {
    let mut sum: u128 = 0;
    let mut shares: Vec<Share> = Vec::with_capacity(weights.len());
    for (index, weight) in weights.iter().enumerate() {
        let Ok(weight) = u128::try_from(weight.minor()) else {
            return Err(NotShared::NegativeWeight { index, weight: *weight });
        };
        sum = sum.saturating_add(weight);
        shares.push(Share { weight, part: 0, lost: 0 });
    }
    if sum == 0 {
        return match total {
            Amount::ZERO => Ok(weights.iter().map(|_| Amount::ZERO).collect()),
            total => Err(NotShared::NoWeight { total }),
        };
    }
    let whole = u128::from(total.minor().unsigned_abs());
    let mut left = whole;
    for share in &mut shares {
        // Below 2^63 · 2^63, and `sum` is not zero.
        let product = whole.saturating_mul(share.weight);
        share.part = product.checked_div(sum).unwrap_or(0);
        share.lost = product.checked_rem(sum).unwrap_or(0);
        left = left.saturating_sub(share.part);
    }
    let mut by_loss: Vec<&mut Share> = shares.iter_mut().collect();
    by_loss.sort_by_key(|share| core::cmp::Reverse(share.lost));
    for (share, _) in by_loss.into_iter().zip(0..left) {
        share.part = share.part.saturating_add(1);
    }
    Ok(shares.iter().map(|share| share.signed(total)).collect())
}

struct Share {
    weight: u128,
    part: u128,
    /// What the rounding took away, in parts of the sum of the weights.
    lost: u128,
}

impl Share {
    /// The part with the sign of the whole. No part is larger than the whole, so it fits.
    fn signed(&self, total: Amount) -> Amount {
        let part = i128::try_from(self.part).unwrap_or(i128::MAX);
        let signed = if total.minor() < 0 { part.saturating_neg() } else { part };
        Amount::from_minor(i64::try_from(signed).unwrap_or_else(|_| total.minor()))
    }
}

/// How much of a line's total so many of its units are worth, counted from the first: the total times
/// the units, divided by all units, rounded down (*cumulative target*).
///
/// A claim is paid the target of all units claimed so far, less what they were paid already. So the
/// sum does not depend on how claims are split, and the last unit makes up the whole.
///
/// `None` when more units are asked for than there are, or when the total is below zero.
///
/// ```
/// use aftersale::money::{Amount, worth_of_units};
/// use aftersale::quantity::Quantity;
/// let worth = |units| {
///     worth_of_units(Amount::from_minor(29_000), Quantity::new(3), Quantity::new(units)).unwrap()
/// };
/// let targets = [worth(0), worth(1), worth(2), worth(3)].map(Amount::minor);
/// assert_eq!(targets, [0, 9_666, 19_333, 29_000]);
/// ```
#[must_use]
pub fn worth_of_units(total: Amount, all: Quantity, units: Quantity) -> Option<Amount> {
    let total = u128::try_from(total.minor()).ok()?;
    if units > all {
        return None;
    }
    let product = total.checked_mul(units.units().into())?;
    // No units at all are worth nothing.
    let worth = product.checked_div(all.units().into()).unwrap_or_default();
    i64::try_from(worth).ok().map(Amount::from_minor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    fn minor(amounts: &[Amount]) -> Vec<i64> {
        amounts.iter().map(|amount| amount.minor()).collect()
    }

    fn shared(total: i64, weights: &[i64]) -> Vec<i64> {
        let weights: Vec<Amount> = weights.iter().map(|w| Amount::from_minor(*w)).collect();
        minor(&share_by_weights(Amount::from_minor(total), &weights).unwrap())
    }

    #[test]
    fn an_amount_is_shared_as_other_systems_recorded_it() {
        assert_eq!(shared(300, &[4_000, 2_000, 2_000]), [150, 75, 75]);
        assert_eq!(shared(-300, &[4_000, 2_000, 2_000]), [-150, -75, -75]);
        assert_eq!(shared(299, &[4_300, 1_400, 2_300]), [161, 52, 86]);
        assert_eq!(shared(95, &[10, 20, 10, 30, 50, 20, 10, 40]), [5, 10, 5, 15, 25, 10, 5, 20]);
        assert_eq!(shared(93, &[10, 20, 10, 30, 50, 20, 10, 40]), [5, 10, 5, 15, 24, 10, 5, 19]);
        assert_eq!(shared(-20, &[100, 100]), [-10, -10]);
        assert_eq!(shared(1_000, &[1, 1, 1]), [334, 333, 333], "ties go to the first");
        assert_eq!(shared(0, &[0, 0]), [0, 0]);
    }

    #[test]
    fn the_parts_add_up_and_each_is_within_one_of_its_exact_share_i6() {
        for total in -40..=40i64 {
            for one in 0..7 {
                for two in 0..7 {
                    for three in 0..7i64 {
                        let weights = [one, two, three];
                        let sum: i64 = weights.iter().sum();
                        if sum == 0 {
                            continue;
                        }
                        let parts = shared(total, &weights);
                        assert_eq!(parts.iter().sum::<i64>(), total, "{weights:?}");
                        for (part, weight) in parts.iter().zip(weights) {
                            assert!((part * sum - total * weight).abs() < sum, "{weights:?}");
                            assert!(weight > 0 || *part == 0, "no weight, no part");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn the_ends_of_the_range_are_shared_without_loss() {
        let most = i64::MAX;
        assert_eq!(shared(most, &[most, most]), [most / 2 + 1, most / 2]);
        assert_eq!(shared(i64::MIN, &[1]), [i64::MIN]);
        assert_eq!(
            shared(most, &[most, most, most]).iter().map(|part| i128::from(*part)).sum::<i128>(),
            most.into()
        );
    }

    #[test]
    fn what_cannot_be_shared_says_why() {
        let amount = Amount::from_minor;
        let nobody = share_by_weights(amount(10), &[amount(0), amount(0)]);
        assert_eq!(nobody, Err(NotShared::NoWeight { total: amount(10) }));
        assert_eq!(
            share_by_weights(amount(-1), &[]),
            Err(NotShared::NoWeight { total: amount(-1) })
        );
        assert_eq!(share_by_weights(amount(0), &[]), Ok(vec![]));
        let negative = share_by_weights(amount(10), &[amount(1), amount(-2)]);
        assert_eq!(negative, Err(NotShared::NegativeWeight { index: 1, weight: amount(-2) }));
    }

    /// All ways to split so many units into claims, one after the other.
    fn splits(units: u32) -> Vec<Vec<u32>> {
        if units == 0 {
            return vec![vec![]];
        }
        (1..=units)
            .flat_map(|first| {
                splits(units - first).into_iter().map(move |mut rest| {
                    rest.insert(0, first);
                    rest
                })
            })
            .collect()
    }

    #[test]
    fn a_line_pays_its_total_however_its_claims_are_split_i6_i7() {
        let mut runs = 0;
        for units in 1..=7 {
            for total in 0..400i64 {
                for split in splits(units) {
                    let mut claimed = 0;
                    let mut paid = 0;
                    for claim in split {
                        claimed += claim;
                        let target = worth_of_units(
                            Amount::from_minor(total),
                            Quantity::new(units),
                            Quantity::new(claimed),
                        );
                        let target = target.unwrap().minor();
                        assert!(target >= paid, "a claim is never negative");
                        let exact = total * i64::from(claimed);
                        assert!((target * i64::from(units) - exact).abs() < i64::from(units));
                        paid = target;
                    }
                    assert_eq!(paid, total, "{units} units");
                    runs += 1;
                }
            }
        }
        assert_eq!(runs, 50_800);
    }

    #[test]
    fn more_units_than_there_are_and_totals_below_zero_are_worth_nothing_known() {
        let worth = |total, all, units| {
            worth_of_units(Amount::from_minor(total), Quantity::new(all), Quantity::new(units))
        };
        assert_eq!(worth(100, 3, 4), None);
        assert_eq!(worth(-1, 3, 1), None);
        assert_eq!(worth(100, 0, 0), Some(Amount::ZERO));
        assert_eq!(worth(i64::MAX, u32::MAX, u32::MAX), Some(Amount::from_minor(i64::MAX)));
    }
}
