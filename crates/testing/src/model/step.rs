//! One command tried out on a copy of the model: first what holds for all commands, then what is asked
//! for, and in the end what the host has to do because of it.

use super::Model;
use super::texts::texts_are_fine;
use aftersale::lifecycle::{Action, Actor};
use aftersale::order::{
    Act, AttemptState, CaseId, Command, Effect, EffectId, Limits, Offer, Policy, Right, Terms,
    Version,
};
use aftersale::time::Timestamp;

/// The first thing that was found against a command.
#[derive(Clone, Copy, Debug)]
pub(super) struct Refused(pub(super) &'static str);

/// Refuses unless this is so.
pub(super) const fn demand(holds: bool, why_not: &'static str) -> Result<(), Refused> {
    if holds { Ok(()) } else { Err(Refused(why_not)) }
}

/// A command on its way.
pub(super) struct Step<'a, P: Policy> {
    pub(super) command: &'a Command<P::Status>,
    /// The order as it was.
    pub(super) before: &'a Model<P>,
    /// The order as it becomes.
    pub(super) after: Model<P>,
    /// What the host has to do, in the order in which it came about.
    pub(super) effects: Vec<Effect>,
    /// Whether anything has happened.
    pub(super) has_happened: bool,
}

/// The order after this command; `None` where nothing happens.
pub(super) fn tried<P: Policy>(
    before: &Model<P>,
    command: &Command<P::Status>,
) -> Result<Option<Model<P>>, Refused> {
    let mut step =
        Step { command, before, after: before.clone(), effects: Vec::new(), has_happened: false };
    step.check_command()?;
    step.does()?;
    Ok(step.finished())
}

impl<P: Policy> Step<'_, P> {
    pub(super) fn terms(&self) -> &Terms {
        self.before.policy.terms()
    }

    pub(super) fn limits(&self) -> &Limits {
        &self.terms().limits
    }

    /// The time of the event. News of money is taken whenever it comes, but time does not go back.
    pub(super) fn time(&self) -> Timestamp {
        self.command.at.max(self.before.at)
    }

    /// Whether it tells what has happened to money. That is never too late (I12).
    pub(super) const fn is_news_of_money(&self) -> bool {
        matches!(
            self.command.act,
            Act::ReportRefund { .. } | Act::RefundedElsewhere { .. } | Act::RefundedInTotal { .. }
        )
    }

    /// What holds for every command.
    fn check_command(&self) -> Result<(), Refused> {
        let Command { id, buyer, at, seen, act, .. } = self.command;
        demand(!id.as_str().is_empty(), "it has no name")?;
        if let (Some(given), Some(known)) = (buyer, &self.before.facts.buyer) {
            demand(given == known, "another buyer's order")?;
        }
        if !self.is_news_of_money() {
            demand(*at >= self.before.at, "it is of an earlier time")?;
            let is_stale = seen.is_some_and(|seen| seen != self.before.version());
            demand(!is_stale, "it is about another version")?;
        }
        if let Some(right) = right_of(act) {
            self.has_right(right)?;
        }
        if let Some((case, offer)) = offer_of(act) {
            let now = self.before.case(case).map(|case| case.offer);
            let is_current = now.is_none_or(|now| now == offer.number());
            demand(is_current, "the offer has changed")?;
        }
        texts_are_fine(act, self.limits())
    }

    /// Whether whoever acts has a right that is not in the table.
    pub(super) fn has_right(&self, right: Right) -> Result<(), Refused> {
        let mut has_it = false;
        for (other, holders) in self.terms().rights {
            has_it |= *other == right && holders.contains(&self.command.by);
        }
        demand(has_it, "others have the right")
    }

    /// Whether there is such a case. One that was hidden may count as gone, but not where its money is
    /// told of.
    pub(super) fn finds(&self, id: CaseId) -> Result<(), Refused> {
        let may_be_gone = self.limits().hidden_is_gone && !self.is_news_of_money();
        let case = self.before.case(id);
        demand(case.is_some_and(|case| !(may_be_gone && case.hidden)), "there is no such case")
    }

    fn does(&mut self) -> Result<(), Refused> {
        match &self.command.act {
            Act::OrderShipped { when } => self.order_shipped(*when),
            Act::OrderReceived { when } => self.order_received(*when),
            Act::OrderCorrected { stage, shipped, received } => {
                self.order_corrected(*stage, *shipped, *received)
            }
            Act::Apply { flow, application } => self.applies(*flow, application),
            Act::Modify { case, application } => self.modifies(*case, application),
            Act::Cancel { case } => self.acts_on(*case, Action::Cancel),
            Act::AgreeToRefund { case, .. } => self.acts_on(*case, Action::AgreeToRefund),
            Act::AgreeToReturn { case, address, .. } => {
                self.acts_on(*case, Action::AgreeToReturn)?;
                self.says(*case, |said| said.address = address.clone());
                Ok(())
            }
            Act::AgreeForMerchant { case } => self.acts_on(*case, Action::AgreeForMerchant),
            Act::Refuse { case, reason, .. } => {
                self.acts_on(*case, Action::Refuse)?;
                self.says(*case, |said| said.refusal = reason.clone());
                Ok(())
            }
            Act::ShipReturn { case, shipment } => {
                self.acts_on(*case, Action::ShipReturn)?;
                self.says(*case, |said| said.shipment = Some(shipment.clone()));
                Ok(())
            }
            Act::AmendShipment { case, shipment } => {
                self.acts_on(*case, Action::AmendShipment)?;
                self.says(*case, |said| said.shipment = Some(shipment.clone()));
                Ok(())
            }
            Act::RecallShipment { case } => {
                self.acts_on(*case, Action::RecallShipment)?;
                self.says(*case, |said| said.shipment = None);
                Ok(())
            }
            Act::ConfirmReceipt { case, goods, .. } => self.confirms_receipt(*case, goods),
            Act::WaiveReturn { case, .. } => self.waives_return(*case),
            Act::Escalate { case, .. } => self.acts_on(*case, Action::Escalate),
            Act::Rule { case, ruling, .. } => {
                use aftersale::order::Ruling;
                let action = match ruling {
                    Ruling::ForBuyer => Action::RuleForBuyer,
                    Ruling::ReturnFirst => Action::RuleReturnFirst,
                    Ruling::ForMerchant => Action::RuleForMerchant,
                    other => crate::not_known(other),
                };
                self.acts_on(*case, action)
            }
            Act::ForceRefund { case } => self.acts_on(*case, Action::ForceRefund),
            Act::RetryRefund { case } => self.acts_on(*case, Action::RetryRefund),
            Act::Close { case, .. } => self.acts_on(*case, Action::Close),
            Act::ReportRefund { payment, outcome, as_of } => self.hears(payment, *outcome, *as_of),
            Act::DeclareFailed { attempt, .. } => self.declares_failed(attempt),
            Act::RefundedElsewhere { case, reference, amount, lines, shipping, as_of } => {
                self.refunded_elsewhere(*case, reference, *amount, lines, *shipping, *as_of)
            }
            Act::RefundedInTotal { total, as_of } => self.refunded_in_total(*total, *as_of),
            Act::ProveOfflineRefund { case, certificates, .. } => {
                self.proves_offline_refund(*case, certificates)
            }
            Act::ConfirmOfflineRefund { case } => self.confirms_offline_refund(*case),
            Act::TimeRanOut { case, due } => self.time_ran_out(*case, *due),
            Act::MoveDeadline { case, due, .. } => self.moves_deadline(*case, *due),
            Act::Hide { case } => self.hides(*case),
            Act::Acknowledge { effects } => self.acknowledges(effects),
            Act::Adopt(adoption) => self.adopts(adoption),
            other => crate::not_known(other),
        }
    }

    /// Payments that were to be made and are not any more: the host is told not to make them.
    fn withhold(&mut self) {
        for payment in &self.before.payments {
            if !self.before.is_to_be_made(payment) {
                continue;
            }
            for now in self.after.payments.iter().filter(|now| now.key == payment.key) {
                let is_unheard_of = now.state() == AttemptState::Started;
                if let (true, Some(case)) = (is_unheard_of, now.case)
                    && !self.after.is_to_be_made(now)
                {
                    self.effects.push(Effect::DoNotPay { key: now.key.clone(), case });
                }
            }
        }
    }

    fn finished(mut self) -> Option<Model<P>> {
        // Some things are put on record although nothing is different afterwards.
        let on_record =
            matches!(self.command.act, Act::MoveDeadline { .. } | Act::OrderCorrected { .. });
        if !self.has_happened && !on_record {
            return None;
        }
        self.withhold();
        let version = self.version();
        for (place, effect) in (0..).zip(self.effects.iter().cloned()) {
            self.after.effects.push((EffectId { version, place }, effect));
        }
        self.after.at = self.time();
        self.after.taken.push(self.command.clone());
        Some(self.after)
    }

    /// The version after the command.
    pub(super) fn version(&self) -> Version {
        Version::new(self.before.version().number().saturating_add(1))
    }

    /// Whoever acts does it as which actor.
    pub(super) const fn by(&self) -> Actor {
        self.command.by
    }
}

/// The right that an act is an exercise of, where the table does not know it.
const fn right_of<S>(act: &Act<S>) -> Option<Right> {
    match act {
        Act::OrderShipped { .. } | Act::OrderReceived { .. } | Act::OrderCorrected { .. } => {
            Some(Right::ReportOrder)
        }
        Act::ReportRefund { .. } | Act::RefundedInTotal { .. } => Some(Right::ReportRefund),
        Act::DeclareFailed { .. } => Some(Right::DeclareFailed),
        Act::RefundedElsewhere { .. } => Some(Right::ReportRefundElsewhere),
        Act::MoveDeadline { .. } => Some(Right::MoveDeadline),
        Act::Hide { .. } => Some(Right::Hide),
        Act::Acknowledge { .. } => Some(Right::Acknowledge),
        Act::Adopt(_) => Some(Right::Adopt),
        _ => None,
    }
}

/// The offer that an act is a decision on.
const fn offer_of<S>(act: &Act<S>) -> Option<(CaseId, Offer)> {
    match act {
        Act::AgreeToRefund { case, offer }
        | Act::AgreeToReturn { case, offer, .. }
        | Act::Refuse { case, offer, .. }
        | Act::ConfirmReceipt { case, offer, .. }
        | Act::WaiveReturn { case, offer } => Some((*case, *offer)),
        _ => None,
    }
}
