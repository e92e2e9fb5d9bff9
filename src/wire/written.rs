//! Times as PHP shops write them: seconds, a date and time without a zone, or nothing.

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use super::{AsWritten, Json, Loose};
use crate::time::{LocalTime, Timestamp, UtcOffset};

/// A time as ShopXO writes it: seconds (0 for "not yet"), a date and time without a zone, or
/// nothing (`""`).
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Written {
    /// Seconds since 1970, plain or in quotes.
    Seconds(Loose<Timestamp>),
    /// A date and time in the shop's zone, such as `2021-10-10 10:53:58`.
    Local(LocalTime),
    /// `""`: not yet.
    Empty,
    /// Anything else, such as `0000-00-00 00:00:00`. It is kept as it came and gives no time.
    Other(Json),
}

impl Written {
    /// Returns whether the value means "not yet". A value that cannot be read does not.
    #[must_use]
    pub fn is_unset(&self) -> bool {
        match self {
            Self::Seconds(seconds) => seconds.get().is_none_or(|time| time.seconds() == 0),
            Self::Empty => true,
            Self::Local(_) | Self::Other(_) => false,
        }
    }

    /// Returns the point in time, for a shop whose clock is so far ahead of UTC. `None` for "not yet",
    /// and also where no time can be read; [`is_unset`](Self::is_unset) distinguishes the two.
    #[must_use]
    pub fn time(&self, shop: UtcOffset) -> Option<Timestamp> {
        match self {
            Self::Seconds(seconds) => seconds.get().copied().and_then(Timestamp::or_unset),
            Self::Local(local) => Some(local.in_zone(shop)),
            Self::Empty | Self::Other(_) => None,
        }
    }
}

impl Serialize for Written {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Seconds(seconds) => seconds.serialize(serializer),
            Self::Local(local) => serializer.collect_str(local),
            Self::Empty => serializer.serialize_str(""),
            Self::Other(json) => json.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = AsWritten::deserialize(deserializer)?;
        if let Some(text) = json.as_text() {
            if text.is_empty() {
                return Ok(Self::Empty);
            }
            if let Ok(local) = text.parse() {
                return Ok(Self::Local(local));
            }
        }
        Ok(Loose::of(json).map_or_else(Self::Other, Self::Seconds))
    }
}
