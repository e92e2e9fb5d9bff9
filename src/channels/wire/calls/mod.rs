//! The merchant's calls at the Channels shop: their requests and answers.
//!
//! | calls | request | answer |
//! |---|---|---|
//! | `acceptapply` | [`AcceptApplyRequest`] | [`BareAnswer`](super::BareAnswer) |
//! | `rejectapply`, `rejectexchangereship` | [`RejectRequest`] | [`BareAnswer`](super::BareAnswer) |
//! | `uploadrefundcertificate` | [`UploadRefundCertificateRequest`] | [`BareAnswer`](super::BareAnswer) |
//! | `merchantupdateaftersale` | [`MerchantUpdateAftersaleRequest`] | [`BareAnswer`](super::BareAnswer) |
//! | `acceptexchangereship`, `merchantreship`, `merchantupdatereshipexpress` | [`WaybillRequest`] | [`BareAnswer`](super::BareAnswer) |
//! | `handlefastexchangereceipt` | [`HandleFastExchangeReceiptRequest`] | [`BareAnswer`](super::BareAnswer) |
//! | `getexchangeableskulist` | [`GetExchangeableSkuListRequest`] | [`GetExchangeableSkuListAnswer`] |
//! | `genaftersaleorder` | [`GenAftersaleOrderRequest`] | [`GeneratedAnswer`] |
//! | `refundpricediff` | [`RefundPriceDiffRequest`] | [`GeneratedAnswer`] |
//! | `applyvirtualtelnum` | [`ApplyVirtualTelNumRequest`] | [`ApplyVirtualTelNumAnswer`] |
//! | `reason/get` | `{}` | [`ReasonGetAnswer`] |
//! | `rejectreason/get` | `{}` | [`RejectReasonGetAnswer`] |
//! | `getcomplaintorder` | [`GetComplaintOrderRequest`] | [`GetComplaintOrderAnswer`] |
//! | `addcomplaintmaterial`, `addcomplaintproof` | [`AddToComplaintRequest`] | [`BareAnswer`](super::BareAnswer) |
//! | `syncworkorder` | [`SyncWorkOrderRequest`] | [`BareAnswer`](super::BareAnswer) |
//! | `searchguaranteeorder` | [`SearchGuaranteeOrderRequest`] | [`SearchGuaranteeOrderAnswer`] |
//! | `getguaranteeorder` | [`GuaranteeIdRequest`] | [`GetGuaranteeOrderAnswer`] |
//! | `merchantacceptguarantee` | [`GuaranteeIdRequest`] | [`BareAnswer`](super::BareAnswer) |
//! | `merchantmodifyguarantee` | [`MerchantModifyGuaranteeRequest`] | [`BareAnswer`](super::BareAnswer) |
//! | `merchantproofguarantee` | [`MerchantProofGuaranteeRequest`] | [`BareAnswer`](super::BareAnswer) |
//! | `merchantrefuseguarantee` | [`MerchantRefuseGuaranteeRequest`] | [`BareAnswer`](super::BareAnswer) |
//!
//! Where sources contradict each other about a name or a kind, both are read, and each is written as it was
//! read. Whether a request will be accepted, the platform decides by the status of the case;
//! [`possible`](crate::channels::possible) has what its pages tell of that.
//!
//! [`CallDocument::decode`] finds the call from a document's fields.

mod call;
mod complaint;
mod decisions;
mod document;
mod guarantee;
mod negotiation;
mod one_or_many;
mod openings;
mod reasons;
mod recognition;
mod shipments;
mod success;
mod telephone;
mod words;
mod work_order;

pub use call::Call;
pub use complaint::{
    AddToComplaintRequest, ComplaintFile, ComplaintHistoryItem, ComplaintMedia,
    GetComplaintOrderAnswer, GetComplaintOrderRequest,
};
pub use decisions::{AcceptApplyRequest, RejectRequest, UploadRefundCertificateRequest};
pub use document::CallDocument;
pub use guarantee::{
    GetGuaranteeOrderAnswer, GuaranteeIdRequest, MerchantModifyGuaranteeRequest,
    MerchantProofGuaranteeRequest, MerchantRefuseGuaranteeRequest, SearchGuaranteeOrderAnswer,
    SearchGuaranteeOrderRequest,
};
pub use negotiation::MerchantUpdateAftersaleRequest;
pub use one_or_many::OneOrMany;
pub use openings::{
    ContradictingIds, ExchangeSkuInfo, GenAftersaleOrderRequest, GeneratedAnswer,
    RefundPriceDiffRequest,
};
pub use reasons::{ReasonEntry, ReasonGetAnswer, RejectReasonEntry, RejectReasonGetAnswer};
pub use shipments::{
    GetExchangeableSkuListAnswer, GetExchangeableSkuListRequest, HandleFastExchangeReceiptRequest,
    WaybillRequest,
};
pub use telephone::{ApplyVirtualTelNumAnswer, ApplyVirtualTelNumRequest};
pub use words::{
    AcceptType, ComplaintStatus, FastExchangeDecision, GuaranteeKind, GuaranteeStatus,
    NegotiationPurpose, RejectScene, WorkOrderResult, WorkOrderStatus,
};
pub use work_order::{
    SyncWorkOrderRequest, WorkOrder, WorkOrderItem, WorkOrderMedia, WorkOrderPicture,
};
