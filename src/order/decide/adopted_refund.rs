//! Books the refunds of cases that are taken over: what was refunded in all, once, and what is in flight.

use alloc::vec::Vec;

use super::{Change, Draft};
use crate::lifecycle::{Fact, Phase};
use crate::money::Amount;
use crate::order::{
    Adoption, Anomaly, CaseId, Outcome, Policy, Reason, Refund, RefundKey, Route, UncertainState,
};
use crate::time::Timestamp;

impl<P: Policy> Draft<'_, P> {
    /// Books what a case that is taken over has been refunded, as far as that is more than what is booked for it: what the
    /// platform tells, or all that the case asks for where its status says that it was refunded. Then starts the refund of a
    /// case at a status where money is in flight. Where nothing is owed, none is made up.
    pub(super) fn adopt_refund(&mut self, id: CaseId, adoption: &Adoption, has_moved: bool) {
        self.adopt_known_refund(id, adoption);
        let Some(case) = self.state().case(id) else { return };
        let is_refunded = case.status_phase == Phase::Refunded;
        let all = || case.claim.total();
        let told = adoption.refunded.map(|total| total.amount);
        if let Some(total) = told.or_else(|| (is_refunded && has_moved).then(all)) {
            self.book_in_total(id, total, adoption);
        }
        if has_moved && !is_refunded {
            self.adopt_failure(id, adoption);
            self.adopt_refund_in_flight(id, adoption);
        }
    }

    /// Books that the refunds in flight of a case have failed which its platform pays and tells to have failed.
    fn adopt_failure(&mut self, id: CaseId, adoption: &Adoption) {
        let Some(case) = self.state().case(id) else { return };
        let has_failed = case.status_phase == Phase::RefundFailed;
        if !has_failed || adoption.tells_nothing_of_the_platform() {
            return;
        }
        let as_of = self.adopted_as_of(adoption);
        let is_open = |refund: &&Refund| refund.route == Route::Platform && refund.is_in_flight();
        let failed = |refund: &Refund| refund.after_report(Outcome::Failed, as_of);
        let failed: Vec<Refund> = self.state().refunds_of(id).filter(is_open).map(failed).collect();
        failed.into_iter().for_each(|refund| self.push(Change::RefundUpdated(refund)));
    }

    /// Starts the refund of a case that is taken over at a status where money is in flight.
    fn adopt_refund_in_flight(&mut self, id: CaseId, adoption: &Adoption) {
        let Some(case) = self.state().case(id) else { return };
        let owed = self.state().still_asked(&case);
        if case.has_refund_in_flight() || !owed.total().is_positive() {
            return;
        }
        let is_under_way = case.facts.get(Fact::RefundUnderWay) == Some(true);
        let (route, state) = match case.status_phase {
            Phase::WaitingForConfirmation => (Route::Offline, UncertainState::Processing),
            Phase::Refunding => (self.shop_or_platform(), UncertainState::Unknown),
            _ if is_under_way => (self.shop_or_platform(), UncertainState::Unknown),
            _ => return,
        };
        let key = self.adopted_key(id, adoption);
        let uncertain = Some((self.adopted_as_of(adoption), state));
        let refund = Refund::new(key, Some(id), route, owed, self.time());
        self.push(Change::RefundUpdated(Refund { uncertain, ..refund }));
    }

    /// Books so much as refunded for a case in all. What is booked for it already is not booked again: neither what was
    /// reported under keys, nor what is in flight for it, which then has succeeded.
    fn book_in_total(&mut self, id: CaseId, total: Amount, adoption: &Adoption) {
        let as_of = self.adopted_as_of(adoption);
        let mut missing = total.saturating_sub(self.booked_for(id, as_of));
        if !missing.is_positive() {
            return;
        }
        let succeeded = |refund: &Refund, more: Amount| {
            let paid = self.checks.money(refund.paid().saturating_add(more));
            refund.after_report(Outcome::Succeeded(paid), as_of)
        };
        let mut updates: Vec<(Option<Refund>, Refund)> = Vec::new();
        let reference = adoption.reference.as_ref();
        let is_known = |refund: &&Refund| reference.is_some_and(|name| refund.is_called(name));
        if let Some(known) = self.state().refunds_of(id).find(is_known) {
            updates.push((Some(known.clone()), succeeded(known, missing)));
            missing = Amount::ZERO;
        }
        let is_told = !adoption.tells_nothing_of_the_platform();
        let open = self.state().refunds_of(id).filter(|refund| {
            is_told && refund.is_in_flight() && refund.route != Route::External && !is_known(refund)
        });
        for open in open {
            let is_made_up = open.effect.is_none() && open.route != Route::Offline;
            if adoption.reference.is_some() && is_made_up {
                // It was supposed under a key of ours, and has left under the gateway's.
                updates.push((None, open.after_report(Outcome::Failed, as_of)));
            } else if missing.is_positive() {
                let part = missing.min(open.parts.total());
                updates.push((Some(open.clone()), succeeded(open, part)));
                missing = missing.saturating_sub(part);
            }
        }
        if missing.is_positive() {
            let Some(case) = self.state().case(id) else { return };
            let parts = case.claim.parts().spread(missing);
            let key = self.adopted_key(id, adoption);
            let route = self.shop_or_platform();
            let refund = Refund::new(key, Some(id), route, parts, self.time());
            updates.push((None, succeeded(&refund, missing)));
        }
        for (before, updated) in updates {
            if before.as_ref() == Some(&updated) {
                continue;
            }
            if let Some(before) = before {
                let outcome = Outcome::Succeeded(self.checks.money(updated.paid()));
                self.compare(&before, &updated, outcome);
                self.record_if_smaller(&updated, outcome, as_of);
            }
            self.push(Change::RefundUpdated(updated));
        }
    }

    /// Returns what is booked for a case, beside a total as of this time: what came back after it is in the total.
    pub(super) fn booked_for(&self, id: CaseId, as_of: Timestamp) -> Amount {
        let booked = |refund: &Refund| refund.paid().max(refund.paid_by(as_of));
        Amount::saturating_sum(self.state().refunds_of(id).map(booked))
    }

    /// Gives a refund that was reported before for no case, under the reference that the platform tells, to the case.
    fn adopt_known_refund(&mut self, id: CaseId, adoption: &Adoption) {
        let Some(reference) = &adoption.reference else { return };
        let Some(known) = self.checks.books().refund(reference) else { return };
        let amount = known.parts.total().max(known.paid());
        if known.case.is_some() || !amount.is_positive() {
            return;
        }
        let Some(case) = self.state().case(id) else { return };
        let parts = self.state().still_asked(&case).spread(amount);
        let refund = Refund { case: Some(id), parts, ..known.clone() };
        self.push(Change::RefundUpdated(refund));
    }

    /// Returns the key under which a refund is booked that is not known here: the gateway's, if the platform tells it.
    fn adopted_key(&self, id: CaseId, adoption: &Adoption) -> RefundKey {
        let told = adoption.reference.clone();
        let is_new = |key: &RefundKey| self.state().place_of_refund(key).is_none();
        told.filter(is_new).unwrap_or_else(|| self.new_key(id))
    }

    /// Checks what the platform tells of the money of a case.
    pub(super) fn check_told_refund(&self, adoption: &Adoption, case: Option<CaseId>) {
        if let Some(total) = adoption.refunded {
            if self.check_total(total) && total.amount.is_positive() {
                self.checks.check_plausible_amount(total, false);
            }
        }
        if let Some(key) = &adoption.reference {
            let known = self.checks.books().refund(key);
            if key.as_str().is_empty() {
                self.checks.refuse(Reason::EmptyName);
            } else if known.is_some_and(|known| known.case.is_some() && known.case != case) {
                self.checks.refuse(Reason::RefundReferenceReused { key: key.clone() });
            }
        }
    }

    /// Records that a case has been refunded less, as the platform tells, than is booked for it as of that time.
    pub(super) fn record_if_less_is_told(&mut self, case: CaseId, adoption: &Adoption) {
        let Some(total) = adoption.refunded else { return };
        let as_of = self.adopted_as_of(adoption);
        let paid = self.state().refunds_of(case).map(|refund| refund.paid_by(as_of));
        let booked = Amount::saturating_sum(paid);
        if total.amount < booked {
            let booked = self.checks.money(booked);
            self.record_anomaly(Anomaly::CaseTotalBelowBooked { case, as_of, total, booked });
        }
    }
}
