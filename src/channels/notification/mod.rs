//! The events that WeChat sends to a merchant's system, in JSON and (with the feature `xml`) in XML: those of the
//! Channels shop, and those of the custom trade component and its predecessor.
//!
//! | event | part | about |
//! |---|---|---|
//! | `channels_ec_aftersale_update` | [`AfterSaleUpdate`] | an after-sale |
//! | `channels_ec_present_aftersale_update` | [`AfterSaleUpdate`] | the after-sale of a gift order |
//! | `channels_ec_complaint_update` | [`ComplaintUpdate`] | a dispute |
//! | `channels_ec_guarantee_update` | [`GuaranteeUpdate`] | a guarantee order |
//! | `api_diff` | [`InterfaceChange`], several | the interface itself |
//! | `aftersale_…` | [`ComponentAfterSale`] | an after-sale of the component |
//! | `open_product_order_update` | [`ComponentOrderUpdate`] | an order or after-sale of the component |
//! | `wxaproduct_add_aftersale` | [`EventMessage`] itself | an after-sale of the old component |
//! | any other | [`EventMessage`], with what no type knows | |
//!
//! ```
//! use aftersale::channels::AfterSaleStatus;
//! use aftersale::channels::notification::{Notification, Subject};
//!
//! let text = r#"{
//!     "ToUserName": "gh_1", "FromUserName": "oTeam", "CreateTime": 1793841605, "MsgType": "event",
//!     "Event": "channels_ec_aftersale_update", "finder_shop_aftersale_status_update": {
//!         "status": "MERCHANT_WAIT_RECEIPT", "after_sale_order_id": "2000004419206731", "order_id": "37355"
//!     }
//! }"#;
//! let notification = Notification::decode(text)?;
//! let Subject::AfterSale(update) = notification.message().subject()? else { panic!() };
//! let status = update.status.value().and_then(|status| status.known());
//! assert_eq!(status, Some(AfterSaleStatus::MerchantWaitReceipt));
//! let id = notification.message().after_sale_id().unwrap();
//! assert_eq!(id.text(), "2000004419206731");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The platform wants [`ACKNOWLEDGEMENT`] within five seconds, and otherwise sends the event up to nine times more, the
//! first two at once. So the same event comes twice at nearly the same time, and an old one after a newer one. The page
//! `docs/channels_events.md` says what that means for a host.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use crate::wire::{
    Record, Shape, UntypedField, WireError, decode, encode, text_of, without_byte_order_mark,
};

mod event_name;
mod message;
#[cfg(feature = "xml")]
mod xml;

pub use event_name::EventName;
pub use message::{
    AfterSaleUpdate, ComplaintUpdate, ComponentAfterSale, ComponentOrderUpdate, EventMessage,
    GuaranteeUpdate, InterfaceChange, OldComponentProduct, OrderInfo, Subject,
};
#[cfg(feature = "xml")]
pub use xml::{MOST_ATTRIBUTES, MOST_DEPTH, MOST_NODES, MOST_XML_BYTES, SetTextError, XmlMessage};

/// The answer to an event, as plain text and not encrypted. The platform takes an empty answer as well.
pub const ACKNOWLEDGEMENT: &str = "success";

/// An event as it was sent, in JSON or in XML.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Notification {
    /// An event in JSON.
    Json(Box<EventMessage>),
    /// An event in XML.
    #[cfg(feature = "xml")]
    Xml(Box<XmlMessage>),
}

impl Notification {
    /// Decodes an event in either form. A byte order mark is skipped.
    ///
    /// # Errors
    ///
    /// When the text is neither JSON nor XML, or is no event; when a field does not have the form that the platform
    /// documents; when the text is XML and the feature `xml` is not on.
    pub fn decode(text: &str) -> Result<Self, WireError> {
        if is_xml(text) {
            return Self::decode_xml(text);
        }
        if !Shape::of(text)?.is_event() {
            return Err(WireError::UnknownShape);
        }
        decode(text).map(|message| Self::Json(Box::new(message)))
    }

    /// Decodes an event from bytes.
    ///
    /// # Errors
    ///
    /// When the bytes are not UTF-8 text, and as [`decode`](Self::decode).
    pub fn decode_bytes(bytes: &[u8]) -> Result<Self, WireError> {
        Self::decode(text_of(bytes)?)
    }

    #[cfg(feature = "xml")]
    fn decode_xml(text: &str) -> Result<Self, WireError> {
        XmlMessage::decode(text).map(|message| Self::Xml(Box::new(message)))
    }

    #[cfg(not(feature = "xml"))]
    fn decode_xml(_: &str) -> Result<Self, WireError> {
        Err(WireError::Unsupported { interface: "an event in XML (the feature `xml` is not on)" })
    }

    /// Returns the event, typed.
    #[must_use]
    pub fn message(&self) -> &EventMessage {
        match self {
            Self::Json(message) => message,
            #[cfg(feature = "xml")]
            Self::Xml(message) => message.message(),
        }
    }

    /// Returns the event as text, in the form in which it came: JSON as the same value, XML letter by letter, except for
    /// the changes.
    #[must_use]
    pub fn encode(&self) -> String {
        match self {
            Self::Json(message) => encode(message.as_ref()),
            #[cfg(feature = "xml")]
            Self::Xml(message) => message.encode(),
        }
    }

    /// Returns the name of the event; for one of no known name, what is known of it.
    #[must_use]
    pub fn interface(&self) -> &'static str {
        self.message().interface()
    }

    /// Returns the fields that no type describes, with their paths. Of XML, these are also attributes, as in
    /// `xml.Event@kind`, and text beside elements, as in `aftersale_info#text`.
    #[must_use]
    pub fn untyped_fields(&self) -> Vec<UntypedField> {
        match self {
            Self::Json(message) => message.untyped_fields(),
            #[cfg(feature = "xml")]
            Self::Xml(message) => message.untyped_fields(),
        }
    }
}

/// Returns whether a text is XML, as far as its first letter shows.
pub(crate) fn is_xml(text: &str) -> bool {
    without_byte_order_mark(text).trim_start().starts_with('<')
}
