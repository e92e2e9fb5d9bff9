//! What is sent to the mini-shop's interface, and what it answers.

use alloc::string::String;
use alloc::vec::Vec;

use super::AfterSaleOrder;
use crate::wire::{Field, Id, Loose, ReturnCode, record};

record! {
    /// Asks for one after-sale order: `product/order/getaftersaleorder`.
    pub struct GetRequest {
        /// Its number.
        after_sale_order_id: Id,
    }
}

record! {
    /// The answer with one after-sale order. Published examples have no `errmsg`.
    pub struct GetAnswer {
        /// 0, or what went wrong.
        errcode: ReturnCode,
        /// What went wrong, in words.
        errmsg: String,
        /// The after-sale order.
        after_sale_order: AfterSaleOrder,
    }
}

record! {
    /// Asks for up to 50 after-sale orders: `product/order/batchgetaftersaleorder`.
    pub struct BatchGetRequest {
        /// Their numbers.
        after_sale_order_id_list: Vec<Id>,
    }
}

record! {
    /// The answer with several after-sale orders. Published examples have no `errcode`.
    pub struct BatchGetAnswer {
        /// 0, or what went wrong.
        errcode: ReturnCode,
        /// What went wrong, in words.
        errmsg: String,
        /// The after-sale orders.
        after_sale_order_list: Vec<AfterSaleOrder>,
    }
}

record! {
    /// The merchant agrees: `product/order/acceptapply`. To the refund, or to the return first.
    ///
    /// Source: [acceptapply](https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/business-capabilities/ministore/minishopopencomponent/API/order/acceptapply.html).
    pub struct AcceptApplyRequest {
        /// The number of the after-sale, not of the order.
        order_id: Id,
        /// Where the goods are to be sent. Needed when agreeing to a return.
        address_id: Loose<Id>,
    }
}

record! {
    /// The merchant refuses, whatever the flow: `product/order/rejectrefund`.
    ///
    /// Source: [rejectrefund](https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/business-capabilities/ministore/minishopopencomponent/API/order/rejectrefund.html).
    pub struct RejectRefundRequest {
        /// The number of the after-sale, not of the order.
        order_id: Id,
        /// Why.
        reject_reason: String,
    }
}

record! {
    /// The merchant proves an offline refund: `product/order/upload_refund_certificate`.
    ///
    /// Source: [upload_refund_certificate](https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/business-capabilities/ministore/minishopopencomponent/API/order/upload_refund_certificate.html).
    pub struct UploadRefundCertificateRequest {
        /// The number of the after-sale, not of the order.
        order_id: Id,
        /// The pictures, by their media ids.
        refund_certificates: Vec<String>,
        /// A description.
        desc: String,
    }
}

record! {
    /// What `acceptapply`, `rejectrefund` and `upload_refund_certificate` answer. All interfaces of
    /// WeChat have this form, so it is decoded by its type and not told from its shape.
    pub struct OperationAnswer {
        /// 0, or what went wrong.
        errcode: ReturnCode,
        /// What went wrong, in words.
        errmsg: String,
    }
}

/// An answer is a success when its `errcode` is 0, or is not there.
fn is_success(errcode: &Field<ReturnCode>) -> bool {
    matches!(errcode, Field::Missing | Field::Null | Field::Value(ReturnCode(0)))
}

impl GetAnswer {
    /// Whether the interface did what it was asked.
    #[must_use]
    pub fn is_success(&self) -> bool {
        is_success(&self.errcode)
    }
}

impl BatchGetAnswer {
    /// Whether the interface did what it was asked.
    #[must_use]
    pub fn is_success(&self) -> bool {
        is_success(&self.errcode)
    }
}

impl OperationAnswer {
    /// Whether the interface did what it was asked.
    #[must_use]
    pub fn is_success(&self) -> bool {
        is_success(&self.errcode)
    }
}

impl GetRequest {
    /// Asks for this after-sale.
    #[must_use]
    pub fn new(case: Id) -> Self {
        Self { after_sale_order_id: case.into(), ..Self::default() }
    }
}

impl BatchGetRequest {
    /// Asks for these after-sales; the platform takes up to 50.
    #[must_use]
    pub fn new(cases: Vec<Id>) -> Self {
        Self { after_sale_order_id_list: cases.into(), ..Self::default() }
    }
}

impl AcceptApplyRequest {
    /// Agrees to the refund.
    #[must_use]
    pub fn to_refund(case: Id) -> Self {
        Self { order_id: case.into(), ..Self::default() }
    }

    /// Agrees to the return; the goods are to be sent to this address.
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
    /// Refuses, for this reason.
    #[must_use]
    pub fn new(case: Id, reason: &str) -> Self {
        Self { order_id: case.into(), reject_reason: reason.into(), ..Self::default() }
    }
}

impl UploadRefundCertificateRequest {
    /// Proves an offline refund with these pictures.
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
