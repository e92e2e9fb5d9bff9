//! What the suite tries, and what it says.

use core::fmt;

/// Something that is tried with a store. They are tried in this order.
#[derive(
    Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, strum::Display, strum::VariantArray,
)]
#[non_exhaustive]
pub enum Check {
    /// An order is opened, stored and loaded; one that nobody has opened is not there.
    #[strum(to_string = "an order is opened")]
    Opening,
    /// Of two that decide on the same version one is stored, and the other one changes nothing.
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
    /// Whatever is stored is there after a restart.
    #[strum(to_string = "a restart")]
    Restart,
    /// An event that is there is not stored again.
    #[strum(to_string = "the same event again")]
    SameEvent,
    /// What happens to one order happens to no other.
    #[strum(to_string = "orders are kept apart")]
    Apart,
    /// Orders whose names differ by little, or have letters that mean something elsewhere.
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
    /// The outbox has what the orders say is open.
    #[strum(to_string = "effects are in the outbox")]
    Outbox,
    /// It has it after a restart as well.
    #[strum(to_string = "effects after a restart")]
    OutboxAfterRestart,
    /// A payment of which something was heard is no longer there to be made.
    #[strum(to_string = "payments that were reported")]
    Reported,
    /// A payment that shall not be made any more, since its case was paid by other ways, is gone.
    #[strum(to_string = "payments that are withheld")]
    Withheld,
    /// What was acknowledged is gone, stays gone, and nothing else is.
    #[strum(to_string = "effects that were acknowledged")]
    Acknowledged,
    /// Timers go off when they are due, also after a restart.
    #[strum(to_string = "timers")]
    Timers,
    /// Orders with payments that somebody has to ask about are found.
    #[strum(to_string = "payments to ask about")]
    RefundsToQuery,
    /// What snapshots say is what the events say.
    #[strum(to_string = "snapshots and events agree")]
    Snapshots,
    /// The host dies while it stores: event and effects are both there, or neither.
    #[strum(to_string = "death while storing")]
    Death,
    /// Everything together, over histories made by chance.
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
    /// What comes of it when a store fails this.
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
            Self::Restart => "cases and payments are forgotten when the host is restarted",
            Self::Apart => "one buyer's refund is booked on another buyer's order",
            Self::OddNames => "two orders become one, or one order can never be found again",
            Self::Figures => "amounts are rounded, so other sums are paid than were agreed",
            Self::LargeEvents => "the end of a large event is cut off and its order is lost",
            Self::Orders => "a case that nobody finds after a restart is never worked on again",
            Self::Outbox => "a refund that was agreed is never paid, or another one is",
            Self::OutboxAfterRestart => "a refund that was agreed before a crash is never paid",
            Self::Acknowledged => {
                "what was done is done again and again, or what was not done never is"
            }
            Self::Withheld => "a buyer who was paid by hand is paid once more",
            Self::Reported => "a payment whose outcome is known is made again",
            Self::Timers => "nobody is told that time has run out, so a case waits for ever",
            Self::RefundsToQuery => {
                "a payment of unknown outcome is never asked about, and blocks its case"
            }
            Self::Snapshots => "decisions are made on an order that has never been so",
            Self::Death => {
                "a refund is booked and never paid, or paid and never booked and then paid again"
            }
            Self::Histories => "orders and outbox drift apart over time",
        }
    }
}

/// What came of a check.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Verdict {
    /// The store has kept to it; and how much of it was tried.
    Held(String),
    /// The store does not offer what it takes, so nobody knows.
    NotOffered(&'static str),
    /// Under this policy it does not come up.
    DoesNotComeUp(&'static str),
}

/// What was tried with a store that has kept to it all.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Report {
    pub(super) platform: &'static str,
    pub(super) checks: Vec<(Check, Verdict)>,
}

impl Report {
    /// The checks in their order, and what came of each.
    #[must_use]
    pub fn checks(&self) -> &[(Check, Verdict)] {
        &self.checks
    }

    /// The checks that the store does not offer what it takes for: nobody knows whether it keeps to
    /// them.
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

/// Where a store has failed.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error(
    "the store fails the check \"{check}\"\n  done:     {done}\n  expected: {expected}\n  \
     found:    {found}\n  harm:     {}", .check.harm()
)]
#[non_exhaustive]
pub struct Violation {
    /// The check.
    pub check: Check,
    /// What had been done.
    pub done: String,
    /// What should have come of it.
    pub expected: String,
    /// What came of it.
    pub found: String,
}

/// Why a check was ended.
#[derive(Debug)]
pub(super) enum Stop {
    Violation(Violation),
    NotOffered(&'static str),
    DoesNotComeUp(&'static str),
}
