//! From a command to what it does: all reasons against it, or the one event that it makes.
//!
//! A [`Draft`] looks at the order and never changes it. It collects reasons and changes side by side;
//! a single reason is enough for the changes to be thrown away.

mod application;
mod claim;
mod deed;
mod elsewhere;
mod host;
mod money;
mod texts;
mod way;

use alloc::vec::Vec;

pub(super) use way::is_recorded;

use super::digest::digest;
use super::{
    Act, AttemptState, Books, Case, CaseId, Change, Check, Command, Deed, Digest, Doing, Due,
    Event, Happened, Order, Parts, Policy, Reason, Refusal, Remembered, Terms, Version,
};
use crate::lifecycle::Set;
use crate::money::{Amount, Money};
use crate::time::Timestamp;

/// What becomes of a command that is not refused.
#[derive(Clone, Debug, Eq, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "almost every decision is an accepted one")]
pub enum Decision<S> {
    /// It makes this event. The host stores it, applies it, and carries out the effects.
    Accepted {
        /// What happens. Nothing has happened before the host has stored it.
        event: Event<S>,
        /// What the host then has to do.
        effects: Vec<Due>,
    },
    /// It was accepted before, and nothing happens again (I10).
    Duplicate {
        /// The version of the order after it was accepted.
        version: Version,
        /// All that the host still has to do for this order.
        open: Vec<Due>,
    },
    /// There is nothing to do: the case has moved on, or what is said is known.
    Nothing {
        /// All that the host still has to do for this order.
        open: Vec<Due>,
    },
}

impl<S> Decision<S> {
    /// The event, if there is one.
    #[must_use]
    pub const fn event(&self) -> Option<&Event<S>> {
        match self {
            Self::Accepted { event, .. } => Some(event),
            Self::Duplicate { .. } | Self::Nothing { .. } => None,
        }
    }

    /// What the host has to do: what is new, or, where nothing is, what is still open.
    #[must_use]
    pub fn effects(&self) -> &[Due] {
        match self {
            Self::Accepted { effects: due, .. }
            | Self::Duplicate { open: due, .. }
            | Self::Nothing { open: due } => due,
        }
    }
}

impl<P: Policy> Order<P> {
    /// Looks at a command and says what it does, or every reason why it is refused. Changes nothing.
    ///
    /// # Errors
    ///
    /// Every reason, in the order of the platform's checks, each with its figures and its
    /// [kind](Reason::kind).
    pub fn decide(
        &self,
        command: &Command<P::Status>,
    ) -> Result<Decision<P::Status>, Refusal<P::Status>> {
        let here = self.id();
        let digest = digest(command);
        let against = Against { order: self, reasons: Vec::new() };
        let mut draft = Draft { order: self, command, against, changes: Vec::new() };
        if command.order != *here {
            let given = command.order.clone();
            draft.refuse(Reason::OtherOrder { given, here: here.clone() });
            return Err(draft.refusal());
        }
        if let Some(known) = self.recall(&command.id) {
            if known.digest == digest {
                let open = self.open_effects();
                return Ok(Decision::Duplicate { version: known.version, open });
            }
            draft.refuse(Reason::CommandReused { id: command.id.clone() });
            return Err(draft.refusal());
        }
        draft.check_command();
        draft.deliberate();
        draft.finish(digest)
    }

    fn recall(&self, id: &super::CommandId) -> Option<&Remembered> {
        self.remembered.iter().find(|known| known.id == *id)
    }
}

/// A command that is being looked at.
struct Draft<'a, P: Policy> {
    order: &'a Order<P>,
    command: &'a Command<P::Status>,
    against: Against<'a, P>,
    changes: Vec<Change<P::Status>>,
}

/// What speaks against something, in figures.
pub(super) struct Against<'a, P: Policy> {
    pub(super) order: &'a Order<P>,
    pub(super) reasons: Vec<Reason<P::Status>>,
}

impl<P: Policy> Against<'_, P> {
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
    fn books(&self) -> &'a Books<P::Status> {
        &self.order.books
    }

    fn terms(&self) -> &'a Terms {
        self.order.policy.terms()
    }

    fn money(&self, amount: Amount) -> Money {
        self.against.money(amount)
    }

    fn refuse(&mut self, reason: Reason<P::Status>) {
        self.against.refuse(reason);
    }

    /// The case of this number, or the reason that there is none.
    fn case(&mut self, id: CaseId) -> Option<&'a Case<P::Status>> {
        // News of its money is heard all the same (I12).
        let gone = self.terms().limits.hidden_is_gone && !self.command.act.is_news_of_money();
        let case = self.books().case(id).filter(|case| !(gone && case.hidden));
        if case.is_none() {
            self.refuse(Reason::NoSuchCase { case: id });
        }
        case
    }

    /// What is the same for all commands: name, buyer, time, version, right, offer, texts.
    fn check_command(&mut self) {
        let Command { id, buyer, at, seen, act, .. } = self.command;
        let books = self.books();
        let facts = &books.opening.facts;
        if books.version.next() == books.version {
            self.refuse(Reason::NoMoreEvents { last: books.version });
        }
        if id.as_str().is_empty() {
            self.refuse(Reason::NoName);
        }
        if matches!((buyer, &facts.buyer), (Some(given), Some(known)) if given != known) {
            self.refuse(Reason::OtherBuyer);
        }
        if !act.is_news_of_money() {
            if *at < books.at {
                self.refuse(Reason::BeforeLastEvent { at: *at, last: books.at });
            }
            if let Some(seen) = seen.filter(|seen| *seen != books.version) {
                self.refuse(Reason::Stale { seen, now: books.version });
            }
        }
        if let Doing::Right(right) = act.doing() {
            self.against.has_right(self.command.by, right);
        }
        let case = act.case().and_then(|case| books.case(case));
        if let (Some(seen), Some(case)) = (act.offer(), case) {
            if seen != case.offer {
                self.refuse(Reason::OfferChanged { seen, now: case.offer });
            }
        }
        self.check_texts();
    }

    fn deliberate(&mut self) {
        match &self.command.act {
            Act::OrderShipped { when } => self.shipped(*when),
            Act::OrderReceived { when } => self.received(*when),
            Act::OrderCorrected { stage, shipped, received } => {
                self.corrected(*stage, *shipped, *received);
            }
            Act::Apply { flow, application } => self.apply(*flow, application),
            Act::Modify { case, application } => self.modify(*case, application),
            Act::ConfirmReceipt { case, goods, .. } => self.confirm_receipt(*case, goods),
            Act::WaiveReturn { case, .. } => self.waive_return(*case),
            Act::ProveOfflineRefund { case, certificates, .. } => {
                self.prove_offline_refund(*case, certificates);
            }
            Act::ConfirmOfflineRefund { case } => self.confirm_offline_refund(*case),
            Act::TimeRanOut { case, due } => self.time_ran_out(*case, *due),
            Act::Cancel { case }
            | Act::AgreeToRefund { case, .. }
            | Act::AgreeToReturn { case, .. }
            | Act::AgreeForMerchant { case }
            | Act::Refuse { case, .. }
            | Act::ShipReturn { case, .. }
            | Act::AmendShipment { case, .. }
            | Act::RecallShipment { case }
            | Act::Escalate { case, .. }
            | Act::Rule { case, .. }
            | Act::ForceRefund { case }
            | Act::RetryRefund { case }
            | Act::Close { case, .. } => self.act_on(*case),
            Act::ReportRefund { payment, outcome, as_of } => {
                self.report_refund(payment, *outcome, *as_of);
            }
            Act::DeclareFailed { attempt, .. } => self.declare_failed(attempt),
            Act::RefundedElsewhere { case, reference, amount, lines, shipping, as_of } => {
                let parts = Parts { lines: lines.clone(), shipping: *shipping, rest: Amount::ZERO };
                self.refunded_elsewhere(*case, reference, *amount, parts, *as_of);
            }
            Act::RefundedInTotal { total, as_of } => self.refunded_in_total(*total, *as_of),
            Act::MoveDeadline { case, due, .. } => self.move_deadline(*case, *due),
            Act::Hide { case } => self.hide(*case),
            Act::Acknowledge { effects } => self.acknowledge(effects),
            Act::Adopt(adoption) => self.adopt(adoption),
        }
    }

    /// The books as they are after the changes so far.
    fn after(&self) -> Books<P::Status> {
        let mut books = self.books().clone();
        for change in &self.changes {
            books.change(change, books.version.next(), self.time());
        }
        books
    }

    /// The time of the event. News of money is taken whenever it comes, and its event is not before
    /// the last one.
    fn time(&self) -> Timestamp {
        self.command.at.max(self.books().at)
    }

    /// Payments that were to be made and are not any more, because their case has been paid by another,
    /// has ended, or their money has gone. If one has been made all the same, it will be heard of.
    fn withhold(&mut self) {
        let before = self.books();
        let ceiling = self.terms().limits.ceiling;
        let mut made = before
            .attempts
            .iter()
            .filter(|attempt| before.is_to_be_made(attempt, ceiling))
            .peekable();
        if made.peek().is_none() || self.changes.is_empty() {
            return;
        }
        let after = self.after();
        for attempt in made {
            let Some(now) = after.attempt(&attempt.key) else { continue };
            if now.state() == AttemptState::Started && !after.is_to_be_made(now, ceiling) {
                let key = now.key.clone();
                self.changes.extend(now.case.map(|case| Change::Withheld { case, key }));
            }
        }
    }

    fn finish(mut self, digest: Digest) -> Result<Decision<P::Status>, Refusal<P::Status>> {
        if !self.against.reasons.is_empty() {
            return Err(self.refusal());
        }
        self.withhold();
        if self.changes.is_empty() && !self.command.act.is_put_on_record() {
            return Ok(Decision::Nothing { open: self.order.open_effects() });
        }
        let at = self.time();
        let version = self.books().version.next();
        let mut event = Event {
            order: self.books().opening.facts.order.clone(),
            version,
            at,
            happened: Happened::Done(Deed {
                command: self.command.id.clone(),
                digest,
                by: self.command.by,
                buyer: self.command.buyer.clone(),
                act: self.command.act.clone(),
                changes: self.changes,
            }),
        };
        let effects = event.name_effects(self.order.books.currency());
        Ok(Decision::Accepted { event, effects })
    }

    fn refusal(mut self) -> Refusal<P::Status> {
        let order = self.terms().checks;
        let place = |check: Check| order.iter().position(|other| *other == check);
        let mut reasons = core::mem::take(&mut self.against.reasons);
        reasons.sort_by_key(|reason| place(reason.check()).unwrap_or(usize::MAX));
        let Command { by, at, act, .. } = self.command;
        let case = act.case().and_then(|case| self.books().case(case));
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
            doing: act.doing(),
            case: case.map(|case| (case.id, case.flow, case.status)),
            reasons,
            instead,
        }
    }
}
