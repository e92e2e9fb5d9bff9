//! Records the host's other reports: the order's stage, cases taken over, moved deadlines, acknowledged effects.

use super::case_actions::clock_can_run;
use super::{Change, Draft};
use crate::lifecycle::{Fact, Phase, TableReason};
use crate::money::Amount;
use crate::order::{
    Adoption, Anomaly, Ask, Case, CaseId, CasePosition, Ceiling, Claim, ClaimLine, EffectId,
    Outcome, Policy, Reason, Refund, RefundState, Route, Stage, UncertainState,
};
use crate::quantity::Quantity;
use crate::time::Timestamp;

impl<P: Policy> Draft<'_, P> {
    pub(super) fn shipped(&mut self, when: Timestamp) {
        let received = self.books().received;
        self.check_not_reported_otherwise(self.books().shipped, when);
        self.delivered(self.books().stage.shipped(), Some(when), received);
    }

    pub(super) fn received(&mut self, when: Timestamp) {
        let shipped = self.books().shipped;
        self.check_not_reported_otherwise(self.books().received, when);
        self.delivered(self.books().stage.received(), shipped, Some(when));
    }

    pub(super) fn corrected(
        &mut self,
        stage: Stage,
        shipped: Option<Timestamp>,
        received: Option<Timestamp>,
    ) {
        for when in [shipped, received].into_iter().flatten() {
            self.check_not_in_future(when);
        }
        // An order that was closed stays closed; its stage before that is recorded already.
        let books = self.books();
        let is_closed = books.closed.is_some() && stage == Stage::Closed;
        let stage = if is_closed { books.stage } else { stage };
        self.delivered(stage, shipped, received);
    }

    fn check_not_reported_otherwise(&mut self, before: Option<Timestamp>, when: Timestamp) {
        self.check_not_in_future(when);
        if let Some(reported) = before.filter(|before| *before != when) {
            self.refuse(Reason::AlreadyReported { reported });
        }
    }

    fn check_not_in_future(&mut self, when: Timestamp) {
        if when > self.command.at {
            self.refuse(Reason::InTheFuture { when });
        }
    }

    fn delivered(&mut self, stage: Stage, shipped: Option<Timestamp>, received: Option<Timestamp>) {
        let books = self.books();
        if (books.stage, books.shipped, books.received) != (stage, shipped, received) {
            self.changes.push(Change::StageChanged { stage, shipped, received });
        }
    }

    /// Moves a deadline, and records the reason (I22).
    pub(super) fn move_deadline(&mut self, case: CaseId, deadline: Timestamp) {
        let Some(case) = self.case(case) else { return };
        if !clock_can_run::<P>(self.books(), case) {
            self.refuse(Reason::NoDeadline);
        }
        if deadline <= self.command.at {
            self.refuse(Reason::InThePast { when: deadline });
        }
        if case.deadline != Some(deadline) {
            self.changes.push(Change::DeadlineSet { case: case.id, deadline: Some(deadline) });
        }
    }

    pub(super) fn hide(&mut self, case: CaseId) {
        let Some(case) = self.case(case) else { return };
        let books = self.books();
        let in_flight = books.refunds_of(case.id).any(|refund| refund.is_in_flight());
        let phase = books.phase_of(case);
        if phase.holds_claim() || in_flight || case.deadline.is_some() {
            self.refuse(Reason::CaseStillOpen);
        } else if !self.terms().limits.hides.contains(phase) {
            self.refuse(Reason::CannotHide { phase });
        }
        if !case.hidden {
            self.changes.push(Change::CaseHidden { case: case.id });
        }
    }

    pub(super) fn acknowledge(&mut self, effects: &[EffectId]) {
        let books = self.books();
        for effect in effects {
            let unheard_of = |refund: &&Refund| {
                refund.effect == Some(*effect) && refund.state() == RefundState::Started
            };
            if let Some(refund) = books.refunds.iter().find(unheard_of) {
                let key = refund.key.clone();
                self.refuse(Reason::ReportRefundInstead { effect: *effect, key });
            } else if effect.version > books.version {
                self.refuse(Reason::NoSuchEffect { effect: *effect });
            }
        }
        // An effect that is not pending any more was acknowledged before.
        let open = effects
            .iter()
            .filter(|id| books.pending_effects.iter().any(|pending| pending.id == **id));
        let effects: alloc::vec::Vec<EffectId> = open.copied().collect();
        if !effects.is_empty() {
            self.changes.push(Change::EffectsAcknowledged { effects });
        }
    }

    /// Takes a case over as it is. Where it claims more than is refundable, an anomaly is recorded.
    pub(super) fn adopt(&mut self, adoption: &Adoption) {
        let Adoption { flow, facts, .. } = *adoption;
        let Some(status) = adoption.status.resolve::<P::Status>() else {
            self.refuse(Reason::UnknownStatus { status: adoption.status.clone() });
            return;
        };
        let Some(status_phase) = P::LIFECYCLE.phase(flow, status) else {
            let flows = P::LIFECYCLE.flows_of(status);
            self.refuse(Reason::Table(if flows.is_empty() {
                TableReason::NoRules { status }
            } else {
                TableReason::NotOfThisFlow { status, flows }
            }));
            return;
        };
        let position = CasePosition { flow, status, status_phase, facts };
        let id = match adoption.case {
            Some(case) => {
                if self.case(case).is_none() {
                    return;
                }
                self.changes.push(Change::Transitioned { case, action: None, position });
                case
            }
            None => {
                let case = self.books().next_case();
                let claim = self.adopted_claim(&adoption.lines, adoption.shipping);
                self.changes.push(Change::CaseOpened { case, action: None, claim, position });
                case
            }
        };
        let after = self.after();
        let Some(case) = after.case(id) else { return };
        self.adopt_refund(case);
        let before = adoption.case.and_then(|case| self.books().case(case));
        self.set_clock(id, before, true);
        self.check_adopted(id);
    }

    /// Starts the refund of a case that is taken over at a status where money is in flight or was paid.
    fn adopt_refund(&mut self, case: &Case<P::Status>) {
        let after = self.after();
        let is_under_way = case.facts.get(Fact::RefundUnderWay) == Some(true);
        let in_flight = after.refunds_of(case.id).any(Refund::is_in_flight);
        let mut owed = after.still_asked(case);
        let at = self.time();
        let (route, uncertain, paid) = match case.status_phase {
            Phase::Refunded => {
                // A case that is said to be refunded does not wait for the refund in flight.
                let paid = after.paid_to(case.id);
                let missing = case.claim.total().saturating_sub(paid);
                if !missing.is_positive() {
                    return;
                }
                owed = case.claim.parts().spread(missing);
                (self.shop_or_platform(), None, Some(missing))
            }
            _ if in_flight => return,
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
        let key = self.new_key(case.id);
        let unreported = Refund::new(key, Some(case.id), route, owed, self.time());
        let reported = Refund { uncertain, ..unreported };
        let refund = match paid {
            Some(paid) => reported.after_report(Outcome::Succeeded(self.money(paid)), at),
            None => reported,
        };
        self.changes.push(Change::RefundUpdated(refund));
    }

    fn check_adopted(&mut self, case: CaseId) {
        let ledger = self.after().ledger(None);
        let short = |left: Amount| left < Amount::ZERO;
        let of_lines = || ledger.lines.iter().any(|line| short(line.money.left()));
        let overdrawn = short(ledger.order.left())
            || (self.terms().limits.ceiling == Ceiling::Line
                && (short(ledger.shipping.left()) || of_lines()));
        if overdrawn {
            self.changes.push(Change::AnomalyFound(Anomaly::ClaimExceedsRefundable { case }));
        }
    }

    fn adopted_claim(&mut self, asks: &[Ask], shipping: Option<Amount>) -> Claim {
        let ledger = self.books().ledger(None);
        let mut claim = Claim { lines: alloc::vec::Vec::new(), shipping: Amount::ZERO };
        for ask in asks {
            let line = || ask.line.clone();
            let Some(balance) = ledger.line(&ask.line) else {
                self.refuse(Reason::NoSuchLine { line: line() });
                continue;
            };
            if claim.line(&ask.line).is_some() {
                self.refuse(Reason::DuplicateLine { line: line() });
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
            self.refuse(Reason::TooLarge);
        }
        claim
    }

    fn not_negative(&mut self, amount: Amount) -> Amount {
        if amount < Amount::ZERO {
            let amount = self.money(amount);
            self.refuse(Reason::NotPositive { what: "ask for", amount });
        }
        amount.max(Amount::ZERO)
    }
}
