//! A document of the mini-shop, with its interface found from its shape: the names and kinds of its
//! fields.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::{
    AcceptApplyRequest, AfterSaleOrder, BatchGetAnswer, BatchGetRequest, GetAnswer, GetRequest,
    RejectRefundRequest, UploadRefundCertificateRequest,
};
use crate::wire::{
    EVENT_FIELDS, Record, Shape, UntypedField, WireError, decode, encode, text_of, try_decode,
};

/// A document of the mini-shop's interface.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Document {
    /// A request of `getaftersaleorder`.
    GetRequest(GetRequest),
    /// An answer of `getaftersaleorder`.
    GetAnswer(Box<GetAnswer>),
    /// A request of `batchgetaftersaleorder`.
    BatchGetRequest(BatchGetRequest),
    /// An answer of `batchgetaftersaleorder`.
    BatchGetAnswer(BatchGetAnswer),
    /// A request of `acceptapply`.
    AcceptApplyRequest(AcceptApplyRequest),
    /// A request of `rejectrefund`.
    RejectRefundRequest(RejectRefundRequest),
    /// A request of `upload_refund_certificate`.
    UploadRefundCertificateRequest(UploadRefundCertificateRequest),
}

impl Document {
    /// Decodes a document and finds the interface that it is from. A byte order mark is skipped.
    ///
    /// Only the after-sale interfaces are distinguished. `{"order_id": 1}` agrees to a refund there;
    /// the order interface, which is not decoded here, asks for an order with the same fields.
    ///
    /// # Errors
    ///
    /// When the text is not JSON; when its shape is that of an interface not decoded here, of more than
    /// one, or of none; when a field does not have the form that its interface documents.
    pub fn decode(text: &str) -> Result<Self, WireError> {
        match Self::decode_record(text) {
            Some(document) => Ok(document),
            None => Self::decode_by_shape(text, &Shape::of(text)?),
        }
    }

    /// Decodes an answer that has an after-sale order of this shop for sure. It is read as one, and what
    /// was read shows whether it is.
    pub(crate) fn decode_record(text: &str) -> Option<Self> {
        let answer: Box<GetAnswer> = try_decode(text)?;
        let is_one = answer.after_sale_order.value().is_some_and(is_of_this_shop)
            && answer.untyped.get("after_sale_order_list").is_none()
            && !answer.untyped.has_any(EVENT_FIELDS);
        is_one.then_some(Self::GetAnswer(answer))
    }

    /// Decodes a document whose fields are these.
    pub(crate) fn decode_by_shape(text: &str, shape: &Shape) -> Result<Self, WireError> {
        Ok(match Interface::of(shape)? {
            Interface::GetRequest => Self::GetRequest(decode(text)?),
            Interface::GetAnswer => Self::GetAnswer(Box::new(decode(text)?)),
            Interface::BatchGetRequest => Self::BatchGetRequest(decode(text)?),
            Interface::BatchGetAnswer => Self::BatchGetAnswer(decode(text)?),
            Interface::AcceptApply => Self::AcceptApplyRequest(decode(text)?),
            Interface::RejectRefund => Self::RejectRefundRequest(decode(text)?),
            Interface::UploadRefundCertificate => {
                Self::UploadRefundCertificateRequest(decode(text)?)
            }
        })
    }

    /// Decodes a document from bytes.
    ///
    /// # Errors
    ///
    /// When the bytes are not UTF-8 text, and as [`decode`](Self::decode).
    pub fn decode_bytes(bytes: &[u8]) -> Result<Self, WireError> {
        Self::decode(text_of(bytes)?)
    }

    /// Returns the document as JSON text: the same value as was decoded, except for the changes.
    #[must_use]
    pub fn encode(&self) -> String {
        match self {
            Self::GetRequest(request) => encode(request),
            Self::GetAnswer(answer) => encode(answer.as_ref()),
            Self::BatchGetRequest(request) => encode(request),
            Self::BatchGetAnswer(answer) => encode(answer),
            Self::AcceptApplyRequest(request) => encode(request),
            Self::RejectRefundRequest(request) => encode(request),
            Self::UploadRefundCertificateRequest(request) => encode(request),
        }
    }

    /// Returns the name of the interface, with "request" or "answer".
    #[must_use]
    pub const fn interface(&self) -> &'static str {
        match self {
            Self::GetRequest(_) => "product/order/getaftersaleorder request",
            Self::GetAnswer(_) => "product/order/getaftersaleorder answer",
            Self::BatchGetRequest(_) => "product/order/batchgetaftersaleorder request",
            Self::BatchGetAnswer(_) => "product/order/batchgetaftersaleorder answer",
            Self::AcceptApplyRequest(_) => "product/order/acceptapply request",
            Self::RejectRefundRequest(_) => "product/order/rejectrefund request",
            Self::UploadRefundCertificateRequest(_) => {
                "product/order/upload_refund_certificate request"
            }
        }
    }

    /// Returns the fields that no type describes, with their paths.
    #[must_use]
    pub fn untyped_fields(&self) -> Vec<UntypedField> {
        match self {
            Self::GetRequest(request) => request.untyped_fields(),
            Self::GetAnswer(answer) => answer.untyped_fields(),
            Self::BatchGetRequest(request) => request.untyped_fields(),
            Self::BatchGetAnswer(answer) => answer.untyped_fields(),
            Self::AcceptApplyRequest(request) => request.untyped_fields(),
            Self::RejectRefundRequest(request) => request.untyped_fields(),
            Self::UploadRefundCertificateRequest(request) => request.untyped_fields(),
        }
    }
}

/// Returns whether an after-sale order that was read as the mini-shop's is the mini-shop's for sure.
fn is_of_this_shop(order: &AfterSaleOrder) -> bool {
    let named = !order.original_order_id.is_missing() || order.order_id.value().is_some();
    let other = ["after_sale_order_id", "present_order_id"];
    named && !order.untyped.iter().any(|(name, _)| other.contains(&name))
}

enum Interface {
    GetRequest,
    GetAnswer,
    BatchGetRequest,
    BatchGetAnswer,
    AcceptApply,
    RejectRefund,
    UploadRefundCertificate,
}

const CHANNELS: &str = "WeChat Channels shop (channels/ec/aftersale)";
const SECOND_COMPONENT: &str = "WeChat custom trade component (shop/ecaftersale)";

/// The fields that only documents of other interfaces have, with the names of the interfaces.
const OTHER_INTERFACES: &[(&str, &str)] = &[
    ("finder_shop_aftersale_status_update", "WeChat Channels shop, an event"),
    ("finder_shop_complaint", "WeChat Channels shop, an event"),
    ("aftersale_info", "WeChat custom trade component (shop/ecaftersale), an event"),
    ("Event", "WeChat, an event"),
    ("Encrypt", "WeChat, an encrypted event"),
    ("history", "WeChat Channels shop, disputes"),
    ("reason_list", "WeChat Channels shop, lists of reasons"),
    ("reject_reason_list", "WeChat Channels shop, lists of reasons"),
    ("after_sales_order", SECOND_COMPONENT),
    ("after_sales_orders", SECOND_COMPONENT),
    ("afterSalesOrder", SECOND_COMPONENT),
    ("out_aftersale_id", SECOND_COMPONENT),
    ("aftersale_infos", "WeChat custom trade component, first version (shop/aftersale)"),
    ("aftersale_detail", "WeChat order (product/order/get)"),
    ("original_order_id", "WeChat mini-shop, an after-sale order without its answer around it"),
    ("next_key", CHANNELS),
    ("has_more", CHANNELS),
    ("begin_create_time", CHANNELS),
    ("begin_update_time", CHANNELS),
    ("aftersale_id", CHANNELS),
    ("request_id", CHANNELS),
];

/// The fields by which the three operations on an after-sale are distinguished.
const OPERATIONS: &[&str] = &["address_id", "reject_reason", "refund_certificates"];

const fn unsupported(interface: &'static str) -> WireError {
    WireError::Unsupported { interface }
}

impl Interface {
    fn of(shape: &Shape) -> Result<Self, WireError> {
        if shape.is_event() {
            Self::of_another_generation(shape)?;
        }
        let answers = ["after_sale_order", "after_sale_order_list"];
        if answers.iter().filter(|name| shape.has(name)).count() > 1 {
            return Err(WireError::Ambiguous {
                between: "an answer of getaftersaleorder and one of batchgetaftersaleorder",
            });
        }
        if shape.has("after_sale_order") {
            return Self::of_order(shape.object("after_sale_order").as_ref())
                .map(|()| Self::GetAnswer);
        }
        if shape.has("after_sale_order_list") {
            for order in shape.list("after_sale_order_list").unwrap_or_default() {
                Self::of_order(Shape::of(order.text()).ok().as_ref())?;
            }
            return Ok(Self::BatchGetAnswer);
        }
        // A document that names an order line is ShopXO's.
        if shape.has("order_detail_id") {
            return Err(WireError::UnknownShape);
        }
        Self::of_another_generation(shape)?;
        if shape.has_any(&["errcode", "errmsg"]) {
            return Err(WireError::Ambiguous {
                between: "answers without an after-sale order, which all interfaces have",
            });
        }
        if shape.has("after_sale_order_id_list") {
            return Ok(Self::BatchGetRequest);
        }
        if shape.has("order_id") || shape.has_any(OPERATIONS) {
            return Self::of_operation(shape);
        }
        if shape.has("after_sale_order_id") {
            return Ok(Self::GetRequest);
        }
        Err(WireError::UnknownShape)
    }

    /// Checks that an after-sale order is the mini-shop's. There, the number of the after-sale is
    /// `order_id`; at the Channels shop it is `after_sale_order_id`, and `order_id` is the order's.
    fn of_order(order: Option<&Shape>) -> Result<(), WireError> {
        let Some(order) = order else { return Ok(()) };
        if order.has("present_order_id") {
            return Err(unsupported("WeChat Channels shop, a gift's after-sale order"));
        }
        let mini = order.has("original_order_id") || order.has_number("order_id");
        let channels = order.has("after_sale_order_id") || order.has_text("order_id");
        match (mini, channels) {
            (true, false) => Ok(()),
            (false, true) => Err(unsupported(CHANNELS)),
            _ => Err(WireError::Ambiguous {
                between: "an after-sale order of the mini-shop and one of the Channels shop",
            }),
        }
    }

    fn of_another_generation(shape: &Shape) -> Result<(), WireError> {
        if let Some((_, interface)) = OTHER_INTERFACES.iter().find(|(field, _)| shape.has(field)) {
            return Err(unsupported(interface));
        }
        let has_case = shape.has("after_sale_order_id");
        if has_case && shape.has("status") {
            return Err(unsupported(
                "WeChat Channels shop, an after-sale order without its answer around it",
            ));
        }
        // The mini-shop's numbers are plain; the Channels shop's stand in quotes.
        let has_text_id = shape.has_text("after_sale_order_id")
            || shape.has_text("order_id")
            || shape
                .list("after_sale_order_id_list")
                .is_some_and(|ids| ids.iter().any(|id| id.text().starts_with('"')));
        if has_text_id || has_case && (shape.has("errcode") || shape.has("order_id")) {
            return Err(unsupported(CHANNELS));
        }
        Ok(())
    }

    /// Finds the interface of one of the three requests about one after-sale, which have its number in
    /// `order_id` and differ in the other fields. Agreeing to a refund has no other field, so none may
    /// be there.
    fn of_operation(shape: &Shape) -> Result<Self, WireError> {
        let operations = [Self::AcceptApply, Self::RejectRefund, Self::UploadRefundCertificate];
        let mut fitting =
            operations.into_iter().zip(OPERATIONS).filter(|(_, mark)| shape.has(mark));
        match (fitting.next(), fitting.next()) {
            _ if shape.has("after_sale_order_id") || !shape.has("order_id") => {
                Err(unsupported(CHANNELS))
            }
            (Some((interface, _)), None) => Ok(interface),
            (None, _) if shape.has_only(&["order_id"]) => Ok(Self::AcceptApply),
            (None, _) => Err(WireError::UnknownShape),
            (Some(_), Some(_)) => Err(WireError::Ambiguous {
                between: "requests of acceptapply, rejectrefund and upload_refund_certificate",
            }),
        }
    }
}
