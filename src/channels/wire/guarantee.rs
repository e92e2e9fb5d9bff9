//! Guarantee orders (保障单): what a buyer claims under one of the shop's guarantees, that goods are genuine or
//! that they arrive whole. A guarantee order is a case of its own beside after-sales and disputes; its calls
//! are in [`calls`](super::calls).
//!
//! Source: [getguaranteeorder](https://developers.weixin.qq.com/doc/store/shop/API/aftersale/getguaranteeorder.html).

use alloc::string::String;
use alloc::vec::Vec;

use super::calls::{GuaranteeKind, GuaranteeStatus, OneOrMany};
use crate::channels::AfterSaleType;
use crate::money::Amount;
use crate::quantity::Quantity;
use crate::time::Timestamp;
use crate::wire::{Code, Field, Json, Loose, PlatformId, Word, record};

record! {
    /// One guarantee order.
    pub struct GuaranteeOrder {
        /// The number of the guarantee order: a number here, a text in the event.
        guarantee_order_id: PlatformId,
        /// The guarantee, by its number.
        kind as "type": Loose<Word<GuaranteeKind>>,
        /// The order: a number here, a text elsewhere.
        order_id: PlatformId,
        /// The status, by its name.
        status: Word<GuaranteeStatus>,
        /// The time of the claim. The example of the page writes milliseconds;
        /// [`created_at`](Self::created_at) reads both.
        create_time: Loose<Timestamp>,
        /// The time of the last change, likewise.
        update_time: Loose<Timestamp>,
        /// The reason, as a text.
        apply_reason: String,
        /// The goods: a list in the tables, one object in the example of `getguaranteeorder`.
        product_info: OneOrMany<GuaranteeProduct>,
        /// The time at which the guarantee order lapses.
        expire_time: Loose<Timestamp>,
        /// The buyer.
        openid: String,
        /// The buyer, in all apps of the merchant.
        unionid: String,
        /// The amount to be paid to the buyer, in fen.
        pay_amount: Loose<Amount>,
        /// The merchant's reason for refusing.
        merchant_refuse_reason: String,
        /// The payment of the order.
        order_pay_info: GuaranteePayment,
        /// The time of the end.
        complete_time: Loose<Timestamp>,
        /// The reason, by its number.
        apply_reason_type: Loose<Code>,
        /// The gift, if the order was one.
        order_present_info: GuaranteePresent,
        /// The kind of order: 0 for a usual one, 10 for a gift.
        order_type: Loose<Code>,
        /// The claim that the goods are counterfeit.
        fake_one_pay_four_info: CounterfeitClaim,
        /// The claim that the goods arrived broken.
        bad_pay_info: DamageClaim,
        /// The reduction for members, in fen.
        wxa_vip_discounted_price: Loose<Amount>,
        /// The history. The form of its entries is not published.
        history_list: Vec<Json>,
    }
}

record! {
    /// The goods of a guarantee order.
    pub struct GuaranteeProduct {
        /// A small picture.
        thumb_img: String,
        /// The name.
        title: String,
        /// The price, in fen.
        real_price: Loose<Amount>,
        /// The number of units.
        product_cnt: Loose<Quantity>,
        /// The description.
        detail: String,
        /// The product. In `getguaranteeorder` only.
        product_id: PlatformId,
        /// The SKU. In `getguaranteeorder` only.
        sku_id: PlatformId,
    }
}

record! {
    /// The payment of the order.
    pub struct GuaranteePayment {
        /// The transaction.
        transaction_id: PlatformId,
    }
}

record! {
    /// The gift, if the order was one.
    pub struct GuaranteePresent {
        /// The gift order.
        present_order_id: PlatformId,
        /// The time at which the gift was accepted.
        accept_present_time: Loose<Timestamp>,
        /// The giver's name.
        giver_nickname: String,
    }
}

record! {
    /// The claim that the goods are counterfeit.
    pub struct CounterfeitClaim {
        /// The cost of the examination, in fen.
        identify_fee: Loose<Amount>,
        /// The price of the goods, in fen.
        product_fee: Loose<Amount>,
        /// The compensation to be expected, in fen.
        total_pay_fee: Loose<Amount>,
        /// The proofs of the examination, by their media ids.
        identify_proof_pic_list: Vec<String>,
        /// The proofs of the costs, by their media ids.
        fee_proof_pic_list: Vec<String>,
        /// The reason: 1 for a counterfeit brand, 2 for counterfeit material.
        apply_reason: Loose<Code>,
        /// The compensation in the end, in fen. The name is misspelt so.
        acctual_pay: Loose<Amount>,
    }
}

record! {
    /// The claim that the goods arrived broken.
    pub struct DamageClaim {
        /// The damage that the buyer claims, in percent.
        bad_level: Loose<Code>,
        /// The buyer's description.
        content: String,
        /// The buyer's pictures, by their media ids.
        pic_list: Vec<String>,
        /// The compensation with freight, in fen.
        pay_fee: Loose<Amount>,
        /// The damage that the merchant offers, in percent.
        merchant_modify_level: Loose<Code>,
        /// The merchant's remark.
        merchant_remark: String,
        /// The damage that the platform found, in percent.
        platform_modify_level: Loose<Code>,
        /// The type of the refund, by the numbers of after-sales: 1 refund only, 2 return, 3 exchange.
        refund_type: Loose<Word<AfterSaleType>>,
        /// Whether the goods arrived: 1 for no, 2 for yes.
        receive_product: Loose<Code>,
        /// The reason, by its number.
        refund_reason: Loose<Code>,
        /// The reason, as a text.
        refund_reason_text: String,
        /// Further pictures, by their media ids.
        title_pic_list: Vec<String>,
    }
}

impl GuaranteeOrder {
    /// Returns the time of the claim, whether it is written in seconds or in milliseconds; `None` where there
    /// is none or it is 0.
    ///
    /// ```
    /// use aftersale::channels::wire::guarantee::GuaranteeOrder;
    /// use aftersale::time::Timestamp;
    /// use aftersale::wire::decode;
    /// let order: GuaranteeOrder = decode(r#"{"create_time": 1750000000000}"#)?;
    /// assert_eq!(order.created_at(), Some(Timestamp::from_seconds(1_750_000_000)));
    /// # Ok::<(), aftersale::wire::WireError>(())
    /// ```
    #[must_use]
    pub fn created_at(&self) -> Option<Timestamp> {
        in_seconds(&self.create_time)
    }

    /// Returns the time of the last change, likewise.
    #[must_use]
    pub fn updated_at(&self) -> Option<Timestamp> {
        in_seconds(&self.update_time)
    }
}

/// Returns a time that is written in seconds or in milliseconds. As seconds, 100,000,000,000 is in the year 5138.
fn in_seconds(time: &Field<Loose<Timestamp>>) -> Option<Timestamp> {
    const MILLISECONDS_FROM: i64 = 100_000_000_000;
    let time = time.number().copied()?.or_unset()?;
    Some(match time.seconds() {
        milliseconds if milliseconds >= MILLISECONDS_FROM => {
            Timestamp::from_seconds(milliseconds.div_euclid(1_000))
        }
        _ => time,
    })
}
