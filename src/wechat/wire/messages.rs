//! What is sent to the mini-shop's interface, and what it answers.

use alloc::string::String;
use alloc::vec::Vec;

use super::AfterSaleOrder;
use crate::wire::{Id, Loose, ReturnCode, record};

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
