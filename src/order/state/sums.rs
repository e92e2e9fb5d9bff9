//! The sums that an order keeps, so that no question and no command adds up all its cases and refunds: by line, for
//! shipping, for the order, and by case.
//!
//! They are not stored: they are added up when an order is restored, and each change moves them on. They are wider than
//! an amount, so that what was added can be taken away again exactly, whatever came between.

use crate::money::Amount;
use crate::order::{Balance, CaseId, Units};
use crate::quantity::Quantity;

/// An exact sum of amounts.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(in crate::order) struct Sum(i128);

/// Whether something is added to sums or taken away from them.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::order) enum Way {
    Add,
    TakeAway,
}

impl Sum {
    pub(in crate::order) fn of(amounts: impl IntoIterator<Item = Amount>) -> Self {
        let mut sum = Self::default();
        amounts.into_iter().for_each(|amount| sum.book(amount, Way::Add));
        sum
    }

    pub(in crate::order) fn book(&mut self, amount: Amount, way: Way) {
        self.change(amount.minor().into(), way);
    }

    pub(in crate::order) fn change(&mut self, by: i128, way: Way) {
        // An order has far too few amounts to go beyond this range.
        self.0 = match way {
            Way::Add => self.0.wrapping_add(by),
            Way::TakeAway => self.0.wrapping_sub(by),
        };
    }

    /// Returns the sum as an amount, as far as the range of amounts goes.
    pub(in crate::order) fn amount(self) -> Amount {
        let beyond = if self.0 < 0 { i64::MIN } else { i64::MAX };
        Amount::from_minor(i64::try_from(self.0).unwrap_or(beyond))
    }

    pub(in crate::order) const fn plus(self, other: Self) -> Self {
        Self(self.0.wrapping_add(other.0))
    }

    pub(in crate::order) const fn less(self, other: Self) -> Self {
        Self(self.0.wrapping_sub(other.0))
    }
}

/// What was refunded, is in flight and is claimed of something that was paid.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(in crate::order) struct MoneySums {
    pub(in crate::order) refunded: Sum,
    pub(in crate::order) in_flight: Sum,
    pub(in crate::order) claimed: Sum,
}

/// One of these sums.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::order) enum Column {
    Refunded,
    InFlight,
    Claimed,
}

impl MoneySums {
    pub(in crate::order) fn book(&mut self, column: Column, amount: Amount, way: Way) {
        let sum = match column {
            Column::Refunded => &mut self.refunded,
            Column::InFlight => &mut self.in_flight,
            Column::Claimed => &mut self.claimed,
        };
        sum.book(amount, way);
    }

    /// Returns whether more was refunded or is in flight than was paid.
    pub(in crate::order) fn is_short(&self, paid: Amount) -> bool {
        Sum::of([paid]) < self.refunded.plus(self.in_flight)
    }

    /// Returns whether more was refunded than was paid, and than by these sums before.
    pub(in crate::order) fn is_overdrawn_since(&self, before: &Self, paid: Amount) -> bool {
        self.refunded > Sum::of([paid]) && self.refunded > before.refunded
    }

    pub(in crate::order) fn balance(&self, paid: Amount) -> Balance {
        Balance {
            paid,
            refunded: self.refunded.amount(),
            in_flight: self.in_flight.amount(),
            claimed: self.claimed.amount(),
        }
    }
}

/// The sums of a line.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(in crate::order) struct LineSums {
    pub(in crate::order) money: MoneySums,
    pub(in crate::order) returned: u64,
    pub(in crate::order) claimed: u64,
    /// The worth of the claimed and the returned units together, as it was when they were claimed.
    pub(in crate::order) worth: Sum,
    /// The number of cases that hold a claim on the line.
    pub(in crate::order) holding: u32,
    /// The number of cases on the line that were refused or have lapsed.
    pub(in crate::order) refused: u32,
    /// The number of cases on the line whose status means *refunded*.
    pub(in crate::order) refunded: u32,
}

impl LineSums {
    pub(in crate::order) fn units(&self, bought: Quantity) -> Units {
        let units = |number: u64| Quantity::new(u32::try_from(number).unwrap_or(u32::MAX));
        Units { bought, returned: units(self.returned), claimed: units(self.claimed) }
    }
}

/// Moves a count by one.
pub(in crate::order) fn count(number: &mut u32, way: Way) {
    *number = match way {
        Way::Add => number.saturating_add(1),
        Way::TakeAway => number.saturating_sub(1),
    };
}

/// Moves a number of units.
pub(in crate::order) fn move_units(number: &mut u64, units: Quantity, way: Way) {
    let units = u64::from(units.units());
    *number = match way {
        Way::Add => number.saturating_add(units),
        Way::TakeAway => number.saturating_sub(units),
    };
}

/// What the refunds of a case come to.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub(in crate::order) struct CaseSums {
    /// What they have paid, less what came back.
    pub(in crate::order) paid: Sum,
    /// The number of refunds whose outcome is not known.
    pub(in crate::order) in_flight: u32,
    /// What these are to pay. It counts on from the other end where that is too much for an amount, and is right again once
    /// they are fewer.
    pub(super) amount_in_flight: Amount,
    /// The number of refunds that have succeeded or paid something.
    pub(in crate::order) succeeded: u32,
}

impl CaseSums {
    /// Counts a refund whose outcome is not known.
    pub(super) fn book_in_flight(&mut self, amount: Amount, way: Way) {
        count(&mut self.in_flight, way);
        let before = self.amount_in_flight.minor();
        self.amount_in_flight = Amount::from_minor(match way {
            Way::Add => before.wrapping_add(amount.minor()),
            Way::TakeAway => before.wrapping_sub(amount.minor()),
        });
    }

    /// Returns what the refunds have paid, or may have, unless it has to be looked up.
    pub(super) fn settled(&self) -> Option<Sum> {
        (self.in_flight <= 1).then(|| self.paid.plus(Sum::of([self.amount_in_flight])))
    }
}

/// A case and a time, as they stand in the list of deadlines: the earliest first.
pub(in crate::order) type Deadline = (crate::time::Timestamp, CaseId);
