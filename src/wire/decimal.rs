//! Money as the platforms write it in text: an exact decimal number, never a float.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use core::fmt;

use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};

use super::Json;
use crate::money::{Amount, NotAnAmount};

/// An amount of money, or another decimal number, written as text such as `"28.50"`.
///
/// It keeps its own spelling (`"28.5"` stays so) until it is changed.
///
/// ```
/// use aftersale::money::Amount;
/// use aftersale::wire::DecimalText;
/// let price = DecimalText::from_amount(Amount::from_minor(2_850), 2);
/// assert_eq!(price.text(), "28.50");
/// assert_eq!(price.amount(2), Ok(Amount::from_minor(2_850)));
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct DecimalText {
    text: String,
    in_quotes: bool,
}

impl DecimalText {
    /// Returns the amount written with so many decimal places, in quotes.
    #[must_use]
    pub fn from_amount(amount: Amount, places: u8) -> Self {
        Self { text: amount.decimal(places).to_string(), in_quotes: true }
    }

    /// Changes the amount. It stays in quotes if it was.
    pub fn set(&mut self, amount: Amount, places: u8) {
        self.text = amount.decimal(places).to_string();
    }

    /// Returns the decimal number as it is written; empty where there is none.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the amount in a currency with so many decimal places.
    ///
    /// # Errors
    ///
    /// When the number has more decimal places than the currency, is too large for an amount, is
    /// written with an exponent, or is missing (`""`).
    pub fn amount(&self, places: u8) -> Result<Amount, NotAnAmount> {
        Amount::parse_decimal(&self.text, places)
    }
}

impl fmt::Display for DecimalText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Serialize for DecimalText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.in_quotes {
            return serializer.serialize_str(&self.text);
        }
        let digits: Json = self.text.parse().map_err(serde::ser::Error::custom)?;
        digits.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for DecimalText {
    /// Reads the characters of the number, so that no float is involved.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = Json::deserialize(deserializer)?;
        let quoted = json.as_text();
        let in_quotes = quoted.is_some();
        let is_number =
            json.text().starts_with(|first: char| first == '-' || first.is_ascii_digit());
        let text = quoted.map_or_else(|| json.text().to_string(), Cow::into_owned);
        let is_decimal = Amount::parse_decimal(&text, u8::MAX) != Err(NotAnAmount::Form);
        if is_number || in_quotes && (is_decimal || text.is_empty()) {
            return Ok(Self { text, in_quotes });
        }
        Err(D::Error::custom(format_args!(
            "invalid value: {}, expected a decimal number in quotes, such as \"28.50\"",
            json.text()
        )))
    }
}
