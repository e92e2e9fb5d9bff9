//! Records payments that come later, and by which payments a case is refunded; and starts the refunds by each (I29).

use super::{Change, Draft};
use crate::money::{Amount, Money};
use crate::order::{
    Bound, CaseId, MaximumOf, Parts, PaymentBalance, PaymentId, PaymentNumber, Policy, Reason,
    Route, maximum,
};

impl<P: Policy> Draft<'_, P> {
    /// Records that a payment has come.
    pub(super) fn order_paid(&mut self, payment: &PaymentId, amount: Money) {
        let books = self.checks.books();
        let here = books.currency();
        if payment.as_str().is_empty() {
            self.checks.refuse(Reason::EmptyName);
        }
        if amount.currency != here {
            self.checks.refuse(Reason::CurrencyMismatch { given: amount, here });
            return;
        }
        if !amount.amount.is_positive() {
            self.checks.refuse(Reason::NotPositive { what: "report", amount });
            return;
        }
        if let Some(known) = books.payments().find(|known| known.payment == *payment) {
            if known.paid != amount.amount {
                let (payment, paid) = (payment.clone(), self.checks.money(known.paid));
                self.checks.refuse(Reason::PaymentKnown { payment, paid });
            }
            return;
        }
        if books.number_of_payments() >= maximum::PAYMENTS {
            let most = u64::try_from(maximum::PAYMENTS).unwrap_or(u64::MAX);
            self.checks.refuse(Reason::OrderIsFull { what: MaximumOf::Payments, most });
        }
        let (costs, before) = (books.opening.facts.paid, books.paid());
        match before.checked_add(amount.amount) {
            None => self.checks.refuse(Reason::TooLarge),
            Some(payments) if payments > costs => {
                let (payments, costs) = (self.checks.money(payments), self.checks.money(costs));
                self.checks.refuse(Reason::PaymentsExceedOrder { payments, costs });
            }
            Some(_) => {
                self.push(Change::PaymentAdded { payment: payment.clone(), paid: amount.amount });
            }
        }
    }

    /// Records by which payments the next refund of a case goes back.
    pub(super) fn choose_payments(&mut self, case: CaseId, payments: &[(PaymentId, Amount)]) {
        let Some(view) = self.case(case) else { return };
        let balances = self.state().payment_balances();
        let mut chosen = alloc::vec::Vec::with_capacity(payments.len());
        for (place, (payment, amount)) in payments.iter().enumerate() {
            if payments.iter().take(place).any(|(before, _)| before == payment) {
                self.checks.refuse(Reason::DuplicatePayment { payment: payment.clone() });
            }
            if !amount.is_positive() {
                let amount = self.checks.money(*amount);
                self.checks.refuse(Reason::NotPositive { what: "refund", amount });
            }
            let number = self.checks.books().number_of_payment(payment);
            let balance = balances.iter().find(|balance| balance.payment == *payment);
            let (Some(number), Some(balance)) = (number, balance) else {
                self.checks.refuse(Reason::NoSuchPayment { payment: payment.clone() });
                continue;
            };
            let left = PaymentBalance::left(balance);
            if *amount > left {
                let bound = Bound::Payment(payment.clone());
                let (asked, left) = (self.checks.money(*amount), self.checks.money(left));
                self.checks.refuse(Reason::TooMuch { bound, asked, left });
            }
            chosen.push((number, *amount));
        }
        let owed = self.state().still_asked(&view).total();
        let all = Amount::sum(payments.iter().map(|(_, amount)| (*amount).max(Amount::ZERO)));
        if all.is_none_or(|all| all > owed) {
            self.checks.refuse(Reason::PartsExceedWhole { whole: self.checks.money(owed) });
        }
        if chosen != self.checks.books().chosen_payments(case) {
            self.push(Change::PaymentsChosen { case, payments: chosen });
        }
    }

    /// Starts a refund by each payment by which a part of this goes back: one at least, also of nothing. Together they are
    /// exactly this. The checks see to it that the payments have as much.
    pub(super) fn start_by_payments(&mut self, case: CaseId, parts: Parts) {
        let rule = self.checks.terms().payments;
        let chosen = self.checks.books().chosen_payments(case);
        let mut by_payment = self.state().split(parts.total(), chosen, rule);
        let (last, _) = by_payment.pop().unwrap_or((PaymentNumber::FIRST, Amount::ZERO));
        let mut rest = parts;
        for (payment, amount) in by_payment {
            let part = rest.spread(amount);
            rest = rest.less(&part);
            self.start_one(case, part, Route::Shop, Some(payment));
        }
        self.start_one(case, rest, Route::Shop, Some(last));
    }
}
