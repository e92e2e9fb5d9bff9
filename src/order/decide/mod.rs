//! Decides on commands: every reason against a command, or the one event that it makes.
//!
//! A [`Draft`] reads the order and never changes it. It collects reasons and changes side by side; with a single
//! reason the changes are discarded.

mod application;
mod authorise;
mod case_actions;
mod claim;
mod external_refunds;
mod host_reports;
mod refund_reports;
mod texts;

use alloc::vec::Vec;

pub(super) use authorise::is_recorded;

use super::digest::digest;
use super::refund_among;
use super::shorthand::CLOCK_IDS;
use super::{
    AcceptedCommand, Adoption, Books, Capability, Case, CaseId, Change, Command, Digest, Event,
    EventKind, Order, Parts, PendingEffect, Policy, Reason, RefundKey, RefundState, Refusal,
    Remembered, Request, StatusRef, Terms, Version,
};
use crate::lifecycle::{Actor, Set};
use crate::money::{Amount, Money};
use crate::time::Timestamp;

/// The answer to a command that is not refused.
///
/// ```
#[doc = include_str!("../example.md")]
/// // The clerk's browser sends the same command again.
/// let again = Command::new("c-2", "A-1", Actor::Merchant, now, agree);
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
    /// event that starts one. Several refunds can be pending after a duplicate; ask
    /// [`pending_effects`](Order::pending_effects) then.
    ///
    /// ```
    #[doc = include_str!("../example.md")]
    /// let application = Application::of(vec![Ask::units("cup", 1)]);
    /// let apply = Request::Apply { flow: Flow::RefundOnly, application };
    /// order.accept(&Command::new("c-3", "A-1", Actor::Buyer, now, apply))?;
    /// let agree = Request::agree_to_refund(CaseId::new(2), Offer::FIRST);
    /// let decision = order.accept(&Command::merchant("c-4", "A-1", now, agree))?;
    /// let (key, amount) = decision.refund_to_issue().ok_or("agreeing starts a refund")?;
    /// assert_eq!((key.as_str(), amount.to_string().as_str()), ("A-1-2-1", "12.00 CNY"));
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
    /// [kind](Reason::kind).
    ///
    /// ```
    #[doc = include_str!("../example.md")]
    /// let refund = RefundRef::Key("A-1-1-1".into());
    /// let outcome = Outcome::Succeeded(Currency::CNY.money(fen(1_000)));
    /// let report = Request::ReportRefund { refund, outcome, as_of: now };
    /// let decision = order.decide(&Command::new("c-3", "A-1", Actor::Platform, now, report))?;
    /// // Nothing has changed yet.
    /// assert_eq!(order.phase(case), Some(Phase::Refunding));
    /// order.apply(decision.event().ok_or("a new report makes an event")?)?;
    /// assert_eq!(order.phase(case), Some(Phase::Refunded));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn decide(&self, command: &Command) -> Result<Decision<P::Status>, Refusal<P::Status>> {
        let here = self.id();
        let digest = digest::<P::Status>(command);
        let mut draft = Draft::new(self, command);
        if command.order != *here {
            let given = command.order.clone();
            draft.refuse(Reason::OtherOrder { given, here: here.clone() });
            return Err(draft.refusal());
        }
        if let Some(known) = self.recall(&command.id) {
            if known.digest == digest {
                let pending = self.pending_effects();
                return Ok(Decision::Duplicate { version: known.version, pending });
            }
            draft.refuse(Reason::CommandReused { id: command.id.clone() });
            return Err(draft.refusal());
        }
        draft.check_command();
        draft.dispatch();
        draft.finish(digest)
    }

    fn recall(&self, id: &super::CommandId) -> Option<&Remembered> {
        self.remembered.iter().find(|known| known.id == *id)
    }
}

/// A command on which a decision is being made.
struct Draft<'a, P: Policy> {
    order: &'a Order<P>,
    command: &'a Command,
    checks: Checks<'a, P>,
    changes: Vec<Change<P::Status>>,
}

/// The reasons against something, as they are collected.
pub(super) struct Checks<'a, P: Policy> {
    pub(super) order: &'a Order<P>,
    pub(super) reasons: Vec<Reason<P::Status>>,
}

impl<P: Policy> Checks<'_, P> {
    fn refuse(&mut self, reason: Reason<P::Status>) {
        if !self.reasons.contains(&reason) {
            self.reasons.push(reason);
        }
    }

    fn money(&self, amount: Amount) -> Money {
        self.order.books.currency().money(amount)
    }
}

impl<'a, P: Policy> Draft<'a, P> {
    fn new(order: &'a Order<P>, command: &'a Command) -> Self {
        let checks = Checks { order, reasons: Vec::new() };
        Self { order, command, checks, changes: Vec::new() }
    }

    fn books(&self) -> &'a Books<P::Status> {
        &self.order.books
    }

    fn terms(&self) -> &'a Terms {
        self.order.policy.terms()
    }

    fn money(&self, amount: Amount) -> Money {
        self.checks.money(amount)
    }

    fn refuse(&mut self, reason: Reason<P::Status>) {
        self.checks.refuse(reason);
    }

    /// Returns the case with this number, or collects the reason that there is none.
    fn case(&mut self, id: CaseId) -> Option<&'a Case<P::Status>> {
        // Reports on its money are recorded all the same (I12).
        let gone = self.terms().limits.hidden_is_gone && !self.command.request.is_news_of_money();
        let case = self.books().case(id).filter(|case| !(gone && case.hidden));
        if case.is_none() {
            self.refuse(Reason::NoSuchCase { case: id });
        }
        case
    }

    /// Checks what is common to all commands: id, buyer, time, version, right, offer, texts.
    fn check_command(&mut self) {
        let Command { id, buyer, at, seen, request, .. } = self.command;
        let books = self.books();
        let facts = &books.opening.facts;
        if books.version.next() == books.version {
            self.refuse(Reason::NoMoreEvents { last: books.version });
        }
        if id.as_str().is_empty() {
            self.refuse(Reason::EmptyName);
        }
        if id.as_str().starts_with(CLOCK_IDS) && self.command.by != Actor::Clock {
            self.refuse(Reason::ReservedId { id: id.clone() });
        }
        match (buyer, &facts.buyer) {
            (Some(given), Some(known)) if given != known => self.refuse(Reason::OtherBuyer),
            (None, Some(_)) if self.command.by == Actor::Buyer => {
                self.refuse(Reason::BuyerNotNamed)
            }
            _ => {}
        }
        if !request.is_news_of_money() {
            if *at < books.at {
                self.refuse(Reason::BeforeLastEvent { at: *at, last: books.at });
            }
            if let Some(seen) = seen.filter(|seen| *seen != books.version) {
                self.refuse(Reason::Stale { seen, now: books.version });
            }
        }
        if let Capability::Right(right) = request.capability() {
            self.checks.require_right(self.command.by, right);
        }
        let case = request.case().and_then(|case| books.case(case));
        if let (Some(seen), Some(case)) = (request.offer(), case) {
            if seen != case.offer {
                self.refuse(Reason::OfferChanged { seen, now: case.offer });
            }
        }
        self.check_texts();
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
                self.report_external_refund(*case, reference, *amount, parts, *as_of);
            }
            Request::ReportRefundTotal { total, as_of } => self.report_refund_total(*total, *as_of),
            Request::MoveDeadline { case, deadline, .. } => self.move_deadline(*case, *deadline),
            Request::Hide { case } => self.hide(*case),
            Request::Acknowledge { effects } => self.acknowledge(effects),
            Request::Adopt(adoption) => self.adopt(adoption),
        }
    }

    /// Returns the state of the order after the changes so far.
    fn after(&self) -> Books<P::Status> {
        let mut books = self.books().clone();
        for change in &self.changes {
            books.change(change, books.version.next(), self.time());
        }
        books
    }

    /// Returns the time of the event. Reports on money are accepted whenever they come, and their events are not
    /// dated before the last one.
    fn time(&self) -> Timestamp {
        self.command.at.max(self.books().at)
    }

    /// Withholds refunds that must not be issued any more, because another has paid their case, the case has ended,
    /// or their money is gone. If one was issued all the same, a report will follow.
    fn withhold(&mut self) {
        let before = self.books();
        let ceiling = self.terms().limits.ceiling;
        let mut made = before
            .refunds
            .iter()
            .filter(|refund| before.is_to_be_issued(refund, ceiling))
            .peekable();
        if made.peek().is_none() || self.changes.is_empty() {
            return;
        }
        let after = self.after();
        for refund in made {
            let Some(now) = after.refund(&refund.key) else { continue };
            if now.state() == RefundState::Started && !after.is_to_be_issued(now, ceiling) {
                let key = now.key.clone();
                self.changes.extend(now.case.map(|case| Change::RefundWithheld { case, key }));
            }
        }
    }

    /// Returns the request as it is stored: a status that was named by its number has its name there.
    fn request_on_record(&self) -> Request {
        let request = self.command.request.clone();
        match request {
            Request::Adopt(adoption) => Request::Adopt(match adoption.status.resolve() {
                Some(status) => {
                    let status: P::Status = status;
                    Adoption { status: StatusRef::to(status), ..adoption }
                }
                None => adoption,
            }),
            request => request,
        }
    }

    fn finish(mut self, digest: Digest) -> Result<Decision<P::Status>, Refusal<P::Status>> {
        if !self.checks.reasons.is_empty() {
            return Err(self.refusal());
        }
        self.withhold();
        if self.changes.is_empty() && !self.command.request.is_put_on_record() {
            return Ok(Decision::Nothing { pending: self.order.pending_effects() });
        }
        let at = self.time();
        let version = self.books().version.next();
        let mut event = Event {
            order: self.books().opening.facts.order.clone(),
            version,
            at,
            kind: EventKind::Accepted(AcceptedCommand {
                command: self.command.id.clone(),
                digest,
                by: self.command.by,
                buyer: self.command.buyer.clone(),
                request: self.request_on_record(),
                changes: self.changes,
            }),
        };
        let effects = event.name_effects(self.order.books.currency());
        Ok(Decision::Accepted { event, effects })
    }

    fn refusal(mut self) -> Refusal<P::Status> {
        let order = self.terms().checks;
        let mut reasons = core::mem::take(&mut self.checks.reasons);
        reasons.sort_by_key(|reason| order.rank(reason.check()));
        let Command { by, at, request, .. } = self.command;
        let case = request.case().and_then(|case| self.books().case(case));
        let is_out_of_place = reasons.iter().any(|reason| match reason {
            Reason::Table(reason) => reason.instead().is_some(),
            _ => false,
        });
        let instead = match case {
            Some(case) if is_out_of_place => self.order.permitted(case.id, *by, *at),
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
