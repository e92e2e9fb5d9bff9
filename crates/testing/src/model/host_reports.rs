//! The host's other reports: the stage of the order, moved deadlines, acknowledged effects, and cases that
//! are taken over.

use super::Model;
use super::records::{CaseRecord, ClaimRecord, ClaimedLine, RefundRecord, Report};
use super::step::{Objection, Step, require};
use super::sums::{minor, target};
use super::table::{Position, all_known, holds, is_known, meaning, rule_for};
use aftersale::lifecycle::{Action, Actor, Fact, Phase};
use aftersale::order::{Adoption, CaseId, Effect, EffectId, Policy, RefundState, Route, Stage};
use aftersale::time::Timestamp;

impl<P: Policy> Step<'_, P> {
    pub(super) fn order_shipped(&mut self, when: Timestamp) -> Result<(), Objection> {
        require(when <= self.time(), "that is yet to come")?;
        let known = self.before.shipped;
        require(known.is_none_or(|before| before == when), "another time was reported before")?;
        let stage = match self.before.stage {
            Stage::ToBeShipped => Stage::ToBeReceived,
            other => other,
        };
        self.set_stage(stage, Some(when), self.before.received);
        Ok(())
    }

    pub(super) fn order_received(&mut self, when: Timestamp) -> Result<(), Objection> {
        require(when <= self.time(), "that is yet to come")?;
        let known = self.before.received;
        require(known.is_none_or(|before| before == when), "another time was reported before")?;
        let stage = match self.before.stage {
            Stage::ToBeShipped | Stage::ToBeReceived => Stage::Completed,
            other => other,
        };
        self.set_stage(stage, self.before.shipped, Some(when));
        Ok(())
    }

    pub(super) fn order_corrected(
        &mut self,
        stage: Stage,
        shipped: Option<Timestamp>,
        received: Option<Timestamp>,
    ) -> Result<(), Objection> {
        require(shipped <= Some(self.time()), "that is yet to come")?;
        require(received <= Some(self.time()), "that is yet to come")?;
        // An order that its after-sales have closed is open again where the host says so; how far it had come stays known.
        let was_closed = self.before.closed.is_some();
        match stage {
            Stage::Closed if was_closed => self.set_stage(self.before.stage, shipped, received),
            other => {
                self.set_stage(other, shipped, received);
                if was_closed {
                    self.reopen();
                }
            }
        }
        Ok(())
    }

    fn set_stage(&mut self, stage: Stage, shipped: Option<Timestamp>, received: Option<Timestamp>) {
        let is = (stage, shipped, received);
        self.has_changed |= is != (self.after.stage, self.after.shipped, self.after.received);
        (self.after.stage, self.after.shipped, self.after.received) = is;
    }

    pub(super) fn move_deadline(
        &mut self,
        id: CaseId,
        deadline: Timestamp,
    ) -> Result<(), Objection> {
        self.require_case(id)?;
        let runs = self.before.case(id).is_some_and(|case| self.before.clock_can_run(case));
        require(runs, "no clock runs here")?;
        require(deadline > self.time(), "that has passed")?;
        self.change(id, |case| case.deadline = Some(deadline));
        Ok(())
    }

    pub(super) fn hide(&mut self, id: CaseId) -> Result<(), Objection> {
        self.require_case(id)?;
        let before = self.before;
        let Some(case) = before.case(id) else { return Err(Objection("there is no such case")) };
        let phase = before.phase(case);
        require(!holds(phase), "the case is open")?;
        require(!before.has_refund_in_flight(id), "the case is open")?;
        require(case.deadline.is_none(), "the case is open")?;
        require(self.limits().hides.contains(phase), "such a case stays in the lists")?;
        if !case.hidden {
            self.change(id, |case| case.hidden = true);
        }
        Ok(())
    }

    pub(super) fn acknowledge(&mut self, effects: &[EffectId]) -> Result<(), Objection> {
        for id in effects {
            for (other, effect) in &self.before.effects {
                if let (true, Effect::IssueRefund { key, .. }) = (other == id, effect) {
                    let mut refunds = self.before.refunds.iter();
                    let is_unreported = refunds
                        .any(|refund| refund.key == *key && refund.state() == RefundState::Started);
                    require(
                        !is_unreported,
                        "the outcome of a refund is reported, not acknowledged",
                    )?;
                }
            }
            require(id.version <= self.before.version(), "there is no such effect yet")?;
        }
        for (id, effect) in &self.before.effects {
            let is_open = !self.before.acknowledged.contains(id);
            if effects.contains(id) && is_open && !matches!(effect, Effect::IssueRefund { .. }) {
                self.after.acknowledged.push(*id);
                self.has_changed = true;
            }
        }
        Ok(())
    }

    /// Takes a case over as it is, also where it asks for more than there is.
    pub(super) fn adopt(&mut self, adoption: &Adoption) -> Result<(), Objection> {
        let flow = adoption.flow;
        let Some(status) = adoption.status.resolve::<P::Status>() else {
            return Err(Objection("the platform has no such status"));
        };
        require(meaning::<P>(flow, status).is_some(), "the status is not of this flow")?;
        let position = Position { flow, status, known: all_known(adoption.facts) };
        let (id, before) = match adoption.case {
            Some(id) => {
                self.require_case(id)?;
                let case = self.before.case(id);
                let before =
                    case.map(|case| (case.position.status, case.deadline, self.before.phase(case)));
                self.set_position(id, None, position);
                (id, before)
            }
            None => {
                let claim = self.adopted_claim(adoption)?;
                let id = self.open_case(None, position, claim);
                self.update_correspondence(id, |correspondence| {
                    *correspondence = adoption.correspondence.clone()
                });
                (id, None)
            }
        };
        self.adopt_refund(id);
        let clock = before.map(|(status, deadline, _)| (status, deadline));
        self.set_deadline(id, clock, true);
        match before {
            Some((.., was)) => self.record_if_it_left_its_end(id, was),
            None => self.record_if_refunded_before_opening(id),
        }
        self.record_if_contradicted(id, before.map(|(.., was)| was));
        Ok(())
    }

    fn adopted_claim(&self, adoption: &Adoption) -> Result<ClaimRecord, Objection> {
        let balances = self.before.balances(None);
        let mut claim = ClaimRecord::default();
        for ask in &adoption.lines {
            let Some(figures) = balances.line(&ask.line) else {
                return Err(Objection("there is no such line"));
            };
            require(claim.line(&ask.line).is_none(), "a line is named twice")?;
            let units = ask.units.map_or(0, |units| i128::from(units.units()));
            // Where other cases have its units as well, it is worth what it would be without them.
            let alone = target(figures.money.paid, figures.bought, units.min(figures.bought));
            let worth = figures.worth_of(units).or(alone).unwrap_or(0);
            let amount = ask.amount.map_or(worth, minor);
            require(amount >= 0, "that is no amount to ask for")?;
            claim.lines.push(ClaimedLine { line: ask.line.clone(), units, worth, amount });
        }
        claim.shipping = adoption.shipping.map_or(0, minor);
        require(claim.shipping >= 0, "that is no amount to ask for")?;
        require(claim.whole() <= i128::from(i64::MAX), "the total does not fit")?;
        Ok(claim)
    }

    /// Adds the refund of a case that is taken over while its money is being refunded, or was.
    fn adopt_refund(&mut self, id: CaseId) {
        let Some(case) = self.after.case(id) else { return };
        let status_phase = self.after.status_phase(case);
        let missing = case.claim.total() - self.after.paid_to(id);
        let in_flight = self.after.has_refund_in_flight(id);
        let is_said = is_known(&case.position.known, Fact::RefundUnderWay) == Some(true);
        let mut split = self.after.still_asked(case);
        let mut route = self.who_pays();
        let report = match status_phase {
            // A case that is taken over as refunded does not wait for what is in flight.
            Phase::Refunded => {
                if missing <= 0 {
                    return;
                }
                split = case.claim.split().spread(missing);
                Report::Succeeded(missing)
            }
            // Where nothing is owed, there is nothing to be refunded.
            _ if in_flight || split.total() <= 0 => return,
            Phase::WaitingForConfirmation => {
                route = Route::Offline;
                Report::Processing
            }
            Phase::Refunding => Report::Unknown,
            _ if is_said => Report::Unknown,
            _ => return,
        };
        let (key, started) = (self.new_key(id), self.time());
        let (case, reports) = (Some(id), Vec::from([(started, report)]));
        let (payment, names) = (None, Vec::new());
        let refund = RefundRecord { key, names, case, route, payment, split, started, reports };
        self.record_refund(refund);
    }
}

impl<P: Policy> Model<P> {
    /// Returns whether the table says what happens when the time of a case has run out, and no guard prevents
    /// it.
    pub(super) fn clock_can_run(&self, case: &CaseRecord<P::Status>) -> bool {
        let known = self.known_of(case);
        let (flow, status) = (case.position.flow, Some(case.position.status));
        rule_for::<P>(flow, status, &known, Actor::Clock, Action::TimeRanOut).is_some()
    }
}
