//! Authorises an action on a case, apart from the content of its request: by the table and its guards, by refunds
//! in flight, and by the money that is left. Commands and questions ask here alike, so an action that is said to
//! be permitted is.

use super::Checks;
use super::claim::too_many_units;
use crate::lifecycle::{Action, Actor, Flow, Guard, Phase, Set, TableReason, Transition};
use crate::order::ledger::Units;
use crate::order::{
    Bound, Case, Ceiling, Limits, Parts, Payer, Policy, Reason, Refund, Right, Route,
};
use crate::quantity::Quantity;
use crate::time::Timestamp;

/// The way in which an action is carried out on a case.
pub(in crate::order) enum Authorised<S: 'static> {
    /// By a rule of the table.
    Rule(Transition<S>),
    /// The platform's table does not have the action. It is recorded, and the case keeps its status.
    Recorded,
    /// The refund was reversed, and is issued again.
    PayAgain,
    /// The refund was reversed, and is written off.
    WriteOff,
}

impl<P: Policy> Checks<'_, P> {
    /// Returns the way in which this actor takes this action on the case now, and collects the reasons against it.
    pub(in crate::order) fn authorise(
        &mut self,
        case: &Case<P::Status>,
        by: Actor,
        action: Action,
        at: Timestamp,
    ) -> Option<Authorised<P::Status>> {
        let terms = self.order.policy.terms();
        if terms.barred.has(by, action) {
            self.refuse(Reason::Barred { actor: by });
        }
        if action == Action::TimeRanOut {
            match case.deadline {
                Some(deadline) if at < deadline => {
                    self.refuse(Reason::DeadlineNotReached { deadline })
                }
                Some(_) => {}
                None => self.refuse(Reason::NoDeadline),
            }
        }
        let in_flight = self.refund_in_the_way(case, action);
        let authorise = self.find_course(case, by, action, in_flight);
        let mut pays = false;
        if let Some(Authorised::Rule(transition)) = &authorise {
            self.check_reopening(case, transition);
            pays = transition.rule.starts_refund;
        }
        match &authorise {
            Some(Authorised::Rule(_)) if pays && !in_flight => {
                self.check_receipt_known(case, by, action);
                self.check_refund_interval(by, at);
                // A case that was paid before its turn is not paid again; it is completed.
                if !self.order.books.is_paid(case) {
                    self.check_payable(case);
                    if by == Actor::Merchant {
                        self.check_units_available(case);
                    }
                }
            }
            Some(Authorised::PayAgain) if !in_flight => {
                self.check_refund_interval(by, at);
                self.check_payable(case);
            }
            Some(_) if action == Action::ProveOfflineRefund && !in_flight => {
                self.check_payable(case)
            }
            _ => {}
        }
        authorise
    }

    /// Checks that no refund of the case may be out, which bars everything but reports on that very refund (I8,
    /// I12).
    fn refund_in_the_way(&mut self, case: &Case<P::Status>, action: Action) -> bool {
        if matches!(action, Action::RefundSucceeded | Action::RefundFailed) {
            return false;
        }
        let confirms = action == Action::ConfirmOfflineRefund;
        let of_case = self.order.books.refunds_of(case.id);
        let barring = of_case
            .filter(|refund| refund.is_in_flight())
            .find(|refund| !(confirms && refund.route == Route::Offline));
        let Some(refund) = barring else { return false };
        self.refuse(Reason::MoneyMayBeOut { key: refund.key.clone(), state: refund.state() });
        true
    }

    fn find_course(
        &mut self,
        case: &Case<P::Status>,
        by: Actor,
        action: Action,
        in_flight: bool,
    ) -> Option<Authorised<P::Status>> {
        let order = self.order;
        let phase = order.books.phase_of(case);
        let came_back = case.status_phase == Phase::Refunded && phase != Phase::Refunded;
        let shop_pays = order.policy.terms().payer == Payer::Shop;
        if action == Action::RetryRefund && came_back && phase != Phase::Closed && shop_pays {
            self.require_right(by, Right::PayAgain);
            return Some(Authorised::PayAgain);
        }
        if action == Action::Close && came_back && phase != Phase::Closed {
            self.require_right(by, Right::WriteOff);
            return Some(Authorised::WriteOff);
        }
        if is_recorded::<P>(action) && !phase.is_final() {
            if phase != Phase::WaitingForReceipt && !in_flight {
                self.refuse(Reason::NotWaitingForReceipt { phase });
            }
            if by != Actor::Merchant {
                self.refuse(Reason::OtherActor { holders: Set::EMPTY.with(Actor::Merchant) });
            }
            // Goods that arrive after a waiver can still be confirmed.
            let waives = action == Action::WaiveReturn;
            if case.goods.is_some() || (waives && case.waived) {
                self.refuse(Reason::AlreadyReceived);
            }
            return Some(Authorised::Recorded);
        }
        match P::LIFECYCLE.next(&order.books.position(case), by, action) {
            Ok(transition) => Some(Authorised::Rule(transition)),
            Err(refusal) => {
                for reason in refusal.reasons() {
                    // A reason with the key of the refund in flight has been given already.
                    let is_said = matches!(
                        reason,
                        TableReason::GuardNotMet { guard: Guard::NoRefundUnderWay }
                    );
                    if !(is_said && in_flight) {
                        self.refuse(Reason::Table(reason));
                    }
                }
                None
            }
        }
    }

    pub(super) fn require_right(&mut self, by: Actor, right: Right) {
        let holders = self.order.policy.terms().holders(right);
        if holders.is_empty() {
            self.refuse(Reason::RightNotGranted);
        } else if !holders.contains(by) {
            self.refuse(Reason::OtherActor { holders });
        }
    }

    /// Checks that the claim of a case which reserved nothing, and will again, is still refundable. A changed
    /// application brings a claim of its own, which is checked by itself.
    fn check_reopening(&mut self, case: &Case<P::Status>, transition: &Transition<P::Status>) {
        let held = self.order.books.phase_of(case).holds_claim();
        let will_hold = phase_after::<P>(transition).is_some_and(Phase::holds_claim);
        if !held && will_hold && transition.rule.action != Action::Modify {
            self.check_holds_again(case);
        }
    }

    /// Checks that a return is refunded only after its receipt was confirmed or the return waived (I3).
    fn check_receipt_known(&mut self, case: &Case<P::Status>, by: Actor, action: Action) {
        let says_so = matches!(action, Action::ConfirmReceipt | Action::WaiveReturn);
        let needed = self.order.policy.terms().limits.receipt;
        let is_known = !needed || case.goods.is_some() || case.waived || says_so;
        if by == Actor::Merchant && case.flow == Flow::ReturnRefund && !is_known {
            self.refuse(Reason::ReceiptNotConfirmed);
        }
    }

    /// Checks the time since the order's last refund, where the platform limits it.
    fn check_refund_interval(&mut self, by: Actor, at: Timestamp) {
        let Some(between) = self.order.policy.terms().limits.between_refunds else { return };
        let asked_for = |refund: &&Refund| matches!(refund.route, Route::Shop | Route::Platform);
        let refunds = self.order.books.refunds.iter().filter(asked_for);
        let last = refunds.map(|refund| refund.started).max();
        let from = last.and_then(|last| last.checked_add(between));
        if let Some(from) = from.filter(|from| by == Actor::Merchant && at < *from) {
            self.refuse(Reason::RefundTooSoon { from });
        }
    }

    /// Checks that the case has not been paid, and that the order still has the money (I1).
    fn check_payable(&mut self, case: &Case<P::Status>) {
        let books = &self.order.books;
        let Limits { nothing, ceiling, .. } = self.order.policy.terms().limits;
        let owed = books.still_asked(case);
        if !owed.total().is_positive() {
            let paid = books.paid_to(case.id);
            if paid.is_positive() || books.is_paid(case) {
                self.refuse(Reason::AlreadyRefunded { paid: self.money(paid) });
            } else if !nothing {
                self.refuse(Reason::NothingRefundable { bound: Bound::Order });
            }
        }
        self.check_covered(&owed, ceiling);
    }

    /// Checks that the units were not returned by other cases since they were claimed, by a late success for instance
    /// (I2). Only the merchant's agreement depends on this: the clock and the platform pay all the same, and so does
    /// a retry of a reversed refund.
    fn check_units_available(&mut self, case: &Case<P::Status>) {
        let ceiling = self.order.policy.terms().limits.ceiling;
        let ledger = self.order.books.ledger(Some(case.id));
        for claimed in &case.claim.lines {
            let Some(balance) = ledger.line(&claimed.line) else { continue };
            // Claims of other cases are checked when those are decided on.
            let units = Units { claimed: Quantity::ZERO, ..balance.units };
            let counts = match case.flow {
                Flow::ReturnRefund => true,
                Flow::RefundOnly => ceiling == Ceiling::Line && claimed.units != Quantity::ZERO,
            };
            if counts && !units.has(claimed.units) {
                self.refuse(too_many_units(&claimed.line, units, claimed.units));
            }
        }
    }

    fn check_covered(&mut self, owed: &Parts, ceiling: Ceiling) {
        let ledger = self.order.books.ledger(None);
        let lines = owed.lines.iter().filter_map(|(line, amount)| {
            let payable = ledger.line(line)?.money.payable();
            Some((Bound::Line(line.clone()), *amount, payable))
        });
        let whole = [
            (Bound::Shipping, owed.shipping, ledger.shipping.payable()),
            (Bound::Order, owed.total(), ledger.order.payable()),
        ];
        for (bound, asked, left) in lines.chain(whole) {
            // A part that asks for nothing is not missing. Only an overdrawn order bars even a refund of zero.
            let is_asked = asked.is_positive() || bound == Bound::Order;
            let is_a_ceiling = ceiling == Ceiling::Line || bound == Bound::Order;
            if is_asked && is_a_ceiling && asked > left {
                let (asked, left) = (self.money(asked), self.money(left));
                self.refuse(Reason::TooMuch { bound, asked, left });
            }
        }
    }
}

/// Returns whether the merchant can have the action recorded where the table has no rule for it: some tables have
/// no receipt, and goods come back all the same.
pub(in crate::order) fn is_recorded<P: Policy>(action: Action) -> bool {
    matches!(action, Action::ConfirmReceipt | Action::WaiveReturn)
        && P::LIFECYCLE.rules().iter().all(|rule| rule.action != action)
}

fn phase_after<P: Policy>(transition: &Transition<P::Status>) -> Option<Phase> {
    P::LIFECYCLE.phase_at(&transition.position())
}
