//! What the host tells besides: how the order fares, deadlines moved, effects carried out, cases taken
//! over.

use super::Model;
use super::records::{CaseRecord, ClaimRecord, ClaimedNote, RefundRecord, Report};
use super::step::{Refused, Step, demand};
use super::sums::{minor, target};
use super::table::{Position, all_known, holds, is_known, meaning, rule_for};
use aftersale::lifecycle::{Action, Actor, Fact, Phase};
use aftersale::order::{Adoption, CaseId, Effect, EffectId, Policy, RefundState, Route, Stage};
use aftersale::time::Timestamp;

impl<P: Policy> Step<'_, P> {
    pub(super) fn order_shipped(&mut self, when: Timestamp) -> Result<(), Refused> {
        demand(when <= self.command.at, "that is yet to come")?;
        let said_before = self.before.shipped;
        demand(said_before.is_none_or(|before| before == when), "another time was said before")?;
        let stage = match self.before.stage {
            Stage::ToBeShipped => Stage::ToBeReceived,
            other => other,
        };
        self.is_delivered(stage, Some(when), self.before.received);
        Ok(())
    }

    pub(super) fn order_received(&mut self, when: Timestamp) -> Result<(), Refused> {
        demand(when <= self.command.at, "that is yet to come")?;
        let said_before = self.before.received;
        demand(said_before.is_none_or(|before| before == when), "another time was said before")?;
        let stage = match self.before.stage {
            Stage::ToBeShipped | Stage::ToBeReceived => Stage::Completed,
            other => other,
        };
        self.is_delivered(stage, self.before.shipped, Some(when));
        Ok(())
    }

    pub(super) fn order_corrected(
        &mut self,
        stage: Stage,
        shipped: Option<Timestamp>,
        received: Option<Timestamp>,
    ) -> Result<(), Refused> {
        demand(shipped <= Some(self.command.at), "that is yet to come")?;
        demand(received <= Some(self.command.at), "that is yet to come")?;
        // An order that its after-sales have closed is closed; how far it had come stays known.
        let is_closed = self.before.closed.is_some() && stage == Stage::Closed;
        let stage = if is_closed { self.before.stage } else { stage };
        self.is_delivered(stage, shipped, received);
        Ok(())
    }

    fn is_delivered(
        &mut self,
        stage: Stage,
        shipped: Option<Timestamp>,
        received: Option<Timestamp>,
    ) {
        let is = (stage, shipped, received);
        self.has_changed |= is != (self.after.stage, self.after.shipped, self.after.received);
        (self.after.stage, self.after.shipped, self.after.received) = is;
    }

    pub(super) fn moves_deadline(
        &mut self,
        id: CaseId,
        deadline: Timestamp,
    ) -> Result<(), Refused> {
        self.finds(id)?;
        let runs = self.before.case(id).is_some_and(|case| self.before.clock_can_run(case));
        demand(runs, "no deadline can run at this status")?;
        demand(deadline > self.command.at, "that has passed")?;
        self.change(id, |case| case.deadline = Some(deadline));
        Ok(())
    }

    pub(super) fn hides(&mut self, id: CaseId) -> Result<(), Refused> {
        self.finds(id)?;
        let before = self.before;
        let Some(case) = before.case(id) else { return Err(Refused("there is no such case")) };
        let phase = before.phase(case);
        demand(!holds(phase), "the case is open")?;
        demand(!before.has_refund_in_flight(id), "the case is open")?;
        demand(case.deadline.is_none(), "the case is open")?;
        demand(self.limits().hides.contains(&phase), "such a case stays in the lists")?;
        if !case.hidden {
            self.change(id, |case| case.hidden = true);
        }
        Ok(())
    }

    pub(super) fn acknowledges(&mut self, effects: &[EffectId]) -> Result<(), Refused> {
        for id in effects {
            for (other, effect) in &self.before.effects {
                if let (true, Effect::IssueRefund { key, .. }) = (other == id, effect) {
                    let mut refunds = self.before.refunds.iter();
                    let is_unheard_of = refunds
                        .any(|refund| refund.key == *key && refund.state() == RefundState::Started);
                    demand(!is_unheard_of, "what became of a refund is reported")?;
                }
            }
            demand(id.version <= self.before.version(), "there is no such effect yet")?;
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
    pub(super) fn adopts(&mut self, adoption: &Adoption) -> Result<(), Refused> {
        let flow = adoption.flow;
        let Some(status) = adoption.status.resolve::<P::Status>() else {
            return Err(Refused("the platform has no such status"));
        };
        demand(meaning::<P>(flow, status).is_some(), "the status is not of this flow")?;
        let position = Position { flow, status, known: all_known(adoption.facts) };
        let (id, before) = match adoption.case {
            Some(id) => {
                self.finds(id)?;
                let case = self.before.case(id);
                let before = case.map(|case| (case.position.status, case.deadline));
                self.goes_to(id, None, position);
                (id, before)
            }
            None => {
                let claim = self.adopted_claim(adoption)?;
                let id = self.opens(None, position, claim);
                self.says(id, |correspondence| *correspondence = adoption.correspondence.clone());
                (id, None)
            }
        };
        self.adopts_refund(id);
        self.sets_clock(id, before, true);
        Ok(())
    }

    fn adopted_claim(&self, adoption: &Adoption) -> Result<ClaimRecord, Refused> {
        let sheet = self.before.sheet(None);
        let mut claim = ClaimRecord::default();
        for ask in &adoption.lines {
            let Some(figures) = sheet.line(&ask.line) else {
                return Err(Refused("there is no such line"));
            };
            demand(claim.line(&ask.line).is_none(), "a line is named twice")?;
            let units = ask.units.map_or(0, |units| i128::from(units.units()));
            // Where others have its units as well, it is worth what it would be without them.
            let alone = target(figures.money.paid, figures.bought, units.min(figures.bought));
            let worth = figures.worth_of(units).or(alone).unwrap_or(0);
            let amount = ask.amount.map_or(worth, minor);
            demand(amount >= 0, "that is not an amount to ask for")?;
            claim.lines.push(ClaimedNote { line: ask.line.clone(), units, worth, amount });
        }
        claim.shipping = adoption.shipping.map_or(0, minor);
        demand(claim.shipping >= 0, "that is not an amount to ask for")?;
        demand(claim.total() <= i128::from(i64::MAX), "nobody can add that up")?;
        Ok(claim)
    }

    /// A case that is taken over where money is being paid, or was, has a refund.
    fn adopts_refund(&mut self, id: CaseId) {
        let Some(case) = self.after.case(id) else { return };
        let status_phase = self.after.standing(case);
        let missing = case.claim.total() - self.after.paid_to(id);
        let in_flight = self.after.has_refund_in_flight(id);
        let is_said = is_known(&case.position.known, Fact::RefundUnderWay) == Some(true);
        let mut split = self.after.still_asked(case);
        let mut route = self.who_pays();
        let report = match status_phase {
            // Who says that it is refunded does not wait for what is on its way.
            Phase::Refunded => {
                if missing <= 0 {
                    return;
                }
                split = case.claim.split().spread(missing);
                Report::Succeeded(missing)
            }
            _ if in_flight => return,
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
        self.writes_down(RefundRecord { key, case, route, split, started, reports });
    }
}

impl<P: Policy> Model<P> {
    /// Whether the table says what happens when the time of a case has run out, and nothing is against
    /// that.
    pub(super) fn clock_can_run(&self, case: &CaseRecord<P::Status>) -> bool {
        let known = self.known_of(case);
        let (flow, status) = (case.position.flow, Some(case.position.status));
        rule_for::<P>(flow, status, &known, Actor::Clock, Action::TimeRanOut).is_some()
    }
}
