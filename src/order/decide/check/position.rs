//! Checks where a case stands: authorises an action on it by the table and its guards, by refunds in flight, and by the
//! money that is left.

use super::Checks;
use crate::lifecycle::{Action, Actor, Flow, Guard, Phase, Set, TableReason, Transition};
use crate::order::state::CaseView;
use crate::order::{Payer, Policy, Reason, Right, Route};
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
        &self,
        case: &CaseView<'_, P::Status>,
        by: Actor,
        action: Action,
        at: Timestamp,
    ) -> Option<Authorised<P::Status>> {
        self.check_not_barred(by, action);
        self.check_deadline(case, action, at);
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
                if !case.is_paid() {
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
    fn refund_in_the_way(&self, case: &CaseView<'_, P::Status>, action: Action) -> bool {
        if matches!(action, Action::RefundSucceeded | Action::RefundFailed)
            || !case.has_refund_in_flight()
        {
            return false;
        }
        let confirms = action == Action::ConfirmOfflineRefund;
        let barring = self
            .state
            .refunds_of(case.id)
            .filter(|refund| refund.is_in_flight())
            .find(|refund| !(confirms && refund.route == Route::Offline));
        let Some(refund) = barring else { return false };
        self.refuse(Reason::MoneyMayBeOut { key: refund.key.clone(), state: refund.state() });
        true
    }

    fn find_course(
        &self,
        case: &CaseView<'_, P::Status>,
        by: Actor,
        action: Action,
        in_flight: bool,
    ) -> Option<Authorised<P::Status>> {
        let phase = self.state.phase_of(case);
        let came_back = case.status_phase == Phase::Refunded && phase != Phase::Refunded;
        let shop_pays = self.terms().payer == Payer::Shop;
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
        match P::LIFECYCLE.next(&self.state.position(case), by, action) {
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

    /// Checks that the claim of a case which reserved nothing, and will again, is still refundable. A changed
    /// application brings a claim of its own, which is checked by itself.
    fn check_reopening(&self, case: &CaseView<'_, P::Status>, transition: &Transition<P::Status>) {
        let held = self.state.phase_of(case).holds_claim();
        let will_hold = phase_after::<P>(transition).is_some_and(Phase::holds_claim);
        if !held && will_hold && transition.rule.action != Action::Modify {
            self.check_holds_again(case);
        }
    }

    /// Checks that a return is refunded only after its receipt was confirmed or the return waived (I3).
    fn check_receipt_known(&self, case: &CaseView<'_, P::Status>, by: Actor, action: Action) {
        let says_so = matches!(action, Action::ConfirmReceipt | Action::WaiveReturn);
        let is_known = !self.limits().receipt || case.goods.is_some() || case.waived || says_so;
        if by == Actor::Merchant && case.flow == Flow::ReturnRefund && !is_known {
            self.refuse(Reason::ReceiptNotConfirmed);
        }
    }
}

/// Returns whether this is one of the actions that an order can take where the table has no rule for it: a refund that came
/// back is paid again or written off, and goods are received all the same.
pub(in crate::order) const fn is_taken_beside_the_table(action: Action) -> bool {
    use Action::{Close, ConfirmReceipt, RetryRefund, WaiveReturn};
    matches!(action, RetryRefund | Close | ConfirmReceipt | WaiveReturn)
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
