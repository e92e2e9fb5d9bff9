//! The number under which the merchant can call the buyer for a time, without learning the buyer's own.

use alloc::string::String;

use crate::time::Timestamp;
use crate::wire::{Loose, PlatformId, ReturnCode, record};

record! {
    /// The request for such a number: `applyvirtualtelnum`.
    ///
    /// Source:
    /// [applyvirtualtelnum](https://developers.weixin.qq.com/doc/store/shop/API/channels-shop-aftersale/api_applyvirtualtelnum),
    /// whose table calls the id a number and whose example has a text.
    pub struct ApplyVirtualTelNumRequest {
        /// The number of the case.
        after_sale_order_id: PlatformId,
    }
}

record! {
    /// The number and its end: the answer of `applyvirtualtelnum`.
    pub struct ApplyVirtualTelNumAnswer {
        /// 0, or the code of the error.
        errcode: Loose<ReturnCode>,
        /// The message of the error.
        errmsg: String,
        /// The number to call.
        virtual_tel_number: PlatformId,
        /// The time at which it ends.
        virtual_tel_expire_time: Loose<Timestamp>,
    }
}

impl ApplyVirtualTelNumRequest {
    /// Returns a request about this case.
    #[must_use]
    pub fn new(case: PlatformId) -> Self {
        Self { after_sale_order_id: case.into(), ..Self::default() }
    }
}
