//! The lists of reasons that the platform keeps: the buyer's for an application, the merchant's for a
//! refusal. Both are asked for with an empty object, `{}`.

use alloc::string::String;
use alloc::vec::Vec;

use super::words::RejectScene;
use crate::channels::AfterSaleReason;
use crate::wire::{Code, Loose, ReturnCode, Word, YesNo, record};

record! {
    /// The reasons for an application: the answer of `reason/get`.
    ///
    /// Source:
    /// [getaftersalereason](https://developers.weixin.qq.com/doc/channels/API/aftersale/getaftersalereason.html).
    pub struct ReasonGetAnswer {
        /// 0, or the code of the error.
        errcode: Loose<ReturnCode>,
        /// The message of the error.
        errmsg: String,
        /// The reasons.
        reason_list: Vec<ReasonEntry>,
    }
}

record! {
    /// A reason for an application.
    pub struct ReasonEntry {
        /// The reason: a name, or (the later ones) a number written as text.
        reason: Word<AfterSaleReason>,
        /// The text that the buyer reads.
        reason_text: String,
    }
}

record! {
    /// The reasons for a refusal: the answer of `rejectreason/get`. The page calls the list `reason_list`;
    /// real answers were seen with `reject_reason_list`.
    ///
    /// Sources:
    /// [getrejectreason](https://developers.weixin.qq.com/doc/store/shop/API/aftersale/getrejectreason.html),
    /// and for the other name [a
    /// post](https://developers.weixin.qq.com/community/develop/doc/00040c701d80287cf4d1f2e5b66c00).
    pub struct RejectReasonGetAnswer {
        /// 0, or the code of the error.
        errcode: Loose<ReturnCode>,
        /// The message of the error.
        errmsg: String,
        /// The reasons, under the documented name.
        reason_list: Vec<RejectReasonEntry>,
        /// The reasons, under the name that was seen.
        reject_reason_list: Vec<RejectReasonEntry>,
    }
}

record! {
    /// A reason for a refusal.
    pub struct RejectReasonEntry {
        /// The reason, by its number.
        reject_reason_type: Loose<Code>,
        /// The text of the reason.
        reject_reason_type_text: String,
        /// The default explanation for the buyer.
        reject_reason: String,
        /// The situation in which the reason can be given. Older answers do not have it.
        reject_scene: Loose<Word<RejectScene>>,
        /// Whether the refusal needs a proof. Since October 2026.
        need_proof: YesNo,
    }
}

impl RejectReasonGetAnswer {
    /// Returns the reasons, under either name.
    ///
    /// ```
    /// use aftersale::channels::wire::calls::RejectReasonGetAnswer;
    /// use aftersale::wire::decode;
    /// let answer: RejectReasonGetAnswer =
    ///     decode(r#"{"errcode": 0, "reject_reason_list": [{"reject_reason_type": 21}]}"#)?;
    /// assert_eq!(answer.reasons().count(), 1);
    /// # Ok::<(), aftersale::wire::WireError>(())
    /// ```
    pub fn reasons(&self) -> impl Iterator<Item = &RejectReasonEntry> {
        let lists = [&self.reason_list, &self.reject_reason_list];
        lists.into_iter().filter_map(|list| list.value()).flatten()
    }
}
