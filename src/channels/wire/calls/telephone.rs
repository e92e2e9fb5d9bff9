//! The number under which the merchant can call the buyer for a time, without learning the buyer's own.

use alloc::string::String;

use crate::time::Timestamp;
use crate::wire::{Loose, PlatformId, ReturnCode, record};

record! {
    /// The number and its end: the answer of `applyvirtualtelnum`, which is asked with a [`CaseIdRequest`](super::CaseIdRequest).
    ///
    /// Source: [applyvirtualtelnum](https://developers.weixin.qq.com/doc/store/shop/API/channels-shop-aftersale/api_applyvirtualtelnum).
    pub struct ApplyVirtualTelNumAnswer {
        /// 0, or the code of the error.
        errcode: ReturnCode,
        /// The message of the error.
        errmsg: String,
        /// The number to call.
        virtual_tel_number: PlatformId,
        /// The time at which it ends.
        virtual_tel_expire_time: Loose<Timestamp>,
    }
}
