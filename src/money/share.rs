//! Exact sharing of an amount: over lines by their weights, and over the units of a line one claim
//! after another. Nothing is lost and nothing is created.
//!
//! Systems differ here, and most lose a cent in some case; `docs/invariants.md` compares them. The ways
//! here are exact: the parts of a whole always add up to it (I6), no part is more than it may be (I1),
//! and the amount refunded for so many units of a line does not depend on how the claims were split
//! (I7).

use alloc::vec::Vec;

use super::Amount;
use crate::quantity::Quantity;

/// The reason why an amount cannot be shared out.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum NotShared {
    /// There is an amount, but no positive weight.
    #[error("cannot share {}: no weight is above zero", total.minor())]
    NoWeight {
        /// The amount.
        total: Amount,
    },
    /// A weight is below zero.
    #[error("weight {index} is negative: {}", weight.minor())]
    NegativeWeight {
        /// The index, from 0.
        index: usize,
        /// The weight.
        weight: Amount,
    },
    /// A cap is below zero.
    #[error("cap {index} is negative: {}", cap.minor())]
    NegativeCap {
        /// The index, from 0.
        index: usize,
        /// The cap.
        cap: Amount,
    },
    /// The numbers of caps and weights differ.
    #[error("the numbers of weights and caps differ: {weights} and {caps}")]
    CapsDiffer {
        /// The number of weights.
        weights: usize,
        /// The number of caps.
        caps: usize,
    },
}

/// Shares an amount out by weights, such as a discount of an order over its lines by their prices.
///
/// Each part is the exact share rounded towards zero; the rest goes, one smallest unit each, to the
/// parts that lost most by the rounding, and among equals to the earlier one (*largest remainder*). A
/// negative amount is shared like the positive one.
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

/// An amount that was shared out as far as the caps allow.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SharedWithCaps {
    /// The parts, in the order of the weights.
    pub parts: Vec<Amount>,
    /// The rest that no part could take; together with the parts it makes the whole.
    pub left: Amount,
}

/// Shares an amount out by weights, where no part may be more than its cap: such as a refund agreed for
/// the order as a whole, over its lines by their prices, to each line no more than is still refundable
/// of it.
///
/// The amount that a cap keeps from one part goes to the others by their weights, until no part can
/// take more; the rest is returned as `left`. A part below its cap has its share of the amount that the
/// capped parts leave, rounded as by [`share_by_weights`]. A negative amount is shared like the
/// positive one, and the caps apply to it without its sign.
///
/// # Errors
///
/// As [`share_by_weights`]; and when a cap is below zero, or when there are more or fewer caps than
/// weights.
///
/// ```
/// use aftersale::money::{Amount, share_with_caps};
/// let fen = Amount::from_minor;
/// let weights = [fen(1_000), fen(2_000), fen(3_000)];
/// let caps = [fen(1_000), fen(100), fen(400)];
/// let shared = share_with_caps(fen(1_200), &weights, &caps)?;
/// assert_eq!(shared.parts, [fen(700), fen(100), fen(400)]);
/// assert_eq!(shared.left, fen(0));
/// # Ok::<(), aftersale::money::NotShared>(())
/// ```
pub fn share_with_caps(
    total: Amount,
    weights: &[Amount],
    caps: &[Amount],
) -> Result<SharedWithCaps, NotShared> {
    if weights.len() != caps.len() {
        return Err(NotShared::CapsDiffer { weights: weights.len(), caps: caps.len() });
    }
    let negative = caps.iter().enumerate().find(|(_, cap)| **cap < Amount::ZERO);
    if let Some((index, cap)) = negative {
        return Err(NotShared::NegativeCap { index, cap: *cap });
    }
    let mut parts = share_by_weights(total, weights)?;
    // The weights of the parts that are still shared by weight; the others have their caps.
    let mut open = weights.to_vec();
    let mut left = total;
    loop {
        let full = |(part, cap): (&Amount, &Amount)| {
            part.minor().unsigned_abs() > cap.minor().unsigned_abs()
        };
        if !parts.iter().zip(caps).any(full) {
            // The rest that the last round could not share out, because every part has its cap.
            let shared = parts.iter().try_fold(total, |left, part| left.checked_sub(*part));
            return Ok(SharedWithCaps { parts, left: shared.unwrap_or_default() });
        }
        for ((part, cap), weight) in parts.iter_mut().zip(caps).zip(&mut open) {
            if full((part, cap)) {
                *part = if total < Amount::ZERO { negated(*cap) } else { *cap };
                left = left.checked_sub(*part).unwrap_or_default();
                *weight = Amount::ZERO;
            }
        }
        // A capped part takes less than its share, so the others only ever get more: a full part stays
        // full, and there are at most as many rounds as weights.
        let shared = share_by_weights(left, &open).unwrap_or_default();
        for ((part, again), weight) in parts.iter_mut().zip(shared).zip(&open) {
            if *weight != Amount::ZERO {
                *part = again;
            }
        }
    }
}

/// Returns a cap is not below zero, so its negative fits.
const fn negated(cap: Amount) -> Amount {
    match Amount::ZERO.checked_sub(cap) {
        Some(negative) => negative,
        None => Amount::ZERO,
    }
}

struct Share {
    weight: u128,
    part: u128,
    /// The amount that the rounding took away, in parts of the sum of the weights.
    lost: u128,
}

impl Share {
    /// Returns the part with the sign of the whole. No part is larger than the whole, so it fits.
    fn signed(&self, total: Amount) -> Amount {
        let part = i128::try_from(self.part).unwrap_or(i128::MAX);
        let signed = if total.minor() < 0 { part.saturating_neg() } else { part };
        Amount::from_minor(i64::try_from(signed).unwrap_or_else(|_| total.minor()))
    }
}

/// Returns the part of a line's total that so many of its units are worth, counted from the first: the
/// total times the units, divided by all units, rounded down (*cumulative target*).
///
/// A claim is refunded the target of all units claimed so far, less the amount refunded for them
/// before. So the sum does not depend on how claims are split, and the last unit completes the whole.
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
    // No units at all are worth zero.
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
        let no_weight = share_by_weights(amount(10), &[amount(0), amount(0)]);
        assert_eq!(no_weight, Err(NotShared::NoWeight { total: amount(10) }));
        assert_eq!(
            share_by_weights(amount(-1), &[]),
            Err(NotShared::NoWeight { total: amount(-1) })
        );
        assert_eq!(share_by_weights(amount(0), &[]), Ok(vec![]));
        let negative = share_by_weights(amount(10), &[amount(1), amount(-2)]);
        assert_eq!(negative, Err(NotShared::NegativeWeight { index: 1, weight: amount(-2) }));
    }

    fn capped(total: i64, weights: &[i64], caps: &[i64]) -> Result<(Vec<i64>, i64), NotShared> {
        let amounts = |minor: &[i64]| -> Vec<Amount> {
            minor.iter().map(|minor| Amount::from_minor(*minor)).collect()
        };
        share_with_caps(Amount::from_minor(total), &amounts(weights), &amounts(caps))
            .map(|shared| (minor(&shared.parts), shared.left.minor()))
    }

    #[test]
    fn what_a_cap_keeps_from_one_goes_to_the_others_by_their_weights_i1() {
        for (total, weights, caps, parts, left) in [
            (
                1_200,
                vec![1_000, 2_000, 5_000, 3_000],
                vec![1_000, 100, 0, 400],
                vec![700, 100, 0, 400],
                0,
            ),
            (2_500, vec![5_000, 6_000], vec![500, 1_500], vec![500, 1_500], 500),
            (-2_500, vec![5_000, 6_000], vec![500, 1_500], vec![-500, -1_500], -500),
            (300, vec![4_300, 1_400, 2_300], vec![300, 300, 300], vec![161, 53, 86], 0),
            (10, vec![1, 1, 1], vec![3, 3, 9], vec![3, 3, 4], 0),
            (10, vec![1, 0], vec![4, 9], vec![4, 0], 6),
            (0, vec![0, 0], vec![5, 5], vec![0, 0], 0),
            (0, vec![], vec![], vec![], 0),
            (i64::MAX, vec![1, 1], vec![i64::MAX, 1], vec![i64::MAX - 1, 1], 0),
            (i64::MIN, vec![1, 1], vec![i64::MAX, 0], vec![-i64::MAX, 0], -1),
        ] {
            assert_eq!(capped(total, &weights, &caps), Ok((parts, left)), "{total} {weights:?}");
        }
    }

    /// No part can be given more without taking it from a part that has no more by weight; with the sum
    /// and the caps, that defines sharing with caps, however it is computed.
    #[test]
    fn with_caps_the_parts_add_up_and_nobody_has_more_by_weight_than_one_below_his_cap_i6() {
        let small = || 0..4i64;
        for total in -12..=12i64 {
            for weights in
                small().flat_map(|a| small().flat_map(move |b| small().map(move |c| [a, b, c])))
            {
                for caps in
                    [[9, 9, 9], [0, 9, 9], [2, 9, 1], [2, 3, 4], [0, 0, 5], [0, 0, 0], [1, 1, 1]]
                {
                    let shared = capped(total, &weights, &caps);
                    if weights == [0, 0, 0] && total != 0 {
                        let total = Amount::from_minor(total);
                        assert_eq!(shared, Err(NotShared::NoWeight { total }));
                        continue;
                    }
                    let (parts, left) = shared.unwrap();
                    let what = (total, weights, caps, &parts);
                    assert_eq!(parts.iter().sum::<i64>() + left, total, "{what:?}");
                    assert!(parts.iter().all(|part| part * total >= 0), "{what:?}");
                    for one in 0..3 {
                        let part = parts[one].abs();
                        assert!(part <= caps[one] && (weights[one] > 0 || part == 0), "{what:?}");
                        if weights[one] == 0 || part == caps[one] {
                            continue;
                        }
                        assert_eq!(left, 0, "he could have it: {what:?}");
                        for other in 0..3 {
                            let more = parts[other].abs() - 1;
                            assert!(
                                more * weights[one] < (part + 1) * weights[other].max(1),
                                "{what:?}"
                            );
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn where_no_cap_matters_it_is_sharing_by_weights() {
        for total in -30..=30i64 {
            for weights in [[1, 1, 1], [3, 5, 7], [0, 2, 9], [4_300, 1_400, 2_300]] {
                let with_caps = capped(total, &weights, &[30, 30, 30]).unwrap();
                assert_eq!(with_caps, (shared(total, &weights), 0));
            }
        }
    }

    #[test]
    fn caps_that_are_none_are_refused() {
        let cap = Amount::from_minor(-1);
        assert_eq!(capped(1, &[1, 1], &[1, -1]), Err(NotShared::NegativeCap { index: 1, cap }));
        assert_eq!(capped(1, &[1, 1], &[1]), Err(NotShared::CapsDiffer { weights: 2, caps: 1 }));
        let weight = Amount::from_minor(-1);
        let negative = NotShared::NegativeWeight { index: 0, weight };
        assert_eq!(capped(1, &[-1, 1], &[1, 1]), Err(negative));
    }

    /// Returns all ways to split so many units into claims, one after another.
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
