//! Checks money and units: that what is asked for or paid is there (I1, I2, I16, I17).

use super::Checks;
use crate::lifecycle::{Flow, Status};
use crate::money::{Amount, Money};
use crate::order::ledger::Units;
use crate::order::state::{CaseView, Holding};
use crate::order::{Bound, Ceiling, Claim, LineId, Policy, Reason};
use crate::quantity::Quantity;

impl<P: Policy> Checks<'_, P> {
    /// Checks that the case has not been paid, and that the order still has the money (I1) and room for one more refund.
    pub(super) fn check_payable(&self, case: &CaseView<'_, P::Status>) {
        self.check_room_for_a_refund(case);
        if let Some(unknown) = self.state.refund_of_unknown_amount() {
            let (key, state) = (unknown.key.clone(), unknown.state());
            self.refuse(Reason::MoneyMayBeOut { key, state });
        }
        let mut of_lines = Amount::ZERO;
        let shipping = self.state.each_still_asked(case, |_, amount| {
            of_lines = of_lines.saturating_add(amount);
        });
        let owed = of_lines.saturating_add(shipping);
        if !owed.is_positive() {
            let paid = case.paid();
            if paid.is_positive() || case.is_paid() {
                self.refuse(Reason::AlreadyRefunded { paid: self.money(paid) });
            } else if !self.limits().nothing && !case.claim.ends_without_refund() {
                self.refuse(Reason::NothingRefundable { bound: Bound::Order });
            }
        }
        if self.limits().ceiling == Ceiling::Line {
            self.state.each_still_asked(case, |index, amount| {
                if let Some(claimed) = case.claim.lines.get(index) {
                    self.check_covered(
                        || Bound::Line(claimed.line.clone()),
                        amount,
                        || {
                            let place = self.state.place_of_line(&claimed.line)?;
                            Some(self.state.line_balance(place, None)?.money.payable())
                        },
                    );
                }
            });
            let left = || Some(self.state.shipping_balance(None).payable());
            self.check_covered(|| Bound::Shipping, shipping, left);
        }
        // Only an overdrawn order bars even a refund of zero.
        let left = self.state.order_balance(None).payable();
        if owed > left {
            let (asked, left) = (self.money(owed), self.money(left));
            self.refuse(Reason::TooMuch { bound: Bound::Order, asked, left });
        }
    }

    /// Checks that this much is left of a line or of the shipping. A part that asks for nothing is not missing.
    fn check_covered(
        &self,
        bound: impl FnOnce() -> Bound,
        asked: Amount,
        left: impl FnOnce() -> Option<Amount>,
    ) {
        if !asked.is_positive() {
            return;
        }
        if let Some(left) = left().filter(|left| asked > *left) {
            let (asked, left) = (self.money(asked), self.money(left));
            self.refuse(Reason::TooMuch { bound: bound(), asked, left });
        }
    }

    /// Checks that the units were not returned by other cases since they were claimed, by a late success for instance
    /// (I2). Only the merchant's agreement depends on this: the clock and the platform pay all the same, and so does
    /// a retry of a reversed refund.
    pub(super) fn check_units_available(&self, case: &CaseView<'_, P::Status>) {
        let ceiling = self.limits().ceiling;
        let held = self.state.held_by(case.id);
        for claimed in &case.claim.lines {
            let Some(units) = self.units_of(&claimed.line, held.as_ref()) else { continue };
            // Claims of other cases are checked when those are decided on.
            let units = Units { claimed: Quantity::ZERO, ..units };
            let counts = match case.flow {
                Flow::ReturnRefund | Flow::Exchange => true,
                Flow::RefundOnly | Flow::Reship => {
                    ceiling == Ceiling::Line && claimed.units != Quantity::ZERO
                }
            };
            if counts && !units.has(claimed.units) {
                self.refuse(too_many_units(&claimed.line, units, claimed.units));
            }
        }
    }

    fn units_of(&self, line: &LineId, without: Option<&Holding>) -> Option<Units> {
        let place = self.state.place_of_line(line)?;
        self.state.line_balance(place, without).map(|balance| balance.units)
    }

    /// Checks that the claim of a case which reserved nothing for a while is still refundable before the case is
    /// taken up again (I17).
    pub(super) fn check_holds_again(&self, case: &CaseView<'_, P::Status>) {
        let held = self.state.held_by(case.id);
        let asked = self.state.still_asked(case);
        for claimed in &case.claim.lines {
            let Some(units) = self.units_of(&claimed.line, held.as_ref()) else { continue };
            if !units.has(claimed.units) {
                self.refuse(too_many_units(&claimed.line, units, claimed.units));
            }
        }
        if self.limits().ceiling == Ceiling::Line {
            for (line, amount) in &asked.lines {
                let place = self.state.place_of_line(line);
                let balance = place.and_then(|place| self.state.line_balance(place, held.as_ref()));
                let left = balance.map(|balance| balance.money.left()).unwrap_or_default();
                self.check_fits(Bound::Line(line.clone()), *amount, left);
            }
            if asked.shipping.is_positive() {
                let left = self.state.shipping_balance(held.as_ref()).left();
                self.check_fits(Bound::Shipping, asked.shipping, left);
            }
        }
        let of_lines = asked.lines.iter().map(|(_, amount)| *amount);
        self.check_within_order(of_lines.chain([asked.shipping]), held.as_ref());
    }

    /// Checks that an amount is more than zero, and no more than what is left.
    pub(in crate::order::decide) fn check_fits(&self, bound: Bound, asked: Amount, left: Amount) {
        if self.check_claimable_amount(asked) && asked > left {
            let (asked, left) = (self.money(asked), self.money(left));
            self.refuse(Reason::TooMuch { bound, asked, left });
        }
    }

    /// Checks that an amount can be claimed at all.
    pub(in crate::order::decide) fn check_claimable_amount(&self, asked: Amount) -> bool {
        let nothing = asked == Amount::ZERO && self.limits().nothing;
        let is_one = asked.is_positive() || nothing;
        if !is_one {
            let amount = self.money(asked);
            self.refuse(Reason::NotPositive { what: "ask for", amount });
        }
        is_one
    }

    /// Checks that the amounts together are no more than what is left of the order.
    pub(in crate::order::decide) fn check_within_order(
        &self,
        amounts: impl Iterator<Item = Amount>,
        without: Option<&Holding>,
    ) {
        let left = self.state.order_balance(without).left();
        match Amount::sum(amounts.map(|amount| amount.max(Amount::ZERO))) {
            None => self.refuse(Reason::TooLarge),
            Some(asked) if asked > left => {
                let (asked, left) = (self.money(asked), self.money(left));
                self.refuse(Reason::TooMuch { bound: Bound::Order, asked, left });
            }
            Some(_) => {}
        }
    }

    /// Checks the number of applications for each line of a claim, or for the shipping alone.
    pub(in crate::order) fn check_number_of_applications(&self, claim: &Claim) {
        let Some(most) = self.limits().applications else { return };
        if claim.lines.is_empty() {
            let made = self.books().applications_for_shipping();
            if made >= most {
                self.refuse(Reason::TooManyShippingApplications { made, most });
            }
        }
        for claimed in &claim.lines {
            let made = self.books().applications_for(&claimed.line);
            if made >= most {
                let line = claimed.line.clone();
                self.refuse(Reason::TooManyApplications { line, made, most });
            }
        }
    }

    /// Checks that an amount is one that a gateway can have paid: not zero, unless zero was to be paid, and not more
    /// than the order and all its refunds. Such amounts always add up.
    pub(in crate::order::decide) fn check_plausible_amount(
        &self,
        money: Money,
        can_be_nothing: bool,
    ) {
        const MOST: Amount = Amount::from_minor(1 << 53);
        let is_nothing = money.amount == Amount::ZERO && can_be_nothing;
        if !money.amount.is_positive() && !is_nothing {
            self.refuse(Reason::NotPositive { what: "report", amount: money });
        } else if money.amount > MOST.max(self.books().opening.facts.paid) {
            self.refuse(Reason::TooLarge);
        }
    }
}

pub(in crate::order::decide) fn too_many_units<S: Status>(
    line: &LineId,
    units: Units,
    asked: Quantity,
) -> Reason<S> {
    let Units { bought, claimed, returned } = units;
    Reason::TooManyUnits { line: line.clone(), asked, bought, claimed, returned }
}
