//! The checks of the suite, and its report.

use core::fmt;

/// A check of a store. They are run in this order.
#[derive(
    Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, strum::Display, strum::VariantArray,
)]
#[non_exhaustive]
pub enum Check {
    /// An order is opened, stored and loaded; one that was not opened is not there.
    #[strum(to_string = "an order is opened")]
    Opening,
    /// Of two writers that decide on the same version one is stored, and the other one changes nothing.
    #[strum(to_string = "two writers")]
    TwoWriters,
    /// The same over two connections, neither of which goes by what it remembers.
    #[strum(to_string = "two connections")]
    TwoConnections,
    /// Events that are not the next one of their order are refused.
    #[strum(to_string = "an event is missing")]
    Gap,
    /// An order that is there is not opened again.
    #[strum(to_string = "an order is opened twice")]
    OpenedTwice,
    /// Events come back in their order when versions have two and three digits.
    #[strum(to_string = "versions of several digits")]
    ManyEvents,
    /// All that is stored is there after a restart.
    #[strum(to_string = "a restart")]
    Restart,
    /// An event that is there is not stored again.
    #[strum(to_string = "the same event again")]
    SameEvent,
    /// An event of one order changes no other.
    #[strum(to_string = "orders are kept apart")]
    Apart,
    /// Orders whose names differ by little, or have letters with a meaning elsewhere.
    #[strum(to_string = "odd names")]
    OddNames,
    /// Amounts, quantities and times at their ends come back exactly.
    #[strum(to_string = "figures at their ends")]
    Figures,
    /// Events of hundreds of thousands of bytes.
    #[strum(to_string = "large events")]
    LargeEvents,
    /// All orders are listed, each once.
    #[strum(to_string = "all orders are listed")]
    Orders,
    /// The outbox has exactly the orders' pending effects.
    #[strum(to_string = "effects are in the outbox")]
    Outbox,
    /// The outbox has them after a restart as well.
    #[strum(to_string = "effects after a restart")]
    OutboxAfterRestart,
    /// A refund with a report on it is no longer there to be issued.
    #[strum(to_string = "refunds that were reported")]
    Reported,
    /// A refund that shall not be issued any more, since its case was refunded by other ways, is gone.
    #[strum(to_string = "refunds that are withheld")]
    Withheld,
    /// An acknowledged effect is gone, stays gone, and no other effect is.
    #[strum(to_string = "effects that were acknowledged")]
    Acknowledged,
    /// Timers go off when they are due, also after a restart.
    #[strum(to_string = "timers")]
    Timers,
    /// Orders with refunds to query are found.
    #[strum(to_string = "refunds to query")]
    RefundsToQuery,
    /// Snapshots agree with the events.
    #[strum(to_string = "snapshots and events agree")]
    Snapshots,
    /// The host dies while it stores: event and effects are both there, or neither.
    #[strum(to_string = "death while storing")]
    Death,
    /// Everything together, over random histories.
    #[strum(to_string = "random histories")]
    Histories,
    /// Writers at the same time, each with a connection and a thread of its own.
    #[strum(to_string = "writers at the same time")]
    Races,
}

impl Check {
    /// All of them, in the order in which they are declared.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;
}

impl Check {
    /// Returns the harm that is done when a store fails this check.
    #[must_use]
    pub const fn harm(self) -> &'static str {
        match self {
            Self::Opening => "after-sales of an order cannot begin, or are lost at once",
            Self::Gap => "the order can never be loaded again: a hole in its history is an error",
            Self::OpenedTwice => {
                "what was paid, refunded and agreed is forgotten, so it is refunded once more"
            }
            Self::SameEvent => {
                "a request that is sent again breaks the order, or does its effects again"
            }
            Self::TwoWriters | Self::TwoConnections | Self::Races => {
                "two clerks who click at the same time both pay, or the work of one is lost unseen"
            }
            Self::ManyEvents => {
                "an order with ten events or more cannot be loaded, or loses the later ones"
            }
            Self::Restart => "cases and refunds are forgotten when the host is restarted",
            Self::Apart => "one buyer's refund is booked on another buyer's order",
            Self::OddNames => "two orders become one, or one order can never be found again",
            Self::Figures => "amounts are rounded, so other sums are paid than were agreed",
            Self::LargeEvents => "the end of a large event is cut off and its order is lost",
            Self::Orders => "a case that is not found after a restart is never worked on again",
            Self::Outbox => "a refund that was agreed is never paid, or another one is",
            Self::OutboxAfterRestart => "a refund that was agreed before a crash is never paid",
            Self::Acknowledged => {
                "what was done is done again and again, or what was not done never is"
            }
            Self::Withheld => "a buyer who was paid by hand is paid once more",
            Self::Reported => "a refund whose outcome is known is made again",
            Self::Timers => "a deadline passes unnoticed, so a case waits for ever",
            Self::RefundsToQuery => {
                "a refund of unknown outcome is never queried, and blocks its case"
            }
            Self::Snapshots => "decisions are made on an order that has never been so",
            Self::Death => {
                "a refund is booked and never paid, or paid and never booked and then paid again"
            }
            Self::Histories => "orders and outbox drift apart over time",
        }
    }
}

/// The result of a check.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Verdict {
    /// The store passed, with the figures of what was tried.
    Held(String),
    /// The store does not offer what the check needs, so it was not tested.
    NotOffered(&'static str),
    /// The check does not come up under this policy.
    DoesNotComeUp(&'static str),
}

/// The results of all checks on a store that has passed them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Report {
    pub(super) platform: &'static str,
    pub(super) checks: Vec<(Check, Verdict)>,
}

impl Report {
    /// Returns the checks in their order, with their results.
    #[must_use]
    pub fn checks(&self) -> &[(Check, Verdict)] {
        &self.checks
    }

    /// Returns the checks that were not tested, since the store does not offer what they need.
    pub fn not_offered(&self) -> impl Iterator<Item = Check> {
        let not = |outcome: &Verdict| matches!(outcome, Verdict::NotOffered(_));
        self.checks.iter().filter(move |(_, outcome)| not(outcome)).map(|(check, _)| *check)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = |is: fn(&Verdict) -> bool| {
            self.checks.iter().filter(|(_, outcome)| is(outcome)).count()
        };
        let held = count(|outcome| matches!(outcome, Verdict::Held(_)));
        let silent = count(|outcome| matches!(outcome, Verdict::NotOffered(_)));
        write!(
            f,
            "a store of {}: {held} of {} checks held, {silent} NOT TESTED",
            self.platform,
            self.checks.len()
        )?;
        for (check, outcome) in &self.checks {
            let (word, text): (_, &str) = match outcome {
                Verdict::Held(figures) => ("held", figures),
                Verdict::NotOffered(what) => ("NOT TESTED", what),
                Verdict::DoesNotComeUp(why) => ("not here", why),
            };
            write!(f, "\n  {word:<11} {:<32} {text}", check.to_string())?;
        }
        Ok(())
    }
}

/// The check that a store has failed.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error(
    "the store fails the check \"{check}\"\n  done:     {done}\n  expected: {expected}\n  \
     found:    {found}\n  harm:     {}", .check.harm()
)]
#[non_exhaustive]
pub struct Violation {
    /// The check.
    pub check: Check,
    /// The actions before the failure.
    pub done: String,
    /// The expected result.
    pub expected: String,
    /// The actual result.
    pub found: String,
}

/// The reason why a check was ended.
#[derive(Debug)]
pub(super) enum Stop {
    Violation(Violation),
    NotOffered(&'static str),
    DoesNotComeUp(&'static str),
}
