//! The payments of an order that have names: the sums that are kept of each, and how a refund is spread over them.
//!
//! Nothing of an order without such payments is looked at here.

use alloc::vec::Vec;

use super::sums::{MoneySums, Sum};
use super::{Books, State};
use crate::lifecycle::Status;
use crate::money::{Amount, share_by_weights};
use crate::order::{
    Balance, Bound, CaseId, PaymentBalance, PaymentFacts, PaymentId, PaymentNumber, PaymentRule,
    Refund,
};

impl<S> Books<S> {
    /// Returns whether the payments have names. Where none has one at the opening, none gets one later.
    pub(in crate::order) fn has_payments(&self) -> bool {
        !self.opening.facts.payments.is_empty()
    }

    /// Returns the payments that have names, in the order in which they came.
    pub(in crate::order) fn payments(&self) -> impl Iterator<Item = &PaymentFacts> {
        self.opening.facts.payments.iter().chain(&self.later_payments)
    }

    pub(in crate::order) fn number_of_payments(&self) -> usize {
        self.opening.facts.payments.len().saturating_add(self.later_payments.len())
    }

    pub(in crate::order) fn numbered_payments(
        &self,
    ) -> impl Iterator<Item = (PaymentNumber, &PaymentFacts)> {
        (1..=u8::MAX).map(PaymentNumber::new).zip(self.payments())
    }

    pub(in crate::order) fn payment(&self, number: PaymentNumber) -> Option<&PaymentFacts> {
        self.payments().nth(place_of(number)?)
    }

    pub(in crate::order) fn number_of_payment(&self, payment: &PaymentId) -> Option<PaymentNumber> {
        let mut payments = self.numbered_payments();
        payments.find(|(_, known)| known.payment == *payment).map(|(number, _)| number)
    }

    /// Returns the name of the payment by which a refund goes back.
    pub(super) fn payment_id_of(&self, refund: &Refund) -> Option<PaymentId> {
        self.payment(refund.payment()?).map(|payment| payment.payment.clone())
    }

    /// Returns what has come of what is paid for the order.
    pub(in crate::order) fn paid(&self) -> Amount {
        if !self.has_payments() {
            return self.opening.facts.paid;
        }
        Amount::saturating_sum(self.payments().map(|payment| payment.paid))
    }

    /// Returns what the host has chosen for the next refund of a case.
    pub(in crate::order) fn chosen_payments(&self, case: CaseId) -> &[(PaymentNumber, Amount)] {
        let found = self.chosen_payments.binary_search_by_key(&case, |(case, _)| *case);
        let chosen = found.ok().and_then(|index| self.chosen_payments.get(index));
        chosen.map(|(_, payments)| payments.as_slice()).unwrap_or_default()
    }

    /// Keeps what the host has chosen for the next refund of a case, or forgets it.
    pub(super) fn keep_chosen_payments(
        &mut self,
        case: CaseId,
        payments: &[(PaymentNumber, Amount)],
    ) {
        match self.chosen_payments.binary_search_by_key(&case, |(case, _)| *case) {
            Ok(index) if payments.is_empty() => {
                self.chosen_payments.remove(index);
            }
            Ok(index) => {
                if let Some((_, chosen)) = self.chosen_payments.get_mut(index) {
                    *chosen = payments.to_vec();
                }
            }
            Err(_) if payments.is_empty() => {}
            Err(index) => self.chosen_payments.insert(index, (case, payments.to_vec())),
        }
    }
}

/// Returns the place of a payment among the payments.
pub(super) fn place_of(number: PaymentNumber) -> Option<usize> {
    usize::from(number.number()).checked_sub(1)
}

impl<S: Status> State<'_, S> {
    /// Returns the sums of the refunds that go back by the payment at this place.
    fn payment_at(&self, place: usize) -> Option<&MoneySums> {
        self.payments.get(place).or_else(|| self.books.kept.payments.get(place))
    }

    /// Returns the money of each payment that has a name.
    pub(in crate::order) fn payment_balances(&self) -> Vec<PaymentBalance> {
        if !self.books.has_payments() {
            return Vec::new();
        }
        let sums = |place: usize| self.payment_at(place).copied().unwrap_or_default();
        let by_name = |sum: fn(&MoneySums) -> Sum| {
            let places = 0..self.books.number_of_payments();
            places.fold(Sum::default(), |all, place| all.plus(sum(&sums(place))))
        };
        let order = self.order.of_order();
        let unnamed = |all: Sum, named: Sum| all.less(named).amount().max(Amount::ZERO);
        let mut refunded = unnamed(order.refunded, by_name(|sums| sums.refunded));
        let mut in_flight = unnamed(order.in_flight, by_name(|sums| sums.in_flight));
        let balance = |(place, payment): (usize, &PaymentFacts)| {
            let sums = sums(place);
            let mut balance = PaymentBalance {
                payment: payment.payment.clone(),
                paid: payment.paid,
                refunded: sums.refunded.amount(),
                in_flight: sums.in_flight.amount(),
            };
            let counts = refunded.min(balance.left().max(Amount::ZERO));
            balance.refunded = balance.refunded.saturating_add(counts);
            refunded = refunded.saturating_sub(counts);
            let counts = in_flight.min(balance.left().max(Amount::ZERO));
            balance.in_flight = balance.in_flight.saturating_add(counts);
            in_flight = in_flight.saturating_sub(counts);
            balance
        };
        self.books.payments().enumerate().map(balance).collect()
    }

    /// Returns how an amount goes back by the payments, as far as they have it: what was chosen, and the rest by the rule.
    pub(in crate::order) fn split(
        &self,
        amount: Amount,
        chosen: &[(PaymentNumber, Amount)],
        rule: PaymentRule,
    ) -> Vec<(PaymentNumber, Amount)> {
        let balances = self.payment_balances();
        let mut left: Vec<Amount> =
            balances.iter().map(|balance| balance.left().max(Amount::ZERO)).collect();
        let mut parts: Vec<Amount> = left.iter().map(|_| Amount::ZERO).collect();
        let mut rest = amount;
        let mut take = |place: usize, wanted: Amount, rest: &mut Amount| {
            let (Some(left), Some(part)) = (left.get_mut(place), parts.get_mut(place)) else {
                return;
            };
            let taken = wanted.min(*left).min(*rest);
            (*part, *left) = (part.saturating_add(taken), left.saturating_sub(taken));
            *rest = rest.saturating_sub(taken);
        };
        for (number, wanted) in chosen {
            if let Some(place) = place_of(*number) {
                take(place, *wanted, &mut rest);
            }
        }
        match rule {
            PaymentRule::InOrder => {
                for place in 0..balances.len() {
                    take(place, rest, &mut rest);
                }
            }
            PaymentRule::ProRata => {
                let whole = rest.min(Amount::saturating_sum(left.iter().copied()));
                let shares = share_by_weights(whole, &left).unwrap_or_default();
                for (part, share) in parts.iter_mut().zip(shares) {
                    *part = part.saturating_add(share);
                }
            }
        }
        let numbers = (1..=u8::MAX).map(PaymentNumber::new);
        numbers.zip(parts).filter(|(_, part)| part.is_positive()).collect()
    }

    /// Returns whether the changes have overdrawn a payment, or have put that right.
    pub(super) fn have_payments_moved(&self) -> bool {
        self.payments.any(|place, sums| {
            let paid = self.books.payments().nth(place).map(|payment| payment.paid);
            let before = self.books.kept.payments.get(place);
            paid.zip(before)
                .is_some_and(|(paid, before)| sums.is_short(paid) != before.is_short(paid))
        })
    }

    /// Returns whether its payment still has the money that a refund in flight is to pay.
    pub(super) fn is_covered_by_payment(&self, refund: &Refund) -> bool {
        let Some(number) = refund.payment() else { return true };
        let paid = self.books.payment(number).map(|payment| payment.paid);
        let sums = place_of(number).and_then(|place| self.payment_at(place));
        paid.zip(sums).is_some_and(|(paid, sums)| !sums.is_short(paid))
    }

    /// Returns whether all that is in flight of the case of a refund was started together with it.
    pub(super) fn is_in_flight_together(&self, refund: &Refund, case: CaseId) -> bool {
        let event = |refund: &Refund| refund.effect.map(|effect| effect.version);
        let in_flight = || self.refunds_of(case).filter(|refund| refund.is_in_flight());
        refund.payment().is_some() && in_flight().all(|other| event(other) == event(refund))
    }

    /// Returns the payments by which the changes have given back more than was paid by them.
    pub(super) fn payments_overdrawn_by_changes(
        &self,
    ) -> impl Iterator<Item = (Bound, Balance)> + '_ {
        self.payments.iter().filter_map(|(place, sums)| {
            let payment = self.books.payments().nth(place)?;
            let before = self.books.kept.payments.get(place)?;
            let is_overdrawn = sums.is_overdrawn_since(before, payment.paid);
            let balance = sums.balance(payment.paid);
            is_overdrawn.then(|| (Bound::Payment(payment.payment.clone()), balance))
        })
    }
}
