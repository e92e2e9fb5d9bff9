//! The ledger: the amounts that were paid, were refunded, are in flight, and are claimed by open cases. All
//! decisions about money ask it (I1, I2, I16).
//!
//! The ledger is not stored. Its sums follow from the order's facts, its cases and its refunds; they are kept beside these,
//! moved on by each change, and added up anew when an order is restored. A sum that could exceed the range of 64 bits is
//! refused before a command is accepted; what has happened anyway is shown as far as the range goes.

use alloc::vec::Vec;

use super::LineId;
use crate::money::{Amount, worth_of_units};
use crate::quantity::Quantity;

/// An amount that was paid, and what became of it.
///
/// ```
#[doc = include_str!("example.md")]
/// let balance = order.ledger().order;
/// assert_eq!(balance.paid, fen(5_000));
/// assert_eq!((balance.refunded, balance.in_flight, balance.claimed), (fen(0), fen(1_000), fen(0)));
/// assert_eq!(balance.left(), fen(4_000));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct Balance {
    /// The amount that the buyer paid.
    pub paid: Amount,
    /// The amount that the buyer has got back.
    pub refunded: Amount,
    /// The amount that may be on its way to the buyer: refunds whose outcome is not certain.
    pub in_flight: Amount,
    /// The amount that open cases ask for besides.
    pub claimed: Amount,
}

impl Balance {
    /// Returns the amount that is neither refunded nor reserved. Below zero where more was refunded than paid.
    #[must_use]
    pub fn left(&self) -> Amount {
        self.payable().saturating_sub(self.claimed)
    }

    /// Returns the amount that can still be refunded to a case that has claimed it.
    pub(super) fn payable(&self) -> Amount {
        self.paid.saturating_sub(self.refunded).saturating_sub(self.in_flight)
    }
}

/// The units of a line, and what became of them.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct Units {
    /// The units that were bought.
    pub bought: Quantity,
    /// The units that were returned or refunded.
    pub returned: Quantity,
    /// The units that open cases claim besides.
    pub claimed: Quantity,
}

impl Units {
    /// Returns the units that are neither returned nor claimed.
    #[must_use]
    pub const fn left(&self) -> Quantity {
        self.bought.saturating_sub(self.returned).saturating_sub(self.claimed)
    }

    /// Returns whether so many more can be claimed.
    pub(super) fn has(&self, units: Quantity) -> bool {
        let all = Quantity::sum([self.returned, self.claimed, units]);
        all.is_some_and(|all| all <= self.bought)
    }
}

/// The money and units of a line.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct LineBalance {
    /// The line.
    pub line: LineId,
    /// The money of the line.
    pub money: Balance,
    /// The units of the line.
    pub units: Units,
    /// The worth of the claimed and returned units together, as it was when they were claimed.
    pub(super) worth: Amount,
}

/// The money of an order: by line, for shipping, and altogether.
///
/// ```
#[doc = include_str!("example.md")]
/// let ledger = order.ledger();
/// let tea = ledger.line(&"tea".into()).ok_or("the order has tea")?;
/// assert_eq!((tea.money.left(), tea.units.left()), (fen(2_000), Quantity::new(2)));
/// assert_eq!(ledger.shipping.left(), fen(800));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct Ledger {
    /// The money and units by line, in the order of the lines.
    pub lines: Vec<LineBalance>,
    /// The money for shipping and whatever else was added for the order as a whole.
    pub shipping: Balance,
    /// All money together, refunds included that belong to no line and not to the shipping.
    pub order: Balance,
}

impl Ledger {
    /// Returns the money and units of a line.
    #[must_use]
    pub fn line(&self, line: &LineId) -> Option<&LineBalance> {
        self.lines.iter().find(|balance| balance.line == *line)
    }
}

impl LineBalance {
    /// Returns the worth of this many further units of the line: the cumulative target of all units up to these,
    /// less what the others were worth (I7).
    ///
    /// `None` when the line has fewer units left.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// let ledger = order.ledger();
    /// let tea = ledger.line(&"tea".into()).ok_or("the order has tea")?;
    /// assert_eq!(tea.worth_of(Quantity::new(2)), Some(fen(2_000)));
    /// assert_eq!(tea.worth_of(Quantity::new(3)), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn worth_of(&self, units: Quantity) -> Option<Amount> {
        let before = self.units.returned.checked_add(self.units.claimed)?;
        let target =
            worth_of_units(self.money.paid, self.units.bought, before.checked_add(units)?)?;
        Some(target.saturating_sub(self.worth).max(Amount::ZERO))
    }

    /// Returns the worth of this many units whatever the others were: for a case that is taken over with more units
    /// than the line has left.
    pub(super) fn worth_alone(&self, units: Quantity) -> Amount {
        let units = units.min(self.units.bought);
        worth_of_units(self.money.paid, self.units.bought, units).unwrap_or_default()
    }
}
