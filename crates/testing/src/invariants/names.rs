//! The checks of refunds that have several names: each name is that of one refund, for good, and what turned out to be one is
//! booked once (I31).

use std::collections::BTreeSet;

use super::sums::refund_sum;
use super::{Findings, Invariant};
use aftersale::order::{
    AcceptedCommand, Order, Policy, Refund, RefundKey, RefundReport, Request, Route, maximum,
};

fn names(refund: &Refund) -> impl Iterator<Item = &RefundKey> {
    core::iter::once(&refund.key).chain(refund.references())
}

/// Each name is that of one refund, which is found under it.
pub(super) fn check_names<P: Policy>(order: &Order<P>, found: &mut Findings) {
    let mut seen = BTreeSet::new();
    for refund in order.refunds() {
        for name in names(refund) {
            let is_found = order.refund(name).is_some_and(|found| found.key == refund.key);
            found.unless(seen.insert(name) && is_found, Invariant::I31, || {
                let found = order.refund(name).map(|found| &found.key);
                format!("{name} is a name of refund {}, and finds {found:?}", refund.key)
            });
        }
        let number = refund.references().len();
        let is_bounded = number <= maximum::REFERENCES;
        let can_have_some = number == 0 || refund.route != Route::Offline;
        found.unless(is_bounded && can_have_some, Invariant::I31, || {
            format!("refund {} has {number} further names", refund.key)
        });
    }
}

/// No name is lost or becomes another refund's, but by a command that says so; and by that, what was reported on the two is
/// reported on the one, and nothing else.
pub(super) fn check_kept_names<P: Policy>(
    before: &Order<P>,
    accepted: &AcceptedCommand<P::Status>,
    after: &Order<P>,
    found: &mut Findings,
) {
    let one = match &accepted.request {
        Request::IdentifyRefund { refund, reference } => Some((refund, reference)),
        _ => None,
    };
    for refund in before.refunds() {
        for name in names(refund) {
            let is = after.refund(name).map(|now| &now.key);
            let is_said = one.is_some_and(|(of, reference)| {
                let was = before.refund(reference).map(|was| &was.key);
                was == Some(&refund.key) && after.refund(of).map(|now| &now.key) == is
            });
            found.unless(is == Some(&refund.key) || is_said, Invariant::I31, || {
                format!("{name} was a name of refund {}, and is one of {is:?}", refund.key)
            });
        }
    }
    let Some((refund, reference)) = one else { return };
    let (Some(was), now) = (before.refund(refund), after.refund(reference)) else { return };
    let Some(now) = now.filter(|now| now.key == was.key) else {
        found.add(Invariant::I31, || format!("{reference} is not known to be {refund}"));
        return;
    };
    let other = before.refund(reference);
    let most = before.refunds().len().saturating_sub(usize::from(other.is_some()));
    found.unless(after.refunds().len() == most, Invariant::I31, || {
        format!(
            "{refund} and {reference} are one, and {} refunds are booked",
            after.refunds().len()
        )
    });
    let reports = |of: &Refund| of.reports.clone();
    let mut all: Vec<RefundReport> = reports(was);
    all.extend(other.map(reports).unwrap_or_default());
    all.sort_unstable();
    all.dedup();
    // Of several in a row that say the same the first and the last are kept.
    let says = |index: usize| all.get(index).map(|report| report.outcome);
    let is_between = |index: usize| {
        index > 0 && says(index - 1) == says(index) && says(index + 1) == says(index)
    };
    let kept = (0..all.len()).filter(|index| !is_between(*index)).map(|index| all[index]);
    let kept: Vec<RefundReport> = kept.collect();
    found.unless(now.reports == kept, Invariant::I31, || {
        format!("{kept:?} was reported on {refund} and {reference}, and {:?} is kept", now.reports)
    });
    let held = |of: &Refund| refund_sum(of).in_flight;
    let was_held = held(was) || other.is_some_and(held);
    let is_known = !now.reports.is_empty();
    found.unless(!was_held || held(now) || is_known || now.declared_failed, Invariant::I9, || {
        format!("{refund} or {reference} might be out, and together they hold nothing")
    });
}
