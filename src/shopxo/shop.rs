//! The interface of a shop with ShopXO's statuses: the figures and times that its pages show.

use super::{AfterSaleStatus, Offered, Release};
use crate::order::{LineId, Order, Policy};
use crate::time::Timestamp;

/// A shop with ShopXO's statuses: [`FaithfulShop`](super::FaithfulShop) or
/// [`HardenedShop`](super::HardenedShop).
pub trait Shop: Policy<Status = AfterSaleStatus> {
    /// Returns the release whose texts and answers it has.
    fn release(&self) -> Release;

    /// Returns the units and the amount that it offers to refund for a line (`returned_data`).
    fn offered(order: &Order<Self>, line: &LineId) -> Offered;

    /// Returns the time at which the order was closed, as the shop reports it (`close_time`).
    fn close_time(order: &Order<Self>) -> Option<Timestamp> {
        order.closed()
    }

    /// Returns whether a case can be opened now, as far as the time goes (`is_can_launch_aftersale`).
    fn can_launch(order: &Order<Self>, now: Timestamp) -> bool {
        let window = order.policy().terms().limits.window;
        window.is_open(order.received(), now)
    }
}
