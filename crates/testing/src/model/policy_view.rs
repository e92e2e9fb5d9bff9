//! The order that a policy sees when it is asked what a case is settled as, and whether an order is closed:
//! these two are functions of the policy that look at an order and its ledger.
//!
//! The model has no order. So it turns its own state into events, and these make an order with its cases,
//! claims, refunds, totals and stage, but without its history. Nothing else in the model looks at it.

use super::Model;
use super::records::{CaseRecord, ClaimRecord, LatestReports, RefundRecord, quantity};
use super::sums::amount;
use super::table::meaning;
use aftersale::lifecycle::{Actor, KnownFacts, Phase};
use aftersale::order::{
    AcceptedCommand, CaseId, CasePosition, Change, Digest, Event, EventKind, Order, Policy, Refund,
    Request, Units, Version,
};

impl<P: Policy> Model<P> {
    /// Returns what a case is settled as by the policy: `before` is the order before the command that completes
    /// the case.
    pub(super) fn settled(&self, before: &Self, case: CaseId) -> Option<ClaimRecord> {
        let (before, now) = (before.projected_order()?, self.projected_order()?);
        let claim = &now.case(case)?.claim;
        let settled = self.policy.settle(&before, before.case(case)?, claim)?;
        Some(ClaimRecord::of(&settled))
    }

    /// Returns whether the policy says that nothing is left of the order.
    pub(super) fn is_closed_by_its_policy(&self) -> bool {
        let balances = self.balances(None);
        let units = balances.lines.iter().map(|figures| Units {
            bought: quantity(figures.bought),
            returned: quantity(figures.returned),
            claimed: quantity(figures.claimed),
        });
        self.policy.closes(&balances.order.balance(), units)
    }

    fn projected_order(&self) -> Option<Order<P>> {
        let (mut order, _) =
            Order::open(self.policy.clone(), self.facts.clone(), self.opened).ok()?;
        let (stage, shipped, received) = (self.stage, self.shipped, self.received);
        let mut changes =
            Vec::from([Vec::from([Change::StageChanged { stage, shipped, received }])]);
        // An event can open one case and no more.
        changes.extend(self.cases.iter().map(case_changes::<P>));
        changes.push(self.refunds.iter().map(refund_change).collect());
        let total = self.totals.iter().max();
        changes.push(total.map_or_else(Vec::new, |(as_of, total)| {
            Vec::from([Change::RefundTotalReported { total: amount(*total), as_of: *as_of }])
        }));
        if self.closed.is_some() {
            changes.push(Vec::from([Change::OrderClosed]));
        }
        let hidden = self.cases.iter().filter(|case| case.hidden);
        changes.push(hidden.map(|case| Change::CaseHidden { case: case.id }).collect());
        for (version, changes) in (2..).zip(changes) {
            let kind = EventKind::Accepted(AcceptedCommand {
                command: format!("picture-{version}").as_str().into(),
                digest: empty_digest()?,
                by: Actor::Platform,
                buyer: None,
                request: Request::Acknowledge { effects: Vec::new() },
                changes,
            });
            let (id, at) = (self.facts.order.clone(), self.at);
            let event = Event { order: id, version: Version::new(version), at, kind };
            order.apply(&event).ok()?;
        }
        Some(order)
    }
}

/// Returns the digest of no command.
fn empty_digest() -> Option<Digest> {
    serde_json::from_str("\"0000000000000000\"").ok()
}

fn case_changes<P: Policy>(case: &CaseRecord<P::Status>) -> Vec<Change<P::Status>> {
    let id = case.id;
    let (flow, status) = (case.position.flow, case.position.status);
    let status_phase = meaning::<P>(flow, status).unwrap_or(Phase::Closed);
    let known = case.position.known.iter();
    let facts = known.fold(KnownFacts::UNKNOWN, |facts, (fact, holds)| facts.with(*fact, *holds));
    let position = CasePosition { flow, status, status_phase, facts };
    let claim = case.claim.claim();
    let mut changes = Vec::from([
        Change::CaseOpened { case: id, action: None, claim, position },
        Change::DeadlineSet { case: id, deadline: case.deadline },
    ]);
    if let Some(goods) = &case.goods {
        changes.push(Change::GoodsReceived { case: id, goods: goods.clone() });
    }
    if case.waived {
        changes.push(Change::ReturnWaived { case: id });
    }
    if case.written_off {
        changes.push(Change::RefundWrittenOff { case: id });
    }
    changes
}

fn refund_change<S>(refund: &RefundRecord) -> Change<S> {
    let LatestReports { uncertain, declared, certain, .. } = refund.last();
    let (key, case, route) = (refund.key.clone(), refund.case, refund.route);
    let mut refund = Refund::new(key, case, route, refund.split.parts(), refund.started);
    refund.uncertain = uncertain;
    refund.declared_failed = declared;
    refund.reports = certain.into_iter().collect();
    Change::RefundUpdated(refund)
}
