//! Works out claims: the units and amounts of an application, and their worth (I1, I2, I4, I5, I7, I15, I16).

use alloc::vec::Vec;

use super::check::Checks;
use super::check::too_many_units;
use crate::lifecycle::Flow;
use crate::money::{Amount, share_by_weights};
use crate::order::by_line::ByLine;
use crate::order::ledger::LineBalance;
use crate::order::state::CaseView;
use crate::order::{
    Ask, Bound, CaseId, Ceiling, Claim, ClaimLine, Deduction, Limits, Policy, Reason, ReceivedLine,
};
use crate::quantity::Quantity;

impl<P: Policy> Checks<'_, P> {
    /// Returns the claim that these asks make, for a new case, or for `case`, whose present claim is then released.
    /// Collects the reasons against it; without any, the claim is valid.
    pub(in crate::order) fn claim(
        &self,
        case: Option<CaseId>,
        flow: Flow,
        asks: &[Ask],
        shipping: Option<Amount>,
        deductions: &[Deduction],
    ) -> Claim {
        let held = case.and_then(|case| self.state.held_by(case));
        if asks.is_empty() && (shipping.is_none() || flow == Flow::ReturnRefund) {
            self.refuse(Reason::NothingRequested);
        }
        let mut claim = Claim { lines: Vec::with_capacity(asks.len()), ..Claim::default() };
        let mut of_no_line = Amount::ZERO;
        let mut named = Vec::with_capacity(if asks.len() > 1 { asks.len() } else { 0 });
        for ask in asks {
            let place = self.state.place_of_line(&ask.line);
            let balance = place.and_then(|place| self.state.line_balance(place, held.as_ref()));
            let (Some(place), Some(balance)) = (place, balance) else {
                self.refuse(Reason::NoSuchLine { line: ask.line.clone() });
                of_no_line = of_no_line.saturating_add(ask.amount.unwrap_or_default());
                continue;
            };
            if asks.len() > 1 {
                match named.binary_search(&place) {
                    Ok(_) => {
                        self.refuse(Reason::DuplicateLine { line: ask.line.clone() });
                        continue;
                    }
                    Err(index) => named.insert(index, place),
                }
            }
            claim.lines.push(self.claim_line(flow, ask, &balance));
        }
        if let Some(shipping) = shipping {
            claim.shipping = shipping;
            let left = self.state.shipping_balance(held.as_ref()).left();
            self.check_fits(Bound::Shipping, shipping, left);
        }
        self.check_deductions(deductions);
        claim.deductions = deductions.to_vec();
        let nothing = self.limits().nothing;
        let can_be_nothing = nothing || claim.ends_without_refund();
        if !self.has_reasons() && !claim.total().is_positive() && !can_be_nothing {
            let first = claim.lines.first().map(|claimed| claimed.line.clone());
            let bound = first.map_or(Bound::Shipping, Bound::Line);
            self.refuse(Reason::NothingRefundable { bound });
        }
        self.check_within_order(claim.amounts().chain([of_no_line]), held.as_ref());
        claim
    }

    /// Checks that something can be kept back here, and that each deduction is an amount.
    fn check_deductions(&self, deductions: &[Deduction]) {
        if !deductions.is_empty() && !self.limits().deductions {
            self.refuse(Reason::DeductionsNotAllowed { named: deductions.len() });
        }
        for Deduction { amount, .. } in deductions {
            if !amount.is_positive() {
                let amount = self.money(*amount);
                self.refuse(Reason::NotPositive { what: "deduct", amount });
            }
        }
        if Amount::sum(deductions.iter().map(|deduction| deduction.amount)).is_none() {
            self.refuse(Reason::TooLarge);
        }
    }

    fn claim_line(&self, flow: Flow, ask: &Ask, balance: &LineBalance) -> ClaimLine {
        let line = || ask.line.clone();
        let left = balance.money.left();
        let mut claimed = ClaimLine {
            // The order's own name for it, which then is kept once.
            line: balance.line.clone(),
            units: Quantity::ZERO,
            worth: Amount::ZERO,
            amount: Amount::ZERO,
        };
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
                self.check_fits(Bound::Units(line()), amount, claimed.worth);
            } else {
                self.check_fits(Bound::Line(line()), amount, left);
            }
            claimed.amount = amount;
        }
        claimed
    }

    /// Returns the claim of a case when only these goods of it are accepted (I3). Lines of which nothing is accepted
    /// drop out; a part of a line is worth as much as its units. The shipping follows the worth of what is accepted, and the
    /// deductions stay.
    pub(super) fn accepted_claim(
        &self,
        case: &CaseView<'_, P::Status>,
        goods: &[ReceivedLine],
    ) -> Claim {
        let held = self.state.held_by(case.id);
        let by_line = ByLine::of(goods.iter().map(|received| &received.line));
        let accepted = |claimed: &ClaimLine| {
            let received = goods.get(by_line.first(&claimed.line)?)?;
            if received.accepted == claimed.units {
                return Some(claimed.clone());
            } else if received.accepted == Quantity::ZERO {
                return None;
            }
            let place = self.state.place_of_line(&claimed.line)?;
            let balance = self.state.line_balance(place, held.as_ref())?;
            let worth = balance.worth_of(received.accepted).unwrap_or(claimed.worth);
            Some(ClaimLine {
                line: claimed.line.clone(),
                units: received.accepted,
                worth,
                amount: claimed.amount.min(worth),
            })
        };
        let lines: Vec<ClaimLine> = case.claim.lines.iter().filter_map(accepted).collect();
        let shipping = accepted_shipping(case.claim, &lines);
        Claim { lines, shipping, deductions: case.claim.deductions.clone() }
    }
}

/// Returns as much of the claimed shipping as these lines are of the worth of all that is claimed, to the nearest of the
/// smallest unit.
fn accepted_shipping(claim: &Claim, accepted: &[ClaimLine]) -> Amount {
    let worth_of =
        |lines: &[ClaimLine]| Amount::saturating_sum(lines.iter().map(|line| line.worth));
    let (all, accepted) = (worth_of(&claim.lines), worth_of(accepted));
    let missing = all.saturating_sub(accepted);
    if !missing.is_positive() {
        return claim.shipping;
    }
    let shares = share_by_weights(claim.shipping, &[accepted, missing]).ok();
    shares.and_then(|shares| shares.first().copied()).unwrap_or(claim.shipping)
}
