//! Amounts that were rounded, compared with those of systems that may round in another way.
//!
//! Where two parties round by different policies, both are right within one smallest unit of the exact
//! share, so under another policy than the crate's own the sum is compared, and the bounds. Some peers'
//! sums are not even that: rounding each part, they lose or invent up to one unit for each. Then ours
//! must be exact, and the report says what theirs lose.

use aftersale::money::Amount;
use serde_json::Value;

use super::fields::{Ratio, Read, amount};

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
    /// Returns whether a vector that names this policy, or none, expects exactly what the crate gives.
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
    /// The exact shares, or none where caps are the bounds (they have been checked already).
    pub(super) exact: Vec<Ratio>,
    pub(super) rounding: Rounding,
    /// Whether they are all there are, so that every policy comes to the same sum.
    pub(super) is_whole: bool,
}

/// A sum of parts that were rounded.
#[derive(Clone, Copy)]
pub(super) struct Sum {
    pub(super) ours: Amount,
    /// The exact sum, known from elsewhere than the parts.
    pub(super) exact: Amount,
    pub(super) parts: usize,
    /// Whether it is also the name of figures that are not rounded: then only a named policy shows that they were.
    pub(super) only_by_policy: bool,
}

/// The origin of the figures that a vector expects.
#[derive(Clone, Copy)]
pub(super) struct Theirs<'a> {
    pub(super) policy: Option<&'a str>,
    /// Whether the vector names the wrong answer. Then its expectation is not wrong.
    pub(super) tells_wrong_from_right: bool,
}

impl Theirs<'_> {
    /// Returns whether these may be lossy figures of another system, whose policy is named or unknown.
    fn may_be_lossy(self, own: bool) -> bool {
        if self.policy.is_some() { !own } else { !self.tells_wrong_from_right }
    }

    fn is_own(self) -> bool {
        let equal = Rounding::LargestRemainder { equal: true };
        equal.is(self.policy) || Rounding::CumulativeFloor.is(self.policy)
    }
}

/// The result of comparing a figure with the expectation.
#[derive(Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Compared {
    Same,
    /// Ours is exact and theirs is not; the sentence says how.
    Lossy(String),
    Differs(String),
}

impl Compared {
    pub(super) fn of(is_same: bool, what: impl FnOnce() -> String) -> Self {
        if is_same { Self::Same } else { Self::Differs(what()) }
    }

    /// Compares theirs of so many parts with an exact total: they may be off by one at most for each.
    fn lossy(theirs: i128, exact: i128, parts: usize) -> Option<Self> {
        let off = theirs.abs_diff(exact);
        let word = if (theirs < exact) == (exact >= 0) { "lose" } else { "invent" };
        let is_near = parts > 1 && off > 0 && off <= parts as u128;
        is_near.then(|| {
            Self::Lossy(format!("the expected figures {word} {off} of {exact}; ours are exact"))
        })
    }
}

impl Sum {
    pub(super) fn compare(self, expected: &Value, theirs: Theirs<'_>) -> Read<Compared> {
        let wanted = amount(expected)?;
        let may_be_lossy = theirs.may_be_lossy(theirs.is_own())
            && (theirs.policy.is_some() || !self.only_by_policy);
        if self.ours != self.exact || self.ours == wanted || !may_be_lossy {
            let is_same = self.ours == self.exact && self.ours == wanted;
            let ours = self.ours.minor();
            return Ok(Compared::of(is_same, || format!("expected {expected}, ours {ours}")));
        }
        let exact = self.exact.minor();
        let lossy = Compared::lossy(wanted.minor().into(), exact.into(), self.parts);
        Ok(lossy.unwrap_or_else(|| {
            Compared::Differs(format!("expected {expected}, ours {exact}, which is exact"))
        }))
    }
}

impl Parts {
    pub(super) fn compare(&self, expected: &Value, theirs_are: Theirs<'_>) -> Read<Compared> {
        let theirs: Vec<Amount> = match expected {
            Value::Array(list) => list.iter().map(amount).collect::<Read<_>>()?,
            one => vec![amount(one)?],
        };
        let minor = |amounts: &[Amount]| amounts.iter().map(|a| a.minor()).collect::<Vec<_>>();
        let (ours, theirs) = (minor(&self.ours), minor(&theirs));
        let say = |what: &str| format!("{what}: expected {theirs:?}, ours {ours:?}");
        let near = |amounts: &[i64]| {
            let mut pairs = amounts.iter().zip(&self.exact);
            pairs.all(|(amount, exact)| exact.is_within_one_of(*amount))
        };
        let total = |amounts: &[i64]| amounts.iter().map(|a| i128::from(*a)).sum::<i128>();
        let (our_sum, their_sum) = (total(&ours), total(&theirs));
        let own = self.rounding.is(theirs_are.policy);
        // The worth of each of theirs must be given, and ours must come to the exact total.
        let is_exact = self.is_whole
            && ours.len() == theirs.len()
            && self.exact.len() == ours.len()
            && self.exact_total() == Some(our_sum);
        let is_own_policy = theirs_are.policy.is_some() && own;
        if is_exact
            && their_sum != our_sum
            && theirs_are.may_be_lossy(is_own_policy)
            && near(&ours)
            && near(&theirs)
            && let Some(lossy) = Compared::lossy(their_sum, our_sum, ours.len())
        {
            return Ok(lossy);
        }
        Ok(if own {
            Compared::of(ours == theirs, || say("parts"))
        } else if ours.len() != theirs.len() {
            Compared::Differs(say("as many parts"))
        } else if self.is_whole && our_sum != their_sum {
            Compared::Differs(say("sum"))
        } else if !near(&ours) {
            Compared::Differs(say("within one of the exact share"))
        } else {
            // Parts of a whole keep their sum; of others there is nothing else to compare.
            Compared::of(self.is_whole || near(&theirs), || say("their own share"))
        })
    }

    fn exact_total(&self) -> Option<i128> {
        let all = self.exact.iter().fold(Ratio(0, 1), |sum, share| sum.plus(*share));
        all.as_whole().map(|total| total.minor().into())
    }
}
