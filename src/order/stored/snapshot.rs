//! Snapshots: the state of an order after its events, so that not all of them have to be read again.

use alloc::collections::VecDeque;
use alloc::vec::Vec;

use super::tables::{self, TableSpan};
use crate::lifecycle::{Fingerprint, Status};
use crate::order::remembered::{Commands, Remembered};
use crate::order::replay::all_differ;
use crate::order::state::Books;
use crate::order::{Case, CaseId, Order, OrderId, PendingEffect, Policy, Refund, Version};

/// The state of an order after its events, to be stored.
///
/// ```
#[doc = include_str!("../example.md")]
/// let snapshot = order.snapshot();
/// assert_eq!((snapshot.order().as_str(), snapshot.version()), ("ORDER1", Version::new(3)));
/// assert_eq!(Order::resume(HardenedShop::default(), snapshot)?, order);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq, serde::Deserialize, serde::Serialize)]
#[serde(bound = "S: Status")]
#[serde(deny_unknown_fields)]
pub struct Snapshot<S> {
    pub(super) books: Books<S>,
    pub(super) remembered: VecDeque<Remembered>,
    /// The stretches of events that came about under other tables than the one in the snapshot's description.
    pub(super) table_spans: Vec<TableSpan>,
}

/// The error of a snapshot that contradicts itself. Nothing was restored.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the snapshot of order {order:#} at version {version} contradicts itself: {what}")]
pub struct SnapshotFault {
    /// The order.
    pub order: OrderId,
    /// The version of the order.
    pub version: Version,
    /// The contradiction.
    pub what: &'static str,
}

impl<S: Status> Snapshot<S> {
    /// The order.
    #[must_use]
    pub const fn order(&self) -> &OrderId {
        &self.books.opening.facts.order
    }

    /// Returns the version of the order when the snapshot was made. The next event has the version after it.
    #[must_use]
    pub const fn version(&self) -> Version {
        self.books.version
    }

    /// Returns the first contradiction, if there is one.
    fn fault(&self) -> Option<&'static str> {
        let Self { books, remembered, table_spans } = self;
        let Books { version, opening, cases, refunds, applications, pending_effects, .. } = books;
        let end = *version;
        let knows_case = |case: CaseId| books.case(case).is_some();
        let has_moved_here = |case: &Case<S>| {
            case.history.last().is_some_and(|step| {
                (step.flow, step.status, step.status_phase)
                    == (case.flow, case.status, case.status_phase)
            })
        };
        let has_moved_so_far =
            |case: &Case<S>| follow(case.history.iter().map(|step| step.version), end);
        let mut next = CaseId::FIRST;
        let counts_up = |case: &Case<S>| case.id == count(&mut next);
        let keys = refunds.iter().map(|refund| &refund.key);
        let names = keys.chain(refunds.iter().flat_map(Refund::references));
        let most = usize::try_from(opening.remembered).unwrap_or(usize::MAX);
        let checks = [
            (*version >= Version::FIRST, "its version is 0"),
            (
                applications.len() == opening.facts.lines.len(),
                "it does not have one count of applications for each line",
            ),
            (cases.iter().all(counts_up), "its cases are not numbered from 1 on"),
            (
                cases.iter().all(|case| books.knows_claim(&case.claim)),
                "a case claims a line that is not there, or twice",
            ),
            (cases.iter().all(has_moved_here), "the history of a case does not end at its status"),
            (
                cases.iter().all(has_moved_so_far),
                "the history of a case is out of order, or goes beyond its version",
            ),
            (
                all_differ(cases.iter().filter_map(Case::platform_case)),
                "two cases have the same id on their platform",
            ),
            (refunds.iter().all(Refund::is_in_order), "the reports of a refund are out of order"),
            (
                refunds.iter().all(|refund| {
                    books.knows_each_once(refund.parts.lines.iter().map(|(line, _)| line))
                }),
                "a refund is for a line that is not there, or twice for one",
            ),
            (
                books.refund_taxes.is_sorted_by(|(one, _), (next, _)| one < next),
                "the taxes of its refunds are out of order",
            ),
            (
                books.refund_taxes.iter().all(|(refund, tax)| {
                    books.numbered_refund(*refund).is_some()
                        && books.knows_each_once(tax.lines.iter().map(|(line, _)| line))
                }),
                "a tax is of a refund or of a line that is not there, or twice of one",
            ),
            (
                books.later_payments.is_empty() || books.has_payments(),
                "a payment was added to an order whose payments have no names",
            ),
            (
                all_differ(books.payments().map(|payment| &payment.payment))
                    && books.number_of_payments() <= usize::from(u8::MAX),
                "two payments have the same id, or there are too many",
            ),
            (
                books.chosen_payments.is_sorted_by(|(one, _), (next, _)| one < next),
                "the chosen payments are out of order",
            ),
            (
                books
                    .chosen_payments
                    .iter()
                    .all(|(case, payments)| knows_case(*case) && books.knows_payments(payments)),
                "payments were chosen that are not there, or twice, or for a case that is not there",
            ),
            (
                refunds.iter().all(|refund| books.has_payment_of(refund)),
                "a refund goes back by a payment that is not there",
            ),
            (all_differ(names), "two refunds have the same key or further name, or one twice"),
            (
                all_differ(refunds.iter().filter_map(|refund| refund.effect)),
                "two refunds have the same effect",
            ),
            (
                refunds.iter().all(|refund| refund.case.is_none_or(knows_case)),
                "a refund names a case that is not there",
            ),
            (
                !pending_effects.iter().any(PendingEffect::issues_refund),
                "a pending effect issues a refund, which only the refund itself can do",
            ),
            (
                pending_effects.is_sorted_by_key(|pending| pending.id)
                    && follow(pending_effects.iter().map(|pending| pending.id.version), end),
                "its effects are out of order, or go beyond its version",
            ),
            (
                all_differ(pending_effects.iter().map(|pending| pending.id)),
                "two effects have the same id",
            ),
            (
                follow(books.anomalies.iter().map(|(version, _)| *version), end),
                "its anomalies are out of order, or go beyond its version",
            ),
            (remembered.len() <= most, "it remembers more commands than the order does"),
            (
                follow(remembered.iter().map(|known| known.version), end),
                "its commands are out of order, or go beyond its version",
            ),
            (all_differ(remembered.iter().map(|known| &known.id)), "two commands have the same id"),
            (
                tables::fits(table_spans, end),
                "its tables are out of order, or go beyond its version",
            ),
        ];
        let misfit = checks.into_iter().find(|(holds, _)| !holds).map(|(_, what)| what);
        opening.misfit().or(misfit)
    }
}

/// Returns this number, and moves to the next one.
const fn count(next: &mut CaseId) -> CaseId {
    let this = *next;
    *next = this.next();
    this
}

/// Returns whether these versions come one after the other, and none after the last.
fn follow(versions: impl Iterator<Item = Version>, last: Version) -> bool {
    let mut before = Version::FIRST;
    versions.chain([last]).all(|next| core::mem::replace(&mut before, next) <= next)
}

impl<P: Policy> Order<P> {
    /// Returns a snapshot of the order, to be stored.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot<P::Status> {
        Snapshot {
            books: self.books.without_kept(),
            remembered: self.remembered.all(),
            table_spans: self.table_spans.clone(),
        }
    }

    /// Returns the order as it was when this snapshot was made.
    ///
    /// # Errors
    ///
    /// A [`SnapshotFault`] when the snapshot contradicts itself.
    pub fn resume(policy: P, snapshot: Snapshot<P::Status>) -> Result<Self, SnapshotFault> {
        Self::resume_of(policy, snapshot, P::LIFECYCLE.fingerprint())
    }

    /// Returns the same, from a snapshot that was made under this table.
    pub(super) fn resume_of(
        policy: P,
        snapshot: Snapshot<P::Status>,
        table: Fingerprint,
    ) -> Result<Self, SnapshotFault> {
        let mut snapshot = snapshot;
        snapshot.books.recount(policy.terms().limits.ceiling);
        if let Some(what) = snapshot.fault() {
            let order = snapshot.order().clone();
            return Err(SnapshotFault { order, version: snapshot.version(), what });
        }
        let Snapshot { mut books, remembered, table_spans } = snapshot;
        books.drop_unwanted_effects(policy.terms().effects);
        books.find_all_refunds_to_issue(policy.terms().limits.ceiling);
        let today = P::LIFECYCLE.fingerprint();
        let table_spans = tables::of_other_tables(table_spans, books.version, table, today);
        let remembered = Commands::of(&remembered);
        Ok(Self { policy, books, remembered, table_spans })
    }
}
