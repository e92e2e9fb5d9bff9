//! A request or an answer of a call, found from the names of its fields.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::recognition::Form;
use super::{
    AcceptApplyRequest, AddToComplaintRequest, ApplyVirtualTelNumAnswer, GenAftersaleOrderRequest,
    GeneratedAnswer, GetComplaintOrderAnswer, GetComplaintOrderRequest,
    GetExchangeableSkuListAnswer, GetExchangeableSkuListRequest, GetGuaranteeOrderAnswer,
    GuaranteeIdRequest, HandleFastExchangeReceiptRequest, MerchantModifyGuaranteeRequest,
    MerchantProofGuaranteeRequest, MerchantRefuseGuaranteeRequest, MerchantUpdateAftersaleRequest,
    ReasonGetAnswer, RefundPriceDiffRequest, RejectReasonGetAnswer, RejectRequest,
    SearchGuaranteeOrderAnswer, SearchGuaranteeOrderRequest, SyncWorkOrderRequest,
    UploadRefundCertificateRequest, WaybillRequest,
};
use crate::wire::{Record, Shape, UntypedField, WireError, decode, encode, text_of};

/// A request or an answer of a merchant's call. The cases themselves (`getaftersaleorder`,
/// `getaftersalelist`) and answers of nothing but a code and a message are not among them.
///
/// ```
/// use aftersale::channels::wire::calls::{Call, CallDocument};
/// let text = r#"{"complaint_id": "5530217", "content": "见附件", "new_field": 1}"#;
/// let document = CallDocument::decode(text)?;
/// // Two calls have requests of this form.
/// assert_eq!(document.calls(), [Call::AddComplaintMaterial, Call::AddComplaintProof]);
/// assert_eq!(document.untyped_fields()[0].path, "new_field");
/// assert_eq!(document.encode(), r#"{"complaint_id":"5530217","content":"见附件","new_field":1}"#);
/// # Ok::<(), aftersale::wire::WireError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum CallDocument {
    /// A request of `acceptapply`.
    AcceptApply(Box<AcceptApplyRequest>),
    /// A request of `rejectapply` or `rejectexchangereship`.
    Reject(Box<RejectRequest>),
    /// A request of `uploadrefundcertificate`.
    UploadRefundCertificate(Box<UploadRefundCertificateRequest>),
    /// A request of `merchantupdateaftersale`.
    MerchantUpdateAftersale(Box<MerchantUpdateAftersaleRequest>),
    /// A request of `acceptexchangereship`, `merchantreship` or `merchantupdatereshipexpress`.
    Waybill(Box<WaybillRequest>),
    /// A request of `handlefastexchangereceipt`.
    HandleFastExchangeReceipt(Box<HandleFastExchangeReceiptRequest>),
    /// A request of `getexchangeableskulist`.
    GetExchangeableSkuList(Box<GetExchangeableSkuListRequest>),
    /// An answer of `getexchangeableskulist`.
    ExchangeableSkus(Box<GetExchangeableSkuListAnswer>),
    /// A request of `genaftersaleorder`.
    GenAftersaleOrder(Box<GenAftersaleOrderRequest>),
    /// A request of `refundpricediff`.
    RefundPriceDiff(Box<RefundPriceDiffRequest>),
    /// An answer of `genaftersaleorder` or `refundpricediff`.
    Generated(Box<GeneratedAnswer>),
    /// An answer of `applyvirtualtelnum`.
    TelephoneNumber(Box<ApplyVirtualTelNumAnswer>),
    /// An answer of `reason/get`.
    Reasons(Box<ReasonGetAnswer>),
    /// An answer of `rejectreason/get`.
    RejectReasons(Box<RejectReasonGetAnswer>),
    /// A request of `getcomplaintorder`.
    GetComplaintOrder(Box<GetComplaintOrderRequest>),
    /// An answer of `getcomplaintorder`.
    Complaint(Box<GetComplaintOrderAnswer>),
    /// A request of `addcomplaintmaterial` or `addcomplaintproof`.
    AddToComplaint(Box<AddToComplaintRequest>),
    /// A request of `syncworkorder`.
    SyncWorkOrder(Box<SyncWorkOrderRequest>),
    /// A request of `searchguaranteeorder`.
    SearchGuaranteeOrder(Box<SearchGuaranteeOrderRequest>),
    /// An answer of `searchguaranteeorder`.
    GuaranteeOrders(Box<SearchGuaranteeOrderAnswer>),
    /// The number of a guarantee order alone: a request of `getguaranteeorder` or `merchantacceptguarantee`.
    GuaranteeId(Box<GuaranteeIdRequest>),
    /// An answer of `getguaranteeorder`.
    GuaranteeOrder(Box<GetGuaranteeOrderAnswer>),
    /// A request of `merchantmodifyguarantee`.
    MerchantModifyGuarantee(Box<MerchantModifyGuaranteeRequest>),
    /// A request of `merchantproofguarantee`.
    MerchantProofGuarantee(Box<MerchantProofGuaranteeRequest>),
    /// A request of `merchantrefuseguarantee`.
    MerchantRefuseGuarantee(Box<MerchantRefuseGuaranteeRequest>),
}

impl CallDocument {
    /// Decodes a document and finds the calls that it can be from. A byte order mark is skipped.
    ///
    /// # Errors
    ///
    /// When the text is not JSON; when its fields are those of no call, or of several with different fields;
    /// when a field does not have the form that its call documents. The number of a case alone can be a
    /// request of three calls.
    pub fn decode(text: &str) -> Result<Self, WireError> {
        Self::decode_by_shape(text, &Shape::of(text)?)
    }

    /// Decodes a document from bytes.
    ///
    /// # Errors
    ///
    /// When the bytes are not UTF-8 text, and as [`decode`](Self::decode).
    pub fn decode_bytes(bytes: &[u8]) -> Result<Self, WireError> {
        Self::decode(text_of(bytes)?)
    }

    /// Decodes a document whose fields are these. [`WireError::UnknownShape`] says that they are those of no call.
    pub(crate) fn decode_by_shape(text: &str, shape: &Shape) -> Result<Self, WireError> {
        Ok(match Form::of(shape)? {
            Form::AcceptApply => Self::AcceptApply(decode(text)?),
            Form::Reject => Self::Reject(decode(text)?),
            Form::UploadRefundCertificate => Self::UploadRefundCertificate(decode(text)?),
            Form::MerchantUpdateAftersale => Self::MerchantUpdateAftersale(decode(text)?),
            Form::Waybill => Self::Waybill(decode(text)?),
            Form::HandleFastExchangeReceipt => Self::HandleFastExchangeReceipt(decode(text)?),
            Form::GetExchangeableSkuList => Self::GetExchangeableSkuList(decode(text)?),
            Form::ExchangeableSkus => Self::ExchangeableSkus(decode(text)?),
            Form::GenAftersaleOrder => Self::GenAftersaleOrder(decode(text)?),
            Form::RefundPriceDiff => Self::RefundPriceDiff(decode(text)?),
            Form::Generated => Self::Generated(decode(text)?),
            Form::TelephoneNumber => Self::TelephoneNumber(decode(text)?),
            Form::Reasons => Self::Reasons(decode(text)?),
            Form::RejectReasons => Self::RejectReasons(decode(text)?),
            Form::GetComplaintOrder => Self::GetComplaintOrder(decode(text)?),
            Form::Complaint => Self::Complaint(decode(text)?),
            Form::AddToComplaint => Self::AddToComplaint(decode(text)?),
            Form::SyncWorkOrder => Self::SyncWorkOrder(decode(text)?),
            Form::SearchGuaranteeOrder => Self::SearchGuaranteeOrder(decode(text)?),
            Form::GuaranteeOrders => Self::GuaranteeOrders(decode(text)?),
            Form::GuaranteeId => Self::GuaranteeId(decode(text)?),
            Form::GuaranteeOrder => Self::GuaranteeOrder(decode(text)?),
            Form::MerchantModifyGuarantee => Self::MerchantModifyGuarantee(decode(text)?),
            Form::MerchantProofGuarantee => Self::MerchantProofGuarantee(decode(text)?),
            Form::MerchantRefuseGuarantee => Self::MerchantRefuseGuarantee(decode(text)?),
        })
    }

    /// Returns the document as JSON text: the same value as was decoded, except for the changes.
    #[must_use]
    pub fn encode(&self) -> String {
        self.content().text()
    }

    /// Returns the calls that the document can be from. Several calls have documents with the same fields.
    #[must_use]
    pub const fn calls(&self) -> &'static [super::Call] {
        self.form().calls()
    }

    /// Returns the names of the interfaces, with "request" or "answer".
    #[must_use]
    pub const fn interface(&self) -> &'static str {
        self.form().interface()
    }

    /// Returns the fields that no type describes, with their paths.
    #[must_use]
    pub fn untyped_fields(&self) -> Vec<UntypedField> {
        self.content().untyped()
    }

    const fn form(&self) -> Form {
        match self {
            Self::AcceptApply(_) => Form::AcceptApply,
            Self::Reject(_) => Form::Reject,
            Self::UploadRefundCertificate(_) => Form::UploadRefundCertificate,
            Self::MerchantUpdateAftersale(_) => Form::MerchantUpdateAftersale,
            Self::Waybill(_) => Form::Waybill,
            Self::HandleFastExchangeReceipt(_) => Form::HandleFastExchangeReceipt,
            Self::GetExchangeableSkuList(_) => Form::GetExchangeableSkuList,
            Self::ExchangeableSkus(_) => Form::ExchangeableSkus,
            Self::GenAftersaleOrder(_) => Form::GenAftersaleOrder,
            Self::RefundPriceDiff(_) => Form::RefundPriceDiff,
            Self::Generated(_) => Form::Generated,
            Self::TelephoneNumber(_) => Form::TelephoneNumber,
            Self::Reasons(_) => Form::Reasons,
            Self::RejectReasons(_) => Form::RejectReasons,
            Self::GetComplaintOrder(_) => Form::GetComplaintOrder,
            Self::Complaint(_) => Form::Complaint,
            Self::AddToComplaint(_) => Form::AddToComplaint,
            Self::SyncWorkOrder(_) => Form::SyncWorkOrder,
            Self::SearchGuaranteeOrder(_) => Form::SearchGuaranteeOrder,
            Self::GuaranteeOrders(_) => Form::GuaranteeOrders,
            Self::GuaranteeId(_) => Form::GuaranteeId,
            Self::GuaranteeOrder(_) => Form::GuaranteeOrder,
            Self::MerchantModifyGuarantee(_) => Form::MerchantModifyGuarantee,
            Self::MerchantProofGuarantee(_) => Form::MerchantProofGuarantee,
            Self::MerchantRefuseGuarantee(_) => Form::MerchantRefuseGuarantee,
        }
    }

    fn content(&self) -> &dyn Content {
        match self {
            Self::AcceptApply(content) => content.as_ref(),
            Self::Reject(content) => content.as_ref(),
            Self::UploadRefundCertificate(content) => content.as_ref(),
            Self::MerchantUpdateAftersale(content) => content.as_ref(),
            Self::Waybill(content) => content.as_ref(),
            Self::HandleFastExchangeReceipt(content) => content.as_ref(),
            Self::GetExchangeableSkuList(content) => content.as_ref(),
            Self::ExchangeableSkus(content) => content.as_ref(),
            Self::GenAftersaleOrder(content) => content.as_ref(),
            Self::RefundPriceDiff(content) => content.as_ref(),
            Self::Generated(content) => content.as_ref(),
            Self::TelephoneNumber(content) => content.as_ref(),
            Self::Reasons(content) => content.as_ref(),
            Self::RejectReasons(content) => content.as_ref(),
            Self::GetComplaintOrder(content) => content.as_ref(),
            Self::Complaint(content) => content.as_ref(),
            Self::AddToComplaint(content) => content.as_ref(),
            Self::SyncWorkOrder(content) => content.as_ref(),
            Self::SearchGuaranteeOrder(content) => content.as_ref(),
            Self::GuaranteeOrders(content) => content.as_ref(),
            Self::GuaranteeId(content) => content.as_ref(),
            Self::GuaranteeOrder(content) => content.as_ref(),
            Self::MerchantModifyGuarantee(content) => content.as_ref(),
            Self::MerchantProofGuarantee(content) => content.as_ref(),
            Self::MerchantRefuseGuarantee(content) => content.as_ref(),
        }
    }
}

/// A record of any type, for what is done with all of them alike.
trait Content {
    fn text(&self) -> String;
    fn untyped(&self) -> Vec<UntypedField>;
}

impl<T: Record + serde::Serialize> Content for T {
    fn text(&self) -> String {
        encode(self)
    }

    fn untyped(&self) -> Vec<UntypedField> {
        self.untyped_fields()
    }
}
