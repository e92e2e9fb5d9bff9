//! Carries out the actions on a case: of its parties, of the platform and of the clock.

use super::check::Authorised;
use super::{Change, Draft};
use crate::lifecycle::{Action, Actor, Fact, Flow, KnownFacts, Phase, Transition};
use crate::order::ledger::Units;
use crate::order::state::CaseView;
use crate::order::{
    Capability, CaseId, CasePosition, Claim, Condition, EffectId, LineId, OrderFacts, Parts, Payer,
    PaymentNumber, Policy, Refund, RefundKey, Request, Route, Stage, UncertainState,
};
use crate::quantity::Quantity;
use crate::time::Timestamp;

/// What a case was before something was done to it, as far as its clock depends on that.
#[derive(Clone, Copy)]
pub(super) struct Before<S> {
    status: S,
    deadline: Option<Timestamp>,
}

impl<S: Copy> Before<S> {
    pub(super) fn of(case: &CaseView<'_, S>) -> Self {
        Self { status: case.status, deadline: case.deadline }
    }
}

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
        let Some(view) = self.case(case) else { return };
        match self.authorise(&view) {
            Some(Authorised::Rule(transition)) => self.take(case, &transition, None),
            Some(Authorised::PayAgain) => {
                let owed = self.state().still_asked(&view);
                self.start(case, owed, self.shop_or_platform());
            }
            Some(Authorised::WriteOff) => self.push(Change::RefundWrittenOff { case }),
            Some(Authorised::Recorded) | None => {}
        }
    }

    pub(super) fn authorise(
        &self,
        case: &CaseView<'_, P::Status>,
    ) -> Option<Authorised<P::Status>> {
        let action = self.action()?;
        self.checks.authorise(case, self.command.by, action, self.time())
    }

    /// Lets the clock act, unless the deadline of the case is another by now (I22).
    pub(super) fn time_ran_out(&mut self, case: CaseId, deadline: Timestamp) {
        let Some(view) = self.case(case) else { return };
        if view.deadline == Some(deadline) {
            self.act_on(case);
        }
    }

    /// Applies a rule of the table, with all that follows.
    pub(super) fn take(
        &mut self,
        case: CaseId,
        transition: &Transition<P::Status>,
        claim: Option<Claim>,
    ) {
        let before = self.state().case(case).map(|case| Before::of(&case));
        let changed = claim.is_some();
        self.claim_changes(case, claim);
        self.move_case(case, transition);
        if transition.rule.starts_refund {
            self.pay(case);
        }
        self.set_clock(case, before, changed);
    }

    /// Starts the refund of a case, or completes a case that was paid before its turn, that is about goods worth nothing, or
    /// whose deductions take all.
    fn pay(&mut self, case: CaseId) {
        let Some(view) = self.state().case(case) else { return };
        let is_free = view.claim.ends_without_refund() && !self.checks.limits().nothing;
        if view.is_paid() || is_free {
            self.complete(case);
            self.close_if_nothing_is_left();
        } else {
            let owed = self.state().still_asked(&view);
            self.start(case, owed, self.shop_or_platform());
        }
    }

    pub(super) fn claim_changes(&mut self, case: CaseId, claim: Option<Claim>) {
        if let Some(claim) = claim {
            self.push(Change::ClaimChanged { case, claim });
        }
    }

    /// Changes the position of a case, and takes its goods into stock once it is refunded.
    pub(super) fn move_case(&mut self, case: CaseId, transition: &Transition<P::Status>) {
        let Some(mut position) = position_after::<P>(transition) else { return };
        if let Request::Refuse { waybill_wrong, .. } = &self.command.request {
            position.facts = position.facts.with(Fact::WaybillWrong, *waybill_wrong);
        }
        let action = Some(transition.rule.action);
        self.push(Change::Transitioned { case, action, position });
        if position.status_phase == Phase::Refunded {
            self.settle(case);
        }
    }

    pub(super) fn shop_or_platform(&self) -> Route {
        match self.checks.terms().payer {
            Payer::Shop => Route::Shop,
            Payer::Platform => Route::Platform,
        }
    }

    /// Starts a refund of a case: one by each payment, where the order's payments have names and the shop pays.
    pub(super) fn start(&mut self, case: CaseId, parts: Parts, route: Route) {
        if route == Route::Shop && self.checks.books().has_payments() {
            self.start_by_payments(case, parts);
        } else {
            self.start_one(case, parts, route, None);
        }
    }

    /// Starts one refund of a case.
    pub(super) fn start_one(
        &mut self,
        case: CaseId,
        parts: Parts,
        route: Route,
        payment: Option<PaymentNumber>,
    ) {
        let (key, at) = (self.new_key(case), self.time());
        let mut refund = Refund::new(key, Some(case), route, parts, at);
        match route {
            Route::Shop => {
                let version = self.checks.books().version.next();
                refund.effect = Some(EffectId::issuing(version, payment));
            }
            // The merchant states that the refund was made; only the buyer can confirm that it came.
            Route::Offline => refund.uncertain = Some((at, UncertainState::Processing)),
            Route::Platform | Route::External => {}
        }
        self.push(Change::RefundStarted(refund));
    }

    /// Returns a key that was never used in this order, not even for an external refund (I8).
    pub(super) fn new_key(&self, case: CaseId) -> RefundKey {
        let books = self.checks.books();
        let refunds = self.state().refunds_of(case).count();
        let OrderFacts { order, opening, .. } = &books.opening.facts;
        let shape = self.checks.terms().keys;
        let key = |number| shape.key(order, opening.as_ref(), case, number);
        (1usize..)
            .map(|more| key(refunds.saturating_add(more)))
            .find(|key| self.state().place_of_refund(key).is_none())
            .unwrap_or_else(|| key(refunds))
    }

    /// Sets the deadline of a case after the changes. The clock goes on when only texts have changed, and starts
    /// anew when the case has another position or claim.
    pub(super) fn set_clock(
        &mut self,
        case: CaseId,
        before: Option<Before<P::Status>>,
        starts_anew: bool,
    ) {
        let Some(view) = self.state().case(case) else { return };
        let deadline_before = before.and_then(|before| before.deadline);
        let goes_on = !starts_anew && before.is_some_and(|before| before.status == view.status);
        let deadline = if !self.clock_can_run(&view) {
            None
        } else if goes_on && deadline_before.is_some() {
            deadline_before
        } else if view.stated_deadline.is_some() {
            view.stated_deadline
        } else {
            let phase = view.status_phase.with_facts(view.facts);
            let of_status = self.order().policy.time_at_status(view.flow, view.status);
            let clock = of_status.or_else(|| self.checks.terms().clocks.of(view.flow, phase));
            clock.and_then(|clock| self.time().checked_add(clock))
        };
        if deadline != deadline_before {
            self.push(Change::DeadlineSet { case, deadline });
        }
    }

    /// Returns whether a clock can run for a case: the table has a rule for its end, and no known fact is against that
    /// rule.
    pub(super) fn clock_can_run(&self, case: &CaseView<'_, P::Status>) -> bool {
        let position = self.state().position(case);
        P::LIFECYCLE.next(&position, Actor::Clock, Action::TimeRanOut).is_ok()
    }

    /// Records that the goods of a case that was paid belong to the shop again: the units that came back and were
    /// accepted, or that had never left the shop (I14).
    fn settle(&mut self, case: CaseId) {
        // What the case itself claims does not count here.
        self.checks.state.book_out(case);
        let Some(view) = self.state().case(case).filter(|case| !case.stocked) else { return };
        for index in 0..view.claim.lines.len() {
            let Some((line, resaleable, damaged)) = self.taken_back(case, index) else { continue };
            for (units, condition) in
                [(resaleable, Condition::Resaleable), (damaged, Condition::Damaged)]
            {
                if units != Quantity::ZERO {
                    let line = line.clone();
                    self.push(Change::GoodsTakenBack { case, line, units, condition });
                }
            }
        }
    }

    /// Returns a line of the claim of a case, and the units of it that go back to the shop: resaleable and damaged ones.
    fn taken_back(&self, case: CaseId, index: usize) -> Option<(LineId, Quantity, Quantity)> {
        let view = self.state().case(case)?;
        let claimed = view.claim.lines.get(index)?;
        let facts = &self.checks.books().opening.facts;
        let never_left = !facts.is_virtual
            && !self.state().is_shipped()
            && !matches!(self.state().stage(), Stage::Cancelled | Stage::Closed)
            && view.flow == Flow::RefundOnly;
        let unseen = view.flow == Flow::ReturnRefund && !self.checks.limits().receipt;
        let received = view.goods.into_iter().flatten().find(|goods| goods.line == claimed.line);
        let (resaleable, damaged) = match received {
            Some(goods) => {
                let resaleable = goods.resaleable.min(goods.accepted);
                (resaleable, goods.accepted.saturating_sub(resaleable).min(goods.damaged))
            }
            // They were not inspected, so no more are assumed than the line can have left.
            None if never_left || unseen => {
                let back = |units: Units| units.bought.saturating_sub(units.returned);
                let units = self.state().units_of_others(case, &claimed.line);
                let most = units.map_or(Quantity::ZERO, back);
                (claimed.units.min(most), Quantity::ZERO)
            }
            None => (Quantity::ZERO, Quantity::ZERO),
        };
        Some((claimed.line.clone(), resaleable, damaged))
    }

    /// Closes the order when its policy does.
    pub(super) fn close_if_nothing_is_left(&mut self) {
        self.checks.state.book_in();
        if self.state().closed().is_none() && self.nothing_is_left() {
            self.push(Change::OrderClosed);
        }
    }

    /// Opens an order again that was closed and of which something is left after all (I28).
    pub(super) fn reopen_if_something_is_left(&mut self) {
        if self.state().closed().is_none() || self.state().changes().is_empty() {
            return;
        }
        self.checks.state.book_in();
        if !self.nothing_is_left() {
            self.push(Change::OrderReopened);
        }
    }

    /// Returns whether the order is one that its policy closes. The changes are booked in by then.
    fn nothing_is_left(&self) -> bool {
        let state = self.state();
        self.order().policy.closes(&state.order_balance(None), state.units_of_lines())
    }
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
