//! Records that two names are those of one refund, which is booked once from then on (I31).

use super::{Change, Draft};
use crate::order::{
    MaximumOf, Outcome, Policy, Reason, Refund, RefundKey, Route, UncertainState, maximum,
};
use crate::time::Timestamp;

impl<P: Policy> Draft<'_, P> {
    /// Records that what is known under a reference is this refund.
    pub(super) fn identify_refund(&mut self, refund: &RefundKey, reference: &RefundKey) {
        if reference.as_str().is_empty() {
            self.checks.refuse(Reason::EmptyName);
        }
        let books = self.checks.books();
        let Some(known) = books.refund(refund) else {
            self.checks.refuse(Reason::NoSuchRefund { key: refund.clone() });
            return;
        };
        let other = books.refund(reference);
        if other.is_some_and(|other| other.key == known.key) {
            return;
        }
        self.check_can_be_one(known, other, reference);
        if self.checks.has_reasons() {
            return;
        }
        let reference = other.map_or(reference, |other| &other.key);
        let (refund, reference) = (known.key.clone(), reference.clone());
        let mut named = known.clone();
        named
            .references
            .add(core::iter::once(&reference).chain(other.iter().flat_map(|one| one.references())));
        self.push(Change::RefundIdentified { refund, reference });
        let Some(other) = other else { return };
        let updated = self.with_reports_of(&named, other);
        if updated != named {
            self.record_report(Some(known), updated);
        }
        if let Some(case) = other.case.filter(|_| other.is_in_flight()) {
            // Nothing of the case may be in flight any more, and it may have waited for that.
            self.follow_failure(case, true);
        }
    }

    /// Checks that a refund can be what is known under a reference, where anything is.
    fn check_can_be_one(&self, refund: &Refund, other: Option<&Refund>, reference: &RefundKey) {
        if refund.route == Route::Offline {
            self.checks.refuse(Reason::MadeOffline { key: refund.key.clone() });
        }
        let of_other = other.and_then(|other| other.case);
        if let Some(own) = other.filter(|other| other.route != Route::External) {
            let (reference, refund) = (reference.clone(), own.key.clone());
            self.checks.refuse(Reason::OwnRefund { reference, refund });
        } else if let Some(case) = of_other.filter(|case| refund.case.is_some_and(|of| of != *case))
        {
            self.checks.refuse(Reason::RefundOfOtherCase { reference: reference.clone(), case });
        }
        let more = other.map_or(0, |other| other.references().len());
        let names = refund.references().len().saturating_add(more).saturating_add(1);
        if names > maximum::REFERENCES {
            let most = u64::try_from(maximum::REFERENCES).unwrap_or(u64::MAX);
            self.checks.refuse(Reason::OrderIsFull { what: MaximumOf::References, most });
        }
    }

    /// Returns a refund with what was reported on the external one that turned out to be it, and records the anomalies that
    /// these reports would have had under its key.
    fn with_reports_of(&mut self, refund: &Refund, other: &Refund) -> Refund {
        let mut all = refund.with_more_of(other);
        // Nobody knew of which refund it was declared. Only what was declared of both may have failed.
        let told = other.uncertain.filter(|_| !(refund.declared_failed && other.declared_failed));
        if let Some((as_of, state)) = told {
            let outcome = match state {
                UncertainState::Processing => Outcome::Processing,
                UncertainState::Unknown => Outcome::Unknown,
            };
            all = self.with_report(all, outcome, as_of);
        }
        for report in &other.reports {
            let outcome = report.outcome.in_currency(self.checks.books().currency());
            if !all.has_report(outcome, report.as_of) {
                all = self.with_report(all, outcome, report.as_of);
            }
        }
        all
    }

    fn with_report(&mut self, before: Refund, outcome: Outcome, as_of: Timestamp) -> Refund {
        let updated = before.after_report(outcome, as_of);
        self.compare(&before, &updated, outcome);
        self.record_if_smaller(&updated, outcome, as_of);
        updated
    }
}
