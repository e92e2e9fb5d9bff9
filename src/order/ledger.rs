//! The ledger: the amounts that were paid, were refunded, are in flight, and are claimed by open cases. All
//! decisions about money ask it (I1, I2, I16).
//!
//! The ledger is not stored. It is added up from the order's facts, its cases and its refunds whenever it is asked
//! for, so it cannot differ from them. A sum that could exceed the range of 64 bits is refused before a command is
//! accepted; what has happened anyway is added up as far as the range goes.

use alloc::vec::Vec;

use super::{Books, Case, CaseId, LineId, Parts, Route};
use crate::lifecycle::{Phase, Status};
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
    worth: Amount,
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

impl<S: Status> Books<S> {
    /// Returns the ledger, as if the case `without` claimed nothing. Its refunds count all the same.
    pub(super) fn ledger(&self, without: Option<CaseId>) -> Ledger {
        let mut ledger = self.empty_ledger();
        for refund in &self.refunds {
            ledger.add(&refund.booked(), |balance| &mut balance.refunded);
            ledger.add(&refund.in_flight(), |balance| &mut balance.in_flight);
        }
        for case in &self.cases {
            let phase = self.phase_of(case);
            let counts = Some(case.id) != without;
            let claims = counts && phase.holds_claim();
            if claims {
                ledger.add(&self.still_asked(case), |balance| &mut balance.claimed);
            }
            let has_money = self.paid_to(case.id).is_positive();
            if claims {
                ledger.count_units(case, |units| &mut units.claimed);
            } else if counts && (phase == Phase::Refunded || has_money) {
                ledger.count_units(case, |units| &mut units.returned);
            } else if counts && self.has_refund_in_flight(case.id) {
                // Its money may arrive, whatever its status says, so no other case gets these units meanwhile.
                ledger.count_units(case, |units| &mut units.claimed);
            }
        }
        ledger.order.refunded = ledger.order.refunded.max(self.refunded_by_gateway_total());
        ledger
    }

    /// Returns the ledger of the facts alone, without cases and refunds.
    fn empty_ledger(&self) -> Ledger {
        let facts = &self.opening.facts;
        let lines = facts.lines.iter().zip(&self.opening.shares).map(|(line, share)| {
            let worth = worth_of_units(share.goods, line.quantity, line.returned);
            LineBalance {
                line: line.line.clone(),
                money: Balance { paid: share.goods, refunded: line.refunded, ..Balance::default() },
                units: Units {
                    bought: line.quantity,
                    returned: line.returned,
                    claimed: Quantity::ZERO,
                },
                worth: worth.unwrap_or(share.goods),
            }
        });
        let shipping = Balance {
            paid: facts.shipping_paid(),
            refunded: facts.shipping_refunded,
            ..Balance::default()
        };
        let refunded = facts.lines.iter().map(|line| line.refunded);
        let order = Balance {
            paid: facts.paid,
            refunded: refunded.fold(shipping.refunded, Amount::saturating_add),
            ..Balance::default()
        };
        Ledger { lines: lines.collect(), shipping, order }
    }

    /// Returns the amount refunded by the gateway's running total: that total, with the refunds that came later and
    /// those that the gateway does not know.
    fn refunded_by_gateway_total(&self) -> Amount {
        let Some((as_of, total)) = self.gateway_total else { return Amount::ZERO };
        // On the way a sum may be larger than what it comes to.
        let since = self.refunds.iter().map(|refund| {
            let counted = match refund.route {
                Route::Offline => Amount::ZERO,
                _ => refund.paid_by(as_of),
            };
            i128::from(refund.paid().minor()).saturating_sub(counted.minor().into())
        });
        let sum = since.fold(i128::from(total.minor()), i128::saturating_add);
        let in_range = sum.clamp(i64::MIN.into(), i64::MAX.into());
        Amount::from_minor(i64::try_from(in_range).unwrap_or(i64::MAX))
    }

    /// Returns the part of a case's claim that is neither refunded nor in flight. A refund for no particular part
    /// counts for its lines, one after the other, and then for the shipping, so that the case never gets more
    /// altogether than it asks for (I1).
    pub(super) fn still_asked(&self, case: &Case<S>) -> Parts {
        let of_case = self.refunds_of(case.id);
        let settled: Vec<Parts> =
            of_case.flat_map(|refund| [refund.booked(), refund.in_flight()]).collect();
        let open = |asked: Amount, part: &dyn Fn(&Parts) -> Amount| {
            let settled = Amount::saturating_sum(settled.iter().map(part));
            asked.saturating_sub(settled).max(Amount::ZERO)
        };
        let lines = case.claim.lines.iter().map(|claimed| {
            (claimed.line.clone(), open(claimed.amount, &|parts| parts.of_line(&claimed.line)))
        });
        let mut asked = Parts {
            lines: lines.collect(),
            shipping: open(case.claim.shipping, &|parts| parts.shipping),
            rest: Amount::ZERO,
        };
        let still_due = open(case.claim.total(), &Parts::total);
        let mut beyond = asked.total().saturating_sub(still_due);
        let amounts = asked.lines.iter_mut().map(|(_, amount)| amount);
        for amount in amounts.chain([&mut asked.shipping]) {
            let counts = beyond.min(*amount);
            *amount = amount.saturating_sub(counts);
            beyond = beyond.saturating_sub(counts);
        }
        asked.lines.retain(|(_, amount)| amount.is_positive());
        asked
    }
}

impl Ledger {
    fn add(&mut self, parts: &Parts, column: impl Fn(&mut Balance) -> &mut Amount) {
        let add = |balance: &mut Balance, amount| {
            let sum = column(balance);
            *sum = sum.saturating_add(amount);
        };
        for line in &mut self.lines {
            add(&mut line.money, parts.of_line(&line.line));
        }
        add(&mut self.shipping, parts.shipping);
        add(&mut self.order, parts.total());
    }

    fn count_units<S>(&mut self, case: &Case<S>, column: impl Fn(&mut Units) -> &mut Quantity) {
        for line in &mut self.lines {
            let Some(claimed) = case.claim.line(&line.line) else { continue };
            let sum = column(&mut line.units);
            *sum = sum.checked_add(claimed.units).unwrap_or(Quantity::new(u32::MAX));
            line.worth = line.worth.saturating_add(claimed.worth);
        }
    }
}
