//! Records money that went out outside the order's own refunds: external refunds, the gateway's running total, and
//! the merchant's offline refunds.

use super::authorise::Authorised;
use super::{Change, Draft};
use crate::money::{Amount, Money};
use crate::order::{
    Anomaly, Balance, Case, CaseId, EvidenceId, Outcome, Parts, Policy, Reason, Refund, RefundKey,
    Route,
};
use crate::time::Timestamp;

impl<P: Policy> Draft<'_, P> {
    /// Records an external refund.
    pub(super) fn report_external_refund(
        &mut self,
        case: Option<CaseId>,
        reference: &RefundKey,
        amount: Money,
        named: Parts,
        as_of: Timestamp,
    ) {
        self.check_external(reference, amount, &named);
        let case = case.and_then(|case| self.case(case));
        let names_nothing = named == Parts::default();
        let Some(parts) = self.parts_of(case, amount, named) else {
            self.refuse(Reason::PartsExceedWhole { whole: amount });
            return;
        };
        let case = case.map(|case| case.id);
        let outcome = Outcome::Succeeded(amount);
        let Some(known) = self.books().refund(reference) else {
            let (key, at) = (reference.clone(), self.time());
            let unreported = Refund::new(key, case, Route::External, parts, at);
            self.record_report(None, unreported.after_report(outcome, as_of));
            return;
        };
        // The case does not ask again for what this has paid.
        let is_as_much = names_nothing && known.parts.total() == amount.amount;
        let is_the_same = known.case == case && (known.parts == parts || is_as_much);
        // Another external refund without parts may have come first.
        let said_nothing = known.parts == Parts::default();
        let says_more = known.case.is_none() && (said_nothing || known.parts == parts);
        if known.route != Route::External || !(is_the_same || says_more) {
            self.refuse(Reason::RefundReferenceReused { key: reference.clone() });
        } else if !is_the_same {
            let named = Refund { case, parts, ..known.clone() };
            self.record_report(Some(known), named.after_report(outcome, as_of));
        }
    }

    /// Returns the parts of an external refund: the named ones, or else those of the case's claim, and the rest.
    /// `None` where the named parts are more than its amount.
    fn parts_of(
        &self,
        case: Option<&Case<P::Status>>,
        amount: Money,
        named: Parts,
    ) -> Option<Parts> {
        let parts = match case {
            Some(case) if named == Parts::default() => {
                self.books().still_asked(case).spread(amount.amount)
            }
            _ => named,
        };
        let rest = amount.amount.checked_sub(parts.total())?.checked_add(parts.rest)?;
        (rest >= Amount::ZERO).then_some(Parts { rest, ..parts })
    }

    fn check_external(&mut self, reference: &RefundKey, amount: Money, named: &Parts) {
        if reference.as_str().is_empty() {
            self.refuse(Reason::EmptyName);
        }
        let here = self.books().currency();
        if amount.currency != here {
            self.refuse(Reason::CurrencyMismatch { given: amount, here });
        }
        self.check_plausible_amount(amount, false);
        if named.shipping < Amount::ZERO {
            let amount = self.money(named.shipping);
            self.refuse(Reason::NotPositive { what: "report", amount });
        }
        for (index, (line, amount)) in named.lines.iter().enumerate() {
            if self.books().index_of_line(line).is_none() {
                self.refuse(Reason::NoSuchLine { line: line.clone() });
            }
            if named.lines.iter().take(index).any(|(earlier, _)| earlier == line) {
                self.refuse(Reason::DuplicateLine { line: line.clone() });
            }
            if !amount.is_positive() {
                let amount = self.money(*amount);
                self.refuse(Reason::NotPositive { what: "report", amount });
            }
        }
    }

    /// Records the gateway's running total. Totals are not added up: the newest counts, as far as it is more than
    /// what is booked (I10).
    pub(super) fn report_refund_total(&mut self, total: Money, as_of: Timestamp) {
        let here = self.books().currency();
        if total.currency != here {
            self.refuse(Reason::CurrencyMismatch { given: total, here });
            return;
        }
        if total.amount < Amount::ZERO {
            self.refuse(Reason::NotPositive { what: "report", amount: total });
            return;
        }
        let news = (as_of, total.amount);
        if self.books().gateway_total.is_some_and(|known| news <= known) {
            return;
        }
        let before = self.books().ledger(None);
        if total.amount.is_positive() {
            self.check_plausible_amount(total, false);
        }
        self.changes.push(Change::RefundTotalReported { total: total.amount, as_of });
        let Balance { refunded, in_flight, .. } = self.after().ledger(None).order;
        // Refunds in flight may be in the total already.
        let explained = self.books().booked().saturating_add(in_flight);
        let unexplained = refunded.saturating_sub(explained);
        if unexplained.is_positive() && refunded > before.order.refunded {
            let unexplained = self.money(unexplained);
            self.record_anomaly(Anomaly::UnexplainedTotal { unexplained });
        }
        self.close_if_nothing_is_left();
        self.compare_with_paid(&before);
    }

    /// Records that the merchant proves an offline refund. From then on the money may be out.
    pub(super) fn prove_offline_refund(&mut self, case: CaseId, certificates: &[EvidenceId]) {
        let Some(case) = self.case(case) else { return };
        if certificates.is_empty() {
            self.refuse(Reason::CertificateRequired);
        }
        let authorise = self.authorise(case);
        if let Some(Authorised::Rule(transition)) = authorise {
            let owed = self.books().still_asked(case);
            self.take(case, &transition, None);
            self.start(case, owed, Route::Offline);
        }
    }

    /// Records that the buyer confirms an offline refund.
    pub(super) fn confirm_offline_refund(&mut self, case: CaseId) {
        let Some(case) = self.case(case) else { return };
        let authorise = self.authorise(case);
        let Some(Authorised::Rule(transition)) = authorise else { return };
        let offline = |refund: &&Refund| refund.route == Route::Offline;
        let shown = match self.books().refunds_of(case.id).filter(offline).last() {
            Some(shown) => shown.clone(),
            None => {
                let owed = self.books().still_asked(case);
                Refund::new(self.new_key(case.id), Some(case.id), Route::Offline, owed, self.time())
            }
        };
        let paid = shown.parts.total();
        let before = self.books().ledger(None);
        if paid.is_positive() {
            let outcome = Outcome::Succeeded(self.money(paid));
            self.changes.push(Change::RefundUpdated(shown.after_report(outcome, self.time())));
        }
        self.take(case, &transition, None);
        self.close_if_nothing_is_left();
        self.compare_with_paid(&before);
    }
}
