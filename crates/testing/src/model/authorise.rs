//! Whether an action on a case is allowed: by the table, by refunds that may be in flight, and by the money
//! and goods that are left.

use super::records::{CaseRecord, Split};
use super::step::{Objection, Step, require};
use super::table::{holds, is_only_recorded, meaning, meaning_with, position_after, rule_for};
use aftersale::lifecycle::{Action, Actor, Flow, Phase, Rule};
use aftersale::order::{Ceiling, Payer, Policy, Right, Route};
use aftersale::time::Timestamp;

/// The way in which an action on a case is allowed.
pub(super) enum Authorised<S: 'static> {
    /// A rule of the table.
    Rule(&'static Rule<S>),
    /// Nothing in the table: the action is only recorded.
    Recorded,
    /// The money came back, and is refunded again.
    PayAgain,
    /// The money came back, and the refund is written off.
    WriteOff,
}

impl<P: Policy> Step<'_, P> {
    /// Returns the rule that allows the action, where only a rule of the table can.
    pub(super) fn authorise_by_rule(
        &self,
        case: &CaseRecord<P::Status>,
        action: Action,
    ) -> Result<&'static Rule<P::Status>, Objection> {
        match self.authorise(case, action)? {
            Authorised::Rule(rule) => Ok(rule),
            _ => Err(Objection("no rule does this")),
        }
    }

    /// Returns what allows the command's actor to do this to the case now.
    pub(super) fn authorise(
        &self,
        case: &CaseRecord<P::Status>,
        action: Action,
    ) -> Result<Authorised<P::Status>, Objection> {
        let before = self.before;
        let (status_phase, phase) = (before.status_phase(case), before.phase(case));
        self.require_not_barred(action)?;
        if action == Action::TimeRanOut {
            let is_due = case.deadline.is_some_and(|deadline| deadline <= self.time());
            require(is_due, "the time is not up")?;
        }

        // While a refund may be in flight, nothing is done to its case (I8, I12); but the buyer may confirm
        // an offline refund that the merchant has shown.
        for refund in before.refunds_of(case.id) {
            let is_shown = action == Action::ConfirmOfflineRefund && refund.route == Route::Offline;
            require(!refund.is_in_flight() || is_shown, "money may be out")?;
        }

        let came_back =
            status_phase == Phase::Refunded && phase != Phase::Refunded && phase != Phase::Closed;
        if came_back && action == Action::RetryRefund && self.terms().payer == Payer::Shop {
            self.require_right(Right::PayAgain)?;
            self.check_refund_interval()?;
            self.check_payable(case)?;
            return Ok(Authorised::PayAgain);
        }
        if came_back && action == Action::Close {
            self.require_right(Right::WriteOff)?;
            return Ok(Authorised::WriteOff);
        }
        let has_ended = matches!(phase, Phase::Refunded | Phase::Withdrawn | Phase::Closed);
        if is_only_recorded::<P>(action) && !has_ended {
            require(phase == Phase::WaitingForReceipt, "no goods are on their way")?;
            require(self.by() == Actor::Merchant, "only the merchant does this")?;
            require(case.goods.is_none(), "it was received before")?;
            let waived_twice = action == Action::WaiveReturn && case.waived;
            require(!waived_twice, "it was waived before")?;
            return Ok(Authorised::Recorded);
        }

        let (flow, status) = (case.position.flow, case.position.status);
        let known = before.known_of(case);
        let rule = rule_for::<P>(flow, Some(status), &known, self.by(), action);
        let rule = rule.ok_or(Objection("no rule does this here"))?;
        let then = position_after(rule, flow, &known);
        let will_mean = meaning::<P>(then.flow, then.status);
        let will_mean = will_mean.map(|phase| meaning_with(phase, &then.known));
        let check_reopening = !holds(phase) && will_mean.is_some_and(holds);
        // A changed application has a claim of its own, which is checked as such.
        if check_reopening && action != Action::Modify {
            self.check_claim_available(case)?;
        }
        if rule.starts_refund {
            self.check_receipt_known(case, action)?;
            self.check_refund_interval()?;
            // What was refunded before its turn is not refunded again; the case is completed.
            if !before.is_paid(case) {
                self.check_payable(case)?;
                self.check_units_available(case)?;
            }
        } else if action == Action::ProveOfflineRefund {
            self.check_payable(case)?;
        }
        Ok(Authorised::Rule(rule))
    }

    /// Refuses what this shop does not let the command's actor do, although the platform would.
    pub(super) fn require_not_barred(&self, action: Action) -> Result<(), Objection> {
        require(!self.terms().barred.actions(self.by()).contains(action), "this shop bars it")
    }

    /// Checks that the case's claim is still available, after the case has held nothing for a while (I17).
    fn check_claim_available(&self, case: &CaseRecord<P::Status>) -> Result<(), Objection> {
        let balances = self.before.balances(Some(case.id));
        let asked = self.before.still_asked(case);
        for claimed in &case.claim.lines {
            let has = balances.line(&claimed.line).is_none_or(|line| line.has(claimed.units));
            require(has, "others have the units")?;
        }
        if self.limits().ceiling == Ceiling::Line {
            for (line, amount) in &asked.lines {
                let left = balances.line(line).map_or(0, |line| line.money.left());
                require(*amount <= left, "the line has not so much left")?;
            }
            let shipping_is_there =
                asked.shipping == 0 || asked.shipping <= balances.shipping.left();
            require(shipping_is_there, "shipping has not so much left")?;
        }
        require(asked.total() <= balances.order.left(), "the order has not so much left")
    }

    /// Checks that in a return the merchant has confirmed the receipt, or has waived it (I3).
    fn check_receipt_known(
        &self,
        case: &CaseRecord<P::Status>,
        action: Action,
    ) -> Result<(), Objection> {
        let says_so = matches!(action, Action::ConfirmReceipt | Action::WaiveReturn);
        let is_asked = self.by() == Actor::Merchant
            && case.position.flow == Flow::ReturnRefund
            && self.limits().receipt;
        let is_known = case.goods.is_some() || case.waived || says_so;
        require(is_known || !is_asked, "the receipt is neither confirmed nor waived")
    }

    /// Checks that the merchant has waited long enough since the order's last refund.
    fn check_refund_interval(&self) -> Result<(), Objection> {
        let Some(between) = self.limits().between_refunds else { return Ok(()) };
        let mut last: Option<Timestamp> = None;
        for refund in &self.before.refunds {
            if matches!(refund.route, Route::Shop | Route::Platform) {
                last = last.max(Some(refund.started));
            }
        }
        let from = last.and_then(|last| last.checked_add(between));
        let is_too_soon = from.is_some_and(|from| self.time() < from);
        let is_barred = is_too_soon && self.by() == Actor::Merchant;
        require(!is_barred, "one refund must not follow another so soon")
    }

    /// Checks that the case is owed something and that the money is still available (I1).
    fn check_payable(&self, case: &CaseRecord<P::Status>) -> Result<(), Objection> {
        self.require_room_for_refund(case)?;
        let is_unknown = self.before.is_money_of_unknown_amount_out();
        require(!is_unknown, "nobody knows how much is out by another way")?;
        let owed: Split = self.before.still_asked(case);
        if owed.total() == 0 {
            let has_got_it = self.before.paid_to(case.id) > 0 || self.before.is_paid(case);
            let can_be_nothing = self.limits().nothing || case.claim.ends_without_refund();
            require(!has_got_it && can_be_nothing, "nothing is owed")?;
        }
        let balances = self.before.balances(None);
        if self.limits().ceiling == Ceiling::Line {
            for (line, amount) in &owed.lines {
                let there = balances.line(line).map_or(0, |line| line.money.payable());
                require(*amount <= there, "the line's money is not there any more")?;
            }
            // Shipping of which nothing is left bars nothing else (I13).
            let shipping_is_there =
                owed.shipping == 0 || owed.shipping <= balances.shipping.payable();
            require(shipping_is_there, "the shipping's money is not there any more")?;
        }
        require(owed.total() <= balances.order.payable(), "the order's money is not there any more")
    }

    /// Refuses the merchant's agreement to units that have come back by other cases since they were claimed
    /// (I2). No other actor's command is held up for that.
    fn check_units_available(&self, case: &CaseRecord<P::Status>) -> Result<(), Objection> {
        if self.by() != Actor::Merchant {
            return Ok(());
        }
        let balances = self.before.balances(Some(case.id));
        for claimed in &case.claim.lines {
            let counts = case.position.flow == Flow::ReturnRefund
                || (self.limits().ceiling == Ceiling::Line && claimed.units > 0);
            let are_there = balances
                .line(&claimed.line)
                .is_none_or(|line| line.returned + claimed.units <= line.bought);
            require(are_there || !counts, "the units came back by other cases")?;
        }
        Ok(())
    }
}
