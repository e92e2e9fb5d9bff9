//! Takes cases over as they are.

use super::case::Before;
use super::{Change, Draft};
use crate::lifecycle::{Fact, Phase, TableReason};
use crate::money::Amount;
use crate::order::by_line::ByLine;
use crate::order::state::CaseView;
use crate::order::{
    Adoption, Anomaly, Ask, CaseId, CasePosition, Ceiling, Claim, ClaimLine, Outcome, Policy,
    Reason, Refund, Route, UncertainState,
};
use crate::quantity::Quantity;

impl<P: Policy> Draft<'_, P> {
    /// Takes a case over as it is. Where it claims more than is refundable, an anomaly is recorded.
    pub(super) fn adopt(&mut self, adoption: &Adoption) {
        let Adoption { flow, facts, .. } = *adoption;
        let Some(status) = adoption.status.resolve::<P::Status>() else {
            self.checks.refuse(Reason::UnknownStatus { status: adoption.status.clone() });
            return;
        };
        let Some(status_phase) = P::LIFECYCLE.phase(flow, status) else {
            let flows = P::LIFECYCLE.flows_of(status);
            self.checks.refuse(Reason::Table(if flows.is_empty() {
                TableReason::NoRules { status }
            } else {
                TableReason::NotOfThisFlow { status, flows }
            }));
            return;
        };
        let position = CasePosition { flow, status, status_phase, facts };
        let (id, was) = match adoption.case {
            Some(case) => {
                let Some(view) = self.case(case) else { return };
                let was = self.state().phase_of(&view);
                self.push(Change::Transitioned { case, action: None, position });
                (case, Some(was))
            }
            None => {
                let case = self.checks.books().next_case();
                let claim = self.adopted_claim(&adoption.lines, adoption.shipping);
                self.push(Change::CaseOpened { case, action: None, claim, position });
                (case, None)
            }
        };
        self.adopt_refund(id);
        let before = adoption.case.and_then(|case| self.checks.books().case(case));
        let before = before.map(|case| Before::of(&CaseView::of(case)));
        self.set_clock(id, before, true);
        self.check_adopted(id);
        match was {
            Some(was) => self.record_if_it_left_its_end(id, was),
            None => self.record_if_refunded_before_opening(id),
        }
        self.record_if_contradicted(id, was);
    }

    /// Starts the refund of a case that is taken over at a status where money is in flight or was paid. Where nothing is
    /// owed, none is made up.
    fn adopt_refund(&mut self, id: CaseId) {
        let Some(case) = self.state().case(id) else { return };
        let is_under_way = case.facts.get(Fact::RefundUnderWay) == Some(true);
        let in_flight = case.has_refund_in_flight();
        let mut owed = self.state().still_asked(&case);
        let at = self.time();
        let (route, uncertain, paid) = match case.status_phase {
            Phase::Refunded => {
                // A case that is said to be refunded does not wait for the refund in flight.
                let missing = case.claim.total().saturating_sub(case.paid());
                if !missing.is_positive() {
                    return;
                }
                owed = case.claim.parts().spread(missing);
                (self.shop_or_platform(), None, Some(missing))
            }
            _ if in_flight || !owed.total().is_positive() => return,
            Phase::WaitingForConfirmation => {
                (Route::Offline, Some((at, UncertainState::Processing)), None)
            }
            Phase::Refunding => {
                (self.shop_or_platform(), Some((at, UncertainState::Unknown)), None)
            }
            _ if is_under_way => {
                (self.shop_or_platform(), Some((at, UncertainState::Unknown)), None)
            }
            _ => return,
        };
        let unreported = Refund::new(self.new_key(id), Some(id), route, owed, at);
        let reported = Refund { uncertain, ..unreported };
        let refund = match paid {
            Some(paid) => reported.after_report(Outcome::Succeeded(self.checks.money(paid)), at),
            None => reported,
        };
        self.push(Change::RefundUpdated(refund));
    }

    fn check_adopted(&mut self, case: CaseId) {
        self.checks.state.book_in();
        let ledger = self.state().ledger();
        let short = |left: Amount| left < Amount::ZERO;
        let of_lines = || ledger.lines.iter().any(|line| short(line.money.left()));
        let overdrawn = short(ledger.order.left())
            || (self.checks.limits().ceiling == Ceiling::Line
                && (short(ledger.shipping.left()) || of_lines()));
        if overdrawn {
            self.push(Change::AnomalyFound(Anomaly::ClaimExceedsRefundable { case }));
        }
    }

    fn adopted_claim(&self, asks: &[Ask], shipping: Option<Amount>) -> Claim {
        let ledger = self.state().ledger();
        let mut claim = Claim::default();
        let by_line = ByLine::of(asks.iter().map(|ask| &ask.line));
        for (place, ask) in asks.iter().enumerate() {
            let line = || ask.line.clone();
            let of_order = self.state().place_of_line(&ask.line);
            let Some(balance) = of_order.and_then(|place| ledger.lines.get(place)) else {
                self.checks.refuse(Reason::NoSuchLine { line: line() });
                continue;
            };
            if by_line.is_before(&ask.line, place) {
                self.checks.refuse(Reason::DuplicateLine { line: line() });
                continue;
            }
            let units = ask.units.unwrap_or(Quantity::ZERO);
            // Where other cases claim the same units, these are worth as much as without those: when the others
            // end, the rest must not be worth more for that (I7).
            let worth = balance.worth_of(units).unwrap_or_else(|| balance.worth_alone(units));
            let amount = self.not_negative(ask.amount.unwrap_or(worth));
            claim.lines.push(ClaimLine { line: line(), units, worth, amount });
        }
        claim.shipping = self.not_negative(shipping.unwrap_or_default());
        if Amount::sum(claim.amounts()).is_none() {
            self.checks.refuse(Reason::TooLarge);
        }
        claim
    }

    fn not_negative(&self, amount: Amount) -> Amount {
        if amount < Amount::ZERO {
            let amount = self.checks.money(amount);
            self.checks.refuse(Reason::NotPositive { what: "ask for", amount });
        }
        amount.max(Amount::ZERO)
    }
}
