//! The ledger: what was paid, what is with the buyer again, what is in flight, and what
//! open cases ask for. Everything else about money is asked here (I1, I2, I16).
//!
//! Nothing of it is stored. It is added up from the order's facts, its cases and its refunds
//! whenever it is asked for, so it cannot differ from them. What is checked before it is accepted always
//! adds up; what has happened is added up as far as the range goes.

use alloc::vec::Vec;

use super::{Books, Case, CaseId, LineId, Parts, Route};
use crate::lifecycle::{Phase, Status};
use crate::money::{Amount, worth_of_units};
use crate::quantity::Quantity;

/// What became of an amount that was paid.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct Balance {
    /// What the buyer paid.
    pub paid: Amount,
    /// What the buyer has got back.
    pub refunded: Amount,
    /// What may be on its way to the buyer: refunds that are not known for certain to have failed.
    pub in_flight: Amount,
    /// What open cases ask for besides.
    pub claimed: Amount,
}

impl Balance {
    /// Returns what is neither refunded nor reserved. Below zero where more was refunded than paid.
    #[must_use]
    pub fn left(&self) -> Amount {
        self.payable().saturating_sub(self.claimed)
    }

    /// Returns what can still be refunded to a case that has claimed it.
    pub(super) fn payable(&self) -> Amount {
        self.paid.saturating_sub(self.refunded).saturating_sub(self.in_flight)
    }
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
    /// Returns how many are neither returned nor claimed.
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
    /// Everything together, refunds included that belong to no line and not to the shipping.
    pub order: Balance,
}

impl Ledger {
    /// Returns what became of a line.
    #[must_use]
    pub fn line(&self, line: &LineId) -> Option<&LineBalance> {
        self.lines.iter().find(|balance| balance.line == *line)
    }
}

impl LineBalance {
    /// Returns what so many more units of the line are worth: the cumulative target of all units so far and
    /// these, less what the others were worth (I7).
    ///
    /// `None` when there are not so many.
    #[must_use]
    pub fn worth_of(&self, units: Quantity) -> Option<Amount> {
        let before = self.units.returned.checked_add(self.units.claimed)?;
        let target =
            worth_of_units(self.money.paid, self.units.bought, before.checked_add(units)?)?;
        Some(target.saturating_sub(self.worth).max(Amount::ZERO))
    }

    /// Returns what so many units of the line are worth whatever the others were: for a case that is taken over
    /// with more units than there are.
    pub(super) fn worth_alone(&self, units: Quantity) -> Amount {
        let units = units.min(self.units.bought);
        worth_of_units(self.money.paid, self.units.bought, units).unwrap_or_default()
    }
}

impl<S: Status> Books<S> {
    /// The ledger, as if the case `without` asked for nothing. What was or may have been paid for it
    /// counts all the same.
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

    /// Returns what the order has refunded by the gateway's running total: that total, and what has changed
    /// since, and whatever the gateway knows nothing of.
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

    /// Returns what a case asks for and has neither got nor has on its way. What it has got for nothing in particular
    /// counts for its lines, one after the other, and then for the shipping, so that it never gets more
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
        let deadline = open(case.claim.total(), &Parts::total);
        let mut beyond = asked.total().saturating_sub(deadline);
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
