//! Amounts as recordings have them.

use aftersale::money::Amount;
use serde::{Deserialize, Deserializer, de};

/// An amount, written with two decimal places.
#[derive(Clone, Copy)]
pub(crate) struct Price(pub(crate) Amount);

impl<'de> Deserialize<'de> for Price {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Amount::parse_decimal(&text, 2).map(Self).map_err(de::Error::custom)
    }
}
