//! A document of any of WeChat's after-sale interfaces, for hosts that get them all at one place.

use alloc::string::String;
use alloc::vec::Vec;

use super::notification::{Notification, is_xml};
use super::wire::Document as ChannelsDocument;
use super::wire::calls::CallDocument;
use crate::wechat::wire::Document as MiniShopDocument;
use crate::wire::{Shape, UntypedField, WireError, text_of};

/// A document of one of WeChat's after-sale interfaces.
///
/// ```
/// use aftersale::channels::WeChatDocument;
/// let interface = |text: &str| WeChatDocument::decode(text).map(|document| document.interface());
/// assert_eq!(interface(r#"{"after_sale_order_id": 7011}"#)?, "product/order/getaftersaleorder request");
/// assert_eq!(
///     interface(r#"{"errcode": 0, "after_sale_order": {"after_sale_order_id": "7011"}}"#)?,
///     "channels/ec/aftersale/getaftersaleorder answer",
/// );
/// assert_eq!(interface(r#"{"Event": "api_diff", "api_changes": []}"#)?, "api_diff");
/// # Ok::<(), aftersale::wire::WireError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum WeChatDocument {
    /// A request or answer of the mini-shop.
    MiniShop(MiniShopDocument),
    /// An after-sale, a list of them, or a bare answer of the Channels shop.
    Channels(ChannelsDocument),
    /// A request or answer of a merchant's call at the Channels shop.
    Call(CallDocument),
    /// An event, of any generation.
    Notification(Notification),
}

impl WeChatDocument {
    /// Decodes a document and finds the interface that it is from. A byte order mark is skipped.
    ///
    /// A document that could be from several interfaces is the mini-shop's where its ids are numbers, as they are there,
    /// and the Channels shop's where they are texts. An answer of nothing but a code and a message is a bare answer.
    ///
    /// # Errors
    ///
    /// When the text is neither JSON nor XML; when its shape is that of an interface not decoded here, of more than one,
    /// or of none; when a field does not have the form that its interface documents.
    pub fn decode(text: &str) -> Result<Self, WireError> {
        if is_xml(text) {
            return Notification::decode(text).map(Self::Notification);
        }
        if let Some(document) = Self::decode_record(text) {
            return Ok(document);
        }
        let shape = Shape::of(text)?;
        if shape.is_event() {
            return Notification::decode(text).map(Self::Notification);
        }
        let of_mini_shop = match MiniShopDocument::decode_by_shape(text, &shape) {
            Ok(document) => return Ok(Self::MiniShop(document)),
            Err(error) => another(error)?,
        };
        // The calls come first: some of their answers have the fields of an after-sale order, and more.
        let of_calls = match CallDocument::decode_by_shape(text, &shape) {
            Ok(document) => return Ok(Self::Call(document)),
            Err(error) => another(error)?,
        };
        let of_channels = match ChannelsDocument::decode_by_shape(text, &shape) {
            Ok(document) => return Ok(Self::Channels(document)),
            Err(error) => another(error)?,
        };
        // The mini-shop knows the Channels shop by name only; what is none of its documents is of no known shape.
        let is_telling = |error: &WireError| *error != WireError::UnknownShape;
        let of_mini_shop = Some(of_mini_shop).filter(|error| {
            !matches!(error, WireError::Unsupported { interface } if interface.starts_with("WeChat Channels shop"))
        });
        let mut errors = [Some(of_channels), Some(of_calls), of_mini_shop].into_iter().flatten();
        Err(errors.find(is_telling).unwrap_or(WireError::UnknownShape))
    }

    /// Decodes an answer that has an after-sale order of either shop for sure: one reading, without a
    /// look at its shape before. A name that only the mini-shop has decides which shop is tried.
    fn decode_record(text: &str) -> Option<Self> {
        if text.contains("\"original_order_id\"") {
            MiniShopDocument::decode_record(text).map(Self::MiniShop)
        } else {
            ChannelsDocument::decode_record(text).map(Self::Channels)
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

    /// Returns the document as text, in the form in which it came: JSON as the same value, XML letter by letter, except for
    /// the changes.
    #[must_use]
    pub fn encode(&self) -> String {
        match self {
            Self::MiniShop(document) => document.encode(),
            Self::Channels(document) => document.encode(),
            Self::Call(document) => document.encode(),
            Self::Notification(notification) => notification.encode(),
        }
    }

    /// Returns the name of the interface.
    #[must_use]
    pub fn interface(&self) -> &'static str {
        match self {
            Self::MiniShop(document) => document.interface(),
            Self::Channels(document) => document.interface(),
            Self::Call(document) => document.interface(),
            Self::Notification(notification) => notification.interface(),
        }
    }

    /// Returns the fields that no type describes, with their paths.
    #[must_use]
    pub fn untyped_fields(&self) -> Vec<UntypedField> {
        match self {
            Self::MiniShop(document) => document.untyped_fields(),
            Self::Channels(document) => document.untyped_fields(),
            Self::Call(document) => document.untyped_fields(),
            Self::Notification(notification) => notification.untyped_fields(),
        }
    }
}

/// Returns the error when it says that the document is of another interface, and fails when the document is of this one
/// and broken.
const fn another(error: WireError) -> Result<WireError, WireError> {
    match error {
        WireError::Unsupported { .. } | WireError::Ambiguous { .. } | WireError::UnknownShape => {
            Ok(error)
        }
        broken => Err(broken),
    }
}
