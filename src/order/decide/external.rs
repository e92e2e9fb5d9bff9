//! Records money that went out outside the order's own refunds: external refunds, the gateway's running total, and
//! the merchant's offline refunds.

use super::check::Authorised;
use super::{Change, Draft};
use crate::money::{Amount, Money};
use crate::order::by_line::ByLine;
use crate::order::state::CaseView;
use crate::order::{
    Anomaly, Balance, CaseId, EvidenceId, Outcome, Parts, Policy, Reason, Refund, RefundKey, Route,
};
use crate::time::Timestamp;

impl<P: Policy> Draft<'_, P> {
    /// Records an external refund: that it was made, or is pending.
    pub(super) fn report_external_refund(
        &mut self,
        case: Option<CaseId>,
        reference: &RefundKey,
        amount: Money,
        named: Parts,
        outcome: Outcome,
        told: Timestamp,
    ) {
        let as_of = self.counted_as_of(told);
        self.check_external(reference, amount, &named);
        let case = case.and_then(|case| self.case(case));
        let names_nothing = named == Parts::default();
        let Some(parts) = self.parts_of(case.as_ref(), amount, named) else {
            self.checks.refuse(Reason::PartsExceedWhole { whole: amount });
            return;
        };
        let case = case.map(|case| case.id);
        let Some(known) = self.checks.books().refund(reference) else {
            let (key, at) = (reference.clone(), self.time());
            let unreported = Refund::new(key, case, Route::External, parts, at);
            self.record_if_dated_ahead(told, as_of);
            self.record_report(None, unreported.after_report(outcome, as_of));
            return;
        };
        // The case does not ask again for what this has paid.
        let is_as_much = names_nothing && known.parts.total() == amount.amount;
        let is_the_same = known.case == case && (known.parts == parts || is_as_much);
        let can_be_of_case = known.case.is_none_or(|before| case == Some(before));
        let is_pending = outcome == Outcome::Processing;
        let has_succeeded = known.succeeded().is_some();
        let says_more = if !has_succeeded {
            // Until the outcome is known, the largest amount counts; and that of a success, whatever else was reported of it.
            let is_larger = known.reports.is_empty() && amount.amount >= known.parts.total();
            can_be_of_case && (!is_pending || is_larger)
        } else {
            // It may have been reported first without what it was for, and even without its amount.
            let is_amount = [Amount::ZERO, amount.amount].contains(&known.parts.rest);
            known.case.is_none()
                && (known.parts.name_nothing() && is_amount || known.parts == parts)
        };
        let is_odd = !(is_the_same || says_more || is_pending && can_be_of_case);
        if known.route != Route::External || is_odd {
            if known.key == *reference {
                self.checks.refuse(Reason::RefundReferenceReused { key: reference.clone() });
            } else {
                self.report_under_reference(known, reference, case, outcome, told);
            }
            return;
        }
        let mut named = known.clone();
        if says_more && !is_the_same {
            (named.case, named.parts) = (case, parts);
        }
        if !is_the_same || !has_succeeded {
            let updated = named.after_report(outcome, as_of);
            if updated == *known {
                return;
            }
            self.record_if_dated_ahead(told, as_of);
            if updated.reports != known.reports {
                self.record_if_smaller(&updated, outcome, as_of);
            }
            self.record_report(Some(known), updated);
        }
    }

    /// Records the outcome of a refund that was reported as an external one, under a further name. What it is for stays as it
    /// is.
    fn report_under_reference(
        &mut self,
        known: &Refund,
        reference: &RefundKey,
        told_case: Option<CaseId>,
        outcome: Outcome,
        told: Timestamp,
    ) {
        match known.case.filter(|case| told_case.is_some_and(|told| told != *case)) {
            Some(case) => {
                let reference = reference.clone();
                self.checks.refuse(Reason::RefundOfOtherCase { reference, case });
            }
            None => self.record_outcome(Some(known), known, outcome, told),
        }
    }

    /// Returns the parts of an external refund: the named ones, or else those of the case's claim, and the rest.
    /// `None` where the named parts are more than its amount.
    fn parts_of(
        &self,
        case: Option<&CaseView<'_, P::Status>>,
        amount: Money,
        named: Parts,
    ) -> Option<Parts> {
        let parts = match case {
            Some(case) if named == Parts::default() => {
                self.state().still_asked(case).spread(amount.amount)
            }
            _ => named,
        };
        let rest = amount.amount.checked_sub(parts.total())?.checked_add(parts.rest)?;
        (rest >= Amount::ZERO).then_some(Parts { rest, ..parts })
    }

    fn check_external(&self, reference: &RefundKey, amount: Money, named: &Parts) {
        if reference.as_str().is_empty() {
            self.checks.refuse(Reason::EmptyName);
        }
        let here = self.checks.books().currency();
        if amount.currency != here {
            self.checks.refuse(Reason::CurrencyMismatch { given: amount, here });
        }
        self.checks.check_plausible_amount(amount, false);
        if named.shipping < Amount::ZERO {
            let amount = self.checks.money(named.shipping);
            self.checks.refuse(Reason::NotPositive { what: "report", amount });
        }
        let by_line = ByLine::of(named.lines.iter().map(|(line, _)| line));
        for (place, (line, amount)) in named.lines.iter().enumerate() {
            if self.state().place_of_line(line).is_none() {
                self.checks.refuse(Reason::NoSuchLine { line: line.clone() });
            }
            if by_line.is_before(line, place) {
                self.checks.refuse(Reason::DuplicateLine { line: line.clone() });
            }
            if !amount.is_positive() {
                let amount = self.checks.money(*amount);
                self.checks.refuse(Reason::NotPositive { what: "report", amount });
            }
        }
    }

    /// Checks that a total is in the order's currency and not below zero, and returns whether it is.
    pub(super) fn check_total(&self, total: Money) -> bool {
        let here = self.checks.books().currency();
        let reason = if total.currency != here {
            Reason::CurrencyMismatch { given: total, here }
        } else if total.amount < Amount::ZERO {
            Reason::NotPositive { what: "report", amount: total }
        } else {
            return true;
        };
        self.checks.refuse(reason);
        false
    }

    /// Records the gateway's running total. Totals are not added up: the newest counts, as far as it is more than
    /// what is booked (I10).
    pub(super) fn report_refund_total(&mut self, total: Money, told: Timestamp) {
        let as_of = self.counted_as_of(told);
        if !self.check_total(total) {
            return;
        }
        let news = (as_of, total.amount);
        if self.checks.books().gateway_total.is_some_and(|known| news <= known) {
            return;
        }
        if total.amount.is_positive() {
            self.checks.check_plausible_amount(total, false);
        }
        let before = self.state().order_balance(None);
        self.push(Change::RefundTotalReported { total: total.amount, as_of });
        self.record_if_dated_ahead(told, as_of);
        let Balance { refunded, in_flight, .. } = self.state().order_balance(None);
        // Refunds in flight may be in the total already.
        let explained = self.state().booked().saturating_add(in_flight);
        let unexplained = refunded.saturating_sub(explained);
        if unexplained.is_positive() && refunded > before.refunded {
            let unexplained = self.checks.money(unexplained);
            self.record_anomaly(Anomaly::UnexplainedTotal { unexplained });
        }
        self.close_if_nothing_is_left();
        self.compare_with_paid();
    }

    /// Records that the merchant proves an offline refund. From then on the money may be out.
    pub(super) fn prove_offline_refund(&mut self, case: CaseId, certificates: &[EvidenceId]) {
        let Some(view) = self.case(case) else { return };
        if certificates.is_empty() {
            self.checks.refuse(Reason::CertificateRequired);
        }
        if let Some(Authorised::Rule(transition)) = self.authorise(&view) {
            let owed = self.state().still_asked(&view);
            self.take(case, &transition, None);
            self.start(case, owed, Route::Offline);
        }
    }

    /// Records that the buyer confirms an offline refund.
    pub(super) fn confirm_offline_refund(&mut self, case: CaseId) {
        let Some(view) = self.case(case) else { return };
        let Some(Authorised::Rule(transition)) = self.authorise(&view) else { return };
        let offline = |refund: &&Refund| refund.route == Route::Offline;
        let shown = match self.checks.books().refunds_of(case).filter(offline).last() {
            Some(shown) => shown.clone(),
            None => {
                let owed = self.state().still_asked(&view);
                Refund::new(self.new_key(case), Some(case), Route::Offline, owed, self.time())
            }
        };
        let paid = shown.parts.total();
        if paid.is_positive() {
            let outcome = Outcome::Succeeded(self.checks.money(paid));
            let updated = shown.after_report(outcome, self.time());
            if updated.reports != shown.reports {
                self.record_if_smaller(&updated, outcome, self.time());
            }
            self.push(Change::RefundUpdated(updated));
        }
        self.take(case, &transition, None);
        self.close_if_nothing_is_left();
        self.compare_with_paid();
    }
}
