//! Whole orders, played against a gateway that keeps books of its own: at the end, what the order has booked is what the buyer
//! has got.
//!
//! A history has one order. Its buyer applies and withdraws, its merchant agrees and tries again, clerks refund at the
//! gateway's desk, the host crashes, requests, answers and notices are lost, late, repeated and out of order; refunds are
//! paid in parts, fail, and fail or come back weeks after they had succeeded. Of some refunds the gateway's notices have its own
//! number alone, and the host learns which refund that is from an answer, before them or after. Some orders were paid by several
//! payments, and the last of them comes later; and some gateways tell their running total, too.
//!
//! ```
//! use aftersale_testing::simulation::{Habit, play};
//!
//! let played = play(17, Habit::Careful);
//! assert_eq!(played.booked, played.with_buyer);
//! assert!(played.is_right());
//! ```

mod gateway;
mod shop;

use aftersale::money::Amount;

/// How a host treats what it hears.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Habit {
    /// As the documents of `aftersale` say.
    Careful,
    /// It reports a refund as failed when no answer comes.
    TakesSilenceForFailure,
    /// It does not report a failure.
    IsDeafToLateFailures,
    /// It books each running total as one more refund.
    AddsTotals,
    /// It reports a part as a success while the rest is to come.
    TakesPartsForSuccesses,
    /// It never says that the gateway's own number is of the shop's refund.
    TakesNamesForRefunds,
}

impl Habit {
    /// All habits, the right one first.
    pub const ALL: [Self; 6] = [
        Self::Careful,
        Self::TakesSilenceForFailure,
        Self::IsDeafToLateFailures,
        Self::AddsTotals,
        Self::TakesPartsForSuccesses,
        Self::TakesNamesForRefunds,
    ];

    /// Returns the name of the habit.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Careful => "careful",
            Self::TakesSilenceForFailure => "takes-silence-for-failure",
            Self::IsDeafToLateFailures => "is-deaf-to-late-failures",
            Self::AddsTotals => "adds-totals",
            Self::TakesPartsForSuccesses => "takes-parts-for-successes",
            Self::TakesNamesForRefunds => "takes-names-for-refunds",
        }
    }
}

/// What a history has come to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Played {
    /// What the order has booked as refunded.
    pub booked: Amount,
    /// What is with the buyer, by the gateway's own books.
    pub with_buyer: Amount,
    /// What the order has in flight.
    pub in_flight: Amount,
    /// The number of cases that the shop has paid more than they ask for.
    pub paid_twice: usize,
    /// The number of cases that have got more than they ask for, by whomever, without an anomaly that says so.
    pub silent_doubles: usize,
    /// The number of payments by which another amount is booked than went back by them, where no clerk has chosen them.
    pub misplaced: usize,
    /// The number of refunds for which nothing was left at the gateway, where no clerk had been there before.
    pub refused: u32,
    /// Whether everything has come to rest.
    pub is_at_rest: bool,
}

impl Played {
    /// Returns whether what was paid is what was booked, nothing was paid twice or was asked of the gateway that it had not,
    /// no double is silent, and nothing is left open.
    #[must_use]
    pub fn is_right(&self) -> bool {
        let counts = [self.paid_twice, self.silent_doubles, self.misplaced];
        self.booked == self.with_buyer
            && self.in_flight == Amount::ZERO
            && counts == [0; 3]
            && self.refused == 0
            && self.is_at_rest
    }
}

/// Plays the history of this seed by a host of this habit.
///
/// # Panics
///
/// When the order refuses what a host may always report.
#[must_use]
pub fn play(seed: u64, habit: Habit) -> Played {
    shop::play(seed, habit)
}
