//! The other words of the Channels shop: types, reasons, and the codes that have no names.

use crate::lifecycle::Flow;
use crate::words::{codes, names, words};

words! {
    /// The type of an after-sale order.
    ///
    /// Records and lists write the name; negotiations write the number.
    ///
    /// Source: [getaftersaleorder] for the first three, integrators' types of 2026 for `RESHIP`.
    ///
    /// [getaftersaleorder]: https://developers.weixin.qq.com/doc/store/shop/API/channels-shop-aftersale/aftersale/api_getaftersaleorder.html
    pub enum AfterSaleType {
        /// Money back only.
        Refund = 1, "REFUND", "退款", "refund only";
        /// Goods back, then money.
        Return = 2, "RETURN", "退货退款", "return and refund";
        /// Goods back, then other goods.
        Exchange = 3, "EXCHANGE", "换货", "exchange";
        /// Goods that are missing are sent after.
        Reship = 4, "RESHIP", "补寄", "reship";
    }
}

impl AfterSaleType {
    /// Returns the flow that the type stands for.
    #[must_use]
    pub const fn flow(self) -> Flow {
        match self {
            Self::Refund => Flow::RefundOnly,
            Self::Return => Flow::ReturnRefund,
            Self::Exchange => Flow::Exchange,
            Self::Reship => Flow::Reship,
        }
    }
}

names! {
    /// The sub-type of an after-sale order, since November 2025.
    pub enum AfterSaleSubType {
        /// The usual after-sale.
        Default = "DEFAULT", "默认", "usual";
        /// The merchant pays back a difference in price.
        RefundPriceDiff = "REFUND_PRICE_DIFF", "退差价", "refund of a price difference";
    }
}

names! {
    /// The buyer's reason.
    ///
    /// The older reasons have names; the later ones are numbers, written as text. Their labels come with
    /// them in `reason_text`, and the whole list from `reason/get`.
    pub enum AfterSaleReason {
        /// The wrong goods were ordered, or too many.
        IncorrectSelection = "INCORRECT_SELECTION", "拍错/多拍", "ordered wrong or too many";
        /// The buyer no longer wants the goods.
        NoLongerWant = "NO_LONGER_WANT", "不想要了", "no longer wanted";
        /// The carrier has no information.
        NoExpressInfo = "NO_EXPRESS_INFO", "无快递信息", "no carrier information";
        /// The parcel was empty.
        EmptyPackage = "EMPTY_PACKAGE", "包裹为空", "empty parcel";
        /// The parcel was turned away at the door.
        RejectReceivePackage = "REJECT_RECEIVE_PACKAGE", "已拒签包裹", "parcel turned away";
        /// The parcel has been on its way for too long.
        NotDeliveredTooLong = "NOT_DELIVERED_TOO_LONG", "快递长时间未送达", "not delivered for long";
        /// The goods are not as described.
        NotMatchProductDesc = "NOT_MATCH_PRODUCT_DESC", "与商品描述不符", "not as described";
        /// The quality is bad.
        QualityIssue = "QUALITY_ISSUE", "质量问题", "quality problem";
        /// The seller sent the wrong goods.
        SendWrongGoods = "SEND_WRONG_GOODS", "卖家发错货", "wrong goods sent";
        /// Goods without maker, origin or date.
        ThreeNoProduct = "THREE_NO_PRODUCT", "三无产品", "no maker, origin or date";
        /// A counterfeit.
        FakeProduct = "FAKE_PRODUCT", "假冒产品", "counterfeit";
        /// Another reason.
        Others = "OTHERS", "其它", "other";
        /// Within seven days, for no reason.
        NoReason7Days = "NO_REASON_7_DAYS", "七天无理由", "no reason, within seven days";
        /// Applied for by the platform.
        InitiateByPlatform = "INITIATE_BY_PLATFORM", "平台代发起", "applied for by the platform";
        /// The buyer no longer wants the goods (by number).
        NotWanted = "10000000", "不想要了", "no longer wanted";
        /// Out of stock.
        OutOfStock = "10000001", "缺货", "out of stock";
        /// The wrong goods were ordered, or too many (by number).
        OrderedWrong = "10000002", "拍错/多拍", "ordered wrong or too many";
        /// The seller sent the wrong goods (by number).
        WrongGoods = "10000006", "卖家发错货", "wrong goods sent";
        /// The goods did not arrive.
        NotReceived = "10000007", "未收到商品", "goods not received";
        /// Another reason (by number).
        Other = "10000008", "其他", "other";
        /// Both sides agreed on a refund.
        Agreed = "10000014", "双方协商一致退款", "refund agreed on by both sides";
        /// The parcel has been on its way for too long (by number).
        LongUnderWay = "10000015", "快递长时间未送达", "not delivered for long";
        /// The parcel has no tracking record.
        NoTracking = "10000017", "物流无跟踪记录", "no tracking record";
        /// The quality is bad (by number).
        BadQuality = "10000021", "质量问题", "quality problem";
    }
}

codes! {
    /// The reason why the platform refunded (`refund_info.refund_reason`), a number. 20 is announced and in no list.
    ///
    /// Source: [getaftersaleorder], list of values of `refund_reason`; 12 and later since March 2026.
    ///
    /// [getaftersaleorder]: https://developers.weixin.qq.com/doc/store/shop/API/channels-shop-aftersale/aftersale/api_getaftersaleorder.html
    pub enum RefundReason {
        /// The merchant refunded on the shop's pages or in its app.
        MerchantOnPages = 1, "商家通过店铺管理页或者小助手发起退款", "by the merchant, on the shop's pages";
        /// The merchant took a return for received although the buyer had given no waybill; the order has no freight
        /// insurance.
        MerchantWithoutWaybill = 2, "退货退款场景，商家同意买家未上传物流单号情况下确认收货并退款，该场景限于订单无运费险",
            "by the merchant, without a waybill";
        /// The merchant refunded by a call.
        MerchantByCall = 3, "商家通过后台api发起退款", "by the merchant, by a call";
        /// The platform agreed, because the order had not been shipped.
        NotShipped = 4, "未发货售后平台自动同意", "agreed by the platform, not shipped";
        /// The platform ruled so in a dispute.
        Dispute = 5, "平台介入纠纷退款", "ruled in a dispute";
        /// The platform forced it.
        Forced = 6, "特殊场景下平台强制退款", "forced by the platform";
        /// The buyer agreed that a return without a waybill is taken for received; the order has a freight insurance,
        /// which cannot pay.
        BuyerWithoutWaybill = 7, "退货退款场景，买家同意没有上传物流单号情况下，商家确认收货并退款，该场景限于订单包含运费险，并无法理赔",
            "without a waybill, agreed by the buyer";
        /// The merchant shipped too late.
        ShippedTooLate = 8, "商家发货超时，平台退款", "shipped too late";
        /// The merchant answered the application too late.
        AnsweredTooLate = 9, "商家处理买家售后申请超时，平台自动同意退款", "answered too late";
        /// The buyer confirmed the receipt of the goods too late.
        BuyerTooLate = 10, "用户确认收货超时，平台退款", "receipt confirmed too late by the buyer";
        /// The merchant confirmed the receipt of the goods too late.
        ReceivedTooLate = 11, "商家确认收货超时，平台退款", "receipt confirmed too late by the merchant";
        /// The buyer agreed to the merchant's terms.
        Negotiated = 12, "商家发起协商，用户同意商家协商方案", "negotiated, agreed by the buyer";
        /// A coupon was not given out in time.
        CouponNotGiven = 13, "券超时未发放退款", "coupon not given out in time";
        /// A coupon was not used in time.
        CouponExpired = 14, "券超时未使用退款", "coupon not used in time";
        /// A coupon was not used.
        CouponNotUsed = 15, "券未使用退款", "coupon not used";
        /// A coupon's system asked for it.
        CouponCallback = 16, "券发起退款回调", "asked for by the coupon's system";
        /// The buyer agreed to the merchant's application for a refund.
        AppliedByMerchant = 17, "用户同意商家代用户发起仅退款", "applied for by the merchant, agreed by the buyer";
        /// The merchant agreed to the refund of a coupon.
        CouponByMerchant = 18, "券场景商家在B端同意退款", "coupon, agreed by the merchant";
        /// The platform's staff refunded a coupon.
        CouponByPlatform = 19, "券场景平台客服退款", "coupon, by the platform's staff";
        /// A return was negotiated into a refund only.
        ReturnToRefund = 21, "商家发起协商退货退款改为仅退款", "return negotiated into a refund only";
        /// The buyer asked for money only, and the parcel was intercepted on its way.
        Intercepted = 22, "用户申请仅退款时，商家发起线上拦截物流成功", "parcel intercepted";
        /// A part was refunded in a dispute.
        DisputePart = 23, "平台纠纷判责部分退款", "part of it, in a dispute";
        /// A small amount was paid by the freight insurance.
        FreightInsurance = 24, "运费险小额保障退款", "paid by the freight insurance";
    }
}

codes! {
    /// The way in which the goods come back (`return_info.return_type`), a number, since March 2026.
    ///
    /// Source: [getaftersaleorder], field `return_type`.
    ///
    /// [getaftersaleorder]: https://developers.weixin.qq.com/doc/store/shop/API/channels-shop-aftersale/aftersale/api_getaftersaleorder.html
    pub enum ReturnType {
        /// There is no parcel.
        NoParcel = 0, "无物流", "no parcel";
        /// The buyer sends the goods.
        SentByBuyer = 1, "自行寄回", "sent by the buyer";
        /// A carrier fetches the goods.
        PickedUp = 2, "上门取件", "picked up";
    }
}

codes! {
    /// The type of an uploaded file (`media_type`).
    pub enum MediaType {
        /// A picture.
        Picture = 1, "图片", "picture";
        /// A video.
        Video = 2, "视频", "video";
    }
}
