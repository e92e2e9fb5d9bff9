//! Plain sharing: over weights, over equal targets, and with caps.

use aftersale::money::{Amount, share_by_weights, share_with_caps};
use aftersale::order::OrderFacts;

use super::answers::{Answers, Figure};
use super::fields::{Fields, Ratio, Read, failed, not_given};
use super::goods::plain_lines;
use super::names::{CAPS, PARTS, SHARED, SUM, TARGETS, WEIGHTS};
use super::rounding::{Parts, Rounding};
use super::shop::{Refused, Shop, minor, sum};
use super::{Asked, NO_WEIGHT};

/// Shares an amount over weights.
pub(super) fn by_weights(asked: &Asked<'_>) -> Read<Answers> {
    let Some(weights) = asked.input.amounts(WEIGHTS)? else {
        return not_given("the weights");
    };
    let total = total(&asked.input)?;
    let mut answers = shared(total, &weights);
    // A vector that asks what the lines then pay is about an order that had this discount.
    if asked.expect.has(&["line_paid", "lines_paid"]) {
        line_paid(asked, total, &weights, &mut answers)?;
    }
    Ok(answers)
}

/// Shares an amount over so many equal targets. Without a target the amount cannot be shared.
pub(super) fn equally(asked: &Asked<'_>) -> Read<Answers> {
    let n = asked.input.amount(TARGETS)?;
    let Some(n) = n.map(Amount::minor).filter(|n| *n <= 1_000_000) else {
        return not_given("how many targets there are");
    };
    let weights = vec![minor(1); usize::try_from(n).unwrap_or(0)];
    Ok(shared(total(&asked.input)?, &weights))
}

fn total(input: &Fields<'_>) -> Read<Amount> {
    input.amount(SHARED)?.map_or_else(|| not_given("the total"), Ok)
}

fn shared(total: Amount, weights: &[Amount]) -> Answers {
    let mut answers = Answers::default();
    match share_by_weights(total, weights) {
        Ok(parts) => {
            let together = Amount::sum(parts.iter().copied()).unwrap_or_default();
            answers.add(SUM, super::sum_of(together, total, parts.len()));
            answers.add(&["undistributed", "left"], Figure::Amount(Amount::ZERO));
            let equal = weights.windows(2).all(|pair| pair[0] == pair[1]);
            let exact = exact_shares(total, weights);
            let rounding = Rounding::LargestRemainder { equal };
            answers
                .add(PARTS, Figure::Parts(Parts { ours: parts, exact, rounding, is_whole: true }));
        }
        Err(error) => {
            // There are targets, and all weights are zero: others answer in two ways, and the crate refuses.
            let all_zero = weights.iter().all(|weight| *weight == Amount::ZERO);
            answers.rule = (all_zero && !weights.is_empty()).then_some(NO_WEIGHT);
            answers.refused = Some(Refused::from(error));
        }
    }
    answers
}

fn exact_shares(total: Amount, weights: &[Amount]) -> Vec<Ratio> {
    let all: i128 = weights.iter().map(|weight| i128::from(weight.minor())).sum();
    let share =
        |weight: &Amount| Ratio(i128::from(total.minor()) * i128::from(weight.minor()), all.max(1));
    weights.iter().map(share).collect()
}

/// Returns what lines of these prices have paid after a discount of this total, from the order's own frozen
/// shares.
fn line_paid(
    asked: &Asked<'_>,
    total: Amount,
    weights: &[Amount],
    answers: &mut Answers,
) -> Read<()> {
    let lines = plain_lines(weights);
    let goods = sum(weights.iter().copied())?;
    let Some(paid) = goods.checked_sub(total).filter(|paid| *paid >= Amount::ZERO) else {
        return failed("the discount is more than the lines cost");
    };
    let facts = OrderFacts::new("ORDER1", asked.currency, lines);
    let shop = Shop::open(facts.discount(total).paid(paid))?;
    let ours: Vec<Amount> = shop.order.shares().iter().map(|share| share.goods).collect();
    let exact = exact_shares(paid, weights);
    let rounding = Rounding::LargestRemainder { equal: false };
    let parts = Parts { ours, exact, rounding, is_whole: true };
    answers.add(&["line_paid", "lines_paid"], Figure::Parts(parts));
    Ok(())
}

/// Shares an amount over weights, to each target no more than its cap.
pub(super) fn with_caps(asked: &Asked<'_>) -> Read<Answers> {
    let input = &asked.input;
    let total = total(input)?;
    let (Some(weights), Some(caps)) = (input.amounts(WEIGHTS)?, input.amounts(CAPS)?) else {
        return not_given("the weights and the caps");
    };
    let mut answers = Answers::default();
    match share_with_caps(total, &weights, &caps) {
        Ok(shared) => {
            is_fair(&shared.parts, shared.left, &weights, &caps)?;
            let together = sum(shared.parts.iter().copied())?;
            if together.checked_add(shared.left) != Some(total) {
                return failed("parts and left do not make the whole");
            }
            answers.add(SUM, Figure::Amount(together));
            answers.add(&["undistributed", "left"], Figure::Amount(shared.left));
            let (rounding, is_whole) = (Rounding::Capped, true);
            let parts = Parts { ours: shared.parts, exact: Vec::new(), rounding, is_whole };
            answers.add(PARTS, Figure::Parts(parts));
        }
        Err(error) => {
            let all_zero = weights.iter().all(|weight| *weight == Amount::ZERO);
            answers.rule = (all_zero && !weights.is_empty()).then_some(NO_WEIGHT);
            answers.refused = Some(Refused::from(error));
        }
    }
    Ok(answers)
}

/// Returns whether sharing with caps is fair: no target above its cap, nothing left while one could take it, and
/// none with more by weight than one that is below its cap, but for the rounding.
fn is_fair(parts: &[Amount], left: Amount, weights: &[Amount], caps: &[Amount]) -> Read<()> {
    let size = |amount: &Amount| i128::from(amount.minor().unsigned_abs());
    let all: Vec<[i128; 3]> = parts
        .iter()
        .zip(weights)
        .zip(caps)
        .map(|((part, weight), cap)| [size(part), size(weight), size(cap)])
        .collect();
    for [part, weight, cap] in &all {
        if part > cap || (*weight == 0 && *part != 0) {
            return failed(format!("a part of {part} at weight {weight} and cap {cap}"));
        }
        if part == cap || *weight == 0 {
            continue;
        }
        let unfair =
            |[more, other, _]: &[i128; 3]| (more - 1) * weight >= (part + 1) * (*other).max(1);
        if left != Amount::ZERO || all.iter().any(unfair) {
            return failed(format!("a part of {part} below its cap {cap}, and others have more"));
        }
    }
    Ok(())
}
