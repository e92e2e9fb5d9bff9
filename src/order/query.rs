//! The questions that an order answers. None of them changes it, and every answer holds: it comes from the same
//! checks as decisions do.

use alloc::vec::Vec;

use super::decide::{Checks, is_recorded};
use super::{
    Ask, Bound, Case, CaseId, Claim, Discrepancy, Effect, Ledger, LineId, Order, OrderFacts,
    OrderId, PendingEffect, Policy, Reason, Refund, RefundKey, Route, Share, Stage, Version,
};
use crate::lifecycle::{Action, Actor, Flow, Phase, Set};
use crate::money::{Amount, Currency};
use crate::quantity::Quantity;
use crate::steps::{Step, steps};
use crate::time::Timestamp;

/// The amounts and units of an order that are still refundable.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Refundable {
    /// The amounts and units by line, in the order of the lines.
    pub lines: Vec<LineRefundable>,
    /// The amount for shipping and whatever else was added for the order as a whole.
    pub shipping: Amount,
    /// The bound of that amount: shipping, or the order as a whole.
    pub shipping_limit: Bound,
    /// The amount for everything together.
    pub order: Amount,
}

/// The amount and units of a line that are still refundable.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct LineRefundable {
    /// The line.
    pub line: LineId,
    /// The units.
    pub units: Quantity,
    /// The amount.
    pub amount: Amount,
    /// The bound of the amount: the line, or the order as a whole.
    pub limit: Bound,
}

/// The claim that an application would make.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Quote {
    /// The claim.
    pub claim: Claim,
    /// The amount of the claim altogether.
    pub total: Amount,
}

/// An action that an actor cannot take on a case, with the reasons.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct ActionRefusal<S: crate::lifecycle::Status> {
    /// The action.
    pub action: Action,
    /// Every reason, guards and money included. At least one.
    pub reasons: Vec<Reason<S>>,
}

impl<P: Policy> Order<P> {
    /// Returns the host's name for the order.
    #[must_use]
    pub const fn id(&self) -> &OrderId {
        &self.books.opening.facts.order
    }

    /// Returns the policy under which the order was opened.
    #[must_use]
    pub const fn policy(&self) -> &P {
        &self.policy
    }

    /// Returns the currency of all amounts of the order.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.books.currency()
    }

    /// Returns the number of events that the order has had.
    #[must_use]
    pub const fn version(&self) -> Version {
        self.books.version
    }

    /// Returns the facts with which the order was opened.
    #[must_use]
    pub const fn facts(&self) -> &OrderFacts {
        &self.books.opening.facts
    }

    /// Returns the frozen share of each line in what was paid, in the order of the lines. The shares never change
    /// (I15).
    #[must_use]
    pub fn shares(&self) -> &[Share] {
        &self.books.opening.shares
    }

    /// Returns the facts that did not agree with each other when the order was opened.
    #[must_use]
    pub fn discrepancies(&self) -> &[Discrepancy] {
        &self.books.opening.discrepancies
    }

    /// Returns the stage of the order, apart from its cases.
    #[must_use]
    pub const fn stage(&self) -> Stage {
        match self.books.closed {
            Some(_) => Stage::Closed,
            None => self.books.stage,
        }
    }

    /// Returns whether the goods have left the shop, as the stage or the times of the order say.
    #[must_use]
    pub const fn is_shipped(&self) -> bool {
        self.books.is_shipped()
    }

    /// Returns the time at which the order was closed, because its policy found that nothing of it was left.
    #[must_use]
    pub const fn closed(&self) -> Option<Timestamp> {
        self.books.closed
    }

    /// Returns the time of shipping, if the order was shipped.
    #[must_use]
    pub const fn shipped(&self) -> Option<Timestamp> {
        self.books.shipped
    }

    /// Returns the time of receipt, if the buyer has received the order.
    #[must_use]
    pub const fn received(&self) -> Option<Timestamp> {
        self.books.received
    }

    /// Returns the cases, in the order in which they were opened.
    #[must_use]
    pub fn cases(&self) -> &[Case<P::Status>] {
        &self.books.cases
    }

    /// Returns the case with this number.
    #[must_use]
    pub fn case(&self, case: CaseId) -> Option<&Case<P::Status>> {
        self.books.case(case)
    }

    /// Returns the phase of a case: the meaning of its status, its facts and its refunds together.
    ///
    /// A status that says *refunded* means it only while the money is with the buyer: after a
    /// reversal the refund has failed (I11).
    #[must_use]
    pub fn phase(&self, case: CaseId) -> Option<Phase> {
        Some(self.books.phase_of(self.case(case)?))
    }

    /// Returns the steps of a case as people see them, with the times at which they were done.
    pub fn steps(&self, case: CaseId) -> impl Iterator<Item = Step> + use<P> {
        let case = self.case(case);
        case.map(|case| steps(case.flow, Some(self.books.phase_of(case)), &case.milestones))
            .into_iter()
            .flatten()
    }

    /// Returns all refunds, in the order of the first report of each.
    #[must_use]
    pub fn refunds(&self) -> &[Refund] {
        &self.books.refunds
    }

    /// Returns the refunds of a case, in the order of the first report of each.
    pub fn refunds_of(&self, case: CaseId) -> impl Iterator<Item = &Refund> {
        self.books.refunds_of(case)
    }

    /// Returns the refund with this key.
    #[must_use]
    pub fn refund(&self, key: &RefundKey) -> Option<&Refund> {
        self.books.refund(key)
    }

    /// Returns the number of applications for a line, changes of an application included: 0 for an unknown line.
    #[must_use]
    pub fn applications_for(&self, line: &LineId) -> u32 {
        self.books.applications_for(line)
    }

    /// Returns the amounts that were paid, refunded, are in flight and are claimed: by line, for shipping, and for
    /// the order as a whole.
    #[must_use]
    pub fn ledger(&self) -> Ledger {
        self.books.ledger(None)
    }

    /// Returns the amounts and units that are still refundable, each with its bound. Whether a case can be opened
    /// at all is not looked at.
    #[must_use]
    pub fn refundable(&self) -> Refundable {
        let ledger = self.ledger();
        let order = ledger.order.left().max(Amount::ZERO);
        let capped = |left: Amount, limit: Bound| {
            let left = left.max(Amount::ZERO);
            if left <= order { (left, limit) } else { (order, Bound::Order) }
        };
        let lines = ledger.lines.iter().map(|balance| {
            let limit = Bound::Line(balance.line.clone());
            let (amount, limit) = capped(balance.money.left(), limit);
            let (line, units) = (balance.line.clone(), balance.units.left());
            LineRefundable { line, units, amount, limit }
        });
        let lines = lines.collect();
        let (shipping, shipping_limit) = capped(ledger.shipping.left(), Bound::Shipping);
        Refundable { lines, shipping, shipping_limit, order }
    }

    /// Returns the claim that an application for these lines would make.
    ///
    /// # Errors
    ///
    /// Every reason why less is refundable. Whether a case can be opened at all is not looked at.
    pub fn quote(
        &self,
        flow: Flow,
        lines: &[Ask],
        shipping: Option<Amount>,
    ) -> Result<Quote, Vec<Reason<P::Status>>> {
        let mut checks = Checks { order: self, reasons: Vec::new() };
        let claim = checks.claim(None, flow, lines, shipping);
        if checks.reasons.is_empty() {
            Ok(Quote { total: claim.total(), claim })
        } else {
            Err(checks.reasons)
        }
    }

    /// Returns the reasons why this actor cannot take this action on the case now: every one that does not depend
    /// on the content of the request. Where there is none, the action is permitted.
    #[must_use]
    pub fn why_not(
        &self,
        case: CaseId,
        by: Actor,
        action: Action,
        at: Timestamp,
    ) -> Vec<Reason<P::Status>> {
        let mut checks = Checks { order: self, reasons: Vec::new() };
        let is_there = |case: &&Case<P::Status>| {
            !(case.hidden && checks.order.policy.terms().limits.hidden_is_gone)
        };
        match self.case(case).filter(is_there) {
            Some(case) => {
                checks.authorise(case, by, action, at);
                if action == Action::Modify {
                    checks.applications(&case.claim);
                }
            }
            None => checks.reasons.push(Reason::NoSuchCase { case }),
        }
        checks.reasons
    }

    /// Returns the actions that this actor can take on the case now, guards and money included. (The outcome of a
    /// refund is reported with [`Request::ReportRefund`](super::Request::ReportRefund).)
    #[must_use]
    pub fn permitted(&self, case: CaseId, by: Actor, at: Timestamp) -> Set<Action> {
        let can = |action: &Action| self.why_not(case, by, *action, at).is_empty();
        Action::ALL.iter().copied().filter(can).collect()
    }

    /// Returns the actions that this actor can take on a case at other times, but not now, with the reasons.
    #[must_use]
    pub fn not_permitted(
        &self,
        case: CaseId,
        by: Actor,
        at: Timestamp,
    ) -> Vec<ActionRefusal<P::Status>> {
        let ever_by_actor = |action: &Action| {
            let mut rules = P::LIFECYCLE.rules().iter().filter(|rule| rule.action == *action);
            (is_recorded::<P>(*action) && by == Actor::Merchant)
                || rules.any(|rule| !rule.opens() && rule.by.contains(&by))
        };
        let actions = Action::ALL.iter().copied().filter(ever_by_actor);
        let why_not = actions.map(|action| {
            let reasons = self.why_not(case, by, action, at);
            ActionRefusal { action, reasons }
        });
        why_not.filter(|why_not| !why_not.reasons.is_empty()).collect()
    }

    /// Returns the next deadline, and the case that has it. Set a timer for it; when it goes off, send
    /// [`Request::TimeRanOut`](super::Request::TimeRanOut).
    #[must_use]
    pub fn next_deadline(&self) -> Option<(Timestamp, CaseId)> {
        self.cases().iter().filter_map(|case| Some((case.deadline?, case.id))).min()
    }

    /// Returns the effects that the host has still to carry out, in the order of their ids: refunds without any
    /// report, and all others that were not acknowledged.
    #[must_use]
    pub fn pending_effects(&self) -> Vec<PendingEffect> {
        let refunds = self.refunds().iter().filter_map(|refund| {
            let (id, case) = (refund.effect?, refund.case?);
            let amount = self.currency().money(refund.parts.total());
            let effect = Effect::IssueRefund { key: refund.key.clone(), case, amount };
            self.is_to_be_issued(refund).then_some(PendingEffect { id, effect })
        });
        // A refund that was withheld for a while may have to be issued after all.
        let is_overtaken = |pending: &&PendingEffect| match &pending.effect {
            Effect::WithholdRefund { key, .. } => {
                self.refund(key).is_some_and(|refund| self.is_to_be_issued(refund))
            }
            _ => false,
        };
        let others =
            self.books.pending_effects.iter().filter(|pending| !is_overtaken(pending)).cloned();
        let mut open: Vec<PendingEffect> = refunds.chain(others).collect();
        open.sort_by_key(|pending| pending.id);
        open
    }

    /// Returns the refunds about which the host should query the gateway: their outcome is not known, and no pending
    /// effect says to issue them.
    pub fn refunds_to_query(&self) -> impl Iterator<Item = &Refund> {
        self.refunds().iter().filter(|refund| {
            refund.is_in_flight() && refund.route != Route::Offline && !self.is_to_be_issued(refund)
        })
    }

    fn is_to_be_issued(&self, refund: &Refund) -> bool {
        self.books.is_to_be_issued(refund, self.policy.terms().limits.ceiling)
    }

    /// Returns whether nothing is open: no case claims anything, no refund is in flight, no clock runs, and no
    /// effect is pending.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        let Ledger { order, lines, .. } = self.ledger();
        order.claimed == Amount::ZERO
            && lines.iter().all(|line| line.units.claimed == Quantity::ZERO)
            && self.refunds().iter().all(|refund| !refund.is_in_flight())
            && self.next_deadline().is_none()
            && self.pending_effects().is_empty()
    }
}
