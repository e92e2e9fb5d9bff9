//! Records what may have been paid or counted twice, or what contradicts what was booked: nothing of that is silent (I25).

use super::Draft;
use crate::lifecycle::Phase;
use crate::order::{Anomaly, Bound, CaseId, Outcome, Policy, Refund};
use crate::time::Timestamp;

impl<P: Policy> Draft<'_, P> {
    /// Records the anomalies of the event as a whole: cases that have got more than they ask for, and a total of the gateway
    /// below what is booked.
    pub(super) fn record_doubles(&mut self) {
        if self.state().changes().is_empty() {
            return;
        }
        for (case, claimed, refunded) in self.state().overpaid_by_changes() {
            let (claimed, refunded) = (self.checks.money(claimed), self.checks.money(refunded));
            self.record_anomaly(Anomaly::RefundedMoreThanClaimed { case, claimed, refunded });
        }
        if let Some(is) = self.state().total_below_booked_by_changes() {
            let (total, booked) = (self.checks.money(is.total), self.checks.money(is.booked));
            self.record_anomaly(Anomaly::TotalBelowBooked { as_of: is.as_of, total, booked });
        }
    }

    /// Records that a success became smaller, where this report on a refund, which now has it, shows that.
    pub(super) fn record_if_smaller(
        &mut self,
        refund: &Refund,
        outcome: Outcome,
        as_of: Timestamp,
    ) {
        if let Some((larger, smaller)) = refund.shrinks_by(outcome, as_of) {
            let (paid, reported) = (self.checks.money(larger), self.checks.money(smaller));
            let key = refund.key.clone();
            self.record_anomaly(Anomaly::SuccessBecameSmaller { key, paid, reported });
        }
    }

    /// Records that a case which had ended in this phase is said to be otherwise.
    pub(super) fn record_if_it_left_its_end(&mut self, case: CaseId, was: Phase) {
        let Some(view) = self.state().case(case).filter(|_| was.is_final()) else { return };
        let is = self.state().phase_of(&view);
        if is != was {
            let refunded = self.checks.money(view.paid());
            self.record_anomaly(Anomaly::LeftItsEnd { case, was, is, refunded });
        }
    }

    /// Records that a case that is taken over, and was in this phase, is said to stand where its figures do not.
    pub(super) fn record_if_contradicted(&mut self, case: CaseId, was: Option<Phase>) {
        let Some(view) = self.state().case(case) else { return };
        let (is, paid) = (self.state().phase_of(&view), view.paid());
        // A case that has left its end, or is said to be where it was, is told of already.
        if was.is_some_and(|was| was.is_final() || was == is) {
            return;
        }
        let is_contradicted = match is {
            Phase::Refunded => !paid.is_positive() && !view.claim.ends_without_refund(),
            Phase::Withdrawn | Phase::Closed => paid.is_positive(),
            _ => false,
        };
        if is_contradicted {
            let refunded = self.checks.money(paid);
            self.record_anomaly(Anomaly::StatusContradictsBooks { case, is, refunded });
        }
    }

    /// Records the lines, and the shipping, of which as much as a case has got that was taken over was refunded before the
    /// order was opened.
    pub(super) fn record_if_refunded_before_opening(&mut self, case: CaseId) {
        let Some(view) = self.state().case(case) else { return };
        if view.status_phase != Phase::Refunded {
            return;
        }
        let facts = &self.checks.books().opening.facts;
        let lines = view.claim.lines.iter().filter_map(|claimed| {
            let place = self.state().place_of_line(&claimed.line)?;
            let before = facts.lines.get(place)?.refunded;
            Some((Bound::Line(claimed.line.clone()), before, claimed.amount))
        });
        let shipping = (Bound::Shipping, facts.shipping_refunded, view.claim.shipping);
        let found: alloc::vec::Vec<_> = lines
            .chain([shipping])
            .filter(|(_, before, refunded)| refunded.is_positive() && before >= refunded)
            .collect();
        for (of, before, refunded) in found {
            let (before, refunded) = (self.checks.money(before), self.checks.money(refunded));
            self.record_anomaly(Anomaly::RefundedBeforeOpening { case, of, before, refunded });
        }
    }
}
