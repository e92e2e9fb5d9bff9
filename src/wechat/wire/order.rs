//! The after-sale order as the mini-shop's interface writes it.
//!
//! Source: [getaftersaleorder](https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/business-capabilities/ministore/minishopopencomponent/API/order/getaftersaleorder.html).

use alloc::string::String;
use alloc::vec::Vec;

use crate::lifecycle::{Fact, Flow, KnownFacts, Position};
use crate::mirror::{SeenStatus, Sighting, Source};
use crate::money::Amount;
use crate::quantity::Quantity;
use crate::steps::{Milestones, StepName};
use crate::time::Timestamp;
use crate::wechat::{AfterSaleReason, AfterSaleStatus, AfterSaleType};
use crate::wire::{Id, Opaque, ReturnCode, Unplaced, Word, known_word, record};

record! {
    /// One after-sale order (售后单).
    pub struct AfterSaleOrder {
        /// The number of the after-sale (售后单号), not of the order.
        order_id: Id,
        /// The status.
        status: Word<AfterSaleStatus>,
        /// The buyer.
        openid: String,
        /// The number of the order to which it belongs.
        original_order_id: Id,
        /// The goods in question.
        product_info: ProductInfo,
        /// The buyer's application.
        details: Details,
        /// The refund asked for.
        refund_info: RefundInfo,
        /// The parcel with which the goods come back.
        return_info: ReturnInfo,
        /// The merchant's refusal and proofs.
        merchant_upload_info: MerchantUploadInfo,
        /// The time of the application.
        create_time: Timestamp,
        /// The time of the last change.
        update_time: Timestamp,
        /// The buyer's reason.
        reason: Word<AfterSaleReason>,
        /// The answer of the refund service.
        refund_resp: RefundResp,
        /// The type: refund only, or return.
        kind as "type": Word<AfterSaleType>,
    }
}

record! {
    /// The goods of an after-sale order: one SKU of the order.
    pub struct ProductInfo {
        /// The product.
        product_id: Id,
        /// The SKU.
        sku_id: Id,
        /// The number of units.
        count: Quantity,
    }
}

record! {
    /// The buyer's application.
    pub struct Details {
        /// The number of units to be refunded.
        num: Quantity,
        /// The buyer's own description.
        desc: String,
        /// A field without meaning, according to the platform (没用).
        time: Opaque,
        /// A field without meaning, according to the platform. Its examples have 0 and 4294967295.
        receive_product: Opaque,
        /// The time of the cancellation; 0 if it was not cancelled.
        cancel_time: Timestamp,
        /// The pictures that the buyer uploaded.
        prove_imgs: Vec<String>,
        /// The buyer's telephone number.
        tel_number: String,
    }
}

record! {
    /// The refund asked for.
    pub struct RefundInfo {
        /// The amount, in fen.
        amount: Amount,
    }
}

record! {
    /// The parcel with which the goods come back. Texts are empty where there is none; and the callback
    /// for a sent parcel may come before its waybill is known.
    pub struct ReturnInfo {
        /// The waybill.
        waybill_id: String,
        /// The carrier's code.
        delivery_id: String,
        /// The carrier's name.
        delivery_name: String,
    }
}

record! {
    /// The merchant's refusal and proofs.
    pub struct MerchantUploadInfo {
        /// The merchant's reason for the refusal.
        reject_reason: String,
        /// The proofs of an offline refund.
        refund_certificates: Vec<String>,
    }
}

record! {
    /// The answer of the refund service.
    pub struct RefundResp {
        /// The code as a text.
        code: String,
        /// The code as a number; 0 for success.
        ret: ReturnCode,
        /// The message.
        message: String,
    }
}

impl AfterSaleOrder {
    /// Returns the position of the case: its flow, its status, and the facts that the document shows.
    ///
    /// A waybill shows that the goods have been sent. A missing waybill shows nothing: the platform
    /// reports a parcel before its waybill. In a refund-only case there is nothing to send.
    ///
    /// # Errors
    ///
    /// When the status or the type is missing or unknown. Nothing is concluded from an unknown word
    /// (I24).
    pub fn position(&self) -> Result<Position<AfterSaleStatus>, Unplaced> {
        let status = known_word(self.status.value(), "status")?;
        let flow = known_word(self.kind.value(), "type")?.flow();
        Ok(Position { flow, status: Some(status), facts: self.facts(Some(flow)) })
    }

    /// Returns the record as a sighting that came this way: its status, known or not, at its `update_time`, with the flow and
    /// the facts that it states. A type that is missing or unknown leaves the flow open.
    ///
    /// ```
    /// use aftersale::lifecycle::Flow;
    /// use aftersale::mirror::Source;
    /// use aftersale::wechat::wire::AfterSaleOrder;
    /// use aftersale::wire::decode;
    ///
    /// let text = r#"{"order_id": 7011, "status": "USER_WAIT_RETURN", "type": "RETURN", "update_time": 1795300763}"#;
    /// let record: AfterSaleOrder = decode(text)?;
    /// let seen = record.sighting(Source::Poll)?;
    /// assert_eq!((seen.status.name(), seen.flow), ("USER_WAIT_RETURN", Some(Flow::ReturnRefund)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When the status or the time of the last change is missing.
    pub fn sighting(&self, source: Source) -> Result<Sighting<'_, AfterSaleStatus>, Unplaced> {
        let missing = |field| Unplaced::Missing { field };
        let status = self.status.value().map(SeenStatus::of_word);
        let at = self.update_time.value().and_then(|time| time.or_unset());
        let told = Sighting::new(
            status.ok_or_else(|| missing("status"))?,
            at.ok_or_else(|| missing("update_time"))?,
            source,
        );
        let flow = self.kind.value().and_then(Word::known).map(AfterSaleType::flow);
        Ok(Sighting { flow, ..told.telling(self.facts(flow)) })
    }

    fn facts(&self, flow: Option<Flow>) -> KnownFacts {
        match flow {
            Some(Flow::RefundOnly) => KnownFacts::UNKNOWN.with(Fact::GoodsSent, false),
            _ if self.waybill().is_some() => KnownFacts::UNKNOWN.with(Fact::GoodsSent, true),
            _ => KnownFacts::UNKNOWN,
        }
    }

    /// Returns the amount to be refunded, in fen.
    #[must_use]
    pub fn amount(&self) -> Option<Amount> {
        self.refund_info.value()?.amount.value().copied()
    }

    /// Returns the waybill of the return, if there is one.
    #[must_use]
    pub fn waybill(&self) -> Option<&str> {
        let waybill = self.return_info.value()?.waybill_id.value()?;
        (!waybill.is_empty()).then_some(waybill.as_str())
    }

    /// Returns what the document shows about the steps of the case, for [`steps`](crate::steps::steps).
    ///
    /// `update_time` is not used: the platform changes it for reasons of its own, months after a
    /// refund.
    #[must_use]
    pub fn milestones(&self) -> Milestones {
        let mut milestones = Milestones::default().done(StepName::Apply);
        if let Some(time) = self.create_time.value().and_then(|time| time.or_unset()) {
            milestones = milestones.done_at(StepName::Apply, time);
        }
        if self.waybill().is_some() {
            milestones = milestones.done(StepName::SendGoods);
        }
        // A refund was under way, so every step before it is done.
        match self.status.value().and_then(Word::known) {
            Some(AfterSaleStatus::MerchantRefundRetryFail) => {
                milestones.done(StepName::ReceiveGoods)
            }
            _ => milestones,
        }
    }
}
