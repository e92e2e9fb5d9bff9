//! The checks of what a platform tells of the cases that it owns: each is one case of its order, and nothing goes back to what
//! it was before (I32).

use super::doubles::out_by;
use super::{Findings, Invariant};
use aftersale::lifecycle::Phase;
use aftersale::order::{Adoption, Anomaly, Case, Change, Event, Order, Policy, Request};
use aftersale::time::Timestamp;

/// Checks that no two cases have one id of the platform's, that none gets another, that what is told is kept, and that nothing of
/// a case is changed by what is older.
pub(super) fn check_adopted<P: Policy>(
    before: &Order<P>,
    event: &Event<P::Status>,
    after: &Order<P>,
    found: &mut Findings,
) {
    for case in after.cases() {
        let Some(id) = case.platform_case() else { continue };
        let bearers = after.cases().iter().filter(|other| other.platform_case() == Some(id));
        let bearers = bearers.count();
        found.unless(bearers == 1, Invariant::I32, || format!("{bearers} cases are {id}"));
    }
    for case in before.cases() {
        let (was, is) = (case.platform_case(), after.case(case.id).and_then(Case::platform_case));
        found.unless(was.is_none() || was == is, Invariant::I32, || {
            format!("case {} was {was:?} on its platform and is {is:?}", case.id)
        });
    }
    let Some(accepted) = event.accepted() else { return };
    let Request::Adopt(adoption) = &accepted.request else { return };
    let id = adoption.platform_case.as_ref();
    let told_of = match id {
        Some(id) => after.case_of_platform(id),
        None => case_of(after, adoption).or_else(|| after.cases().last()),
    };
    found.unless(told_of.is_some(), Invariant::I32, || {
        format!("{id:?} was told of, and is no case of the order")
    });
    if let (Some(told_of), Some(told)) = (told_of, adoption.as_of) {
        let (told, known) = (counted_as_of(after, told), told_of.known_as_of());
        found.unless(known >= told, Invariant::I32, || {
            format!("case {} was told of as of {told}, and is known as of {known}", told_of.id)
        });
    }
    let told = adoption.as_of.map(|told| counted_as_of(after, told));
    let known = case_of(before, adoption);
    let Some((case, as_of)) =
        known.zip(told).filter(|(case, as_of)| is_old::<P>(case, adoption, *as_of))
    else {
        check_total(told.unwrap_or(event.at), adoption, told_of, event, after, found);
        return;
    };
    let Some(now) = after.case(case.id) else { return };
    let is_untouched = (now.status, now.flow, now.facts, &now.claim, now.deadline, &now.history)
        == (case.status, case.flow, case.facts, &case.claim, case.deadline, &case.history)
        && after.refunds() == before.refunds();
    found.unless(is_untouched, Invariant::I32, || {
        format!("case {} was changed by what was so at {as_of}", case.id)
    });
    let only_names_it =
        accepted.changes.iter().all(|change| matches!(change, Change::CaseAdopted { .. }));
    found.unless(only_names_it, Invariant::I32, || {
        format!("what was so at {as_of} does more than to name case {}", case.id)
    });
}

/// Returns whether what is told of a case as of this time is older than what is known of it. In the second in which it ended, a
/// status that is no end is.
fn is_old<P: Policy>(case: &Case<P::Status>, adoption: &Adoption, as_of: Timestamp) -> bool {
    let phase = adoption.status.resolve::<P::Status>();
    let phase = phase.and_then(|status| P::LIFECYCLE.phase(adoption.flow, status));
    let leaves_its_end = case.status_phase.is_final() && !phase.is_some_and(Phase::is_final);
    as_of < case.known_as_of() || as_of == case.known_as_of() && leaves_its_end
}

/// A total that the platform tells of a case, and that is below what is booked by its time, has an anomaly (I25).
fn check_total<P: Policy>(
    as_of: Timestamp,
    adoption: &Adoption,
    case: Option<&Case<P::Status>>,
    event: &Event<P::Status>,
    after: &Order<P>,
    found: &mut Findings,
) {
    let (Some(total), Some(case)) = (adoption.refunded, case) else { return };
    let booked: i128 = after.refunds_of(case.id).map(|refund| out_by(refund, as_of)).sum();
    let is_below = i128::from(total.amount.minor()) < booked;
    let is_told =
        event.anomalies().any(|anomaly| matches!(anomaly, Anomaly::CaseTotalBelowBooked { .. }));
    found.unless(is_told == is_below, Invariant::I25, || {
        format!("{total} was told of case {}, of which {booked} is booked", case.id)
    });
}

/// Returns the case that an adoption is about, where the order has it.
pub(super) fn case_of<'a, P: Policy>(
    order: &'a Order<P>,
    adoption: &Adoption,
) -> Option<&'a Case<P::Status>> {
    let of_platform = adoption.platform_case.as_ref();
    match adoption.case {
        Some(case) => order.case(case),
        None => of_platform.and_then(|id| order.case_of_platform(id)),
    }
}

/// Returns the time as of which a telling counts, that may be dated ahead.
fn counted_as_of<P: Policy>(order: &Order<P>, told: Timestamp) -> Timestamp {
    let counted = order.anomalies().find_map(|(_, anomaly)| match anomaly {
        Anomaly::ReportDatedAhead { as_of, counted } if *as_of == told => Some(*counted),
        _ => None,
    });
    counted.unwrap_or(told)
}
