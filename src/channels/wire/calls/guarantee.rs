//! The calls about guarantee orders (保障单): finding and reading them, and the merchant's four answers.
//!
//! Sources: the pages
//! [searchguaranteeorder](https://developers.weixin.qq.com/doc/store/shop/API/channels-shop-aftersale/api_searchguaranteeorder),
//! [getguaranteeorder](https://developers.weixin.qq.com/doc/store/shop/API/aftersale/getguaranteeorder.html),
//! [merchantmodifyguarantee](https://developers.weixin.qq.com/doc/store/shop/API/channels-shop-aftersale/api_merchantmodifyguarantee),
//! [merchantproofguarantee](https://developers.weixin.qq.com/doc/store/shop/API/aftersale/merchantproofguarantee.html)
//! and [the guide](https://developers.weixin.qq.com/doc/store/shop/guide/trade/guarantee.html).

use alloc::string::String;
use alloc::vec::Vec;

use super::OneOrMany;
use super::words::{GuaranteeKind, GuaranteeStatus};
use crate::channels::wire::guarantee::GuaranteeOrder;
use crate::time::Timestamp;
use crate::wire::{Code, Loose, PlatformId, ReturnCode, Unknown, Word, record};

record! {
    /// The search for guarantee orders: `searchguaranteeorder`.
    pub struct SearchGuaranteeOrderRequest {
        /// The guarantee orders.
        guarantee_order_id_list: Vec<PlatformId>,
        /// The orders.
        order_id_list: Vec<PlatformId>,
        /// The guarantee; 0 for every one.
        kind as "type": Loose<Word<GuaranteeKind>>,
        /// The time of the claim, from.
        begin_time: Loose<Timestamp>,
        /// The time of the claim, to.
        end_time: Loose<Timestamp>,
        /// The statuses: a list of numbers until January 2026, one name since. [`statuses`](Self::statuses)
        /// reads both.
        status_list: OneOrMany<Word<GuaranteeStatus>>,
        /// The number of guarantee orders to skip.
        offset: Loose<Code>,
        /// The number of guarantee orders to return. Required.
        limit: Loose<Code>,
    }
}

record! {
    /// The guarantee orders that were found: the answer of `searchguaranteeorder`.
    pub struct SearchGuaranteeOrderAnswer {
        /// 0, or the code of the error.
        errcode: Loose<ReturnCode>,
        /// The message of the error.
        errmsg: String,
        /// The guarantee orders.
        guarantee_order_list: Vec<GuaranteeOrder>,
        /// The number of all that were found.
        total_num: Loose<Code>,
    }
}

record! {
    /// A request that names a guarantee order and nothing else: `getguaranteeorder`, and
    /// `merchantacceptguarantee`, with which the merchant agrees to pay.
    pub struct GuaranteeIdRequest {
        /// The number of the guarantee order.
        guarantee_order_id: PlatformId,
    }
}

record! {
    /// One guarantee order: the answer of `getguaranteeorder`.
    pub struct GetGuaranteeOrderAnswer {
        /// 0, or the code of the error.
        errcode: Loose<ReturnCode>,
        /// The message of the error.
        errmsg: String,
        /// The guarantee order.
        guarantee_order: GuaranteeOrder,
    }
}

record! {
    /// The merchant's offer of another degree of damage: `merchantmodifyguarantee`.
    pub struct MerchantModifyGuaranteeRequest {
        /// The number of the guarantee order.
        guarantee_order_id: PlatformId,
        /// The damage in percent: 10, 30, 50, 80 or 100.
        bad_level: Loose<Code>,
        /// The merchant's remark.
        merchant_remark: String,
    }
}

record! {
    /// The merchant's proof: `merchantproofguarantee`.
    pub struct MerchantProofGuaranteeRequest {
        /// The number of the guarantee order.
        guarantee_order_id: PlatformId,
        /// The text.
        content: String,
        /// The pictures, by their media ids.
        pic_list: Vec<String>,
    }
}

record! {
    /// The merchant's refusal, after which the platform rules: `merchantrefuseguarantee`.
    pub struct MerchantRefuseGuaranteeRequest {
        /// The number of the guarantee order.
        guarantee_order_id: PlatformId,
        /// The reason.
        reason: String,
        /// The proofs, by their media ids.
        pic_list: Vec<String>,
    }
}

impl SearchGuaranteeOrderRequest {
    /// Returns the statuses that are searched for, as far as they are known, whether they are written by
    /// their names or by their numbers.
    ///
    /// ```
    /// use aftersale::channels::wire::calls::{GuaranteeStatus, SearchGuaranteeOrderRequest};
    /// use aftersale::wire::decode;
    /// let search: SearchGuaranteeOrderRequest =
    ///     decode(r#"{"status_list": [20, "30", "STATUS_PAYING", "STATUS_LATER"], "limit": 10}"#)?;
    /// let statuses: Vec<_> = search.statuses().collect();
    /// assert_eq!(statuses, [
    ///     GuaranteeStatus::WaitMerchantProof,
    ///     GuaranteeStatus::WaitBothProof,
    ///     GuaranteeStatus::Paying,
    /// ]);
    /// # Ok::<(), aftersale::wire::WireError>(())
    /// ```
    pub fn statuses(&self) -> impl Iterator<Item = GuaranteeStatus> {
        let words = self.status_list.value().map(OneOrMany::as_slice).unwrap_or_default();
        words.iter().filter_map(|word| match word {
            Word::Known(status) => Some(*status),
            Word::Unknown(Unknown::Text(number)) => by_number(number),
            Word::Unknown(Unknown::Other(json)) => by_number(json.text()),
        })
    }
}

fn by_number(number: &str) -> Option<GuaranteeStatus> {
    number.parse().ok().and_then(GuaranteeStatus::from_code)
}
