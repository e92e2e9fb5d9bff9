//! The goods, the parcel and the course of an exchange.

use alloc::string::String;

use super::Address;
use crate::money::Amount;
use crate::quantity::Quantity;
use crate::time::Timestamp;
use crate::wire::{Loose, PlatformId, YesNo, record};

record! {
    /// The goods of an exchange: an SKU for another of the same product.
    pub struct ExchangeProductInfo {
        /// The product.
        product_id: PlatformId,
        /// The SKU that goes back.
        old_sku_id: PlatformId,
        /// The SKU that is sent.
        new_sku_id: PlatformId,
        /// The number of units. Since May 2025 under this name.
        product_cnt: Loose<Quantity>,
        /// The number of units, before May 2025.
        product_count: Loose<Quantity>,
        /// The price of the SKU that goes back, in fen.
        old_sku_price: Loose<Amount>,
        /// The price of the SKU that is sent, in fen.
        new_sku_price: Loose<Amount>,
        /// The merchant's own code of the SKU that goes back. Since January 2026.
        old_sku_code: PlatformId,
        /// The merchant's own code of the SKU that is sent. Since January 2026.
        new_sku_code: PlatformId,
    }
}

record! {
    /// The parcel with which the new goods are sent.
    pub struct ExchangeDeliveryInfo {
        /// The waybill.
        waybill_id: PlatformId,
        /// The carrier's code.
        delivery_id: PlatformId,
        /// The carrier's name.
        delivery_name: String,
        /// The buyer's address, masked. Since May 2026 under this name.
        user_address_info: Address,
        /// The buyer's address, before May 2026.
        address_info: Address,
    }
}

record! {
    /// How an exchange is carried out.
    pub struct ExchangeInfo {
        /// The fast exchange, in which the new goods are sent before the old ones are back.
        fast_exchange_info: FastExchangeInfo,
    }
}

record! {
    /// A fast exchange.
    pub struct FastExchangeInfo {
        /// Whether it is one.
        fast_exchange: YesNo,
        /// What the merchant said of the buyer's parcel.
        fast_exchange_act: FastExchangeAct,
    }
}

record! {
    /// What the merchant said of the buyer's parcel in a fast exchange.
    pub struct FastExchangeAct {
        /// Whether the merchant confirmed the receipt.
        merchant_confirm: YesNo,
        /// The time of the confirmation.
        merchant_confirm_time: Loose<Timestamp>,
        /// Whether the merchant rejected the goods.
        merchant_reject: YesNo,
        /// The time of the rejection.
        merchant_reject_time: Loose<Timestamp>,
    }
}

impl ExchangeProductInfo {
    /// Returns the number of units, under whichever name it came.
    #[must_use]
    pub fn units(&self) -> Option<Quantity> {
        self.product_cnt.number().or_else(|| self.product_count.number()).copied()
    }
}
