//! Works out claims: the units and amounts of an application, their worth, and whether they are still refundable
//! (I1, I2, I4, I5, I7, I15, I16).

use alloc::vec::Vec;

use super::Checks;
use crate::lifecycle::{Flow, Status};
use crate::money::Amount;
use crate::order::ledger::{Ledger, LineBalance, Units};
use crate::order::{
    Ask, Bound, Case, CaseId, Ceiling, Claim, ClaimLine, Limits, LineId, Policy, Reason,
    ReceivedLine,
};
use crate::quantity::Quantity;

impl<P: Policy> Checks<'_, P> {
    /// Returns the claim that these asks make, for a new case, or for `case`, whose present claim is then released.
    /// Collects the reasons against it; without any, the claim is valid.
    pub(in crate::order) fn claim(
        &mut self,
        case: Option<CaseId>,
        flow: Flow,
        asks: &[Ask],
        shipping: Option<Amount>,
    ) -> Claim {
        let ledger = self.order.books.ledger(case);
        if asks.is_empty() && (shipping.is_none() || flow == Flow::ReturnRefund) {
            self.refuse(Reason::NothingRequested);
        }
        let mut claim = Claim { lines: Vec::with_capacity(asks.len()), shipping: Amount::ZERO };
        let mut of_no_line = Amount::ZERO;
        for ask in asks {
            if claim.line(&ask.line).is_some() {
                self.refuse(Reason::DuplicateLine { line: ask.line.clone() });
                continue;
            }
            let Some(balance) = ledger.line(&ask.line) else {
                self.refuse(Reason::NoSuchLine { line: ask.line.clone() });
                of_no_line = of_no_line.saturating_add(ask.amount.unwrap_or_default());
                continue;
            };
            claim.lines.push(self.claim_line(flow, ask, balance));
        }
        if let Some(shipping) = shipping {
            claim.shipping = shipping;
            self.fits(Bound::Shipping, shipping, ledger.shipping.left());
        }
        let nothing = self.limits().nothing;
        if self.reasons.is_empty() && !claim.total().is_positive() && !nothing {
            let first = claim.lines.first().map(|claimed| claimed.line.clone());
            let bound = first.map_or(Bound::Shipping, Bound::Line);
            self.refuse(Reason::NothingRefundable { bound });
        }
        self.check_within_order(claim.amounts().chain([of_no_line]), &ledger);
        claim
    }

    fn limits(&self) -> &Limits {
        &self.order.policy.terms().limits
    }

    /// Checks the number of applications for each line of a claim.
    pub(in crate::order) fn applications(&mut self, claim: &Claim) {
        let Some(most) = self.limits().applications else { return };
        for claimed in &claim.lines {
            let made = self.order.books.applications_for(&claimed.line);
            if made >= most {
                let line = claimed.line.clone();
                self.refuse(Reason::TooManyApplications { line, made, most });
            }
        }
    }

    fn claim_line(&mut self, flow: Flow, ask: &Ask, balance: &LineBalance) -> ClaimLine {
        let line = || ask.line.clone();
        let left = balance.money.left();
        let mut claimed = plain(&ask.line, Amount::ZERO);
        let Limits { nothing, ceiling, .. } = *self.limits();
        match ask.units {
            Some(Quantity::ZERO) if !nothing => self.refuse(Reason::NoUnits { line: line() }),
            None if flow == Flow::ReturnRefund => {
                self.refuse(Reason::UnitsRequired { line: line() });
            }
            None if ask.amount.is_none() => {
                self.refuse(Reason::NeitherUnitsNorAmount { line: line() });
            }
            None => {}
            Some(units) => {
                match balance.worth_of(units).filter(|_| balance.units.has(units)) {
                    Some(worth) => {
                        claimed.units = units;
                        claimed.worth = worth;
                        // Units that are free, or were refunded without being returned, can come back too.
                        claimed.amount = worth.min(left.max(Amount::ZERO));
                    }
                    None => self.refuse(too_many_units(&ask.line, balance.units, units)),
                }
            }
        }
        if let Some(amount) = ask.amount {
            if ceiling == Ceiling::Order {
                self.check_claimable_amount(amount);
            } else if claimed.units != Quantity::ZERO && claimed.worth < left {
                self.fits(Bound::Units(line()), amount, claimed.worth);
            } else {
                self.fits(Bound::Line(line()), amount, left);
            }
            claimed.amount = amount;
        }
        claimed
    }

    /// Checks that an amount is more than zero, and no more than what is left.
    fn fits(&mut self, bound: Bound, asked: Amount, left: Amount) {
        if self.check_claimable_amount(asked) && asked > left {
            let (asked, left) = (self.money(asked), self.money(left));
            self.refuse(Reason::TooMuch { bound, asked, left });
        }
    }

    /// Checks that an amount can be claimed at all.
    fn check_claimable_amount(&mut self, asked: Amount) -> bool {
        let nothing = asked == Amount::ZERO && self.limits().nothing;
        let is_one = asked.is_positive() || nothing;
        if !is_one {
            let amount = self.money(asked);
            self.refuse(Reason::NotPositive { what: "ask for", amount });
        }
        is_one
    }

    /// Checks that the amounts together are no more than what is left of the order.
    fn check_within_order(&mut self, amounts: impl Iterator<Item = Amount>, ledger: &Ledger) {
        let left = ledger.order.left();
        match Amount::sum(amounts.map(|amount| amount.max(Amount::ZERO))) {
            None => self.refuse(Reason::TooLarge),
            Some(asked) if asked > left => {
                let (asked, left) = (self.money(asked), self.money(left));
                self.refuse(Reason::TooMuch { bound: Bound::Order, asked, left });
            }
            Some(_) => {}
        }
    }

    /// Checks that the claim of a case which reserved nothing for a while is still refundable before the case is
    /// taken up again (I17).
    pub(super) fn check_holds_again(&mut self, case: &Case<P::Status>) {
        let ledger = self.order.books.ledger(Some(case.id));
        let asked = self.order.books.still_asked(case);
        for claimed in &case.claim.lines {
            let Some(balance) = ledger.line(&claimed.line) else { continue };
            if !balance.units.has(claimed.units) {
                self.refuse(too_many_units(&claimed.line, balance.units, claimed.units));
            }
        }
        let left_of = |line: &LineId| ledger.line(line).map(|balance| balance.money.left());
        if self.limits().ceiling == Ceiling::Line {
            for (line, amount) in &asked.lines {
                let left = left_of(line).unwrap_or_default();
                self.fits(Bound::Line(line.clone()), *amount, left);
            }
            if asked.shipping.is_positive() {
                self.fits(Bound::Shipping, asked.shipping, ledger.shipping.left());
            }
        }
        let of_lines = asked.lines.iter().map(|(_, amount)| *amount);
        self.check_within_order(of_lines.chain([asked.shipping]), &ledger);
    }

    /// Returns the claim of a case when only these goods of it are accepted (I3). Lines of which nothing is accepted
    /// drop out; a part of a line is worth as much as its units.
    pub(super) fn accepted_claim(&self, case: &Case<P::Status>, goods: &[ReceivedLine]) -> Claim {
        let ledger = self.order.books.ledger(Some(case.id));
        let accepted = |claimed: &ClaimLine| {
            let received = goods.iter().find(|received| received.line == claimed.line)?;
            if received.accepted == claimed.units {
                return Some(claimed.clone());
            } else if received.accepted == Quantity::ZERO {
                return None;
            }
            let worth = ledger.line(&claimed.line)?.worth_of(received.accepted);
            let worth = worth.unwrap_or(claimed.worth);
            Some(ClaimLine {
                line: claimed.line.clone(),
                units: received.accepted,
                worth,
                amount: claimed.amount.min(worth),
            })
        };
        let lines = case.claim.lines.iter().filter_map(accepted).collect();
        Claim { lines, shipping: case.claim.shipping }
    }
}

fn plain(line: &LineId, amount: Amount) -> ClaimLine {
    ClaimLine { line: line.clone(), units: Quantity::ZERO, worth: Amount::ZERO, amount }
}

pub(super) fn too_many_units<S: Status>(line: &LineId, units: Units, asked: Quantity) -> Reason<S> {
    let Units { bought, claimed, returned } = units;
    Reason::TooManyUnits { line: line.clone(), asked, bought, claimed, returned }
}
