//! Decides on applications: when a buyer may apply, for which lines, and beside which other cases.

use super::case::position_after;
use super::check::{Authorised, Checks};
use super::{Change, Draft};
use alloc::vec;
use alloc::vec::Vec;

use crate::lifecycle::{Action, Actor, Fact, Flow, Guard, Position, TableReason, Transition};
use crate::money::Amount;
use crate::order::state::CaseView;
use crate::order::{
    AmountChange, Application, Ask, Bound, CaseId, Check, Claim, Command, LineRefundable, Order,
    Policy, Reason, Request, Returnable,
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
        let mut draft = Draft::of(self, &command);
        draft.checks.check_room(&command.request);
        if draft.checks.has_reasons() {
            return draft.checks.reasons_in_order();
        }
        draft.dispatch();
        if is_nothing && !can_ask_for_nothing {
            let is_about_content = |reason: &Reason<P::Status>| {
                matches!(reason.check(), Check::Values | Check::Units | Check::Amount)
            };
            draft.checks.retain_reasons(|reason| !is_about_content(reason));
            draft.checks.refuse(Reason::NothingRefundable { bound: left.bound.clone() });
        }
        draft.checks.reasons_in_order()
    }
}

impl<P: Policy> Draft<'_, P> {
    /// Opens a case by a buyer's application.
    pub(super) fn apply(&mut self, flow: Flow, application: &Application) {
        let (by, at) = (self.command.by, self.time());
        self.checks.check_not_barred(by, Action::Apply);
        self.checks.check_window(at);
        let claim = self.checks.claim(
            None,
            flow,
            &application.lines,
            application.shipping,
            &application.deductions,
        );
        self.checks.check_lines(&claim, &application.lines);
        self.checks.check_goods(flow);
        let is_barred = self.checks.is_barred_by_other_cases(&claim, None);
        let position = Position::before(flow)
            .knowing(Fact::OrderShipped, self.state().is_shipped())
            .knowing(Fact::OtherCaseOpen, is_barred);
        match P::LIFECYCLE.next(&position, by, Action::Apply) {
            Ok(transition) => self.open(claim, &transition),
            Err(refusal) => {
                let refuse = |reason| self.checks.refuse(Reason::Table(reason));
                refusal.reasons().for_each(refuse);
            }
        }
    }

    fn open(&mut self, claim: Claim, transition: &Transition<P::Status>) {
        let Some(position) = position_after::<P>(transition) else { return };
        if self.checks.has_reasons() {
            return;
        }
        let case = self.checks.books().next_case();
        let lines = claim.lines.iter().map(|claimed| claimed.line.clone()).collect();
        let action = Some(transition.rule.action);
        self.push(Change::CaseOpened { case, action, claim, position });
        self.push(Change::ApplicationCounted { lines });
        self.set_clock(case, None, true);
    }

    /// Changes the application of a case, or applies again in it.
    pub(super) fn modify(&mut self, case: CaseId, application: &Application) {
        let Some(view) = self.case(case) else { return };
        let Application { lines, shipping, deductions, .. } = application;
        let claim = self.checks.claim(Some(case), view.flow, lines, *shipping, deductions);
        self.checks.check_lines(&claim, lines);
        self.checks.check_change_of_amount(&view, &claim);
        if self.checks.is_barred_by_other_cases(&claim, Some(case)) {
            let guard = Guard::NoOtherCaseOpen;
            self.checks.refuse(Reason::Table(TableReason::GuardNotMet { guard }));
        }
        if let Some(Authorised::Rule(transition)) = self.authorise(&view) {
            let lines = claim.lines.iter().map(|claimed| claimed.line.clone()).collect();
            self.push(Change::ApplicationCounted { lines });
            self.take(case, &transition, Some(claim));
        }
    }
}

impl<P: Policy> Checks<'_, P> {
    /// Checks the number of lines of a claim, and the earlier refunds of each of them.
    fn check_lines(&self, claim: &Claim, asks: &[Ask]) {
        if let Some(most) = self.limits().lines {
            let mut names: Vec<_> = asks.iter().map(|ask| &ask.line).collect();
            names.sort_unstable();
            names.dedup();
            let named = names.len();
            if named > most {
                self.refuse(Reason::TooManyLines { named, most });
            }
        }
        let is_about_shipping = asks.is_empty() && claim.shipping != Amount::ZERO;
        if is_about_shipping && self.limits().line_required {
            self.refuse(Reason::LineRequired);
        }
        self.check_number_of_applications(claim);
        if self.limits().again_after_refund {
            return;
        }
        for (line, case) in self.state.first_refunded_cases(claim) {
            self.refuse(Reason::AlreadyRefundedOnce { line: line.clone(), case });
        }
    }

    fn check_goods(&self, flow: Flow) {
        if flow == Flow::RefundOnly {
            return;
        }
        let returnable = self.limits().returnable;
        if returnable != Returnable::Anything && self.books().opening.facts.is_virtual {
            self.refuse(Reason::NothingToReturn);
        } else if returnable == Returnable::ShippedGoods && !self.state.is_shipped() {
            self.refuse(Reason::NotShipped);
        }
    }

    /// Returns whether another open case claims one of these lines, or some of the shipping where that is all that is asked
    /// for.
    fn is_barred_by_other_cases(&self, claim: &Claim, but: Option<CaseId>) -> bool {
        let refused_bars = self.limits().refused_case_bars;
        if claim.lines.is_empty() {
            return self.state.is_shipping_claimed_elsewhere(but, refused_bars);
        }
        let held = but.and_then(|case| self.state.held_by(case));
        let mut lines = claim.lines.iter();
        lines
            .any(|claimed| self.state.is_open_elsewhere(&claimed.line, held.as_ref(), refused_bars))
    }

    fn check_change_of_amount(&self, case: &CaseView<'_, P::Status>, claim: &Claim) {
        let allowed = self.limits().change.of(case.flow);
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
