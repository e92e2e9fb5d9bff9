//! Stories without an order: an amount that is shared out, read, or rounded.

use aftersale::money::{Amount, FineAmount, NotShared, share_by_weights, share_with_caps};

use super::form::{Figure, Line, Minor, Outcome, RefusalWord, RoundingRule};
use super::found::{Differences, Problem, form};

/// Shares an amount by weights, no part above its cap.
pub(super) fn share(story: &Line) -> Result<(), Problem> {
    let (Some(weights), Some(total), Some(expect)) = (&story.weights, story.total, &story.expect)
    else {
        return form("a `share` has `weights`, `total` and `expect`");
    };
    let amounts = |minors: &[Minor]| minors.iter().map(|minor| (*minor).into()).collect::<Vec<_>>();
    let (weights, total) = (amounts(weights), Amount::from_minor(total));
    let shared = match &story.caps {
        None => share_by_weights(total, &weights).map(|parts| (parts, Amount::ZERO)),
        Some(caps) => share_with_caps(total, &weights, &amounts(caps))
            .map(|shared| (shared.parts, shared.left)),
    };
    let mut differences = Differences::default();
    let (parts, left) = match shared {
        Ok(shared) => shared,
        Err(NotShared::NoWeight { .. }) => {
            let is_expected = matches!(expect, Outcome::Refused(refused) if refused.refused == RefusalWord::NoWeight)
                || story.may_refuse == Some(RefusalWord::NoWeight);
            if !is_expected {
                differences.add("share", "expected parts, found that it is refused: no_weight");
            }
            return differences.into_result();
        }
        Err(error) => return form(error),
    };
    let expected = match expect {
        Outcome::Parts(expected) => expected,
        Outcome::Refused(refused) => {
            let refused = refused.refused;
            differences.add("share", format_args!("expected {refused}, found {parts:?}"));
            return differences.into_result();
        }
        Outcome::Sum(_) => return form("a `share` expects parts"),
    };
    if expected.len() != parts.len()
        || story.after.as_ref().is_some_and(|after| after.len() != parts.len())
    {
        return form(format_args!(
            "there are {} weights, and another number of parts",
            parts.len()
        ));
    }
    for (place, (expected, part)) in (1..).zip(expected.iter().zip(&parts)) {
        differences.compare(&format!("part {place}"), Some(*expected), part.minor());
    }
    let sum = Amount::sum(parts.iter().copied().chain([left]));
    if sum != Some(total) {
        differences.add("share", format_args!("the parts do not make {}", total.minor()));
    }
    if let Some(expected) = story.left {
        differences.compare("left", Some(Figure::Exactly(expected)), left.minor());
    }
    let after = story.after.iter().flatten();
    for (place, (expected, (weight, part))) in (1..).zip(after.zip(weights.iter().zip(&parts))) {
        let after = weight.checked_sub(*part).unwrap_or_default();
        differences.compare(&format!("after {place}"), Some(*expected), after.minor());
    }
    differences.into_result()
}

/// Reads an amount from its text.
pub(super) fn amount(story: &Line) -> Result<(), Problem> {
    let (Some(text), Some(expected)) = (&story.text, story.expect_minor) else {
        return form("an `amount` has `text` and `expect_minor`");
    };
    let mut differences = Differences::default();
    match Amount::parse_decimal(text, story.exponent) {
        Ok(found) if found.minor() == expected => {}
        Ok(found) => {
            differences.add("amount", format_args!("expected {expected}, found {}", found.minor()));
        }
        Err(error) => {
            differences.add("amount", format_args!("expected {expected}, found that {error}"));
        }
    }
    differences.into_result()
}

/// Adds decimals up and rounds once.
pub(super) fn round(story: &Line) -> Result<(), Problem> {
    let (Some(parts), Some(rule), Some(Outcome::Sum(expected))) =
        (&story.parts, story.rule, &story.expect)
    else {
        return form("a `round` has `parts`, `rule` and a number as `expect`");
    };
    let fine = |part: &String| FineAmount::parse_decimal(part);
    let fine = match parts.iter().map(fine).collect::<Result<Vec<_>, _>>() {
        Ok(fine) => fine,
        Err(error) => return form(format_args!("`parts`: {error}")),
    };
    let sum = FineAmount::sum(fine).and_then(|sum| match rule {
        RoundingRule::SumThenDown => sum.rounded_down(),
        RoundingRule::SumThenNearest => sum.rounded_to_nearest(),
    });
    let Some(sum) = sum else { return form("the sum of the `parts` is too large") };
    let mut differences = Differences::default();
    differences.compare("sum", Some(Figure::Exactly(*expected)), sum.minor());
    differences.into_result()
}
