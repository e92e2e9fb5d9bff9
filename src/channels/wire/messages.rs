//! The requests and answers of `getaftersaleorder` and `getaftersalelist`, and the answer that all calls
//! without data have.

use alloc::string::String;
use alloc::vec::Vec;

use super::AfterSaleOrder;
use crate::time::Timestamp;
use crate::wire::{Field, Loose, PlatformId, ReturnCode, YesNo, record};

record! {
    /// The request for one after-sale order: `channels/ec/aftersale/getaftersaleorder`.
    pub struct GetRequest {
        /// The number of the after-sale.
        after_sale_order_id: PlatformId,
    }
}

record! {
    /// The answer with one after-sale order. The official example has no `errmsg`.
    pub struct GetAnswer {
        /// 0, or the code of the error.
        errcode: Loose<ReturnCode>,
        /// The message of the error.
        errmsg: String,
        /// The after-sale order.
        after_sale_order: AfterSaleOrder,
    }
}

record! {
    /// The request for the numbers of the after-sales of some time:
    /// `channels/ec/aftersale/getaftersalelist`. One of the two spans has to be there, of up to 24 hours
    /// each.
    ///
    /// Source: [getaftersalelist](https://developers.weixin.qq.com/doc/store/shop/API/channels-shop-aftersale/aftersale/api_getaftersalelist.html).
    pub struct ListRequest {
        /// The beginning of the span in which the cases were made.
        begin_create_time: Loose<Timestamp>,
        /// The end of the span in which the cases were made.
        end_create_time: Loose<Timestamp>,
        /// The beginning of the span in which the cases changed.
        begin_update_time: Loose<Timestamp>,
        /// The end of the span in which the cases changed.
        end_update_time: Loose<Timestamp>,
        /// The mark of the page to come, from the answer before; missing or `""` for the first.
        next_key: String,
    }
}

record! {
    /// The answer with the numbers of the after-sales.
    pub struct ListAnswer {
        /// 0, or the code of the error.
        errcode: Loose<ReturnCode>,
        /// The message of the error.
        errmsg: String,
        /// The numbers of the after-sales.
        after_sale_order_id_list: Vec<PlatformId>,
        /// Whether more pages follow.
        has_more: YesNo,
        /// The mark of the page to come.
        next_key: String,
    }
}

record! {
    /// The answer of calls that return no data, and of any call that failed.
    pub struct BareAnswer {
        /// 0, or the code of the error.
        errcode: Loose<ReturnCode>,
        /// The message of the error.
        errmsg: String,
    }
}

/// Returns whether a code is there and is 0.
pub(super) fn is_zero(errcode: &Field<Loose<ReturnCode>>) -> bool {
    errcode.number() == Some(&ReturnCode(0))
}

impl GetAnswer {
    /// Returns whether the interface reports success: `errcode` is 0 and the after-sale order is there.
    #[must_use]
    pub fn is_success(&self) -> bool {
        is_zero(&self.errcode) && self.after_sale_order.value().is_some()
    }
}

impl ListAnswer {
    /// Returns whether the interface reports success: `errcode` is 0 and the list is there.
    #[must_use]
    pub fn is_success(&self) -> bool {
        is_zero(&self.errcode) && self.after_sale_order_id_list.value().is_some()
    }

    /// Returns the mark with which to ask for the next page, if there is one. Some answers leave
    /// `has_more` out; then a mark that is not empty says it.
    #[must_use]
    pub fn next_page(&self) -> Option<&str> {
        let mark = self.next_key.value().filter(|mark| !mark.is_empty())?;
        let has_more = self.has_more.value().is_none_or(|more| more.get());
        has_more.then_some(mark)
    }
}

impl BareAnswer {
    /// Returns whether the interface reports success: `errcode` is there and is 0. `{}` is none.
    #[must_use]
    pub fn is_success(&self) -> bool {
        is_zero(&self.errcode)
    }
}

impl GetRequest {
    /// Returns the request for an after-sale.
    #[must_use]
    pub fn new(after_sale: PlatformId) -> Self {
        Self { after_sale_order_id: after_sale.into(), ..Self::default() }
    }
}
