//! The host's other reports: the stage of the order, moved deadlines, acknowledged effects, and cases that
//! are taken over.

use core::cmp::Ordering;

use super::Model;
use super::records::{CaseRecord, ClaimRecord, ClaimedLine, RefundRecord, Report, Split};
use super::step::{Objection, Step, require};
use super::sums::{amount, minor, target};
use super::table::{Position, all_known, holds, is_known, meaning, rule_for};
use aftersale::lifecycle::{Action, Actor, Fact, Phase};
use aftersale::order::{
    Adoption, Anomaly, CaseId, Effect, EffectId, LineId, Policy, RefundKey, RefundState, Route,
    Stage,
};
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
        let meant = self.case_that_is_meant(adoption)?;
        self.require_right_money(adoption, meant)?;
        match meant {
            Some(id) => self.adopt_known(id, adoption, position)?,
            None => {
                let claim = self.adopted_claim(None, adoption)?;
                let id = self.open_case(None, position, claim);
                self.update_correspondence(id, |correspondence| {
                    *correspondence = adoption.correspondence.clone()
                });
                self.learn_from_platform(id, adoption);
                self.adopt_refund(id, adoption, true);
                self.set_deadline(id, None, true);
                self.record_if_less_is_told(id, adoption);
                self.record_if_refunded_before_opening(id);
                self.record_if_contradicted(id, None);
            }
        }
        Ok(())
    }

    /// Returns the case that an adoption is about, where the order has it.
    fn case_that_is_meant(&self, adoption: &Adoption) -> Result<Option<CaseId>, Objection> {
        let Some(name) = &adoption.platform_case else { return Ok(adoption.case) };
        require(!name.as_str().is_empty(), "the platform's case has no name")?;
        let mut cases = self.before.cases.iter();
        let bearer = cases.find(|case| case.platform_case.as_ref() == Some(name));
        let bearer = bearer.map(|case| case.id);
        let Some(given) = adoption.case else { return Ok(bearer) };
        require(bearer.is_none_or(|bearer| bearer == given), "another case has this name")?;
        let called = self.before.case(given).and_then(|case| case.platform_case.as_ref());
        require(called.is_none_or(|called| called == name), "the case has another name")?;
        Ok(Some(given))
    }

    fn adopt_known(
        &mut self,
        id: CaseId,
        adoption: &Adoption,
        position: Position<P::Status>,
    ) -> Result<(), Objection> {
        self.require_case(id)?;
        let before = self.before;
        let Some(case) = before.case(id) else { return Err(Objection("there is no such case")) };
        if self.is_old_news(case, adoption, &position) {
            if case.platform_case.is_none() && adoption.platform_case.is_some() {
                self.change(id, |case| {
                    case.platform_case = adoption.platform_case.clone();
                    case.is_told = true;
                });
            }
            return Ok(());
        }
        let is_plain = !case.is_told && says_no_more_than_a_status(adoption);
        let stands = (case.position.flow, case.position.status, &case.position.known);
        let moves = is_plain || stands != (position.flow, position.status, &position.known);
        let was = before.phase(case);
        let other_claim = if is_plain { None } else { self.other_claim(case, adoption)? };
        let asks_otherwise = other_claim.is_some();
        if let Some(claim) = other_claim {
            self.set_claim(id, claim);
        }
        if moves {
            self.set_position(id, None, position);
        }
        let learns = !is_plain && self.learn_from_platform(id, adoption);
        let booked = before.booked_for(id, self.told_as_of(adoption));
        let is_more = adoption.refunded.is_some_and(|told| minor(told.amount) > booked);
        if !(moves || asks_otherwise || learns || is_more) {
            return Ok(());
        }
        self.adopt_refund(id, adoption, moves);
        let clock = (case.position.status, case.deadline);
        let anew = is_plain || asks_otherwise || (learns && adoption.deadline.is_some());
        self.set_deadline(id, Some(clock), anew);
        self.record_if_less_is_told(id, adoption);
        if moves {
            self.record_if_it_left_its_end(id, was);
            self.record_if_contradicted(id, Some(was));
        }
        Ok(())
    }

    /// Returns whether an adoption tells of a time before what is known. Of one second an end is the last that is told.
    fn is_old_news(
        &self,
        case: &CaseRecord<P::Status>,
        adoption: &Adoption,
        position: &Position<P::Status>,
    ) -> bool {
        let Some(told) = adoption.as_of else { return false };
        let is_end = |phase: Option<Phase>| phase.is_some_and(Phase::is_final);
        let ends = is_end(meaning::<P>(position.flow, position.status));
        let has_ended = is_end(Some(self.before.status_phase(case)));
        match self.counted_as_of(told).cmp(&case.known_as_of) {
            Ordering::Less => true,
            Ordering::Equal => has_ended && !ends,
            Ordering::Greater => false,
        }
    }

    /// Learns what the platform tells besides the status, and returns whether anything of it is new.
    fn learn_from_platform(&mut self, id: CaseId, adoption: &Adoption) -> bool {
        let Some(case) = self.after.case(id) else { return false };
        if !case.is_told && says_no_more_than_a_status(adoption) {
            return false;
        }
        let status = case.position.status;
        let name = adoption.platform_case.clone().or_else(|| case.platform_case.clone());
        let as_of = self.told_as_of(adoption);
        let stated = adoption.deadline.map(|deadline| (status, deadline)).or(case.stated);
        let known = (&case.platform_case, case.known_as_of, case.stated, case.is_told);
        if known == (&name, as_of, stated, true) {
            return false;
        }
        if let Some(told) = adoption.as_of {
            self.remember_if_dated_ahead(told);
        }
        self.change(id, |case| {
            (case.platform_case, case.known_as_of, case.stated) = (name, as_of, stated);
            case.is_told = true;
        });
        true
    }

    /// Returns what a case asks for by now, where the platform says that and it is something else than before.
    fn other_claim(
        &self,
        case: &CaseRecord<P::Status>,
        adoption: &Adoption,
    ) -> Result<Option<ClaimRecord>, Objection> {
        if adoption.lines.is_empty() && adoption.shipping.is_none() {
            return Ok(None);
        }
        let mut is_other = adoption.lines.len() != case.claim.lines.len();
        is_other |= adoption.shipping.map_or(0, minor) != case.claim.shipping;
        for (ask, claimed) in adoption.lines.iter().zip(&case.claim.lines) {
            is_other |= ask.line != claimed.line;
            is_other |= ask.units.map_or(0, |units| i128::from(units.units())) != claimed.units;
            is_other |= ask.amount.is_some_and(|amount| minor(amount) != claimed.amount);
        }
        if !is_other {
            return Ok(None);
        }
        let mut claim = self.adopted_claim(Some(case.id), adoption)?;
        claim.deductions = case.claim.deductions.clone();
        // What was not accepted when the goods came is not asked for again.
        let came = |line: &LineId| {
            let mut goods = case.goods.iter().flatten();
            goods.find(|goods| goods.line == *line).map_or(0, |goods| goods.accepted.units())
        };
        let is_beyond = claim.lines.iter().any(|asked| asked.units > i128::from(came(&asked.line)));
        Ok(Some(claim).filter(|_| case.goods.is_none() || !is_beyond))
    }

    fn adopted_claim(
        &self,
        known: Option<CaseId>,
        adoption: &Adoption,
    ) -> Result<ClaimRecord, Objection> {
        let balances = self.before.balances(known);
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

    fn require_right_money(
        &self,
        adoption: &Adoption,
        meant: Option<CaseId>,
    ) -> Result<(), Objection> {
        if let Some(total) = adoption.refunded {
            require(total.currency == self.before.facts.currency, "it is of another currency")?;
            self.require_plausible_amount(total, true)?;
        }
        if let Some(key) = &adoption.reference {
            require(!key.as_str().is_empty(), "it has no name")?;
            let known = self.before.refunds.iter().find(|refund| refund.is_called(key));
            let owner = known.and_then(|refund| refund.case);
            require(owner.is_none() || owner == meant, "it is another case's refund")?;
        }
        Ok(())
    }

    /// Returns the time as of which an adoption counts.
    fn told_as_of(&self, adoption: &Adoption) -> Timestamp {
        adoption.as_of.map_or_else(|| self.time(), |told| self.counted_as_of(told))
    }

    /// Adds the refund of a case that is taken over while its money is being refunded, or was.
    fn adopt_refund(&mut self, id: CaseId, adoption: &Adoption, moves: bool) {
        self.take_refund_without_a_case(id, adoption);
        let Some(case) = self.after.case(id) else { return };
        let status_phase = self.after.status_phase(case);
        let is_refunded = status_phase == Phase::Refunded;
        let total = match adoption.refunded {
            Some(total) => Some(minor(total.amount)),
            None if is_refunded && moves => Some(case.claim.total()),
            None => None,
        };
        if let Some(total) = total {
            self.book_told_total(id, total, adoption);
        }
        if !moves || is_refunded {
            return;
        }
        if status_phase == Phase::RefundFailed && !says_no_more_than_a_status(adoption) {
            // The platform pays, and knows that it has not.
            let of_case: Vec<RefundRecord> =
                self.after.refunds_of(id).into_iter().cloned().collect();
            for mut refund in of_case {
                if refund.route == Route::Platform && refund.is_in_flight() {
                    refund.reports.push((self.told_as_of(adoption), Report::Failed));
                    self.record_refund(refund);
                }
            }
        }
        let Some(case) = self.after.case(id) else { return };
        let split = self.after.still_asked(case);
        // Where nothing is owed, there is nothing to be refunded.
        if self.after.has_refund_in_flight(id) || split.total() <= 0 {
            return;
        }
        let is_said = is_known(&case.position.known, Fact::RefundUnderWay) == Some(true);
        let (route, report) = match status_phase {
            Phase::WaitingForConfirmation => (Route::Offline, Report::Processing),
            Phase::Refunding => (self.who_pays(), Report::Unknown),
            _ if is_said => (self.who_pays(), Report::Unknown),
            _ => return,
        };
        self.add_told_refund(id, adoption, route, split, report);
    }

    /// Adds a refund that the order did not know of.
    fn add_told_refund(
        &mut self,
        id: CaseId,
        adoption: &Adoption,
        route: Route,
        split: Split,
        report: Report,
    ) {
        let used = |key: &RefundKey| self.after.refunds.iter().any(|refund| refund.is_called(key));
        let key = match &adoption.reference {
            Some(key) if !used(key) => key.clone(),
            _ => self.new_key(id),
        };
        let reports = Vec::from([(self.told_as_of(adoption), report)]);
        let (case, started, payment) = (Some(id), self.time(), None);
        let names = Vec::new();
        let refund = RefundRecord { key, names, case, route, payment, split, started, reports };
        self.record_refund(refund);
    }

    /// A refund that was reported for no case is the case's, when the platform says so.
    fn take_refund_without_a_case(&mut self, id: CaseId, adoption: &Adoption) {
        let reference = adoption.reference.as_ref();
        let is_it = |refund: &&RefundRecord| reference.is_some_and(|name| refund.is_called(name));
        let Some(known) = self.before.refunds.iter().find(is_it) else { return };
        let all = known.split.total().max(known.paid());
        let Some(case) = self.after.case(id).filter(|_| known.case.is_none() && all > 0) else {
            return;
        };
        let split = self.after.still_asked(case).spread(all);
        self.record_refund(RefundRecord { case: Some(id), split, ..known.clone() });
    }

    /// Books what is missing of a total: by the refund of the reference, by those in flight, and then by one more.
    fn book_told_total(&mut self, id: CaseId, total: i128, adoption: &Adoption) {
        let as_of = self.told_as_of(adoption);
        let mut missing = total - self.after.booked_for(id, as_of);
        if missing <= 0 {
            return;
        }
        let tells = !says_no_more_than_a_status(adoption);
        let reference = adoption.reference.as_ref();
        let names = |refund: &RefundRecord| reference.is_some_and(|name| refund.is_called(name));
        let mut refunds: Vec<RefundRecord> =
            self.after.refunds_of(id).into_iter().cloned().collect();
        refunds.sort_by_key(|refund| !names(refund));
        for mut refund in refunds {
            let is_supposed = refund.payment.is_none()
                && !matches!(refund.route, Route::Offline | Route::External)
                && !self.was_started_here(&refund);
            if names(&refund) {
                refund.reports.push((as_of, Report::Succeeded(refund.paid() + missing)));
                missing = 0;
            } else if !tells || !refund.is_in_flight() || refund.route == Route::External {
                continue;
            } else if adoption.reference.is_some() && is_supposed {
                refund.reports.push((as_of, Report::Failed));
            } else if missing > 0 {
                let part = missing.min(refund.split.total());
                refund.reports.push((as_of, Report::Succeeded(part)));
                missing -= part;
            } else {
                continue;
            }
            let known = self.after.refunds.iter().find(|known| known.key == refund.key);
            if known.is_none_or(|known| known.last() != refund.last()) {
                self.record_refund(refund);
            }
        }
        let Some(case) = self.after.case(id).filter(|_| missing > 0) else { return };
        let split = case.claim.split().spread(missing);
        let route = self.who_pays();
        self.add_told_refund(id, adoption, route, split, Report::Succeeded(missing));
    }

    /// Returns whether the host was asked to issue this refund.
    fn was_started_here(&self, refund: &RefundRecord) -> bool {
        self.before.effects.iter().any(
            |(_, effect)| matches!(effect, Effect::IssueRefund { key, .. } if *key == refund.key),
        )
    }

    /// Records that the platform tells a total below what is booked for the case by then.
    fn record_if_less_is_told(&mut self, id: CaseId, adoption: &Adoption) {
        let Some(total) = adoption.refunded else { return };
        let as_of = self.told_as_of(adoption);
        let of_case = self.after.refunds_of(id).into_iter();
        let booked: i128 = of_case.map(|refund| refund.paid_by(as_of)).sum();
        if booked > minor(total.amount) {
            let booked = self.before.facts.currency.money(amount(booked));
            let anomaly = Anomaly::CaseTotalBelowBooked { case: id, as_of, total, booked };
            self.record_double(anomaly);
        }
    }
}

/// Returns whether an adoption tells nothing that only the platform knows.
fn says_no_more_than_a_status(adoption: &Adoption) -> bool {
    let Adoption { platform_case, as_of, deadline, refunded, reference, .. } = adoption;
    (platform_case, as_of, deadline, refunded, reference) == (&None, &None, &None, &None, &None)
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
