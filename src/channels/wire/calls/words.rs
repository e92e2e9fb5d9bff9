//! The words of the merchant's calls. Most are numbers that the platform publishes without names, so
//! the names and the English labels are ours.

use crate::words::{codes, words};

codes! {
    /// The meaning of an agreement (`accept_type` of `acceptapply`). Without it the platform chooses by status and
    /// type.
    pub enum AcceptType {
        /// The goods are to come back: in a return, and (since December 2025) in an exchange.
        ToReturn = 1, "同意退货", "agrees that the goods come back";
        /// The money is to go back: in a refund-only case, or when the goods have come back.
        ToRefund = 2, "同意退款", "agrees to the refund";
    }
}

codes! {
    /// The merchant's answer to the goods of a fast exchange (`act` of `handlefastexchangereceipt`).
    pub enum FastExchangeDecision {
        /// The goods are as they should be.
        Agree = 1, "同意", "agrees";
        /// The goods are refused, with a reason of [`RejectScene::FastExchangeReceipt`].
        Refuse = 2, "拒绝", "refuses";
    }
}

codes! {
    /// The purpose of a negotiation (`merchant_update_type` of `merchantupdateaftersale`).
    pub enum NegotiationPurpose {
        /// Both have agreed, and the buyer is invited to cancel.
        InviteToCancel = 1, "已协商一致，邀请买家取消售后", "invites the buyer to cancel";
        /// The buyer is invited to check the application and to add proofs.
        InviteToProve = 2, "邀请买家核实与补充凭证", "invites the buyer to add proofs";
        /// The application is to be changed: its type, its amount or its SKU.
        ChangeApplication = 3, "修改买家售后申请", "changes the application";
    }
}

codes! {
    /// The situation in which a reason of refusal can be given (`reject_scene` of `rejectreason/get`).
    pub enum RejectScene {
        /// Refusing the application of a refund-only case.
        Refund = 1, "拒绝用户仅退款申请", "refusing a refund-only application";
        /// Refusing a return, before or after the goods have come back.
        Return = 4, "拒绝用户退货退款申请", "refusing a return";
        /// Refusing the application of an exchange.
        Exchange = 5, "拒绝用户换货申请", "refusing an exchange";
        /// Refusing to send the new goods of an exchange.
        ExchangeShipment = 6, "拒绝换货发出新商品", "refusing to send the new goods";
        /// Refusing the goods that came back in a fast exchange. Since December 2025; the Chinese label is ours.
        FastExchangeReceipt = 7, "拒绝极速换货的用户退货", "refusing the goods of a fast exchange";
    }
}

codes! {
    /// How far a work order has come (`status` of an item of `syncworkorder`).
    pub enum WorkOrderStatus {
        /// It was made.
        Created = 1, "创建工单", "created";
        /// It is worked on.
        InProgress = 2, "处理工单", "in progress";
        /// It is finished, with a result.
        Finished = 3, "工单完结", "finished";
    }
}

codes! {
    /// The result of a work order (`result_type` of an item of `syncworkorder`).
    pub enum WorkOrderResult {
        /// There is none yet: the work order is not finished.
        Undecided = 0, "无结果", "undecided";
        /// The merchant agrees to a refund, of the amount beside it.
        Refund = 1, "同意退款", "agrees to a refund";
        /// The merchant refuses.
        Refusal = 2, "拒绝退款", "refuses";
    }
}

codes! {
    /// The kind of guarantee that the buyer calls on (`type` of a guarantee order).
    pub enum GuaranteeKind {
        /// In a search: every kind. No guarantee order has it.
        Any = 0, "全部类型", "every kind";
        /// Goods that are counterfeit are paid threefold. Some pages call it fourfold (假一赔四), which counts the price
        /// itself.
        Counterfeit = 1, "假一赔三", "counterfeit goods are paid threefold";
        /// Goods that arrive broken are paid in proportion to the damage.
        Damage = 2, "坏损包退", "damaged goods are refunded";
    }
}

codes! {
    /// The status of a dispute (纠纷单).
    ///
    /// Source:
    /// [getcomplaintorder](https://developers.weixin.qq.com/doc/store/shop/API/channels-shop-aftersale/complaint/api_getcomplaintorder.html)
    /// and [the
    /// event](https://developers.weixin.qq.com/doc/store/shop/notify/aftersale_callback/channels_ec_complaint_update.html);
    /// 400 is from an SDK of 2026.
    pub enum ComplaintStatus {
        /// The merchant has to deal with it.
        WaitingForMerchant = 100, "待商家处理", "waiting for the merchant";
        /// Customer service has to deal with it.
        WaitingForService = 101, "待客服处理", "waiting for customer service";
        /// The buyer took the request for customer service back.
        Cancelled = 102, "取消客服介入", "customer service called off";
        /// Customer service works on it. The merchant can add messages.
        InService = 103, "客服处理中", "customer service works on it";
        /// The buyer has to add proofs.
        WaitingForBuyerProof = 104, "待用户补充凭证", "waiting for the buyer's proofs";
        /// The buyer has added proofs.
        BuyerProved = 105, "用户已补充凭证", "the buyer added proofs";
        /// The merchant has to add proofs.
        WaitingForMerchantProof = 106, "待商家补充凭证", "waiting for the merchant's proofs";
        /// The merchant has added proofs.
        MerchantProved = 107, "商家已补充凭证", "the merchant added proofs";
        /// Both have to add proofs.
        WaitingForBothProofs = 108, "待双方补充凭证", "waiting for proofs of both";
        /// Both have missed the time for proofs.
        BothProofsOverdue = 109, "双方补充凭证超时", "proofs of both overdue";
        /// The merchant has to confirm.
        WaitingForMerchantConfirmation = 110, "待商家确认", "waiting for the merchant to confirm";
        /// The merchant appeals.
        InAppeal = 111, "商家申诉中", "the merchant appeals";
        /// The mediation has ended. Final.
        Settled = 112, "调解完成", "settled";
        /// Customer service verifies.
        Verifying = 113, "客服核实", "customer service verifies";
        /// The refund is tried again.
        RefundingAgain = 114, "重新退款中", "refunding again";
        /// The refund has been verified.
        RefundVerified = 115, "退款核实完成", "refund verified";
        /// The mediation was closed. Final.
        Closed = 116, "调解关闭", "closed";
        /// The buyer has missed the time for proofs.
        BuyerProofOverdue = 305, "用户补充凭证超时", "the buyer's proofs overdue";
        /// The merchant has missed the time for proofs.
        MerchantProofOverdue = 307, "商家补充凭证超时", "the merchant's proofs overdue";
        /// The merchant has to send a work order (`syncworkorder`).
        WaitingForWorkOrder = 400, "待商家上传工单", "waiting for the merchant's work order";
    }
}

words! {
    /// The status of a guarantee order (保障单). It is a case of its own, not a status of an after-sale.
    ///
    /// Records and events write the name; an older page of `searchguaranteeorder` filters by the number.
    ///
    /// Sources:
    /// [getguaranteeorder](https://developers.weixin.qq.com/doc/store/shop/API/aftersale/getguaranteeorder.html)
    /// for the names,
    /// [searchguaranteeorder](https://developers.weixin.qq.com/doc/store/shop/API/aftersale/searchguaranteeorder.html)
    /// for the numbers. The order of the two lists is the same.
    pub enum GuaranteeStatus {
        /// The merchant has to accept, negotiate or refuse.
        WaitMerchantHandle = 10, "STATUS_WAIT_MERCHANT_HANDLE", "等待商家处理", "waiting for the merchant";
        /// The buyer has to answer the merchant's offer.
        WaitUserConfirm = 12, "STATUS_WAIT_USER_CONFIRM", "等待用户确认", "waiting for the buyer to confirm";
        /// The platform has to rule.
        WaitPlatformHandle = 15, "STATUS_WAIT_PLATFORM_HANDLE", "等待平台处理", "waiting for the platform";
        /// The merchant has to add proofs.
        WaitMerchantProof = 20, "STATUS_WAIT_MERCHANT_PROOF", "等待商家举证", "waiting for the merchant's proofs";
        /// The buyer has to add proofs.
        WaitUserProof = 25, "STATUS_WAIT_USER_PROOF", "等待用户举证", "waiting for the buyer's proofs";
        /// Both have to add proofs.
        WaitBothProof = 30, "STATUS_WAIT_BOTH_PROOF", "等待双方举证", "waiting for proofs of both";
        /// The platform's operators have to confirm. The name is misspelt so.
        WaitOpComfirm = 31, "STATUS_WAIT_OP_COMFIRM", "等待OP确认", "waiting for the platform's operators";
        /// A payment by credit score has to be made first.
        WaitPayscoreDone = 32, "STATUS_WAIT_PAYSCORE_DONE", "等待支付分付款", "waiting for a payment by credit score";
        /// Nothing has to be paid.
        NoNeedPay = 33, "STATUS_NO_NEED_PAY", "无需赔付", "nothing to be paid";
        /// The compensation is being paid.
        Paying = 35, "STATUS_PAYING", "赔付中", "being paid";
        /// The amount is unusual and has to be confirmed.
        PayBlock = 36, "STATUS_PAY_BLOCK", "假一赔三金额异常，待确认", "amount to be confirmed";
        /// The compensation was paid.
        PaySucc = 40, "STATUS_PAY_SUCC", "赔付成功", "paid";
        /// The compensation could not be paid.
        PayFail = 45, "STATUS_PAY_FAIL", "赔付失败", "payment failed";
        /// The buyer cancelled.
        UserCancel = 50, "STATUS_USER_CANCEL", "用户取消申请", "cancelled by the buyer";
    }
}
