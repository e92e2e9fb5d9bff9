//! The questions about what the host has still to do: deadlines, pending effects, refunds to query.

use alloc::vec::Vec;

use super::{CaseId, Effect, Ledger, Order, PendingEffect, Policy, Refund, Route};
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
        self.cases().iter().filter_map(|case| Some((case.deadline?, case.id))).min()
    }

    /// Returns the effects that the host has still to carry out, in the order of their ids: refunds without any
    /// report, and all others that were not acknowledged.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// let pending = order.pending_effects();
    /// let keys: Vec<_> = pending.iter().filter_map(|pending| match &pending.effect {
    ///     Effect::IssueRefund { key, amount, .. } => Some((key.as_str(), amount.to_string())),
    ///     _ => None,
    /// }).collect();
    /// assert_eq!(keys, [("A-1-1-1", "10.00 CNY".to_owned())]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn pending_effects(&self) -> Vec<PendingEffect> {
        let refunds = self.refunds().iter().filter_map(|refund| {
            let (id, case) = (refund.effect?, refund.case?);
            let amount = self.currency().money(refund.parts.total());
            let effect = Effect::IssueRefund { key: refund.key.clone(), case, amount };
            self.is_to_be_issued(refund).then_some(PendingEffect { id, effect })
        });
        // A refund that was withheld for a while may have to be issued after all.
        let is_overtaken = |pending: &&PendingEffect| match &pending.effect {
            Effect::WithholdRefund { key, .. } => {
                self.refund(key).is_some_and(|refund| self.is_to_be_issued(refund))
            }
            _ => false,
        };
        let others =
            self.books.pending_effects.iter().filter(|pending| !is_overtaken(pending)).cloned();
        let mut open: Vec<PendingEffect> = refunds.chain(others).collect();
        open.sort_by_key(|pending| pending.id);
        open
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
    /// let refund = RefundRef::Key("A-1-1-1".into());
    /// let report = Request::ReportRefund { refund, outcome: Outcome::Unknown, as_of: now };
    /// order.accept(&Command::new("c-3", "A-1", Actor::Platform, now, report))?;
    /// assert_eq!(order.refunds_to_query().count(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn refunds_to_query(&self) -> impl Iterator<Item = &Refund> {
        self.refunds().iter().filter(|refund| {
            refund.is_in_flight() && refund.route != Route::Offline && !self.is_to_be_issued(refund)
        })
    }

    fn is_to_be_issued(&self, refund: &Refund) -> bool {
        self.books.is_to_be_issued(refund, self.policy.terms().limits.ceiling)
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
        let Ledger { order, lines, .. } = self.ledger();
        order.claimed == Amount::ZERO
            && lines.iter().all(|line| line.units.claimed == Quantity::ZERO)
            && self.refunds().iter().all(|refund| !refund.is_in_flight())
            && self.next_deadline().is_none()
            && self.pending_effects().is_empty()
    }
}
