//! What can be asked of an order. Nothing here changes it, and every answer is true: it comes from
//! the same checks as decisions do.

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

/// What is still refundable of an order.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Refundable {
    /// By line.
    pub lines: Vec<LineRefundable>,
    /// Of shipping and whatever else was added for the order as a whole.
    pub shipping: Amount,
    /// What limits that.
    pub shipping_limit: Bound,
    /// Of everything together.
    pub order: Amount,
}

/// What is still refundable of a line.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct LineRefundable {
    /// The line.
    pub line: LineId,
    /// How many units.
    pub units: Quantity,
    /// How much.
    pub amount: Amount,
    /// What limits the amount: the line, or the order as a whole.
    pub limit: Bound,
}

/// What an application would ask for.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Quote {
    /// The claim that it would make.
    pub claim: Claim,
    /// How much that is altogether.
    pub total: Amount,
}

/// Something that an actor cannot do to a case, and why.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct ActionRefusal<S: crate::lifecycle::Status> {
    /// What.
    pub action: Action,
    /// Why not: every reason, guards and money included.
    pub reasons: Vec<Reason<S>>,
}

impl<P: Policy> Order<P> {
    /// Returns what the host calls the order.
    #[must_use]
    pub const fn id(&self) -> &OrderId {
        &self.books.opening.facts.order
    }

    /// The policy under which it is.
    #[must_use]
    pub const fn policy(&self) -> &P {
        &self.policy
    }

    /// The currency of all its amounts.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.books.currency()
    }

    /// Returns how many events it has had.
    #[must_use]
    pub const fn version(&self) -> Version {
        self.books.version
    }

    /// The order as the host knew it when after-sales began.
    #[must_use]
    pub const fn facts(&self) -> &OrderFacts {
        &self.books.opening.facts
    }

    /// Returns what each line has paid, in the order of the lines. It never changes (I15).
    #[must_use]
    pub fn shares(&self) -> &[Share] {
        &self.books.opening.shares
    }

    /// Returns what did not add up when after-sales began.
    #[must_use]
    pub fn discrepancies(&self) -> &[Discrepancy] {
        &self.books.opening.discrepancies
    }

    /// Returns how far it has come.
    #[must_use]
    pub const fn stage(&self) -> Stage {
        match self.books.closed {
            Some(_) => Stage::Closed,
            None => self.books.stage,
        }
    }

    /// Returns whether it has left the shop, as its stage or its times say.
    #[must_use]
    pub const fn is_shipped(&self) -> bool {
        self.books.is_shipped()
    }

    /// Returns when its after-sales closed it, because nothing of it was left as far as the policy can see.
    #[must_use]
    pub const fn closed(&self) -> Option<Timestamp> {
        self.books.closed
    }

    /// Returns when it was shipped, if it was.
    #[must_use]
    pub const fn shipped(&self) -> Option<Timestamp> {
        self.books.shipped
    }

    /// Returns when it was received, if it was.
    #[must_use]
    pub const fn received(&self) -> Option<Timestamp> {
        self.books.received
    }

    /// Its cases, in the order in which they were opened.
    #[must_use]
    pub fn cases(&self) -> &[Case<P::Status>] {
        &self.books.cases
    }

    /// One of its cases.
    #[must_use]
    pub fn case(&self, case: CaseId) -> Option<&Case<P::Status>> {
        self.books.case(case)
    }

    /// Returns what a case means now: what its status means, with a look at its refunds.
    ///
    /// A status that says *refunded* means it only while the money is with the buyer: after a
    /// reversal the refund has failed (I11).
    #[must_use]
    pub fn phase(&self, case: CaseId) -> Option<Phase> {
        Some(self.books.phase_of(self.case(case)?))
    }

    /// The steps of a case, with the times at which they were done.
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

    /// One refund.
    #[must_use]
    pub fn refund(&self, key: &RefundKey) -> Option<&Refund> {
        self.books.refund(key)
    }

    /// Returns how often the buyer has applied for a line, changes of an application included. An unknown line has
    /// never been applied for.
    #[must_use]
    pub fn applications_for(&self, line: &LineId) -> u32 {
        self.books.applications_for(line)
    }

    /// Returns what was paid, refunded, may be on its way, and is claimed: by line, for shipping, and for the
    /// order as a whole.
    #[must_use]
    pub fn ledger(&self) -> Ledger {
        self.books.ledger(None)
    }

    /// Returns what is still refundable, and what limits it. Whether a case can be opened at all, this does not
    /// look at.
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

    /// Returns what an application of these lines would ask for.
    ///
    /// # Errors
    ///
    /// Every reason why there is not so much. Whether a case can be opened at all, this does not look
    /// at.
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

    /// Returns why this actor cannot do this to the case now, with every reason that does not depend on what
    /// the request holds. No reason: it is permitted.
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

    /// All that this actor can do to the case now, guards and money included. (That a refund has
    /// succeeded or failed is done with [`Request::ReportRefund`](super::Request::ReportRefund).)
    #[must_use]
    pub fn permitted(&self, case: CaseId, by: Actor, at: Timestamp) -> Set<Action> {
        let can = |action: &Action| self.why_not(case, by, *action, at).is_empty();
        Action::ALL.iter().copied().filter(can).collect()
    }

    /// Returns what this actor can do to a case at other times, but not now, and why.
    #[must_use]
    pub fn not_permitted(
        &self,
        case: CaseId,
        by: Actor,
        at: Timestamp,
    ) -> Vec<ActionRefusal<P::Status>> {
        let his = |action: &Action| {
            let mut rules = P::LIFECYCLE.rules().iter().filter(|rule| rule.action == *action);
            (is_recorded::<P>(*action) && by == Actor::Merchant)
                || rules.any(|rule| !rule.opens() && rule.by.contains(&by))
        };
        let actions = Action::ALL.iter().copied().filter(his);
        let why_not = actions.map(|action| {
            let reasons = self.why_not(case, by, action, at);
            ActionRefusal { action, reasons }
        });
        why_not.filter(|why_not| !why_not.reasons.is_empty()).collect()
    }

    /// The next deadline, and the case that has it. Set a timer for it; when it goes off, send
    /// [`Request::TimeRanOut`](super::Request::TimeRanOut).
    #[must_use]
    pub fn next_deadline(&self) -> Option<(Timestamp, CaseId)> {
        self.cases().iter().filter_map(|case| Some((case.deadline?, case.id))).min()
    }

    /// All that the host has still to do: refunds without any report, and everything
    /// that has not been acknowledged.
    #[must_use]
    pub fn pending_effects(&self) -> Vec<PendingEffect> {
        let refunds = self.refunds().iter().filter_map(|refund| {
            let (id, case) = (refund.effect?, refund.case?);
            let amount = self.currency().money(refund.parts.total());
            let effect = Effect::IssueRefund { key: refund.key.clone(), case, amount };
            self.is_to_be_made(refund).then_some(PendingEffect { id, effect })
        });
        // What was withheld for a while may be to be made again.
        let is_overtaken = |pending: &&PendingEffect| match &pending.effect {
            Effect::WithholdRefund { key, .. } => {
                self.refund(key).is_some_and(|refund| self.is_to_be_made(refund))
            }
            _ => false,
        };
        let others =
            self.books.pending_effects.iter().filter(|pending| !is_overtaken(pending)).cloned();
        let mut open: Vec<PendingEffect> = refunds.chain(others).collect();
        open.sort_by_key(|pending| pending.id);
        open
    }

    /// Returns the refunds that the gateway should be asked about: their outcome is not known, and no
    /// effect says to make them.
    pub fn refunds_to_query(&self) -> impl Iterator<Item = &Refund> {
        self.refunds().iter().filter(|refund| {
            refund.is_in_flight() && refund.route != Route::Offline && !self.is_to_be_made(refund)
        })
    }

    fn is_to_be_made(&self, refund: &Refund) -> bool {
        self.books.is_to_be_made(refund, self.policy.terms().limits.ceiling)
    }

    /// Returns whether nothing is open: no case holds anything, no refund is in flight, no clock runs, and
    /// the host has done all it had to.
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
