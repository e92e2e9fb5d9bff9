//! The goods of an after-sale order, the gifts that came with them, and coupons.

use alloc::vec::Vec;

use crate::money::Amount;
use crate::quantity::Quantity;
use crate::wire::{Loose, PlatformId, YesNo, record};

record! {
    /// The goods of an after-sale order: one SKU of the order.
    pub struct ProductInfo {
        /// The product.
        product_id: PlatformId,
        /// The SKU.
        sku_id: PlatformId,
        /// The number of units.
        count: Loose<Quantity>,
        /// Whether the refund is instant (极速退款).
        fast_refund: YesNo,
        /// The gifts that came with the goods.
        gift_product_list: Vec<GiftProduct>,
        /// The merchant's own code of the SKU. Since January 2026.
        sku_code: PlatformId,
        /// The coupons, in the interface for local services.
        voucher_list: Vec<Voucher>,
    }
}

record! {
    /// A gift that came with the goods.
    pub struct GiftProduct {
        /// The product.
        product_id: PlatformId,
        /// The SKU.
        sku_id: PlatformId,
        /// The number of units.
        count: Loose<Quantity>,
        /// The merchant's own code of the SKU. Since January 2026.
        sku_code: PlatformId,
        /// The gift's campaign, in examples only.
        task_id: PlatformId,
    }
}

record! {
    /// A coupon of a local service.
    pub struct Voucher {
        /// The coupon's code, in the platform's spelling.
        vourcher_code: PlatformId,
        /// The amount, in fen.
        amount: Loose<Amount>,
        /// The uses of a coupon that can be used several times.
        times_list: Vec<VoucherUse>,
    }
}

record! {
    /// One use of a coupon that can be used several times.
    pub struct VoucherUse {
        /// The number of the use.
        serial_id: PlatformId,
        /// The amount, in fen.
        amount: Loose<Amount>,
    }
}
