//! The crate's answers to a vector, and their comparison with the recorded ones.

use aftersale::money::Amount;
use serde_json::Value;

use super::fields::{
    Fields, Problem, Ratio, Read, amount, failed, is_of_tax, not_applicable, not_understood, ratio,
};
use super::results::{is_about_refusing, is_refused_as, results_differ};
use super::rounding::{Compared, Parts, Sum, Theirs};
use super::shop::Refused;

pub(super) enum Figure {
    Amount(Amount),
    Units(u32),
    Exact(Ratio),
    Text(String),
    Sum(Sum),
    Parts(Parts),
    /// The result of each of several requests: accepted, or refused.
    Results(Vec<Option<Refused>>),
}

/// All answers of the crate to a vector.
#[derive(Default)]
pub(super) struct Answers {
    figures: Vec<(&'static [&'static str], Figure)>,
    /// The refusal of the request, if it is refused.
    pub(super) refused: Option<Refused>,
    /// The documented rule by which the crate refuses what others do.
    pub(super) rule: Option<&'static str>,
    /// Expectations that are tax parts in this vector.
    pub(super) tax_parts: &'static [&'static str],
    /// Whether everything but amounts without tax is a tax part, since it is unknown what was paid.
    pub(super) only_net: bool,
}

impl Answers {
    /// Adds the answer to every expectation of one of these names.
    pub(super) fn add(&mut self, names: &'static [&'static str], figure: Figure) {
        self.figures.push((names, figure));
    }

    /// Adds the results of several requests, and how many were accepted.
    pub(super) fn add_results(&mut self, results: Vec<Option<Refused>>) {
        let accepted = results.iter().filter(|refused| refused.is_none()).count();
        let count = |count: usize| Figure::Units(u32::try_from(count).unwrap_or(u32::MAX));
        self.add(&["accepted", "accepted_count"], count(accepted));
        self.add(&["rejected", "refused", "rejected_count"], count(results.len() - accepted));
        self.add(&["results"], Figure::Results(results));
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.named(name).next().is_some()
    }

    /// Returns the answers to an expectation of this name.
    fn named<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s Figure> {
        let figures = self.figures.iter();
        figures.filter(move |(names, _)| names.contains(&name)).map(|(_, figure)| figure)
    }

    fn is_tax_part(&self, name: &str) -> bool {
        is_of_tax(name) || self.only_net || self.tax_parts.contains(&name)
    }
}

/// Compares, and returns the remarks on a vector that has passed.
pub(super) fn compare(
    expect: &Fields<'_>,
    wrong: Option<&Value>,
    policy: Option<&str>,
    answers: &Answers,
) -> Read<Vec<String>> {
    let theirs = Theirs { policy, tells_wrong_from_right: wrong.is_some_and(|w| !w.is_null()) };
    let may_refuse = expect.all().any(|(name, _)| is_about_refusing(name));
    let mut seen = Comparison { may_refuse, ..Comparison::default() };
    let mut not_known = None;
    for (name, expected) in expect.all() {
        match one(name, expected, expect, theirs, answers, &mut seen) {
            // Other expectations are compared all the same.
            Err(Problem::NotApplicable(why)) => not_known = not_known.or(Some(why)),
            other => other?,
        }
    }
    let Comparison { mut notes, tax_parts, compared, may_refuse } = seen;
    if let Some(refused) = answers.refused.as_ref().filter(|_| !may_refuse) {
        match answers.rule {
            Some(rule) => notes.push(format!("{rule}: {}", refused.text)),
            None => return failed(format!("ours refuses: {}", refused.text)),
        }
    }
    is_not_wrong(wrong, answers)?;
    if let Some(why) = not_known {
        return not_applicable(why);
    }
    if compared == 0 && (may_refuse || answers.refused.is_none()) {
        return not_applicable(
            "it is about tax parts only, and the crate takes what was paid and splits no tax",
        );
    }
    if !tax_parts.is_empty() {
        notes.push(format!("tax parts are not compared: {}", tax_parts.join(", ")));
    }
    Ok(notes)
}

/// The state of a comparison.
#[derive(Default)]
struct Comparison<'a> {
    notes: Vec<String>,
    tax_parts: Vec<&'a str>,
    compared: usize,
    /// Whether a refusal can meet anything that is expected.
    may_refuse: bool,
}

/// Compares one expectation.
fn one<'a>(
    name: &'a str,
    expected: &Value,
    expect: &Fields<'_>,
    theirs: Theirs<'_>,
    answers: &Answers,
    seen: &mut Comparison<'a>,
) -> Read<()> {
    if is_about_refusing(name) && !(expected.is_number() && answers.has(name)) {
        seen.compared += 1;
        return is_refused_as(name, expected, answers.refused.as_ref());
    }
    // The sum may have a long name: `sum_of_three_single_returns`.
    let is_a_sum = name.starts_with("sum_of_") && !answers.is_tax_part(name);
    let like = if is_a_sum && !answers.has(name) { "sum" } else { name };
    let mut figures = answers.named(like).peekable();
    if figures.peek().is_some() {
        seen.may_refuse |= figures.peek().is_some_and(|one| matches!(one, Figure::Results(_)));
        let compared: Read<Vec<_>> =
            figures.map(|figure| difference(figure, expected, theirs)).collect();
        // A name can mean several things; it is enough that one of them fits.
        match compared?.into_iter().min() {
            Some(Compared::Differs(_)) if is_sum_of_taxes(expected, expect, answers) => {
                seen.tax_parts.push(name);
                return Ok(());
            }
            Some(Compared::Differs(difference)) => {
                return failed(format!("`{name}`: {difference}"));
            }
            Some(Compared::Lossy(note)) => seen.notes.push(format!("`{name}`: {note}")),
            Some(Compared::Same) | None => {}
        }
        seen.compared += 1;
    } else if let Some((is_most, of)) = bound(name) {
        // A bound is kept by refusing what is above it.
        seen.may_refuse |= is_most;
        keeps_to(answers, of, is_most, amount(expected)?, name)?;
        seen.compared += 1;
    } else if answers.is_tax_part(name) {
        seen.tax_parts.push(name);
    } else if answers.rule.is_none() {
        return match answers.refused.as_ref().filter(|_| !seen.may_refuse) {
            Some(refused) => {
                failed(format!("expected `{name}` {expected}; ours: {}", refused.text))
            }
            None => not_understood(format!("the expectation `{name}`")),
        };
    }
    Ok(())
}

/// Returns whether a figure is the sum of a list of tax parts that is expected beside it: then it is one too.
fn is_sum_of_taxes(expected: &Value, expect: &Fields<'_>, answers: &Answers) -> bool {
    let sum = |list: &Value| -> Option<i64> { list.as_array()?.iter().map(Value::as_i64).sum() };
    let mut taxes = expect.all().filter(|(name, _)| answers.is_tax_part(name));
    expected.is_number() && taxes.any(|(_, taxes)| sum(taxes) == expected.as_i64())
}

fn bound(name: &str) -> Option<(bool, &str)> {
    let most = name.strip_prefix("max_").map(|of| (true, of));
    most.or_else(|| name.strip_prefix("min_").map(|of| (false, of)))
}

fn keeps_to(answers: &Answers, of: &str, is_most: bool, limit: Amount, name: &str) -> Read<()> {
    let ours = match answers.named(of).next() {
        Some(Figure::Amount(ours)) => ours,
        Some(Figure::Sum(sum)) => &sum.ours,
        _ => return not_understood(format!("the expectation `{name}`")),
    };
    if if is_most { *ours <= limit } else { *ours >= limit } {
        return Ok(());
    }
    failed(format!("`{name}`: {} expected, ours {}", limit.minor(), ours.minor()))
}

/// Returns the difference between the figure and the expectation, if there is one.
fn difference(figure: &Figure, expected: &Value, theirs: Theirs<'_>) -> Read<Compared> {
    let same = |is_same: bool, ours: &dyn std::fmt::Debug| {
        Compared::of(is_same, || format!("expected {expected}, ours {ours:?}"))
    };
    Ok(match figure {
        Figure::Amount(ours) => same(*ours == amount(expected)?, &ours.minor()),
        Figure::Units(ours) => same(i64::from(*ours) == amount(expected)?.minor(), ours),
        Figure::Exact(ours) => {
            let written = ratio(expected)?;
            same(ours.is_written_as(written), &format_args!("{} / {}", ours.0, ours.1))
        }
        Figure::Text(ours) => same(expected.as_str() == Some(ours), ours),
        Figure::Sum(sum) => sum.compare(expected, theirs)?,
        Figure::Parts(parts) => parts.compare(expected, theirs)?,
        Figure::Results(ours) => match results_differ(ours, expected)? {
            Some(difference) => Compared::Differs(difference),
            None => Compared::Same,
        },
    })
}

/// Checks that the crate does not give a wrong answer that was seen elsewhere. A wrong figure of which the crate
/// has none cannot be given.
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

/// Returns the figures of this name, or of its first word: `sum_of_three_single_returns` is a sum, and
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
        Figure::Sum(sum) => vec![sum.ours],
        Figure::Parts(parts) => parts.ours.clone(),
        _ => return false,
    };
    numbers(wrong).is_some_and(|wrong| {
        wrong.len() == ours.len()
            && wrong.iter().zip(ours).all(|(wrong, ours)| wrong.as_whole() == Some(ours))
    })
}
