//! The after-sale order (售后单) as `getaftersaleorder` answers it.
//!
//! Source: [getaftersaleorder](https://developers.weixin.qq.com/doc/store/shop/API/channels-shop-aftersale/aftersale/api_getaftersaleorder.html),
//! as of May 2026. The page says of no field that it is required, so any of them may be missing.

use alloc::string::String;
use core::time::Duration;

use super::{
    Address, Details, ExchangeDeliveryInfo, ExchangeInfo, ExchangeProductInfo,
    MerchantUpdateDetail, MerchantUploadInfo, ProductInfo, RefundInfo, RefundResp, ReturnInfo,
    VirtualTelNumInfo,
};
use crate::channels::{AfterSaleReason, AfterSaleStatus, AfterSaleSubType, AfterSaleType};
use crate::money::Amount;
use crate::time::Timestamp;
use crate::wire::{Code, Loose, PlatformId, Word, YesNo, record};

record! {
    /// One after-sale order (售后单).
    ///
    /// The amounts are in fen, the times in seconds since 1970.
    pub struct AfterSaleOrder {
        /// The number of the after-sale (售后单号).
        after_sale_order_id: PlatformId,
        /// The status.
        status: Word<AfterSaleStatus>,
        /// The buyer; of a gift, its receiver.
        openid: String,
        /// The buyer, across the merchant's applications.
        unionid: String,
        /// The giver of a gift.
        present_giver_openid: String,
        /// The giver of a gift, across the merchant's applications.
        present_giver_unionid: String,
        /// The number of the order to which it belongs; at the mini-shop this name is the after-sale's.
        order_id: PlatformId,
        /// The goods in question.
        product_info: ProductInfo,
        /// The buyer's application.
        details: Details,
        /// The refund.
        refund_info: RefundInfo,
        /// The parcel with which the goods come back.
        return_info: ReturnInfo,
        /// The merchant's refusal and proofs.
        merchant_upload_info: MerchantUploadInfo,
        /// The time of the application.
        create_time: Loose<Timestamp>,
        /// The time of the last change.
        update_time: Loose<Timestamp>,
        /// The time at which the case finished; 0 or missing before. Since December 2025.
        complete_time: Loose<Timestamp>,
        /// The buyer's reason: a name, or a number written as text.
        reason: Word<AfterSaleReason>,
        /// The explanation of the reason. By its description a label, by its list of values a name; both
        /// are kept.
        reason_text: Word<AfterSaleReason>,
        /// The answer of the refund service.
        refund_resp: RefundResp,
        /// The type: refund only, return, exchange or reship.
        kind as "type": Word<AfterSaleType>,
        /// The sub-type. Since November 2025.
        sub_type: Word<AfterSaleSubType>,
        /// The number of the dispute, when there is one.
        complaint_id: PlatformId,
        /// The time limit of the current status, only while the merchant has to answer or to receive.
        /// See [`time_limit`](Self::time_limit).
        deadline: Loose<Timestamp>,
        /// The goods of an exchange.
        exchange_product_info: ExchangeProductInfo,
        /// The parcel with which the new goods of an exchange are sent.
        exchange_delivery_info: ExchangeDeliveryInfo,
        /// How an exchange is carried out. Since March 2026.
        exchange_info: ExchangeInfo,
        /// The buyer's virtual telephone number.
        virtual_tel_num_info: VirtualTelNumInfo,
        /// The other terms that the merchant has proposed, only in `USER_WAIT_CONFIRM_UPDATE`. Since
        /// December 2025.
        merchant_update_detail: MerchantUpdateDetail,
        /// Whether the merchant has to refund offline; it says something only in
        /// `PLATFORM_REFUND_FAIL`. Since February 2026.
        need_offline_refund: YesNo,
        /// The part of the merchant's liability for a compensation, in fen.
        compensation_liability_amount: Loose<Amount>,
        /// The scene in which the after-sale was made, by an integrator's example alone.
        gen_scene: Loose<Code>,
        /// The kind of coupon, in the interface for local services.
        aftersale_voucher_type: Loose<Code>,
    }
}

/// The time limit of a case, as its record gives it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TimeLimit {
    /// The time at which the current status ends: what the platform's page says.
    At(Timestamp),
    /// Seconds left, counted from an unknown time: what older descriptions say, and what a number below
    /// 1,000,000,000 can only be. No point in time follows from it.
    Left(Duration),
}

/// Whether a case is finished, as its record says.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Finished {
    /// Nothing follows.
    Yes,
    /// Something has to follow.
    No,
    /// The status is missing or not known, and the record has no `complete_time` (I24).
    NotKnown,
}

impl AfterSaleOrder {
    /// Returns the time limit of the current status, if the record has one (`deadline` above 0).
    ///
    /// ```
    /// use aftersale::channels::wire::{AfterSaleOrder, TimeLimit};
    /// use aftersale::time::Timestamp;
    /// use aftersale::wire::decode;
    /// use core::time::Duration;
    ///
    /// let order: AfterSaleOrder = decode(r#"{"deadline": 1779900000}"#)?;
    /// assert_eq!(order.time_limit(), Some(TimeLimit::At(Timestamp::from_seconds(1_779_900_000))));
    /// let older: AfterSaleOrder = decode(r#"{"deadline": 86399}"#)?;
    /// assert_eq!(older.time_limit(), Some(TimeLimit::Left(Duration::from_secs(86_399))));
    /// # Ok::<(), aftersale::wire::WireError>(())
    /// ```
    #[must_use]
    pub fn time_limit(&self) -> Option<TimeLimit> {
        const FIRST_ABSOLUTE: i64 = 1_000_000_000;
        let deadline = *self.deadline.number()?;
        if deadline.seconds() >= FIRST_ABSOLUTE {
            return Some(TimeLimit::At(deadline));
        }
        let left = u64::try_from(deadline.seconds()).ok().filter(|seconds| *seconds > 0)?;
        Some(TimeLimit::Left(Duration::from_secs(left)))
    }

    /// Returns the time at which the case finished, if the record has one (`complete_time` above 0).
    #[must_use]
    pub fn finished_at(&self) -> Option<Timestamp> {
        self.complete_time.number().copied().filter(|time| time.seconds() > 0)
    }

    /// Returns whether the case is finished: it has a `complete_time`, whatever its status, or its
    /// status is final.
    ///
    /// ```
    /// use aftersale::channels::wire::{AfterSaleOrder, Finished};
    /// use aftersale::wire::decode;
    ///
    /// let unheard = r#"{"status": "UNHEARD_OF", "complete_time": 1789030000}"#;
    /// assert_eq!(decode::<AfterSaleOrder>(unheard)?.finished(), Finished::Yes);
    /// let unheard = r#"{"status": "UNHEARD_OF"}"#;
    /// assert_eq!(decode::<AfterSaleOrder>(unheard)?.finished(), Finished::NotKnown);
    /// # Ok::<(), aftersale::wire::WireError>(())
    /// ```
    #[must_use]
    pub fn finished(&self) -> Finished {
        if self.finished_at().is_some() {
            return Finished::Yes;
        }
        match self.status.value().and_then(Word::known) {
            Some(status) if status.is_final() => Finished::Yes,
            Some(_) => Finished::No,
            None => Finished::NotKnown,
        }
    }

    /// Returns the amount of the refund, in fen.
    #[must_use]
    pub fn amount(&self) -> Option<Amount> {
        self.refund_info.value()?.amount.number().copied()
    }

    /// Returns the waybill of the buyer's parcel, if there is one.
    #[must_use]
    pub fn waybill(&self) -> Option<&PlatformId> {
        self.return_info.value()?.waybill_id.value().filter(|waybill| !waybill.is_empty())
    }

    /// Returns the buyer's address, to which the new goods of an exchange go. It is masked. Records from
    /// before May 2026 have it under another name.
    #[must_use]
    pub fn buyer_address(&self) -> Option<&Address> {
        let delivery = self.exchange_delivery_info.value()?;
        delivery.user_address_info.value().or_else(|| delivery.address_info.value())
    }
}
