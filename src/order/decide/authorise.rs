//! Authorises an action on a case, whatever its request holds: by the table and its guards, by refunds in
//! flight, and by the money that is left. Commands and questions ask the same
//! thing here, so an answer to "what can I do?" is true.

use super::Checks;
use super::claim::too_many_units;
use crate::lifecycle::{Action, Actor, Flow, Guard, Phase, Set, TableReason, Transition};
use crate::order::ledger::Units;
use crate::order::{
    Bound, Case, Ceiling, Limits, Parts, Payer, Policy, Reason, Refund, Right, Route,
};
use crate::quantity::Quantity;
use crate::time::Timestamp;

/// How an action is done to a case.
pub(in crate::order) enum Authorised<S: 'static> {
    /// By a rule of the table.
    Rule(Transition<S>),
    /// The platform's table does not know the action. It is recorded, and the case stays where it is.
    Recorded,
    /// The money came back, and is paid again.
    PayAgain,
    /// The money came back, and is not paid again.
    WriteOff,
}

impl<P: Policy> Checks<'_, P> {
    /// Returns how this actor does this to the case now. Reasons against it are collected.
    pub(in crate::order) fn authorise(
        &mut self,
        case: &Case<P::Status>,
        by: Actor,
        action: Action,
        at: Timestamp,
    ) -> Option<Authorised<P::Status>> {
        let terms = self.order.policy.terms();
        if terms.barred.contains(&(by, action)) {
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
                // What has been paid before its turn is not paid again; the case is completed.
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

    /// Returns whether a refund of the case may be out, which bars everything but news of that very refund
    /// (I8, I12).
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
            // Goods that come after all can be confirmed after a waiver.
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
                    // The refund in the way has been named already, with its key.
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

    /// A case that held nothing and will again needs what it asks for to be there still. A changed
    /// application brings a claim of its own, which is looked at as such.
    fn check_reopening(&mut self, case: &Case<P::Status>, transition: &Transition<P::Status>) {
        let held = self.order.books.phase_of(case).holds_claim();
        let will_hold = phase_after::<P>(transition).is_some_and(Phase::holds_claim);
        if !held && will_hold && transition.rule.action != Action::Modify {
            self.check_holds_again(case);
        }
    }

    /// In a return the merchant pays for what came, or waives the return (I3).
    fn check_receipt_known(&mut self, case: &Case<P::Status>, by: Actor, action: Action) {
        let says_so = matches!(action, Action::ConfirmReceipt | Action::WaiveReturn);
        let needed = self.order.policy.terms().limits.receipt;
        let is_known = !needed || case.goods.is_some() || case.waived || says_so;
        if by == Actor::Merchant && case.flow == Flow::ReturnRefund && !is_known {
            self.refuse(Reason::ReceiptNotConfirmed);
        }
    }

    /// The merchant has to wait between two refunds, where the platform wants it so.
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

    /// Refuses to pay a case that has been paid, or what is not there any more because it was
    /// refunded by other ways (I1).
    fn check_payable(&mut self, case: &Case<P::Status>) {
        let books = &self.order.books;
        let Limits { nothing, ceiling, .. } = self.order.policy.terms().limits;
        let owed = books.still_asked(case);
        if !owed.total().is_positive() {
            let paid = books.paid_to(case.id);
            if paid.is_positive() || books.is_paid(case) {
                self.refuse(Reason::AlreadyRefunded { paid: self.money(paid) });
            } else if !nothing {
                self.refuse(Reason::NothingRefundable { limit: Bound::Order });
            }
        }
        self.check_covered(&owed, ceiling);
    }

    /// The merchant does not agree to units that have come back by other cases since they were claimed, by
    /// a late success for instance (I2). The buyer is not kept waiting for money for that: neither by the clock or
    /// the platform, nor where it came back.
    fn check_units_available(&mut self, case: &Case<P::Status>) {
        let ceiling = self.order.policy.terms().limits.ceiling;
        let ledger = self.order.books.ledger(Some(case.id));
        for claimed in &case.claim.lines {
            let Some(balance) = ledger.line(&claimed.line) else { continue };
            // What others only claim is looked at when it is their turn.
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
        for (limit, asked, left) in lines.chain(whole) {
            // What is not asked for is not missing; only where the whole is overdrawn nothing is paid, not
            // even nothing.
            let is_asked = asked.is_positive() || limit == Bound::Order;
            let is_a_ceiling = ceiling == Ceiling::Line || limit == Bound::Order;
            if is_asked && is_a_ceiling && asked > left {
                let (asked, left) = (self.money(asked), self.money(left));
                self.refuse(Reason::TooMuch { limit, asked, left });
            }
        }
    }
}

/// Returns whether the action is recorded where it has no rule: some tables know no receipt, and goods come
/// back all the same. It is the merchant's then.
pub(in crate::order) fn is_recorded<P: Policy>(action: Action) -> bool {
    matches!(action, Action::ConfirmReceipt | Action::WaiveReturn)
        && P::LIFECYCLE.rules().iter().all(|rule| rule.action != action)
}

fn phase_after<P: Policy>(transition: &Transition<P::Status>) -> Option<Phase> {
    P::LIFECYCLE.phase_at(&transition.position())
}
