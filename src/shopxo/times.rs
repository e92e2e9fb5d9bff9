//! The times of a case as ShopXO's row has them.

use super::AfterSaleStatus;
use crate::lifecycle::Action;
use crate::order::Case;
use crate::time::Timestamp;

/// The times of a case; `None`: it did not happen, or the time is not known here.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct Times {
    /// The time of the application (`apply_time`, `add_time`). Not known for a case that was taken
    /// over.
    pub applied: Option<Timestamp>,
    /// The time at which the shop agreed to the return (`confirm_time`).
    pub confirmed: Option<Timestamp>,
    /// The time at which the buyer sent the goods (`delivery_time`).
    pub sent: Option<Timestamp>,
    /// The time at which the money had gone back, or the shop refused (`audit_time`).
    pub audited: Option<Timestamp>,
    /// The time of the cancellation (`cancel_time`).
    pub cancelled: Option<Timestamp>,
    /// The time of the last change of the status (`upd_time`). To ShopXO it is no change that a refund
    /// is under way, or has failed.
    pub changed: Option<Timestamp>,
}

impl Times {
    /// Returns the times of a case, from its history.
    #[must_use]
    pub fn of(case: &Case<AfterSaleStatus>) -> Self {
        let last = |action| case.last_entry_by(action).map(|last| last.at);
        let first = case.history.first().filter(|first| first.action.is_some());
        let pairs = case.history.iter().zip(case.history.iter().skip(1));
        let mut changes =
            pairs.filter(|(before, after)| after.action.is_some() && after.status != before.status);
        Self {
            applied: first.map(|first| first.at),
            confirmed: last(Action::AgreeToReturn),
            sent: last(Action::ShipReturn),
            audited: last(Action::RefundSucceeded).max(last(Action::Refuse)),
            cancelled: last(Action::Cancel),
            changed: changes.next_back().map(|(_, after)| after.at),
        }
    }
}
