//! The ledger: what was paid, what is with the buyer again, what may be on its way to him, and what
//! open cases ask for. Everything else about money is asked here (I1, I2, I16).
//!
//! Nothing of it is stored. It is added up from the order's facts, its cases and its payments
//! whenever somebody asks, so it cannot differ from them.

use alloc::vec::Vec;

use super::case::holds;
use super::{Books, Case, CaseId, LineId, Parts, Route};
use crate::lifecycle::{Phase, Status};
use crate::money::{Amount, worth_of_units};
use crate::quantity::Quantity;

/// What became of an amount that was paid.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct Balance {
    /// What the buyer paid.
    pub paid: Amount,
    /// What he has got back.
    pub refunded: Amount,
    /// What may be on its way to him: payments of which nobody knows for certain that they failed.
    pub in_flight: Amount,
    /// What open cases ask for besides.
    pub claimed: Amount,
}

impl Balance {
    /// What is neither refunded nor reserved. Below zero where more was refunded than paid.
    #[must_use]
    pub fn left(&self) -> Amount {
        less(less(less(self.paid, self.refunded), self.in_flight), self.claimed)
    }

    /// What can still be paid to somebody who has claimed it.
    pub(super) fn payable(&self) -> Amount {
        less(less(self.paid, self.refunded), self.in_flight)
    }
}

/// Sums that a ledger holds fit (a command that would make one that does not is refused), so neither
/// of these ever meets its end of the range.
fn less(amount: Amount, other: Amount) -> Amount {
    amount.checked_sub(other).unwrap_or(Amount::from_minor(i64::MIN))
}

fn plus(amount: Amount, other: Amount) -> Amount {
    amount.checked_add(other).unwrap_or(Amount::from_minor(i64::MAX))
}

/// What became of the units of a line.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct Units {
    /// How many were bought.
    pub bought: Quantity,
    /// How many were returned or refunded.
    pub returned: Quantity,
    /// How many open cases claim besides.
    pub claimed: Quantity,
}

impl Units {
    /// How many are neither returned nor claimed.
    #[must_use]
    pub const fn left(&self) -> Quantity {
        self.bought.less(self.returned).less(self.claimed)
    }
}

/// What became of a line.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct LineBalance {
    /// The line.
    pub line: LineId,
    /// Its money.
    pub money: Balance,
    /// Its units.
    pub units: Units,
    /// What the claimed and returned units of the line were worth together when they were claimed.
    worth: Amount,
}

/// What became of an order.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct Ledger {
    /// By line, in the order of the lines.
    pub lines: Vec<LineBalance>,
    /// Shipping and whatever else was added for the order as a whole.
    pub shipping: Balance,
    /// Everything together, refunds included of which nobody knows what they are for.
    pub order: Balance,
}

impl Ledger {
    /// What became of a line.
    #[must_use]
    pub fn line(&self, line: &LineId) -> Option<&LineBalance> {
        self.lines.iter().find(|balance| balance.line == *line)
    }
}

impl LineBalance {
    /// What so many more units of the line are worth: the cumulative target of all units so far and
    /// these, less what the others were worth (I7).
    ///
    /// `None` when there are not so many.
    #[must_use]
    pub fn worth_of(&self, units: Quantity) -> Option<Amount> {
        let before = self.units.returned.checked_add(self.units.claimed)?;
        let target =
            worth_of_units(self.money.paid, self.units.bought, before.checked_add(units)?)?;
        Some(less(target, self.worth).max(Amount::ZERO))
    }
}

impl<S: Status> Books<S> {
    /// The ledger, as if the case `without` asked for nothing. What was or may have been paid for it
    /// counts all the same.
    pub(super) fn ledger(&self, without: Option<CaseId>) -> Ledger {
        let mut ledger = self.empty_ledger();
        for attempt in &self.attempts {
            ledger.add(&attempt.booked(), |balance| &mut balance.refunded);
            ledger.add(&attempt.in_flight(), |balance| &mut balance.in_flight);
        }
        for case in &self.cases {
            let phase = self.phase_of(case);
            let claims = Some(case.id) != without && holds(phase);
            if claims {
                ledger.add(&self.still_asked(case), |balance| &mut balance.claimed);
            }
            let is_paid = phase == Phase::Refunded || self.paid_to(case.id).is_positive();
            if is_paid || claims {
                ledger.count_units(case, is_paid);
            }
        }
        ledger.order.refunded = ledger.order.refunded.max(self.told_in_total());
        ledger
    }

    /// The ledger of the facts alone.
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
            paid: facts.surcharge_paid(),
            refunded: facts.surcharge_refunded,
            ..Balance::default()
        };
        let refunded = facts.lines.iter().map(|line| line.refunded);
        let order = Balance {
            paid: facts.paid,
            refunded: refunded.fold(shipping.refunded, plus),
            ..Balance::default()
        };
        Ledger { lines: lines.collect(), shipping, order }
    }

    /// What the order has refunded by the gateway's running total, and by ways of which the gateway
    /// knows nothing.
    fn told_in_total(&self) -> Amount {
        let Some((_, total)) = self.in_total else { return Amount::ZERO };
        let offline = self.attempts.iter().filter(|attempt| attempt.route == Route::Offline);
        offline.map(|attempt| attempt.paid()).fold(total, plus)
    }

    /// What a case asks for and has neither got nor has on its way.
    pub(super) fn still_asked(&self, case: &Case<S>) -> Parts {
        let of_case = || self.attempts.iter().filter(|attempt| attempt.case == Some(case.id));
        let settled = |part: &dyn Fn(&Parts) -> Amount| {
            of_case().fold(Amount::ZERO, |sum, attempt| {
                plus(sum, plus(part(&attempt.booked()), part(&attempt.in_flight())))
            })
        };
        let open = |asked: Amount, settled: Amount| less(asked, settled).max(Amount::ZERO);
        let lines = case.claim.lines.iter().map(|claimed| {
            let settled = settled(&|parts| parts.of_line(&claimed.line));
            (claimed.line.clone(), open(claimed.amount, settled))
        });
        Parts {
            lines: lines.filter(|(_, amount)| amount.is_positive()).collect(),
            shipping: open(case.claim.shipping, settled(&|parts| parts.shipping)),
            rest: Amount::ZERO,
        }
    }
}

impl Ledger {
    fn add(&mut self, parts: &Parts, column: impl Fn(&mut Balance) -> &mut Amount) {
        let add = |balance: &mut Balance, amount| {
            let sum = column(balance);
            *sum = plus(*sum, amount);
        };
        for line in &mut self.lines {
            add(&mut line.money, parts.of_line(&line.line));
        }
        add(&mut self.shipping, parts.shipping);
        add(&mut self.order, parts.total());
    }

    /// Counts the units of a case: as returned when it was paid, as claimed when it is open.
    fn count_units<S>(&mut self, case: &Case<S>, is_paid: bool) {
        for line in &mut self.lines {
            let Some(claimed) = case.claim.line(&line.line) else { continue };
            let units = &mut line.units;
            let column = if is_paid { &mut units.returned } else { &mut units.claimed };
            *column = column.checked_add(claimed.units).unwrap_or(Quantity::new(u32::MAX));
            line.worth = plus(line.worth, claimed.worth);
        }
    }
}
