//! Cases that the merchant opens in the buyer's name, and price differences that the merchant gives back.

use alloc::string::String;

use crate::channels::{AfterSaleReason, AfterSaleType};
use crate::money::Amount;
use crate::one_line;
use crate::quantity::Quantity;
use crate::wire::{Loose, PlatformId, ReturnCode, Word, record};

record! {
    /// A case in the buyer's name: `genaftersaleorder`.
    ///
    /// Source:
    /// [genaftersaleorder](https://developers.weixin.qq.com/doc/store/shop/API/channels-shop-aftersale/api_genaftersaleorder).
    /// The exchange is documented on the page of `getexchangeableskulist`; the type `RESHIP` is from an SDK
    /// of 2026.
    pub struct GenAftersaleOrderRequest {
        /// The merchant's name for this request. The same name again opens no second case.
        request_id: PlatformId,
        /// The order.
        order_id: PlatformId,
        /// The product.
        product_id: PlatformId,
        /// The SKU.
        sku_id: PlatformId,
        /// The number of units; 1 in an exchange.
        count: Loose<Quantity>,
        /// The amount to be refunded, in fen. Left out in an exchange.
        amount: Loose<Amount>,
        /// The reason.
        reason: Word<AfterSaleReason>,
        /// The type, by its name.
        kind as "type": Word<AfterSaleType>,
        /// The address to which the buyer sends the goods, in a return.
        address_id: PlatformId,
        /// A further description.
        desc: String,
        /// The SKU that the buyer is to get, in an exchange.
        exchange_sku_info: ExchangeSkuInfo,
    }
}

record! {
    /// The SKU that the buyer is to get in an exchange.
    pub struct ExchangeSkuInfo {
        /// The SKU, one of those that `getexchangeableskulist` lists.
        new_sku_id: PlatformId,
    }
}

record! {
    /// A price difference that the merchant gives back: `refundpricediff`. It makes a case with the sub-type
    /// `REFUND_PRICE_DIFF`.
    ///
    /// Source:
    /// [refundpricediff](https://developers.weixin.qq.com/doc/store/shop/API/channels-shop-aftersale/api_refundpricediff).
    pub struct RefundPriceDiffRequest {
        /// The merchant's name for this request. The same name again opens no second case.
        request_id: PlatformId,
        /// The order.
        order_id: PlatformId,
        /// The product.
        product_id: PlatformId,
        /// The SKU.
        sku_id: PlatformId,
        /// The amount to be refunded, in fen.
        amount: Loose<Amount>,
        /// The reason: `10001336` (agreed with the buyer), `10001337` (the price fell) or `10001338` (a
        /// coupon was not used).
        reason: Word<AfterSaleReason>,
        /// A further description.
        desc: String,
    }
}

record! {
    /// The answer of `genaftersaleorder` and `refundpricediff`: the number of the new case. Sources
    /// contradict each other about its name and kind, so both are read.
    pub struct GeneratedAnswer {
        /// 0, or the code of the error.
        errcode: Loose<ReturnCode>,
        /// The message of the error.
        errmsg: String,
        /// The number of the case, as the tables of the pages name it.
        aftersale_id: PlatformId,
        /// The number of the case, as an example of the pages and two SDKs name it.
        after_sale_order_id: PlatformId,
    }
}

/// The answer names two different cases, so neither can be taken for the one that was opened. Look for the
/// case in the list of cases (`getaftersalelist`).
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error(
    "the answer names two cases: aftersale_id {}, after_sale_order_id {}",
    one_line::shortened(&aftersale_id.text()),
    one_line::shortened(&after_sale_order_id.text())
)]
pub struct ContradictingIds {
    /// The one number.
    pub aftersale_id: PlatformId,
    /// The other number.
    pub after_sale_order_id: PlatformId,
}

impl GeneratedAnswer {
    /// Returns the number of the new case, under either name; `None` when there is none or it is `""`, as in the answer
    /// to a request that failed.
    ///
    /// ```
    /// use aftersale::channels::wire::calls::GeneratedAnswer;
    /// use aftersale::wire::decode;
    /// let answer: GeneratedAnswer = decode(r#"{"errcode": 0, "aftersale_id": 2082648273412}"#)?;
    /// assert_eq!(answer.case().unwrap().unwrap().text(), "2082648273412");
    /// # Ok::<(), aftersale::wire::WireError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When both names are there with different numbers. A number and a text with the same digits are the same.
    pub fn case(&self) -> Result<Option<&PlatformId>, ContradictingIds> {
        let [one, other] = [&self.aftersale_id, &self.after_sale_order_id]
            .map(|id| id.value().filter(|id| !id.is_empty()));
        match (one, other) {
            (Some(one), Some(other)) if !one.is_same_as(other) => Err(ContradictingIds {
                aftersale_id: one.clone(),
                after_sale_order_id: other.clone(),
            }),
            (one, other) => Ok(other.or(one)),
        }
    }
}
