//! The ids of orders, lines, cases, commands, refunds and effects.
//!
//! Ids that the host gives are texts and are kept exactly. Numbers that the crate gives count up from 1
//! within their order and are never used twice.

use alloc::string::String;
use alloc::sync::Arc;
use core::convert::Infallible;
use core::fmt;
use core::num::ParseIntError;
use core::str::FromStr;

use crate::one_line;

/// Declares an id that the host gives: a text in a type of its own. Copies of an id share the text.
macro_rules! names {
    ($($(#[$attribute:meta])* pub struct $name:ident;)+) => {
        $(
            $(#[$attribute])*
            #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
            pub struct $name(Arc<str>);

            impl $name {
                /// Returns the id with this text.
                #[must_use]
                pub fn new(name: impl AsRef<str>) -> Self {
                    Self(name.as_ref().into())
                }

                /// Returns the text of the id, as it was given.
                #[must_use]
                pub fn as_str(&self) -> &str {
                    &self.0
                }
            }

            impl From<&str> for $name {
                fn from(name: &str) -> Self {
                    Self::new(name)
                }
            }

            impl From<String> for $name {
                fn from(name: String) -> Self {
                    Self::new(name)
                }
            }

            /// Reads an id, as it is displayed: any text.
            impl FromStr for $name {
                type Err = Infallible;

                fn from_str(name: &str) -> Result<Self, Infallible> {
                    Ok(Self::new(name))
                }
            }

            impl From<&$name> for $name {
                fn from(name: &$name) -> Self {
                    name.clone()
                }
            }

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    one_line::write(&self.0, f)
                }
            }

            #[cfg(feature = "serde")]
            impl serde::Serialize for $name {
                fn serialize<W: serde::Serializer>(&self, writer: W) -> Result<W::Ok, W::Error> {
                    writer.serialize_str(&self.0)
                }
            }

            #[cfg(feature = "serde")]
            impl<'de> serde::Deserialize<'de> for $name {
                fn deserialize<R: serde::Deserializer<'de>>(reader: R) -> Result<Self, R::Error> {
                    reader.deserialize_str(Shared).map(Self)
                }
            }
        )+
    };
}

/// Reads a text at once into the memory where it stays.
#[cfg(feature = "serde")]
struct Shared;

#[cfg(feature = "serde")]
impl serde::de::Visitor<'_> for Shared {
    type Value = Arc<str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Arc<str>, E> {
        Ok(text.into())
    }
}

names! {
    /// The host's id of an order.
    pub struct OrderId;
    /// The host's id of a line of an order.
    pub struct LineId;
    /// The host's id of a buyer.
    pub struct BuyerId;
    /// The host's id of a command. The host gives each command an id of its own and keeps it when it sends the same
    /// command again, so that a double click is recognized.
    pub struct CommandId;
    /// The host's id of a picture or another piece of evidence.
    pub struct EvidenceId;
    /// The key of a refund. It never changes, so the gateway recognizes a refund that it was asked for
    /// before. Those of the crate are made in the shape that the policy asks for ([`KeyShape`](super::KeyShape)):
    /// `20211010105358916225c1r2` is the second refund of the first case of that order.
    pub struct RefundKey;
    /// The host's id of a payment of an order: what it calls the card, the balance, the deposit.
    pub struct PaymentId;
    /// The platform's own id of a case, such as WeChat's `after_sale_order_id`: a text or the digits of a number. No two cases
    /// of an order have the same.
    pub struct PlatformCaseId;
    /// The host's id of an opening of an order. The first opening has none. A host that opens an order again, since its
    /// events are gone, gives one, and the keys of its refunds differ from those of the first time.
    pub struct OpeningId;
}

/// Declares a number that the crate gives.
macro_rules! numbers {
    ($($(#[$attribute:meta])* pub struct $name:ident($number:ty);)+) => {
        $(
            $(#[$attribute])*
            #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
            #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
            #[cfg_attr(feature = "serde", serde(transparent))]
            pub struct $name($number);

            impl $name {
                /// The first number.
                pub const FIRST: Self = Self(1);

                /// Returns the id with this number, as the host stored it.
                #[must_use]
                pub const fn new(number: $number) -> Self {
                    Self(number)
                }

                /// Returns the number, for the host to store.
                #[must_use]
                pub const fn number(self) -> $number {
                    self.0
                }

                /// Returns the next number.
                #[allow(dead_code, reason = "not every number counts on")]
                pub(super) const fn next(self) -> Self {
                    Self(self.0.saturating_add(1))
                }
            }

            impl From<$number> for $name {
                fn from(number: $number) -> Self {
                    Self(number)
                }
            }

            /// Reads the number, as it is displayed.
            impl FromStr for $name {
                type Err = ParseIntError;

                fn from_str(text: &str) -> Result<Self, ParseIntError> {
                    text.parse().map(Self)
                }
            }

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    fmt::Display::fmt(&self.0, f)
                }
            }
        )+
    };
}

numbers! {
    /// The number of a case within its order.
    pub struct CaseId(u32);
    /// The number of events that an order has had. Each event raises it by one, and nothing else does.
    pub struct Version(u64);
    /// The number of a refund within its order, in the order in which they were recorded: the first is 1. Where one of them
    /// turned out to be another ([`Request::IdentifyRefund`](super::Request::IdentifyRefund)), those after it count one less.
    pub struct RefundNumber(u32);
    /// The number of a line within its order: the first is 1.
    pub struct LineNumber(u32);
    /// The number of a payment within its order, those that came later included: the first is 1.
    pub struct PaymentNumber(u8);
    /// The number of the present claim of a case, which each change of the claim raises. A decision names the offer
    /// that it is about, so that an actor cannot agree to an offer unseen (I21).
    pub struct Offer(u32);
}
