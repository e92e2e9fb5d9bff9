//! The after-sale order of a gift (`present/getpresentaftersale…`), whose call the platform took offline
//! in October 2025. Stored records of it can still be read.

use alloc::string::String;
use alloc::vec::Vec;

use super::RefundInfo;
use crate::channels::AfterSaleStatus;
use crate::quantity::Quantity;
use crate::time::Timestamp;
use crate::wire::{Loose, PlatformId, ReturnCode, Word, record};

record! {
    /// The answer with the after-sale order of a gift.
    pub struct GiftAnswer {
        /// 0, or the code of the error.
        errcode: Loose<ReturnCode>,
        /// The message of the error.
        errmsg: String,
        /// The after-sale order.
        after_sale_order: GiftAfterSaleOrder,
    }
}

record! {
    /// The after-sale order of a gift: nothing but the refund of what was not accepted.
    pub struct GiftAfterSaleOrder {
        /// The number of the after-sale.
        after_sale_order_id: PlatformId,
        /// The number of the gift's order.
        present_order_id: PlatformId,
        /// The status.
        status: Word<AfterSaleStatus>,
        /// The buyer.
        openid: String,
        /// The buyer, across the merchant's applications.
        unionid: String,
        /// The time at which it was made.
        create_time: Loose<Timestamp>,
        /// The time of the last change.
        update_time: Loose<Timestamp>,
        /// The refund of the whole gift.
        refund_info: RefundInfo,
        /// The orders of the gift.
        order_info_list: Vec<GiftOrderInfo>,
    }
}

record! {
    /// One order of a gift.
    pub struct GiftOrderInfo {
        /// The number of the order.
        order_id: PlatformId,
        /// The refund of this order.
        refund_info: RefundInfo,
        /// The goods.
        product_info_list: Vec<GiftOrderProduct>,
    }
}

record! {
    /// The goods of one order of a gift.
    pub struct GiftOrderProduct {
        /// The product.
        product_id: PlatformId,
        /// The SKU.
        sku_id: PlatformId,
        /// The number of units.
        count: Loose<Quantity>,
        /// The refund of these goods.
        refund_info: RefundInfo,
    }
}
