//! Decides on commands: every reason against a command, or the one event that it makes.
//!
//! A [`Draft`] never changes the order. It makes its changes in a working state on top of it, and collects reasons beside
//! them; with a single reason the changes are discarded.

mod admin;
mod adopt;
mod adopted_refund;
mod apply;
mod case;
mod check;
mod claim;
mod doubles;
mod external;
mod identify;
mod payments;
mod receipt;
mod report;
mod tax;

use alloc::vec::Vec;

pub(super) use check::{Checks, is_recorded, is_taken_beside_the_table};

use super::digest::digest;
use super::refund_among;
use super::remembered::Sought;
use super::state::{CaseView, State};
use super::{
    AcceptedCommand, Adoption, CaseId, Change, Command, Event, EventKind, Order, Outcome, Parts,
    PendingEffect, Policy, Reason, RefundKey, Refusal, Request, StatusRef, Version,
};
use crate::lifecycle::Set;
use crate::money::{Amount, Money};
use crate::time::Timestamp;

/// The answer to a command that is not refused.
///
/// ```
#[doc = include_str!("../example.md")]
/// // The clerk's browser sends the same command again.
/// let again = Command::new("c-2", "ORDER1", Actor::Merchant, now, agree);
/// let decision = order.decide(&again)?;
/// assert!(matches!(decision, Decision::Duplicate { .. }));
/// assert_eq!(decision.event(), None);
/// assert_eq!(decision.effects(), order.pending_effects());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "almost every decision is an accepted one")]
pub enum Decision<S> {
    /// The command was accepted and makes this event. The host stores it, applies it, and carries out the effects.
    Accepted {
        /// The event. Nothing has happened before the host has stored it.
        event: Event<S>,
        /// The effects, which the host then has to carry out.
        effects: Vec<PendingEffect>,
    },
    /// The command was accepted before, and nothing happens again (I10).
    Duplicate {
        /// The version of the order after it was accepted.
        version: Version,
        /// All effects of the order that are pending.
        pending: Vec<PendingEffect>,
    },
    /// There is nothing to do: the case has moved on, or the report was recorded before.
    Nothing {
        /// All effects of the order that are pending.
        pending: Vec<PendingEffect>,
    },
}

impl<S> Decision<S> {
    /// Returns the event, if there is one.
    #[must_use]
    pub const fn event(&self) -> Option<&Event<S>> {
        match self {
            Self::Accepted { event, .. } => Some(event),
            Self::Duplicate { .. } | Self::Nothing { .. } => None,
        }
    }

    /// Returns the key and the amount of the refund that the host has to issue because of this decision, if it is a new
    /// event that starts one. Where the order's payments have names, it can start one by each of them, and this is the
    /// first: look at all [`effects`](Self::effects) then. Several refunds can be pending after a duplicate; ask
    /// [`pending_effects`](Order::pending_effects) then.
    ///
    /// ```
    #[doc = include_str!("../example.md")]
    /// let application = Application::of(vec![Ask::units("cup", 1)]);
    /// let apply = Request::Apply { flow: Flow::RefundOnly, application };
    /// order.accept(&Command::new("c-3", "ORDER1", Actor::Buyer, now, apply))?;
    /// let agree = Request::agree_to_refund(CaseId::new(2), Offer::FIRST);
    /// let decision = order.accept(&Command::merchant("c-4", "ORDER1", now, agree))?;
    /// let (key, amount) = decision.refund_to_issue().ok_or("agreeing starts a refund")?;
    /// assert_eq!((key.as_str(), amount.to_string().as_str()), ("ORDER1c2r1", "12.00 CNY"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn refund_to_issue(&self) -> Option<(&RefundKey, Money)> {
        let Self::Accepted { effects, .. } = self else { return None };
        refund_among(effects)
    }

    /// Returns the effects that the host has to carry out: those of the event, or, without one, all that are
    /// pending.
    #[must_use]
    pub fn effects(&self) -> &[PendingEffect] {
        match self {
            Self::Accepted { effects, .. }
            | Self::Duplicate { pending: effects, .. }
            | Self::Nothing { pending: effects } => effects,
        }
    }
}

impl<P: Policy> Order<P> {
    /// Decides on a command: returns the event that it makes, or every reason why it is refused. Changes nothing.
    ///
    /// # Errors
    ///
    /// Every reason, in the order of the platform's checks, each with its figures and its
    /// [kind](Reason::kind). A command that names a flow which [no order has](crate::lifecycle::Flow::is_of_orders), or else one that goes
    /// beyond a [maximum](super::maximum), has the reasons of that alone: nothing else of it is looked at.
    ///
    /// ```
    #[doc = include_str!("../example.md")]
    /// let refund = RefundRef::Key("ORDER1c1r1".into());
    /// let outcome = Outcome::Succeeded(Currency::CNY.money(fen(1_000)));
    /// let report = Request::ReportRefund { refund, outcome, as_of: now };
    /// let decision = order.decide(&Command::new("c-3", "ORDER1", Actor::Platform, now, report))?;
    /// // Nothing has changed yet.
    /// assert_eq!(order.phase(case), Some(Phase::Refunding));
    /// order.apply(decision.event().ok_or("a new report makes an event")?)?;
    /// assert_eq!(order.phase(case), Some(Phase::Refunded));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn decide(&self, command: &Command) -> Result<Decision<P::Status>, Refusal<P::Status>> {
        let here = self.id();
        let mut draft = Draft::of(self, command);
        draft.checks.check_flow(command.request.flow());
        if draft.checks.has_reasons() {
            return Err(draft.refusal());
        }
        let id = Sought::of(&command.id);
        draft.checks.check_maxima(command, id);
        if draft.checks.has_reasons() {
            return Err(draft.refusal());
        }
        if command.order != *here {
            let given = command.order.clone();
            draft.checks.refuse(Reason::OtherOrder { given, here: here.clone() });
            return Err(draft.refusal());
        }
        if let Some((known, version)) = self.remembered.get(id) {
            if known == digest::<P::Status>(command) {
                let pending = self.pending_effects().to_vec();
                return Ok(Decision::Duplicate { version, pending });
            }
            draft.checks.refuse(Reason::CommandReused { id: command.id.clone() });
            return Err(draft.refusal());
        }
        draft.checks.check_room(&command.request);
        if draft.checks.has_reasons() {
            return Err(draft.refusal());
        }
        draft.check_command();
        draft.dispatch();
        draft.finish()
    }
}

/// A command on which a decision is being made.
struct Draft<'a, P: Policy> {
    command: &'a Command,
    checks: Checks<'a, P>,
}

impl<'a, P: Policy> Draft<'a, P> {
    fn of(order: &'a Order<P>, command: &'a Command) -> Self {
        Self { command, checks: Checks::of(order, order.time_of(command)) }
    }

    const fn order(&self) -> &'a Order<P> {
        self.checks.order
    }

    const fn state(&self) -> &State<'a, P::Status> {
        &self.checks.state
    }

    fn push(&mut self, change: Change<P::Status>) {
        self.checks.state.push(change);
    }

    /// Returns the time of the event.
    const fn time(&self) -> Timestamp {
        self.checks.state.at()
    }

    /// Returns the case with this number, or collects the reason that there is none.
    fn case(&self, id: CaseId) -> Option<CaseView<'_, P::Status>> {
        self.checks.case(id, self.command.request.is_news_of_money())
    }

    /// Checks what is common to all commands.
    fn check_command(&self) {
        self.checks.check_room_for_an_event();
        self.checks.check_command_id(self.command);
        self.checks.check_buyer(self.command);
        self.checks.check_time(self.command);
        self.checks.check_seen(self.command);
        self.checks.check_right(self.command);
        self.checks.check_offer(self.command);
        self.checks.check_texts(&self.command.request);
    }

    fn dispatch(&mut self) {
        match &self.command.request {
            Request::OrderShipped { when } => self.shipped(*when),
            Request::OrderReceived { when } => self.received(*when),
            Request::OrderCorrected { stage, shipped, received } => {
                self.corrected(*stage, *shipped, *received);
            }
            Request::Apply { flow, application } => self.apply(*flow, application),
            Request::Modify { case, application } => self.modify(*case, application),
            Request::ConfirmReceipt { case, goods, .. } => self.confirm_receipt(*case, goods),
            Request::WaiveReturn { case, .. } => self.waive_return(*case),
            Request::ProveOfflineRefund { case, certificates, .. } => {
                self.prove_offline_refund(*case, certificates);
            }
            Request::ConfirmOfflineRefund { case } => self.confirm_offline_refund(*case),
            Request::TimeRanOut { case, deadline } => self.time_ran_out(*case, *deadline),
            Request::Cancel { case }
            | Request::AgreeToRefund { case, .. }
            | Request::AgreeToReturn { case, .. }
            | Request::AgreeForMerchant { case }
            | Request::Refuse { case, .. }
            | Request::ShipReturn { case, .. }
            | Request::AmendShipment { case, .. }
            | Request::RecallShipment { case }
            | Request::Escalate { case, .. }
            | Request::Rule { case, .. }
            | Request::ForceRefund { case }
            | Request::RetryRefund { case }
            | Request::Close { case, .. } => self.act_on(*case),
            Request::ReportRefund { refund, outcome, as_of } => {
                self.report_refund(refund, *outcome, *as_of);
            }
            Request::DeclareFailed { refund, .. } => self.declare_failed(refund),
            Request::ReportExternalRefund { case, reference, amount, lines, shipping, as_of } => {
                let parts = Parts { lines: lines.clone(), shipping: *shipping, rest: Amount::ZERO };
                let outcome = Outcome::Succeeded(*amount);
                self.report_external_refund(*case, reference, *amount, parts, outcome, *as_of);
            }
            Request::ReportPendingExternalRefund {
                case,
                reference,
                amount,
                lines,
                shipping,
                as_of,
            } => {
                let parts = Parts { lines: lines.clone(), shipping: *shipping, rest: Amount::ZERO };
                let outcome = Outcome::Processing;
                self.report_external_refund(*case, reference, *amount, parts, outcome, *as_of);
            }
            Request::IdentifyRefund { refund, reference } => {
                self.identify_refund(refund, reference)
            }
            Request::ReportRefundTotal { total, as_of } => self.report_refund_total(*total, *as_of),
            Request::MoveDeadline { case, deadline, .. } => self.move_deadline(*case, *deadline),
            Request::RepairClock { .. } => {}
            Request::Hide { case } => self.hide(*case),
            Request::Acknowledge { effects } => self.acknowledge(effects),
            Request::Adopt(adoption) => self.adopt(adoption),
            Request::OrderPaid { payment, amount } => self.order_paid(payment, *amount),
            Request::ChoosePayments { case, payments } => self.choose_payments(*case, payments),
        }
    }

    /// Withholds refunds that must not be issued any more, because another has paid their case, the case has ended,
    /// or their money is gone. If one was issued all the same, a report will follow.
    fn withhold(&mut self) {
        self.checks.state.book_in();
        for refund in self.state().refunds_to_withhold() {
            if let Some(case) = refund.case {
                self.push(Change::RefundWithheld { case, key: refund.key });
            }
        }
    }

    /// Returns the request as it is stored: a status that was named by its number has its name there.
    fn request_on_record(&self) -> Request {
        if let Request::Adopt(adoption) = &self.command.request {
            if let Some(status) = adoption.status.resolve::<P::Status>() {
                let status = StatusRef::to(status);
                let adoption = Adoption { status, ..Adoption::clone(adoption) };
                return Request::Adopt(adoption.into());
            }
        }
        self.command.request.clone()
    }

    fn finish(&mut self) -> Result<Decision<P::Status>, Refusal<P::Status>> {
        if self.checks.has_reasons() {
            return Err(self.refusal());
        }
        self.record_doubles();
        self.record_taxes();
        self.reopen_if_something_is_left();
        self.withhold();
        let is_repair = self.time() < self.checks.books().at;
        let is_on_record = self.command.request.is_put_on_record() || is_repair;
        if self.state().changes().is_empty() && !is_on_record {
            let pending = self.order().pending_effects().to_vec();
            return Ok(Decision::Nothing { pending });
        }
        let (books, wanted) = (self.checks.books(), self.checks.terms().effects);
        let (order, version) = (books.opening.facts.order.clone(), books.version.next());
        let at = self.time();
        let event = Event {
            order,
            version,
            at,
            kind: EventKind::Accepted(AcceptedCommand {
                command: self.command.id.clone(),
                digest: digest::<P::Status>(self.command),
                by: self.command.by,
                buyer: self.command.buyer.clone(),
                request: self.request_on_record(),
                changes: self.checks.state.take_changes(),
            }),
        };
        let effects = books.effects_of(&event, wanted);
        Ok(Decision::Accepted { event, effects })
    }

    fn refusal(&self) -> Refusal<P::Status> {
        let reasons = self.checks.reasons_in_order();
        let Command { by, at, request, .. } = self.command;
        let case = request.case().and_then(|case| self.checks.books().case(case));
        let is_out_of_place = reasons.iter().any(|reason| match reason {
            Reason::Table(reason) => reason.instead().is_some(),
            _ => false,
        });
        let instead = match case {
            Some(case) if is_out_of_place => self.order().permitted(case.id, *by, *at),
            _ => Set::EMPTY,
        };
        Refusal {
            by: *by,
            capability: request.capability(),
            case: case.map(|case| (case.id, case.flow, case.status)),
            reasons,
            instead,
        }
    }
}
