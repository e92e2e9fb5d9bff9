//! How far the order itself has come, apart from any after-sale.

use crate::words::terms;

terms! {
    /// How far an order has come. Its after-sales change this only when they [close](Self::Closed) it.
    pub enum Stage {
        /// The shop has not confirmed it.
        ToBeConfirmed, "to be confirmed";
        /// It has not been paid.
        ToBePaid, "to be paid";
        /// It has been paid and not been shipped.
        ToBeShipped, "to be shipped";
        /// It is on its way, or waits to be fetched.
        ToBeReceived, "to be received";
        /// The buyer has received it.
        Completed, "completed";
        /// It was cancelled.
        Cancelled, "cancelled";
        /// It was closed: nothing of it is left, or it was never paid.
        Closed, "closed";
    }
}

impl Stage {
    /// Returns whether it says that the goods have left the shop. (What was closed may have left it as well; that
    /// only the times tell.)
    #[must_use]
    pub const fn is_shipped(self) -> bool {
        matches!(self, Self::ToBeReceived | Self::Completed)
    }

    /// The stage after the order was shipped.
    pub(super) const fn shipped(self) -> Self {
        match self {
            Self::ToBeShipped => Self::ToBeReceived,
            other => other,
        }
    }

    /// The stage after the buyer received the order.
    pub(super) const fn received(self) -> Self {
        match self {
            Self::ToBeShipped | Self::ToBeReceived => Self::Completed,
            other => other,
        }
    }
}
