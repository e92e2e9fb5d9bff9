//! Which call a document is from, by the names of its fields alone. Calls whose documents have the same
//! fields share a form.

use super::Call;
use crate::wire::{Shape, WireError};

/// The form of a document: the fields that it may have.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Form {
    AcceptApply,
    Reject,
    UploadRefundCertificate,
    MerchantUpdateAftersale,
    Waybill,
    HandleFastExchangeReceipt,
    GetExchangeableSkuList,
    ExchangeableSkus,
    GenAftersaleOrder,
    RefundPriceDiff,
    Generated,
    TelephoneNumber,
    Reasons,
    RejectReasons,
    GetComplaintOrder,
    Complaint,
    AddToComplaint,
    SyncWorkOrder,
    SearchGuaranteeOrder,
    GuaranteeOrders,
    GuaranteeId,
    GuaranteeOrder,
    MerchantModifyGuarantee,
    MerchantProofGuarantee,
    MerchantRefuseGuarantee,
}

impl Form {
    /// Returns the calls that have documents of this form.
    pub(crate) const fn calls(self) -> &'static [Call] {
        match self {
            Self::AcceptApply => &[Call::AcceptApply],
            Self::Reject => &[Call::RejectApply, Call::RejectExchangeReship],
            Self::UploadRefundCertificate => &[Call::UploadRefundCertificate],
            Self::MerchantUpdateAftersale => &[Call::MerchantUpdateAftersale],
            Self::Waybill => &[
                Call::AcceptExchangeReship,
                Call::MerchantReship,
                Call::MerchantUpdateReshipExpress,
            ],
            Self::HandleFastExchangeReceipt => &[Call::HandleFastExchangeReceipt],
            Self::GetExchangeableSkuList | Self::ExchangeableSkus => {
                &[Call::GetExchangeableSkuList]
            }
            Self::GenAftersaleOrder => &[Call::GenAftersaleOrder],
            Self::RefundPriceDiff => &[Call::RefundPriceDiff],
            Self::Generated => &[Call::GenAftersaleOrder, Call::RefundPriceDiff],
            Self::TelephoneNumber => &[Call::ApplyVirtualTelNum],
            Self::Reasons => &[Call::ReasonGet],
            Self::RejectReasons => &[Call::RejectReasonGet],
            Self::GetComplaintOrder | Self::Complaint => &[Call::GetComplaintOrder],
            Self::AddToComplaint => &[Call::AddComplaintMaterial, Call::AddComplaintProof],
            Self::SyncWorkOrder => &[Call::SyncWorkOrder],
            Self::SearchGuaranteeOrder | Self::GuaranteeOrders => &[Call::SearchGuaranteeOrder],
            Self::GuaranteeId => &[Call::GetGuaranteeOrder, Call::MerchantAcceptGuarantee],
            Self::GuaranteeOrder => &[Call::GetGuaranteeOrder],
            Self::MerchantModifyGuarantee => &[Call::MerchantModifyGuarantee],
            Self::MerchantProofGuarantee => &[Call::MerchantProofGuarantee],
            Self::MerchantRefuseGuarantee => &[Call::MerchantRefuseGuarantee],
        }
    }

    /// Returns the names of the calls, with "request" or "answer".
    pub(crate) const fn interface(self) -> &'static str {
        match self {
            Self::AcceptApply => "channels/ec/aftersale/acceptapply request",
            Self::Reject => "channels/ec/aftersale/rejectapply or rejectexchangereship request",
            Self::UploadRefundCertificate => {
                "channels/ec/aftersale/uploadrefundcertificate request"
            }
            Self::MerchantUpdateAftersale => {
                "channels/ec/aftersale/merchantupdateaftersale request"
            }
            Self::Waybill => {
                "channels/ec/aftersale/acceptexchangereship, merchantreship or merchantupdatereshipexpress request"
            }
            Self::HandleFastExchangeReceipt => {
                "channels/ec/aftersale/handlefastexchangereceipt request"
            }
            Self::GetExchangeableSkuList => "channels/ec/aftersale/getexchangeableskulist request",
            Self::ExchangeableSkus => "channels/ec/aftersale/getexchangeableskulist answer",
            Self::GenAftersaleOrder => "channels/ec/aftersale/genaftersaleorder request",
            Self::RefundPriceDiff => "channels/ec/aftersale/refundpricediff request",
            Self::Generated => "channels/ec/aftersale/genaftersaleorder or refundpricediff answer",
            Self::TelephoneNumber => "channels/ec/aftersale/applyvirtualtelnum answer",
            Self::Reasons => "channels/ec/aftersale/reason/get answer",
            Self::RejectReasons => "channels/ec/aftersale/rejectreason/get answer",
            Self::GetComplaintOrder => "channels/ec/aftersale/getcomplaintorder request",
            Self::Complaint => "channels/ec/aftersale/getcomplaintorder answer",
            Self::AddToComplaint => {
                "channels/ec/aftersale/addcomplaintmaterial or addcomplaintproof request"
            }
            Self::SyncWorkOrder => "channels/ec/aftersale/syncworkorder request",
            Self::SearchGuaranteeOrder => "channels/ec/aftersale/searchguaranteeorder request",
            Self::GuaranteeOrders => "channels/ec/aftersale/searchguaranteeorder answer",
            Self::GuaranteeId => {
                "channels/ec/aftersale/getguaranteeorder or merchantacceptguarantee request"
            }
            Self::GuaranteeOrder => "channels/ec/aftersale/getguaranteeorder answer",
            Self::MerchantModifyGuarantee => {
                "channels/ec/aftersale/merchantmodifyguarantee request"
            }
            Self::MerchantProofGuarantee => "channels/ec/aftersale/merchantproofguarantee request",
            Self::MerchantRefuseGuarantee => {
                "channels/ec/aftersale/merchantrefuseguarantee request"
            }
        }
    }

    /// Finds the form of a document from the names of its fields.
    ///
    /// # Errors
    ///
    /// When the fields are those of no call ([`WireError::UnknownShape`]), as in an answer of nothing but a
    /// code and a message, or of several calls with different forms, or of an event.
    pub(crate) fn of(shape: &Shape) -> Result<Self, WireError> {
        // Some events have the fields of an answer, such as the number of a case.
        if shape.is_event() {
            return Err(WireError::Unsupported { interface: "WeChat, an event" });
        }
        if let Some(form) = Self::of_answer(shape)? {
            return Ok(form);
        }
        let form = if shape.has("status") || shape.has_any(&["errcode", "errmsg"]) {
            // A case, a dispute or a guarantee order without its answer around it, or an answer of any interface.
            None
        } else if shape.has("after_sale_order_id") {
            Some(Self::about_a_case(shape)?)
        } else if shape.has("complaint_id") {
            Some(Self::about_a_dispute(shape))
        } else if shape.has("guarantee_order_id") {
            Some(Self::about_a_guarantee(shape)?)
        } else {
            Self::about_an_order(shape)
        };
        form.ok_or(WireError::UnknownShape)
    }

    fn of_answer(shape: &Shape) -> Result<Option<Self>, WireError> {
        const LISTS: &[(&str, Form)] = &[
            ("guarantee_order", Form::GuaranteeOrder),
            ("guarantee_order_list", Form::GuaranteeOrders),
            ("reject_reason_list", Form::RejectReasons),
            ("sku_id_list", Form::ExchangeableSkus),
            ("history", Form::Complaint),
            ("virtual_tel_number", Form::TelephoneNumber),
            ("aftersale_id", Form::Generated),
        ];
        if let Some((_, form)) = LISTS.iter().find(|(field, _)| shape.has(field)) {
            return Ok(Some(*form));
        }
        if shape.has("reason_list") {
            return Self::of_reasons(shape).map(Some);
        }
        let is_answer = shape.has_any(&["errcode", "errmsg"]);
        Ok(match (is_answer, shape.has("after_sale_order_id"), shape.has("order_id")) {
            (true, true, true) => Some(Self::Complaint),
            (true, true, false) => Some(Self::Generated),
            _ => None,
        })
    }

    /// Distinguishes the two lists of reasons by the fields of their first entry.
    fn of_reasons(shape: &Shape) -> Result<Self, WireError> {
        let first = shape.list("reason_list").and_then(|reasons| reasons.into_iter().next());
        match first.map(|reason| Shape::of(reason.text())) {
            Some(Ok(reason)) if reason.has("reject_reason_type") => Ok(Self::RejectReasons),
            Some(Ok(reason)) if reason.has("reason") => Ok(Self::Reasons),
            _ => {
                Err(WireError::Ambiguous { between: "answers of reason/get and rejectreason/get" })
            }
        }
    }

    fn about_a_case(shape: &Shape) -> Result<Self, WireError> {
        if shape.has("act") {
            return Ok(Self::HandleFastExchangeReceipt);
        }
        const MARKS: &[(Form, &[&str])] = &[
            (Form::AcceptApply, &["address_id", "accept_type"]),
            (Form::Reject, &["reject_reason", "reject_reason_type", "reject_certificates"]),
            (Form::UploadRefundCertificate, &["refund_certificates"]),
            (
                Form::MerchantUpdateAftersale,
                &["merchant_update_type", "merchant_update_desc", "update_reason_type"],
            ),
            (Form::Waybill, &["waybill_id", "delivery_id"]),
        ];
        let mut fitting =
            MARKS.iter().filter(|(_, marks)| shape.has_any(marks)).map(|(form, _)| *form);
        match (fitting.next(), fitting.next()) {
            (Some(form), None) => Ok(form),
            (None, _) if shape.has_only(&["after_sale_order_id"]) => Err(WireError::Ambiguous {
                between: "requests of getaftersaleorder, acceptapply and applyvirtualtelnum",
            }),
            (None, _) => Err(WireError::UnknownShape),
            (Some(_), Some(_)) => {
                Err(WireError::Ambiguous { between: "requests of several operations on a case" })
            }
        }
    }

    fn about_a_dispute(shape: &Shape) -> Self {
        if shape.has("work_order_info") {
            Self::SyncWorkOrder
        } else if shape.has_any(&["content", "media_id_list"]) {
            Self::AddToComplaint
        } else {
            Self::GetComplaintOrder
        }
    }

    fn about_a_guarantee(shape: &Shape) -> Result<Self, WireError> {
        if shape.has_any(&["bad_level", "merchant_remark"]) {
            return Ok(Self::MerchantModifyGuarantee);
        }
        match (shape.has("content"), shape.has("reason")) {
            (true, false) => Ok(Self::MerchantProofGuarantee),
            (false, true) => Ok(Self::MerchantRefuseGuarantee),
            (false, false) if !shape.has("pic_list") => Ok(Self::GuaranteeId),
            _ => Err(WireError::Ambiguous {
                between: "requests of merchantproofguarantee and merchantrefuseguarantee",
            }),
        }
    }

    fn about_an_order(shape: &Shape) -> Option<Self> {
        let is_search = shape.has_any(&["guarantee_order_id_list", "order_id_list", "status_list"])
            || shape.has("limit") && shape.has_any(&["offset", "begin_time", "end_time"]);
        if is_search {
            return Some(Self::SearchGuaranteeOrder);
        }
        if !(shape.has("order_id") && shape.has("product_id") && shape.has("sku_id")) {
            return None;
        }
        let opens = ["count", "type", "address_id", "exchange_sku_info"];
        if shape.has_any(&opens) {
            Some(Self::GenAftersaleOrder)
        } else if shape.has_any(&["request_id", "amount", "reason", "desc"]) {
            Some(Self::RefundPriceDiff)
        } else {
            Some(Self::GetExchangeableSkuList)
        }
    }
}
