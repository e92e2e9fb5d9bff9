//! One command tried on a copy of the model: first the checks of every command, then its request, and in
//! the end the effects.

use super::Model;
use super::texts::texts_are_fine;
use aftersale::lifecycle::{Action, Actor};
use aftersale::order::{
    CaseId, Command, Effect, EffectId, EffectSubject, Limits, LineNumber, Offer, Policy,
    RefundState, Request, Right, Terms, Version,
};
use aftersale::time::Timestamp;

/// The first objection to a command.
#[derive(Clone, Copy, Debug)]
pub(super) struct Objection(pub(super) &'static str);

/// Refuses unless the condition holds.
pub(super) const fn require(holds: bool, why_not: &'static str) -> Result<(), Objection> {
    if holds { Ok(()) } else { Err(Objection(why_not)) }
}

/// A command that is being tried.
pub(super) struct Step<'a, P: Policy> {
    pub(super) command: &'a Command,
    /// The order before the command.
    pub(super) before: &'a Model<P>,
    /// The order after the command.
    pub(super) after: Model<P>,
    /// The effects, in the order in which they came about.
    pub(super) effects: Vec<Effect>,
    /// Whether anything has changed.
    pub(super) has_changed: bool,
}

/// Returns the order after this command; `None` where nothing happens.
pub(super) fn try_command<P: Policy>(
    before: &Model<P>,
    command: &Command,
) -> Result<Option<Model<P>>, Objection> {
    let mut step =
        Step { command, before, after: before.clone(), effects: Vec::new(), has_changed: false };
    step.require_room()?;
    step.check_command()?;
    step.perform()?;
    Ok(step.finish())
}

impl<P: Policy> Step<'_, P> {
    pub(super) fn terms(&self) -> &Terms {
        self.before.policy.terms()
    }

    pub(super) fn limits(&self) -> &Limits {
        &self.terms().limits
    }

    /// Returns the time of the event. Money reports are taken whenever they come, but time does not go back.
    pub(super) fn time(&self) -> Timestamp {
        let (at, last) = (self.command.at, self.before.at);
        match self.command.request {
            Request::RepairClock { .. } if has_date(at) => at,
            _ if !has_date(at) || self.is_too_far_ahead() => last,
            _ => at.max(last),
        }
    }

    fn is_too_far_ahead(&self) -> bool {
        let silence = i128::from(self.terms().longest_silence.as_secs());
        let passed = i128::from(self.command.at.seconds()) - i128::from(self.before.at.seconds());
        passed > silence
    }

    /// Returns the time as of which a report counts.
    pub(super) fn counted_as_of(&self, told: Timestamp) -> Timestamp {
        let is_right = has_date(told) && told <= self.time();
        let before = self.before.dated_ahead.iter().find(|(other, _)| *other == told);
        before.map_or_else(|| if is_right { told } else { self.time() }, |(_, counted)| *counted)
    }

    /// Remembers as of when a report counts that is dated ahead of its command.
    pub(super) fn remember_if_dated_ahead(&mut self, told: Timestamp) {
        let counted = self.counted_as_of(told);
        if counted != told && !self.before.dated_ahead.contains(&(told, counted)) {
            self.after.dated_ahead.push((told, counted));
        }
    }

    /// Returns whether the command reports what has happened to money. That is never too late (I12).
    pub(super) const fn is_money_report(&self) -> bool {
        matches!(
            self.command.request,
            Request::ReportRefund { .. }
                | Request::ReportExternalRefund { .. }
                | Request::ReportPendingExternalRefund { .. }
                | Request::ReportRefundTotal { .. }
                | Request::IdentifyRefund { .. }
        )
    }

    /// Checks what holds for every command.
    fn check_command(&self) -> Result<(), Objection> {
        let Command { id, buyer, at, seen, request, .. } = self.command;
        require(!id.as_str().is_empty(), "it has no name")?;
        let is_of_the_clock = id.as_str().starts_with("clock-");
        require(!is_of_the_clock || self.command.by == Actor::Clock, "its name is the clock's")?;
        if let Some(known) = &self.before.facts.buyer {
            let is_known =
                buyer.as_ref().map_or(self.command.by != Actor::Buyer, |buyer| buyer == known);
            require(is_known, "another buyer's order, or a buyer who is not named")?;
        }
        let is_acknowledgement = matches!(request, Request::Acknowledge { .. });
        if !self.is_money_report() {
            let is_stale = seen.is_some_and(|seen| seen != self.before.version());
            require(!is_stale, "it is about another version")?;
        }
        if !self.is_money_report() && !is_acknowledgement {
            require(has_date(*at), "its time has no date")?;
            require(!self.is_too_far_ahead(), "it is of a time that is too far ahead")?;
            let tolerance = i128::from(self.terms().clock_tolerance.as_secs());
            let early = i128::from(self.before.at.seconds()) - i128::from(at.seconds());
            let repairs = matches!(request, Request::RepairClock { .. });
            require(repairs || early <= tolerance, "it is of an earlier time")?;
        }
        if let Some(right) = right_of(request) {
            self.require_right(right)?;
        }
        if let Some((case, offer)) = offer_of(request) {
            let now = self.before.case(case).map(|case| case.offer);
            let is_current = now.is_none_or(|now| now == offer.number());
            require(is_current, "the offer has changed")?;
        }
        texts_are_fine(request, self.limits())
    }

    /// Checks that the command's actor has a right that is not in the table.
    pub(super) fn require_right(&self, right: Right) -> Result<(), Objection> {
        let mut has_it = false;
        for (other, holders) in self.terms().rights.iter() {
            has_it |= other == right && holders.contains(self.command.by);
        }
        require(has_it, "others have the right")
    }

    /// Checks that there is such a case. A hidden one may count as gone, but not for reports on its money.
    pub(super) fn require_case(&self, id: CaseId) -> Result<(), Objection> {
        let may_be_gone = self.limits().hidden_is_gone && !self.is_money_report();
        let case = self.before.case(id);
        require(case.is_some_and(|case| !(may_be_gone && case.hidden)), "there is no such case")
    }

    fn perform(&mut self) -> Result<(), Objection> {
        match &self.command.request {
            Request::OrderShipped { when } => self.order_shipped(*when),
            Request::OrderReceived { when } => self.order_received(*when),
            Request::OrderCorrected { stage, shipped, received } => {
                self.order_corrected(*stage, *shipped, *received)
            }
            Request::Apply { flow, application } => self.apply(*flow, application),
            Request::Modify { case, application } => self.modify(*case, application),
            Request::Cancel { case } => self.act_on(*case, Action::Cancel),
            Request::AgreeToRefund { case, .. } => self.act_on(*case, Action::AgreeToRefund),
            Request::AgreeToReturn { case, address, .. } => {
                self.act_on(*case, Action::AgreeToReturn)?;
                self.update_correspondence(*case, |correspondence| {
                    correspondence.address = address.clone()
                });
                Ok(())
            }
            Request::AgreeForMerchant { case } => self.act_on(*case, Action::AgreeForMerchant),
            Request::Refuse { case, reason, .. } => {
                self.act_on(*case, Action::Refuse)?;
                self.update_correspondence(*case, |correspondence| {
                    correspondence.refusal = reason.clone()
                });
                Ok(())
            }
            Request::ShipReturn { case, shipment } => {
                self.act_on(*case, Action::ShipReturn)?;
                self.update_correspondence(*case, |correspondence| {
                    correspondence.shipment = Some(shipment.clone())
                });
                Ok(())
            }
            Request::AmendShipment { case, shipment } => {
                self.act_on(*case, Action::AmendShipment)?;
                self.update_correspondence(*case, |correspondence| {
                    correspondence.shipment = Some(shipment.clone())
                });
                Ok(())
            }
            Request::RecallShipment { case } => {
                self.act_on(*case, Action::RecallShipment)?;
                self.update_correspondence(*case, |correspondence| correspondence.shipment = None);
                Ok(())
            }
            Request::ConfirmReceipt { case, goods, .. } => self.confirm_receipt(*case, goods),
            Request::WaiveReturn { case, .. } => self.waive_return(*case),
            Request::Escalate { case, .. } => self.act_on(*case, Action::Escalate),
            Request::Rule { case, ruling, .. } => {
                use aftersale::order::Ruling;
                let action = match ruling {
                    Ruling::ForBuyer => Action::RuleForBuyer,
                    Ruling::ReturnFirst => Action::RuleReturnFirst,
                    Ruling::ForMerchant => Action::RuleForMerchant,
                    other => crate::not_known(other),
                };
                self.act_on(*case, action)
            }
            Request::ForceRefund { case } => self.act_on(*case, Action::ForceRefund),
            Request::RetryRefund { case } => self.act_on(*case, Action::RetryRefund),
            Request::Close { case, .. } => self.act_on(*case, Action::Close),
            Request::ReportRefund { refund, outcome, as_of } => {
                self.report_refund(refund, *outcome, *as_of)
            }
            Request::DeclareFailed { refund, .. } => self.declare_failed(refund),
            Request::ReportExternalRefund { case, reference, amount, lines, shipping, as_of } => {
                let (lines, as_of) = (lines.as_slice(), *as_of);
                self.report_external_refund(
                    *case, reference, *amount, lines, *shipping, as_of, false,
                )
            }
            Request::ReportPendingExternalRefund {
                case,
                reference,
                amount,
                lines,
                shipping,
                as_of,
            } => {
                let (lines, as_of) = (lines.as_slice(), *as_of);
                self.report_external_refund(
                    *case, reference, *amount, lines, *shipping, as_of, true,
                )
            }
            Request::IdentifyRefund { refund, reference } => {
                self.identify_refund(refund, reference)
            }
            Request::ReportRefundTotal { total, as_of } => self.report_refund_total(*total, *as_of),
            Request::ProveOfflineRefund { case, certificates, .. } => {
                self.prove_offline_refund(*case, certificates)
            }
            Request::ConfirmOfflineRefund { case } => self.confirm_offline_refund(*case),
            Request::TimeRanOut { case, deadline } => self.time_ran_out(*case, *deadline),
            Request::MoveDeadline { case, deadline, .. } => self.move_deadline(*case, *deadline),
            Request::RepairClock { .. } => {
                self.has_changed = self.time() < self.before.at;
                Ok(())
            }
            Request::Hide { case } => self.hide(*case),
            Request::Acknowledge { effects } => self.acknowledge(effects),
            Request::Adopt(adoption) => self.adopt(adoption),
            Request::OrderPaid { payment, amount } => self.order_paid(payment, *amount),
            Request::ChoosePayments { case, payments } => self.choose_payments(*case, payments),
            other => crate::not_known(other),
        }
    }

    /// Adds the effects that withhold refunds which were to be issued and are not any more.
    fn withhold(&mut self) {
        for refund in &self.before.refunds {
            if !self.before.is_to_be_issued(refund) {
                continue;
            }
            for now in self.after.refunds.iter().filter(|now| now.key == refund.key) {
                let is_unreported = now.state() == RefundState::Started;
                if let (true, Some(case)) = (is_unreported, now.case)
                    && !self.after.is_to_be_issued(now)
                {
                    self.effects.push(Effect::WithholdRefund { key: now.key.clone(), case });
                }
            }
        }
    }

    fn finish(mut self) -> Option<Model<P>> {
        // Some requests are recorded although nothing is different afterwards.
        let on_record = matches!(
            self.command.request,
            Request::MoveDeadline { .. } | Request::OrderCorrected { .. }
        );
        if !self.has_changed && !on_record {
            return None;
        }
        self.record_doubles();
        self.record_taxes();
        if self.after.closed.is_some() && !self.after.is_closed_by_its_policy() {
            self.reopen();
        }
        self.withhold();
        let version = self.version();
        let wanted = self.terms().effects;
        let is_wanted = |effect: &&Effect| effect.kind().is_none_or(|kind| wanted.contains(kind));
        let named = |effect: &Effect| {
            (EffectId { version, subject: self.subject_of(effect) }, effect.clone())
        };
        let mut effects: Vec<(EffectId, Effect)> =
            self.effects.iter().filter(is_wanted).map(named).collect();
        effects.sort_by_key(|(id, _)| *id);
        self.after.effects.extend(effects);
        self.after.at = self.time();
        self.after.events += 1;
        // An effect that is acknowledged twice is acknowledged, so that needs no memory.
        if !matches!(self.command.request, Request::Acknowledge { .. }) {
            self.after.taken.push(self.command.clone());
        }
        Some(self.after)
    }

    fn subject_of(&self, effect: &Effect) -> EffectSubject {
        match effect {
            Effect::IssueRefund { .. } => match self.payment_of(effect) {
                None => EffectSubject::IssueRefund,
                Some(payment) => EffectSubject::IssueRefundBy { payment },
            },
            Effect::WithholdRefund { case, .. } => match self.payment_of(effect) {
                None => EffectSubject::WithholdRefund { case: *case },
                Some(payment) => EffectSubject::WithholdRefundBy { case: *case, payment },
            },
            Effect::TakeIntoStock { line, condition, .. } => {
                let lines = self.before.facts.lines.iter();
                let place = lines.take_while(|facts| facts.line != *line).count();
                let line = LineNumber::new(u32::try_from(place + 1).unwrap_or(u32::MAX));
                EffectSubject::TakeIntoStock { line, condition: *condition }
            }
            Effect::TellBuyer { action, .. } => EffectSubject::TellBuyer { action: *action },
            Effect::TellMerchant { action, .. } => EffectSubject::TellMerchant { action: *action },
            Effect::CloseOrder => EffectSubject::CloseOrder,
            Effect::ReopenOrder => EffectSubject::ReopenOrder,
            other => unreachable!("the model knows no such effect: {other:?}"),
        }
    }

    /// Returns the version after the command.
    pub(super) fn version(&self) -> Version {
        Version::new(self.before.version().number().saturating_add(1))
    }

    /// Returns the command's actor.
    pub(super) const fn by(&self) -> Actor {
        self.command.by
    }
}

/// Returns whether a time is in the years 0 to 9999.
fn has_date(time: Timestamp) -> bool {
    (Timestamp::EARLIEST..=Timestamp::LATEST).contains(&time)
}

/// Returns the right that a request exercises, where the table does not know it.
const fn right_of(request: &Request) -> Option<Right> {
    match request {
        Request::OrderShipped { .. }
        | Request::OrderReceived { .. }
        | Request::OrderCorrected { .. }
        | Request::OrderPaid { .. }
        | Request::ChoosePayments { .. } => Some(Right::ReportOrder),
        Request::ReportRefund { .. }
        | Request::ReportRefundTotal { .. }
        | Request::IdentifyRefund { .. } => Some(Right::ReportRefund),
        Request::DeclareFailed { .. } => Some(Right::DeclareFailed),
        Request::ReportExternalRefund { .. } | Request::ReportPendingExternalRefund { .. } => {
            Some(Right::ReportExternalRefund)
        }
        Request::MoveDeadline { .. } => Some(Right::MoveDeadline),
        Request::RepairClock { .. } => Some(Right::RepairClock),
        Request::Hide { .. } => Some(Right::Hide),
        Request::Acknowledge { .. } => Some(Right::Acknowledge),
        Request::Adopt(_) => Some(Right::Adopt),
        _ => None,
    }
}

/// Returns the offer that a request decides on.
const fn offer_of(request: &Request) -> Option<(CaseId, Offer)> {
    match request {
        Request::AgreeToRefund { case, offer }
        | Request::AgreeToReturn { case, offer, .. }
        | Request::Refuse { case, offer, .. }
        | Request::ConfirmReceipt { case, offer, .. }
        | Request::WaiveReturn { case, offer } => Some((*case, *offer)),
        _ => None,
    }
}
