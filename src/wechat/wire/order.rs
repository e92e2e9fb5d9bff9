//! The after-sale order as the mini-shop's interface writes it.
//!
//! Source: [getaftersaleorder](https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/business-capabilities/ministore/minishopopencomponent/API/order/getaftersaleorder.html).

use alloc::string::String;
use alloc::vec::Vec;

use crate::lifecycle::{Fact, Flow, Position};
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
        /// Where it stands.
        status: Word<AfterSaleStatus>,
        /// The buyer.
        openid: String,
        /// The number of the order that it belongs to.
        original_order_id: Id,
        /// What it is about.
        product_info: ProductInfo,
        /// What the buyer said.
        details: Details,
        /// What is to be refunded.
        refund_info: RefundInfo,
        /// The parcel with which the goods come back.
        return_info: ReturnInfo,
        /// What the merchant said and showed.
        merchant_upload_info: MerchantUploadInfo,
        /// When the buyer applied.
        create_time: Timestamp,
        /// When it last changed.
        update_time: Timestamp,
        /// Why the buyer wants the money back.
        reason: Word<AfterSaleReason>,
        /// What the refund service answered. (English pages garble this name.)
        refund_resp: RefundResp,
        /// Refund only, or return.
        kind as "type": Word<AfterSaleType>,
    }
}

record! {
    /// What an after-sale order is about: one SKU of the order.
    pub struct ProductInfo {
        /// The product.
        product_id: Id,
        /// The SKU.
        sku_id: Id,
        /// How many of it.
        count: Quantity,
    }
}

record! {
    /// What the buyer said.
    pub struct Details {
        /// How many are to be refunded.
        num: Quantity,
        /// In the buyer's own words.
        desc: String,
        /// No meaning, says the platform (没用).
        time: Opaque,
        /// No meaning, says the platform. Its examples have 0 and 4294967295.
        receive_product: Opaque,
        /// When it was cancelled; 0 if it was not.
        cancel_time: Timestamp,
        /// The pictures that the buyer uploaded.
        prove_imgs: Vec<String>,
        /// The buyer's telephone number.
        tel_number: String,
    }
}

record! {
    /// What is to be refunded.
    pub struct RefundInfo {
        /// The amount, in fen.
        amount: Amount,
    }
}

record! {
    /// The parcel with which the goods come back. Texts are empty where there is none; and the
    /// callback for a sent parcel may come before its waybill is known.
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
    /// What the merchant said and showed.
    pub struct MerchantUploadInfo {
        /// Why the merchant refused.
        reject_reason: String,
        /// The proofs of an offline refund.
        refund_certificates: Vec<String>,
    }
}

record! {
    /// What the refund service answered.
    pub struct RefundResp {
        /// Its code, in words.
        code: String,
        /// Its code, as a number; 0 where nothing went wrong.
        ret: ReturnCode,
        /// Its message.
        message: String,
    }
}

impl AfterSaleOrder {
    /// Where the case stands: flow, status, and what the document tells about guards.
    ///
    /// A waybill says that the goods have been sent. No waybill says nothing: the platform reports
    /// a parcel before its waybill. In a refund-only case there is nothing to send.
    ///
    /// # Errors
    ///
    /// When the status or the type is missing or not known. Nothing is concluded from a word that
    /// is not known (I24).
    pub fn position(&self) -> Result<Position<AfterSaleStatus>, Unplaced> {
        let status = known_word(self.status.value(), "status")?;
        let flow = known_word(self.kind.value(), "type")?.flow();
        let position = Position::at(flow, status);
        let has_waybill = self.waybill().is_some();
        Ok(match flow {
            Flow::RefundOnly => position.knowing(Fact::GoodsSent, false),
            _ if has_waybill => position.knowing(Fact::GoodsSent, true),
            _ => position,
        })
    }

    /// How much is to be refunded, in fen.
    #[must_use]
    pub fn amount(&self) -> Option<Amount> {
        self.refund_info.value()?.amount.value().copied()
    }

    /// The waybill of the return, if there is one.
    #[must_use]
    pub fn waybill(&self) -> Option<&str> {
        let waybill = self.return_info.value()?.waybill_id.value()?;
        (!waybill.is_empty()).then_some(waybill.as_str())
    }

    /// What the document tells about the steps of the case, for [`steps`](crate::steps::steps).
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
        // A refund was being paid, so every step before it lies behind.
        match self.status.value().and_then(Word::known) {
            Some(AfterSaleStatus::MerchantRefundRetryFail) => {
                milestones.done(StepName::ReceiveGoods)
            }
            _ => milestones,
        }
    }
}
