//! Money that goes by other ways than the order's own payments: refunds made elsewhere, what the
//! gateway has refunded in total, and what the merchant has paid offline.

use super::way::Way;
use super::{Change, Draft};
use crate::money::{Amount, Money};
use crate::order::{
    Anomaly, Attempt, AttemptKey, CaseId, EvidenceId, LineId, Outcome, Parts, Policy, Reason, Route,
};
use crate::time::Timestamp;

impl<P: Policy> Draft<'_, P> {
    /// Money was refunded outside any case.
    pub(super) fn refunded_elsewhere(
        &mut self,
        reference: &AttemptKey,
        amount: Money,
        lines: &[(LineId, Amount)],
        shipping: Amount,
        as_of: Timestamp,
    ) {
        self.check_elsewhere(reference, amount, lines, shipping);
        let named = lines.iter().map(|(_, amount)| *amount).chain([shipping]);
        let rest = Amount::sum(named)
            .and_then(|named| amount.amount.checked_sub(named))
            .filter(|rest| *rest >= Amount::ZERO);
        let Some(rest) = rest else {
            self.refuse(Reason::PartsExceedWhole { whole: amount });
            return;
        };
        let parts = Parts { lines: lines.to_vec(), shipping, rest };
        let known = self.books().attempt(reference);
        let succeeded = Some((as_of, amount.amount));
        match known {
            // The gateway was quicker, and did not say for what.
            Some(known) if known.case.is_none() && known.parts == Parts::default() => {
                let told =
                    Attempt { parts, succeeded: known.succeeded.max(succeeded), ..known.clone() };
                self.hear(known, told);
            }
            Some(known) if known.case.is_none() && known.parts == parts => {}
            Some(_) => self.refuse(Reason::PaymentReused { key: reference.clone() }),
            None => {
                let (key, at) = (reference.clone(), self.time());
                let unheard = Attempt::new(key, None, Route::Elsewhere, parts, at);
                let told = Attempt { succeeded, ..unheard.clone() };
                self.hear(&unheard, told);
            }
        }
    }

    fn check_elsewhere(
        &mut self,
        reference: &AttemptKey,
        amount: Money,
        lines: &[(LineId, Amount)],
        shipping: Amount,
    ) {
        if reference.as_str().is_empty() {
            self.refuse(Reason::NoName);
        }
        let here = self.books().currency();
        if amount.currency != here {
            self.refuse(Reason::OtherCurrency { given: amount, here });
        }
        if !amount.amount.is_positive() {
            self.refuse(Reason::NotPositive { what: "refund", amount });
        }
        if shipping < Amount::ZERO {
            let amount = self.money(shipping);
            self.refuse(Reason::NotPositive { what: "refund", amount });
        }
        for (place, (line, amount)) in lines.iter().enumerate() {
            if self.books().place_of(line).is_none() {
                self.refuse(Reason::NoSuchLine { line: line.clone() });
            }
            if lines.iter().take(place).any(|(earlier, _)| earlier == line) {
                self.refuse(Reason::LineTwice { line: line.clone() });
            }
            if !amount.is_positive() {
                let amount = self.money(*amount);
                self.refuse(Reason::NotPositive { what: "refund", amount });
            }
        }
    }

    /// The gateway says how much it has refunded in total. Totals are not added up: the newest counts,
    /// as far as it is more than what is booked (I10).
    pub(super) fn refunded_in_total(&mut self, total: Money, as_of: Timestamp) {
        let here = self.books().currency();
        if total.currency != here {
            self.refuse(Reason::OtherCurrency { given: total, here });
            return;
        }
        if total.amount < Amount::ZERO {
            self.refuse(Reason::NotPositive { what: "report", amount: total });
            return;
        }
        let news = (as_of, total.amount);
        if self.books().in_total.is_some_and(|known| news <= known) {
            return;
        }
        let before = self.books().ledger(None).order.refunded;
        let offline = self.books().attempts.iter().map(|attempt| attempt.paid());
        if Amount::sum(offline.chain([total.amount])).is_none() {
            self.refuse(Reason::TooLarge);
            return;
        }
        self.changes.push(Change::InTotal { total: total.amount, as_of });
        let refunded = self.after().ledger(None).order.refunded;
        let unexplained = refunded.checked_sub(self.books().booked()).unwrap_or_default();
        if unexplained.is_positive() && refunded > before {
            let unexplained = self.money(unexplained);
            self.strange(Anomaly::Unexplained { unexplained });
        }
        self.compare_with_paid(before);
    }

    /// The merchant shows that he has paid by another way. From then on the money may be out.
    pub(super) fn prove_offline_refund(&mut self, case: CaseId, certificates: &[EvidenceId]) {
        let Some(case) = self.case(case) else { return };
        if certificates.is_empty() {
            self.refuse(Reason::NoCertificate);
        }
        let way = self.way(case);
        if let Some(Way::Rule(transition)) = way {
            let owed = self.books().still_asked(case);
            self.take(case, &transition, None);
            self.start(case, owed, Route::Offline);
        }
    }

    /// The buyer says that this money has come.
    pub(super) fn confirm_offline_refund(&mut self, case: CaseId) {
        let Some(case) = self.case(case) else { return };
        let way = self.way(case);
        let offline = |attempt: &&Attempt| attempt.route == Route::Offline;
        let Some(shown) = self.books().attempts_of(case.id).filter(offline).last() else {
            self.refuse(Reason::NothingToConfirm);
            return;
        };
        if let Some(Way::Rule(transition)) = way {
            let paid = Outcome::Succeeded(self.money(shown.parts.total()));
            let told = shown.after(paid, self.time());
            if !self.adds_up(&told) {
                self.refuse(Reason::TooLarge);
                return;
            }
            let before = self.books().ledger(None).order.refunded;
            self.changes.push(Change::Heard(told));
            self.take(case, &transition, None);
            self.compare_with_paid(before);
        }
    }
}
