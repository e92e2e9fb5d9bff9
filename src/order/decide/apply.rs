//! Decides on applications: when a buyer may apply, for which lines, and beside which other cases.

use super::authorise::Authorised;
use super::case_actions::position_after;
use super::{Change, Draft};
use alloc::vec;
use alloc::vec::Vec;

use crate::lifecycle::{
    Action, Actor, Fact, Flow, Guard, Phase, Position, TableReason, Transition,
};
use crate::order::{
    AmountChange, Application, Ask, Bound, Case, CaseId, Check, Claim, Command, LineRefundable,
    Order, Policy, Reason, Request, Returnable, Window,
};
use crate::quantity::Quantity;
use crate::time::Timestamp;

impl<P: Policy> Order<P> {
    /// Returns every reason why this actor cannot open a case about this line now, whatever the application says.
    pub(in crate::order) fn why_not_apply(
        &self,
        flow: Flow,
        left: &LineRefundable,
        by: Actor,
        at: Timestamp,
    ) -> Vec<Reason<P::Status>> {
        // Everything that is left is asked for: of the line, or of the order where that is less.
        let is_of_order = left.bound == Bound::Order;
        let is_nothing =
            !left.amount.is_positive() && (left.units == Quantity::ZERO || is_of_order);
        let can_ask_for_nothing = self.policy.terms().limits.nothing;
        let units =
            (left.units > Quantity::ZERO || flow == Flow::ReturnRefund).then_some(left.units);
        let is_amount_stated = units.is_none() || can_ask_for_nothing || is_of_order;
        let amount = is_amount_stated.then_some(left.amount);
        let ask = Ask { line: left.line.clone(), units, amount };
        let request = Request::Apply { flow, application: Application::of(vec![ask]) };
        let command = Command::new("may-apply", self.id(), by, at, request);
        let mut draft = Draft::new(self, &command);
        draft.dispatch();
        if is_nothing && !can_ask_for_nothing {
            let is_about_content = |reason: &Reason<P::Status>| {
                matches!(reason.check(), Check::Values | Check::Units | Check::Amount)
            };
            draft.checks.reasons.retain(|reason| !is_about_content(reason));
            draft.refuse(Reason::NothingRefundable { bound: left.bound.clone() });
        }
        draft.refusal().reasons
    }
}

impl<P: Policy> Draft<'_, P> {
    /// Opens a case by a buyer's application.
    pub(super) fn apply(&mut self, flow: Flow, application: &Application) {
        let by = self.command.by;
        if self.terms().barred.has(by, Action::Apply) {
            self.refuse(Reason::Barred { actor: by });
        }
        self.check_window();
        let claim = self.checks.claim(None, flow, &application.lines, application.shipping);
        self.check_lines(&claim, &application.lines);
        self.check_goods(flow);
        let is_barred = self.is_barred_by_other_cases(&claim, None);
        let position = Position::before(flow)
            .knowing(Fact::OrderShipped, self.books().is_shipped())
            .knowing(Fact::OtherCaseOpen, is_barred);
        match P::LIFECYCLE.next(&position, by, Action::Apply) {
            Ok(transition) => self.open(claim, &transition),
            Err(refusal) => refusal.reasons().for_each(|reason| self.refuse(Reason::Table(reason))),
        }
    }

    fn open(&mut self, claim: Claim, transition: &Transition<P::Status>) {
        let Some(position) = position_after::<P>(transition) else { return };
        let case = self.books().next_case();
        let lines = claim.lines.iter().map(|claimed| claimed.line.clone()).collect();
        let action = Some(transition.rule.action);
        self.changes.push(Change::CaseOpened { case, action, claim, position });
        self.changes.push(Change::ApplicationCounted { lines });
        self.set_clock(case, None, true);
    }

    /// Changes the application of a case, or applies again in it.
    pub(super) fn modify(&mut self, case: CaseId, application: &Application) {
        let Some(case) = self.case(case) else { return };
        let Application { lines, shipping, .. } = application;
        let claim = self.checks.claim(Some(case.id), case.flow, lines, *shipping);
        self.check_lines(&claim, lines);
        self.check_change(case, &claim);
        if self.is_barred_by_other_cases(&claim, Some(case.id)) {
            let guard = Guard::NoOtherCaseOpen;
            self.refuse(Reason::Table(TableReason::GuardNotMet { guard }));
        }
        if let Some(Authorised::Rule(transition)) = self.authorise(case) {
            let lines = claim.lines.iter().map(|claimed| claimed.line.clone()).collect();
            self.changes.push(Change::ApplicationCounted { lines });
            self.take(case, &transition, Some(claim));
        }
    }

    fn check_window(&mut self) {
        let window = self.terms().limits.window;
        if window == Window::Never {
            self.refuse(Reason::CasesNotAccepted);
        } else if let Some(last) = window.last(self.books().received) {
            if self.command.at > last {
                self.refuse(Reason::WindowClosed { last });
            }
        }
    }

    /// Checks the number of lines of a claim, and the earlier refunds of each of them.
    fn check_lines(&mut self, claim: &Claim, asks: &[Ask]) {
        let limits = &self.terms().limits;
        let is_new = |(index, ask): &(usize, &Ask)| {
            asks.iter().take(*index).all(|earlier| earlier.line != ask.line)
        };
        let named = asks.iter().enumerate().filter(is_new).count();
        if let Some(most) = limits.lines.filter(|most| named > *most) {
            self.refuse(Reason::TooManyLines { named, most });
        }
        self.checks.applications(claim);
        for claimed in &claim.lines {
            let refunded = |case: &&Case<P::Status>| {
                case.status_phase == Phase::Refunded && case.claim.line(&claimed.line).is_some()
            };
            let earlier = self.books().cases.iter().find(refunded);
            if let Some(case) = earlier.filter(|_| !limits.again_after_refund) {
                let line = claimed.line.clone();
                self.refuse(Reason::AlreadyRefundedOnce { line, case: case.id });
            }
        }
    }

    fn check_goods(&mut self, flow: Flow) {
        if flow == Flow::RefundOnly {
            return;
        }
        let returnable = self.terms().limits.returnable;
        if returnable != Returnable::Anything && self.books().opening.facts.is_virtual {
            self.refuse(Reason::NothingToReturn);
        } else if returnable == Returnable::ShippedGoods && !self.books().is_shipped() {
            self.refuse(Reason::NotShipped);
        }
    }

    /// Returns whether another open case claims one of these lines.
    fn is_barred_by_other_cases(&self, claim: &Claim, but: Option<CaseId>) -> bool {
        let refused_bars = self.terms().limits.refused_case_bars;
        let is_open = |case: &Case<P::Status>| {
            let phase = self.books().phase_of(case);
            let refused = matches!(phase, Phase::Refused | Phase::Lapsed);
            phase.holds_claim() || (refused && refused_bars)
        };
        let is_about = |case: &Case<P::Status>| {
            claim.lines.iter().any(|claimed| case.claim.line(&claimed.line).is_some())
        };
        let mut others = self.books().cases.iter().filter(|case| Some(case.id) != but);
        others.any(|case| is_about(case) && is_open(case))
    }

    fn check_change(&mut self, case: &Case<P::Status>, claim: &Claim) {
        let allowed = self.terms().limits.change.of(case.flow);
        let (before, asked) = (case.claim.total(), claim.total());
        let is_allowed = match allowed {
            AmountChange::Free => true,
            AmountChange::OnlyDown => asked <= before,
            AmountChange::Fixed => asked == before,
        };
        if !is_allowed {
            let (asked, before) = (self.money(asked), self.money(before));
            self.refuse(Reason::AmountChangeNotAllowed { asked, before, allowed });
        }
    }
}
