//! What the merchant sends, and what comes back in an exchange: the new goods, a reshipment and its waybill, the
//! receipt of a fast exchange, and the SKUs that can be had instead.

use alloc::string::String;
use alloc::vec::Vec;

use super::words::FastExchangeDecision;
use crate::wire::{Code, Loose, PlatformId, ReturnCode, Word, record};

record! {
    /// The waybill of goods that the merchant sends: `acceptexchangereship` for the new goods of an exchange,
    /// `merchantreship` for a reshipment, `merchantupdatereshipexpress` for another waybill of it. The three have the
    /// same fields.
    ///
    /// Sources:
    /// [acceptexchangereship](https://developers.weixin.qq.com/doc/store/API/aftersale/acceptexchangereship.html),
    /// [merchantupdatereshipexpress](https://developers.weixin.qq.com/doc/store/shop/API/channels-shop-aftersale/aftersale/api_merchantupdatereshipexpress.html);
    /// `merchantreship` is from an SDK of 2026.
    pub struct WaybillRequest {
        /// The number of the case.
        after_sale_order_id: PlatformId,
        /// The waybill.
        waybill_id: PlatformId,
        /// The carrier's code; `OTHER` for one that the platform does not list.
        delivery_id: PlatformId,
    }
}

record! {
    /// The merchant's answer to the goods that came back in a fast exchange: `handlefastexchangereceipt`.
    ///
    /// Source:
    /// [handlefastexchangereceipt](https://developers.weixin.qq.com/doc/store/shop/API/channels-shop-aftersale/api_handlefastexchangereceipt).
    pub struct HandleFastExchangeReceiptRequest {
        /// The number of the case.
        after_sale_order_id: PlatformId,
        /// Agreement or refusal.
        decision as "act": Loose<Word<FastExchangeDecision>>,
        /// The explanation for the buyer.
        reject_reason: String,
        /// The reason, one with scene 7 of those that `rejectreason/get` lists.
        reject_reason_type: Loose<Code>,
        /// A further description.
        merchant_text: String,
        /// The proofs, by their media ids.
        reject_confirm_exchange: Vec<String>,
    }
}

record! {
    /// The question which SKUs can be had instead of one: `getexchangeableskulist`.
    ///
    /// Source:
    /// [getexchangeableskulist](https://developers.weixin.qq.com/doc/store/shop/API/channels-shop-aftersale/aftersale/api_mmecapi_getexchangeableskulist.html).
    pub struct GetExchangeableSkuListRequest {
        /// The order.
        order_id: PlatformId,
        /// The product.
        product_id: PlatformId,
        /// The SKU that was bought.
        sku_id: PlatformId,
    }
}

record! {
    /// The SKUs that can be had instead: the answer of `getexchangeableskulist`.
    pub struct GetExchangeableSkuListAnswer {
        /// 0, or the code of the error.
        errcode: Loose<ReturnCode>,
        /// The message of the error.
        errmsg: String,
        /// The SKUs, one of which goes into `exchange_sku_info` of `genaftersaleorder`.
        sku_id_list: Vec<PlatformId>,
    }
}

impl WaybillRequest {
    /// Returns a request with this waybill.
    ///
    /// ```
    /// use aftersale::channels::wire::calls::WaybillRequest;
    /// use aftersale::wire::{PlatformId, encode};
    /// let request = WaybillRequest::new(PlatformId::from("2609114500731882"), "SF", "SF774");
    /// assert_eq!(
    ///     encode(&request),
    ///     r#"{"after_sale_order_id":"2609114500731882","waybill_id":"SF774","delivery_id":"SF"}"#,
    /// );
    /// ```
    #[must_use]
    pub fn new(case: PlatformId, carrier: &str, waybill: &str) -> Self {
        Self {
            after_sale_order_id: case.into(),
            waybill_id: PlatformId::from(waybill).into(),
            delivery_id: PlatformId::from(carrier).into(),
            ..Self::default()
        }
    }
}

impl HandleFastExchangeReceiptRequest {
    /// Returns an agreement: the goods that came back are as they should be.
    #[must_use]
    pub fn agreeing(case: PlatformId) -> Self {
        Self {
            after_sale_order_id: case.into(),
            decision: Loose::plain(Word::Known(FastExchangeDecision::Agree)).into(),
            ..Self::default()
        }
    }

    /// Returns a refusal with a reason that `rejectreason/get` lists for this scene, an explanation for the
    /// buyer, and proofs.
    #[must_use]
    pub fn refusing(
        case: PlatformId,
        reason: Code,
        explanation: &str,
        proofs: Vec<String>,
    ) -> Self {
        Self {
            after_sale_order_id: case.into(),
            decision: Loose::plain(Word::Known(FastExchangeDecision::Refuse)).into(),
            reject_reason: explanation.into(),
            reject_reason_type: Loose::plain(reason).into(),
            reject_confirm_exchange: proofs.into(),
            ..Self::default()
        }
    }
}
