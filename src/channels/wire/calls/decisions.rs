//! The merchant's decisions about an application: agreeing, refusing, and proving a refund made outside the
//! platform.

use alloc::string::String;
use alloc::vec::Vec;

use super::words::AcceptType;
use crate::wire::{Code, Loose, PlatformId, Word, record};

record! {
    /// The merchant's agreement: `acceptapply`.
    ///
    /// Source:
    /// [acceptapply](https://developers.weixin.qq.com/doc/store/shop/API/channels-shop-aftersale/aftersale/api_acceptapply.html).
    pub struct AcceptApplyRequest {
        /// The number of the case.
        after_sale_order_id: PlatformId,
        /// The address to which the buyer sends the goods. Required when agreeing to a return.
        address_id: PlatformId,
        /// The meaning of the agreement. Without it the platform chooses by status and type.
        accept_type: Loose<Word<AcceptType>>,
    }
}

record! {
    /// The merchant's refusal: `rejectapply` of an application or of goods that came back, and
    /// `rejectexchangereship` of sending the new goods of an exchange. Both have the same fields.
    ///
    /// Sources:
    /// [rejectapply](https://developers.weixin.qq.com/doc/store/shop/API/channels-shop-aftersale/api_rejectapply),
    /// [rejectexchangereship](https://developers.weixin.qq.com/doc/store/shop/API/aftersale/rejectexchangereship.html).
    pub struct RejectRequest {
        /// The number of the case.
        after_sale_order_id: PlatformId,
        /// The explanation for the buyer; the default text of the reason, or the merchant's own.
        reject_reason: String,
        /// The reason, one of those that `rejectreason/get` lists. Required by `rejectapply`.
        reject_reason_type: Loose<Code>,
        /// The proofs, by their media ids. Documented for `rejectexchangereship`; for `rejectapply` it is
        /// reported, and reasons that need a proof (`need_proof`) make it likely.
        reject_certificates: Vec<String>,
    }
}

record! {
    /// The merchant's proof of a refund made outside the platform: `uploadrefundcertificate`.
    ///
    /// Source:
    /// [uploadrefundcertificate](https://developers.weixin.qq.com/doc/store/API/aftersale/uploadrefundcertificate.html).
    pub struct UploadRefundCertificateRequest {
        /// The number of the case.
        after_sale_order_id: PlatformId,
        /// The pictures, by their media ids.
        refund_certificates: Vec<String>,
        /// The description of the proof.
        desc: String,
    }
}

impl AcceptApplyRequest {
    /// Returns an agreement to the refund.
    ///
    /// ```
    /// use aftersale::channels::wire::calls::AcceptApplyRequest;
    /// use aftersale::wire::{PlatformId, encode};
    /// let request = AcceptApplyRequest::to_refund(PlatformId::from("2609114500731882"));
    /// assert_eq!(encode(&request), r#"{"after_sale_order_id":"2609114500731882","accept_type":2}"#);
    /// ```
    #[must_use]
    pub fn to_refund(case: PlatformId) -> Self {
        Self {
            after_sale_order_id: case.into(),
            accept_type: Loose::plain(Word::Known(AcceptType::ToRefund)).into(),
            ..Self::default()
        }
    }

    /// Returns an agreement that the goods come back to this address.
    #[must_use]
    pub fn to_return(case: PlatformId, address: PlatformId) -> Self {
        Self {
            after_sale_order_id: case.into(),
            address_id: address.into(),
            accept_type: Loose::plain(Word::Known(AcceptType::ToReturn)).into(),
            ..Self::default()
        }
    }
}

impl RejectRequest {
    /// Returns a refusal with a reason that `rejectreason/get` lists, and an explanation for the buyer.
    #[must_use]
    pub fn new(case: PlatformId, reason: Code, explanation: &str) -> Self {
        Self {
            after_sale_order_id: case.into(),
            reject_reason: explanation.into(),
            reject_reason_type: Loose::plain(reason).into(),
            ..Self::default()
        }
    }
}

impl UploadRefundCertificateRequest {
    /// Returns a proof of an offline refund with these pictures.
    #[must_use]
    pub fn new(case: PlatformId, certificates: Vec<String>, description: &str) -> Self {
        Self {
            after_sale_order_id: case.into(),
            refund_certificates: certificates.into(),
            desc: description.into(),
            ..Self::default()
        }
    }
}
