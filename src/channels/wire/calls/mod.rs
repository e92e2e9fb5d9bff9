//! The merchant's calls at the Channels shop: their requests and answers.
//!
//! | calls | request | answer |
//! |---|---|---|
//! | `acceptapply` | [`AcceptApplyRequest`] | code and message |
//! | `rejectapply`, `rejectexchangereship` | [`RejectRequest`] | code and message |
//! | `uploadrefundcertificate` | [`UploadRefundCertificateRequest`] | code and message |
//! | `merchantupdateaftersale` | [`MerchantUpdateAftersaleRequest`] | code and message |
//! | `acceptexchangereship`, `merchantreship`, `merchantupdatereshipexpress` | [`WaybillRequest`] | code and message |
//! | `handlefastexchangereceipt` | [`HandleFastExchangeReceiptRequest`] | code and message |
//! | `getexchangeableskulist` | [`GetExchangeableSkuListRequest`] | [`GetExchangeableSkuListAnswer`] |
//! | `genaftersaleorder` | [`GenAftersaleOrderRequest`] | [`GeneratedAnswer`] |
//! | `refundpricediff` | [`RefundPriceDiffRequest`] | [`GeneratedAnswer`] |
//! | `applyvirtualtelnum` | [`CaseIdRequest`] | [`ApplyVirtualTelNumAnswer`] |
//! | `reason/get` | `{}` | [`ReasonGetAnswer`] |
//! | `rejectreason/get` | `{}` | [`RejectReasonGetAnswer`] |
//! | `getcomplaintorder` | [`GetComplaintOrderRequest`] | [`GetComplaintOrderAnswer`] |
//! | `addcomplaintmaterial`, `addcomplaintproof` | [`AddToComplaintRequest`] | code and message |
//! | `syncworkorder` | [`SyncWorkOrderRequest`] | code and message |
//! | `searchguaranteeorder` | [`SearchGuaranteeOrderRequest`] | [`SearchGuaranteeOrderAnswer`] |
//! | `getguaranteeorder` | [`GuaranteeIdRequest`] | [`GetGuaranteeOrderAnswer`] |
//! | `merchantacceptguarantee` | [`GuaranteeIdRequest`] | code and message |
//! | `merchantmodifyguarantee` | [`MerchantModifyGuaranteeRequest`] | code and message |
//! | `merchantproofguarantee` | [`MerchantProofGuaranteeRequest`] | code and message |
//! | `merchantrefuseguarantee` | [`MerchantRefuseGuaranteeRequest`] | code and message |
//!
//! Where sources contradict each other about a name or a kind, both are read, and each is written as it was read. Nothing
//! says whether a request will be accepted: the platform decides that by the status of the case.
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
    AddToComplaintRequest, ComplaintFile, ComplaintHistoryItem, ComplaintMedia, ComplaintTelephone,
    GetComplaintOrderAnswer, GetComplaintOrderRequest,
};
pub use decisions::{
    AcceptApplyRequest, CaseIdRequest, RejectRequest, UploadRefundCertificateRequest,
};
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
pub use telephone::ApplyVirtualTelNumAnswer;
pub use words::{
    AcceptType, ComplaintStatus, FastExchangeAct, GuaranteeKind, GuaranteeStatus,
    NegotiationPurpose, RejectScene, WorkOrderResult, WorkOrderStatus,
};
pub use work_order::{
    SyncWorkOrderRequest, WorkOrder, WorkOrderItem, WorkOrderMedia, WorkOrderPicture,
};
