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
        /// Never a real status. It has no rules, and its Chinese label is ours.
        AftersalestatusInvalid = 0, "AFTERSALESTATUS_INVALID", "无效", "invalid";
        /// The buyer withdrew it or let it lapse. Final; asking again makes a new case.
        UserCanceld = 1, "USER_CANCELD", "用户取消申请", "cancelled by the buyer";
        /// The merchant has to answer.
        MerchantProcessing = 2, "MERCHANT_PROCESSING", "商家受理中", "with the merchant";
        /// The merchant refused. Not final. A return may have this status too, after a refusal at
        /// receipt.
        MerchantRejectRefund = 4, "MERCHANT_REJECT_REFUND", "商家拒绝退款", "refund refused";
        /// The merchant refused the return. Not final.
        MerchantRejectReturn = 5, "MERCHANT_REJECT_RETURN", "商家拒绝退货退款", "return refused";
        /// The buyer has to send the goods.
        UserWaitReturn = 6, "USER_WAIT_RETURN", "待买家退货", "waiting for the buyer's parcel";
        /// The buyer did not send the goods in time. Not final, whatever the name says: it may go
        /// to the platform, and becomes `USER_CANCELD` if it does not.
        ReturnClosed = 7, "RETURN_CLOSED", "退货退款关闭", "return lapsed";
        /// The merchant has to receive the goods.
        MerchantWaitReceipt = 8, "MERCHANT_WAIT_RECEIPT", "待商家收货", "waiting for receipt";
        /// The platform could not pay, and the merchant did not pay in time either.
        MerchantOverdueRefund = 12, "MERCHANT_OVERDUE_REFUND", "商家逾期未退款", "refund overdue";
        /// The success of a refund-only case: the money is with the buyer. Final.
        MerchantRefundSuccess = 13, "MERCHANT_REFUND_SUCCESS", "退款完成", "refunded";
        /// The success of a return: the money is with the buyer. Final.
        MerchantReturnSuccess = 14, "MERCHANT_RETURN_SUCCESS", "退货退款完成", "returned and refunded";
        /// The platform is paying.
        PlatformRefunding = 15, "PLATFORM_REFUNDING", "平台退款中", "platform is refunding";
        /// The platform could not pay; the merchant has to, offline.
        PlatformRefundFail = 16, "PLATFORM_REFUND_FAIL", "平台退款失败", "platform refund failed";
        /// The merchant has proved an offline refund; the buyer has to confirm it.
        UserWaitConfirm = 17, "USER_WAIT_CONFIRM", "待用户确认", "waiting for the buyer to confirm";
        /// The merchant did not manage to pay, and customer service closed the case. Final.
        MerchantRefundRetryFail = 18, "MERCHANT_REFUND_RETRY_FAIL",
            "商家打款失败，客服关闭售后", "merchant could not pay, closed by customer service";
        /// The platform ruled for the merchant. Final.
        MerchantFail = 19, "MERCHANT_FAIL", "售后关闭", "closed in the merchant's favour";
    }
}

words! {
    /// The type of an after-sale order (`AfterSaleType`), which is fixed for its life.
    ///
    /// The platform later added `EXCHANGE` and `RESHIP`. They are outside this crate and stay
    /// unknown words.
    pub enum AfterSaleType {
        /// Money back only.
        Refund = 1, "REFUND", "退款", "refund only";
        /// Goods back, then money.
        Return = 2, "RETURN", "退货退款", "return and refund";
    }
}

impl AfterSaleType {
    /// The flow that the type stands for.
    #[must_use]
    pub const fn flow(self) -> Flow {
        match self {
            Self::Refund => Flow::RefundOnly,
            Self::Return => Flow::ReturnRefund,
        }
    }
}

words! {
    /// Why the buyer wants the money back (`AfterSaleReason`, 12 values).
    ///
    /// Later reasons are numbers written as text (`"10000002"`), and what they mean comes in a field of
    /// its own (`reason_text`); they stay unknown words.
    pub enum AfterSaleReason {
        /// Ordered the wrong thing, or too many.
        IncorrectSelection = 1, "INCORRECT_SELECTION", "拍错/多拍", "ordered wrong or too many";
        /// Does not want it any more.
        NoLongerWant = 2, "NO_LONGER_WANT", "不想要了", "no longer wanted";
        /// The carrier shows nothing.
        NoExpressInfo = 3, "NO_EXPRESS_INFO", "无快递信息", "no carrier information";
        /// Nothing was in the parcel.
        EmptyPackage = 4, "EMPTY_PACKAGE", "包裹为空", "empty parcel";
        /// The parcel was turned away at the door.
        RejectReceivePackage = 5, "REJECT_RECEIVE_PACKAGE", "已拒签包裹", "parcel turned away";
        /// It has been on its way for too long.
        NotDeliveredTooLong = 6, "NOT_DELIVERED_TOO_LONG", "快递长时间未送达", "not delivered for long";
        /// It is not what was described.
        NotMatchProductDesc = 7, "NOT_MATCH_PRODUCT_DESC", "与商品描述不符", "not as described";
        /// Its quality is bad.
        QualityIssue = 8, "QUALITY_ISSUE", "质量问题", "quality problem";
        /// The seller sent something else.
        SendWrongGoods = 9, "SEND_WRONG_GOODS", "卖家发错货", "wrong goods sent";
        /// Goods without maker, origin or date.
        ThreeNoProduct = 10, "THREE_NO_PRODUCT", "三无产品", "no maker, origin or date";
        /// A counterfeit.
        FakeProduct = 11, "FAKE_PRODUCT", "假冒产品", "counterfeit";
        /// Something else.
        Others = 12, "OTHERS", "其它", "other";
    }
}
