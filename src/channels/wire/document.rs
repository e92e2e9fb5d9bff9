//! A document of the Channels shop, with its interface found from the names and kinds of its fields.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::{
    AfterSaleOrder, BareAnswer, GetAnswer, GetRequest, GiftAnswer, ListAnswer, ListRequest,
};
use crate::wire::{
    EVENT_FIELDS, Field, PlatformId, Record, Shape, UntypedField, WireError, decode, encode,
    text_of, try_decode,
};

/// A document of the Channels shop's interface for after-sales: one of them, a list, or a bare answer.
/// Those of the merchant's calls are [`CallDocument`](super::calls::CallDocument)s, and
/// [`WeChatDocument`](crate::channels::WeChatDocument) is a document of any interface.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Document {
    /// A request of `getaftersaleorder`.
    GetRequest(GetRequest),
    /// An answer of `getaftersaleorder`.
    GetAnswer(Box<GetAnswer>),
    /// An after-sale order without its answer around it, as hosts keep it.
    AfterSaleOrder(Box<AfterSaleOrder>),
    /// An answer with the after-sale order of a gift, whose call is offline.
    GiftAnswer(Box<GiftAnswer>),
    /// A request of `getaftersalelist`.
    ListRequest(ListRequest),
    /// An answer of `getaftersalelist`.
    ListAnswer(ListAnswer),
    /// The answer of a call that returns no data, or that failed. All of WeChat's interfaces have it.
    BareAnswer(BareAnswer),
}

const MINI_SHOP: &str = "WeChat mini-shop (product/order)";
const SECOND_COMPONENT: &str = "WeChat custom trade component (shop/ecaftersale)";

/// The fields that only documents of other interfaces have, with the names of the interfaces.
const OTHER_INTERFACES: &[(&str, &str)] = &[
    ("Event", "WeChat, an event"),
    ("Encrypt", "WeChat, an encrypted event"),
    ("after_sale_order_list", MINI_SHOP),
    ("original_order_id", MINI_SHOP),
    ("after_sales_order", SECOND_COMPONENT),
    ("after_sales_orders", SECOND_COMPONENT),
    ("afterSalesOrder", SECOND_COMPONENT),
    ("out_aftersale_id", SECOND_COMPONENT),
    ("aftersale_infos", "WeChat custom trade component, first version (shop/aftersale)"),
    ("aftersale_detail", "WeChat order (product/order/get)"),
];

/// The fields of a request for a list.
const SPANS: &[&str] =
    &["begin_create_time", "end_create_time", "begin_update_time", "end_update_time"];

impl Document {
    /// Decodes a document and finds the interface that it is from. A byte order mark is skipped.
    ///
    /// An answer with an after-sale order is read once; other documents are looked through for their
    /// names first.
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
            && !answer.untyped.has_any(EVENT_FIELDS);
        is_one.then_some(Self::GetAnswer(answer))
    }

    /// Decodes a document from bytes.
    ///
    /// # Errors
    ///
    /// When the bytes are not UTF-8 text, and as [`decode`](Self::decode).
    pub fn decode_bytes(bytes: &[u8]) -> Result<Self, WireError> {
        Self::decode(text_of(bytes)?)
    }

    /// Decodes a document whose fields are these.
    pub(crate) fn decode_by_shape(text: &str, shape: &Shape) -> Result<Self, WireError> {
        if shape.has("after_sale_order") && !shape.is_event() {
            return Self::decode_answer(text, shape.object("after_sale_order").as_ref());
        }
        if let Some((_, interface)) = OTHER_INTERFACES.iter().find(|(field, _)| shape.has(field)) {
            return Err(WireError::Unsupported { interface });
        }
        if shape.has("after_sale_order_id_list") {
            return match shape.has_any(&["errcode", "errmsg", "has_more", "next_key"]) {
                true => decode(text).map(Self::ListAnswer),
                false => Err(WireError::Ambiguous {
                    between: "an answer of getaftersalelist and a request of the mini-shop's \
                              batchgetaftersaleorder",
                }),
            };
        }
        if shape.has_any(SPANS) {
            return decode(text).map(Self::ListRequest);
        }
        if shape.has("after_sale_order_id") {
            if shape.has("status") {
                return decode(text).map(Self::AfterSaleOrder);
            }
            if shape.has_only(&["after_sale_order_id"]) {
                return decode(text).map(Self::GetRequest);
            }
        }
        if shape.has("errcode") && shape.has_only(&["errcode", "errmsg"]) {
            return decode(text).map(Self::BareAnswer);
        }
        Err(WireError::UnknownShape)
    }

    /// Decodes an answer with an after-sale order whose fields are these; the shape is missing where
    /// there is `null` or no object.
    fn decode_answer(text: &str, order: Option<&Shape>) -> Result<Self, WireError> {
        let Some(order) = order else { return decode(text).map(Self::GetAnswer) };
        if order.has("present_order_id") {
            return decode(text).map(Self::GiftAnswer);
        }
        let mini = order.has("original_order_id")
            || order.has_number("order_id") && !order.has("after_sale_order_id");
        let channels = order.has("after_sale_order_id") || order.has_text("order_id");
        match (mini, channels) {
            (true, false) => Err(WireError::Unsupported { interface: MINI_SHOP }),
            (false, true) => decode(text).map(Self::GetAnswer),
            _ => Err(WireError::Ambiguous {
                between: "an after-sale order of the mini-shop and one of the Channels shop",
            }),
        }
    }

    /// Returns the document as JSON text: the same value as was decoded, except for the changes.
    #[must_use]
    pub fn encode(&self) -> String {
        match self {
            Self::GetRequest(request) => encode(request),
            Self::GetAnswer(answer) => encode(answer.as_ref()),
            Self::AfterSaleOrder(order) => encode(order.as_ref()),
            Self::GiftAnswer(answer) => encode(answer.as_ref()),
            Self::ListRequest(request) => encode(request),
            Self::ListAnswer(answer) => encode(answer),
            Self::BareAnswer(answer) => encode(answer),
        }
    }

    /// Returns the name of the interface, with "request" or "answer".
    #[must_use]
    pub const fn interface(&self) -> &'static str {
        match self {
            Self::GetRequest(_) => "channels/ec/aftersale/getaftersaleorder request",
            Self::GetAnswer(_) => "channels/ec/aftersale/getaftersaleorder answer",
            Self::AfterSaleOrder(_) => "channels/ec/aftersale after-sale order",
            Self::GiftAnswer(_) => "channels/ec/aftersale/present answer",
            Self::ListRequest(_) => "channels/ec/aftersale/getaftersalelist request",
            Self::ListAnswer(_) => "channels/ec/aftersale/getaftersalelist answer",
            Self::BareAnswer(_) => "bare answer",
        }
    }

    /// Returns the fields that no type describes, with their paths.
    #[must_use]
    pub fn untyped_fields(&self) -> Vec<UntypedField> {
        match self {
            Self::GetRequest(request) => request.untyped_fields(),
            Self::GetAnswer(answer) => answer.untyped_fields(),
            Self::AfterSaleOrder(order) => order.untyped_fields(),
            Self::GiftAnswer(answer) => answer.untyped_fields(),
            Self::ListRequest(request) => request.untyped_fields(),
            Self::ListAnswer(answer) => answer.untyped_fields(),
            Self::BareAnswer(answer) => answer.untyped_fields(),
        }
    }
}

/// Returns whether an after-sale order that was read as this shop's is this shop's for sure. There,
/// `after_sale_order_id` is the number of the after-sale; at the mini-shop it is `order_id`.
fn is_of_this_shop(order: &AfterSaleOrder) -> bool {
    let named = !order.after_sale_order_id.is_missing()
        || matches!(order.order_id, Field::Value(PlatformId::Text(_)));
    let other = ["original_order_id", "present_order_id"];
    named && !order.untyped.iter().any(|(name, _)| other.contains(&name))
}
