//! The names of events.

use crate::words::names;

names! {
    /// The name of an event (`Event`).
    ///
    /// Sources: the Channels shop's [list of events], the component's [list of callbacks], and the old component's
    /// [callback].
    ///
    /// [list of events]: https://developers.weixin.qq.com/doc/store/shop/notify
    /// [list of callbacks]: https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/business-capabilities/ministore/minishopopencomponent2/callback/aftersale/introduction.html
    /// [callback]: https://developers.weixin.qq.com/miniprogram/dev/framework/ministore/minishopopencomponent2/API/aftersale/callback/add_aftersale.html
    pub enum EventName {
        /// Channels shop: an after-sale has another status.
        AfterSaleUpdate = "channels_ec_aftersale_update", "售后单更新通知", "after-sale updated";
        /// Channels shop: a dispute has another status.
        ComplaintUpdate = "channels_ec_complaint_update", "纠纷单更新通知", "dispute updated";
        /// Channels shop: a guarantee order has another status.
        GuaranteeUpdate = "channels_ec_guarantee_update", "保障单更新通知", "guarantee order updated";
        /// Channels shop: the after-sale of a gift order has another status. Its interface is said to be gone since
        /// October 2025.
        PresentAfterSaleUpdate = "channels_ec_present_aftersale_update", "礼物单售后更新通知", "after-sale of a gift updated";
        /// Channels shop: the interface itself changes.
        InterfaceChange = "api_diff", "API 变更日志回调", "interface changed";
        /// Component: the buyer has applied.
        NewOrder = "aftersale_new_order", "用户提交售后申请", "buyer has applied";
        /// Component: the buyer has changed the application.
        UpdateOrder = "aftersale_update_order", "用户修改售后申请", "buyer has changed the application";
        /// Component: the buyer has withdrawn the application.
        UserCancel = "aftersale_user_cancel", "用户取消售后申请", "buyer has withdrawn the application";
        /// Component: the buyer has sent the goods and said by which parcel.
        UserUploadReturnInfo = "aftersale_user_upload_return_info", "用户上传退货物流", "buyer has sent the goods";
        /// Component: the buyer has changed the waybill.
        UserModifyReturnInfo = "aftersale_user_modify_return_info", "用户修改退货物流", "buyer has changed the waybill";
        /// Component: the buyer has called off the carrier, so the goods are not sent.
        UserCancelWaybill = "aftersale_user_cancel_waybill", "用户取消退货运单", "buyer has called off the carrier";
        /// Component: the goods are on their way, and the merchant has to receive them.
        WaitMerchantConfirmReceipt = "aftersale_wait_merchant_confirm_receipt", "待商家确认收货", "waiting for receipt";
        /// Component: the platform could not refund, and the merchant has to, offline.
        WaitMerchantOfflineRefund = "aftersale_wait_merchant_offline_refund", "待商家线下退款", "waiting for an offline refund";
        /// Component: the buyer has confirmed the proof of an offline refund.
        UserConfirmRefundCertificate = "aftersale_user_confirm_refund_certificate", "用户确认退款凭证", "buyer has confirmed the proof of refund";
        /// Component: the money is with the buyer.
        RefundSuccess = "aftersale_refund_success", "退款成功", "refunded";
        /// Component: the dispute has another state.
        ComplaintUpdateOrderState = "aftersale_complaint_update_order_state", "纠纷单状态更新", "dispute updated";
        /// Component: the buyer did not send the goods in time.
        UserUploadReturnInfoOverdue = "aftersale_user_upload_return_info_overdue", "用户上传退货物流超时", "buyer did not send in time";
        /// Component: the buyer did not ask the platform in time.
        UserApplyPlatformJudgeOverdue = "aftersale_user_apply_platform_judge_overdue", "用户申请平台介入超时", "buyer did not ask the platform in time";
        /// Component: the merchant did not answer to a return in time.
        MerchantHandleReturnOverdue = "aftersale_merchant_handle_return_overdue", "商家处理退货申请超时", "merchant did not answer to a return in time";
        /// Component: the merchant did not answer to a refund in time.
        MerchantHandleRefundOverdue = "aftersale_merchant_handle_refund_overdue", "商家处理退款申请超时", "merchant did not answer to a refund in time";
        /// Component: the merchant did not confirm the receipt in time.
        MerchantConfirmReceiptOverdue = "aftersale_merchant_confirm_receipt_overdue", "商家确认收货超时", "merchant did not confirm the receipt in time";
        /// Old component: the buyer has applied.
        AddAfterSale = "wxaproduct_add_aftersale", "创建售后", "buyer has applied";
        /// Component: an order or an after-sale has changed, for third-party platforms.
        OrderUpdate = "open_product_order_update", "订单更新通知", "order or after-sale updated";
    }
}
