//! Ids that one page of a platform documents as a text and another as a number.

use alloc::borrow::{Cow, ToOwned};
use alloc::string::{String, ToString};
use core::fmt;

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::{Serialize, Serializer};

/// The id of an object on its platform: an order, an after-sale, a product, a waybill.
///
/// It keeps every digit and its kind: `"3705115058471208928"` stays a text, `3705115058471208928` a
/// number, and `"007"` is neither 7 nor `"7"`. Two ids are equal when they are written alike;
/// [`is_same_as`](Self::is_same_as) compares them across the kinds.
///
/// ```
/// use aftersale::wire::{PlatformId, decode};
/// let text: PlatformId = decode("\"3705115058471208928\"")?;
/// let number: PlatformId = decode("3705115058471208928")?;
/// assert_ne!(text, number);
/// assert!(text.is_same_as(&number));
/// assert_eq!(number.text(), "3705115058471208928");
/// assert_eq!(serde_json::to_string(&number).unwrap(), "3705115058471208928");
/// # Ok::<(), aftersale::wire::WireError>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum PlatformId {
    /// An id written in quotes. It may be empty.
    Text(String),
    /// An id written as a plain whole number.
    Number(u64),
}

impl PlatformId {
    /// Returns the id as a text, without quotes.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(number.to_string()),
        }
    }

    /// Returns whether both name the same object: they have the same characters, in quotes or not.
    #[must_use]
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.text() == other.text()
    }

    /// Returns whether this is `""`, which platforms write where there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        matches!(self, Self::Text(text) if text.is_empty())
    }
}

impl fmt::Display for PlatformId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => fmt::Display::fmt(number, f),
        }
    }
}

impl From<&str> for PlatformId {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for PlatformId {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u64> for PlatformId {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl Serialize for PlatformId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => serializer.serialize_u64(*number),
        }
    }
}

impl<'de> Deserialize<'de> for PlatformId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextOrNumber;

        impl Visitor<'_> for TextOrNumber {
            type Value = PlatformId;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an id: a text, or a whole number of up to 64 bits")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<PlatformId, E> {
                Ok(PlatformId::Text(text.to_owned()))
            }

            fn visit_string<E: Error>(self, text: String) -> Result<PlatformId, E> {
                Ok(PlatformId::Text(text))
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<PlatformId, E> {
                Ok(PlatformId::Number(number))
            }
        }

        deserializer.deserialize_any(TextOrNumber)
    }
}
