//! The questions about what the host has still to do: deadlines, pending effects, refunds to query.

use super::{CaseId, Order, PendingEffect, Policy, Refund, Route};
use crate::money::Amount;
use crate::quantity::Quantity;
use crate::time::Timestamp;

impl<P: Policy> Order<P> {
    /// Returns the next deadline, and the case that has it. Set a timer for it; when it goes off, send
    /// [`Request::TimeRanOut`](super::Request::TimeRanOut).
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// // This shop gives no deadlines.
    /// assert_eq!(order.next_deadline(), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn next_deadline(&self) -> Option<(Timestamp, CaseId)> {
        self.books.kept.deadlines.first().copied()
    }

    /// Returns the effects that the host has still to carry out, in the order of their ids: refunds without any
    /// report, and all others that were not acknowledged.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// let keys: Vec<_> = order.pending_effects().iter().filter_map(|pending| match &pending.effect {
    ///     Effect::IssueRefund { key, amount, .. } => Some((key.as_str(), amount.to_string())),
    ///     _ => None,
    /// }).collect();
    /// assert_eq!(keys, [("ORDER1c1r1", "10.00 CNY".to_owned())]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn pending_effects(&self) -> &[PendingEffect] {
        &self.books.pending_effects
    }

    /// Returns the refunds about which the host should query the gateway: their outcome is not known, and no pending
    /// effect says to issue them.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// // As long as an effect says to issue it, there is nothing to ask.
    /// assert_eq!(order.refunds_to_query().count(), 0);
    ///
    /// // The gateway gave no answer.
    /// let refund = RefundRef::Key("ORDER1c1r1".into());
    /// let report = Request::ReportRefund { refund, outcome: Outcome::Unknown, as_of: now };
    /// order.accept(&Command::new("c-3", "ORDER1", Actor::Platform, now, report))?;
    /// assert_eq!(order.refunds_to_query().count(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn refunds_to_query(&self) -> impl Iterator<Item = &Refund> {
        let in_flight = self.books.kept.in_flight.iter();
        let refunds = in_flight.filter_map(|place| self.refunds().get(*place as usize));
        refunds.filter(|refund| refund.route != Route::Offline && !self.books.is_pending(refund))
    }

    /// Returns whether nothing is open: no case claims anything, no refund is in flight, no clock runs, and no
    /// effect is pending.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// assert!(!order.is_settled());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn is_settled(&self) -> bool {
        let state = self.state();
        state.order_balance(None).claimed == Amount::ZERO
            && state.units_of_lines().all(|units| units.claimed == Quantity::ZERO)
            && self.books.kept.in_flight.is_empty()
            && self.next_deadline().is_none()
            && self.pending_effects().is_empty()
    }
}
