//! A document of ShopXO, with its interface found from its shape: the names of its fields.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::{
    AftersaleAnswer, AftersalePage, AftersaleRow, DetailAnswer, DetailPage, ListAnswer,
    PlainAnswer, PlainData, ViewRequest,
};
use crate::wire::{
    Field, Record, Shape, UntypedField, WireError, decode, encode, text_of, try_decode,
};

const NOT_ABOUT_AFTERSALES: WireError =
    WireError::Unsupported { interface: "ShopXO, an answer that is not about after-sales" };

/// A document of ShopXO's after-sale interface.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Document {
    /// A request of `orderaftersale/aftersale` or `orderaftersale/detail`.
    ViewRequest(ViewRequest),
    /// An answer of `orderaftersale/aftersale` (2.2.1).
    AftersaleAnswer(Box<AftersaleAnswer>),
    /// An answer of `orderaftersale/detail` (6.9.0).
    DetailAnswer(Box<DetailAnswer>),
    /// An answer with a page of after-sales.
    ListAnswer(ListAnswer),
    /// An answer to an operation, or to a refused request.
    PlainAnswer(PlainAnswer),
}

impl Document {
    /// Decodes a document and finds the interface that it is from. A byte order mark is skipped.
    ///
    /// # Errors
    ///
    /// When the text is not JSON; when its shape is that of an interface not decoded here, of more than
    /// one, or of none; when a field does not have the form that its interface documents.
    pub fn decode(text: &str) -> Result<Self, WireError> {
        if let Some(view) = Self::decode_view(text) {
            return Ok(view);
        }
        let shape = Shape::of(text)?;
        if !shape.has("code") || !shape.has_any(&["msg", "data"]) {
            return Self::decode_request(text, &shape);
        }
        let plain: PlainAnswer = decode(text)?;
        let Some(data) = shape.object("data").filter(|_| plain.is_success()) else {
            return match plain.data {
                Field::Value(PlainData::Other(_)) if plain.is_success() => {
                    Err(NOT_ABOUT_AFTERSALES)
                }
                _ => Ok(Self::PlainAnswer(plain)),
            };
        };
        match (data.has("new_aftersale_data"), data.has("aftersale_data")) {
            (true, false) => decode(text).map(Self::AftersaleAnswer),
            (false, true) => decode(text).map(Self::DetailAnswer),
            (true, true) => Err(WireError::Ambiguous {
                between: "answers of orderaftersale/aftersale and of orderaftersale/detail",
            }),
            (false, false) if is_list_of_aftersales(&data) => decode(text).map(Self::ListAnswer),
            (false, false) => Err(NOT_ABOUT_AFTERSALES),
        }
    }

    /// Decodes a document from bytes.
    ///
    /// # Errors
    ///
    /// When the bytes are not UTF-8 text, and as [`decode`](Self::decode).
    pub fn decode_bytes(bytes: &[u8]) -> Result<Self, WireError> {
        Self::decode(text_of(bytes)?)
    }

    /// Decodes a document that is a view for sure. Only which of the two is tried first is guessed: what
    /// was read shows whether it is one.
    fn decode_view(text: &str) -> Option<Self> {
        if text.contains("\"new_aftersale_data\"") {
            let answer: Box<AftersaleAnswer> = try_decode(text)?;
            let page = answer.data.present()?;
            let is_view = answer.is_success()
                && !page.new_aftersale_data.is_missing()
                && page.untyped.get("aftersale_data").is_none();
            return is_view.then_some(Self::AftersaleAnswer(answer));
        }
        if text.contains("\"aftersale_data\"") {
            let answer: Box<DetailAnswer> = try_decode(text)?;
            let page = answer.data.present()?;
            let is_view = answer.is_success()
                && !page.aftersale_data.is_missing()
                && page.untyped.get("new_aftersale_data").is_none();
            return is_view.then_some(Self::DetailAnswer(answer));
        }
        None
    }

    fn decode_request(text: &str, shape: &Shape) -> Result<Self, WireError> {
        if shape.has("oid") && shape.has("did") {
            return decode(text).map(Self::ViewRequest);
        }
        let operations = ["order_detail_id", "express_number", "refuse_reason", "refundment"];
        if shape.has_any(&operations) {
            return Err(WireError::Unsupported {
                interface: "ShopXO, a request of an operation on an after-sale",
            });
        }
        if shape.has("id") {
            return Err(WireError::Ambiguous {
                between: "requests of orderaftersale/detail, cancel, confirm and delete",
            });
        }
        Err(WireError::UnknownShape)
    }

    /// Returns the document as JSON text: the same value as was decoded, except for the changes.
    #[must_use]
    pub fn encode(&self) -> String {
        match self {
            Self::ViewRequest(request) => encode(request),
            Self::AftersaleAnswer(answer) => encode(answer.as_ref()),
            Self::DetailAnswer(answer) => encode(answer.as_ref()),
            Self::ListAnswer(answer) => encode(answer),
            Self::PlainAnswer(answer) => encode(answer),
        }
    }

    /// Returns the name of the interface, with "request" or "answer" where there are both.
    #[must_use]
    pub const fn interface(&self) -> &'static str {
        match self {
            Self::ViewRequest(_) => "orderaftersale view request",
            Self::AftersaleAnswer(_) => "orderaftersale/aftersale answer",
            Self::DetailAnswer(_) => "orderaftersale/detail answer",
            Self::ListAnswer(_) => "orderaftersale/index answer",
            Self::PlainAnswer(_) => "plain answer",
        }
    }

    /// Returns the fields that no type describes, with their paths.
    #[must_use]
    pub fn untyped_fields(&self) -> Vec<UntypedField> {
        match self {
            Self::ViewRequest(request) => request.untyped_fields(),
            Self::AftersaleAnswer(answer) => answer.untyped_fields(),
            Self::DetailAnswer(answer) => answer.untyped_fields(),
            Self::ListAnswer(answer) => answer.untyped_fields(),
            Self::PlainAnswer(answer) => answer.untyped_fields(),
        }
    }

    /// Returns the newest after-sale of the order line that a view shows; `None` when this is not a
    /// view, or the line has none.
    #[must_use]
    pub fn newest(&self) -> Option<&AftersaleRow> {
        match self {
            Self::AftersaleAnswer(answer) => answer.data.present().and_then(AftersalePage::newest),
            Self::DetailAnswer(answer) => answer.data.present().and_then(DetailPage::newest),
            Self::ViewRequest(_) | Self::ListAnswer(_) | Self::PlainAnswer(_) => None,
        }
    }
}

/// Returns whether the page is a list of after-sales. Other lists have pages too; the rows of this one
/// name the order line. Without rows all lists are alike, and there is nothing to misread.
fn is_list_of_aftersales(data: &Shape) -> bool {
    let rows = data.list("data").unwrap_or_default();
    data.has("page_total")
        && rows.iter().all(|row| Shape::of(row.text()).is_ok_and(|row| row.has("order_detail_id")))
}
