//! The payments of an order: what was paid by each, what goes back by each, and how far a case is refunded.
//!
//! An order whose facts name no payments has one that needs no name, and then nothing here concerns it.
//! [`documentation::payments`](crate::documentation::payments) is the page about it.

use alloc::vec::Vec;

use super::state::CaseView;
use super::{CaseId, Order, PaymentId, Policy, RefundKey};
use crate::money::Amount;
use crate::words::terms;

/// A payment of an order as the host knows it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct PaymentFacts {
    /// The host's name for the payment.
    pub payment: PaymentId,
    /// The amount that was paid by it. No more goes back by it.
    pub paid: Amount,
    /// The amount that went back by it before the order was opened: a part of what the facts of lines and shipping have as
    /// refunded.
    pub refunded: Amount,
}

impl PaymentFacts {
    /// Returns a payment of this amount, by which nothing has gone back yet.
    #[must_use]
    pub fn new(payment: impl Into<PaymentId>, paid: Amount) -> Self {
        Self { payment: payment.into(), paid, refunded: Amount::ZERO }
    }

    /// Returns the same payment, by which this amount has gone back already.
    #[must_use]
    pub fn refunded(self, refunded: Amount) -> Self {
        Self { refunded, ..self }
    }
}

terms! {
    /// The rule by which a refund is spread over the payments of an order.
    pub enum PaymentRule {
        /// The first payment as far as it goes, then the next.
        InOrder, "in order", "按顺序退回";
        /// Each payment by what is left of it, in the smallest unit by largest remainder.
        ProRata, "pro rata", "按比例退回";
    }
}

/// A payment, and what became of it. Money that went back without a payment being named (an external or an offline refund, or
/// the gateway's running total) counts for the payments in their order, as far as each has it.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct PaymentBalance {
    /// The payment.
    pub payment: PaymentId,
    /// The amount that was paid by it.
    pub paid: Amount,
    /// The amount that has gone back.
    pub refunded: Amount,
    /// The amount that may be on its way back.
    pub in_flight: Amount,
}

impl PaymentBalance {
    /// Returns the amount that can still go back by it. Below zero where more has gone back than was paid by it.
    #[must_use]
    pub fn left(&self) -> Amount {
        self.paid.saturating_sub(self.refunded).saturating_sub(self.in_flight)
    }
}

/// How far a case is refunded.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct RefundProgress {
    /// The amount that the buyer has got for it.
    pub refunded: Amount,
    /// The amount that may be on its way.
    pub in_flight: Amount,
    /// The amount that it asks for besides.
    pub left: Amount,
    /// The same by payment, in their order, of those by which anything of it goes back: what has gone back, what is on its
    /// way, and what would go back next, by the rule of the terms and what the host has chosen. Money without a payment is in
    /// the sums alone.
    pub payments: Vec<PaymentProgress>,
}

/// What of a case goes back by one payment.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct PaymentProgress {
    /// The payment.
    pub payment: PaymentId,
    /// The amount that the buyer has got by it.
    pub refunded: Amount,
    /// The amount that may be on its way by it.
    pub in_flight: Amount,
    /// The amount that would go back by it next.
    pub left: Amount,
}

impl RefundProgress {
    /// Returns whether the case is partly refunded: some of its money is with the buyer, and some is not yet.
    #[must_use]
    pub fn is_partly_refunded(&self) -> bool {
        self.refunded.is_positive() && (self.in_flight.is_positive() || self.left.is_positive())
    }
}

impl<P: Policy> Order<P> {
    /// Returns the payments that have names, those that came later included, with what has gone back by each.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// use aftersale::order::PaymentFacts;
    /// // One payment needs no name.
    /// assert!(order.payments().is_empty());
    ///
    /// let payments = [PaymentFacts::new("card", fen(2_000)), PaymentFacts::new("balance", fen(3_000))];
    /// let (order, _) = Order::open(HardenedShop::default(), order.facts().clone().payments(payments), now)?;
    /// let left: Vec<_> = order.payments().iter().map(|payment| payment.left()).collect();
    /// assert_eq!(left, [fen(2_000), fen(3_000)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn payments(&self) -> Vec<PaymentBalance> {
        self.state().payment_balances()
    }

    /// Returns the payment by which a refund goes back, if it goes back by one that has a name.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// assert_eq!(order.payment_of_refund(&"ORDER1c1r1".into()), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn payment_of_refund(&self, refund: &RefundKey) -> Option<&PaymentId> {
        let number = self.books.refund(refund)?.payment()?;
        self.books.payment(number).map(|payment| &payment.payment)
    }

    /// Returns how far a case is refunded, and by which payments.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// let progress = order.refund_progress(case).ok_or("case 1 is there")?;
    /// assert_eq!((progress.refunded, progress.in_flight, progress.left), (fen(0), fen(1_000), fen(0)));
    /// assert!(!progress.is_partly_refunded());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn refund_progress(&self, case: CaseId) -> Option<RefundProgress> {
        let state = self.state();
        let view = CaseView::of(self.case(case)?);
        let left = state.still_asked(&view).total();
        let chosen = self.books.chosen_payments(case);
        let next = match left {
            Amount::ZERO => Vec::new(),
            left => state.split(left, chosen, self.policy.terms().payments),
        };
        let refunds = || self.books.refunds_of(case);
        let in_flight = refunds().filter(|refund| refund.is_in_flight());
        let in_flight = Amount::saturating_sum(in_flight.map(|refund| refund.parts.total()));
        let mut payments = Vec::new();
        for (number, payment) in self.books.numbered_payments() {
            let by_it = || refunds().filter(|refund| refund.payment() == Some(number));
            let refunded = Amount::saturating_sum(by_it().map(|refund| refund.paid()));
            let under_way = by_it().filter(|refund| refund.is_in_flight());
            let under_way = Amount::saturating_sum(under_way.map(|refund| refund.parts.total()));
            let next = next.iter().filter(|(other, _)| *other == number);
            let next = Amount::saturating_sum(next.map(|(_, amount)| *amount));
            if [refunded, under_way, next].iter().any(|amount| *amount != Amount::ZERO) {
                let payment = payment.payment.clone();
                let in_flight = under_way;
                payments.push(PaymentProgress { payment, refunded, in_flight, left: next });
            }
        }
        Some(RefundProgress { refunded: view.paid(), in_flight, left, payments })
    }
}
