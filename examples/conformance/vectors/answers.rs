//! What the crate answers to a vector, and whether that is what was recorded.
//!
//! Where two parties round by different policies, both are right within one smallest unit of the exact
//! share, so under another policy than the crate's own the sum is compared, and the bounds.

use aftersale::money::Amount;
use serde_json::Value;

use super::fields::{Fields, Problem, Ratio, Read, amount, failed, is_of_tax, ratio};
use super::shop::{Class, Refused};

/// A rounding policy of the crate.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Rounding {
    /// By weights: largest remainder, ties to the first. The flag: all weights are equal, and then
    /// giving the rest to the first ones is the same policy.
    LargestRemainder { equal: bool },
    /// By weights and caps. Where the caps are reached there is nothing to round.
    Capped,
    /// By units: the target of all units so far, rounded down, less what they had before.
    CumulativeFloor,
}

impl Rounding {
    /// Whether a vector that names this policy, or none, expects exactly what the crate gives.
    fn is(self, policy: Option<&str>) -> bool {
        let Some(policy) = policy else { return true };
        match self {
            Self::LargestRemainder { equal } => {
                policy == "largest_remainder_ties_to_lowest_index"
                    || (equal && policy == "remainder_units_to_first_indices")
            }
            Self::Capped => false,
            Self::CumulativeFloor => policy.starts_with("cumulative"),
        }
    }
}

/// Parts that were rounded.
pub(super) struct Parts {
    pub(super) ours: Vec<Amount>,
    /// The exact shares, or none where caps are the bounds (they have been looked at already).
    pub(super) exact: Vec<Ratio>,
    pub(super) rounding: Rounding,
    /// Whether they are all there are, so that every policy comes to the same sum.
    pub(super) is_whole: bool,
}

pub(super) enum Figure {
    Amount(Amount),
    Units(u32),
    Exact(Ratio),
    Text(String),
    Parts(Parts),
    /// Whether each of several requests was accepted.
    Results(Vec<Option<Refused>>),
}

/// Everything that the crate answers to a vector.
#[derive(Default)]
pub(super) struct Answers {
    figures: Vec<(&'static [&'static str], Figure)>,
    /// Why what was asked for is refused, if it is.
    pub(super) refused: Option<Refused>,
    /// By which documented rule the crate refuses what others do.
    pub(super) rule: Option<&'static str>,
    /// Expectations that are tax parts in this vector.
    pub(super) tax_parts: &'static [&'static str],
    /// Whether everything but amounts without tax is a tax part, since nobody can say what was paid.
    pub(super) only_net: bool,
}

impl Answers {
    /// The answer to every expectation of one of these names.
    pub(super) fn say(&mut self, names: &'static [&'static str], figure: Figure) {
        self.figures.push((names, figure));
    }

    pub(super) fn is_said(&self, name: &str) -> bool {
        self.named(name).next().is_some()
    }

    fn named<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s Figure> {
        let figures = self.figures.iter();
        figures.filter(move |(names, _)| names.contains(&name)).map(|(_, figure)| figure)
    }

    fn is_tax_part(&self, name: &str) -> bool {
        is_of_tax(name) || self.only_net || self.tax_parts.contains(&name)
    }
}

/// Compares, and gives what is to be said of a vector that has passed.
pub(super) fn compare(
    expect: &Fields<'_>,
    wrong: Option<&Value>,
    policy: Option<&str>,
    answers: &Answers,
) -> Read<Vec<String>> {
    let mut tax_parts = Vec::new();
    let mut compared = 0;
    let mut may_refuse = false;
    for (name, expected) in expect.all() {
        if is_about_refusing(name) {
            may_refuse = true;
            compared += 1;
            is_refused_as(name, expected, answers.refused.as_ref())?;
            continue;
        }
        let mut figures = answers.named(name).peekable();
        let bound = bound(name).filter(|_| figures.peek().is_none());
        if let Some((is_most, of)) = bound {
            // A bound is kept by refusing what is above it.
            compared += 1;
            may_refuse |= is_most;
            keeps_to(answers, of, is_most, amount(expected)?, name)?;
        } else if figures.peek().is_some() {
            compared += 1;
            may_refuse |= figures.peek().is_some_and(|figure| matches!(figure, Figure::Results(_)));
            let differences: Read<Vec<_>> =
                figures.map(|figure| difference(figure, expected, policy)).collect();
            // A name can mean two things; it is enough that one of them is so.
            if let Some(difference) = differences?.into_iter().min_by_key(Option::is_some).flatten()
            {
                return failed(format!("`{name}`: {difference}"));
            }
        } else if answers.is_tax_part(name) {
            tax_parts.push(name);
        } else if answers.rule.is_none() {
            let refused = answers.refused.as_ref();
            return failed(match refused {
                Some(refused) => format!("expected `{name}` {expected}; ours: {}", refused.text),
                None => format!("the expectation `{name}` is not understood"),
            });
        }
    }
    let mut notes = Vec::new();
    if let Some(refused) = answers.refused.as_ref().filter(|_| !may_refuse) {
        match answers.rule {
            Some(rule) => notes.push(format!("{rule}: {}", refused.text)),
            None => return failed(format!("ours refuses: {}", refused.text)),
        }
    } else if compared == 0 {
        return Err(Problem::NotApplicable(
            "it is about tax parts only, and the crate takes what was paid and splits no tax"
                .into(),
        ));
    }
    is_not_wrong(wrong, answers)?;
    if !tax_parts.is_empty() {
        notes.push(format!("tax parts are not compared: {}", tax_parts.join(", ")));
    }
    Ok(notes)
}

fn bound(name: &str) -> Option<(bool, &str)> {
    let most = name.strip_prefix("max_").map(|of| (true, of));
    most.or_else(|| name.strip_prefix("min_").map(|of| (false, of)))
}

fn keeps_to(answers: &Answers, of: &str, is_most: bool, limit: Amount, name: &str) -> Read<()> {
    let Some(Figure::Amount(ours)) = answers.named(of).next() else {
        return failed(format!("the expectation `{name}` is not understood"));
    };
    if if is_most { *ours <= limit } else { *ours >= limit } {
        return Ok(());
    }
    failed(format!("`{name}`: {} expected, ours {}", limit.minor(), ours.minor()))
}

/// How the figure differs from what was expected.
fn difference(figure: &Figure, expected: &Value, policy: Option<&str>) -> Read<Option<String>> {
    let differs = |is_same: bool, ours: &dyn std::fmt::Debug| {
        (!is_same).then(|| format!("expected {expected}, ours {ours:?}"))
    };
    Ok(match figure {
        Figure::Amount(ours) => differs(*ours == amount(expected)?, &ours.minor()),
        Figure::Units(ours) => differs(i64::from(*ours) == amount(expected)?.minor(), ours),
        Figure::Exact(ours) => {
            let written = ratio(expected)?;
            differs(ours.is_written_as(written), &format_args!("{} / {}", ours.0, ours.1))
        }
        Figure::Text(ours) => differs(expected.as_str() == Some(ours), ours),
        Figure::Parts(parts) => parts_differ(parts, expected, policy)?,
        Figure::Results(ours) => return results_differ(ours, expected),
    })
}

fn parts_differ(parts: &Parts, expected: &Value, policy: Option<&str>) -> Read<Option<String>> {
    let theirs: Vec<Amount> = match expected {
        Value::Array(list) => list.iter().map(amount).collect::<Read<_>>()?,
        one => vec![amount(one)?],
    };
    let minor = |amounts: &[Amount]| amounts.iter().map(|a| a.minor()).collect::<Vec<_>>();
    let (ours, theirs) = (minor(&parts.ours), minor(&theirs));
    let say = |what: &str| Some(format!("{what}: expected {theirs:?}, ours {ours:?}"));
    if parts.rounding.is(policy) {
        return Ok(if ours == theirs { None } else { say("parts") });
    }
    let near = |amounts: &[i64]| {
        let mut pairs = amounts.iter().zip(&parts.exact);
        pairs.all(|(amount, exact)| exact.is_within_one_of(*amount))
    };
    let total = |amounts: &[i64]| amounts.iter().map(|amount| i128::from(*amount)).sum::<i128>();
    Ok(if ours.len() != theirs.len() {
        say("as many parts")
    } else if parts.is_whole && total(&ours) != total(&theirs) {
        say("sum")
    } else if !near(&ours) {
        say("within one of the exact share")
    } else if !parts.is_whole && !near(&theirs) {
        // Parts of a whole keep their sum; of others there is nothing else to compare.
        say("their own share")
    } else {
        None
    })
}

fn results_differ(ours: &[Option<Refused>], expected: &Value) -> Read<Option<String>> {
    let Value::Array(expected) = expected else {
        return failed(format!("{expected} is no list of results"));
    };
    if expected.len() != ours.len() {
        return Ok(Some(format!("{} results expected, ours {}", expected.len(), ours.len())));
    }
    for (place, (expected, ours)) in expected.iter().zip(ours).enumerate() {
        let compared = match expected {
            Value::Object(_) => Fields::of(expected)?
                .all()
                .try_for_each(|(name, expected)| is_refused_as(name, expected, ours.as_ref())),
            expected => is_refused_as("result", expected, ours.as_ref()),
        };
        match compared {
            Err(Problem::Failed(why)) => return Ok(Some(format!("request {}: {why}", place + 1))),
            other => other?,
        }
    }
    Ok(None)
}

fn is_about_refusing(name: &str) -> bool {
    matches!(name, "error" | "ok" | "accepted" | "allowed" | "rejected" | "refused" | "result")
}

/// Whether it was refused, or not, as expected.
fn is_refused_as(name: &str, expected: &Value, refused: Option<&Refused>) -> Read<()> {
    let ours = refused.map_or("accepted", |refused| &refused.text);
    let same = match (name, expected) {
        ("rejected" | "refused", Value::Bool(rejected)) => *rejected == refused.is_some(),
        ("error", Value::Bool(is_error)) => *is_error == refused.is_some(),
        ("error", Value::Null) => refused.is_none(),
        ("error", Value::String(word)) => is_class(word, refused)?,
        ("error", _) => return failed(format!("the error {expected} is not understood")),
        (_, Value::Bool(is_ok)) => *is_ok == refused.is_none(),
        (_, Value::String(word)) => match word.as_str() {
            "ok" | "accepted" => refused.is_none(),
            "error" | "reject" | "rejected" | "refused" => refused.is_some(),
            "ok_or_reject" | "ok_or_error" => true,
            word => match word.split_once(':') {
                Some(("error" | "reject" | "rejected" | "refused", word)) => {
                    is_class(word.trim(), refused)?
                }
                _ => return failed(format!("the result {word:?} is not understood")),
            },
        },
        _ => return failed(format!("the result {expected} is not understood")),
    };
    if same { Ok(()) } else { failed(format!("expected {name} {expected}, ours: {ours}")) }
}

/// Whether a refusal is for a reason that this word means. The first that fits counts, so the more
/// particular ones come first.
fn is_class(word: &str, refused: Option<&Refused>) -> Read<bool> {
    use Class::*;
    let meanings: [(&[&str], &[Class]); 13] = [
        (&["zero_targets", "no_targets", "zero_weight", "no_weight", "all_zero"], &[NoWeight]),
        (&["negative_weight", "negative_cap", "bad_weight", "caps"], &[BadWeight]),
        (&["positive", "negative", "zero", "invalid_amount", "nothing_asked"], &[NotPositive]),
        (&["decimal", "number", "precision", "finer", "places"], &[BadNumber]),
        (&["progress", "flight", "pending", "refunding", "concurrent", "under_way"], &[InFlight]),
        (&["received", "came"], &[Received]),
        (&["duplicate_line", "line_twice", "same_line", "duplicate_item"], &[LineTwice]),
        (&["reused", "duplicate_key", "other_content", "idempotency"], &[Reused]),
        (&["currency"], &[Currency]),
        (&["qty", "quantity", "units"], &[Units]),
        (&["shipping", "delivery"], &[Shipping]),
        (&["line", "item"], &[Line]),
        (
            &["exceed", "refundable", "captured", "paid", "remaining", "over", "too_much", "left"],
            &[Order, Line, Shipping],
        ),
    ];
    let meaning = meanings.iter().find(|(parts, _)| parts.iter().any(|part| word.contains(part)));
    match meaning {
        Some((_, classes)) => Ok(refused
            .is_some_and(|refused| classes.iter().any(|class| refused.classes.contains(class)))),
        None => failed(format!("the error `{word}` is not understood")),
    }
}

/// What somebody got wrong must never be what the crate answers. A wrong figure of which the crate has
/// none cannot be.
fn is_not_wrong(wrong: Option<&Value>, answers: &Answers) -> Read<()> {
    let Some(wrong) = wrong.filter(|wrong| !wrong.is_null()) else { return Ok(()) };
    for (name, wrong) in Fields::of(wrong)?.all() {
        let is_ours = match (name, wrong) {
            ("result", Value::String(text)) => {
                text.starts_with("accepted") && answers.refused.is_none()
            }
            _ => figures_like(answers, name).any(|figure| is_same(figure, wrong)),
        };
        if is_ours {
            return failed(format!("`{name}` {wrong} is the wrong answer that was seen"));
        }
    }
    Ok(())
}

/// The figures of this name, or of its first word: `sum_of_three_single_returns` is a sum, and
/// `refund_exact` a refund.
fn figures_like<'s>(answers: &'s Answers, name: &'s str) -> impl Iterator<Item = &'s Figure> {
    let first = name.split('_').next().unwrap_or(name);
    let like = if answers.named(name).next().is_some() { name } else { first };
    answers.named(like)
}

fn is_same(figure: &Figure, wrong: &Value) -> bool {
    let numbers = |value: &Value| -> Option<Vec<Ratio>> {
        match value {
            Value::Array(list) => list.iter().map(|one| ratio(one).ok()).collect(),
            one => ratio(one).ok().map(|one| vec![one]),
        }
    };
    let ours = match figure {
        Figure::Amount(ours) => vec![*ours],
        Figure::Parts(parts) => parts.ours.clone(),
        _ => return false,
    };
    numbers(wrong).is_some_and(|wrong| {
        wrong.len() == ours.len()
            && wrong.iter().zip(ours).all(|(wrong, ours)| wrong.as_whole() == Some(ours))
    })
}
