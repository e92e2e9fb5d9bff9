//! WeChat's own words for an after-sale: statuses, types and reasons, with their published numbers
//! and names, and with their labels in Chinese (the platform's) and English (ours).

use crate::lifecycle::Flow;
use crate::words::words;

words! {
    /// The status of an after-sale order (`AfterSaleStatus`, 16 values).
    ///
    /// The numbers are the published ones, holes included: 3, 9, 10 and 11 are not in this list.
    /// The names are the published ones too, misspellings included (`USER_CANCELD`). The mini-shop's
    /// interface writes the name; its order interface writes the number. Other generations of the
    /// interface give other meanings to the same numbers, so a number says nothing without its
    /// generation.
    ///
    /// ```
    /// use aftersale::wechat::AfterSaleStatus;
    ///
    /// let status: AfterSaleStatus = "USER_CANCELD".parse()?;
    /// assert_eq!(status, AfterSaleStatus::UserCanceld);
    /// assert_eq!(status.code(), 1);
    /// assert_eq!(AfterSaleStatus::from_code(3), None);
    /// assert_eq!(status.chinese(), "用户取消申请");
    /// # Ok::<(), aftersale::UnknownWord>(())
    /// ```
    ///
    /// Source: [getaftersaleorder], "field enumeration value".
    ///
    /// [getaftersaleorder]: https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/business-capabilities/ministore/minishopopencomponent/API/order/getaftersaleorder.html
    pub enum AfterSaleStatus {
        /// An invalid value, never a real status. It has no rules, and its Chinese label is ours.
        AftersalestatusInvalid = 0, "AFTERSALESTATUS_INVALID", "无效", "invalid";
        /// Withdrawn by the buyer, or lapsed. Final; applying again makes a new case.
        UserCanceld = 1, "USER_CANCELD", "用户取消申请", "cancelled by the buyer";
        /// With the merchant, who has to answer.
        MerchantProcessing = 2, "MERCHANT_PROCESSING", "商家受理中", "with the merchant";
        /// Refused by the merchant. Not final. A return may have this status too, after a refusal at
        /// receipt.
        MerchantRejectRefund = 4, "MERCHANT_REJECT_REFUND", "商家拒绝退款", "refund refused";
        /// The return was refused by the merchant. Not final.
        MerchantRejectReturn = 5, "MERCHANT_REJECT_RETURN", "商家拒绝退货退款", "return refused";
        /// Waiting for the goods: the buyer has to send them.
        UserWaitReturn = 6, "USER_WAIT_RETURN", "待买家退货", "waiting for the buyer's parcel";
        /// Lapsed: the buyer did not send the goods in time. Not final, in spite of its name: the case
        /// may go to the platform, and becomes `USER_CANCELD` otherwise.
        ReturnClosed = 7, "RETURN_CLOSED", "退货退款关闭", "return lapsed";
        /// Waiting for receipt: the merchant has to receive the goods.
        MerchantWaitReceipt = 8, "MERCHANT_WAIT_RECEIPT", "待商家收货", "waiting for receipt";
        /// Overdue: the platform could not refund, and the merchant did not refund in time either.
        MerchantOverdueRefund = 12, "MERCHANT_OVERDUE_REFUND", "商家逾期未退款", "refund overdue";
        /// The success of a refund-only case: the money is with the buyer. Final.
        MerchantRefundSuccess = 13, "MERCHANT_REFUND_SUCCESS", "退款完成", "refunded";
        /// The success of a return: the money is with the buyer. Final.
        MerchantReturnSuccess = 14, "MERCHANT_RETURN_SUCCESS", "退货退款完成", "returned and refunded";
        /// The refund is under way at the platform.
        PlatformRefunding = 15, "PLATFORM_REFUNDING", "平台退款中", "platform is refunding";
        /// Failed: the platform could not refund; the merchant has to, offline.
        PlatformRefundFail = 16, "PLATFORM_REFUND_FAIL", "平台退款失败", "platform refund failed";
        /// Waiting for the buyer, who has to confirm the offline refund that the merchant has proved.
        UserWaitConfirm = 17, "USER_WAIT_CONFIRM", "待用户确认", "waiting for the buyer to confirm";
        /// Closed by customer service after the merchant failed to refund. Final.
        MerchantRefundRetryFail = 18, "MERCHANT_REFUND_RETRY_FAIL",
            "商家打款失败，客服关闭售后", "merchant could not pay, closed by customer service";
        /// Ruled by the platform for the merchant. Final.
        MerchantFail = 19, "MERCHANT_FAIL", "售后关闭", "closed in the merchant's favour";
    }
}

words! {
    /// The type of an after-sale order (`AfterSaleType`), which is fixed for its life.
    ///
    /// The platform later added `EXCHANGE` and `RESHIP`. They are out of this crate's scope and stay
    /// unknown words.
    pub enum AfterSaleType {
        /// Money back only.
        Refund = 1, "REFUND", "退款", "refund only";
        /// Goods back, then money.
        Return = 2, "RETURN", "退货退款", "return and refund";
    }
}

impl AfterSaleType {
    /// Returns the flow that the type stands for.
    #[must_use]
    pub const fn flow(self) -> Flow {
        match self {
            Self::Refund => Flow::RefundOnly,
            Self::Return => Flow::ReturnRefund,
        }
    }
}

words! {
    /// The buyer's reason (`AfterSaleReason`, 12 values).
    ///
    /// Later reasons are numbers written as text (`"10000002"`), and their meaning comes in a field of
    /// its own (`reason_text`); they stay unknown words.
    pub enum AfterSaleReason {
        /// The wrong goods were ordered, or too many.
        IncorrectSelection = 1, "INCORRECT_SELECTION", "拍错/多拍", "ordered wrong or too many";
        /// The buyer no longer wants the goods.
        NoLongerWant = 2, "NO_LONGER_WANT", "不想要了", "no longer wanted";
        /// The carrier has no information.
        NoExpressInfo = 3, "NO_EXPRESS_INFO", "无快递信息", "no carrier information";
        /// The parcel was empty.
        EmptyPackage = 4, "EMPTY_PACKAGE", "包裹为空", "empty parcel";
        /// The parcel was turned away at the door.
        RejectReceivePackage = 5, "REJECT_RECEIVE_PACKAGE", "已拒签包裹", "parcel turned away";
        /// The parcel has been on its way for too long.
        NotDeliveredTooLong = 6, "NOT_DELIVERED_TOO_LONG", "快递长时间未送达", "not delivered for long";
        /// The goods are not as described.
        NotMatchProductDesc = 7, "NOT_MATCH_PRODUCT_DESC", "与商品描述不符", "not as described";
        /// The quality is bad.
        QualityIssue = 8, "QUALITY_ISSUE", "质量问题", "quality problem";
        /// The seller sent the wrong goods.
        SendWrongGoods = 9, "SEND_WRONG_GOODS", "卖家发错货", "wrong goods sent";
        /// Goods without maker, origin or date.
        ThreeNoProduct = 10, "THREE_NO_PRODUCT", "三无产品", "no maker, origin or date";
        /// A counterfeit.
        FakeProduct = 11, "FAKE_PRODUCT", "假冒产品", "counterfeit";
        /// Another reason.
        Others = 12, "OTHERS", "其它", "other";
    }
}
