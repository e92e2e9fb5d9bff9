//! The requests to the mini-shop's interface, and its answers.

use alloc::string::String;
use alloc::vec::Vec;

use super::AfterSaleOrder;
use crate::wire::{Field, Id, Loose, ReturnCode, record};

record! {
    /// The request for one after-sale order: `product/order/getaftersaleorder`.
    pub struct GetRequest {
        /// The number of the after-sale.
        after_sale_order_id: Id,
    }
}

record! {
    /// The answer with one after-sale order. Published examples have no `errmsg`.
    pub struct GetAnswer {
        /// 0, or the code of the error.
        errcode: ReturnCode,
        /// The message of the error.
        errmsg: String,
        /// The after-sale order.
        after_sale_order: AfterSaleOrder,
    }
}

record! {
    /// The request for up to 50 after-sale orders: `product/order/batchgetaftersaleorder`.
    pub struct BatchGetRequest {
        /// The numbers of the after-sales.
        after_sale_order_id_list: Vec<Id>,
    }
}

record! {
    /// The answer with several after-sale orders. Published examples have no `errcode`.
    pub struct BatchGetAnswer {
        /// 0, or the code of the error.
        errcode: ReturnCode,
        /// The message of the error.
        errmsg: String,
        /// The after-sale orders.
        after_sale_order_list: Vec<AfterSaleOrder>,
    }
}

record! {
    /// The merchant's agreement, to the refund or to the return first: `product/order/acceptapply`.
    ///
    /// Source: [acceptapply](https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/business-capabilities/ministore/minishopopencomponent/API/order/acceptapply.html).
    pub struct AcceptApplyRequest {
        /// The number of the after-sale, not of the order.
        order_id: Id,
        /// The address to which the buyer sends the goods. Required when agreeing to a return.
        address_id: Loose<Id>,
    }
}

record! {
    /// The merchant's refusal, in either flow: `product/order/rejectrefund`.
    ///
    /// Source: [rejectrefund](https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/business-capabilities/ministore/minishopopencomponent/API/order/rejectrefund.html).
    pub struct RejectRefundRequest {
        /// The number of the after-sale, not of the order.
        order_id: Id,
        /// The reason of the refusal.
        reject_reason: String,
    }
}

record! {
    /// The merchant's proof of an offline refund: `product/order/upload_refund_certificate`.
    ///
    /// Source: [upload_refund_certificate](https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/business-capabilities/ministore/minishopopencomponent/API/order/upload_refund_certificate.html).
    pub struct UploadRefundCertificateRequest {
        /// The number of the after-sale, not of the order.
        order_id: Id,
        /// The pictures, by their media ids.
        refund_certificates: Vec<String>,
        /// The description of the proof.
        desc: String,
    }
}

record! {
    /// The answer of `acceptapply`, `rejectrefund` and `upload_refund_certificate`. All interfaces of
    /// WeChat have this form, so it is decoded by its type and never found from its shape.
    pub struct OperationAnswer {
        /// 0, or the code of the error.
        errcode: ReturnCode,
        /// The message of the error.
        errmsg: String,
    }
}

/// Returns whether an answer is a success: its `errcode` is 0 or missing.
fn is_success(errcode: &Field<ReturnCode>) -> bool {
    matches!(errcode, Field::Missing | Field::Null | Field::Value(ReturnCode(0)))
}

impl GetAnswer {
    /// Returns whether the interface reports success.
    #[must_use]
    pub fn is_success(&self) -> bool {
        is_success(&self.errcode)
    }
}

impl BatchGetAnswer {
    /// Returns whether the interface reports success.
    #[must_use]
    pub fn is_success(&self) -> bool {
        is_success(&self.errcode)
    }
}

impl OperationAnswer {
    /// Returns whether the interface reports success.
    #[must_use]
    pub fn is_success(&self) -> bool {
        is_success(&self.errcode)
    }
}

impl GetRequest {
    /// Returns a request for this after-sale.
    #[must_use]
    pub fn new(case: Id) -> Self {
        Self { after_sale_order_id: case.into(), ..Self::default() }
    }
}

impl BatchGetRequest {
    /// Returns a request for these after-sales; the platform accepts up to 50.
    #[must_use]
    pub fn new(cases: Vec<Id>) -> Self {
        Self { after_sale_order_id_list: cases.into(), ..Self::default() }
    }
}

impl AcceptApplyRequest {
    /// Returns an agreement to the refund.
    #[must_use]
    pub fn to_refund(case: Id) -> Self {
        Self { order_id: case.into(), ..Self::default() }
    }

    /// Returns an agreement to the return, with the address to which the buyer sends the goods.
    ///
    /// ```
    /// use aftersale::wechat::wire::AcceptApplyRequest;
    /// use aftersale::wire::{Id, encode};
    /// let request = AcceptApplyRequest::to_return(Id(40_021), Id(77));
    /// assert_eq!(encode(&request), r#"{"order_id":40021,"address_id":77}"#);
    /// ```
    #[must_use]
    pub fn to_return(case: Id, address: Id) -> Self {
        Self { address_id: Loose::plain(address).into(), ..Self::to_refund(case) }
    }
}

impl RejectRefundRequest {
    /// Returns a refusal with this reason.
    #[must_use]
    pub fn new(case: Id, reason: &str) -> Self {
        Self { order_id: case.into(), reject_reason: reason.into(), ..Self::default() }
    }
}

impl UploadRefundCertificateRequest {
    /// Returns a proof of an offline refund with these pictures.
    #[must_use]
    pub fn new(case: Id, certificates: Vec<String>, description: &str) -> Self {
        Self {
            order_id: case.into(),
            refund_certificates: certificates.into(),
            desc: description.into(),
            ..Self::default()
        }
    }
}
