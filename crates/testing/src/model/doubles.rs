//! What may have been paid or counted twice, or contradicts what was booked: which anomalies an event must have (I25).

use std::collections::BTreeSet;

use super::Model;
use super::records::{CaseRecord, RefundRecord, Report};
use super::step::Step;
use super::sums::{amount, minor};
use aftersale::lifecycle::Phase;
use aftersale::money::Money;
use aftersale::order::{
    Anomaly, Bound, CaseId, KnownOutcome, Order, Policy, RefundReport, Route, Version,
};
use aftersale::time::Timestamp;

/// The anomalies that a model knows, put into words, each with the version of its event.
pub(super) type Doubles = Vec<(Version, String)>;

impl<P: Policy> Step<'_, P> {
    fn money(&self, minor: i128) -> Money {
        self.before.facts.currency.money(amount(minor))
    }

    pub(super) fn record_double(&mut self, anomaly: Anomaly) {
        self.after.doubles.push((self.version(), anomaly));
    }

    /// Records what the event as a whole shows.
    pub(super) fn record_doubles(&mut self) {
        self.record_overpaid_cases();
        self.record_smaller_successes();
        let (was, is) = (self.before.total_and_booked(), self.after.total_and_booked());
        if let Some((as_of, total, booked)) = is {
            let figures = |of: Option<(Timestamp, i128, i128)>| of.map(|(_, of, by)| (of, by));
            if total < booked && figures(was) != figures(is) {
                let (total, booked) = (self.money(total), self.money(booked));
                self.record_double(Anomaly::TotalBelowBooked { as_of, total, booked });
            }
        }
    }

    fn record_overpaid_cases(&mut self) {
        let mut found = Vec::new();
        for case in &self.after.cases {
            let was = self.before.case(case.id).map_or(0, |case| self.before.beyond_claim(case));
            let (claimed, refunded) = (case.claim.total(), self.after.paid_to(case.id));
            if self.after.beyond_claim(case) > was && refunded > 0 {
                let (claimed, refunded) = (self.money(claimed), self.money(refunded));
                let case = case.id;
                found.push(Anomaly::RefundedMoreThanClaimed { case, claimed, refunded });
            }
        }
        found.into_iter().for_each(|anomaly| self.record_double(anomaly));
    }

    fn record_smaller_successes(&mut self) {
        let mut found = Vec::new();
        for refund in &self.after.refunds {
            let before = self.before.refunds.iter().find(|before| before.key == refund.key);
            let known = before.map_or(0, |before| before.reports.len());
            // Two that turn out to be one can have several new ones.
            for (place, (as_of, report)) in refund.reports.iter().enumerate().skip(known) {
                let (before, _) = refund.reports.split_at(place);
                let Report::Succeeded(paid) = report else { continue };
                let outcome = KnownOutcome::Succeeded(amount(*paid));
                let report = RefundReport { as_of: *as_of, outcome };
                if let Some((paid, reported)) = smaller_by(&certain(before), report) {
                    let (paid, reported) = (self.money(paid), self.money(reported));
                    let key = refund.key.clone();
                    found.push(Anomaly::SuccessBecameSmaller { key, paid, reported });
                }
            }
        }
        found.into_iter().for_each(|anomaly| self.record_double(anomaly));
    }

    /// Records that a case which had ended in this phase is said to be in another.
    pub(super) fn record_if_it_left_its_end(&mut self, id: CaseId, was: Phase) {
        let Some(case) = self.after.case(id) else { return };
        let is = self.after.phase(case);
        let had_ended = matches!(was, Phase::Refunded | Phase::Withdrawn | Phase::Closed);
        if had_ended && is != was {
            let refunded = self.money(self.after.paid_to(id));
            self.record_double(Anomaly::LeftItsEnd { case: id, was, is, refunded });
        }
    }

    /// Records that a case is taken over as refunded for which nothing is booked, or as ended otherwise for which something
    /// is, unless it had ended before or was there before.
    pub(super) fn record_if_contradicted(&mut self, id: CaseId, was: Option<Phase>) {
        let Some(case) = self.after.case(id) else { return };
        let (is, paid) = (self.after.phase(case), self.after.paid_to(id));
        let had_ended = matches!(was, Some(Phase::Refunded | Phase::Withdrawn | Phase::Closed));
        let is_odd = match is {
            Phase::Refunded => paid == 0 && !case.claim.ends_without_refund(),
            Phase::Withdrawn | Phase::Closed => paid > 0,
            _ => false,
        };
        if is_odd && !had_ended && was != Some(is) {
            let refunded = self.money(paid);
            self.record_double(Anomaly::StatusContradictsBooks { case: id, is, refunded });
        }
    }

    /// Records what a case that is taken over as refunded has got, where as much was refunded before the opening.
    pub(super) fn record_if_refunded_before_opening(&mut self, id: CaseId) {
        let Some(case) = self.after.case(id) else { return };
        if self.after.status_phase(case) != Phase::Refunded {
            return;
        }
        let facts = &self.before.facts;
        let mut parts =
            Vec::from([(Bound::Shipping, minor(facts.shipping_refunded), case.claim.shipping)]);
        for facts in &facts.lines {
            let asked = case.claim.line(&facts.line).map_or(0, |claimed| claimed.amount);
            parts.push((Bound::Line(facts.line.clone()), minor(facts.refunded), asked));
        }
        for (of, before, refunded) in parts {
            if refunded > 0 && refunded <= before {
                let (before, refunded) = (self.money(before), self.money(refunded));
                let case = id;
                self.record_double(Anomaly::RefundedBeforeOpening { case, of, before, refunded });
            }
        }
    }
}

impl<P: Policy> Model<P> {
    /// Returns the amount that a case has got beyond what it asks for, as far as amounts go.
    fn beyond_claim(&self, case: &CaseRecord<P::Status>) -> i128 {
        let paid = minor(amount(self.paid_to(case.id)));
        (paid - case.claim.total()).max(0)
    }

    /// Returns the gateway's newest total, and what the gateway has paid by its time as far as that is booked.
    fn total_and_booked(&self) -> Option<(Timestamp, i128, i128)> {
        let (as_of, total) = *self.totals.iter().max()?;
        let mut booked = minor(self.facts.shipping_refunded);
        booked += self.facts.lines.iter().map(|line| minor(line.refunded)).sum::<i128>();
        let by_gateway = |refund: &&RefundRecord| refund.route != Route::Offline;
        let refunds = self.refunds.iter().filter(by_gateway);
        booked += refunds.map(|refund| refund.paid_by(as_of)).sum::<i128>();
        Some((as_of, total, minor(amount(booked))))
    }

    /// Returns the anomalies of I25 that the model has recorded.
    pub(super) fn doubles(&self) -> Doubles {
        sorted(self.doubles.iter().map(|(version, anomaly)| (*version, anomaly)))
    }
}

/// Returns the anomalies of I25 that an order has recorded.
pub(super) fn doubles_of<P: Policy>(order: &Order<P>) -> Doubles {
    sorted(order.anomalies().filter(|(_, anomaly)| {
        matches!(
            anomaly,
            Anomaly::RefundedMoreThanClaimed { .. }
                | Anomaly::SuccessBecameSmaller { .. }
                | Anomaly::TotalBelowBooked { .. }
                | Anomaly::CaseTotalBelowBooked { .. }
                | Anomaly::LeftItsEnd { .. }
                | Anomaly::RefundedBeforeOpening { .. }
                | Anomaly::StatusContradictsBooks { .. }
        )
    }))
}

fn sorted<'a>(anomalies: impl Iterator<Item = (Version, &'a Anomaly)>) -> Doubles {
    let mut all: Doubles =
        anomalies.map(|(version, anomaly)| (version, format!("{anomaly:?}"))).collect();
    all.sort();
    all
}

/// Returns the certain reports among these, in their order.
fn certain(reports: &[(Timestamp, Report)]) -> BTreeSet<RefundReport> {
    let known = reports.iter().filter_map(|(as_of, report)| {
        let outcome = match report {
            Report::Succeeded(paid) => KnownOutcome::Succeeded(amount(*paid)),
            Report::Failed => KnownOutcome::Failed,
            Report::Reversed(back) => KnownOutcome::Reversed(amount(*back)),
            Report::Processing | Report::Unknown | Report::Declared => return None,
        };
        Some(RefundReport { as_of: *as_of, outcome })
    });
    known.collect()
}

/// Returns a larger and a later smaller success between which nothing came back, where this new report shows that.
fn smaller_by(known: &BTreeSet<RefundReport>, new: RefundReport) -> Option<(i128, i128)> {
    let paid = |report: &RefundReport| match report.outcome {
        KnownOutcome::Succeeded(amount) => Some(minor(amount)),
        KnownOutcome::Failed | KnownOutcome::Reversed(_) => None,
    };
    let this = paid(&new)?;
    // The successes before it and after it, each as far as nothing came back between.
    let before: Vec<i128> = known.range(..new).rev().map_while(paid).collect();
    let after: Vec<i128> = known.range(new..).map_while(paid).collect();
    let is_repeated =
        known.contains(&new) || before.first() == Some(&this) || after.first() == Some(&this);
    if is_repeated {
        return None;
    }
    let most_before = before.iter().copied().max().unwrap_or(-1);
    if most_before > this {
        return Some((most_before, this));
    }
    let first_other = after.into_iter().find(|later| *later != this);
    let smaller = first_other.filter(|later| *later < this && most_before < this);
    smaller.map(|smaller| (this, smaller))
}
