//! ShopXO's own words for an after-sale and for the order it belongs to, with their published
//! numbers and their labels in Chinese and English (both ShopXO's, from release 6.9.0).
//!
//! ShopXO publishes numbers and labels but no names; the names here are ours, after the English
//! label.
//!
//! Source: [the source code of ShopXO](https://github.com/gongfuxiang/shopxo), constant lists
//! `common_order_aftersale_*` and `common_order_*`.

use crate::lifecycle::Flow;
use crate::order::Stage;
use crate::words::words;

words! {
    /// The status of an after-sale (`status`).
    ///
    /// ```
    /// use aftersale::shopxo::AfterSaleStatus;
    /// assert_eq!(AfterSaleStatus::from_code(2), Some(AfterSaleStatus::ToBeReviewed));
    /// assert_eq!(AfterSaleStatus::ToBeReviewed.chinese(), "待审核");
    /// ```
    pub enum AfterSaleStatus {
        /// A return was applied for; the shop has to confirm it.
        ToBeConfirmed = 0, "TO_BE_CONFIRMED", "待确认", "To be confirmed";
        /// The shop has confirmed; the buyer has to send the goods.
        ToBeReturned = 1, "TO_BE_RETURNED", "待退货", "To be returned";
        /// The shop has to decide on the money: at once in a refund-only case, with the goods in
        /// hand in a return.
        ToBeReviewed = 2, "TO_BE_REVIEWED", "待审核", "To be reviewed";
        /// The money went back. Final.
        Completed = 3, "COMPLETED", "已完成", "Completed";
        /// The shop has refused. The case can still be cancelled.
        Rejected = 4, "REJECTED", "已拒绝", "Rejected";
        /// Cancelled by the buyer or the shop. Final.
        Cancelled = 5, "CANCELLED", "已取消", "Cancelled";
    }
}

words! {
    /// The type of an after-sale (`type`).
    pub enum AfterSaleType {
        /// Money back only.
        RefundOnly = 0, "REFUND_ONLY", "仅退款", "Refund only";
        /// Goods back, then money.
        RefundAndReturn = 1, "REFUND_AND_RETURN", "退款退货", "Refund and return";
    }
}

impl AfterSaleType {
    /// Returns the flow that the type stands for.
    #[must_use]
    pub const fn flow(self) -> Flow {
        match self {
            Self::RefundOnly => Flow::RefundOnly,
            Self::RefundAndReturn => Flow::ReturnRefund,
        }
    }

    /// Returns the type that stands for the flow of an order's case. ShopXO has none for exchanges and reships, and its
    /// orders have no such cases.
    #[must_use]
    pub const fn of(flow: Flow) -> Self {
        match flow {
            Flow::RefundOnly | Flow::Reship => Self::RefundOnly,
            Flow::ReturnRefund | Flow::Exchange => Self::RefundAndReturn,
        }
    }
}

words! {
    /// The way in which the money goes back (`refundment`). The audit sets it; it has a meaning only at
    /// [`AfterSaleStatus::Completed`].
    pub enum Refundment {
        /// The way in which it was paid, through the payment gateway.
        OriginalRoute = 0, "ORIGINAL_ROUTE", "原路退回", "Return by the same route";
        /// Into the buyer's wallet at the shop.
        ToWallet = 1, "TO_WALLET", "退至钱包", "Back to Wallet";
        /// By hand, outside the system.
        Manual = 2, "MANUAL", "手动处理", "Manual processing";
    }
}

words! {
    /// The status of the order (`order_data.status`).
    pub enum OrderStatus {
        /// To be confirmed by the shop.
        ToBeConfirmed = 0, "TO_BE_CONFIRMED", "待确认", "To be confirmed";
        /// To be paid.
        ToBePaid = 1, "TO_BE_PAID", "待付款", "Pending payment";
        /// To be shipped.
        ToBeShipped = 2, "TO_BE_SHIPPED", "待发货", "To be shipped";
        /// Shipped, to be received.
        ToBeReceived = 3, "TO_BE_RECEIVED", "待收货", "Goods to be received";
        /// Received.
        Completed = 4, "COMPLETED", "已完成", "Completed";
        /// Cancelled.
        Cancelled = 5, "CANCELLED", "已取消", "Cancelled";
        /// Closed, among others when all of it was refunded and returned.
        Closed = 6, "CLOSED", "已关闭", "Closed";
    }
}

impl OrderStatus {
    /// Returns the status of an order at this stage.
    #[must_use]
    pub const fn of(stage: Stage) -> Self {
        match stage {
            Stage::ToBeConfirmed => Self::ToBeConfirmed,
            Stage::ToBePaid => Self::ToBePaid,
            Stage::ToBeShipped => Self::ToBeShipped,
            Stage::ToBeReceived => Self::ToBeReceived,
            Stage::Completed => Self::Completed,
            Stage::Cancelled => Self::Cancelled,
            Stage::Closed => Self::Closed,
        }
    }

    /// Returns the stage of an order with this status.
    #[must_use]
    pub const fn stage(self) -> Stage {
        match self {
            Self::ToBeConfirmed => Stage::ToBeConfirmed,
            Self::ToBePaid => Stage::ToBePaid,
            Self::ToBeShipped => Stage::ToBeShipped,
            Self::ToBeReceived => Stage::ToBeReceived,
            Self::Completed => Stage::Completed,
            Self::Cancelled => Stage::Cancelled,
            Self::Closed => Stage::Closed,
        }
    }

    /// Returns whether the status shows that the goods have left the shop: shipped or received. (A
    /// closed order may have been shipped as well; its status does not show it.)
    #[must_use]
    pub const fn is_shipped(self) -> bool {
        self.stage().is_shipped()
    }
}

words! {
    /// The payment status of the order (`order_data.pay_status`). The English label of 2 ends with a
    /// space at ShopXO; here it does not.
    pub enum PayStatus {
        /// To be paid.
        ToBePaid = 0, "TO_BE_PAID", "待支付", "To be paid";
        /// Paid.
        Paid = 1, "PAID", "已支付", "Paid";
        /// Refunded as a whole.
        Refunded = 2, "REFUNDED", "已退款", "Refunded";
        /// Refunded in part.
        PartiallyRefunded = 3, "PARTIALLY_REFUNDED", "部分退款", "Partial refund";
    }
}

words! {
    /// The way in which the goods reach the buyer (`order_data.order_model`).
    ///
    /// The labels are those of 6.9.0. In 2021 the same numbers had [other labels](Self::chinese_2_2_1).
    pub enum OrderModel {
        /// By a carrier.
        Express = 0, "EXPRESS", "快递", "express";
        /// By a local courier.
        SameCity = 1, "SAME_CITY", "同城", "Same city";
        /// The buyer collects them.
        SelfPickup = 2, "SELF_PICKUP", "自提", "Self pickup";
        /// There is nothing to send.
        Virtual = 3, "VIRTUAL", "虚拟", "fictitious";
    }
}

impl OrderModel {
    /// Returns the label in release 2.2.1.
    #[must_use]
    pub const fn chinese_2_2_1(self) -> &'static str {
        match self {
            Self::Express => "销售",
            Self::SameCity => "展示",
            Self::SelfPickup => "自提点",
            Self::Virtual => "虚拟销售",
        }
    }
}
