//! What a shop with ShopXO's statuses answers on its pages.

use super::{AfterSaleStatus, Offered, Release};
use crate::order::{LineId, Order, Policy};
use crate::time::Timestamp;

/// A shop with ShopXO's statuses: [`FaithfulShop`](super::FaithfulShop) or [`HardenedShop`](super::HardenedShop).
pub trait Shop: Policy<Status = AfterSaleStatus> {
    /// The release whose texts and answers it has.
    fn release(&self) -> Release;

    /// What it offers to refund and return of a line (`returned_data`).
    fn offered(order: &Order<Self>, line: &LineId) -> Offered;

    /// When the order was closed, as the shop says (`close_time`).
    fn close_time(order: &Order<Self>) -> Option<Timestamp> {
        order.closed()
    }

    /// Whether a case can be opened now, as far as the time goes (`is_can_launch_aftersale`).
    fn can_launch(order: &Order<Self>, now: Timestamp) -> bool {
        let window = order.policy().terms().limits.window;
        window.is_open(order.received(), now)
    }
}
