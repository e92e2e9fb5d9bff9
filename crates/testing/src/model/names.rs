//! Refunds under several names, and two that turn out to be one (I31).

use super::Model;
use super::records::{RefundRecord, Report};
use super::step::{Objection, Step, require};
use super::sums::minor;
use aftersale::order::{KnownOutcome, Policy, RefundKey, Route, UncertainState, maximum};

impl RefundRecord {
    /// Returns whether this is one of its names.
    pub(super) fn is_called(&self, name: &RefundKey) -> bool {
        self.key == *name || self.names.contains(name)
    }

    /// Returns what of an external one is to be counted as reported on this one, which it turned out to be: the last
    /// uncertain state, unless both were declared failed, and everything that is certain.
    fn reports_to_take_over(&self, other: &Self) -> Vec<(aftersale::time::Timestamp, Report)> {
        let (ours, theirs) = (self.last(), other.last());
        let mut reports = Vec::new();
        if let Some((as_of, state)) = theirs.uncertain
            && !(ours.declared && theirs.declared)
        {
            let report = match state {
                UncertainState::Processing => Report::Processing,
                UncertainState::Unknown => Report::Unknown,
                other => crate::not_known(&other),
            };
            reports.push((as_of, report));
        }
        for report in theirs.certain {
            let outcome = match report.outcome {
                KnownOutcome::Failed => Report::Failed,
                KnownOutcome::Succeeded(paid) => Report::Succeeded(minor(paid)),
                KnownOutcome::Reversed(back) => Report::Reversed(minor(back)),
            };
            reports.push((report.as_of, outcome));
        }
        reports
    }
}

impl<P: Policy> Model<P> {
    /// Returns the refund with this name.
    pub(super) fn refund_called(&self, name: &RefundKey) -> Option<&RefundRecord> {
        self.refunds.iter().find(|refund| refund.is_called(name))
    }
}

impl<P: Policy> Step<'_, P> {
    /// Records that what is known under a reference is this refund.
    pub(super) fn identify_refund(
        &mut self,
        refund: &RefundKey,
        reference: &RefundKey,
    ) -> Result<(), Objection> {
        require(!reference.as_str().is_empty(), "it has no name")?;
        let before = self.before;
        let Some(known) = before.refund_called(refund) else {
            return Err(Objection("there is no such refund"));
        };
        let other = before.refund_called(reference);
        if other.is_some_and(|other| other.key == known.key) {
            return Ok(());
        }
        require(known.route != Route::Offline, "it was made offline")?;
        let mut updated = known.clone();
        match other {
            None => updated.names.push(reference.clone()),
            Some(other) => {
                require(other.route == Route::External, "the other one is the order's own")?;
                let is_of_one_case =
                    known.case.is_none() || other.case.is_none() || known.case == other.case;
                require(is_of_one_case, "they pay two cases")?;
                updated.names.push(other.key.clone());
                updated.names.extend(other.names.iter().cloned());
            }
        }
        require(updated.names.len() <= maximum::REFERENCES, "it has too many names")?;
        let named = updated.clone();
        self.after.refunds.retain(|refund| other.is_none_or(|other| other.key != refund.key));
        for refund in &mut self.after.refunds {
            if refund.key == named.key {
                *refund = named.clone();
            }
        }
        self.has_changed = true;
        let Some(other) = other else { return Ok(()) };
        if known.route == Route::External {
            let is_for_nothing = known.split.lines.is_empty() && known.split.shipping == 0;
            let is_for_something = !other.split.lines.is_empty() || other.split.shipping != 0;
            let is_pending = known.last().certain.is_empty() && other.last().certain.is_empty();
            let is_larger = is_pending && other.split.total() > known.split.total();
            let says_more = is_for_nothing && (is_for_something || known.split.total() == 0);
            if says_more || is_larger {
                updated.split = other.split.clone();
            }
            updated.case = known.case.or(other.case);
        }
        updated.reports.extend(known.reports_to_take_over(other));
        let is_news = (updated.case, &updated.split, updated.last())
            != (known.case, &known.split, known.last());
        if is_news {
            self.record_report(Some(known), updated);
        }
        if let (true, Some(case)) = (other.is_in_flight(), other.case) {
            self.follow_failure(case, true);
        }
        Ok(())
    }

    /// Returns the external refund that the command has shown to be another one, and that other one.
    pub(super) fn one_refund(&self) -> Option<(RefundKey, RefundRecord)> {
        for before in &self.before.refunds {
            let is_gone = self.after.refunds.iter().all(|refund| refund.key != before.key);
            if let (true, Some(one)) = (is_gone, self.after.refund_called(&before.key)) {
                return Some((before.key.clone(), one.clone()));
            }
        }
        None
    }
}
