//! The list of the merchant's calls.

use alloc::format;
use alloc::string::String;

use crate::words::names;

names! {
    /// A call of the Channels shop's after-sale interface. All are sent with POST.
    ///
    /// The name is the end of the path.
    ///
    /// ```
    /// use aftersale::channels::wire::calls::Call;
    /// assert_eq!(Call::RejectReasonGet.path(), "channels/ec/aftersale/rejectreason/get");
    /// assert_eq!("acceptapply".parse(), Ok(Call::AcceptApply));
    /// ```
    ///
    /// Source: the indexes of
    /// [after-sales](https://developers.weixin.qq.com/doc/store/shop/API/channels-shop-aftersale) and
    /// [disputes](https://developers.weixin.qq.com/doc/store/shop/API/complaint/); `merchantreship` is from
    /// an SDK of 2026.
    pub enum Call {
        /// Lists the numbers of cases, by time.
        GetAftersaleList = "getaftersalelist", "获取售后单列表", "list cases";
        /// Reads one case.
        GetAftersaleOrder = "getaftersaleorder", "获取售后单", "read a case";
        /// Agrees to a refund or a return.
        AcceptApply = "acceptapply", "同意售后", "agree";
        /// Refuses an application, or goods that came back.
        RejectApply = "rejectapply", "拒绝售后", "refuse";
        /// Proves a refund made outside the platform.
        UploadRefundCertificate = "uploadrefundcertificate", "上传退款凭证", "prove an offline refund";
        /// Proposes other terms to the buyer.
        MerchantUpdateAftersale = "merchantupdateaftersale", "商家协商", "negotiate";
        /// Sends the new goods of an exchange.
        AcceptExchangeReship = "acceptexchangereship", "换货发货", "send the goods of an exchange";
        /// Refuses to send the new goods of an exchange.
        RejectExchangeReship = "rejectexchangereship", "换货拒绝发货", "refuse to send the goods of an exchange";
        /// Accepts or refuses the goods that came back in a fast exchange.
        HandleFastExchangeReceipt = "handlefastexchangereceipt", "商家处理极速换货用户退货",
            "answer the goods of a fast exchange";
        /// Sends goods that were missing.
        MerchantReship = "merchantreship", "商家补寄", "send missing goods";
        /// Corrects the waybill of a reshipment.
        MerchantUpdateReshipExpress = "merchantupdatereshipexpress", "商家更新补寄物流信息",
            "correct the waybill of a reshipment";
        /// Lists the SKUs that can be had instead.
        GetExchangeableSkuList = "getexchangeableskulist", "查询可换货列表", "list what can be had instead";
        /// Opens a case in the buyer's name.
        GenAftersaleOrder = "genaftersaleorder", "代用户发起售后", "open a case for the buyer";
        /// Gives back a price difference.
        RefundPriceDiff = "refundpricediff", "代用户发起退差价", "give back a price difference";
        /// Gets a number under which the buyer can be called.
        ApplyVirtualTelNum = "applyvirtualtelnum", "售后单兑换虚拟号", "get a number to call";
        /// Lists the reasons for applications.
        ReasonGet = "reason/get", "获取全量售后原因", "list reasons for applications";
        /// Lists the reasons for refusals.
        RejectReasonGet = "rejectreason/get", "获取拒绝售后原因", "list reasons for refusals";
        /// Reads a dispute.
        GetComplaintOrder = "getcomplaintorder", "获取纠纷单", "read a dispute";
        /// Adds a message to a dispute.
        AddComplaintMaterial = "addcomplaintmaterial", "商家补充纠纷单留言", "add a message to a dispute";
        /// Adds a proof to a dispute.
        AddComplaintProof = "addcomplaintproof", "商家举证", "add a proof to a dispute";
        /// Shows the merchant's work order about a dispute.
        SyncWorkOrder = "syncworkorder", "同步工单", "show the work order of a dispute";
        /// Searches for guarantee orders.
        SearchGuaranteeOrder = "searchguaranteeorder", "商家获取保障单列表", "search guarantee orders";
        /// Reads one guarantee order.
        GetGuaranteeOrder = "getguaranteeorder", "获取保障单详情", "read a guarantee order";
        /// Agrees to pay under a guarantee.
        MerchantAcceptGuarantee = "merchantacceptguarantee", "商家同意保障单申请", "agree to pay under a guarantee";
        /// Offers another degree of damage.
        MerchantModifyGuarantee = "merchantmodifyguarantee", "商家协商保障单", "negotiate a guarantee";
        /// Adds a proof to a guarantee order.
        MerchantProofGuarantee = "merchantproofguarantee", "商家举证保障单", "add a proof to a guarantee order";
        /// Refuses to pay under a guarantee.
        MerchantRefuseGuarantee = "merchantrefuseguarantee", "商家拒绝保障单申请", "refuse to pay under a guarantee";
    }
}

impl Call {
    /// Returns the path, without the host and the token.
    #[must_use]
    pub fn path(self) -> String {
        format!("channels/ec/aftersale/{}", self.name())
    }
}
