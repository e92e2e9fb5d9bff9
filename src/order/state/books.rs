//! The state of an order, as its events have made it. Nothing here decides anything.

use alloc::vec::Vec;

use super::{
    Anomaly, Balance, Case, CaseId, Ceiling, CommandId, Digest, LineId, Opening, PendingEffect,
    Refund, RefundKey, RefundState, Route, Stage, Version,
};
use crate::lifecycle::{Fact, Phase, Position, Status};
use crate::money::{Amount, Currency};
use crate::steps::Milestones;
use crate::time::Timestamp;

/// The state of an order after its events.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, bound = "S: crate::lifecycle::Status"))]
pub(super) struct Books<S> {
    /// The number of events.
    pub(super) version: Version,
    /// The time of the last event.
    pub(super) at: Timestamp,
    /// The opening.
    pub(super) opening: Opening,
    pub(super) stage: Stage,
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
    pub(super) shipped: Option<Timestamp>,
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
    pub(super) received: Option<Timestamp>,
    /// The cases, in the order of their numbers.
    pub(super) cases: Vec<Case<S>>,
    /// The refunds, in the order in which they were recorded. They stay for ever, so that no key is used twice (I8).
    pub(super) refunds: Vec<Refund>,
    /// The gateway's running total of refunds, and its time.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
    pub(super) gateway_total: Option<(Timestamp, Amount)>,
    /// The number of applications for each line, in the order of the lines.
    pub(super) applications: Vec<u32>,
    /// The effects that are pending, refunds to issue aside.
    pub(super) pending_effects: Vec<PendingEffect>,
    /// The time at which the order was closed.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
    pub(super) closed: Option<Timestamp>,
    /// The anomalies, each with the version of the event that recorded it.
    pub(super) anomalies: Vec<(Version, Anomaly)>,
}

/// A command that was accepted.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub(super) struct Remembered {
    pub(super) id: CommandId,
    pub(super) digest: Digest,
    pub(super) version: Version,
}

impl<S> Books<S> {
    /// Returns the state of an order that has just been opened.
    pub(super) fn new(opening: Opening, at: Timestamp) -> Self {
        Self {
            version: Version::FIRST,
            at,
            stage: opening.facts.stage_by_times(),
            shipped: opening.facts.shipped,
            received: opening.facts.received,
            cases: Vec::new(),
            refunds: Vec::new(),
            gateway_total: None,
            applications: opening.facts.lines.iter().map(|_| 0).collect(),
            pending_effects: Vec::new(),
            closed: None,
            anomalies: Vec::new(),
            opening,
        }
    }

    pub(super) const fn currency(&self) -> Currency {
        self.opening.facts.currency
    }

    pub(super) const fn is_shipped(&self) -> bool {
        self.stage.is_shipped() || self.shipped.is_some() || self.received.is_some()
    }

    pub(super) fn case(&self, id: CaseId) -> Option<&Case<S>> {
        self.cases.iter().find(|case| case.id == id)
    }

    pub(super) fn case_mut(&mut self, id: CaseId) -> Option<&mut Case<S>> {
        self.cases.iter_mut().find(|case| case.id == id)
    }

    pub(super) fn next_case(&self) -> CaseId {
        self.cases.last().map_or(CaseId::FIRST, |case| case.id.next())
    }

    pub(super) fn refund(&self, key: &RefundKey) -> Option<&Refund> {
        self.refunds.iter().find(|refund| refund.key == *key)
    }

    pub(super) fn refunds_of(&self, case: CaseId) -> impl Iterator<Item = &Refund> {
        self.refunds.iter().filter(move |refund| refund.case == Some(case))
    }

    /// Returns the index of a line among the lines.
    pub(super) fn index_of_line(&self, line: &LineId) -> Option<usize> {
        self.opening.facts.lines.iter().position(|facts| facts.line == *line)
    }

    pub(super) fn applications_for(&self, line: &LineId) -> u32 {
        let index = self.index_of_line(line).and_then(|index| self.applications.get(index));
        index.copied().unwrap_or(0)
    }

    /// Returns the sum of what the refunds have paid and what was refunded before after-sales began.
    pub(super) fn booked(&self) -> Amount {
        let facts = &self.opening.facts;
        let before = facts.lines.iter().map(|line| line.refunded);
        let paid = self.refunds.iter().map(Refund::paid);
        Amount::saturating_sum(before.chain([facts.shipping_refunded]).chain(paid))
    }

    /// Returns the phase of a case: the meaning of its status, its facts and its refunds together. A status that
    /// means *refunded* does so only while the money is with the buyer (I11).
    pub(super) fn phase_of(&self, case: &Case<S>) -> Phase {
        let in_flight = || self.has_refund_in_flight(case.id);
        match case.status_phase {
            Phase::Refunded if self.paid_to(case.id) >= case.claim.total() => Phase::Refunded,
            Phase::Refunded if in_flight() => Phase::Refunding,
            Phase::Refunded if case.written_off => Phase::Closed,
            Phase::Refunded => Phase::RefundFailed,
            Phase::Withdrawn | Phase::Closed | Phase::WaitingForConfirmation => case.status_phase,
            _ if in_flight() => Phase::Refunding,
            status_phase => status_phase.with_facts(case.facts),
        }
    }

    /// Returns whether money of the case may be out and its outcome is not known.
    pub(super) fn has_refund_in_flight(&self, case: CaseId) -> bool {
        self.refunds_of(case).any(Refund::is_in_flight)
    }

    /// Returns whether a case has got all that it asks for. A case that asks for nothing is paid once a refund of
    /// nothing has succeeded.
    pub(super) fn is_paid(&self, case: &Case<S>) -> bool {
        let has_succeeded = |refund: &Refund| match refund.state() {
            RefundState::Succeeded => true,
            _ => refund.paid().is_positive(),
        };
        self.refunds_of(case.id).any(has_succeeded) && self.paid_to(case.id) >= case.claim.total()
    }

    /// Returns whether a refund is still to be issued. A refund without any report is not, once another has paid its
    /// case or the case claims nothing (I17), its money has gone in another way (I1), or a refund that was declared
    /// failed turns out to be under way (I8). Then the gateway has to be asked whether it was issued.
    pub(super) fn is_to_be_issued(&self, refund: &Refund, ceiling: Ceiling) -> bool
    where
        S: Status,
    {
        let Some(case) = refund.case.and_then(|case| self.case(case)) else { return false };
        let is_open = match case.status_phase {
            Phase::Refunded => !case.written_off,
            status_phase => status_phase.with_facts(case.facts).holds_claim(),
        };
        refund.state() == RefundState::Started
            && refund.route == Route::Shop
            && is_open
            && !self.is_paid(case)
            && self.refunds_of(case.id).all(|other| other == refund || !other.is_in_flight())
            && self.is_covered(refund, ceiling)
    }

    /// Returns whether the order still has the money that a refund in flight is to pay.
    fn is_covered(&self, refund: &Refund, ceiling: Ceiling) -> bool
    where
        S: Status,
    {
        let ledger = self.ledger(None);
        let is_there = |balance: &Balance| balance.payable() >= Amount::ZERO;
        let shipping = !refund.parts.shipping.is_positive() || is_there(&ledger.shipping);
        let mut lines = refund.parts.lines.iter().filter_map(|(line, _)| ledger.line(line));
        is_there(&ledger.order)
            && (ceiling == Ceiling::Order || (shipping && lines.all(|line| is_there(&line.money))))
    }

    /// Returns the position of a case, with the facts of the case and of the order.
    pub(super) fn position(&self, case: &Case<S>) -> Position<S>
    where
        S: Copy,
    {
        let in_flight = self.refunds_of(case.id).any(|refund| refund.is_in_flight());
        Position { flow: case.flow, status: Some(case.status), facts: case.facts }
            .knowing(Fact::OrderShipped, self.is_shipped())
            .knowing(Fact::RefundUnderWay, in_flight)
    }

    /// Returns the amount that has been paid for a case and not come back.
    pub(super) fn paid_to(&self, case: CaseId) -> Amount {
        Amount::saturating_sum(self.refunds_of(case).map(Refund::paid))
    }
}

/// Returns the milestones of a case after it has moved from one phase to another.
pub(super) fn milestones_after(
    milestones: Milestones,
    before: Phase,
    after: Phase,
    at: Timestamp,
) -> Milestones {
    use crate::steps::StepName;

    let step = match (before, after) {
        (_, Phase::Refunded) => StepName::Refund,
        (Phase::UnderReview, Phase::WaitingForGoods | Phase::Refunding) => StepName::Review,
        (Phase::WaitingForGoods, Phase::WaitingForReceipt) => StepName::SendGoods,
        (Phase::WaitingForReceipt, Phase::Refunding) => StepName::ReceiveGoods,
        _ => return milestones,
    };
    milestones.done_at(step, at)
}
