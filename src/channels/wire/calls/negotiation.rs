//! The merchant's offer to change an application, which the buyer accepts or not.

use alloc::string::String;
use alloc::vec::Vec;

use super::words::NegotiationPurpose;
use crate::channels::AfterSaleType;
use crate::money::Amount;
use crate::quantity::Quantity;
use crate::wire::{Code, Loose, PlatformId, Word, record};

record! {
    /// The merchant's negotiation: `merchantupdateaftersale`. Until the buyer agrees, every operation still follows
    /// the old type and amount.
    ///
    /// Source:
    /// [merchantupdateaftersale](https://developers.weixin.qq.com/doc/store/shop/API/channels-shop-aftersale/api_merchantupdateaftersale.html).
    /// Exchange and reship, the new SKU and its count are from an SDK of 2026.
    pub struct MerchantUpdateAftersaleRequest {
        /// The number of the case.
        after_sale_order_id: PlatformId,
        /// The type that the case is to have, by its number.
        kind as "type": Loose<Word<AfterSaleType>>,
        /// The amount that the buyer is to get, in fen. Left out for an exchange or a reship.
        amount: Loose<Amount>,
        /// The explanation for the buyer.
        merchant_update_desc: String,
        /// The reason of the negotiation, by its number; published numbers begin at 6.
        update_reason_type: Loose<Code>,
        /// The purpose of the negotiation.
        merchant_update_type: Loose<Word<NegotiationPurpose>>,
        /// The proofs, by their media ids. Required where the reason needs a picture.
        media_ids: Vec<String>,
        /// The SKU that the buyer is to get, in an exchange.
        new_sku_id: PlatformId,
        /// The number of units in an exchange, which must be 1.
        product_cnt: Loose<Quantity>,
    }
}
