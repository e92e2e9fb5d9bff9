//! Carries out the actions on a case: of its parties, of the platform and of the clock.

use super::authorise::Authorised;
use super::{Change, Draft};
use crate::lifecycle::{Action, Actor, Fact, Flow, KnownFacts, Phase, Transition};
use crate::order::{
    Books, Bound, Capability, Case, CaseId, CasePosition, Claim, Condition, LineBalance, Parts,
    Payer, Policy, Reason, ReceivedLine, Refund, RefundKey, Request, Route, Stage, UncertainState,
};
use crate::quantity::Quantity;
use crate::time::Timestamp;

impl<P: Policy> Draft<'_, P> {
    /// Returns the action of the table that the request exercises, if it is one.
    fn action(&self) -> Option<Action> {
        match self.command.request.capability() {
            Capability::Action(action) => Some(action),
            Capability::Right(_) => None,
        }
    }

    /// Carries out an action that needs nothing but to be permitted.
    pub(super) fn act_on(&mut self, case: CaseId) {
        let Some(case) = self.case(case) else { return };
        match self.authorise(case) {
            Some(Authorised::Rule(transition)) => self.take(case, &transition, None),
            Some(Authorised::PayAgain) => {
                let owed = self.books().still_asked(case);
                self.start(case, owed, self.shop_or_platform());
            }
            Some(Authorised::WriteOff) => {
                self.changes.push(Change::RefundWrittenOff { case: case.id })
            }
            Some(Authorised::Recorded) | None => {}
        }
    }

    pub(super) fn authorise(&mut self, case: &Case<P::Status>) -> Option<Authorised<P::Status>> {
        let action = self.action()?;
        self.checks.authorise(case, self.command.by, action, self.command.at)
    }

    /// Confirms the receipt of the goods.
    pub(super) fn confirm_receipt(&mut self, case: CaseId, goods: &[ReceivedLine]) {
        let Some(case) = self.case(case) else { return };
        let claim = if self.check_received(case, goods) {
            self.checks.accepted_claim(case, goods)
        } else {
            case.claim.clone()
        };
        if !claim.total().is_positive() && !self.terms().limits.nothing {
            let line = claim.lines.first().map(|claimed| claimed.line.clone());
            let bound = line.map_or(Bound::Order, Bound::Units);
            self.refuse(Reason::NothingRefundable { bound });
        }
        let accepted = Case { claim, ..case.clone() };
        let Some(authorise) = self.authorise(&accepted) else { return };
        let claim = Some(accepted.claim).filter(|claim| *claim != case.claim);
        self.changes.push(Change::GoodsReceived { case: case.id, goods: goods.to_vec() });
        match authorise {
            Authorised::Rule(transition) => self.take(case, &transition, claim),
            _ => self.claim_changes(case, claim),
        }
    }

    /// Waives the return: the claim is refunded without the goods.
    pub(super) fn waive_return(&mut self, case: CaseId) {
        let Some(case) = self.case(case) else { return };
        match self.authorise(case) {
            Some(Authorised::Rule(transition)) => {
                self.changes.push(Change::ReturnWaived { case: case.id });
                self.take(case, &transition, None);
            }
            Some(_) => self.changes.push(Change::ReturnWaived { case: case.id }),
            None => {}
        }
    }

    /// Lets the clock act, unless the deadline of the case is another by now (I22).
    pub(super) fn time_ran_out(&mut self, case: CaseId, deadline: Timestamp) {
        let Some(case) = self.case(case) else { return };
        if case.deadline != Some(deadline) {
            return;
        }
        self.act_on(case.id);
    }

    /// Applies a rule of the table, with all that follows.
    pub(super) fn take(
        &mut self,
        case: &Case<P::Status>,
        transition: &Transition<P::Status>,
        claim: Option<Claim>,
    ) {
        let changed = claim.is_some();
        self.claim_changes(case, claim);
        self.move_case(case, transition);
        if transition.rule.starts_refund {
            let after = self.after();
            if let Some(case) = after.case(case.id) {
                self.pay(case, &after);
            }
        }
        self.set_clock(case.id, Some(case), changed);
    }

    /// Starts the refund of a case, or completes a case that was paid before its turn.
    fn pay(&mut self, case: &Case<P::Status>, after: &Books<P::Status>) {
        if after.is_paid(case) {
            self.complete(case, after);
            self.close_if_nothing_is_left();
        } else {
            self.start(case, after.still_asked(case), self.shop_or_platform());
        }
    }

    pub(super) fn claim_changes(&mut self, case: &Case<P::Status>, claim: Option<Claim>) {
        if let Some(claim) = claim {
            self.changes.push(Change::ClaimChanged { case: case.id, claim });
        }
    }

    /// Changes the position of a case, and nothing else.
    pub(super) fn move_case(&mut self, case: &Case<P::Status>, transition: &Transition<P::Status>) {
        let Some(mut position) = position_after::<P>(transition) else { return };
        if let Request::Refuse { waybill_wrong, .. } = &self.command.request {
            position.facts = position.facts.with(Fact::WaybillWrong, *waybill_wrong);
        }
        let action = Some(transition.rule.action);
        self.changes.push(Change::Transitioned { case: case.id, action, position });
        if position.status_phase == Phase::Refunded {
            self.settle(case.id);
        }
    }

    pub(super) fn shop_or_platform(&self) -> Route {
        match self.terms().payer {
            Payer::Shop => Route::Shop,
            Payer::Platform => Route::Platform,
        }
    }

    /// Starts a refund of a case.
    pub(super) fn start(&mut self, case: &Case<P::Status>, parts: Parts, route: Route) {
        let (key, at) = (self.new_key(case.id), self.time());
        let mut refund = Refund::new(key, Some(case.id), route, parts, at);
        if route == Route::Offline {
            // The merchant states that the refund was made; only the buyer can confirm that it came.
            refund.uncertain = Some((at, UncertainState::Processing));
        }
        self.changes.push(Change::RefundStarted(refund));
    }

    /// Returns a key that was never used in this order, not even for an external refund (I8).
    pub(super) fn new_key(&self, case: CaseId) -> RefundKey {
        let books = self.books();
        let refunds = books.refunds_of(case).count();
        let order = &books.opening.facts.order;
        (1usize..)
            .map(|more| RefundKey::of(order, case, refunds.saturating_add(more)))
            .find(|key| books.refunds.iter().all(|refund| refund.key != *key))
            .unwrap_or_else(|| RefundKey::of(order, case, refunds))
    }

    /// Sets the deadline of a case after the changes. The clock goes on when only texts have changed, and starts
    /// anew when the case has another position or claim.
    pub(super) fn set_clock(
        &mut self,
        case: CaseId,
        before: Option<&Case<P::Status>>,
        starts_anew: bool,
    ) {
        let after = self.after();
        let Some(case) = after.case(case) else { return };
        let before_due = before.and_then(|case| case.deadline);
        let goes_on = !starts_anew && before.is_some_and(|before| before.status == case.status);
        let deadline = if !clock_can_run::<P>(&after, case) {
            None
        } else if goes_on && before_due.is_some() {
            before_due
        } else {
            let phase = case.status_phase.with_facts(case.facts);
            let of_status = self.order.policy.time_at_status(case.flow, case.status);
            let clock = of_status.or_else(|| self.terms().clocks.of(case.flow, phase));
            clock.and_then(|clock| self.time().checked_add(clock))
        };
        if deadline != before_due {
            self.changes.push(Change::DeadlineSet { case: case.id, deadline });
        }
    }

    /// Records that the goods of a case that was paid belong to the shop again.
    fn settle(&mut self, case: CaseId) {
        let after = self.after();
        let Some(case) = after.case(case) else { return };
        if !case.stocked {
            self.keep_goods(&after, case);
        }
    }

    /// Closes the order when its policy does.
    pub(super) fn close_if_nothing_is_left(&mut self) {
        let after = self.after();
        if after.closed.is_none() && self.order.policy.closes(&after.ledger(None)) {
            self.changes.push(Change::OrderClosed);
        }
    }

    /// Returns the units that came back and were accepted, or that had never left the shop.
    fn keep_goods(&mut self, books: &Books<P::Status>, case: &Case<P::Status>) {
        let facts = &books.opening.facts;
        let never_left = !facts.is_virtual
            && !books.is_shipped()
            && !matches!(books.stage, Stage::Cancelled | Stage::Closed)
            && case.flow == Flow::RefundOnly;
        let unseen = case.flow == Flow::ReturnRefund && !self.terms().limits.receipt;
        let ledger = books.ledger(Some(case.id));
        for claimed in &case.claim.lines {
            let received = case.goods.iter().flatten().find(|goods| goods.line == claimed.line);
            let (resaleable, damaged) = match received {
                Some(goods) => {
                    let resaleable = goods.resaleable.min(goods.accepted);
                    (resaleable, goods.accepted.saturating_sub(resaleable).min(goods.damaged))
                }
                // They were not inspected, so no more are assumed than the line can have left.
                None if never_left || unseen => {
                    let back =
                        |line: &LineBalance| line.units.bought.saturating_sub(line.units.returned);
                    let most = ledger.line(&claimed.line).map_or(Quantity::ZERO, back);
                    (claimed.units.min(most), Quantity::ZERO)
                }
                None => (Quantity::ZERO, Quantity::ZERO),
            };
            for (units, condition) in
                [(resaleable, Condition::Resaleable), (damaged, Condition::Damaged)]
            {
                if units != Quantity::ZERO {
                    let line = claimed.line.clone();
                    let case = case.id;
                    self.changes.push(Change::GoodsTakenBack { case, line, units, condition });
                }
            }
        }
    }

    /// Checks that every unit of the case is accounted for once, and that accepted units have come (I3, I5).
    fn check_received(&mut self, case: &Case<P::Status>, goods: &[ReceivedLine]) -> bool {
        let before = self.checks.reasons.len();
        for (index, received) in goods.iter().enumerate() {
            let line = || received.line.clone();
            if goods.iter().take(index).any(|earlier| earlier.line == received.line) {
                self.refuse(Reason::DuplicateLine { line: line() });
            }
            let Some(claimed) = case.claim.line(&received.line) else {
                let is_line = self.books().index_of_line(&received.line).is_some();
                self.refuse(if is_line {
                    Reason::LineNotClaimed { line: line() }
                } else {
                    Reason::NoSuchLine { line: line() }
                });
                continue;
            };
            let ReceivedLine { accepted, resaleable, damaged, missing, wrong, .. } = *received;
            let most = Quantity::new(u32::MAX);
            let sum = Quantity::sum([resaleable, damaged, missing, wrong]);
            let came = Quantity::sum([resaleable, damaged]).unwrap_or(most);
            if sum != Some(claimed.units) {
                let (stated, claimed) = (sum.unwrap_or(most), claimed.units);
                self.refuse(Reason::UnitsDoNotAddUp { line: line(), stated, claimed });
            }
            if accepted > came {
                self.refuse(Reason::AcceptedMoreThanReceived { line: line(), accepted, came });
            } else if accepted != claimed.units && !self.terms().limits.part_of_the_goods {
                let claimed = claimed.units;
                self.refuse(Reason::AllOrNothing { line: line(), accepted, claimed });
            }
        }
        for claimed in &case.claim.lines {
            if goods.iter().all(|received| received.line != claimed.line) {
                self.refuse(Reason::MissingLine { line: claimed.line.clone() });
            }
        }
        if goods.iter().all(|received| received.accepted == Quantity::ZERO) {
            self.refuse(Reason::NothingAccepted);
        }
        self.checks.reasons.len() == before
    }
}

/// Returns whether a clock can run for a case: the table has a rule for its end, and no known fact is against that
/// rule.
pub(super) fn clock_can_run<P: Policy>(books: &Books<P::Status>, case: &Case<P::Status>) -> bool {
    P::LIFECYCLE.next(&books.position(case), Actor::Clock, Action::TimeRanOut).is_ok()
}

pub(super) fn position_after<P: Policy>(
    transition: &Transition<P::Status>,
) -> Option<CasePosition<P::Status>> {
    let Transition { flow, to: status, facts, .. } = *transition;
    let status_phase = P::LIFECYCLE.phase(flow, status)?;
    // Facts about the order or its refunds are looked up there each time.
    let looked_up = [Fact::OrderShipped, Fact::OtherCaseOpen, Fact::RefundUnderWay];
    let facts = looked_up.into_iter().fold(facts, KnownFacts::without);
    Some(CasePosition { flow, status, status_phase, facts })
}
