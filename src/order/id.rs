//! What orders, lines, cases, commands, refunds and effects are called.
//!
//! Names that the host gives are texts and are kept letter by letter. Numbers that the crate gives
//! count up from 1 within their order and are never used twice.

use alloc::string::String;
use core::fmt;

/// Declares a name that the host gives: a text in a type of its own.
macro_rules! names {
    ($($(#[$attribute:meta])* pub struct $name:ident;)+) => {
        $(
            $(#[$attribute])*
            #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
            #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
            #[cfg_attr(feature = "serde", serde(transparent))]
            pub struct $name(String);

            impl $name {
                /// This text as a name.
                #[must_use]
                pub fn new(name: impl Into<String>) -> Self {
                    Self(name.into())
                }

                /// The name as it was given.
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
                    Self(name)
                }
            }

            impl From<&$name> for $name {
                fn from(name: &$name) -> Self {
                    name.clone()
                }
            }

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str(&self.0)
                }
            }
        )+
    };
}

names! {
    /// An order, as the host calls it.
    pub struct OrderId;
    /// A line of an order, as the host calls it.
    pub struct LineId;
    /// The buyer, as the host names them.
    pub struct BuyerId;
    /// One command. The host gives each command a name of its own and keeps it when it sends the
    /// same command again; by that a double click is known as one.
    pub struct CommandId;
    /// A picture or another piece of evidence that the host keeps.
    pub struct EvidenceId;
    /// One instruction to pay. It never changes, so the gateway knows an instruction that it has
    /// had before. Those of the crate are the order's name, the number of the case and the number of
    /// the attempt, with hyphens between: `20211010105358916225-1-2`.
    pub struct RefundKey;
}

impl RefundKey {
    /// The key of an attempt of a case. No two are alike: the last two parts are numbers and have no
    /// hyphen in them.
    pub(super) fn of(order: &OrderId, case: CaseId, refund: usize) -> Self {
        Self(alloc::format!("{order}-{case}-{refund}"))
    }
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
                /// The first one.
                pub const FIRST: Self = Self(1);

                /// The one with this number, as the host stored it.
                #[must_use]
                pub const fn new(number: $number) -> Self {
                    Self(number)
                }

                /// Its number, for the host to store.
                #[must_use]
                pub const fn number(self) -> $number {
                    self.0
                }

                /// The one after it.
                pub(super) const fn next(self) -> Self {
                    Self(self.0.saturating_add(1))
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
    /// A case of an order.
    pub struct CaseId(u32);
    /// How many events an order has had. Each event raises it by one, and nothing else does.
    pub struct Version(u64);
    /// How often the offer of a case has changed: what it asks for, of which lines and how much. A
    /// decision names the offer that it is about, so that an offer that was not seen is not agreed to.
    pub struct Offer(u32);
}

/// An effect: the event that it comes from, and its place among that event's effects.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct EffectId {
    /// The order's version after the event.
    pub version: Version,
    /// The place among its effects, from 0.
    pub index: u32,
}

impl fmt::Display for EffectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.version, self.index)
    }
}
