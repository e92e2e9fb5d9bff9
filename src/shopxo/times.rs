//! The times of a case as ShopXO's row has them.

use super::AfterSaleStatus;
use crate::lifecycle::Action;
use crate::order::Case;
use crate::time::Timestamp;

/// When what happened to a case; `None`: it did not, or nobody here knows.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct Times {
    /// When the buyer applied (`apply_time`, `add_time`). Of a case that was taken over nobody has said.
    pub applied: Option<Timestamp>,
    /// When the shop agreed that the goods come back (`confirm_time`).
    pub confirmed: Option<Timestamp>,
    /// When the buyer sent them (`delivery_time`).
    pub sent: Option<Timestamp>,
    /// When the money had gone back, or the shop refused (`audit_time`).
    pub audited: Option<Timestamp>,
    /// When it was cancelled (`cancel_time`).
    pub cancelled: Option<Timestamp>,
    /// When its status last changed (`upd_time`). That a refund is under way, or has failed, is no change
    /// to ShopXO.
    pub changed: Option<Timestamp>,
}

impl Times {
    /// The times of a case, as its moves tell them.
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
