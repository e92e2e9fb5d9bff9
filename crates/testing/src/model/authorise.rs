//! What stands in the way of an action on a case: the table, refunds that may be out, and whether there
//! is still the money and the goods.

use super::records::{CaseRecord, Split};
use super::step::{Refused, Step, demand};
use super::table::{holds, is_only_recorded, meaning, meaning_with, position_after, rule_for};
use aftersale::lifecycle::{Action, Actor, Flow, Phase, Rule};
use aftersale::order::{Ceiling, Payer, Policy, Right, Route};
use aftersale::time::Timestamp;

/// How something is done to a case.
pub(super) enum Authorised<S: 'static> {
    /// By a rule of the table.
    Rule(&'static Rule<S>),
    /// Only put down; the table does not know it.
    Recorded,
    /// The money came back, and is paid again.
    PayAgain,
    /// The money came back, and nobody pays it again.
    WriteOff,
}

impl<P: Policy> Step<'_, P> {
    /// The same, where only a rule of the table can be the way.
    pub(super) fn rule_to_do(
        &self,
        case: &CaseRecord<P::Status>,
        action: Action,
    ) -> Result<&'static Rule<P::Status>, Refused> {
        match self.way_to_do(case, action)? {
            Authorised::Rule(rule) => Ok(rule),
            _ => Err(Refused("no rule does this")),
        }
    }

    /// How whoever acts does this to a case now.
    pub(super) fn way_to_do(
        &self,
        case: &CaseRecord<P::Status>,
        action: Action,
    ) -> Result<Authorised<P::Status>, Refused> {
        let before = self.before;
        let (status_phase, phase) = (before.standing(case), before.phase(case));
        self.is_not_barred(action)?;
        if action == Action::TimeRanOut {
            let is_due = case.deadline.is_some_and(|deadline| deadline <= self.command.at);
            demand(is_due, "the time is not up")?;
        }

        // While a refund may be out, nothing is done to its case (I8, I12); but the buyer may say that
        // what the merchant has shown has come.
        for refund in before.refunds_of(case.id) {
            let is_shown = action == Action::ConfirmOfflineRefund && refund.route == Route::Offline;
            demand(!refund.is_in_flight() || is_shown, "money may be out")?;
        }

        let came_back =
            status_phase == Phase::Refunded && phase != Phase::Refunded && phase != Phase::Closed;
        if came_back && action == Action::RetryRefund && self.terms().payer == Payer::Shop {
            self.require_right(Right::PayAgain)?;
            self.check_refund_interval()?;
            self.can_be_paid(case)?;
            return Ok(Authorised::PayAgain);
        }
        if came_back && action == Action::Close {
            self.require_right(Right::WriteOff)?;
            return Ok(Authorised::WriteOff);
        }
        let has_ended = matches!(phase, Phase::Refunded | Phase::Withdrawn | Phase::Closed);
        if is_only_recorded::<P>(action) && !has_ended {
            demand(phase == Phase::WaitingForReceipt, "no goods are on their way")?;
            demand(self.by() == Actor::Merchant, "only the merchant does this")?;
            demand(case.goods.is_none(), "it was received before")?;
            let waived_twice = action == Action::WaiveReturn && case.waived;
            demand(!waived_twice, "it was waived before")?;
            return Ok(Authorised::Recorded);
        }

        let (flow, status) = (case.position.flow, case.position.status);
        let known = before.known_of(case);
        let rule = rule_for::<P>(flow, Some(status), &known, self.by(), action);
        let rule = rule.ok_or(Refused("no rule does this here"))?;
        let then = position_after(rule, flow, &known);
        let will_mean = meaning::<P>(then.flow, then.status);
        let will_mean = will_mean.map(|phase| meaning_with(phase, &then.known));
        let check_reopening = !holds(phase) && will_mean.is_some_and(holds);
        // A changed application has a claim of its own, which is looked at as such.
        if check_reopening && action != Action::Modify {
            self.is_still_there(case)?;
        }
        if rule.starts_refund {
            self.check_receipt_known(case, action)?;
            self.check_refund_interval()?;
            // What has been paid before its turn is not paid again; the case is completed.
            if !before.is_paid(case) {
                self.can_be_paid(case)?;
                self.check_units_available(case)?;
            }
        } else if action == Action::ProveOfflineRefund {
            self.can_be_paid(case)?;
        }
        Ok(Authorised::Rule(rule))
    }

    /// Whether this shop lets whoever acts do what the platform would let him.
    pub(super) fn is_not_barred(&self, action: Action) -> Result<(), Refused> {
        demand(!self.terms().barred.contains(&(self.by(), action)), "this shop bars it")
    }

    /// Whether what a case asks for is there still, after the case has held nothing for a while (I17).
    fn is_still_there(&self, case: &CaseRecord<P::Status>) -> Result<(), Refused> {
        let sheet = self.before.sheet(Some(case.id));
        let asked = self.before.still_asked(case);
        for claimed in &case.claim.lines {
            let has = sheet.line(&claimed.line).is_none_or(|line| line.has(claimed.units));
            demand(has, "others have the units")?;
        }
        if self.limits().ceiling == Ceiling::Line {
            for (line, amount) in &asked.lines {
                let left = sheet.line(line).map_or(0, |line| line.money.left());
                demand(*amount <= left, "the line has not so much left")?;
            }
            let shipping_is_there = asked.shipping == 0 || asked.shipping <= sheet.shipping.left();
            demand(shipping_is_there, "shipping has not so much left")?;
        }
        demand(asked.total() <= sheet.order.left(), "the order has not so much left")
    }

    /// In a return the merchant pays for what came, or waives the return (I3).
    fn check_receipt_known(
        &self,
        case: &CaseRecord<P::Status>,
        action: Action,
    ) -> Result<(), Refused> {
        let says_so = matches!(action, Action::ConfirmReceipt | Action::WaiveReturn);
        let is_asked = self.by() == Actor::Merchant
            && case.position.flow == Flow::ReturnRefund
            && self.limits().receipt;
        let is_known = case.goods.is_some() || case.waived || says_so;
        demand(is_known || !is_asked, "nobody has said what came")
    }

    /// Whether the merchant has waited long enough since the order's last refund.
    fn check_refund_interval(&self) -> Result<(), Refused> {
        let Some(between) = self.limits().between_refunds else { return Ok(()) };
        let mut last: Option<Timestamp> = None;
        for refund in &self.before.refunds {
            if matches!(refund.route, Route::Shop | Route::Platform) {
                last = last.max(Some(refund.started));
            }
        }
        let from = last.and_then(|last| last.checked_add(between));
        let is_too_soon = from.is_some_and(|from| self.command.at < from);
        let is_barred = is_too_soon && self.by() == Actor::Merchant;
        demand(!is_barred, "one refund must not follow another so soon")
    }

    /// Whether a case is owed something, and the money is there (I1).
    fn can_be_paid(&self, case: &CaseRecord<P::Status>) -> Result<(), Refused> {
        let owed: Split = self.before.still_asked(case);
        if owed.total() == 0 {
            let has_got_it = self.before.paid_to(case.id) > 0 || self.before.is_paid(case);
            demand(!has_got_it && self.limits().nothing, "nothing is owed")?;
        }
        let sheet = self.before.sheet(None);
        if self.limits().ceiling == Ceiling::Line {
            for (line, amount) in &owed.lines {
                let there = sheet.line(line).map_or(0, |line| line.money.payable());
                demand(*amount <= there, "the line's money is not there any more")?;
            }
            // Shipping of which nothing is left bars nothing else (I13).
            let shipping_is_there = owed.shipping == 0 || owed.shipping <= sheet.shipping.payable();
            demand(shipping_is_there, "the shipping's money is not there any more")?;
        }
        demand(owed.total() <= sheet.order.payable(), "the order's money is not there any more")
    }

    /// The merchant does not agree to units that have come back by other cases since they were claimed
    /// (I2). Nobody else is kept waiting for his money for that.
    fn check_units_available(&self, case: &CaseRecord<P::Status>) -> Result<(), Refused> {
        if self.by() != Actor::Merchant {
            return Ok(());
        }
        let sheet = self.before.sheet(Some(case.id));
        for claimed in &case.claim.lines {
            let counts = case.position.flow == Flow::ReturnRefund
                || (self.limits().ceiling == Ceiling::Line && claimed.units > 0);
            let are_there = sheet
                .line(&claimed.line)
                .is_none_or(|line| line.returned + claimed.units <= line.bought);
            demand(are_there || !counts, "the units came back by other cases")?;
        }
        Ok(())
    }
}
