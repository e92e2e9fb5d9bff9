//! What the crate's refusals are in the words of stories.

use std::collections::BTreeSet;
use std::fmt;

use aftersale::lifecycle::{Guard, TableReason};
use aftersale::money::Amount;
use aftersale::order::{Bound, Order, Reason, Refusal};

use super::form::{Asked, Ceiling, Claim, Expect, RefusalWord, What};
use super::found::Differences;
use super::shop::{Status, StoryShop};

/// A refusal, in the words of stories, and the ceilings that are in the way.
pub(super) struct Refused {
    words: BTreeSet<RefusalWord>,
    /// Each ceiling and what it leaves.
    ceilings: Vec<(Ceiling, Amount)>,
    text: String,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Refused {
    pub(super) fn by(refusal: &Refusal<Status>) -> Self {
        let words = refusal.reasons.iter().filter_map(word).collect();
        let ceilings = refusal.reasons.iter().filter_map(ceiling).collect();
        Self { words, ceilings, text: refusal.to_string() }
    }

    /// Returns the refusal of a claim for all that is left, where that is nothing.
    pub(super) fn nothing_left(order: &Order<StoryShop>, claim: &Claim) -> Self {
        let ledger = order.ledger();
        let lines = claim.lines.iter().filter_map(|line| {
            Some((Ceiling::Line, ledger.line(&line.line.as_str().into())?.money.left()))
        });
        let shipping = claim.shipping.map(|_| (Ceiling::Shipping, ledger.shipping.left()));
        let all = lines.chain(shipping).chain([(Ceiling::Order, ledger.order.left())]);
        let ceilings = all.filter(|(_, left)| !left.is_positive()).collect();
        let text = "nothing is left".into();
        Self { words: [RefusalWord::NothingLeft].into(), ceilings, text }
    }

    pub(super) fn other(text: &str) -> Self {
        Self { words: BTreeSet::new(), ceilings: Vec::new(), text: text.into() }
    }

    /// Compares the refusal with what is expected of the step. `before` is the order before it.
    pub(super) fn compare(
        &self,
        place: &str,
        expect: &Expect,
        before: &Order<StoryShop>,
        what: &What,
        differences: &mut Differences,
    ) {
        let allowed = expect.refused.iter().flat_map(|words| words.as_slice());
        let allowed: Vec<RefusalWord> = allowed.chain(&expect.may_refuse).copied().collect();
        if !allowed.iter().any(|word| self.words.contains(word)) {
            let words: Vec<String> = allowed.iter().map(ToString::to_string).collect();
            let expected = match words.as_slice() {
                [] => "that it is done".into(),
                words => format!("that it is refused: {}", words.join(" or ")),
            };
            differences.add(place, format_args!("expected {expected}, found: {}", self.text));
            return;
        }
        let Some(of) = expect.of else { return };
        let known = self.ceilings.iter().find(|(ceiling, _)| *ceiling == of).map(|(_, left)| *left);
        let Some(left) = known.or_else(|| exceeded(of, before, what)) else {
            differences
                .add(place, format_args!("expected that the {of} is exceeded: {}", self.text));
            return;
        };
        differences.compare(&format!("{place}: left of the {of}"), expect.left, left.minor());
    }
}

fn word(reason: &Reason<Status>) -> Option<RefusalWord> {
    match reason {
        Reason::NotPositive { .. } | Reason::NoUnits { .. } => Some(RefusalWord::NotPositive),
        Reason::NothingRequested | Reason::NothingRefundable { .. } => {
            Some(RefusalWord::NothingLeft)
        }
        Reason::TooMuch { .. }
        | Reason::TooManyUnits { .. }
        | Reason::TooLarge
        | Reason::AlreadyRefunded { .. } => Some(RefusalWord::TooMuch),
        Reason::MoneyMayBeOut { .. }
        | Reason::Table(TableReason::GuardNotMet {
            guard: Guard::NoRefundUnderWay | Guard::NoOtherCaseOpen,
        }) => Some(RefusalWord::InFlight),
        _ => None,
    }
}

fn ceiling(reason: &Reason<Status>) -> Option<(Ceiling, Amount)> {
    match reason {
        Reason::TooMuch { bound, left, .. } => Some((of_bound(bound)?, left.amount)),
        Reason::NothingRefundable { bound } => Some((of_bound(bound)?, Amount::ZERO)),
        _ => None,
    }
}

fn of_bound(bound: &Bound) -> Option<Ceiling> {
    match bound {
        Bound::Line(_) | Bound::Units(_) => Some(Ceiling::Line),
        Bound::Shipping => Some(Ceiling::Shipping),
        Bound::Order => Some(Ceiling::Order),
        _ => None,
    }
}

/// Returns what a ceiling left before the step, where the step asks for more than that.
fn exceeded(of: Ceiling, before: &Order<StoryShop>, what: &What) -> Option<Amount> {
    let What::Claim(claim) = what else { return None };
    let ledger = before.ledger();
    let asked = |asked: Option<Asked>| match asked {
        Some(Asked::Amount(amount)) => Amount::from_minor(amount),
        _ => Amount::ZERO,
    };
    let Claim { lines, shipping, .. } = claim;
    match of {
        Ceiling::Line => lines.iter().find_map(|line| {
            let left = ledger.line(&line.line.as_str().into())?.money.left();
            (asked(line.amount) > left).then_some(left)
        }),
        Ceiling::Shipping => {
            let left = ledger.shipping.left();
            (asked(*shipping) > left).then_some(left)
        }
        Ceiling::Order => {
            let left = ledger.order.left();
            let amounts = lines.iter().map(|line| asked(line.amount)).chain([asked(*shipping)]);
            (Amount::saturating_sum(amounts) > left).then_some(left)
        }
    }
}
