//! The checks of what a platform tells of the cases that it owns: each is one case of its order, and nothing goes back to what
//! it was before (I32).

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
    let Some(as_of) = adoption.as_of.map(|told| counted_as_of(after, told)) else { return };
    let Some(case) = case_of(before, adoption) else { return };
    let phase = adoption.status.resolve::<P::Status>();
    let phase = phase.and_then(|status| P::LIFECYCLE.phase(adoption.flow, status));
    let leaves_its_end = case.status_phase.is_final() && !phase.is_some_and(Phase::is_final);
    let is_old = as_of < case.known_as_of() || as_of == case.known_as_of() && leaves_its_end;
    let Some(now) = after.case(case.id).filter(|_| is_old) else { return };
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

/// Returns the case that an adoption is about, where the order has it.
fn case_of<'a, P: Policy>(order: &'a Order<P>, adoption: &Adoption) -> Option<&'a Case<P::Status>> {
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
