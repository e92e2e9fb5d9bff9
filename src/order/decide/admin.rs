//! Records the host's other reports: the order's stage, moved deadlines, hidden cases, acknowledged effects.

use super::{Change, Draft};
use crate::order::{CaseId, EffectId, Policy, Reason, Stage};
use crate::time::Timestamp;

impl<P: Policy> Draft<'_, P> {
    pub(super) fn shipped(&mut self, when: Timestamp) {
        let received = self.checks.books().received;
        self.check_not_reported_otherwise(self.checks.books().shipped, when);
        self.delivered(self.checks.books().stage.shipped(), Some(when), received);
    }

    pub(super) fn received(&mut self, when: Timestamp) {
        let shipped = self.checks.books().shipped;
        self.check_not_reported_otherwise(self.checks.books().received, when);
        self.delivered(self.checks.books().stage.received(), shipped, Some(when));
    }

    pub(super) fn corrected(
        &mut self,
        stage: Stage,
        shipped: Option<Timestamp>,
        received: Option<Timestamp>,
    ) {
        for when in [shipped, received].into_iter().flatten() {
            self.checks.check_not_in_future(when, self.time());
        }
        // An order that was closed stays closed where that is said; its stage before that is recorded already.
        let books = self.checks.books();
        let (is_closed, stays_closed) = (books.closed.is_some(), stage == Stage::Closed);
        let stage = if is_closed && stays_closed { books.stage } else { stage };
        self.delivered(stage, shipped, received);
        if is_closed && !stays_closed {
            self.push(Change::OrderReopened);
        }
    }

    fn check_not_reported_otherwise(&self, before: Option<Timestamp>, when: Timestamp) {
        self.checks.check_not_in_future(when, self.time());
        if let Some(reported) = before.filter(|before| *before != when) {
            self.checks.refuse(Reason::AlreadyReported { reported });
        }
    }

    fn delivered(&mut self, stage: Stage, shipped: Option<Timestamp>, received: Option<Timestamp>) {
        let books = self.checks.books();
        if (books.stage, books.shipped, books.received) != (stage, shipped, received) {
            self.push(Change::StageChanged { stage, shipped, received });
        }
    }

    /// Moves a deadline, and records the reason (I22).
    pub(super) fn move_deadline(&mut self, case: CaseId, deadline: Timestamp) {
        let Some(view) = self.case(case) else { return };
        if !self.clock_can_run(&view) {
            self.checks.refuse(Reason::NoDeadline);
        }
        if deadline <= self.time() {
            self.checks.refuse(Reason::InThePast { when: deadline });
        }
        if view.deadline != Some(deadline) {
            self.push(Change::DeadlineSet { case, deadline: Some(deadline) });
        }
    }

    pub(super) fn hide(&mut self, case: CaseId) {
        let Some(view) = self.case(case) else { return };
        let phase = self.state().phase_of(&view);
        if phase.holds_claim() || view.has_refund_in_flight() || view.deadline.is_some() {
            self.checks.refuse(Reason::CaseStillOpen);
        } else if !self.checks.limits().hides.contains(phase) {
            self.checks.refuse(Reason::CannotHide { phase });
        }
        if !view.hidden {
            self.push(Change::CaseHidden { case });
        }
    }

    pub(super) fn acknowledge(&mut self, effects: &[EffectId]) {
        let books = self.checks.books();
        let unreported = books.refunds_without_report(effects);
        for effect in effects {
            let found = unreported.binary_search_by_key(effect, |(issues, _)| *issues).ok();
            if let Some((_, refund)) = found.and_then(|index| unreported.get(index)) {
                let key = refund.key.clone();
                self.checks.refuse(Reason::ReportRefundInstead { effect: *effect, key });
            } else if effect.version > books.version {
                self.checks.refuse(Reason::NoSuchEffect { effect: *effect });
            }
        }
        // An effect that is not pending any more was acknowledged before.
        let open = effects.iter().copied().filter(|id| books.is_pending_effect(*id));
        let effects: alloc::vec::Vec<EffectId> = open.collect();
        if !effects.is_empty() {
            self.push(Change::EffectsAcknowledged { effects });
        }
    }
}
