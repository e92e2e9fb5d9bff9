//! The statuses of an after-sale order of the Channels shop.

use crate::words::names;

names! {
    /// The status of an after-sale order of the Channels shop (23 published names).
    ///
    /// The names are the published ones, misspellings included (`USER_CANCELD`). No numbers are
    /// published for them, so a number is never one of these statuses, not even in quotes. In October
    /// 2026 the platform announced up to three more, about reshipping, whose names are not published:
    /// a status that is not in this list stays an unknown word, and is written as it came.
    ///
    /// In stored forms a status has its place in this list as its number. That number is this crate's and stays for ever:
    /// a new status comes last.
    ///
    /// ```
    /// use aftersale::channels::AfterSaleStatus;
    /// let status: AfterSaleStatus = "USER_WAIT_RECEIPT".parse()?;
    /// assert_eq!(status, AfterSaleStatus::UserWaitReceipt);
    /// assert_eq!(status.chinese(), "待用户收货");
    /// assert!("1".parse::<AfterSaleStatus>().is_err());
    /// # Ok::<(), aftersale::UnknownWord>(())
    /// ```
    ///
    /// Source: [getaftersaleorder], and for `PLATFORM_PROCESSING` an integrator's types alone.
    ///
    /// [getaftersaleorder]: https://developers.weixin.qq.com/doc/store/shop/API/channels-shop-aftersale/aftersale/api_getaftersaleorder.html
    pub enum AfterSaleStatus {
        /// Withdrawn by the buyer, or lapsed. Final.
        UserCanceld = "USER_CANCELD", "用户取消申请", "cancelled by the buyer";
        /// With the merchant, who has to answer. Cases that the platform opens begin here too.
        MerchantProcessing = "MERCHANT_PROCESSING", "商家受理中", "with the merchant";
        /// Refused by the merchant. Not final.
        MerchantRejectRefund = "MERCHANT_REJECT_REFUND", "商家拒绝退款", "refund refused";
        /// The return was refused by the merchant. Not final.
        MerchantRejectReturn = "MERCHANT_REJECT_RETURN", "商家拒绝退货退款", "return refused";
        /// Waiting for the goods: the buyer has to send them, to be refunded or exchanged.
        UserWaitReturn = "USER_WAIT_RETURN", "待买家退货", "waiting for the buyer's parcel";
        /// Lapsed: the buyer did not send the goods in time. Not final, in spite of its name.
        ReturnClosed = "RETURN_CLOSED", "退货退款关闭", "return lapsed";
        /// Waiting for receipt: the merchant has to receive the goods.
        MerchantWaitReceipt = "MERCHANT_WAIT_RECEIPT", "待商家收货", "waiting for receipt";
        /// Overdue: the platform could not refund, and the merchant did not refund in time either.
        MerchantOverdueRefund = "MERCHANT_OVERDUE_REFUND", "商家逾期未退款", "refund overdue";
        /// The success of a refund-only case: the money is with the buyer. Final.
        MerchantRefundSuccess = "MERCHANT_REFUND_SUCCESS", "退款完成", "refunded";
        /// The success of a return: the money is with the buyer. Final.
        MerchantReturnSuccess = "MERCHANT_RETURN_SUCCESS", "退货退款完成", "returned and refunded";
        /// The refund is under way at the platform.
        PlatformRefunding = "PLATFORM_REFUNDING", "平台退款中", "platform is refunding";
        /// Failed: the platform could not refund. The merchant has to only when `need_offline_refund`
        /// is true; otherwise it is still with the platform.
        PlatformRefundFail = "PLATFORM_REFUND_FAIL", "平台退款失败", "platform refund failed";
        /// Waiting for the buyer, who has to confirm the offline refund that the merchant has proved.
        UserWaitConfirm = "USER_WAIT_CONFIRM", "待用户确认", "waiting for the buyer to confirm";
        /// Closed by customer service after the merchant failed to refund. Final.
        MerchantRefundRetryFail = "MERCHANT_REFUND_RETRY_FAIL",
            "商家打款失败，客服关闭售后", "merchant could not pay, closed by customer service";
        /// Ruled by the platform for the merchant. Final.
        MerchantFail = "MERCHANT_FAIL", "售后关闭", "closed in the merchant's favour";
        /// Negotiated: the merchant has proposed other terms, and the buyer has to answer. Until then
        /// everything follows the old type and the old amount.
        UserWaitConfirmUpdate = "USER_WAIT_CONFIRM_UPDATE",
            "待用户处理商家协商", "waiting for the buyer's answer to other terms";
        /// Applied for by the merchant on the buyer's behalf; the buyer has to agree.
        UserWaitHandleMerchantAfterSale = "USER_WAIT_HANDLE_MERCHANT_AFTER_SALE",
            "待用户处理商家代发起的售后申请", "waiting for the buyer's answer to the merchant's application";
        /// Intercepted: the parcel to the buyer is being stopped on its way.
        WaitPackageIntercept = "WAIT_PACKAGE_INTERCEPT", "物流线上拦截中", "parcel is being intercepted";
        /// The exchange was refused by the merchant. Not known to be final.
        MerchantRejectExchange = "MERCHANT_REJECT_EXCHANGE", "商家拒绝换货", "exchange refused";
        /// The merchant refused to send the new goods of an exchange after the buyer's parcel came.
        MerchantRejectReship = "MERCHANT_REJECT_RESHIP", "商家拒绝发货", "sending refused";
        /// The new goods are on their way to the buyer.
        UserWaitReceipt = "USER_WAIT_RECEIPT", "待用户收货", "waiting for the buyer's receipt";
        /// The success of an exchange. Final by its name; no page confirms it.
        MerchantExchangeSuccess = "MERCHANT_EXCHANGE_SUCCESS", "换货完成", "exchanged";
        /// Being looked into by the platform.
        PlatformProcessing = "PLATFORM_PROCESSING", "平台审核中", "with the platform";
    }
}

impl AfterSaleStatus {
    /// Returns whether nothing follows this status.
    ///
    /// Source: the list of finished statuses of the order search, and for `MERCHANT_EXCHANGE_SUCCESS`,
    /// which is newer than that list, its name. A record's `complete_time` says the same of any status,
    /// known or not.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(
            self,
            Self::UserCanceld
                | Self::MerchantRefundSuccess
                | Self::MerchantReturnSuccess
                | Self::MerchantRefundRetryFail
                | Self::MerchantFail
                | Self::MerchantExchangeSuccess
        )
    }
}
