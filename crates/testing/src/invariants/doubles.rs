//! The checks of what an event may have paid or counted twice: none of it is silent (I25).

use super::adopted::case_of;
use super::state::of_unknown_amount;
use super::sums::{RefundSum, asked, paid_for_case, refund_sum_by, total};
use super::{Findings, Invariant};
use aftersale::lifecycle::Phase;
use aftersale::order::{
    Anomaly, Change, Event, KnownOutcome, Order, Policy, Refund, RefundReport, Request, Route,
};
use aftersale::time::Timestamp;

/// Checks that the order keeps the anomalies of its events, and has one for whatever may have been paid twice.
pub(super) fn check_doubles<P: Policy>(
    before: &Order<P>,
    event: &Event<P::Status>,
    after: &Order<P>,
    found: &mut Findings,
) {
    let of_event = after.anomalies().filter(|(version, _)| *version == event.version);
    let told: Vec<&Anomaly> = of_event.map(|(_, anomaly)| anomaly).collect();
    found.unless(told.iter().copied().eq(event.anomalies()), Invariant::I25, || {
        let recorded: Vec<_> = event.anomalies().collect();
        format!("{recorded:?} was recorded, and {told:?} is kept")
    });
    check_overpaid(before, after, &told, found);
    check_smaller(before, after, &told, found);
    check_total(before, after, &told, found);
    check_adopted(before, event, after, &told, found);
    check_started(before, event, found);
}

/// No refund is started while nobody knows how much of the order is out by another way (I26).
fn check_started<P: Policy>(before: &Order<P>, event: &Event<P::Status>, found: &mut Findings) {
    let Some(unknown) = of_unknown_amount(before) else { return };
    let changes = event.accepted().map(|accepted| accepted.changes.as_slice()).unwrap_or_default();
    let starts = changes.iter().any(|change| matches!(change, Change::RefundStarted(_)));
    found.unless(!starts, Invariant::I26, || {
        format!("a refund is started, and {} may be out", unknown.key)
    });
}

/// A case that has got more than it asks for, or more of that than before, has an anomaly with both figures.
fn check_overpaid<P: Policy>(
    before: &Order<P>,
    after: &Order<P>,
    told: &[&Anomaly],
    found: &mut Findings,
) {
    for case in after.cases() {
        let (asks, got) = (asked(case), paid_for_case(after, case.id));
        let was =
            before.case(case.id).map_or(0, |case| paid_for_case(before, case.id) - asked(case));
        let is_told = told.iter().any(|anomaly| match anomaly {
            Anomaly::RefundedMoreThanClaimed { case: id, claimed, refunded } => {
                let figures = [claimed, refunded].map(|money| i128::from(money.amount.minor()));
                *id == case.id && figures == [asks, got]
            }
            _ => false,
        });
        let is_double = got > asks && got - asks > was.max(0);
        found.unless(is_told == is_double, Invariant::I25, || {
            format!("case {} asks for {asks} and has got {got}, and told is {told:?}", case.id)
        });
    }
}

/// Returns the larger and the smaller amount of each success that is smaller than one before it, where nothing came back
/// between.
fn shrinkings(reports: &[RefundReport]) -> Vec<(i64, i64)> {
    let (mut all, mut most) = (Vec::new(), i64::MIN);
    for report in reports {
        match report.outcome {
            KnownOutcome::Succeeded(amount) => {
                if amount.minor() < most {
                    all.push((most, amount.minor()));
                }
                most = most.max(amount.minor());
            }
            KnownOutcome::Failed | KnownOutcome::Reversed(_) => most = i64::MIN,
        }
    }
    all
}

/// A success that becomes smaller has an anomaly.
fn check_smaller<P: Policy>(
    before: &Order<P>,
    after: &Order<P>,
    told: &[&Anomaly],
    found: &mut Findings,
) {
    for refund in after.refunds() {
        let known = before.refund(&refund.key).map(|before| shrinkings(&before.reports));
        let known = known.unwrap_or_default();
        let new = shrinkings(&refund.reports).into_iter().find(|pair| !known.contains(pair));
        let is_told = told.iter().any(|anomaly| {
            matches!(anomaly, Anomaly::SuccessBecameSmaller { key, .. } if *key == refund.key)
        });
        found.unless(new.is_none() || is_told, Invariant::I25, || {
            format!("the successes of refund {} are {new:?}, without an anomaly", refund.key)
        });
    }
}

/// Returns the gateway's total and what is booked by its time, offline refunds left out.
fn total_and_booked<P: Policy>(order: &Order<P>) -> Option<(Timestamp, i128, i128)> {
    let (as_of, total) = order.gateway_total()?;
    let facts = order.facts();
    let lines = facts.lines.iter().map(|line| i128::from(line.refunded.minor()));
    let mut booked = lines.sum::<i128>() + i128::from(facts.shipping_refunded.minor());
    for refund in order.refunds().iter().filter(|refund| refund.route != Route::Offline) {
        booked += out_by(refund, as_of);
    }
    Some((as_of, total.amount.minor().into(), booked))
}

/// Returns the amount that had left by this time and not come back.
pub(crate) fn out_by(refund: &Refund, time: Timestamp) -> i128 {
    let by_then = refund.reports.iter().filter(|report| report.as_of <= time);
    let by_then: Vec<RefundReport> = by_then.copied().collect();
    let RefundSum { in_flight, out } = refund_sum_by(refund, &by_then);
    if in_flight { 0 } else { out }
}

/// A total below what is booked by its time has an anomaly, each time that a figure is another.
fn check_total<P: Policy>(
    before: &Order<P>,
    after: &Order<P>,
    told: &[&Anomaly],
    found: &mut Findings,
) {
    let Some((as_of, total, booked)) = total_and_booked(after) else { return };
    let is_as_before = total_and_booked(before)
        .is_some_and(|(_, known, booked_before)| (known, booked_before) == (total, booked));
    let is_told = told.iter().any(|anomaly| matches!(anomaly, Anomaly::TotalBelowBooked { .. }));
    let is_below = total < booked && !is_as_before;
    found.unless(is_told == is_below, Invariant::I25, || {
        format!("the gateway has refunded {total} by {as_of}, {booked} is booked; told is {told:?}")
    });
}

/// A case that is said to have left its end has an anomaly, and so has a refunded one of which as much was refunded before
/// the opening; and no refund is made up where nothing is owed.
fn check_adopted<P: Policy>(
    before: &Order<P>,
    event: &Event<P::Status>,
    after: &Order<P>,
    told: &[&Anomaly],
    found: &mut Findings,
) {
    let Some(accepted) = event.accepted() else { return };
    let Request::Adopt(adoption) = &accepted.request else { return };
    let adopted = case_of(before, adoption).map(|case| case.id);
    let id = adopted.or_else(|| after.cases().last().map(|case| case.id));
    let Some(case) = id.and_then(|id| after.case(id)) else { return };
    for change in &accepted.changes {
        let Change::RefundUpdated(refund) = change else { continue };
        found.unless(total(&refund.parts) > 0, Invariant::I25, || {
            format!("refund {} of nothing is made up for case {}", refund.key, case.id)
        });
    }
    let (was, is) = (adopted.and_then(|id| before.phase(id)), after.phase(case.id));
    let is_left = was.is_some_and(Phase::is_final) && was != is;
    let is_told = told.iter().any(|anomaly| matches!(anomaly, Anomaly::LeftItsEnd { .. }));
    found.unless(is_told == is_left, Invariant::I25, || {
        format!("case {} went from {was:?} to {is:?}, and told is {told:?}", case.id)
    });
    let got = paid_for_case(after, case.id);
    let is_free = case.claim.ends_without_refund();
    let is_odd = match is {
        Some(Phase::Refunded) => got == 0 && !is_free,
        Some(Phase::Withdrawn | Phase::Closed) => got > 0,
        _ => false,
    };
    let is_told =
        told.iter().any(|anomaly| matches!(anomaly, Anomaly::StatusContradictsBooks { .. }));
    let is_new_to_it = was != is && !was.is_some_and(Phase::is_final);
    found.unless(is_told == (is_odd && is_new_to_it), Invariant::I25, || {
        format!("case {} is at {is:?} and has got {got}, and told is {told:?}", case.id)
    });
    let facts = after.facts();
    let by_line = case.claim.lines.iter().filter_map(|claimed| {
        let line = facts.lines.iter().find(|line| line.line == claimed.line)?;
        Some((claimed.amount, line.refunded))
    });
    let all = by_line.chain([(case.claim.shipping, facts.shipping_refunded)]);
    let counts_twice = all.filter(|(asked, before)| asked.is_positive() && before >= asked).count();
    let is_new = adopted.is_none() && case.status_phase == Phase::Refunded;
    let expected = if is_new { counts_twice } else { 0 };
    let number =
        told.iter().filter(|one| matches!(one, Anomaly::RefundedBeforeOpening { .. })).count();
    found.unless(number == expected, Invariant::I25, || {
        format!("{expected} parts of case {} were refunded before, and told is {told:?}", case.id)
    });
}
