//! The stage of an order, apart from any after-sale.

use crate::words::terms;

terms! {
    /// The stage of an order. Its after-sales change it only when they [close](Self::Closed) the order.
    pub enum Stage {
        /// The shop has not confirmed it.
        ToBeConfirmed, "to be confirmed", "待确认";
        /// It has not been paid.
        ToBePaid, "to be paid", "待付款";
        /// It has been paid and not been shipped.
        ToBeShipped, "to be shipped", "待发货";
        /// It is on its way, or waits to be fetched.
        ToBeReceived, "to be received", "待收货";
        /// The buyer has received it.
        Completed, "completed", "已完成";
        /// It was cancelled.
        Cancelled, "cancelled", "已取消";
        /// It was closed, since all of it was refunded and returned, or it was never paid.
        Closed, "closed", "已关闭";
    }
}

impl Stage {
    /// Returns whether the goods have left the shop at this stage. (Those of a closed order may have left it as well;
    /// only the times tell.)
    #[must_use]
    pub const fn is_shipped(self) -> bool {
        matches!(self, Self::ToBeReceived | Self::Completed)
    }

    /// Returns the stage after the order was shipped.
    pub(super) const fn shipped(self) -> Self {
        match self {
            Self::ToBeShipped => Self::ToBeReceived,
            other => other,
        }
    }

    /// Returns the stage after the buyer received the order.
    pub(super) const fn received(self) -> Self {
        match self {
            Self::ToBeShipped | Self::ToBeReceived => Self::Completed,
            other => other,
        }
    }
}
